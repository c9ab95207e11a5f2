"""Agreed calls and visits as screens see them (C7): values and one protocol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from agentdesk.desk.api_values import Done
from agentdesk.domain.when_parts import Hours


@dataclass(frozen=True, slots=True)
class CallbackLine:
    """An agreed call or visit. Instants; texts are clean, customers masked."""

    case_id: int
    reference: str
    id: str
    what: str
    """call or visit."""
    who: str
    at: int
    until: int
    due: int
    """The end of its window and the grace after it: later it is missed."""
    state: str
    """set, reached, unreachable, cancelled."""
    tries: int
    customer: str
    phone: str
    """Masked; the number on file is rung, never one given today."""
    about: str
    place: str = ""
    bring: str = ""
    zone: str = ""
    """The customer's zone where it is not the desk's."""
    mine: bool = False
    title: str = ""
    off: bool = False
    """It is still to be made, and whoever is to make it does not work then (any more)."""

    def missed(self, now: int) -> bool:
        """Nobody rang in time."""
        return self.state == "set" and now > self.due

    def begun(self, now: int) -> bool:
        """Its window has begun, and it is still to be made."""
        return self.state == "set" and now >= self.at


@dataclass(frozen=True, slots=True)
class Slot:
    """One time of the day's grid for one agent."""

    at: int
    until: int
    who: str
    free: bool
    why: str = ""
    """Why not: taken, full, off (outside their hours), closed (holiday), past."""
    calls: tuple[CallbackLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """A day as a grid: times down, agents across."""

    date: str
    """ISO, in the desk's zone."""
    begins: int
    ends: int
    holiday: str = ""
    """Its name, or ``closed``, where the desk does not work."""
    agents: tuple[str, ...] = ()
    rows: tuple[tuple[Slot, ...], ...] = ()
    """One row a slot; in it one slot for each agent, in the order of ``agents``."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the desk thinks of a time before it is agreed on."""

    at: int
    until: int
    who: str
    problems: tuple[tuple[str, dict[str, object]], ...] = ()
    """What stands against it: (code, params), sentences ``callbacks.problem.<code>``: past (at),
    outside_window (begins, ends: ``18:00``, by the customer's clock), holiday and closed (date,
    ISO), agent_off, taken and full (at, until: the window that stands there), too_long_ahead
    (days), no_number (none is on file). Each has ``person``, too: who is to make it."""
    blocking: bool = False
    """It will be refused. ``no_number`` alone blocks nothing, ``agent_off`` nobody who gives away
    their own time."""
    better: tuple[int, ...] = ()
    """The next free times near it, at most three."""
    zone: str = ""
    local: str = ""
    """The same time as the customer's clock shows it (ISO), where the zone differs."""


class CallbackApi(Protocol):
    """Agreeing on calls and visits and making them. Every call may raise Refused, DeskTrouble."""

    def hours(self, what: str = "", *, line: str = "", dept: str = "") -> Hours:
        """The hours of work by which a typed time is read, and the parts of the day: those of the
        desk (of a business line), of a ``call``, a ``visit`` or a ``wait``, or of a department."""
        ...

    async def day(self, date: str, *, who: str | None = None) -> Day:
        """A day's grid for the people who take calls (or one of them)."""
        ...

    async def due_callbacks(self, *, who: str | None = None) -> Sequence[CallbackLine]:
        """What is to be rung now or was missed, then what comes within the day; the oldest first.
        ``who`` None: everybody's."""
        ...

    async def judge_callback(
        self,
        case_id: int,
        at_time: int,
        *,
        until: int | None = None,
        who: str | None = None,
        what: str = "call",
        moving: str | None = None,
    ) -> Judged:
        """Whether a time fits the customer's window, the hours and the capacity. ``moving``: the
        id of the call that it would replace."""
        ...

    async def agree(
        self,
        case_id: int,
        at_time: int,
        about: str,
        *,
        until: int | None = None,
        who: str | None = None,
        what: str = "call",
        place: str = "",
        bring: str = "",
        op: str | None = None,
    ) -> Done:
        """Agree on a call, or a visit to a branch. ``who`` None: the owner, else me. Raises Refused
        ``callback_taken``, ``callback_outside``, ``callback_holiday``, ``callback_closed``,
        ``callback_off``, ``callback_far``, ``callback_in_past`` and others; what a time is refused
        for comes with ``better``, the next free instants. A window is the policy's where no end
        is named."""
        ...

    async def move_callback(
        self,
        case_id: int,
        callback: str,
        at_time: int,
        *,
        until: int | None = None,
        who: str | None = None,
        why: str = "",
        op: str | None = None,
    ) -> Done: ...

    async def callback_reached(
        self,
        case_id: int,
        callback: str,
        text: str,
        *,
        findings: bool = False,
        promised_at: int | None = None,
        op: str | None = None,
    ) -> Done:
        """They were reached and this was said: a contact like any other."""
        ...

    async def callback_no_answer(
        self, case_id: int, callback: str, text: str = "", *, op: str | None = None
    ) -> tuple[Done, int | None]:
        """Nobody answered; when the retry rule tries again (None: unreachable)."""
        ...

    async def cancel_callback(
        self, case_id: int, callback: str, why: str, *, op: str | None = None
    ) -> Done: ...

    async def set_wishes(
        self,
        subject: int,
        *,
        calls_from: int | None = None,
        calls_until: int | None = None,
        tz: str | None = None,
        no_survey: str | None = None,
        op: str | None = None,
    ) -> None:
        """What a customer wishes, all of it anew (None: nothing special): minutes of their day
        between which they may be rung, their zone, and why they are not asked how it was
        (opted_out, bereaved, litigation). Raises Refused (``wish_time``, ``wish_zone``,
        ``unknown_customer``)."""
        ...
