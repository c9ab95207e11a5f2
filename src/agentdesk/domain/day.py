"""A case in the course of a day: departments, agreed calls, mail, going home, as values."""

from __future__ import annotations

from dataclasses import dataclass

REPORTS = ("finding", "result", "question", "next")
"""What a department's report can be (C5)."""

REJECTIONS = ("wrong_department", "missing_document")

CALL, VISIT = "call", "visit"
CALLBACKS = (CALL, VISIT)

WAIVERS = ("recent", "opted_out", "bereaved", "litigation")


@dataclass(frozen=True, slots=True)
class Handed:
    """One handoff to a department. Instants; None where it has not happened."""

    id: str
    dept: str
    main: bool
    """It leads; the others assist."""
    asked_at: int
    asked_by: str
    text: int = 0
    along: tuple[int, ...] = ()
    accepted_at: int | None = None
    accepted_by: str | None = None
    reported_at: int | None = None
    ended_at: int | None = None
    how: str = ""
    """returned, rejected, recalled or resolved."""

    @property
    def open(self) -> bool:
        """The department has it."""
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class Agreed:
    """A call or a visit that was agreed: its window, and what became of it."""

    id: str
    what: str
    who: str
    at: int
    until: int
    set_by: str
    set_at: int
    about: int = 0
    place: int = 0
    bring: int = 0
    tries: tuple[int, ...] = ()
    """When nobody answered."""
    state: str = "set"
    """set, reached, unreachable or cancelled."""

    @property
    def open(self) -> bool:
        """It is still to be made."""
        return self.state == "set"
