"""What a spoken time is read with: hours of work, whose they are, and the parts of a day (C7).

The parts of the day are those of the policy (``callbacks.parts``), the same in which a customer is
tried again: one source. They have no names there; `named` finds which is whose morning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agentdesk.domain.localdays import time_of_day
from agentdesk.domain.policy_rules import CallsRule
from agentdesk.domain.values import MINUTE

if TYPE_CHECKING:
    from agentdesk.domain.worktime import WorkCalendar

Part = tuple[int, int]
"""Minutes from the midnight that begins the day."""

_EARLIEST, _NIGHT = 5 * 60, 24 * 60
_UNNAMED: Mapping[str, Part] = {"lunchtime": (12 * 60, 13 * 60), "dusk": (17 * 60, 19 * 60)}
"""Parts that people name and no policy has."""
_LUNCH = (12 * 60, 14 * 60)


def named(parts: Sequence[tuple[str, str]]) -> Mapping[str, Part]:
    """The policy's parts of the day by the names people say: those that end by 14:00 are the
    morning, those that begin before 16:30 the afternoon, the others the evening; several of one
    name are one. A part as long as the day has no name; a name that none has is as usual."""
    found: dict[str, Part] = {}
    for written in parts:
        begin, end = (time_of_day(edge) // MINUTE for edge in written)
        name = _name(begin, end)
        if name:
            first, last = found.get(name, (begin, end))
            found[name] = (min(first, begin), max(last, end))
    return {**_UNNAMED, **_usual(), **found}


def _name(begin: int, end: int) -> str:
    if begin < 12 * 60 and end <= 14 * 60:
        return "morning"
    if begin < 11 * 60:
        return ""
    return "afternoon" if begin < 16 * 60 + 30 else "evening"


def _usual() -> dict[str, Part]:
    names = ("morning", "afternoon", "evening")
    edges = ((time_of_day(a) // MINUTE, time_of_day(b) // MINUTE) for a, b in CallsRule().parts)
    return dict(zip(names, edges, strict=True))


def wide(part: str, parts: Mapping[str, Part]) -> Part:
    """Within which the hours of work of a part are looked for: before the morning and behind the
    evening no other part begins."""
    begin, end = parts[part]
    if part == "morning":
        return min(_EARLIEST, begin), end
    if part == "evening":
        return begin, max(_NIGHT, end)
    return _LUNCH if part == "lunchtime" else (begin, end)


USUAL = named(CallsRule().parts)
"""The parts of the day where no policy says otherwise."""


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of work that a typed time may need. ``calendar`` None: none are known."""

    calendar: WorkCalendar | None = None
    name: str = ""
    """The calendar's code in the policy: desk, office, always, …"""
    dept: str = ""
    """The department whose hours they are; "" for the desk or a business line of it."""
    parts: Mapping[str, Part] = field(default_factory=lambda: USUAL)
    """When a part of the day begins and ends."""
