"""The hours of work by which a typed time is read: of the case, its department, its calls (C7)."""

from __future__ import annotations

from agentdesk.desk.calls_terms import calendar_name
from agentdesk.desk.context import Context
from agentdesk.desk.handoffs import calendar_of
from agentdesk.domain.day import CALL, VISIT
from agentdesk.domain.policy import DESK
from agentdesk.domain.when_parts import Hours, named

WAIT = "wait"


def hours(ctx: Context, what: str = "", line: str = "", dept: str = "") -> Hours:
    """Whose hours count for a promise or plan (``what`` empty), a call, a visit, a wait; for a
    department's next report its own. As the newest policy last read has them."""
    policy = ctx.policy
    if what in (CALL, VISIT):
        name = calendar_name(policy, what, line)
    elif what == WAIT:
        name = policy.calendar_name(policy.wait.calendar, line)
    elif dept:
        record = ctx.departments.get(dept)
        own = calendar_of(policy, record) if record else policy.department_calendar(dept)
        name = policy.calendar_name(own)
    else:
        name = policy.calendar_name(DESK, line)
    return Hours(policy.calendars[name], name, dept, named(policy.calls.parts))
