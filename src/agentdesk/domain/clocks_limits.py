"""Which rule measures a clock: the policy's, by priority, channel, class, line, department."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentdesk.domain.clocks_due import Limit
from agentdesk.domain.policy import ALWAYS, DEPARTMENT, ClockRule, Span

if TYPE_CHECKING:
    from agentdesk.domain.clocks_run import Running
    from agentdesk.domain.clocks_work import Works
    from agentdesk.domain.worktime import WorkCalendar


_AGREED = ClockRule()


def measure(works: Works, clock: Running) -> bool:
    """Give a clock its limits by the rules in force. False: no rule names it, it does not run."""
    rule = _rule(works, clock)
    if rule is None:
        clock.limits = None
        return False
    _aim(clock, rule.target)
    clock.pause = rule.pause
    if clock.date is not None:
        clock.calendar, clock.budget = ALWAYS, clock.date - clock.start
        clock.limits = (Limit(None, clock.budget, clock.start, clock.date),)
        clock.said = {"date_at": clock.date}
        if clock.window is not None:
            begins, ends = clock.window
            clock.said = {"begins_at": begins, "ends_at": ends, "grace_us": clock.date - ends}
        return True
    span = rule.by_priority.get(works.priority) if rule.by_priority else rule.budget
    if span is None:
        clock.limits = None
        return False
    _by_budget(works, clock, rule, span)
    return True


def _rule(works: Works, clock: Running) -> ClockRule | None:
    if clock.name == "callback":
        return _AGREED if works.policy.callback is not None else None
    rule = works.policy.clocks.get(clock.name)
    if rule is None:
        return None
    if clock.name == "follow_up":
        kinds = works.policy.follow_up.kinds
        if kinds and works.kind not in kinds:
            return None
    if clock.name == "update_keep":  # judged once, by the class at the reply
        return rule
    return rule.for_class(works.klass)


def _aim(clock: Running, target: bool) -> None:
    """A target passed is no broken promise; a promise broken stays one, whatever the class."""
    if clock.breach_at is not None:
        if clock.target and not target:
            clock.breach_at = None
        elif not clock.target:
            target = False
    clock.target = target


def _by_budget(works: Works, clock: Running, rule: ClockRule, span: Span) -> None:
    policy, start = works.policy, clock.start
    name = rule.calendar
    if name == DEPARTMENT:
        own_hours = works.calendars_of.get(clock.department, "")
        known = own_hours in policy.calendars
        name = own_hours if known else policy.department_calendar(clock.department)
    name = policy.calendar_name(name, works.line)
    calendar = policy.calendars[name]
    limits = [_limit(calendar, span, start)]
    said: dict[str, object] = {"calendar": name, "budget_us": limits[0].micros}
    if span.days:
        said["days"] = span.days
    own = rule.by_channel.get(works.channel)
    if own is not None:
        limits.append(_limit(calendar, own, start))
        said.update(channel=works.channel, channel_us=limits[-1].micros)
    if rule.cap is not None:
        limits.append(Limit(None, rule.cap, start, start + rule.cap))
        said["cap_us"] = rule.cap
    if rule.told and works.told is not None:
        told_at, finish = works.told
        limits.append(Limit(None, finish - told_at, told_at, finish))
        said["told_at"] = finish
    clock.calendar, clock.budget = name, limits[0].micros
    clock.limits, clock.said = limits, said


def _limit(calendar: WorkCalendar, span: Span, start: int) -> Limit:
    if not span.days:
        return Limit(calendar, span.micros, start)
    closing = calendar.closing_after_days(start, span.days)
    return Limit(calendar, calendar.between_at(start, closing), start, closing)
