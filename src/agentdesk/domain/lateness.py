"""Why a case was late: each promise that was not kept in time, with whose time it took (C4, D1).

Made of the same events and clock states that sort the queue and make `explain`'s accounts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agentdesk.domain.explain import Minutes, minutes
from agentdesk.domain.state import ClockState
from agentdesk.domain.values import Event


@dataclass(frozen=True, slots=True)
class LatePromise:
    """One promise that was late. Instants and durations in microseconds."""

    clock: str
    due: int
    ended: int | None
    """When it was kept after all; None: it never was."""
    owed: bool
    """It is still to be kept."""
    late: int
    """How late it was kept, or is by now; 0 where it is not owed any more."""
    spent: Minutes
    """Whose time it was, from the clock's start to its end."""
    paused: int
    """For how long it stood still while we waited on the customer."""
    raised: bool
    """A change of priority, class or rules broke it: charged to nobody."""


def late_promises(
    clocks: Sequence[ClockState], events: Sequence[Event], now: int
) -> tuple[LatePromise, ...]:
    """The promises of a case that were or are late, oldest breach first. Targets are none."""
    late = [clock for clock in clocks if clock.breach_at is not None and not clock.target]
    late.sort(key=lambda clock: (clock.breach_at or 0, clock.name, clock.id))
    return tuple(_late(clock, events, now) for clock in late if clock.due is not None)


def _late(clock: ClockState, events: Sequence[Event], now: int) -> LatePromise:
    owed = clock.open
    end = clock.met_at if clock.met_at is not None else now if owed else clock.breach_at or now
    due = clock.due or 0
    return LatePromise(
        clock=clock.name,
        due=due,
        ended=clock.met_at,
        owed=owed,
        late=max(0, end - due) if owed or clock.met_at is not None else 0,
        spent=_between(events, clock.started, end),
        paused=sum(
            max(0, min(until if until is not None else end, end) - since)
            for since, until, whom in clock.pauses
            if whom == "customer"
        ),
        raised=clock.raised,
    )


def _between(events: Sequence[Event], start: int, end: int) -> Minutes:
    """Whose time it was between two instants."""
    until, before = (
        minutes([event for event in events if event.at <= at], now=at) for at in (end, start)
    )
    return Minutes(
        until.queue - before.queue,
        until.agent - before.agent,
        until.department - before.department,
        until.customer - before.customer,
    )
