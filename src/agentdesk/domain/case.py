"""The life of a case: what may be done to it, by whom and when (C1, C9, C10, A2, A6).

`decide` answers a command with events or raises Refused with a code (`PARAMS` names the parameters
of each sentence); `evolve` and `replay` fold events into a state; `TABLE` says what each status
allows; `allowed` answers the same for one person now, for screens.

Roles are not known here: who may assign what is the desk's to say. Being the owner is.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from typing import Protocol

from agentdesk.domain import commands as c
from agentdesk.domain import events as k
from agentdesk.domain.case_facts import DECIDE, INVERSE
from agentdesk.domain.case_fold import evolve, replay
from agentdesk.domain.case_table import ACTIONS, NAMES, OWNERS_ONLY, PARAMS, TABLE
from agentdesk.domain.state import CaseState
from agentdesk.domain.values import ITSELF, SECOND, CaseClass, Event, Refused

__all__ = [
    "ACTIONS", "NAMES", "PARAMS", "TABLE", "Rules", "allowed", "decide", "evolve", "refusal",
    "replay", "solver_asks",
]  # fmt: skip

SKEW = 5 * SECOND
"""How far apart the clocks of two desks may be that write one case: each reads the time before
it gets the lock."""


class Rules(Protocol):
    """What the life of a case needs of a policy."""

    @property
    def undo_window(self) -> int:
        """For how long a person may take a step back (microseconds)."""
        ...

    @property
    def follow_up_tries(self) -> int:
        """Tries after which a follow-up counts as not reached (C10)."""
        ...

    def follow_up_needed(self, state: CaseState) -> bool:
        """Whether this case is followed up after it was resolved (C10)."""
        ...


def decide(
    state: CaseState, command: c.Command, actor: str, policy: Rules, now: int
) -> list[Event]:
    """The events that a command makes, numbered after the case's last. Raises Refused.

    ``now`` is the present instant; a command's own ``at`` may be earlier, but not before the
    case's last event.
    """
    name = NAMES[type(command)]
    no = refusal(state, name, actor, now, policy)
    if no is not None:
        raise no
    at = _instant(state, getattr(command, "at", None), now)
    facts = DECIDE[name](state, command, actor, at)
    return [
        Event(kind=kind, at=at, actor=actor, body=body, ver=state.ver + step)
        for step, (kind, body) in enumerate(facts, start=1)
    ]


def allowed(state: CaseState, actor: str, now: int, policy: Rules) -> Mapping[str, str | None]:
    """Every action of a person on this case: None if it can be done now, else the code why not."""
    answers = ((name, refusal(state, name, actor, now, policy)) for name in ACTIONS)
    return {name: None if no is None else no.code for name, no in answers}


def refusal(state: CaseState, name: str, actor: str, now: int, policy: Rules) -> Refused | None:
    """Why a command (by its name in `NAMES`) is impossible for this person now, or None.

    The texts and times a command brings are not judged here.
    """
    code = TABLE[state.status if state.ver else None][name]
    if code is not None:
        return Refused(code)
    if name in OWNERS_ONLY and state.owner != actor:
        return Refused("unowned") if state.owner is None else _owner("not_owner", state)
    extra = _ALSO.get(name)
    return extra(state, actor, now, policy) if extra is not None else None


def solver_asks(state: CaseState, actor: str, classes: Container[str]) -> bool:
    """Whether this person would ask about their own solution of a case of these classes.

    C10: complaints and complex cases are followed up by somebody else (policy: ``follow_up.
    other_person``). A desk of one person has nobody else: the desk judges, as it knows its people.
    """
    return state.klass in classes and state.resolved_by == actor


# --- what else an action needs -------------------------------------------------------------------


def _owner(code: str, state: CaseState) -> Refused:
    return Refused(code, owner=state.owner)


def _may_claim(state: CaseState, actor: str, now: int, policy: Rules) -> Refused | None:
    if state.owner is None:
        return None
    return Refused("already_yours") if state.owner == actor else _owner("owned_by", state)


def _may_follow_up(state: CaseState, actor: str, now: int, policy: Rules) -> Refused | None:
    if state.followed_up_at is not None:
        return Refused("already_followed_up")
    return Refused("not_asked") if state.followup_waived else None


def _may_close(state: CaseState, actor: str, now: int, policy: Rules) -> Refused | None:
    if any(one.open for one in state.callbacks):
        return Refused("callback_open")
    if state.followed_up_at is not None or state.followup_waived:
        return None
    if state.klass is CaseClass.COMPLAINT:  # A6: silence never closes a complaint
        return Refused("complaint_silent")
    given_up = state.followup_tries >= policy.follow_up_tries
    if policy.follow_up_needed(state) and not given_up:
        return Refused("follow_up_due")
    return None


def _may_undo(state: CaseState, actor: str, now: int, policy: Rules) -> Refused | None:
    last = state.last
    if last is None:
        return Refused("undo_nothing")
    if last.kind in k.REACHED_CUSTOMER:
        return Refused("undo_reached_customer")
    if last.kind in (k.NOTE_WITHDRAWN, k.CLOSE_UNDONE) or _is_undo(last):
        return Refused("undo_already")
    if last.kind not in INVERSE:
        return Refused("undo_nothing")
    if last.actor != actor:
        return Refused("undo_other_person")
    if now - last.at > policy.undo_window:
        return Refused("undo_too_late")
    return None


def _is_undo(event: Event) -> bool:
    return bool(event.body.get("undo")) or event.body.get("how") == "undo"


def _may_end_plan(state: CaseState, actor: str, now: int, policy: Rules) -> Refused | None:
    return Refused("no_plan") if state.plan_at is None else None


def _with_department(state: CaseState, actor: str, now: int, policy: Rules) -> Refused | None:
    return None if state.handoffs else Refused("unknown_handoff")


def _with_callback(state: CaseState, actor: str, now: int, policy: Rules) -> Refused | None:
    return None if any(one.open for one in state.callbacks) else Refused("unknown_callback")


def _with_failed_mail(state: CaseState, actor: str, now: int, policy: Rules) -> Refused | None:
    return None if state.undelivered else Refused("unknown_mail")


def _may_offer(state: CaseState, actor: str, now: int, policy: Rules) -> Refused | None:
    return Refused("unowned") if state.owner is None else None


def _with_offer(state: CaseState, actor: str, now: int, policy: Rules) -> Refused | None:
    if state.offered_to is None:
        return Refused("no_offer")
    return Refused("offered_to", person=state.offered_to) if actor not in _ends(state) else None


def _ends(state: CaseState) -> tuple[str | None, ...]:
    """Who may end a handover: whoever is asked, and whoever asked or has the case; the desk itself,
    where whoever is asked has left."""
    return (state.offered_to, state.offered_by, state.owner, ITSELF)


def _may_take_over(state: CaseState, actor: str, now: int, policy: Rules) -> Refused | None:
    if state.offered_to is None:
        return Refused("no_offer")
    if actor != state.offered_to:
        return Refused("offered_to", person=state.offered_to)
    return None


_ALSO: Mapping[str, Callable[[CaseState, str, int, Rules], Refused | None]] = {
    "claim": _may_claim,
    "end_plan": _may_end_plan,
    "follow_up": _may_follow_up,
    "close": _may_close,
    "undo": _may_undo,
    **dict.fromkeys(("recall", "accept", "report", "reject", "return"), _with_department),
    **dict.fromkeys(
        ("callback_move", "callback_try", "callback_reach", "callback_end"), _with_callback
    ),
    "mail_seen": _with_failed_mail,
    "offer": _may_offer,
    "take_over": _may_take_over,
    "end_offer": _with_offer,
}


def _instant(state: CaseState, asked: int | None, now: int) -> int:
    if asked is None:
        if now + SKEW < state.last_at:
            raise Refused("clock_behind")
        return max(now, state.last_at)
    if asked > now:
        raise Refused("in_future")
    if asked < state.last_at:
        raise Refused("before_last")
    return asked
