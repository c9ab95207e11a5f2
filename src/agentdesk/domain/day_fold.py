"""What the events of a day change in a case: departments, agreed calls, mail, going home."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from agentdesk.domain import events as k
from agentdesk.domain.day import Agreed, Handed
from agentdesk.domain.state import CaseState
from agentdesk.domain.values import Event

Changes = dict[str, Any]
Body = Mapping[str, Any]


# --- departments


def _holding(handed: tuple[Handed, ...]) -> Changes:
    """Every handoff, and what is made of the open ones."""
    held = [(one.id, one.dept) for one in handed if one.open]
    return {
        "handed": handed,
        "handoffs": tuple(held),
        "departments": tuple(dict.fromkeys(dept for _, dept in held)),
    }


def _handoff(state: CaseState, event: Event, body: Body) -> Changes:
    one = Handed(
        id=str(body.get("id")),
        dept=str(body.get("dept")),
        main=bool(body.get("main", not state.handoffs)),
        asked_at=event.at,
        asked_by=event.actor,
        text=body.get("text") or 0,
        along=tuple(body.get("along", ())),
    )
    return _holding((*state.handed, one))


def _changed(state: CaseState, body: Body, **changes: Any) -> tuple[Handed, ...]:
    """The handoffs with one of them changed, if it is open."""
    id = str(body.get("id"))
    return tuple(
        replace(one, **changes) if one.id == id and one.open else one for one in state.handed
    )


def _dept_of(state: CaseState, body: Body) -> str:
    id = str(body.get("id"))
    return next((one.dept for one in state.handed if one.id == id), "")


def _accepted(state: CaseState, event: Event, body: Body) -> Changes:
    return {"handed": _changed(state, body, accepted_at=event.at, accepted_by=event.actor)}


def _reported(state: CaseState, event: Event, body: Body) -> Changes:
    what = str(body.get("what", ""))
    return {
        "handed": _changed(state, body, reported_at=event.at),
        "back": ("report", _dept_of(state, body), what),
    }


def _rejected(state: CaseState, event: Event, body: Body) -> Changes:
    return {
        **_holding(_changed(state, body, ended_at=event.at, how="rejected")),
        "back": ("rejected", _dept_of(state, body), str(body.get("code", ""))),
        "rejections": state.rejections + 1,
    }


def _returned(state: CaseState, event: Event, body: Body) -> Changes:
    return {
        **_holding(_changed(state, body, ended_at=event.at, how="returned", reported_at=event.at)),
        "back": ("returned", _dept_of(state, body), ""),
        "rejections": 0,
    }


def _recalled(state: CaseState, event: Event, body: Body) -> Changes:
    return _holding(_changed(state, body, ended_at=event.at, how="recalled"))


def let_go(state: CaseState, at: int) -> Changes:
    """The result was told: no department owes anything any more."""
    if not state.handed:
        return _holding(())
    return _holding(
        tuple(
            replace(one, ended_at=at, how="resolved") if one.open else one for one in state.handed
        )
    )


# --- agreed calls and visits


def _callback_set(state: CaseState, event: Event, body: Body) -> Changes:
    one = Agreed(
        id=str(body["id"]),
        what=str(body.get("what", "call")),
        who=str(body["who"]),
        at=body["at_time"],
        until=body["until"],
        set_by=event.actor,
        set_at=event.at,
        about=body.get("about", 0),
        place=body.get("place", 0),
        bring=body.get("bring", 0),
    )
    return {"callbacks": (*state.callbacks, one)}


def _callback(case: CaseState, body: Body, **changes: Any) -> Changes:
    id = str(body.get("id"))
    return {
        "callbacks": tuple(
            replace(one, **changes) if one.id == id and one.open else one for one in case.callbacks
        )
    }


def _callback_moved(state: CaseState, event: Event, body: Body) -> Changes:
    before = next((one for one in state.callbacks if one.id == str(body.get("id"))), None)
    moved = _callback(state, body, who=body["who"], at=body["at_time"], until=body["until"])
    return {**moved, "before_last": {"callback": before}}


def _callback_tried(state: CaseState, event: Event, body: Body) -> Changes:
    id = str(body.get("id"))
    before = next((one.tries for one in state.callbacks if one.id == id), ())
    tries = (*before, event.at)
    if body.get("at_time") is None:
        return _callback(state, body, tries=tries, state="unreachable")
    return _callback(state, body, tries=tries, at=body["at_time"], until=body["until"])


def _callback_reached(state: CaseState, event: Event, body: Body) -> Changes:
    return _callback(state, body, state="reached")


def _callback_ended(state: CaseState, event: Event, body: Body) -> Changes:
    return _callback(state, body, state="cancelled")


# --- mail, follow-up, going home


def _mail_failed(state: CaseState, event: Event, body: Body) -> Changes:
    return {"undelivered": (*state.undelivered, body["mail"])}


def _mail_seen(state: CaseState, event: Event, body: Body) -> Changes:
    return {"undelivered": tuple(mail for mail in state.undelivered if mail != body["mail"])}


def _waived(state: CaseState, event: Event, body: Body) -> Changes:
    return {"followup_waived": str(body.get("why", ""))}


def _offered(state: CaseState, event: Event, body: Body) -> Changes:
    return {"offered_to": body["to"], "offered_by": event.actor, "offered_at": event.at}


def no_offer() -> Changes:
    """Nobody is asked to take it over."""
    return {"offered_to": None, "offered_by": None, "offered_at": None}


def _offer_ended(state: CaseState, event: Event, body: Body) -> Changes:
    return no_offer()


FOLDS_DAY: Mapping[str, Callable[[CaseState, Event, Body], Changes]] = {
    k.HANDOFF: _handoff,
    k.HANDOFF_RECALLED: _recalled,
    k.DEPT_ACCEPT: _accepted,
    k.DEPT_PROGRESS: _reported,
    k.DEPT_REJECT: _rejected,
    k.DEPT_RETURN: _returned,
    k.CALLBACK_SET: _callback_set,
    k.CALLBACK_MOVED: _callback_moved,
    k.CALLBACK_TRIED: _callback_tried,
    k.CALLBACK_REACHED: _callback_reached,
    k.CALLBACK_ENDED: _callback_ended,
    k.MAIL_FAILED: _mail_failed,
    k.MAIL_SEEN: _mail_seen,
    k.FOLLOWUP_WAIVED: _waived,
    k.OFFERED: _offered,
    k.OFFER_ENDED: _offer_ended,
}
