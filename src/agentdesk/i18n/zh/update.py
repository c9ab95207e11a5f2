"""告知客户：表单按键与模板中的栏目。"""

TEXTS = {
    "act.template": "模板",
    "act.preview": "预览",
    "help.template": "选用模板：适用的排在前面",
    "help.preview": "查看客户将收到的全文，或返回填写",
    # --- 模板中的栏目
    "field.customer": "（客户姓名）",
    "field.finish": "（预计办结时间）",
    "field.next": "（下次反馈时间）",
    "field.department": "（承办部门）",
    "field.callback": "（约定回电）",
    "field.what": "（办理事项）",
    "field.findings": "（核查情况）",
    "field.result": "（处理结果）",
    "field.documents": "（所需材料）",
    "field.reason": "（原因）",
    "field.question": "（需确认的问题）",
}
