"""Problems of a proposed policy, what a policy says, and what trying it on scenarios found.

A problem is said as ``at`` (or ``nowhere``) with its sentence ``<code>`` in ``text``. Durations
(``…_us``) come formatted, ``clock`` as the clock's name, calendars by ``calendar.<name>`` where
there is one.
"""

TEXTS = {
    # --- problems of a proposal
    "at": "line {line}, {key}: {text}",
    "at.line": "line {line}: {text}",
    "nowhere": "{key}: {text}",
    "syntax": "this is not TOML: {message}. The line reads: {row}",
    "syntax_only": "this is not TOML: {message}",
    "twice": "this stands here a second time; each code and key can be set once",
    "too_big": "the file is longer than {high} characters; is it a policy?",
    "unknown": "there is no such setting; allowed here: {allowed}",
    "unknown_near": "there is no such setting; did you mean {near}? Allowed here: {allowed}",
    "missing": "this is missing and has to be set",
    "want_table": "{value} stands where a table of settings is expected",
    "want_flag": "{value} is neither true nor false",
    "want_number": "{value} is not a whole number; allowed: {low} to {high}",
    "want_text": "a text in quotes is expected, not empty",
    "want_list": '{value} is not a list; write ["…", "…"]',
    "want_duration": '{value} is not a duration; write it like "90s", "15m", "2h" or "1h30m"',
    "want_span": '{value} is not a budget; write a duration like "15m" or "2h", or '
    '"3 working days"',
    "want_days": '{value} is not a number of calendar days; write it like "30 days"',
    "want_hours": '{value} is not a list of ranges like ["09:00-12:00", "13:00-18:00"]',
    "control": "{value} holds control characters or line breaks",
    "too_long": "{value} is too long; at most {high} characters",
    "range": "{value} is out of range; allowed: {low} to {high}",
    "negative": "{value} is negative; time only runs forward",
    "zero": "{value} is nothing; leave the setting out, or give it time",
    "too_far": "{value} is too long; at most 366 days",
    "choice": "{value} is not known; allowed: {allowed}",
    "choice_near": "{value} is not known; did you mean {near}? Allowed: {allowed}",
    "code_form": "a code starts with a letter and holds lower-case letters a-z, digits and _ "
    "only, at most 40",
    "date": '{value} is not a date; write it like "2026-10-01"',
    "year": "a year has four digits, like 2027",
    "reserved": "this name is built in; choose another one",
    "zone": '{value} is no time zone; write an IANA name like "Asia/Shanghai"',
    "zone_near": "{value} is no time zone; did you mean {near}?",
    "country": 'no public holidays are known for {value}; write an ISO code like "CN", '
    '"auto" or "none"',
    "weekday": "no such day; write mon, tue, wed, thu, fri, sat or sun, days in a row like "
    "mon-fri, or daily",
    "hours": '{value} is no range of hours; write it like "09:00-12:00", from 00:00 to 24:00',
    "no_hours": "this calendar is never open; give at least one weekday its hours",
    "empty_list": "the list is empty",
    "slot": "{value} cannot be a slot; write 5 minutes to 4 hours, a whole number of which makes "
    "a day",
    "parts": "{value} are not the parts of a day; write up to 6 that follow one another, like "
    '["08:00-12:00", "12:00-17:00"]',
    "suggests_nothing": "a criterion has to suggest a priority, a class, or both",
    # --- names of the calendars of the bundled policy
    "calendar.desk": "desk hours",
    "calendar.office": "office hours",
    "calendar.always": "every hour",
    "calendar.department": "the department's hours",
    # --- what a policy says
    "says.order.promises": "Order: P1 without a reply, then the next promise that can be kept, "
    "then late ones",
    "says.order.strict": "Order: by priority, then due",
    "says.order.due": "Order: by due alone",
    "says.reserve": "One claim in {every} takes the unowned case that is late the longest",
    "says.reserve_off": "No claim is reserved for late cases",
    "says.soon": "About to be late: {soon_us} or less left",
    "says.undo": "A step can be taken back for {undo_us}",
    "says.copy.masked": "Copying: case numbers and reasons, nothing that names a customer",
    "says.copy.off": "Copying: nothing may go into a clipboard",
    "says.receipts.arrivals": "Receipts: for requests that arrive by themselves",
    "says.receipts.all": "Receipts: for every request",
    "says.receipts.off": "Receipts: none, unless somebody asks for one",
    "says.calendar": "Calendar {name}: {hours}; {zone}",
    "says.calendar.dates": "Calendar {name}: {hours}; {zone}; {holidays} days off and {extra} days "
    "with hours of their own",
    "says.provisional": "Calendar {name}: the holidays of {years} are not known yet and may change",
    "says.not_running": "{clock}: does not run",
    "says.promised": "{clock}: the time told to the customer",
    "says.budget": "{clock}: {budget_us} of {calendar}",
    "says.budget.priority": "{clock}, {priority}: {budget_us} of {calendar}",
    "says.budget.common": "{clock}, common: {budget_us} of {calendar}",
    "says.budget.complex": "{clock}, complex: {budget_us} of {calendar}",
    "says.budget.complaint": "{clock}, complaint: {budget_us} of {calendar}",
    "says.always": "{clock}: {budget_us} of wall clock",
    "says.always.priority": "{clock}, {priority}: {budget_us} of wall clock",
    "says.always.common": "{clock}, common: {budget_us} of wall clock",
    "says.always.complex": "{clock}, complex: {budget_us} of wall clock",
    "says.always.complaint": "{clock}, complaint: {budget_us} of wall clock",
    "says.days": "{clock}: closing time of working day {days} after, by {calendar}",
    "says.days.priority": "{clock}, {priority}: closing time of working day {days} after, by "
    "{calendar}",
    "says.days.common": "{clock}, common: closing time of working day {days} after, by {calendar}",
    "says.days.complex": "{clock}, complex: closing time of working day {days} after, by "
    "{calendar}",
    "says.days.complaint": "{clock}, complaint: closing time of working day {days} after, by "
    "{calendar}",
    "says.channel": "{clock} by {channel}: {budget_us}, if that is earlier",
    "says.channel.days": "{clock} by {channel}: {days} working days, if that is earlier",
    "says.cap": "{clock}: never later than {cap_us} of wall clock",
    "says.only.common": "{clock}: for common cases",
    "says.only.complex": "{clock}: for complex cases",
    "says.only.complaint": "{clock}: for complaints",
    "says.told": "{clock}: the date told to the customer counts where it is earlier",
    "says.target": "{clock}: a target, not a promise",
    "says.pause": "{clock}: stands still while waiting on the customer",
    "says.callback": "{clock}: within {window_us}, {grace_us} of grace, {tries} tries",
    "says.calls": "Agreed calls: slots of {slot_us}, {capacity} at once for one person, at most "
    "{days} days ahead; parts of the day {parts}",
    "says.wait": "Waiting on the customer: a reminder after {remind_us}; asked {times} times "
    "without an answer, the lead decides",
    "says.wait.days": "Waiting on the customer: a reminder after {days} working days; asked "
    "{times} times without an answer, the lead decides",
    "says.tries": "Follow-up: not reached after {tries} tries",
    "says.codes.channel": "Channels: {count}",
    "says.codes.channel.retired": "Channels: {count}, and {retired} retired",
    "says.codes.kind": "Kinds of request: {count}",
    "says.codes.kind.retired": "Kinds of request: {count}, and {retired} retired",
    "says.codes.line": "Business lines: {count}",
    "says.codes.line.retired": "Business lines: {count}, and {retired} retired",
    "says.codes.category": "Categories: {count}",
    "says.codes.category.retired": "Categories: {count}, and {retired} retired",
    "says.codes.wrapup": "Wrap-ups: {count}",
    "says.codes.wrapup.retired": "Wrap-ups: {count}, and {retired} retired",
    "says.codes.department": "Departments: {count}",
    "says.codes.department.retired": "Departments: {count}, and {retired} retired",
    "says.criteria": "Criteria that suggest priority and class: {count}",
    # --- scenarios
    "scenario.passed": "{scenarios} scenarios, {expectations} clocks: all as expected",
    "scenario.failed": "{scenarios} scenarios, {expectations} clocks: {differences} differences",
    "scenario.difference": "{scenario}, {clock}: {field} is {found}, expected {expected}",
    "scenario.difference.id": "{scenario}, {clock} {id}: {field} is {found}, expected {expected}",
    "scenario.absent": "{scenario}, {clock}: expected, but it does not run",
    "scenario.absent.id": "{scenario}, {clock} {id}: expected, but it does not run",
    "scenario.at": "line {line}: {text}",
    "scenario.no_header": "the first line holds no calendars and policy, and no policy was given",
    "scenario.not_object": "this is not a JSON object",
    "scenario.json": "this is not JSON: {message}",
    "scenario.missing": "{key} is missing",
    "scenario.wrong": "{key} cannot be {value}",
    "scenario.instant": "{key} is {value}: an instant is written with its offset, like "
    "2026-09-07T09:00:00+08:00",
    "scenario.seconds": "{value} is not a number of seconds",
    "scenario.calendar": "there is no calendar {value}",
    "scenario.calendar_wrong": "a calendar cannot be used: {message}",
    "scenario.no_received": "a case begins with a received event",
    "scenario.event": "no such event: {value}",
    "scenario.field": "an expectation has no field {key}",
    # --- of a template
    "template_field": "there is no field {value}; allowed here: {allowed}",
    "template_field_near": (
        "there is no field {value}; did you mean {near}? Allowed here: {allowed}"
    ),
    "template_control": "this holds control or direction characters",
    "template_encoding": "this file is not UTF-8. Save it as UTF-8.",
    "template_unreadable": "this file cannot be read ({detail})",
}
