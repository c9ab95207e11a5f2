"""What comes first: where a case stands in the queue, and why (PROMISES, "What comes first").

The key is ``(band, rank, due, received, id)``, total and stable. Only clocks that an agent can act
on order a case; a clock that stands still (waiting on the customer) orders nothing.

- Band 1, rank 0: P1 without a reply (or with a loss not contained, where the category asks for
  it), late or not, by due. Rank 1: surge cases by their earliest open due, kept or broken.
- Band 2: the next promise that can still be kept, by due: the desk time left is at least the
  expected effort. A *target* is never broken and stands here by its due, even past it. Complaints
  and customers in care never sink: a broken promise of theirs stands here by its due.
- Band 3: nothing left to keep, by priority then due.
- Band 9: not in the queue. A reminder that has come brings a waiting case back, by its instant.

Orders ``strict`` (priority, then earliest due) and ``due`` know band 2 alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from agentdesk.domain.clocks_run import AGENT
from agentdesk.domain.order_reasons import out_of_queue, reason_of
from agentdesk.domain.policy import DESK, Policy
from agentdesk.domain.state import CaseState, ClockState, Place, Reason
from agentdesk.domain.values import CaseClass, Priority, Status

NEVER = 2**62
"""Sorts after every due: a case without any."""

IN_HAND = frozenset({Status.NEW, Status.OPEN, Status.WAITING})


class Live(NamedTuple):
    """A clock that an agent can act on now (None: the reminder of a wait that has come)."""

    due: int
    clock: ClockState | None
    keepable: bool
    orders: bool
    """It can place the case in band 2: it can be kept, or it is a target or a reminder."""


class Spot(NamedTuple):
    """The part of a place that an order rule decides."""

    band: int
    rank: int
    by: Live | None
    code: str
    """Which rule put it there: what its reason is made of."""


def place(
    state: CaseState, clocks: Sequence[ClockState], policy: Policy, now: int, case_id: int = 0
) -> Place:
    """Where a case stands at ``now``, by the policy in force then. A pure function of its values.

    ``next_change`` is the first later instant at which time alone may change anything here or in
    the state of any of its clocks.
    """
    mine = [clock for clock in clocks if clock.actor == AGENT and clock.open]
    windows = {one.id: one.at for one in state.callbacks if one.open}
    waiting = state.status is Status.WAITING
    lives: list[Live] = []
    changes = [c.due + 1 for c in clocks if c.state == "running" and c.due is not None]
    desk = policy.calendars[policy.calendar_name(DESK, state.line)]
    for clock in mine:
        due = clock.due
        if due is None or (waiting and _stands_still(clock, state, policy)):
            continue
        begins = windows.get(clock.handoff or "") if clock.name == "callback" else None
        if begins is not None and now < begins:  # C7: never handed out before its window
            changes.append(begins)
            continue
        keepable = False
        if clock.state == "running":
            effort = policy.effort(clock.name, state.category, state.kind)
            latest = desk.latest_start_at(due, effort)
            keepable = now <= latest
            if keepable:
                changes.append(latest + 1)
        lives.append(Live(due, clock, keepable, keepable or clock.target))
    if waiting and state.remind_at is not None:
        if now >= state.remind_at:
            lives.append(Live(state.remind_at, None, True, True))
        else:
            changes.append(state.remind_at)
    spot = _spot(state, lives, policy)
    broken = min(
        ((c.breach_at, c.name) for c in mine if c.broken and c.breach_at is not None),
        default=(None, None),
    )
    next_change = min(changes, default=None)
    if spot is None:
        return _out(state, mine, broken, next_change)
    by = spot.by
    clock_of = by.clock if by is not None else None
    return Place(
        band=spot.band,
        rank=spot.rank,
        due=NEVER if by is None else by.due,
        received=state.received_at or 0,
        clock=None if clock_of is None else clock_of.name,
        clock_due=None if by is None else by.due,
        broken_since=broken[0],
        broken_clock=broken[1],
        frozen=False,
        wake_at=None,
        next_change=next_change,
        keepable=by is not None and by.keepable,
        reason=reason_of(spot, state, policy, broken),
    )


def key(place: Place, case_id: int) -> tuple[int, int, int, int, int]:
    """What sorts a case: band, rank, due, received, id."""
    return (place.band, place.rank, place.due, place.received, case_id)


def why_before(first: Place, second: Place) -> Reason:
    """Why one case comes before another: the first part of their keys that differs."""
    if first.band != second.band:
        return Reason(f"before.band{first.band}{second.band}" if second.band != 9 else "before.out")
    if first.rank != second.rank:
        if first.band == 1:
            return Reason("before.surge")
        return Reason("before.priority", {"first": f"P{first.rank}", "then": f"P{second.rank}"})
    if first.due != second.due:
        if second.due == NEVER:
            return Reason("before.no_promise")
        return Reason("before.due", {"first_at": first.due, "then_at": second.due})
    if first.received != second.received:
        return Reason("before.received", {"first_at": first.received, "then_at": second.received})
    return Reason("before.number")


def _stands_still(clock: ClockState, state: CaseState, policy: Policy) -> bool:
    """A late clock stands still like any other of its kind while the customer has the word."""
    if clock.state == "paused":
        return True
    rule = policy.clocks.get(clock.name)
    if rule is not None and rule.by_class:
        rule = rule.by_class.get(state.klass)
    return rule is not None and rule.pause


# --- the rules -----------------------------------------------------------------------------------


def _spot(state: CaseState, lives: Sequence[Live], policy: Policy) -> Spot | None:
    """By the order in force; None: the case is not in the queue."""
    if not lives:
        if state.status in (Status.NEW, Status.OPEN):  # nothing is promised, and nothing forgotten
            return Spot(2, 0, None, "none")
        return None
    first = min(lives, key=_by_due)
    if policy.order == "strict":
        return Spot(2, state.priority.rank, first, "strict")
    if policy.order == "due":
        return Spot(2, 0, first, "due")
    if state.status in IN_HAND:
        urgent = _urgent(state, lives, first, policy)
        if urgent is not None:
            return urgent
    if is_protected(state):
        lost = [live for live in lives if live.clock is not None and live.clock.broken]
        if lost:
            return Spot(2, 0, min(lost, key=_by_due), "protected")
    nexts = [live for live in lives if live.orders]
    if nexts:
        return Spot(2, 0, min(nexts, key=_by_due), "next")
    if is_protected(state):
        return Spot(2, 0, first, "protected")
    return Spot(3, state.priority.rank, first, "late")


def _urgent(state: CaseState, lives: Sequence[Live], first: Live, policy: Policy) -> Spot | None:
    """Band 1."""
    if state.priority is Priority.P1:
        for live in lives:
            if live.clock is not None and live.clock.name == "first_response":
                return Spot(1, 0, live, "p1")
        if to_contain(state, policy):
            return Spot(1, 0, first, "contain")
    if state.surge:
        return Spot(1, 1, first, "surge")
    return None


def to_contain(state: CaseState, policy: Policy) -> bool:
    """Whether a loss is still to be stopped: the category asks for it, and nobody said it is."""
    about = policy.categories.get(state.category)
    return about is not None and about.contain and state.contained_at is None


def is_protected(state: CaseState) -> bool:
    """Complaints and customers in care never sink (B5, A6)."""
    return state.care or state.klass is CaseClass.COMPLAINT


def _by_due(live: Live) -> tuple[int, int, str]:
    """Earliest first; of two at one instant a clock before a reminder, and by name."""
    name = "" if live.clock is None else live.clock.name
    return (live.due, live.clock is None, name)


def _out(
    state: CaseState,
    mine: Sequence[ClockState],
    broken: tuple[int, str] | tuple[None, None],
    next_change: int | None,
) -> Place:
    """Out of the queue: waiting on the customer, or done."""
    frozen = state.status is Status.WAITING
    still = min(mine, key=_by_left, default=None) if frozen else None
    ended = state.closed_at if state.status is Status.CLOSED else state.resolved_at
    due = state.remind_at if frozen else ended
    return Place(
        band=9,
        rank=0,
        due=NEVER if due is None else due,
        received=state.received_at or 0,
        clock=None if still is None else still.name,
        clock_due=state.remind_at if frozen else None,
        broken_since=broken[0],
        broken_clock=broken[1],
        frozen=frozen,
        wake_at=state.remind_at if frozen else None,
        next_change=next_change,
        keepable=False,
        reason=out_of_queue(state, still),
    )


def _by_left(clock: ClockState) -> tuple[int, str]:
    left = clock.remaining
    return (-1 if left is None else left, clock.name)
