"""Who is asked how it was: decided in the transaction that resolves, or that asks (C10).

The rules are `domain.followups`; here they get what the store knows of the customer. What has to be
waived is returned as commands, so that `acting` can decide them like any other.
"""

from __future__ import annotations

from collections.abc import Sequence

from agentdesk.domain import commands as c
from agentdesk.domain import events as k
from agentdesk.domain.commands_day import WaiveFollowUp
from agentdesk.domain.followups import Asked, Other, waiver
from agentdesk.domain.policy import Policy
from agentdesk.domain.state import CaseState
from agentdesk.domain.values import Event, Status
from agentdesk.store import followups, subjects
from agentdesk.store.tx import Tx


def waived(
    tx: Tx, case_id: int, state: CaseState, fresh: Sequence[Event], policy: Policy
) -> list[c.Command]:
    """What a case that these events have resolved asks for besides: that nobody is asked."""
    resolved = any(event.kind == k.RESOLVED for event in fresh)
    if not resolved or state.status is not Status.RESOLVED or not state.subject:
        return []
    known, now = subjects.get(tx, state.subject), state.last_at
    customer = Asked(known.no_survey or "", anonymous=not known.words)
    why = waiver(state, policy, customer, _others(tx, case_id, state.subject, policy, now), now)
    if why is None:
        return []
    other = why.other
    return [
        WaiveFollowUp(why.why) if other is None else WaiveFollowUp(why.why, other.case_id, other.at)
    ]


def _others(tx: Tx, case_id: int, subject: int, policy: Policy, now: int) -> list[Other]:
    """The customer's follow-ups: answered within the policy's time, or owed by other cases."""
    once_in = policy.follow_up.once_in
    if not once_in:
        return []
    answered = [Other(case, at) for case, at in followups.asked(tx, subject, now - once_in)]
    owed = [
        Other(case)
        for case, due in followups.resolved(tx, subject)
        if due is not None and case != case_id
    ]
    return [*answered, *owed]


def just_asked(state: CaseState, fresh: Sequence[Event]) -> int | None:
    """When these events asked the customer how it was; None: they did not."""
    done = (event.at for event in fresh if event.kind == k.FOLLOWUP_DONE)
    return next(done, None) if state.subject else None


def still_open(tx: Tx, subject: int, but: int = 0) -> list[int]:
    """The customer's other cases that are resolved and not closed."""
    return [case for case, _ in followups.resolved(tx, subject) if case != but]
