"""数据库及其环境的故障：出了什么事、哪些已保住、该怎么办。

``found.*`` 是 ``db verify`` 的核验结果,每条一行。
"""

TEXTS = {
    "missing": "{path} 处没有客服台。未新建也未改动任何内容。请执行“agentdesk init”新建，"
    "或用 --data-dir 指定正确的文件夹。",
    "exists": "{path} 处已有客服台，保持原样未动。请用“agentdesk”打开，"
    "或用 --data-dir 另选文件夹。",
    "gone": "客服台打开期间，数据库 {path} 被移走或替换。本次改动未保存；"
    "此前的改动都在被移走的文件中。"
    "请退出，将文件放回原处后重新打开。",
    "closed": "客服台正在关闭。本次改动未保存；此前已确认的均已保存。请重新打开后再操作一次。",
    "interrupted": "操作在开始之前已停止，未作任何改动。如仍需要，请再操作一次。",
    "busy": "其他客服台占用 {path} 的时间过长。本次改动未保存，其余不受影响。请稍后重试；"
    "如一直如此，请检查是否有卡住的导入或升级。",
    "full": "{path} 已无可用空间：磁盘已满或达到配额。本次改动未保存；此前已确认的均已保存。"
    "请腾出空间后再操作一次。",
    "io": "磁盘无法读写 {path}。本次改动未保存；此前已确认的均已保存。请检查磁盘，"
    "然后执行“agentdesk db verify”。（{detail}）",
    "memory": "本机内存不足。本次改动未保存；此前已确认的均已保存。请关闭其他程序后再操作一次。",
    "read_only": "{path} 或其所在文件夹不可写。未作任何改动。"
    "请为您的账户开通写权限（客服台只读取也需要），"
    "或将数据库与密钥复制到您自己的文件夹。",
    "no_access": "您的账户无权打开 {path}。未作任何改动。请向其所有者申请权限，"
    "或用 --data-dir 另选文件夹。",
    "not_a_folder": "{path} 的路径中有一段是文件而不是文件夹。未作任何改动。"
    "请用 --data-dir 另选文件夹。",
    "cannot_open": "无法打开 {path}。未作任何改动。请确认文件夹存在且您的账户有权使用。"
    "（{detail}）",
    "corrupt": "数据库 {path} 已损坏，无法读取，保持原样未动。请将它连同密钥一并另存，"
    "然后恢复最近的备份。（{detail}）",
    "drafts_aside": "您的草稿文件已损坏，现另存为 {path}，此前未提交的内容可能丢失。"
    "此后填写的内容会照常保存。",
    "not_a_desk": "{path} 是一个数据库，但不是客服台的数据库，保持原样未动。"
    "请用 --data-dir 指定正确的文件夹。",
    "unfinished": "{path} 的客服台建立时中断，尚未建成，其中没有工单，也没有丢失任何内容。"
    "请运行 agentdesk 填写首页，或运行 agentdesk init，将从中断处继续。",
    "store": "数据库 {path} 因未知原因拒绝了操作。本次改动未保存；此前已确认的均已保存。"
    "请执行“agentdesk doctor”，并上报其输出。（{detail}）",
    "conflict": "改动与数据库中已有内容冲突，被拒绝且未保存，其余不受影响。"
    "请重新查看该工单，再补做仍需要的操作。（{detail}）",
    "no_cipher": "{path} 已加密，而本机的 Python 没有 SQLCipher。数据库未被改动。"
    "请安装“sqlcipher3”软件包，或在已安装的机器上打开。",
    "not_encrypted": "{path} 未加密，而此处却有它的密钥：文件可能已被替换。未予打开。"
    "请放回加密的数据库；如确认此文件无误，请移走 store.key 后以不加密方式打开。",
    "encrypted": "{path} 已加密或已损坏，而您要求以不加密方式打开。未予打开。"
    "请去掉 --plain，并将 store.key 与它放在一起。",
    "key_missing": "密钥 {path} 不存在，没有它就无法读取数据库。数据库未被改动。"
    "请从备份处放回密钥文件：密钥无法重新生成。",
    "key_wrong": "密钥 {key} 打不开 {path}：它属于另一个客服台，或数据库文件头已损坏。"
    "数据库未被改动。请放回与该数据库一同生成的密钥。",
    "key_open": "其他账户可读取或改动密钥 {path}（权限 {mode}）。客服台未打开。"
    "请执行“chmod 600 {path}”（同组共用时为 640），并想一想谁可能读过它。",
    "key_unreadable": "无法读取密钥 {path}。数据库未被改动。请为您的账户开通读取权限。（{detail}）",
    "key_corrupt": "密钥文件 {path} 已损坏：编号与密钥不符。数据库未被改动。"
    "请从备份处放回密钥文件。",
    "key_exists": "{path} 处已有密钥，保持原样未动：密钥一旦丢失，数据将全部丢失。"
    "确认没有数据库需要它之后，请先将它移走。",
    "audit_missing": "审计密钥 {path} 不存在：没有它就无法记录，也无法核验。"
    "数据库未被改动，数据没有丢失。请从备份处放回该文件。",
    "audit_corrupt": "审计密钥 {path} 已损坏：编号与密钥不符。数据库未被改动，数据没有丢失。"
    "请从备份处放回该文件。",
    "audit_wrong": "审计密钥 {key} 不是为 {path} 的日志加封的密钥。数据库未被改动。"
    "请放回与该数据库一同生成的审计密钥。",
    "newer": "数据库 {path} 由更新版本的 agentdesk 写入（{found}；本程序支持 {known}）。"
    "数据库未被改动。请安装新版本。",
    "older": "数据库 {path} 来自旧版本的 agentdesk（{found}；本程序需要 {known}）。数据库未被改动。"
    "请关闭其他客服台，做好备份，然后执行“agentdesk db upgrade”。",
    "upgrade_failed": "{path} 的升级中途失败，已全部撤回：数据库保持原样。"
    "请继续使用旧版本，并上报此情况。（{detail}）",
    "unfoldable": "{case} 的事件无法解读：日志被改动过或已损坏。重建在此停止；"
    "此前已重建的保留。请执行“agentdesk db verify”查看位置，并恢复备份。",
    "rebuilt_elsewhere": "本客服台上已开始另一次“agentdesk db rebuild”。"
    "本次重建已停止，索引由另一次完成。",
    "found.case_unreadable": "{case} 的事件无法解读，其工单行无法核验。",
    "unknown_zone": "没有“{zone}”这个时区，未新建任何内容。请写成 Asia/Shanghai 这样的名称。",
    "person_left": "{person} 已离岗，未作任何操作。请用 --as 写明您是谁；"
    "如已返岗，请班组长用“agentdesk people change 代码 --back”恢复。",
    "unknown_person": "本客服台没有“{person}”这个人，未作任何操作。请用 --as 写明人员代码或姓名。",
    "bad_policy": "无法启用：第 {line} 行 {key}（共 {problems} 处问题）。现行规则不变。"
    "可用“agentdesk policy check”查看问题。",
    "found.file": "文件：{detail}",
    "found.chain_gap": "日志缺少第 {seq} 至 {to} 条事件。",
    "found.chain_prev": "第 {seq} 条事件与前一条不衔接：此处有内容被移动或替换。",
    "found.chain_mac": "第 {seq} 条事件在记录之后被改动。",
    "found.chain_key": "第 {seq} 条事件由另一把审计密钥加封（{key}）。",
    "found.chain_kind": "第 {seq} 条事件的类型（{kind}）本程序不认识。",
    "found.chain_order": "第 {seq} 条事件在其工单中的次序有误。",
    "found.head_other": "第 {seq} 条事件与您记下的不一致：此前的日志被改写过。",
    "found.head_lost": "您记下过第 {seq} 条事件，而日志只到第 {last} 条：末尾被截去。",
    "found.op_lost": "有操作记录了第 {seq} 条事件，而日志中没有：末尾被截去。（{op}）",
    "found.policy_changed": "第 {version} 版规则与当时启用的不一致。",
    "found.text_missing": "第 {seq} 条事件引用的文本 {content} 不存在。",
    "found.text_swapped": "第 {seq} 条事件引用的文本 {content} 已不是原来的文本。",
    "found.text_changed": "文本 {content} 在保存之后被改动。",
    "found.text_lost": "文本 {content} 或其客户的密钥未经删除程序就被移除。",
    "found.text_not_erased": "文本 {content} 已标记为删除，内容却仍在。",
    "found.case_missing": "{case} 在日志中有记录，却没有工单行。执行“agentdesk db rebuild”可重建。",
    "found.customer_keys": "客户 {customer} 的检索信息有误，可能查不到。"
    "执行“agentdesk db rebuild”可修复。",
    "found.stickies": "客户便签与日志不一致。执行“agentdesk db rebuild”可修复。",
    "found.case_extra": "{case} 有工单行，日志中却没有记录。执行“agentdesk db rebuild”可清除。",
    "found.case_row": "{case} 显示的内容与其事件不符：{columns}。"
    "执行“agentdesk db rebuild”可更正。",
    "found.case_callbacks": "{case} 的约定回电与其事件不符。执行“agentdesk db rebuild”可更正。",
    "found.case_handoffs": "{case} 的转办记录与其事件不符。执行“agentdesk db rebuild”可更正。",
    "found.case_clocks": "{case} 的时限与其事件不符。执行“agentdesk db rebuild”可更正。",
    "found.search": "按内容检索 {case} 的结果有误。执行“agentdesk db rebuild”可更正。",
}
