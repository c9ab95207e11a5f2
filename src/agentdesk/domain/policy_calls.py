"""How calls are agreed on, as a proposal says it: the table ``[callbacks]`` (C7)."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

from agentdesk.domain.localdays import pieces
from agentdesk.domain.policy import DESK, CallbackRule, CallsRule
from agentdesk.domain.policy_calendars import read_ranges
from agentdesk.domain.policy_reader import Table
from agentdesk.domain.values import DAY, HOUR, MINUTE

_KEYS = ("slot", "capacity", "ahead", "parts", "apart", "calendar", "visits", "names")
_SHORTEST, _LONGEST = 5 * MINUTE, 4 * HOUR
_MOST_PARTS = 6
_FURTHEST = 366 * DAY


def read_calls(
    top: Table, clocks: Table, calendars: Collection[str], rule: CallbackRule | None
) -> CallsRule:
    """The grid of a day, and who can make how many. ``rule``: what its clock says of the tries."""
    table = top.table("callbacks", _KEYS)
    usual = CallsRule()
    parts = _parts(table) or usual.parts
    if rule is not None and rule.parts_of_day > len(parts):
        clock = clocks.table("callback")
        clock.problem("range", "parts_of_day", rule.parts_of_day, low=1, high=len(parts))
    return CallsRule(
        slot=_slot(table, usual.slot),
        capacity=table.number("capacity", usual.capacity, 1, 20),
        ahead=_ahead(table, usual.ahead),
        parts=parts,
        apart=table.duration("apart", usual.apart),
        calendar=table.choice("calendar", calendars, DESK),
        visits=table.choice("visits", calendars, "office" if "office" in calendars else DESK),
        names=table.flag("names"),
    )


def _slot(table: Table, usual: int) -> int:
    slot = table.duration("slot", usual)
    if not _SHORTEST <= slot <= _LONGEST or DAY % slot:  # a day is cut into whole slots
        table.problem("slot", "slot", table.data["slot"])
        return usual
    return slot


def _ahead(table: Table, usual: int) -> int:
    ahead = table.days("ahead", usual)
    if ahead > _FURTHEST:
        table.problem("too_far", "ahead", table.data["ahead"])
    return ahead


def _parts(table: Table) -> tuple[tuple[str, str], ...]:
    """Ranges of one day, one after the other."""
    if not table.has("parts"):
        return ()
    written = table.list("parts")
    if not isinstance(table.data["parts"], list):
        return ()
    parts = read_ranges(table, "parts", written)
    if len(parts) != len(written):
        return ()
    each = [pieces([part])[0] for part in parts]
    apart = all(first[1] <= then[0] for first, then in pairwise(each))
    if not 1 <= len(parts) <= _MOST_PARTS or not apart or each[-1][1] > DAY:
        table.problem("parts", "parts", ", ".join(map(str, written)))
        return ()
    return parts
