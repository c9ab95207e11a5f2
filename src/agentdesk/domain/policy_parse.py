"""Reading a proposal: TOML in, a `Proposal` or the list of its `Problem`s out (E7).

The schema is documented in the bundled ``data/policy.toml``. Everything that is wrong is found in
one go, each with key, line and what is allowed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

from agentdesk.domain.policy import (
    ALWAYS,
    COPYING,
    DESK,
    FAMILIES,
    ORDERS,
    RECEIPTS,
    Calendars,
    FollowUpRule,
    Policy,
    Span,
    WaitRule,
)
from agentdesk.domain.policy_calendars import CalendarSpec, read_calendars
from agentdesk.domain.policy_calls import read_calls
from agentdesk.domain.policy_clocks import (
    CLASSES,
    clock_table,
    read_callback,
    read_clocks,
    read_efforts,
)
from agentdesk.domain.policy_codes import read_codes
from agentdesk.domain.policy_reader import Problem, Reader, Table
from agentdesk.domain.toml_text import broken, read_toml
from agentdesk.domain.values import HOUR, MINUTE, Kind

__all__ = ["Problem", "Proposal", "parse"]

LONGEST = 1_000_000
"""Characters: a policy is written by hand."""

_TOP = (
    "desk", "calendars", "clocks", "callbacks", "wait", "follow_up", "kinds", "channels", "lines",
    "departments", "categories", "criteria", "wrapups",
)  # fmt: skip
_TWICE = ("Cannot declare", "Cannot overwrite", "Duplicate inline table key")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A text that can be applied: everything but the dates, which `policy.resolve` adds."""

    text: str
    bare: Policy
    """The policy without its calendars."""
    calendars: Mapping[str, CalendarSpec] = field(default_factory=dict)


def parse(text: str) -> tuple[Proposal | None, tuple[Problem, ...]]:
    """Read a proposal. None and its problems, in the order of lines, if it cannot be applied."""
    if len(text) > LONGEST:
        return None, (Problem("", None, "too_big", {"high": LONGEST}),)
    text = text.removeprefix("\ufeff")
    try:
        data = read_toml(text)
    except tomllib.TOMLDecodeError as wrong:
        return None, (_syntax(wrong, text),)
    reader = Reader(text.replace("\r\n", "\n"))
    bare, calendars = _read(Table(reader, (), data, _TOP))
    if reader.problems:
        return None, tuple(sorted(reader.problems, key=lambda p: (p.line or 0, p.key)))
    return Proposal(text, bare, calendars), ()


def _syntax(error: ValueError, text: str) -> Problem:
    message, line, row = broken(error, text)
    if message.startswith(_TWICE):
        return Problem(row.partition("=")[0].strip(" []"), line, "twice")
    if not row:
        return Problem("", line, "syntax_only", {"message": message})
    return Problem("", line, "syntax", {"message": message, "row": row})


def _read(top: Table) -> tuple[Policy, dict[str, CalendarSpec]]:
    top.need("calendars")
    calendars = read_calendars(top.table("calendars"))
    names = {*calendars, ALWAYS}
    codes = read_codes(top, names)
    channels = {label.code for label in codes.labels["channel"]}
    top.need("clocks")
    clocks = clock_table(top)
    callback = read_callback(clocks)
    desk = top.table("desk", ("order", "reserve", "soon", "undo", "copy", "receipts"))
    bare = Policy(
        calendars=Calendars({}),
        clocks=read_clocks(clocks, names, channels),
        callback=callback,
        calls=read_calls(top, clocks, names, callback),
        order=desk.choice("order", ORDERS, "promises"),
        reserve=desk.number("reserve", 6, 0, 100),
        soon=desk.duration("soon", 15 * MINUTE),
        undo_window=_undo(desk),
        copy=desk.choice("copy", COPYING, "masked"),
        receipts=desk.choice("receipts", RECEIPTS, "arrivals"),
        efforts=read_efforts(clocks),
        handling=codes.handling,
        wait=_wait(top, names),
        follow_up=_follow_up(top, clocks),
        labels={family: codes.labels[family] for family in FAMILIES},
        lines=codes.lines,
        categories=codes.categories,
        departments=codes.departments,
        criteria=codes.criteria,
    )
    return bare, calendars


def _undo(desk: Table) -> int:
    undo = desk.duration("undo", 5 * MINUTE)
    if undo > HOUR:  # an undo is for a slip of the finger
        desk.problem("range", "undo", desk.data["undo"], low="1s", high="1h")
    return undo


def _wait(top: Table, names: set[str]) -> WaitRule:
    wait = top.table("wait", ("remind", "times", "calendar"))
    default = "office" if "office" in names else DESK
    return WaitRule(
        remind=wait.span("remind", Span(days=3)) or Span(days=3),
        times=wait.number("times", 2, 1, 20),
        calendar=wait.choice("calendar", names, default),
    )


def _follow_up(top: Table, clocks: Table) -> FollowUpRule:
    rule = top.table("follow_up", ("other_person", "once_in", "skip", "kinds"))
    return FollowUpRule(
        tries=clocks.table("follow_up").number("tries", 2, 1, 20),
        other_person=rule.choices("other_person", CLASSES),
        once_in=rule.days("once_in"),
        skip=rule.choices("skip", ("opted_out", "bereaved", "litigation")),
        kinds=rule.choices("kinds", tuple(kind.value for kind in Kind)),
    )
