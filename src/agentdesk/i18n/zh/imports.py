"""导入时的各种提示：文件、映射、逐行原因与结果。"""

TEXTS = {
    # 整个文件
    "file.missing": "找不到文件 {path}，未导入任何内容。请检查文件名。",
    "file.unreadable": "无法读取 {path}（{detail}），未导入任何内容。",
    "file.not_file": (
        "导入前要先通读整个文件，而 {path} 无法重复读取，未导入任何内容。请先另存为普通文件。"
    ),
    "file.empty": "文件中没有数据行，未导入任何内容。",
    "file.encoding": (
        "文件编码与映射所写的 {encoding} 不符，第 {line} 行起出现无法识别的字节，未导入任何内容。"
        '请在 [file] 的 encoding 中写明实际编码，例如 "gb18030"。'
    ),
    "file.other_encoding": (
        "文件开头带有 {seen} 标记，映射却写着 {encoding}，未导入任何内容。"
        "请在 [file] 的 encoding 中写明实际编码。"
    ),
    "file.delimiter": (
        "映射所写的分隔符是 {stated}，文件看来用的是 {seen}，未导入任何内容。"
        "请在 [file] 的 delimiter 中写明。"
    ),
    "file.no_column": (
        "文件中没有“{column}”这一列。现有列：{header}。未导入任何内容。"
        "请换一个映射，或在映射中写明文件里的列名。"
    ),
    "file.near_column": (
        "文件中没有“{column}”这一列，但有“{near}”。未导入任何内容。"
        "请换一个映射，或在映射中写明文件里的列名。现有列：{header}。"
    ),
    "file.column_twice": "有两列都叫“{column}”，无法判断用哪一列，未导入任何内容。请为其一改名。",
    "file.unclosed": (
        "第 {line} 行所在记录的引号没有闭合，无法确定该记录在哪里结束，未导入任何内容。"
        "请在文件中补上引号。"
    ),
    "file.broken": "第 {line} 行所在记录不是有效的 CSV（{detail}），未导入任何内容。",
    "file.changed": "导入期间文件被改动。已完成的批次保留；请重新运行，只会补上缺少的部分。",
    "file.no_dates": (
        "映射没有写明受理时间取自哪一列，未导入任何内容。请在映射中加上 [received],"
        "或用 --as-new 8h 按现在受理。"
    ),
    # 单行
    "reject.no_title": "{columns} 均为空，工单没有标题",
    "reject.no_reference": "{column} 中没有编号",
    "reject.long_reference": "编号超过 {limit} 个字符",
    "reject.unknown_value": "映射未说明“{column}”列的“{value}”如何处理",
    "reject.not_set": "本行无法得出 {field}（“{column}”列为空）",
    "reject.bad_date": "“{column}”列的“{value}”不符合日期格式 {format}",
    "reject.future": "“{column}”列的日期在将来",
    "reject.long_text": "正文有 {length} 个字符，超过 {limit}",
    "reject.bytes": "含有不属于 {encoding} 编码的字节",
    "reject.width": "有 {found} 个字段，而表头有 {expected} 列",
    "reject.twin": "编号与第 {line} 行的记录相同",
    # 映射
    "nomap.missing": "找不到映射 {name}：既没有这个文件，也不是自带的 {known}。未导入任何内容。",
    "nomap.encoding": "映射 {name} 不是 UTF-8 文本，未导入任何内容。",
    "nomap.too_large": "{name} 过大，不是映射文件，未导入任何内容。",
    "nomap.unreadable": "无法读取映射 {name}，未导入任何内容。",
    "map.head": "映射 {name} 无法使用，未导入任何内容：",
    "map.line": "  第 {line} 行 {key}：{what}",
    "map.no_line": "  {key}：{what}",
    "map.toml": "不是有效的 TOML（{detail}）",
    "map.unknown_key": "此处没有这个键，可用的有 {allowed}",
    "map.version": "目前只能为 1，不能是“{value}”",
    "map.prefix": "“{value}”应为 1 至 20 个字母、数字、点或短横线",
    "map.missing": "缺少此项",
    "map.not_table": "应为一组键值",
    "map.not_text": "应为引号内的文字，且不能为空",
    "map.not_texts": "应为一段文字或文字列表，且均不能为空",
    "map.not_bool": "应为 true 或 false",
    "map.not_rules": "应写成 [[rule]]",
    "map.not_allowed": "“{value}”不在可选值 {allowed} 之中",
    "map.not_code": "“{value}”不是代码：只能用小写字母、数字和 _ . -",
    "map.not_in_policy": "现行规则中没有 {field}“{value}”，可用的有 {allowed}",
    "map.not_covered": "没有说明 {field}：请给出常量，或指定取自哪一列",
    "map.one_test": "应恰好包含 {allowed} 中的一项",
    "map.date_format": "“{value}”不是可用的日期格式：{reason}",
    "map.zone": "“{value}”不是时区，请写成 Asia/Shanghai 这样的名称",
    "map.encoding": "“{value}”不是 Python 支持的编码",
    "map.delimiter": "应为一个字符，且不能是引号",
    "format.token": "“{token}”没有含义；可用 YYYY M D H m s 及其双写形式和 Z",
    "format.twice": "{token} 与前面的内容重复",
    "format.glued": "{token} 紧跟在位数不定的数字之后；请写 MM、DD，或在中间加分隔符",
    "format.no_year": "缺少年份（YYYY）",
    "format.no_month": "应有且仅有一个月份（M、MM 或 MMM）",
    "format.no_day": "缺少日期（D 或 DD）",
    "format.noon": "h 与 A（上午、下午）必须成对出现，且不能与 H 同用",
    "format.order": "有分钟须先有小时，有秒须先有分钟",
    # 结果
    "checking": "正在检查",
    "importing": "正在导入",
    "checked": "共读取 {rows} 行，可导入 {good} 行，不可导入 {rejected} 行。",
    "would": "未写入任何内容。正式导入将新增 {added} 件工单，另有 {already} 件已在库中。",
    "done": "新增 {added} 件工单，{already} 件已在库中，{rejected} 行未予导入。",
    "stopped": (
        "已停止。已完成批次的 {done} 行已入库并保留，剩余 {left} 行。重新运行只会补上缺少的部分。"
    ),
    "broke_off": (
        "已完成批次的 {done} 行已入库并保留，剩余 {left} 行。"
        "请处理下列问题后重新运行，只会补上缺少的部分。"
    ),
    "reject.line": "  第 {line} 行：{what}",
    "reject.more": "  …… 另有 {count} 行",
    "rejects.to": "未导入的行及原因见 {path}。",
    "file.rejects_same": (
        "{path} 正是要导入的文件，不会覆盖，未导入任何内容。请用 --rejects 另指定文件。"
    ),
    "file.rejects_unwritable": (
        "未导入的行无法写入 {path}（{detail}），未导入任何内容。请用 --rejects 另指定文件。"
    ),
}
