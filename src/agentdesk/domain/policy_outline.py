"""What a policy says, as sentences: ``policy check`` and ``policy show`` explain it (E7).

Each is a `Reason` of the area ``policy`` (``policy.says.…``) with raw parameters: durations end in
``_us``, ``clock`` is the name of a clock (area ``clock``), ``name`` and ``calendar`` are codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from agentdesk.domain.localdays import WEEKDAYS
from agentdesk.domain.policy import ALWAYS, FAMILIES, CalendarDates, ClockRule, Policy, Span
from agentdesk.domain.policy_clocks import CLOCKS
from agentdesk.domain.state import Reason
from agentdesk.domain.values import DAY


def outline(policy: Policy) -> tuple[Reason, ...]:
    """Everything a policy promises and how it sorts, in the order a reader asks."""
    return (
        *_order(policy),
        *_calendars(policy),
        *(line for name in CLOCKS for line in _clock(name, policy)),
        *_rules(policy),
        *_codes(policy),
    )


def _order(policy: Policy) -> Iterable[Reason]:
    yield Reason(f"says.order.{policy.order}")
    if policy.reserve:
        yield Reason("says.reserve", {"every": policy.reserve})
    else:
        yield Reason("says.reserve_off")
    yield Reason("says.soon", {"soon_us": policy.soon})
    yield Reason("says.undo", {"undo_us": policy.undo_window})
    yield Reason(f"says.copy.{policy.copy}")
    yield Reason(f"says.receipts.{policy.receipts}")


# --- calendars -----------------------------------------------------------------------------------


def _calendars(policy: Policy) -> Iterable[Reason]:
    for name, dates in policy.calendars.dates.items():
        said: dict[str, Any] = {"name": name, "zone": dates.tz, "hours": hours_text(dates)}
        if dates.holidays or dates.extra_days:
            counted = {"holidays": len(dates.holidays), "extra": len(dates.extra_days)}
            yield Reason("says.calendar.dates", {**said, **counted})
        else:
            yield Reason("says.calendar", said)
        if dates.provisional:
            years = ", ".join(str(year) for year in dates.provisional)
            yield Reason("says.provisional", {"name": name, "years": years})


def hours_text(dates: CalendarDates) -> str:
    """Weekdays of equal hours together: ``mon-fri 09:00-12:00 13:00-18:00``."""
    groups: list[tuple[list[str], tuple[tuple[str, str], ...]]] = []
    for day in WEEKDAYS:
        ranges = dates.hours.get(day, ())
        if groups and groups[-1][1] == ranges:
            groups[-1][0].append(day)
        else:
            groups.append(([day], ranges))
    parts = []
    for days, ranges in groups:
        if ranges:
            named = days[0] if len(days) == 1 else f"{days[0]}-{days[-1]}"
            parts.append(" ".join([named, *(f"{start}-{end}" for start, end in ranges)]))
    return ", ".join(parts)


# --- clocks --------------------------------------------------------------------------------------


def _clock(name: str, policy: Policy) -> Iterable[Reason]:
    if name == "callback":
        yield from _callback(policy)
        return
    rule = policy.clocks.get(name)
    if rule is None:
        yield Reason("says.not_running", {"clock": name})
    elif name == "promised":
        yield Reason("says.promised", {"clock": name})
    elif rule.by_class:
        for klass, one in rule.by_class.items():
            yield from _budget({"clock": name}, one, one.budget, f".{klass}")
            yield from _extras({"clock": name}, one)
    else:
        if rule.by_priority:
            for priority, span in rule.by_priority.items():
                yield from _budget({"clock": name, "priority": priority}, rule, span, ".priority")
        else:
            yield from _budget({"clock": name}, rule, rule.budget, "")
        yield from _extras({"clock": name}, rule)


def _budget(
    said: Mapping[str, Any], rule: ClockRule, span: Span | None, suffix: str
) -> Iterable[Reason]:
    if span is None:
        return
    amount = {"days": span.days} if span.days else {"budget_us": span.micros}
    code = "days" if span.days else "always" if rule.calendar == ALWAYS else "budget"
    yield Reason(f"says.{code}{suffix}", {**said, "calendar": rule.calendar, **amount})


def _extras(said: Mapping[str, Any], rule: ClockRule) -> Iterable[Reason]:
    for channel, span in rule.by_channel.items():
        amount = {"days": span.days} if span.days else {"budget_us": span.micros}
        code = "says.channel.days" if span.days else "says.channel"
        yield Reason(code, {**said, "channel": channel, **amount})
    if rule.cap is not None:
        yield Reason("says.cap", {**said, "cap_us": rule.cap})
    for klass in rule.classes:
        yield Reason(f"says.only.{klass}", said)
    if rule.told:
        yield Reason("says.told", said)
    if rule.target:
        yield Reason("says.target", said)
    if rule.pause:
        yield Reason("says.pause", said)


def _callback(policy: Policy) -> Iterable[Reason]:
    rule, calls = policy.callback, policy.calls
    if rule is None:
        yield Reason("says.not_running", {"clock": "callback"})
        return
    yield Reason(
        "says.callback",
        {
            "clock": "callback",
            "window_us": rule.window,
            "grace_us": rule.grace,
            "tries": rule.tries,
        },
    )
    parts = ", ".join(f"{begin}-{end}" for begin, end in calls.parts)
    said = {"slot_us": calls.slot, "capacity": calls.capacity, "days": calls.ahead // DAY}
    yield Reason("says.calls", {**said, "parts": parts})


def _rules(policy: Policy) -> Iterable[Reason]:
    remind = policy.wait.remind
    said: dict[str, Any] = {"times": policy.wait.times}
    if remind.days:
        yield Reason("says.wait.days", {**said, "days": remind.days})
    else:
        yield Reason("says.wait", {**said, "remind_us": remind.micros})
    yield Reason("says.tries", {"tries": policy.follow_up.tries})


def _codes(policy: Policy) -> Iterable[Reason]:
    for family in FAMILIES:
        labels = policy.labels.get(family, ())
        retired = sum(label.retired for label in labels)
        said = {"count": len(labels) - retired}
        if retired:
            yield Reason(f"says.codes.{family}.retired", {**said, "retired": retired})
        else:
            yield Reason(f"says.codes.{family}", said)
    yield Reason("says.criteria", {"count": len(policy.criteria)})
