"""命令行：帮助、输出与无法完成的原因。"""

TEXTS = {
    # 帮助
    "about": ("客服台：哪一件对客户的承诺最先到期、为什么。\n不带命令时，在本终端打开客服台。"),
    "epilog": (
        "退出码：0 已完成；1 没有可做的事，或发现差异；2 未能完成，原因见标准错误输出；130 被中断。"
    ),
    "commands": "命令",
    "actions": "操作",
    "everywhere": "各命令通用",
    "help.init": "新建客服台，不提问",
    "help.import": "从 CSV 文件导入工单",
    "help.queue": "按次序列出待处理工单",
    "help.take": "领取下一件无人负责的工单",
    "help.show": "显示一件工单",
    "help.explain": "说明工单各项时限的由来",
    "help.policy": "查看、试用、启用客服台的规则",
    "help.policy.show": "显示现行规则",
    "help.policy.check": "说明规则文件的内容与错误",
    "help.policy.test": "运行情景用例；有出入时退出码为 1",
    "help.policy.apply": "将规则文件启用为下一版本",
    "help.people": "本台人员与可转办的部门",
    "help.people.list": "列出本台人员",
    "help.people.add": "新增人员",
    "help.people.change": "修改姓名、角色、部门、工作时间",
    "help.people.leave": "人员离岗，名下未办结工单交给同事",
    "help.people.import": "从 CSV 文件导入人员名单",
    "help.people.departments": "列出、新增、停用部门",
    "help.people.departments.list": "列出各部门及其在办转办",
    "help.people.departments.add": "在规则之外新增部门，或重新启用部门",
    "help.people.departments.close": "停用部门，不再接收新的转办",
    "more.people": "除查看名单外，仅班组长可用。",
    "more.people.import": (
        "列名：code、name、role、department、pinyin、hours，只有 name 必填。"
        "编码为 UTF-8 或 GB18030。"
        "先检查整个文件，有误的行会指明行号和原因，不予导入。重复导入同一文件不会有任何改变。"
        "部分行有误时退出码为 1，全部有误时为 2。"
    ),
    "arg.people.all": "包括已离岗的人员",
    "arg.people.name": "姓名，供同事查看",
    "arg.people.code": "简短代码；不填则由姓名生成",
    "arg.people.who": "人员代码",
    "arg.people.back": "曾离岗，现已返岗",
    "arg.people.role": "agent（坐席）、lead（班组长）或 specialist（部门专员）",
    "arg.people.dept": "专员所在部门",
    "arg.people.pinyin": "中文姓名的拼音，便于查找：li wei",
    "arg.people.hours": "本人工作时间：“周一至周五 09:00-12:00, 13:00-18:00”；- 表示同本台",
    "arg.people.give_to": "接手其未办结工单和约定回电的同事",
    "arg.people.file": "名单文件，只读取，不改动",
    "arg.people.dry_run": "只检查，不写入",
    "arg.people.dept_code": "部门代码，如 card_ops",
    "arg.people.en": "英文名称",
    "arg.people.zh": "中文名称",
    "arg.people.calendar": "规则中的工作日历（desk）",
    "meta.code": "代码",
    "meta.hours": "时间",
    "help.export": "导出事件（JSON Lines）、工单（CSV）或本人日程（iCalendar）",
    "help.doctor": "检查运行环境，说明存在的问题",
    "help.pop": "在正在运行的客服台上为来电弹出受理界面（供软电话调用）",
    "help.db": "维护数据库",
    "help.db.upgrade": "将数据库升级到本程序的版本",
    "help.db.verify": "核验日志、文本及由其生成的全部内容",
    "help.db.rebuild": "依据日志重建全部派生内容",
    "more.import": (
        "导入前先通读整个文件。每 500 行为一批：中途停止，已完成的批次保留；"
        "重新导入只补上缺少的部分。映射说明各列的含义，见 docs/import.md。"
    ),
    "more.queue": (
        "--at 按所给时刻重新计算每件工单：较慢，但准确。"
        "筛选写法与客服台相同：p:1 owner:me cat:transfer 关键词。"
    ),
    "help.watch": "后台值守：向客户发信，并推进各项时限（不需要终端）",
    "more.watch": (
        "与各客服台轮流发送，每封信只发一次。每次尝试在标准输出记一行，不含姓名和地址；"
        "带 --json 时每行一个 JSON 对象。收到 SIGTERM、SIGINT、SIGHUP 时结束，"
        "退出码依次为 143、130、129。mail.toml 有误时退出码为 2。"
        "带 --once 时，若有到期信件未能发出，退出码为 1。"
    ),
    "arg.watch.once": "只发送当前到期的信件，然后结束",
    "error.bad_mail": "信件无法发出。{why}请改正后重试。",
    "error.mail_waits": "信件无法发出，现有 {count} 封等待。{why}设置方法见 docs/mail.md。",
    "help.bounces": "读取退信，并在相应工单上标出",
    "more.bounces": (
        "用于处理退回到发件地址的邮件：由邮件服务器的别名经标准输入传入一封，"
        "或由定时任务指定文件、mbox 或 Maildir（读过的新邮件会移走）。"
        "只认本客服台发出的信件及其收件人；同一封退信读两次不会重复处理。"
        "延迟、已送达、自动回复和无关的邮件只计数，不处理。"
        "经标准输入时退出码为 75 表示暂时无法接收，请稍后再次传入。"
    ),
    "arg.bounces.source": "文件、mbox、Maildir，或 - 表示标准输入（默认）",
    "arg.bounces.dry_run": "只说明将标出什么，不改动",
    "meta.mails": "邮件",
    "error.bounces_terminal": "无法从终端读取邮件。请指定文件、mbox 或 Maildir，"
    "或经标准输入传入一封邮件。",
    "error.bounces_missing": "{path} 不存在。",
    "error.bounces_unreadable": "无法读取 {path}（{detail}）。在此之前读取的邮件已处理。",
    "error.bounces_not_a_box": "{path} 既不是文件，也不是 Maildir（应含 new 和 cur 文件夹）。",
    "more.pop": (
        "没有客服台接收来电时退出码为 1：该数据目录没有正在运行的客服台，或不属于此人（--as）。"
    ),
    "arg.pop.phone": "来电号码",
    "arg.pop.name": "来电人姓名（话务系统已知时）",
    "meta.number": "号码",
    "pop.opened": "已在 {who} 的客服台弹出受理界面。",
    "pop.waiting": "{who} 已看到来电，录完手头内容后即可打开受理界面。",
    "pop.no_desk": "当前没有正在运行的客服台。请先运行“agentdesk”，再重新呼入。",
    "pop.not_open": "客服台正在启动，请稍后再试。",
    "pop.other_person": "有客服台正在运行，但不属于此人。请去掉 --as，或启动其本人的客服台。",
    "error.pop_no_number": "这不是电话号码。写法示例：--phone 13812345678。",
    "error.pop_unsupported": "本系统的 Python 不支持 Unix 套接字，无法使用来电弹屏。",
    "error.pop_folder": (
        "{path} 不能用于来电弹屏：无法创建，或他人可以进入。请删除后重新启动客服台。"
    ),
    "more.take": "没有可领取的工单时退出码为 1。带 --op 重复调用，得到的是同一件工单，不会多领。",
    "more.export": (
        "不带 --with-text 时，客户与坐席书写的内容、姓名和联系方式均不导出。"
        "未导出的内容会在标准错误输出中说明。"
    ),
    "arg.version": "显示版本后退出",
    "arg.data_dir": "数据库、密钥、设置与草稿所在的文件夹（或 AGENTDESK_DATA_DIR）",
    "arg.person": "操作人的代码（或 AGENTDESK_AS）",
    "arg.lang": "本次使用的语言（或 AGENTDESK_LANG）",
    "arg.json": "数据以 JSON 输出到标准输出，提示输出到标准错误",
    "arg.init.name": "您的姓名，供同事识别",
    "arg.init.desk": "客服台名称",
    "arg.init.tz": "客服台时区，例如 Asia/Shanghai",
    "arg.init.sample": "是否带入约 60 件虚构的示例工单（默认不带）",
    "arg.init.plain": "数据库不加密",
    "arg.import.file": "要导入的文件；只读取，不改动",
    "arg.import.map": "自带映射的名称（cfpb、cfpb-2015），或映射文件",
    "arg.import.as_new": "按原有次序，视为在最近一段时间内受理（8h、90m）",
    "arg.import.dry_run": "只检查，不写入",
    "arg.import.rejects": "未导入的行写到哪里（默认为本文件夹的 FILE.rejects.csv）",
    "arg.queue.limit": "最多列出多少行（50）",
    "arg.queue.view": "列出哪一部分（all）",
    "arg.queue.at": "按该时刻计算：2026-11-22T14:30，可带时差，否则按客服台时区",
    "arg.queue.filter": "只列出符合条件的",
    "arg.take.op": "本次调用的自定编号：带着它重试不会重复领取",
    "arg.case": "工单编号或其数字：C-1041、1041",
    "arg.explain.paragraph": "只输出超时说明（一段话，可直接转发）",
    "arg.policy.file": "规则文件（TOML）",
    "arg.policy.scenarios": "情景用例文件（JSON Lines）",
    "arg.policy.policy": "以此规则文件代替用例自带的规则",
    "arg.policy.toml": "显示其 TOML 原文，便于修改",
    "arg.policy.dry_run": "只说明会有哪些变化，不作改动",
    "arg.policy.dues": "列出到期时间有变化的全部未结时限及其新旧时间",
    "arg.export.what": "events 为 JSON Lines 格式的事件，cases 为 CSV 格式的工单",
    "arg.export.ical": "改为导出与您约定的回电和网点预约，iCalendar 格式",
    "arg.export.since": "与 --ical 同用：从该日起（2026-11-27）；缺省为今天",
    "arg.export.until": "与 --ical 同用：至该日止；缺省为不限",
    "arg.export.out": "写入该文件而不是标准输出；文件不能已存在",
    "arg.export.with_text": "连同文本、姓名和联系方式：属客户数据",
    "arg.db.head": "以前核验时记下的 SEQ:MAC，用以证明日志末尾未被截去",
    "meta.command": "命令",
    "meta.action": "操作",
    "meta.dir": "文件夹",
    "meta.file": "文件",
    "meta.csv": "文件.csv",
    "meta.map": "映射",
    "meta.person": "人员",
    "meta.name": "名称",
    "meta.zone": "时区",
    "meta.span": "时长",
    "meta.instant": "时刻",
    "meta.filter": "筛选",
    "meta.case": "工单",
    "meta.day": "日期",
    # argparse 自带的文字
    "argparse.usage": "用法： ",
    "argparse.positional": "参数",
    "argparse.options": "选项",
    "argparse.help": "显示本帮助后退出",
    "argparse.argument": "%(argument_name)s：%(message)s",
    "argparse.unknown": "没有这样的选项：%s",
    "argparse.required": "还缺少：%s",
    "argparse.one_of": "须给出其中一项：%s",
    "argparse.not_with": "不能与 %s 同时使用",
    "argparse.one": "缺少取值",
    "argparse.some": "缺少取值",
    "argparse.choice": "%(value)r 不在可选值 %(choices)s 之中",
    "argparse.value": "%(value)r 不是有效的取值",
    "argparse.explicit": "不接受取值，却给了 %r",
    # 说错的地方
    "see_help": "可用“{prog} --help”查看用法。",
    "no_command": "没有“{name}”这个命令，未作任何操作。",
    "no_command_near": "没有“{name}”这个命令，您是指“{near}”吗？未作任何操作。",
    "bad_count": "“{value}”不是有效的行数（1 至 1000000）",
    "error.no_terminal": (
        "客服台需要在终端中打开，而 {stream} 不是终端，未打开任何内容。"
        "请不要接管道运行，或改用命令，例如“agentdesk queue --json”。"
    ),
    "error.bad_settings": "设置文件 {path} 不是有效的 TOML（{detail}），未作任何操作。请改正。",
    "error.unreadable_settings": (
        "无法读取设置文件 {path}，未作任何操作。请检查其权限与编码（UTF-8），或将其移走。"
    ),
    "error.bad_lang_env": "AGENTDESK_LANG 为“{value}”，可用的有 {allowed}。未作任何操作。",
    "error.bad_lang_setting": (
        "{path} 中 lang 为“{value}”，可用的有 {allowed}。未作任何操作，请改正。"
    ),
    "error.bad_op": "--op 须为 1 至 {limit} 个字符的编号，未领取任何工单。",
    "error.bad_instant": (
        "“{value}”不是有效的时刻，未作任何操作。请写成 2026-11-22T14:30（客服台时区）"
        "或 2026-11-22T14:30+08:00。"
    ),
    "error.no_stdout": (
        "标准输出已关闭，无人能看到处理结果。未作任何操作。请输出到文件或 /dev/null。"
    ),
    "error.no_folder": (
        "--data-dir 未指明文件夹。未作任何操作。请指明文件夹，或去掉 --data-dir 以使用本人的默认"
        "文件夹。"
    ),
    "error.bad_span": "“{value}”不是有效的时长。请写成 8h、90m 或 1h30m。",
    "error.bad_filter": "筛选中有无法识别的内容：{unknown}。未列出任何工单。",
    "error.no_case": "没有工单 {case}，未作任何操作。",
    "error.no_file": "无法读取文件 {path}（{detail}），未作任何操作。",
    "error.too_large": "{path} 过大，不会是此处需要的文件，未作任何操作。",
    "error.not_text": "{path} 不是 UTF-8 文本，未作任何操作。",
    "error.file_exists": "文件 {path} 已存在，未作改动。请用 --out 另指定文件。",
    "error.file_unwritable": "无法写入 {path}（{detail}），未导出任何内容。请用 --out 另指定文件。",
    "error.export_one": "请指明导出内容：events、cases，或单用 --ical。未导出任何内容。",
    "error.export_ical_text": (
        "日历不含文本：--with-text 只能与 events 或 cases 同用。未导出任何内容。"
    ),
    "error.export_days": "--from 和 --to 只能与 --ical 同用。未导出任何内容。",
    "error.bad_head": "“{value}”不是日志头。请照核验时显示的样子书写，例如 1204:9f3c…。",
    "error.memory": "本机内存不足。此前已确认的内容均已保存。",
    "error.os": "系统拒绝了操作：{detail}。此前已确认的内容均已保存，未作其他操作。",
    "error.unexpected": (
        "出现了不应发生的错误（{kind}，{where}）。此前已确认的内容均已保存。请报告此问题。"
    ),
    "noted": "出错位置已记入 {path}，编号 {note}，不含任何人的资料。",
    "error.unknown_code": "未能完成（{code}）。此前已确认的内容均已保存。",
    "interrupted": "已中断。此前已确认的内容均已保存。",
    # 新建
    "init.made": "客服台“{desk}”已建在 {folder}，您的代码是 {person}。打开：{command}",
    "init.sample": "已带入 {cases} 件虚构工单。",
    "init.keys": (
        "store.key 用于打开数据库，audit.key 用于验证日志。请另存副本："
        "store.key 一旦丢失，任何人都无法再读取数据。"
    ),
    "init.no_cipher": (
        "此 Python 没有可用的 SQLCipher，数据库未加密：能读取该文件的人都能看到客户资料。"
    ),
    # 规则
    "policy.version": "规则第 {version} 版，自 {at} 起执行，由 {who} 启用：",
    "policy.sound": "{file} 可以启用，内容如下：",
    "policy.problems": "{file} 不能用作规则：",
    "policy.not_applied": "未启用任何内容，现行规则不变。",
    "policy.no_desk": "此处没有客服台：未写时区的日历按 UTC 计算。",
    "policy.applied": "第 {version} 版已执行，全部未结工单随之调整。",
    "policy.same": "第 {version} 版内容相同，未作改动。",
    "policy.would": "将成为第 {version} 版，并改变 {dues} 个到期时间。未作改动。",
    "policy.following": "未结工单随之调整：",
    "policy.clock": "时限",
    "policy.old": "原到期",
    "policy.new": "新到期",
    # 导出
    "export.events": "已写出 {count} 个事件。",
    "export.cases": "已写出 {count} 件工单。",
    "export.ical": "已写出 {count} 个日程。",
    "export.without": (
        "未导出：客户与坐席书写的全部内容、姓名、电话和地址。加 --with-text 可一并导出。"
    ),
    "export.with": "内含客户资料，请与客服台本身同等保管。",
    "export.history": "未导出：答复与备注。“export events --with-text”可一并导出。",
    "export.restricted": "未导出：{count} 段受限文本，任何导出均不包含。",
    "export.erased": "{count} 段文本已按要求删除，不在其中。",
    # 领取
    "queue.more.one": "仅列出第 1 件，可用 --limit 列出更多。",
    "queue.more.many": "仅列出前 {shown} 件，可用 --limit 列出更多。",
    "take.took": "已由您领取。",
    "take.reserve": "已由您领取：等待时间最久。",
    "take.nothing": "没有可领取的工单：待处理工单均已有责任人。",
    # 自检
    "doctor.libraries": "组件",
    "doctor.store": "数据库",
    "doctor.settings": "设置",
    "doctor.terminal": "终端",
    "doctor.locale": "区域",
    "doctor.absent": "没有",
    "doctor.fixed": "已含 WAL 重置修复（3.51.3）",
    "doctor.unfixed": "不含 WAL 重置修复（3.51.3）",
    "doctor.encrypted": "已加密",
    "doctor.unencrypted": "未加密",
    "doctor.schema": "结构版本 {version}",
    "doctor.no_tty": "不是终端",
    "doctor.colours": "颜色：{colours}",
    "doctor.closed": "当前账户无权写入 {folder}。请授予权限，或用 --data-dir 指明其他文件夹。",
    "doctor.no_room": "数据库所在磁盘仅剩 {free} MB 可用空间。请清理磁盘。",
    "doctor.no_store": "此文件夹中还没有客服台，运行“agentdesk”即可新建。",
    "doctor.plain": "数据库未加密：能读取该文件的人都能看到客户资料。",
    "doctor.no_cipher": "本机没有 SQLCipher：新建的数据库将不加密。",
    "doctor.truncate": (
        "SQLite {version} 不含 WAL 重置修复，未加密的数据库改用回滚日志：安全，但写入较慢。"
    ),
    "doctor.small": "终端为 {columns}x{lines}，客服台需要 80x24。",
    "doctor.encoding": "终端编码为 {encoding}，不是 UTF-8：中文与符号会显示为 ?。",
    "doctor.older": "数据库结构版本为 {found}，本程序需 {known}。请运行“agentdesk db upgrade”。",
    "doctor.newer": "数据库的结构版本为 {found}，本程序只认识 {known}。请安装较新的程序。",
    "doctor.well": "一切正常。",
    # 数据库
    "db.upgraded": "数据库已从 {before} 升级到 {after}。",
    "db.current": "数据库已是 {after}，未作改动。",
    "db.clean": "全部核验无误：{events} 个事件、{contents} 段文本、{cases} 件工单。",
    "db.found.one": "在 {events} 个事件、{contents} 段文本、{cases} 件工单中发现 {count} 处差异：",
    "db.found.many": "在 {events} 个事件、{contents} 段文本、{cases} 件工单中发现 {count} 处差异：",
    "db.more": "…… 另有 {count} 处",
    "db.head": "日志头：{seq}:{mac}（请另行记下，日后可用 --head 核对）",
    "db.rebuilt": "已依据日志重建 {cases} 件工单及索引。",
    "db.stage.events": "事件",
    "db.stage.texts": "文本",
    "db.stage.cases": "工单",
    "db.stage.search": "索引",
    "arg.import.receipts": "向每位客户发送受理回执（须已开通邮件）",
    # --- 模板
    "help.templates": "查看、检查告知客户的模板",
    "help.templates.list": "列出全部模板：自有的与内置的",
    "help.templates.show": "显示一个模板的中英文内容",
    "help.templates.check": "说明自有模板文件有哪些问题",
    "arg.templates.code": "模板代码",
    "arg.templates.file": "模板文件；留空则检查 templates 文件夹中的全部文件",
    "templates.code": "代码",
    "templates.name": "名称",
    "templates.for": "适用",
    "templates.from": "来源",
    "templates.any": "不限",
    "templates.receipt": "受理回执",
    "templates.own": "自有",
    "templates.bundled": "内置",
    "templates.unknown": "没有模板 {code}。可用 agentdesk templates list 查看。",
    "templates.sound": "{count} 个模板文件，均无问题。",
    "templates.left_out": "{file}：修正前不使用",
}
