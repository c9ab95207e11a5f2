"""A case is what its events say: the fold that makes a state of them.

`evolve` never refuses: what stands in the log has happened. A kind or a value it does not know
changes nothing but the case's version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from agentdesk.domain import events as k
from agentdesk.domain.day_fold import FOLDS_DAY, calls_go_along, let_go, no_offer
from agentdesk.domain.state import CaseState
from agentdesk.domain.values import CaseClass, Event, Kind, Priority, Status

Changes = dict[str, Any]


def evolve(state: CaseState, event: Event) -> CaseState:
    """The state after one more event."""
    return replace(state, **_changes(state, event))


def replay(events: Iterable[Event]) -> CaseState:
    """The state that a whole log of one case makes."""
    state = CaseState()
    for event in events:
        # Nobody else has it yet: a copy of its fields for each event takes most of a replay.
        for name, value in _changes(state, event).items():
            object.__setattr__(state, name, value)
    return state


def _changes(state: CaseState, event: Event) -> Changes:
    change = _FOLDS.get(event.kind)
    changes: Changes = change(state, event, event.body) if change is not None else {}
    if event.kind not in k.NO_STEP:
        changes["last"] = event
        changes.setdefault("before_last", {})
    if state.back is not None and event.actor == state.owner:  # they have seen it, and act
        changes.setdefault("back", None)
    changes["ver"] = event.ver or state.ver + 1
    changes["last_at"] = max(state.last_at, event.at)
    return changes


def _known(family: type[Any], value: object, otherwise: Any) -> Any:
    try:
        return family(value)
    except ValueError:
        return otherwise


def _received(state: CaseState, event: Event, body: Mapping[str, Any]) -> Changes:
    # said across the counter counts as a reply when what was promised is recorded (A1)
    told = body.get("in_person") and (body.get("promised_at") or body.get("finish_at"))
    return {
        "first_reply_at": event.at if told else None,
        "last_reply_at": event.at if told else None,
        "status": Status.NEW,
        "priority": _known(Priority, body.get("priority"), state.priority),
        "klass": _known(CaseClass, body.get("class"), state.klass),
        "kind": _known(Kind, body.get("kind"), state.kind),
        "line": body.get("line", ""),
        "category": body.get("category", ""),
        "channel": body.get("channel", ""),
        "source": body.get("source", "customer"),
        "subject": body.get("subject", 0),
        "title": body.get("title", 0),
        "text": body.get("text"),
        "care": bool(body.get("care")),
        "in_person": bool(body.get("in_person")),
        "caller": body.get("caller", "customer"),
        "authority": body.get("authority", "none"),
        "received_at": event.at,
    }


def _registered(state: CaseState, event: Event, body: Mapping[str, Any]) -> Changes:
    return {
        "status": Status.OPEN if state.status is Status.NEW else state.status,
        "registered_at": event.at if state.registered_at is None else state.registered_at,
        "accountable": body.get("accountable", state.accountable),
    }


def _assigned(state: CaseState, event: Event, body: Mapping[str, Any]) -> Changes:
    owner = body.get("to")
    since = event.at if owner is not None else None
    if body.get("how") == "undo":  # the owner who is put back has had it all along
        since = state.before_last.get("since", since)
    changes: Changes = {
        "owner": owner,
        "owner_since": since,
        "before_last": {"owner": state.owner, "since": state.owner_since},
        **no_offer(),
        **calls_go_along(state, owner, event.at),
    }
    if owner is not None and state.status is Status.NEW:  # whoever is given it answers for it
        changes.update(status=Status.OPEN, registered_at=event.at, accountable=owner)
    return changes


def _end_of_wait(state: CaseState) -> Changes:
    """Any contact ends a wait on the customer."""
    if state.status is not Status.WAITING:
        return {}
    return {"status": Status.OPEN, "waiting_since": None, "remind_at": None}


def _first_reply(state: CaseState, event: Event) -> int:
    return event.at if state.first_reply_at is None else state.first_reply_at


def _reply(state: CaseState, event: Event, body: Mapping[str, Any]) -> Changes:
    return {
        **_end_of_wait(state),
        "waits": 0 if body.get("contact") else state.waits,  # they were spoken with
        "first_reply_at": _first_reply(state, event),
        "last_reply_at": event.at,
        "unanswered_since": None,
        **_contained(state, event, body),
    }


def _contained(state: CaseState, event: Event, body: Mapping[str, Any]) -> Changes:
    """Word that a loss has been stopped counts from the first time (PROMISES, band 1)."""
    if not body.get("contained") or state.contained_at is not None:
        return {}
    return {"contained_at": event.at}


def _note(state: CaseState, event: Event, body: Mapping[str, Any]) -> Changes:
    changes = _contained(state, event, body)
    return {**changes, "before_last": {"contained_at": state.contained_at}} if changes else {}


def _note_withdrawn(state: CaseState, event: Event, body: Mapping[str, Any]) -> Changes:
    # only a case's last event is taken back: what it replaced is what before_last holds
    return {"contained_at": state.before_last.get("contained_at", state.contained_at)}


def _customer_message(state: CaseState, event: Event, body: Mapping[str, Any]) -> Changes:
    if state.status in (Status.RESOLVED, Status.CLOSED):
        # counts only if the case is reopened at the same instant: see _reopened
        return {"unanswered_since": event.at}
    # The request itself is a question, too: who speaks again before a word of ours, chases (催办).
    # Who answers the question we asked, does not: it was our word.
    chases = state.unanswered_since is not None or state.first_reply_at is None
    return {
        **_end_of_wait(state),
        "waits": 0,
        "chasers": state.chasers + chases,
        "unanswered_since": event.at if state.unanswered_since is None else state.unanswered_since,
    }


def _waiting(state: CaseState, event: Event, body: Mapping[str, Any]) -> Changes:
    # a question that was delivered is a contact, and the answer that may have been owed
    asked = _reply(state, event, body) if body.get("text") is not None else {}
    return {
        **asked,
        "status": Status.WAITING,
        "waiting_since": event.at,
        "remind_at": body.get("remind_at"),
        "waits": state.waits + 1,
    }


def _priority_changed(state: CaseState, event: Event, body: Mapping[str, Any]) -> Changes:
    return {
        "priority": _known(Priority, body.get("to"), state.priority),
        "before_last": {"priority": state.priority},
    }


def _class_changed(state: CaseState, event: Event, body: Mapping[str, Any]) -> Changes:
    return {
        "klass": _known(CaseClass, body.get("to"), state.klass),
        "before_last": {"class": state.klass},
    }


def _surge(state: CaseState, event: Event, body: Mapping[str, Any]) -> Changes:
    return {"surge": bool(body.get("on"))}


def _resolved(state: CaseState, event: Event, body: Mapping[str, Any]) -> Changes:
    return {
        "status": Status.RESOLVED,
        "resolved_at": event.at,
        "resolved_by": event.actor,
        "first_reply_at": _first_reply(state, event),  # the result notice is an answer
        "last_reply_at": event.at,
        "unanswered_since": None,
        "waiting_since": None,
        "remind_at": None,
        "wrapup": body.get("wrapup", ""),
        "waits": 0,
        **_no_plan(),
        **_no_follow_up(),
        **let_go(state, event.at),
        **no_offer(),
        "back": None,
    }


def _planned(state: CaseState, event: Event, body: Mapping[str, Any]) -> Changes:
    return {
        "plan_at": body.get("at_time"),
        "plan_text": body.get("text"),
        "plan_by": event.actor,
        "before_last": {"plan_at": state.plan_at, "plan_text": state.plan_text},
    }


def _plan_ended(state: CaseState, event: Event, body: Mapping[str, Any]) -> Changes:
    return _no_plan()


def _no_plan() -> Changes:
    return {"plan_at": None, "plan_text": None, "plan_by": None}


def _no_follow_up() -> Changes:
    return {"followed_up_at": None, "followup_tries": 0, "followup_waived": ""}


def _reopened(state: CaseState, event: Event, body: Mapping[str, Any]) -> Changes:
    asked_now = state.unanswered_since == event.at
    return {
        "status": Status.OPEN,
        "reopened": state.reopened + 1,
        "resolved_at": None,
        "resolved_by": None,
        "closed_at": None,
        "unanswered_since": event.at if asked_now else None,
        **_no_follow_up(),
    }


def _followup_done(state: CaseState, event: Event, body: Mapping[str, Any]) -> Changes:
    return {"followed_up_at": event.at}


def _followup_tried(state: CaseState, event: Event, body: Mapping[str, Any]) -> Changes:
    return {"followup_tries": state.followup_tries + 1}


def _closed(state: CaseState, event: Event, body: Mapping[str, Any]) -> Changes:
    return {"status": Status.CLOSED, "closed_at": event.at}


def _close_undone(state: CaseState, event: Event, body: Mapping[str, Any]) -> Changes:
    return {"status": Status.RESOLVED, "closed_at": None}


_FOLDS: Mapping[str, Callable[[CaseState, Event, Mapping[str, Any]], Changes]] = {
    k.RECEIVED: _received,
    k.REGISTERED: _registered,
    k.ASSIGNED: _assigned,
    k.NOTE: _note,
    k.NOTE_WITHDRAWN: _note_withdrawn,
    k.REPLY: _reply,
    k.CUSTOMER_MESSAGE: _customer_message,
    k.WAITING: _waiting,
    k.PRIORITY_CHANGED: _priority_changed,
    k.CLASS_CHANGED: _class_changed,
    k.SURGE: _surge,
    k.RESOLVED: _resolved,
    k.PLANNED: _planned,
    k.PLAN_ENDED: _plan_ended,
    k.REOPENED: _reopened,
    k.FOLLOWUP_DONE: _followup_done,
    k.FOLLOWUP_TRIED: _followup_tried,
    k.CLOSED: _closed,
    k.CLOSE_UNDONE: _close_undone,
    **FOLDS_DAY,
}
