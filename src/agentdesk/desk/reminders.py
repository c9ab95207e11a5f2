"""What a person is to be reminded of: what they planned, and what runs out on their cases."""

from __future__ import annotations

from agentdesk.desk.api import Reminder
from agentdesk.desk.context import Context
from agentdesk.desk.rows import masked
from agentdesk.domain.text import one_line
from agentdesk.store import plans
from agentdesk.store.tx import Tx

LATEST = 1 << 62
"""Later than any instant."""


def reminders(ctx: Context, tx: Tx, ahead: int) -> tuple[Reminder, ...]:
    """My plans that are past or due within ``ahead`` microseconds, and promises of my cases that
    run out within that time, oldest first."""
    until = tx.now + ahead
    owed = [
        Reminder(row.case_id, row.reference, row.at, row.clock, masked(row.customer), "")
        for row in plans.promises(tx, ctx.me.code, tx.now, until)
    ]
    found = [*(planned(row) for row in plans.mine(tx, ctx.me.code, until)), *owed]
    return tuple(sorted(found, key=lambda one: (one.at, one.case_id)))


def next_plan(ctx: Context, tx: Tx) -> Reminder | None:
    """What I mean to do next, whenever that is."""
    return next((planned(row) for row in plans.mine(tx, ctx.me.code, LATEST, 1)), None)


def planned(row: plans.Planned) -> Reminder:
    """A plan as it is shown."""
    customer, text = masked(row.customer), one_line(row.text)
    return Reminder(row.case_id, row.reference, row.at, "plan", customer, text)
