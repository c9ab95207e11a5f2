"""Why a case stands where it stands, and how a clock came to its due.

``<code>`` is the whole sentence, ``<code>.short`` the row's. Parameters come formatted: instants
(``…_at``) as points in time, durations (``…_us``) in words, ``clock`` and ``broken`` as names of
clocks, ``calendar`` and ``channel`` as they are called.
"""

TEXTS = {
    # --- in the queue
    "p1": "P1 and nobody has replied yet; {clock} is due {due_at}",
    "p1.short": "P1, no reply yet; due {due_at}",
    "p1_late": "P1 and nobody has replied yet; {clock} was due {due_at}",
    "p1_late.short": "P1, no reply yet; was due {due_at}",
    "contain": "P1 and the loss is not contained yet; {clock} is due {due_at}",
    "contain.short": "P1, loss not contained; due {due_at}",
    "contain_late": "P1 and the loss is not contained yet; {clock} was due {due_at}",
    "contain_late.short": "P1, loss not contained; was due {due_at}",
    "surge": "Part of a surge, so it goes first; {clock} is due {due_at}",
    "surge.short": "surge; {clock} due {due_at}",
    "surge_late": "Part of a surge, so it goes first; {clock} was due {due_at}",
    "surge_late.short": "surge; {clock} was due {due_at}",
    "next": "Next promise: {clock}, due {due_at}; there is time to keep it",
    "next.short": "next promise: {clock}, due {due_at}",
    "next_broken": "Next promise that can be kept: {clock}, due {due_at}. Broken {broken_at:on}: "
    "{broken}",
    "next_broken.short": "{clock} can be kept, due {due_at}; {broken} was broken",
    "target": "Next aim: {clock}, {due_at}; a target, not a promise",
    "target.short": "target: {clock}, {due_at}",
    "target_late": "The target for {clock}, {due_at}, has passed; it stands here by that",
    "target_late.short": "target passed: {clock}, {due_at}",
    "complaint_late": "A complaint never sinks: {clock} was due {due_at}, and it stands here by "
    "that",
    "complaint_late.short": "complaint; {clock} was due {due_at}",
    "complaint_short": "A complaint never sinks: {clock} is due {due_at}, less than the "
    "{effort_us} of work it takes",
    "complaint_short.short": "complaint; {clock} due {due_at}, too little time",
    "care_late": "A customer in care never sinks: {clock} was due {due_at}, and it stands here by "
    "that",
    "care_late.short": "in care; {clock} was due {due_at}",
    "care_short": "A customer in care never sinks: {clock} is due {due_at}, less than the "
    "{effort_us} of work it takes",
    "care_short.short": "in care; {clock} due {due_at}, too little time",
    "late": "Late: {clock} was due {due_at}, and no promise is left that can be kept; by priority "
    "({priority}), then due",
    "late.short": "late: {clock} was due {due_at}",
    "late_short": "Too little desk time is left for {clock}, due {due_at}: it takes {effort_us}, "
    "and nothing else can be kept; by priority ({priority}), then due",
    "late_short.short": "too little time for {clock}, due {due_at}",
    "remind": "We wait on the customer, and the reminder came {remind_at:on}: ask again",
    "remind.short": "remind the customer, since {remind_at}",
    "remind_lead": "Asked again and again without an answer, the last reminder came "
    "{remind_at:on}: the lead decides",
    "remind_lead.short": "no answer since {remind_at}: the lead decides",
    "none": "Nothing is promised in this case; it stands after every promise",
    "none.short": "no promise runs",
    "strict": "By priority ({priority}), then due: {clock} is due {due_at}",
    "strict.short": "{priority}; {clock} due {due_at}",
    "strict_late": "By priority ({priority}), then due: {clock} was due {due_at}",
    "strict_late.short": "{priority}; {clock} was due {due_at}",
    "due": "By due alone: {clock} is due {due_at}",
    "due.short": "{clock} due {due_at}",
    "due_late": "By due alone: {clock} was due {due_at}",
    "due_late.short": "{clock} was due {due_at}",
    "reserve": "Longest waiting first: the next claim takes it. Broken {broken_at:on}: {broken}",
    "reserve.short": "next: longest waiting first",
    # --- out of it
    "waiting": "We wait on the customer; it comes back {wake_at:on} or when they write. {left_us} "
    "is left for {clock}",
    "waiting.short": "waiting on the customer until {wake_at}",
    "waiting_only": "We wait on the customer; it comes back {wake_at:on} or when they write",
    "waiting_only.short": "waiting on the customer until {wake_at}",
    "waiting_late": "We wait on the customer; it comes back {wake_at:on} or when they write. "
    "{clock} is late",
    "waiting_late.short": "waiting on the customer until {wake_at}; late",
    "waiting_open": "We wait on the customer; it comes back when they write. {left_us} is left "
    "for {clock}",
    "waiting_open.short": "waiting on the customer",
    "waiting_open_only": "We wait on the customer; it comes back when they write",
    "waiting_open_only.short": "waiting on the customer",
    "waiting_open_late": "We wait on the customer; it comes back when they write. {clock} is late",
    "waiting_open_late.short": "waiting on the customer; late",
    "resolved": "Resolved {resolved_at:on}; nothing is left to do",
    "resolved.short": "resolved {resolved_at}",
    "closed": "Closed {closed_at:on}",
    "closed.short": "closed {closed_at}",
    # --- why the next one is next
    "before.band12": "P1 without a reply and surge cases come before every other promise",
    "before.band13": "P1 without a reply and surge cases come before late ones",
    "before.band23": "What can still be kept comes before what is late already",
    "before.out": "The other one is not in the queue",
    "before.surge": "P1 without a reply comes before surge cases",
    "before.priority": "{first} comes before {then}",
    "before.no_promise": "A promise comes before a case without any",
    "before.due": "Due {first_at}, before {then_at}",
    "before.received": "Due at the same time; received {first_at}, before {then_at}",
    "before.number": "Everything is equal; the lower number comes first",
    # --- how a clock came to its due
    "account.started": "Started {started_at:on}",
    "account.budget": "Budget {budget_us} ({calendar})",
    "account.days": "Budget {days} working days ({calendar}), to closing time",
    "account.date": "A time was told: {date_at}",
    "account.channel": "The channel {channel} has {channel_us}; the earlier due counts",
    "account.cap": "Never later than {cap_us} of wall clock after the start",
    "account.told": "The customer was told {told_at} as the finish; the earlier due counts",
    "account.paused": "Stood still from {since_at} while waiting on the customer; {left_us} was "
    "left",
    "account.resumed": "Resumed {resumed_at:on}; due {due_at}",
    "account.changed.priority": "Priority became {to} {changed_at:on}; counted anew from the start",
    "account.changed.class.common": "Class became common {changed_at:on}; counted anew "
    "from the start",
    "account.changed.class.complex": "Class became complex {changed_at:on}; counted anew "
    "from the start",
    "account.changed.class.complaint": "Class became complaint {changed_at:on}; counted anew "
    "from the start",
    "account.changed.policy": "Policy {to} came into force {changed_at:on}; counted anew from the "
    "start",
    "account.changed.told": "The customer was told a finish date {changed_at:on}",
    "account.new_due": "New due {due_at}",
    "account.breached": "Due {due_at} passed",
    "account.raised": "The new due {due_at} had passed already: broken by the change "
    "{breach_at:on}, charged to nobody",
    "account.tried": "Try {number} {tried_at}: not reached",
    "account.met.registered": "Registered {met_at:on}",
    "account.met.assigned": "Given an owner {met_at:on}",
    "account.met.in_person": "Said in person at intake {met_at:on}",
    "account.met.reply": "The customer heard from us {met_at:on}",
    "account.met.waiting": "The customer was asked {met_at:on}",
    "account.met.resolved": "Resolved {met_at:on}",
    "account.met.dept_progress": "The department reported {met_at:on}",
    "account.met.dept_return": "The department returned it {met_at:on}",
    "account.met.followup_done": "The customer was followed up {met_at:on}",
    "account.cancelled.resolved": "Cancelled: the case was resolved {ended_at:on}",
    "account.cancelled.reopened": "Cancelled: the case was reopened {ended_at:on}",
    "account.cancelled.closed": "Cancelled: the case was closed {ended_at:on}",
    "account.cancelled.dept_reject": "Cancelled: the department rejected it {ended_at:on}",
    "account.cancelled.class": "Ended {ended_at:on}: the class has no such clock",
    "account.cancelled.policy": "Ended {ended_at:on}: the policy has no such clock",
    "account.cancelled.priority": "Ended {ended_at:on}: the priority has no such clock",
    "account.cancelled.told": "Ended {ended_at:on}",
    "account.cancelled.followup_tried": "Not reached after the last try {ended_at:on}",
    "account.result.running": "Running: due {due_at}",
    "account.result.paused": "Stands still: {left_us} left",
    "account.result.met": "Kept {met_at:on}, due {due_at}",
    "account.result.met.paused": "Kept {met_at:on}, due {due_at}; stood still for {paused_us}",
    "account.result.met_late": "Kept late {met_at:on}, due {due_at}",
    "account.result.met_late.paused": "Kept late {met_at:on}, due {due_at}; stood still for "
    "{paused_us}",
    "account.result.breached": "Broken: due {due_at}, still owed",
    "account.result.breached.paused": "Broken, and stands still now",
    "account.result.cancelled": "Cancelled",
    "account.result.not_reached": "Not reached",
    "account.result.target.running": "Running: the target is {due_at}",
    "account.result.target.paused": "Stands still: {left_us} left to the target",
    "account.result.target.met": "Reached {met_at:on}, target {due_at}",
    "account.result.target.met.paused": "Reached {met_at:on}, target {due_at}; stood still for "
    "{paused_us}",
    "account.result.target.met_late": "Reached {met_at:on}, after the target {due_at}",
    "account.result.target.met_late.paused": "Reached {met_at:on}, after the target {due_at}; "
    "stood still for {paused_us}",
    "account.result.target.breached": "The target {due_at} has passed",
    "account.result.target.breached.paused": "The target has passed, and it stands still now",
    "account.result.target.cancelled": "Cancelled",
    "account.result.target.not_reached": "Not reached",
}
