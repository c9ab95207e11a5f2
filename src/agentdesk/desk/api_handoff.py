"""Handoffs to departments as screens see them (C5): values and one protocol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from agentdesk.desk.api_values import Done
from agentdesk.domain.values import Priority


@dataclass(frozen=True, slots=True)
class HandoffLine:
    """A handoff as both sides see it: one row of a department's view, one line of a case."""

    case_id: int
    reference: str
    id: str
    dept: str
    main: bool
    """The lead department; the others assist."""
    title: str
    customer: str
    priority: Priority
    owner: str | None
    asked_at: int
    asked_by: str
    ask: str
    along: tuple[str, ...] = ()
    """What goes with it, as one line each."""
    accepted_at: int | None = None
    accepted_by: str | None = None
    reported_at: int | None = None
    clock: str | None = None
    """``dept_feedback`` or ``dept_next`` while one runs."""
    due: int | None = None
    broken: bool = False
    ended_at: int | None = None
    how: str = ""
    """returned, rejected, recalled or resolved."""
    hop: int = 1
    """The how-many-eth handoff of its case it is."""
    took: int = 0
    """Wall-clock microseconds the department has had it."""
    said: str = ""
    """What it said last (a report, why it rejects, a result) in one line. On a case only."""
    said_what: str = ""
    """finding, result, question, next, rejected or returned. On a case only."""
    code: str = ""
    """Why it was rejected: wrong_department or missing_document. On a case only."""
    right: str = ""
    """The department it belongs to, as the one that rejected it said. On a case only."""
    may_answer: bool = False
    """I may accept it, report on it, reject and return it now."""
    by_phone: bool = False
    """Whoever answers here writes down what the department said: they do not work in it."""


@dataclass(frozen=True, slots=True)
class Department:
    """A department that takes handoffs, and what it has now."""

    code: str
    en: str
    zh: str
    calendar: str
    active: bool
    people: int
    open: int
    late: int
    closes_at: int | None = None
    """When its working time ends next, or begins again if it is closed (see ``is_open``)."""
    is_open: bool = True
    answers_by: int | None = None
    """When its first report would be due if it were asked now; None: no clock would run."""


@dataclass(frozen=True, slots=True)
class AskSuggestion:
    """The department that a case's category suggests, and why."""

    dept: str | None
    reason: str
    """A catalogue key."""


class HandoffApi(Protocol):
    """Asking departments, and answering for one. Every call may raise Refused or DeskTrouble."""

    async def departments(self) -> Sequence[Department]:
        """Every department, those with something late first; retired ones only if they hold
        something, or are mine."""
        ...

    async def department_lines(self, dept: str, *, limit: int = 500) -> Sequence[HandoffLine]:
        """What a department has, the earliest due first (PROMISES: its own view)."""
        ...

    def suggest_department(self, category: str, *, right: str = "") -> AskSuggestion:
        """The department to ask: the one that a rejection named ``right``, else the category's."""
        ...

    async def hand_off(
        self,
        case_id: int,
        dept: str,
        ask: str,
        *,
        along: Sequence[int] = (),
        op: str | None = None,
    ) -> Done:
        """Ask a department (``along``: versions of timeline entries that go with it). Raises
        Refused ``unknown_department``, ``retired_department``, ``already_with``, ``not_owner``,
        ``ask_missing``, ``unknown_entry`` and others."""
        ...

    async def recall(self, case_id: int, handoff: str, *, op: str | None = None) -> Done: ...

    async def accept(self, case_id: int, handoff: str, *, op: str | None = None) -> Done: ...

    async def open_as_department(self, case_id: int, handoff: str) -> None:
        """A specialist of the department has opened it: that accepts it, if nobody has (C5).
        For anybody else, and where it cannot be, nothing happens; it raises nothing."""
        ...

    async def report(
        self,
        handed: Sequence[tuple[int, str]],
        what: str,
        text: str,
        *,
        next_at: int | None = None,
        op: str | None = None,
    ) -> Sequence[Done]:
        """One report on several handoffs, in one transaction: all or none."""
        ...

    async def reject(
        self,
        case_id: int,
        handoff: str,
        code: str,
        *,
        right: str = "",
        text: str = "",
        op: str | None = None,
    ) -> Done:
        """Send it back: ``wrong_department`` (and the right one) or ``missing_document``."""
        ...

    async def give_back(
        self, case_id: int, handoff: str, text: str, *, op: str | None = None
    ) -> Done:
        """The result (回单)."""
        ...
