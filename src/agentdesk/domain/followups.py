"""Who is asked how it was, and who is left alone (C10; A6; PROMISES, clock follow_up).

At most one customer is asked once within the policy's time (``follow_up.once_in``), whichever of
their cases it was about. It is kept in two places, and both are needed:

- `waiver`, when a case has been resolved: it is not asked about if the customer was asked within
  that time, or is still to be asked about another case.
- `let_go`, when a customer was asked: what else was still to be asked of them is not asked any
  more.

A complaint is always asked about: silence never closes one (A6), so nothing that was asked of the
customer before counts against it. Somebody who asked not to be asked, who is bereaved or with whom
we are in litigation is left alone with a complaint, too: that is no silence, they were told the
result (C9) and have said, or it is known, that they are not to be rung about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from agentdesk.domain.day import RECENT
from agentdesk.domain.policy_rules import FollowUpRule
from agentdesk.domain.state import CaseState
from agentdesk.domain.values import CaseClass


class Rules(Protocol):
    """What is needed of a policy."""

    @property
    def follow_up(self) -> FollowUpRule:
        """Who is asked, and how often."""
        ...

    def follow_up_needed(self, state: CaseState) -> bool:
        """Whether cases like this are asked about at all."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of the customer of a case that was resolved."""

    no_survey: str = ""
    """Why they are never asked (`day.LEFT_ALONE`); "" if they are."""
    anonymous: bool = False
    """Nobody knows who they are: nobody's same customer."""


@dataclass(frozen=True, slots=True)
class Other:
    """A follow-up of the same customer: one they answered, or (``at`` None) one that is owed."""

    case_id: int
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Waiver:
    """Why somebody is not asked; for ``recent``, on account of which other follow-up."""

    why: str
    other: Other | None = None


def waiver(
    state: CaseState, policy: Rules, customer: Asked, others: Sequence[Other], now: int
) -> Waiver | None:
    """Why the customer of a case that was just resolved is not asked; None: they are.

    ``others`` are the customer's follow-ups: those that were answered (on this case, too, before
    it was opened again) and those that other cases still owe. One that reached nobody is neither.
    """
    complaint = state.klass is CaseClass.COMPLAINT
    if not complaint and not policy.follow_up_needed(state):
        return None
    rule = policy.follow_up
    if customer.no_survey in rule.skip and customer.no_survey:
        return Waiver(customer.no_survey)
    if complaint or customer.anonymous or not rule.once_in:
        return None
    asked = [other for other in others if other.at is not None and now - other.at < rule.once_in]
    if asked:
        return Waiver(RECENT, max(asked, key=lambda other: other.at or 0))
    owed = next((other for other in others if other.at is None), None)
    return Waiver(RECENT, owed) if owed is not None else None


def let_go(state: CaseState, policy: Rules) -> bool:
    """Whether this case's customer, just asked about another one, is not asked about it."""
    return bool(policy.follow_up.once_in) and owed(state) and state.klass != CaseClass.COMPLAINT


def owed(state: CaseState) -> bool:
    """Whether a follow-up of this case is still to be made, or was tried and reached nobody."""
    done = state.followed_up_at is not None or state.followup_waived
    return state.resolved_at is not None and state.closed_at is None and not done


CONTENT = 2
"""An answer of so much, or less, is a complaint waiting to be heard."""


def discontent(speed: int | None, attitude: int | None, solved: int | None) -> bool:
    """Whether what was answered asks for more than a thank-you (C9, C10): the case is offered to
    be opened again."""
    return any(score is not None and score <= CONTENT for score in (speed, attitude, solved))
