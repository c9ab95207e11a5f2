"""The clocks of a proposal as they are written (PROMISES, table of clocks)."""

from __future__ import annotations

from collections.abc import Collection

from agentdesk.domain.policy import (
    ALWAYS,
    DEPARTMENT,
    CallbackRule,
    ClockRule,
    Span,
)
from agentdesk.domain.policy_reader import Table
from agentdesk.domain.values import MINUTE, CaseClass, Priority

CLASSES = tuple(klass.value for klass in CaseClass)
PRIORITIES = tuple(priority.value for priority in Priority)
EFFORT = 5 * MINUTE
"""A reply, an update or a call, where nothing else is said."""

_MEASURED = ("calendar", "budget")
_KEYS: dict[str, tuple[str, ...]] = {
    "register": _MEASURED,
    "first_response": (*_MEASURED, "channels", "cap", "effort"),
    "promised": ("effort",),
    "update_owed": (*_MEASURED, "classes", "effort"),
    "update_keep": (*_MEASURED, "classes", "pause", "effort"),
    "complex_callback": (*_MEASURED, "classes", "pause", "effort"),
    "resolution": CLASSES,
    "dept_feedback": _MEASURED,
    "dept_next": _MEASURED,
    "callback": (
        "window", "grace", "tries", "parts_of_day", "over", "text_after_try", "effort",
    ),
    "follow_up": (*_MEASURED, "classes", "tries", "effort"),
}  # fmt: skip
CLOCKS = tuple(_KEYS)
"""Every clock a policy may name."""

_BY_CLASS = (*_MEASURED, "pause", "told", "target")
OF_DEPARTMENTS = ("dept_feedback", "dept_next")


def read_clocks(
    table: Table, calendars: Collection[str], channels: Collection[str]
) -> dict[str, ClockRule]:
    """Every clock that is named."""
    rules: dict[str, ClockRule] = {}
    for name in _KEYS:
        if not table.has(name):
            continue
        one = table.table(name, _KEYS[name])
        if name == "promised":
            rules[name] = ClockRule()
        elif name == "resolution":
            classes = (klass for klass in CLASSES if one.has(klass))
            by_class = {
                klass: _rule(one.table(klass, _BY_CLASS), klass, calendars, channels)
                for klass in classes
            }
            rules[name] = ClockRule(by_class=by_class)
        elif name != "callback":
            rules[name] = _rule(one, name, calendars, channels)
    return rules


def clock_table(table: Table) -> Table:
    """The table of clocks; its keys are the names of clocks."""
    return table.table("clocks", CLOCKS)


def read_efforts(table: Table) -> dict[str, int]:
    """What keeping each promise takes."""
    return {
        name: table.table(name).duration("effort", EFFORT)
        for name, keys in _KEYS.items()
        if table.has(name) and "effort" in keys
    }


def read_callback(table: Table) -> CallbackRule | None:
    """An agreed call, if the policy has such a clock."""
    if not table.has("callback"):
        return None
    one = table.table("callback")
    for key in ("window", "grace"):
        one.need(key)
    return CallbackRule(
        window=one.duration("window", 0),
        grace=one.duration("grace", 0),
        tries=one.number("tries", 3, 1, 20),
        parts_of_day=one.number("parts_of_day", 3, 1, 6),
        over=one.span("over", Span(days=2)) or Span(days=2),
        text_after_try=one.flag("text_after_try", True),
        effort=one.duration("effort", EFFORT),
    )


def _rule(
    table: Table, name: str, calendars: Collection[str], channels: Collection[str]
) -> ClockRule:
    budget, by_priority = _budget(table)
    cap = table.duration("cap", 0)
    return ClockRule(
        calendar=_calendar(table, name, calendars),
        budget=budget,
        by_priority=by_priority,
        by_channel=_by_channel(table, channels),
        classes=table.choices("classes", CLASSES),
        cap=cap or None,
        pause=table.flag("pause"),
        told=table.flag("told"),
        target=table.flag("target"),
    )


def _calendar(table: Table, name: str, calendars: Collection[str]) -> str:
    allowed = {*calendars, ALWAYS}
    if name in OF_DEPARTMENTS:
        allowed.add(DEPARTMENT)
    return table.choice("calendar", allowed)


def _budget(table: Table) -> tuple[Span | None, dict[str, Span]]:
    if not table.need("budget"):
        return None, {}
    if not isinstance(table.data["budget"], dict):
        return table.span("budget"), {}
    each = table.table("budget", PRIORITIES)
    spans = {one: each.span(one) for one in PRIORITIES if each.need(one)}
    return None, {one: span for one, span in spans.items() if span is not None}


def _by_channel(table: Table, channels: Collection[str]) -> dict[str, Span]:
    own = table.table("channels")
    spans = {}
    for code in own.data:
        if own.chosen(code, code, channels) is not None:
            span = own.span(code)
            if span is not None:
                spans[code] = span
    return spans
