"""What a person is to be reminded of: what they planned, and what runs out on their cases."""

from __future__ import annotations

from agentdesk.desk.api import Reminder
from agentdesk.desk.context import Context
from agentdesk.desk.rows import back, masked
from agentdesk.domain.text import mask_numbers, one_line
from agentdesk.store import callbacks, handoffs, plans
from agentdesk.store.tx import Tx

LATEST = 1 << 62
"""Later than any instant."""


def reminders(ctx: Context, tx: Tx, ahead: int) -> tuple[Reminder, ...]:
    """My plans that are past or due within ``ahead`` microseconds, calls I agreed on whose window
    begins by then or has begun (C7), promises of my cases that run out within that time, and what
    departments did on my cases that I have not acted on (C5), oldest first."""
    until = tx.now + ahead
    owed = [
        Reminder(row.case_id, row.reference, row.at, row.clock, masked(row.customer), "")
        for row in plans.promises(tx, ctx.me.code, tx.now, until)
    ]
    calls = [_call(line) for line in callbacks.due(tx, until, ctx.me.code)]
    rung = {(one.case_id, one.kind) for one in calls}
    owed = [one for one in owed if (one.case_id, one.kind) not in rung]
    mine = [planned(row) for row in plans.mine(tx, ctx.me.code, until)]
    found = [*mine, *owed, *calls, *map(_came_back, handoffs.came_back(tx, ctx.me.code))]
    return tuple(sorted(found, key=lambda one: (one.at, one.case_id)))


def next_plan(ctx: Context, tx: Tx) -> Reminder | None:
    """What I mean to do next, whenever that is."""
    return next((planned(row) for row in plans.mine(tx, ctx.me.code, LATEST, 1)), None)


def next_call(ctx: Context, tx: Tx) -> Reminder | None:
    """The call or visit I agreed on that comes next, whenever that is; one I missed comes first."""
    line = callbacks.first_set(tx, ctx.me.code)
    return None if line is None else _call(line)


def _call(line: callbacks.Line) -> Reminder:
    customer, about = masked(line.customer), one_line(mask_numbers(line.about))
    return Reminder(line.case_id, line.ref, line.at, "callback", customer, about, until=line.until)


def _came_back(row: handoffs.CameBack) -> Reminder:
    """What a department did, since when (C5)."""
    what = back(row.back)
    return Reminder(row.case_id, row.reference, row.at, "back", masked(row.customer), "", what)


def planned(row: plans.Planned) -> Reminder:
    """A plan as it is shown."""
    customer, text = masked(row.customer), one_line(row.text)
    return Reminder(row.case_id, row.reference, row.at, "plan", customer, text)
