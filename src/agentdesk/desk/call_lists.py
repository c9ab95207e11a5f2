"""Agreed calls and visits as screens see them: a case's, a day's grid, what is due (C7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from agentdesk.desk import calls_terms
from agentdesk.desk.api_callbacks import CallbackLine, Day, Slot
from agentdesk.desk.context import Context
from agentdesk.desk.rows import masked
from agentdesk.domain import callbacks as times
from agentdesk.domain.callbacks import Terms, Window, Wishes
from agentdesk.domain.day import CALL
from agentdesk.domain.localdays import day_number
from agentdesk.domain.policy import Policy
from agentdesk.domain.state import CaseState
from agentdesk.domain.text import mask_numbers, mask_phone, one_line
from agentdesk.domain.values import DAY, Refused
from agentdesk.store import callbacks
from agentdesk.store.callbacks import Line
from agentdesk.store.people import SPECIALIST
from agentdesk.store.tx import Tx

AHEAD = DAY
"""What comes within the day stands in the list of what is due."""


def of_case(ctx: Context, tx: Tx, case_id: int, state: CaseState) -> tuple[CallbackLine, ...]:
    """The calls of a case in the order they were agreed."""
    if not state.callbacks:
        return ()
    found = {line.id: line for line in callbacks.lines_of(tx, case_id)}
    return tuple(_shown(ctx, tx, (found[one.id] for one in state.callbacks if one.id in found)))


def due(ctx: Context, tx: Tx, who: str | None = None) -> tuple[CallbackLine, ...]:
    """What is to be rung now or was missed, then what comes within the day; the oldest first."""
    return tuple(_shown(ctx, tx, callbacks.due(tx, tx.now + AHEAD, who)))


def _shown(ctx: Context, tx: Tx, lines: Iterable[Line]) -> list[CallbackLine]:
    policy = ctx.rules_at(tx, tx.now)
    return [line(ctx, one, policy) for one in lines]


def line(ctx: Context, one: Line, policy: Policy) -> CallbackLine:
    """A stored call as it may be shown."""
    grace = policy.callback.grace if policy.callback is not None else 0
    return CallbackLine(
        case_id=one.case_id,
        reference=one.ref,
        id=one.id,
        what=one.kind,
        who=one.who,
        at=one.at,
        until=one.until,
        due=one.until + grace,
        state=one.state,
        tries=one.tries,
        customer=masked(one.customer),
        phone=mask_phone(one.phone),
        about=_text(one.about),
        place=_text(one.place),
        bring=_text(one.bring),
        zone=one.tz if one.tz and one.tz != ctx.tz else "",
        mine=one.who == ctx.me.code,
        title=_text(one.title),
        off=one.state == "set" and _is_off(ctx, one, policy),
    )


def _is_off(ctx: Context, one: Line, policy: Policy) -> bool:
    """Whether somebody's hours have changed, or they have left, since it was agreed."""
    worker = ctx.by_code.get(one.who)
    if worker is not None and not worker.active:
        return True
    hours = calls_terms.own_hours(ctx, policy, one.who)
    return hours is not None and hours.between_at(one.at, one.until) < one.until - one.at


def _text(body: str) -> str:
    return one_line(mask_numbers(body))


# --- a day


def day(ctx: Context, tx: Tx, iso: str, who: str | None = None) -> Day:
    """A day's grid. Raises Refused ``no_such_day``."""
    try:
        number = day_number(date.fromisoformat(iso))
    except ValueError:
        raise Refused("no_such_day", day=one_line(iso)[:20]) from None
    ctx.read_people(tx)
    policy = ctx.rules_at(tx, tx.now)
    name = calls_terms.calendar_name(policy, CALL)
    calendar = policy.calendars[name]
    begins = times.local_instant(calendar.tz, number * DAY)
    ends = times.local_instant(calendar.tz, (number + 1) * DAY)
    calls = [
        one
        for one in _shown(ctx, tx, callbacks.day(tx, begins, ends))
        if one.state != "cancelled" and who in (None, one.who)
    ]
    agents = _agents(ctx, calls) if who is None else (who,)
    usual = times.slots(number, policy.calls.slot, calendar)
    windows = _windows(usual, calls, begins, policy.calls.slot)
    columns = [_Column(ctx, policy, name, code, calls) for code in agents]
    return Day(
        date=iso,
        begins=windows[0][0] if windows else begins,
        ends=windows[-1][1] if windows else ends,
        holiday="" if usual else _why_closed(policy, name, iso),
        agents=agents,
        rows=tuple(tuple(one.slot(*window, tx.now) for one in columns) for window in windows),
    )


def _why_closed(policy: Policy, name: str, iso: str) -> str:
    return "holiday" if iso in calls_terms.holidays(policy, name) else "closed"


def _agents(ctx: Context, calls: Sequence[CallbackLine]) -> tuple[str, ...]:
    """Who takes calls, and whoever has one that day."""
    takes = {one.code for one in ctx.workers if one.active and one.role != SPECIALIST}
    return tuple(sorted(takes | {one.who for one in calls}, key=lambda code: _place(ctx, code)))


def _place(ctx: Context, code: str) -> str:
    """Where somebody stands among the others: a Chinese name where it is read."""
    worker = ctx.by_code.get(code)
    return (worker.pinyin or worker.name if worker is not None else code).casefold()


def _windows(
    usual: Sequence[Window], calls: Sequence[CallbackLine], begins: int, slot: int
) -> list[Window]:
    """The slots of a day; and those outside the hours in which something is agreed all the same."""
    found = set(usual)
    for one in calls:
        first = begins + (one.at - begins) // slot * slot
        found.update((at, at + slot) for at in range(first, max(one.until, one.at + 1), slot))
    return sorted(found)


class _Column:
    """One person's day."""

    def __init__(
        self,
        ctx: Context,
        policy: Policy,
        name: str,
        who: str,
        calls: Sequence[CallbackLine],
    ) -> None:
        self.who = who
        self.calls = tuple(one for one in calls if one.who == who)
        self.terms = Terms(
            rule=policy.calls,
            open=policy.calendars[name],
            wishes=Wishes(calls_terms.zone_of(None, ctx.tz)),
            holidays=calls_terms.holidays(policy, name),
            own=calls_terms.own_hours(ctx, policy, who),
            busy=tuple((one.at, one.until) for one in self.calls if one.state == "set"),
        )

    def slot(self, at: int, until: int, now: int) -> Slot:
        """A slot: what stands in it, and whether there is room."""
        inside = tuple(one for one in self.calls if one.at < until and at < one.until)
        problems = times.judge(at, until, self.terms, now, offer=False).problems
        why = _WHY.get(problems[0][0], problems[0][0]) if problems else ""
        return Slot(at=at, until=until, who=self.who, free=not problems, why=why, calls=inside)


_WHY = {"agent_off": "off", "holiday": "closed", "too_long_ahead": "far"}
