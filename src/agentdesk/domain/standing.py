"""A case at a moment, whole: state, clocks and place, in one call for store and desk."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agentdesk.domain.case_fold import replay
from agentdesk.domain.clocks import fold_clocks
from agentdesk.domain.order import key, place
from agentdesk.domain.policy import Timeline, at
from agentdesk.domain.state import CaseState, ClockState, Place
from agentdesk.domain.values import Event


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case stands: the folds of its events, of the policies and of now."""

    state: CaseState
    clocks: tuple[ClockState, ...]
    place: Place

    def key(self, case_id: int) -> tuple[int, int, int, int, int]:
        """What sorts it."""
        return key(self.place, case_id)


def standing(
    events: Sequence[Event],
    timeline: Timeline,
    now: int,
    case_id: int = 0,
    *,
    state: CaseState | None = None,
) -> Standing:
    """How a case stands at ``now``. ``events`` is its whole log; events are facts and all count.

    An event later than ``now`` (a clock that was set back) is the present then. ``state`` saves
    the replay where the caller has it already.
    """
    if state is None:
        state = replay(events)
    now = max(now, state.last_at)
    clocks = fold_clocks(events, timeline, now)
    placed = place(state, clocks, at(timeline, now), now, case_id)
    coming = next((since for since, _ in timeline[1:] if since > now), None)
    if coming is not None and (placed.next_change is None or coming < placed.next_change):
        placed = replace(placed, next_change=coming)
    return Standing(state, clocks, placed)


def as_of(
    events: Sequence[Event], timeline: Timeline, instant: int, case_id: int = 0
) -> Standing | None:
    """How a case stood at an instant that may be past: later events have not happened (``--at``).

    None if it had not been received yet.
    """
    known = events[: bisect_right(events, instant, key=_at)]
    return standing(known, timeline, instant, case_id) if known else None


def _at(event: Event) -> int:
    return event.at
