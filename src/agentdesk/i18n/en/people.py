"""People and departments: lists, what was done, what is wrong with a file."""

TEXTS = {
    "col.code": "Code",
    "col.name": "Name",
    "col.role": "Role",
    "col.department": "Department",
    "col.hours": "Own hours",
    "col.calendar": "Calendar",
    "col.people": "People",
    "col.open": "Open",
    "col.late": "Late",
    "role.agent": "agent",
    "role.lead": "lead",
    "role.specialist": "specialist",
    "left": "{role} (left)",
    "with_code": "{name} ({code})",
    "closed": "{name} (closed)",
    "day.mon": "mon",
    "day.tue": "tue",
    "day.wed": "wed",
    "day.thu": "thu",
    "day.fri": "fri",
    "day.sat": "sat",
    "day.sun": "sun",
    "day.to": "-",
    "added": "{name} works here now: {code}.",
    "changed": "{code}: changed.",
    "same": "{code}: nothing was different.",
    "gone": "{code} does not work here any more.",
    "gone.offered": "What they were asked to take over stays with its owner: {cases}.",
    "gone.gave": "{to} has {count} cases ({cases}) and {calls} agreed calls of theirs.",
    "department.added": "{name} takes handoffs, by the calendar {calendar}.",
    "department.closed": "{name} takes no new handoffs.",
    "department.closed_holds": (
        "{name} takes no new handoffs. It holds {count}: they stay visible, and whoever asked can "
        "take them back."
    ),
    # a list
    "done": "{added} added, {changed} changed, {same} as before, {rejected} rejected.",
    "would": "Would be: {added} added, {changed} changed, {same} as before, {rejected} rejected."
    " Nothing was written.",
    "reject.line": "line {line}: {what}",
    "reject.more": "and {count} more (all of them with --json)",
    "reject.row_bytes": "holds bytes that are neither UTF-8 nor GB18030",
    "reject.row_width": "has {found} fields where the header has {expected}",
    "file.too_long": "{path} is larger than {most} MB: that is not a list of people. Nothing was"
    " imported.",
    "file.strange_column": "There is no use for a column {column}. Columns: {known}. Nothing was"
    " imported.",
    "file.no_column": "The file has no column {column}. Its columns: {header}. Name it in the first"
    " line. Nothing was imported.",
    "file.near_column": "The file has no column {column}; there is one called {near}. Rename it."
    " Nothing was imported.",
    "file.encoding": "The file is neither UTF-8 nor GB18030. Save it as UTF-8. Nothing was"
    " imported.",
    "file.other_encoding": "The file is {seen}. Save it as UTF-8. Nothing was imported.",
    "file.column_twice": "Two columns are called {column}. Rename one. Nothing was imported.",
    # refusals that are worded for a screen elsewhere
    "refused.unknown_department": "There is no department {dept}. “agentdesk people departments”"
    " lists them.",
    "refused.retired_department": "{dept} takes no new handoffs. “agentdesk people departments add"
    " CODE” opens it again.",
    "refused.department_exists": "{dept} takes handoffs already. A new one needs another code.",
}
