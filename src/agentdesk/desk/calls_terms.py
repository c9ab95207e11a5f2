"""What a time is judged by (C7): the hours, wishes and agreed calls, as the store and the policy
say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from agentdesk.desk.context import Context
from agentdesk.domain.callbacks import LOOK_AHEAD, Terms, Wishes
from agentdesk.domain.day import VISIT
from agentdesk.domain.policy import DESK, Policy
from agentdesk.domain.state import CaseState
from agentdesk.domain.values import DAY, moment
from agentdesk.domain.worktime import WorkCalendar
from agentdesk.domain.zones import UnknownZone, open_zone
from agentdesk.store import callbacks, subjects
from agentdesk.store.people import Worker
from agentdesk.store.tx import Tx


def of(
    ctx: Context,
    tx: Tx,
    state: CaseState,
    who: str,
    what: str,
    near: int,
    *,
    but: str | None = None,
) -> Terms:
    """The terms of a call or visit of a case near an instant. ``but``: the call it replaces."""
    policy = ctx.rules_at(tx, tx.now)
    name = calendar_name(policy, what, state.line)
    customer = subjects.get(tx, state.subject)
    zone = zone_of(customer.tz, ctx.tz)
    wishes = Wishes(zone, customer.calls_from, customer.calls_until)
    if what == VISIT:  # they come to us: when they may be rung does not matter
        wishes = Wishes(zone)
    near = max(near, tx.now)
    return Terms(
        rule=policy.calls,
        open=policy.calendars[name],
        wishes=wishes,
        holidays=holidays(policy, name),
        own=own_hours(ctx, policy, who),
        busy=tuple(callbacks.busy(tx, who, near - DAY, near + LOOK_AHEAD + DAY, but)),
        myself=who == ctx.me.code,
    )


def calendar_name(policy: Policy, what: str, line: str = "") -> str:
    """The calendar of calls or visits, of a business line's own where it has one."""
    wanted = policy.calls.visits if what == VISIT else policy.calls.calendar
    name = policy.calendar_name(wanted, line)
    return name if name in policy.calendars else DESK


def holidays(policy: Policy, name: str) -> frozenset[str]:
    """The dates on which a calendar is closed for a holiday."""
    dates = policy.calendars.dates.get(name)
    return frozenset(dates.holidays) if dates is not None else frozenset()


def usual_window(ctx: Context, tx: Tx) -> int:
    """How long a window is where nobody said when it ends."""
    policy = ctx.rules_at(tx, tx.now)
    return policy.callback.window if policy.callback is not None else policy.calls.slot


def own_hours(ctx: Context, policy: Policy, who: str) -> WorkCalendar | None:
    """When somebody works, where they have hours of their own or their department's."""
    worker = ctx.by_code.get(who)
    if worker is None:
        return None
    if worker.hours:
        return _by_week(ctx.tz, worker.hours)
    return _of_department(ctx, policy, worker)


def _of_department(ctx: Context, policy: Policy, worker: Worker) -> WorkCalendar | None:
    record = ctx.departments.get(worker.dept or "")
    if record is None or record.calendar not in policy.calendars:
        return None
    return policy.calendars[record.calendar]


@lru_cache(maxsize=256)
def _by_week(tz: str, written: str) -> WorkCalendar | None:
    """Hours as they stand in a person's row: JSON, by weekday. None for what cannot be read."""
    try:
        week = json.loads(written)
        if not isinstance(week, Mapping):
            return None
        return WorkCalendar(tz, {day: [_range(one) for one in each] for day, each in week.items()})
    except (ValueError, TypeError, AttributeError, UnknownZone):
        return None


def _range(written: Any) -> tuple[str, str]:
    """``"09:00-12:00"`` or a pair of times."""
    begin, end = written.split("-") if isinstance(written, str) else written
    return str(begin).strip(), str(end).strip()


def zone_of(name: str | None, otherwise: str) -> ZoneInfo:
    """A customer's zone, or the desk's where they have none that is known."""
    try:
        return open_zone(name or otherwise)
    except UnknownZone:
        return open_zone(otherwise)


def iso_there(at: int, zone: str) -> str:
    """An instant as a clock in a zone shows it, to the minute (``2026-11-27T14:30``)."""
    return f"{moment(at).astimezone(zone_of(zone, 'UTC')):%Y-%m-%dT%H:%M}"
