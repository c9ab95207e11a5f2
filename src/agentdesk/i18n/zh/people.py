"""人员与部门：名单、办理结果、文件中的问题。"""

TEXTS = {
    "col.code": "代码",
    "col.name": "姓名",
    "col.role": "角色",
    "col.department": "部门",
    "col.hours": "本人工作时间",
    "col.calendar": "工作日历",
    "col.people": "人数",
    "col.open": "在办",
    "col.late": "超时",
    "role.agent": "坐席",
    "role.lead": "班组长",
    "role.specialist": "部门专员",
    "left": "{role}（已离岗）",
    "with_code": "{name}（{code}）",
    "closed": "{name}（已停用）",
    "day.mon": "周一",
    "day.tue": "周二",
    "day.wed": "周三",
    "day.thu": "周四",
    "day.fri": "周五",
    "day.sat": "周六",
    "day.sun": "周日",
    "day.to": "至",
    "added": "已新增人员：{name}（{code}）。",
    "changed": "{code}：已修改。",
    "same": "{code}：没有变化。",
    "gone": "{code} 已离岗。",
    "gone.offered": "请其接手的工单仍由原责任人负责：{cases}。",
    "gone.gave": "其 {count} 件工单（{cases}）和 {calls} 次约定回电已交给 {to}。",
    "department.added": "{name}可以接收转办，工作日历为 {calendar}。",
    "department.closed": "{name}已停用，不再接收新的转办。",
    "department.closed_holds": (
        "{name}已停用，不再接收新的转办。其在办的 {count} 件仍可查看，转办人可以收回。"
    ),
    # 名单
    "done": "新增 {added} 人，修改 {changed} 人，未变 {same} 人，未导入 {rejected} 行。",
    "would": (
        "将新增 {added} 人，修改 {changed} 人，未变 {same} 人，{rejected} 行有误。未写入任何内容。"
    ),
    "reject.line": "第 {line} 行：{what}",
    "reject.more": "另有 {count} 行（用 --json 查看全部）",
    "reject.row_bytes": "含有既非 UTF-8 也非 GB18030 的字节",
    "reject.row_width": "有 {found} 个字段，而表头有 {expected} 个",
    "file.too_long": "{path} 超过 {most} MB，不像是人员名单。未导入任何内容。",
    "file.strange_column": "没有名为 {column} 的列。可用的列：{known}。未导入任何内容。",
    "file.no_column": (
        "文件缺少 {column} 列，现有的列：{header}。请在首行写明列名。未导入任何内容。"
    ),
    "file.near_column": "文件缺少 {column} 列，但有一列名为 {near}，请改名。未导入任何内容。",
    "file.encoding": "文件既非 UTF-8 也非 GB18030，请另存为 UTF-8。未导入任何内容。",
    "file.other_encoding": "文件为 {seen} 编码，请另存为 UTF-8。未导入任何内容。",
    "file.column_twice": "有两列都名为 {column}，请改名。未导入任何内容。",
    # 命令行专用的说明
    "refused.unknown_department": "没有部门 {dept}。"
    "可用“agentdesk people departments”查看全部部门。",
    "refused.retired_department": "{dept}已停用，不再接收转办。"
    "可用“agentdesk people departments add 代码”重新启用。",
    "refused.department_exists": "{dept}已在接收转办。新增部门请换一个代码。",
}
