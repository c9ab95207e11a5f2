"""A case in the course of a day: departments, agreed calls, mail, going home, as values."""

from __future__ import annotations

from dataclasses import dataclass

REPORTS = ("finding", "result", "question", "next")
"""What a department's report can be (C5)."""

REJECTIONS = ("wrong_department", "missing_document")

CALL, VISIT = "call", "visit"
CALLBACKS = (CALL, VISIT)

RECENT = "recent"
LEFT_ALONE = ("opted_out", "bereaved", "litigation")
"""Why a customer is never asked how it was."""

WAIVERS = (RECENT, *LEFT_ALONE)


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
    code: str = ""
    """Why it was rejected."""
    right: str = ""
    """The department it belongs to, as the one that rejected it said."""
    said: int = 0
    """The text of the last report, rejection or result."""
    said_what: str = ""
    """finding, result, question, next, rejected or returned."""

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
    changes: int = 0
    """How often it was changed: a calendar that shows it has to know which word is the last."""
    changed_at: int = 0
    had: tuple[str, ...] = ()
    """Who was to make it before, and is no more."""

    @property
    def open(self) -> bool:
        """It is still to be made."""
        return self.state == "set"
