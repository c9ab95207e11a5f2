"""Every kind of event a log may hold, its version, and how older ones are read.

Kinds of cases are `domain.events`; the desk's own stand in the same chain under case 0:

| kind | body |
| --- | --- |
| desk_made | uid, tz, lang, encrypted (bool) |
| desk_upgraded | from, to (migrations) |
| person_added | code, role, dept |
| person_changed | code, role, active (bool), dept |
| policy_applied | version, digest |
| imported | file (digest of the file), mapping, rows, cases, rejects |
| exported | events, cases, calls |
| subject_erased | subject (customer id) |
| sticky_put | subject (customer id), text, until |
| sticky_ended | of (content id of the note), subject |
| customer_changed | subject, fields (codes of what was changed) |
| rebuilt | cases |
| department_added | code, calendar |
| department_changed | code, calendar, active (bool) |
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from agentdesk.domain import events
from agentdesk.store.errors import StoreTrouble

DESK = frozenset(
    {
        "desk_made", "desk_upgraded", "person_added", "person_changed", "policy_applied",
        "imported", "exported", "subject_erased", "rebuilt", "sticky_put", "sticky_ended",
        "customer_changed", "department_added", "department_changed",
    }
)  # fmt: skip

_KNOWN = events.ALL | DESK

Body: TypeAlias = Mapping[str, Any]
Upcaster: TypeAlias = Callable[[Body], Body]

UPCASTERS: dict[tuple[str, int], Upcaster] = {}
"""(kind, version) -> how that body is written in the next version. Old events are never
rewritten; they are read through these."""


def known(kind: str) -> bool:
    """Whether a log may hold this kind."""
    return kind in _KNOWN


def upcast(kind: str, v: int, body: Body) -> tuple[int, Body]:
    """An event's body in the newest version of its kind.

    Raises StoreTrouble ``newer`` for a kind that this program does not know.
    """
    if UPCASTERS:
        while (step := UPCASTERS.get((kind, v))) is not None:
            v, body = v + 1, step(body)
    if v != newest(kind) or not known(kind):
        raise StoreTrouble("newer", path="", found=f"{kind}/{v}", known=f"{kind}/{newest(kind)}")
    return v, body


def newest(kind: str) -> int:
    """The version in which events of a kind are written today."""
    if not UPCASTERS:
        return 1
    return 1 + max((v for name, v in UPCASTERS if name == kind), default=0)
