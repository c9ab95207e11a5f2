"""草稿：已填写、未提交的内容。"""

TEXTS = {
    "kept": "✓ 草稿已保存",
    "unkept": "草稿未能保存：{why}",
    "of_case": "草稿 {at}：{what}",
    "none": "没有草稿，您填写的内容均已提交。",
    "left.one": "有一张工单的内容尚未提交，已为您保存。{key}：{name}",
    "left.many": "有 {count} 张工单的内容尚未提交，已为您保存。{key}：{name}",
    "sent_before": "此内容的较早版本已提交；您之后填写的仍在，按 {key} 可再次提交。",
    "act.draft": "草稿",
    "help.draft": "前往最近的草稿",
}
