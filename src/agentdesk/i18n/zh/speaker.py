"""来电人是谁、有无授权、通话如何留存。"""

TEXTS = {
    "caller": "来电人",
    "caller.customer": "客户本人",
    "caller.relative": "亲属",
    "caller.attorney": "代理人",
    "caller.guardian": "监护人",
    "caller.executor": "遗产管理人",
    "caller.other": "其他人",
    "authority": "授权",
    "authority.none": "无授权",
    "authority.shown": "已出示，待核实",
    "authority.proven": "已核实",
    "recording": "录音编号",
    "recording.hint": "电话系统中的录音编号",
    "notice": "已告知录音",
    "not_told": "非客户本人，授权未核实：只记录对方所述，不得透露客户及工单的任何信息。",
    "not_told.shown": "授权材料尚未核实：只记录对方所述，不得透露客户及工单的任何信息。",
}
