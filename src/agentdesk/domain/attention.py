"""What a team lead should look at (C5, C6, C7): facts of a case as the bits of a number."""

from __future__ import annotations

from agentdesk.domain.state import CaseState
from agentdesk.domain.values import Status

CHASED, REJECTED, UNDELIVERED, UNREACHABLE = 1, 2, 4, 8

CHASED_OFTEN = 3
"""Chasers (催办) from which a lead is told."""
REJECTED_OFTEN = 2
"""Rejections of handoffs from which a lead is told (C5)."""

NAMES = {
    CHASED: "chased",
    REJECTED: "rejected",
    UNDELIVERED: "undelivered",
    UNREACHABLE: "unreachable",
}


def attention(state: CaseState) -> int:
    """The bits that are set for a case as it stands; 0 for one that is closed."""
    if state.status is Status.CLOSED:
        return 0
    bits = 0
    if state.undelivered:
        bits |= UNDELIVERED
    if state.status is Status.RESOLVED:
        return bits
    if state.chasers >= CHASED_OFTEN:
        bits |= CHASED
    if state.rejections >= REJECTED_OFTEN:
        bits |= REJECTED
    if _given_up(state):
        bits |= UNREACHABLE
    return bits


def _given_up(state: CaseState) -> bool:
    """Every try of an agreed call was in vain, and since then nobody has told the customer anything
    or agreed on another one."""
    if any(one.open for one in state.callbacks):
        return False
    told = state.last_reply_at or 0
    return any(one.state == "unreachable" and one.changed_at > told for one in state.callbacks)


def names(bits: int) -> tuple[str, ...]:
    """The codes of the bits that are set."""
    return tuple(name for bit, name in NAMES.items() if bits & bit)
