"""告知客户：表单按键与模板中的栏目。"""

TEXTS = {
    "act.template": "模板",
    "act.preview": "预览",
    "help.template": "选用模板：适用的排在前面",
    "help.preview": "查看客户将收到的全文，或返回填写",
    # --- 模板中的栏目
    "field": "{name}（{word}）",
    "field.customer": "客户姓名",
    "field.finish": "预计办结时间",
    "field.next": "下次反馈时间",
    "field.department": "承办部门",
    "field.callback": "约定回电",
    "field.what": "办理事项",
    "field.findings": "核查情况",
    "field.result": "处理结果",
    "field.documents": "所需材料",
    "field.reason": "原因",
    "field.question": "需确认的问题",
    # --- 工单的信函
    "by.email": "电子邮件",
    "by.sms": "短信",
    "mail.to": "{by}，发往 {to}，写于 {at}",
    "mail.failed": "未送达：{why}",
    "mail.on_its_way": "● {by}待发送",
    "mail.again": "● 尚未发出，已尝试 {count} 次：{why}；{at} 重试",
    "event.sent": "{by}已发出",
    "event.failed": "▲ {by}未送达：{why}",
    "event.unsure": "▲ {by}是否送达无法确定：{why}",
    "event.seen": "已处理未送达的消息：改以其他方式告知",
    "event.seen.again": "已将未送达的消息重新发送",
}
