"""What an import says: about the file, the mapping, each row, and how it went."""

TEXTS = {
    # the whole file
    "file.missing": "There is no file {path}. Nothing was imported. Check the name.",
    "file.unreadable": "{path} cannot be read ({detail}). Nothing was imported.",
    "file.not_file": (
        "{path} is not a file that can be read twice, and an import checks the whole file before "
        "it begins. Nothing was imported. Save it as a file first."
    ),
    "file.empty": "The file holds no rows. Nothing was imported.",
    "file.encoding": (
        "The file is not {encoding}, as the mapping says: the first foreign bytes stand in line "
        '{line}. Nothing was imported. State the right one under [file] encoding, such as "cp1252" '
        'or "gb18030".'
    ),
    "file.other_encoding": (
        "The file begins with the mark of {seen}, but the mapping says {encoding}. Nothing was "
        "imported. State it under [file] encoding."
    ),
    "file.delimiter": (
        "The columns are not separated by {stated}, as the mapping says, but it seems by {seen}. "
        "Nothing was imported. State it under [file] delimiter."
    ),
    "file.no_column": (
        "The file has no column {column}. Its columns: {header}. Nothing was imported. "
        "Choose another mapping, or name the column there as the file does."
    ),
    "file.near_column": (
        "The file has no column {column}; there is one called {near}. Nothing was imported. "
        "Choose another mapping, or name the column there as the file does. Columns: {header}."
    ),
    "file.column_twice": (
        "Two columns are called {column}, and the mapping needs one. Nothing was imported. "
        "Rename one of them."
    ),
    "file.unclosed": (
        "A quotation mark opened in the row of line {line} is never closed, so the end of that "
        "row cannot be known. Nothing was imported. Close it in the file."
    ),
    "file.broken": (
        "The row of line {line} cannot be read as CSV ({detail}). Nothing was imported."
    ),
    "file.changed": (
        "The file was changed while it was being imported. What was finished before stays; "
        "run the same again, it adds only what is missing."
    ),
    "file.no_dates": (
        "The mapping does not say when a row was received. Nothing was imported. Add [received] "
        "to it, or receive the rows now with --as-new 8h."
    ),
    # one row
    "reject.no_title": "nothing in {columns} to call the case by",
    "reject.no_reference": "no id in {column}",
    "reject.long_reference": "the id is longer than {limit} characters",
    "reject.unknown_value": "the mapping has nothing for “{value}” in {column}",
    "reject.not_set": "no {field} follows from this row (column {column} is empty)",
    "reject.bad_date": "“{value}” in {column} is not a date written as {format}",
    "reject.future": "the date in {column} lies in the future",
    "reject.long_text": "the text has {length} characters, more than {limit}",
    "reject.bytes": "holds bytes that are not {encoding}",
    "reject.width": "has {found} fields where the header has {expected}",
    "reject.twin": "has the same id as the row of line {line}",
    # the mapping
    "nomap.missing": (
        "There is no mapping {name}: neither a file nor one of {known}. Nothing was imported."
    ),
    "nomap.encoding": "The mapping {name} is not UTF-8 text. Nothing was imported.",
    "nomap.too_large": "{name} is far too large to be a mapping. Nothing was imported.",
    "nomap.unreadable": "The mapping {name} cannot be read. Nothing was imported.",
    "map.head": "The mapping {name} cannot be used, and nothing was imported:",
    "map.line": "  line {line}, {key}: {what}",
    "map.no_line": "  {key}: {what}",
    "map.toml": "this is not TOML ({detail})",
    "map.unknown_key": "there is no such key here; there are {allowed}",
    "map.version": "must be 1, the only format there is so far, not “{value}”",
    "map.prefix": "“{value}” must be 1 to 20 letters, digits, dots or dashes",
    "map.missing": "must be there and is not",
    "map.not_table": "must be a table of keys",
    "map.not_text": "must be a text in quotation marks, and not empty",
    "map.not_texts": "must be a text or a list of texts, and none of them empty",
    "map.not_bool": "must be true or false",
    "map.not_rules": "must be written as [[rule]]",
    "map.not_allowed": "“{value}” is none of {allowed}",
    "map.not_code": "“{value}” is no code: lower-case letters, digits, _ . and -",
    "map.not_in_policy": "the policy in force knows no {field} “{value}”; it knows {allowed}",
    "map.not_covered": "nothing says the {field}: give it as a constant or by a column",
    "map.one_test": "must hold exactly one of {allowed}",
    "map.date_format": "“{value}” cannot be read as a date format: {reason}",
    "map.zone": "“{value}” is no time zone; write one like Europe/London",
    "map.encoding": "“{value}” is no encoding that Python knows",
    "map.delimiter": "must be one character, and not a quotation mark",
    "format.token": "“{token}” means nothing; tokens are YYYY M D H m s and their doubles, Z",
    "format.twice": "{token} says something that was said before",
    "format.glued": (
        "{token} follows a number of open length; write MM and DD, or put a sign between"
    ),
    "format.no_year": "it has no year (YYYY)",
    "format.no_month": "it needs one month (M, MM or MMM)",
    "format.no_day": "it has no day (D or DD)",
    "format.noon": "h and A (AM, PM) need each other and exclude H",
    "format.order": "a minute needs an hour, a second needs a minute",
    # how it went
    "checking": "Checking",
    "importing": "Importing",
    "checked": "{rows} rows read, {good} can be imported, {rejected} cannot.",
    "would": (
        "Nothing was written. An import would add {added} cases; {already} are already here."
    ),
    "done": "{added} cases added, {already} were already here, {rejected} rows rejected.",
    "stopped": (
        "Stopped. The {done} rows of the finished batches are in and stay; {left} are left. Run "
        "the same again, it adds only what is missing."
    ),
    "broke_off": (
        "The {done} rows of the finished batches are in and stay; {left} are left. Put right what "
        "stands below and run the same again, it adds only what is missing."
    ),
    "reject.line": "  line {line}: {what}",
    "reject.more": "  … and {count} more",
    "rejects.to": "The rejected rows and the reasons stand in {path}.",
    "file.rejects_same": (
        "{path} is the file being imported; the rejected rows will not overwrite it. Nothing was "
        "imported. Name another file with --rejects."
    ),
    "file.rejects_unwritable": (
        "The rejected rows cannot be written to {path} ({detail}). Nothing was imported. Name "
        "another file with --rejects."
    ),
}
