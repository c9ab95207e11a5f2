"""One clock while the events of its case are folded: the only thing here that changes in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agentdesk.domain.clocks_due import Limit, Still, due_of
from agentdesk.domain.state import Change, ClockState

AGENT, DEPARTMENT, INTAKE = "agent", "department", "intake"


class Running:
    """A clock between its start and its answer. Made, driven and read by the fold alone.

    Without limits it is *idle*: no rule names it now. It is kept all the same, so that a policy or
    class that names it later counts from its original start.
    """

    __slots__ = (
        "actor", "breach_at", "budget", "calendar", "changes", "date", "department", "due",
        "handoff", "id", "left", "limits", "met_at", "name", "pause", "raised", "ran", "said",
        "start", "state", "stills", "target", "tries", "window",
    )  # fmt: skip

    def __init__(self, name: str, id: str, start: int, actor: str) -> None:
        self.name, self.id, self.start, self.actor = name, id, start, actor
        self.state: str | None = None  # how it ended; None while it runs
        self.limits: Sequence[Limit] | None = None
        self.calendar = ""
        self.budget: int | None = None
        self.said: dict[str, Any] = {}  # what measured it, for its account
        self.pause = self.target = self.raised = self.ran = False
        self.date: int | None = None  # a moment that was told, instead of a budget
        self.window: tuple[int, int] | None = None  # of an agreed call, before its grace
        self.handoff: str | None = None
        self.department = ""
        self.due: int | None = None
        self.left: int | None = None
        self.stills: tuple[Still, ...] = ()
        self.met_at: int | None = None
        self.breach_at: int | None = None
        self.tries = 0
        self.changes: list[Change] = []

    def log(self, at: int, what: str, **params: Any) -> None:
        """Put one step into the clock's account."""
        self.changes.append(Change(at, what, params))

    def place(self, stills: Sequence[Still]) -> None:
        """Find due, or what is left, from limits and periods."""
        assert self.limits
        counted = stills if self.pause or self.name == "resolution" else ()
        self.due, self.left, self.stills = due_of(self.limits, counted, not self.pause)

    def pass_due(self, at: int) -> None:
        """Note the breach if the due is past at an instant. Exactly at due is in time."""
        due = self.due
        if due is not None and due < at and self.breach_at is None:
            self.breach_at = due
            self.log(due, "breached", due_at=due)

    def raise_due(self, at: int) -> None:
        """After a change: a due that is past already is a breach of now, charged to nobody."""
        due = self.due
        if due is not None and due < at and self.breach_at is None:
            self.breach_at, self.raised = at, True
            self.log(at, "breached", due_at=due, raised=True)

    def stop(self, at: int, by: str) -> None:
        """What was promised has been done. What no rule names any more had ended before."""
        if self.limits is None:
            self.state = "cancelled"
            return
        self.state = "met" if self.breach_at is None else "met_late"
        self.met_at = at
        self.log(at, "met", by=by)

    def end(self, at: int, state: str, by: str) -> None:
        """Nobody waits for it any more: ``cancelled`` or ``not_reached``."""
        if self.limits is None:
            self.state = "cancelled"
            return
        self.state = state
        self.log(at, "cancelled", by=by)

    def no_longer_named(self, at: int, by: str) -> None:
        """No rule measures it from now on; it is kept, in case one does again."""
        self.stills = tuple(
            [(begin, at if end is None else end, wait) for begin, end, wait in self.stills]
        )
        self.log(at, "cancelled", by=by)

    def shown(self, now: int) -> ClockState | None:
        """How it stands, or None if no rule ever named it."""
        if not self.ran:
            return None
        state, due, left = self.state, self.due, None
        if state is None:
            if self.limits is None:
                state = "cancelled"
            else:
                self.pass_due(now)
                state = "running"
                if due is None:
                    left, state = self.left, "paused"
                if self.breach_at is not None:
                    state = "breached"
        still, pauses = 0, self.stills
        said: tuple[tuple[int, int | None, str], ...] = ()
        if pauses:
            still = sum([(now if end is None else end) - begin for begin, end, _ in pauses])
            said = tuple([(a, b, "customer" if wait else "result") for a, b, wait in pauses])
        return ClockState(
            self.name, self.id, state, self.calendar, self.start, self.budget, due, self.actor,
            self.target, self.raised, self.met_at, self.breach_at, left, still, self.handoff,
            tuple(self.changes),
            said,
        )  # fmt: skip
