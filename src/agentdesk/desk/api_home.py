"""Going home as screens see it (C12): values and one protocol."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from agentdesk.desk.api_values import Done
from agentdesk.domain.values import Priority, Status


@dataclass(frozen=True, slots=True)
class HomeLine:
    """One thing of somebody's that falls due before they work next."""

    case_id: int
    reference: str
    priority: Priority
    status: Status
    customer: str
    """Masked."""
    title: str
    clock: str
    """The clock that runs out first, or ``remind`` (a wait's reminder), ``plan``, or ``call``: an
    agreed call of theirs on somebody else's case."""
    due: int
    callback: str = ""
    """The id of that call."""
    call_at: int = 0
    """When its window begins."""
    duty: str | None = None
    """Who is on duty for its line, or leads: to whom it can be given without asking."""
    offered_to: str | None = None
    offered_at: int | None = None
    declined_by: str | None = None
    """Who was asked last and would not take it."""
    declined_why: str = ""
    """With these words."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A case, or an agreed call on somebody else's case, that was handed over today."""

    case_id: int
    reference: str
    to: str
    accepted: bool
    """They have it; else they have been asked and have not answered."""
    duty: bool = False
    """They have it because they are on duty."""
    callback: str = ""
    """The id of the call, if it is one."""


@dataclass(frozen=True, slots=True)
class HomeView:
    """Somebody's end of the day."""

    person: str
    next_shift: int
    lines: tuple[HomeLine, ...]
    """What is due before that and still theirs, the earliest first."""
    staying: int
    """Their other open cases: they can wait until the next shift."""
    handed: tuple[HandedOver, ...]
    at: int

    @property
    def clear(self) -> bool:
        """Nothing that is due is without a person."""
        return not self.lines


@dataclass(frozen=True, slots=True)
class NotPossible:
    """One line of what was to be handed over, and why it cannot be: stands in ``lines`` of the
    refusal of the whole."""

    reference: str
    code: str
    """A refusal code."""
    params: Mapping[str, object]
    case_id: int = 0
    callback: str = ""
    """The call, if it was one."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A case that a colleague asks me to take over."""

    case_id: int
    reference: str
    priority: Priority
    customer: str
    title: str
    by: str
    at: int
    clock: str | None
    due: int | None


class HomeApi(Protocol):
    """Handing over at the end of the day. Every call may raise Refused or DeskTrouble. A lead may
    do it for somebody who is away."""

    async def going_home(self, person: str | None = None) -> HomeView:
        """What of mine (or, for a lead, of ``person``) is due before the next shift. Raises
        Refused ``leads_only``, ``unknown_person``."""
        ...

    async def takers(self) -> Mapping[str, int]:
        """Who may take a case over (agents and leads), by code, each with how many cases they have
        open."""
        ...

    async def hand_over(
        self,
        case_ids: Sequence[int],
        to: str,
        *,
        calls: Sequence[tuple[int, str]] = (),
        op: str | None = None,
    ) -> Sequence[Done]:
        """Ask a colleague to take cases over (they stay mine until it is accepted), and give them
        ``calls`` (case and call) on cases of others, theirs at once. One transaction: all or none.
        What it is refused for is that of the first line that cannot be; ``lines`` names them all
        (`NotPossible`)."""
        ...

    async def give_to_duty(
        self, case_ids: Sequence[int], *, op: str | None = None
    ) -> Sequence[Done]:
        """Give cases to whoever is on duty for their lines (or leads): theirs at once. Raises
        Refused ``no_duty`` where nobody is; all or none, as `hand_over`."""
        ...

    async def offers(self) -> Sequence[Offer]:
        """Cases that colleagues ask me to take over, the earliest due first."""
        ...

    async def take_over(
        self, case_ids: Sequence[int], *, op: str | None = None
    ) -> Sequence[Done]: ...

    async def decline(self, case_id: int, why: str = "", *, op: str | None = None) -> Done:
        """Not me; also takes back what I have asked of somebody."""
        ...
