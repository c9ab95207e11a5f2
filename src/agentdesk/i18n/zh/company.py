"""多人同时查看或处理一件工单。"""

TEXTS = {
    "looks": "{who} 正在查看",
    "works": "{who} 正在{doing}",
    "works.plain": "{who} 正在处理",
    "toast": "◆ {who}。您填写的内容会保留，请先商定由谁继续。",
}
