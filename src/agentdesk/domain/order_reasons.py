"""Why a case stands where it stands: made of the very values that sort it (PROMISES).

A reason is a code of the area ``reason`` and raw parameters: names ending in ``_at`` are instants,
in ``_us`` durations, ``clock`` and ``broken`` are names of clocks (area ``clock``), ``priority`` is
a code. ``reason.<code>`` is the whole sentence, ``reason.<code>.short`` the row's. Nothing in them
changes with time alone, except at the place's ``next_change``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agentdesk.domain.policy import Policy
from agentdesk.domain.state import CaseState, ClockState, Reason
from agentdesk.domain.values import Status

if TYPE_CHECKING:
    from agentdesk.domain.order import Live, Spot


def reason_of(
    spot: Spot, state: CaseState, policy: Policy, broken: tuple[int, str] | tuple[None, None]
) -> Reason:
    """The reason of a place in the queue."""
    by = spot.by
    if by is None:
        return Reason("none")
    if by.clock is None:
        times = policy.wait.times
        asked = times and state.waits >= times
        return Reason("remind_lead" if asked else "remind", {"remind_at": by.due})
    said: dict[str, Any] = {"clock": by.clock.name, "due_at": by.due}
    late = by.clock.state == "breached"
    code = spot.code
    if code in ("p1", "contain", "surge", "due"):
        return Reason(f"{code}_late" if late else code, said)
    if code == "strict":
        said["priority"] = state.priority.value
        return Reason("strict_late" if late else "strict", said)
    if code == "protected":
        who = "complaint" if state.klass == "complaint" else "care"
        return _unkept(who, late, by, said, state, policy)
    if code == "late":
        said["priority"] = state.priority.value
        return _unkept("late", late, by, said, state, policy)
    if by.clock.target:
        return Reason("target_late" if late else "target", said)
    if broken[0] is not None:
        return Reason("next_broken", {**said, "broken": broken[1], "broken_at": broken[0]})
    return Reason("next", said)


def _unkept(
    who: str, late: bool, by: Live, said: dict[str, Any], state: CaseState, policy: Policy
) -> Reason:
    """A promise that is broken, or that the desk time left is too short for."""
    if late:
        return Reason(who if who == "late" else f"{who}_late", said)
    assert by.clock is not None
    effort = policy.effort(by.clock.name, state.category, state.kind)
    return Reason(f"{who}_short", {**said, "effort_us": effort})


def out_of_queue(state: CaseState, still: ClockState | None) -> Reason:
    """Why a case is not in the queue, and what is left where a clock stands still."""
    if state.status is Status.CLOSED:
        return Reason("closed", {"closed_at": state.closed_at})
    if state.status is not Status.WAITING:
        return Reason("resolved", {"resolved_at": state.resolved_at})
    wake = {} if state.remind_at is None else {"wake_at": state.remind_at}
    code = "waiting" if wake else "waiting_open"
    if still is None:
        return Reason(f"{code}_only", wake)
    if still.remaining is None or still.state == "breached":
        return Reason(f"{code}_late", {**wake, "clock": still.name})
    return Reason(code, {**wake, "clock": still.name, "left_us": still.remaining})
