"""状态、优先级与分类的名称。"""

TEXTS = {
    "new": "未登记",
    "open": "处理中",
    "waiting": "待客户补充",
    "resolved": "已办结",
    "closed": "已关闭",
    "new.short": "未登记",
    "open.short": "处理中",
    "waiting.short": "待补充",
    "resolved.short": "已办结",
    "closed.short": "已关闭",
    "priority.P1": "一级",
    "priority.P2": "二级",
    "priority.P3": "三级",
    "class.common": "一般",
    "class.complex": "复杂",
    "class.complaint": "投诉",
}
