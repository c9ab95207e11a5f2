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


def _back(state: CaseState, event: Event, how: str, code: str) -> tuple[str, str, str] | None:
    """What the owner is to see; nothing, if they wrote down themselves what they were told."""
    if event.actor == state.owner:
        return None
    id = str(event.body.get("id"))
    return (how, next((one.dept for one in state.handed if one.id == id), ""), code)


def _accepted(state: CaseState, event: Event, body: Body) -> Changes:
    return {"handed": _changed(state, body, accepted_at=event.at, accepted_by=event.actor)}


def _reported(state: CaseState, event: Event, body: Body) -> Changes:
    what, text = str(body.get("what", "")), body.get("text") or 0
    return {
        "handed": _changed(state, body, reported_at=event.at, said=text, said_what=what),
        "back": _back(state, event, "report", what),
    }


def _rejected(state: CaseState, event: Event, body: Body) -> Changes:
    code, right = str(body.get("code", "")), str(body.get("right", ""))
    ended = _changed(
        state, body, ended_at=event.at, how="rejected", code=code, right=right,
        said=body.get("text") or 0, said_what="rejected",
    )  # fmt: skip
    return {
        **_holding(ended),
        "back": _back(state, event, "rejected", code),
        "rejections": state.rejections + 1,
    }


def _returned(state: CaseState, event: Event, body: Body) -> Changes:
    ended = _changed(
        state, body, ended_at=event.at, how="returned", reported_at=event.at,
        said=body.get("text") or 0, said_what="returned",
    )  # fmt: skip
    return {
        **_holding(ended),
        "back": _back(state, event, "returned", ""),
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
        changed_at=event.at,
    )
    return {"callbacks": (*state.callbacks, one)}


def _callback(case: CaseState, event: Event, body: Body, **changes: Any) -> Changes:
    id = str(body.get("id"))
    return {
        "callbacks": tuple(
            _again(one, event.at, **changes) if one.id == id and one.open else one
            for one in case.callbacks
        )
    }


def _again(one: Agreed, since: int, /, **changes: Any) -> Agreed:
    """An agreed call after one more change of it."""
    changed = replace(one, **changes, changes=one.changes + 1, changed_at=since)
    if changed.who == one.who:
        return changed
    before = (*(person for person in one.had if person != one.who), one.who)
    return replace(changed, had=tuple(person for person in before if person != changed.who))


def calls_go_along(state: CaseState, owner: str | None, at: int) -> Changes:
    """What the owner agreed to make, whoever has the case now makes: nobody else knows of it."""
    if owner is None or state.owner is None or owner == state.owner:
        return {}
    if not any(one.open and one.who == state.owner for one in state.callbacks):
        return {}
    return {
        "callbacks": tuple(
            _again(one, at, who=owner) if one.open and one.who == state.owner else one
            for one in state.callbacks
        )
    }


def _callback_moved(state: CaseState, event: Event, body: Body) -> Changes:
    before = next((one for one in state.callbacks if one.id == str(body.get("id"))), None)
    where = {"who": body["who"], "at": body["at_time"], "until": body["until"]}
    moved = _callback(state, event, body, **where)
    return {**moved, "before_last": {"callback": before}}


def _callback_tried(state: CaseState, event: Event, body: Body) -> Changes:
    id = str(body.get("id"))
    before = next((one.tries for one in state.callbacks if one.id == id), ())
    tries = (*before, event.at)
    if body.get("at_time") is None:
        return _callback(state, event, body, tries=tries, state="unreachable")
    where = {"at": body["at_time"], "until": body["until"]}
    return _callback(state, event, body, tries=tries, **where)


def _callback_reached(state: CaseState, event: Event, body: Body) -> Changes:
    return _callback(state, event, body, state="reached")


def _callback_ended(state: CaseState, event: Event, body: Body) -> Changes:
    return _callback(state, event, body, state="cancelled")


# --- mail, follow-up, going home


def _mail_failed(state: CaseState, event: Event, body: Body) -> Changes:
    # One that nobody was sure of may come back later: it is still one letter.
    return {"undelivered": tuple(dict.fromkeys((*state.undelivered, body["mail"])))}


def _mail_seen(state: CaseState, event: Event, body: Body) -> Changes:
    return {"undelivered": tuple(mail for mail in state.undelivered if mail != body["mail"])}


def _waived(state: CaseState, event: Event, body: Body) -> Changes:
    return {"followup_waived": str(body.get("reason", ""))}


def _offered(state: CaseState, event: Event, body: Body) -> Changes:
    return {
        "offered_to": body["to"],
        "offered_by": event.actor,
        "offered_at": event.at,
        "declined_by": None,
    }


def no_offer() -> Changes:
    """Nobody is asked to take it over."""
    return {"offered_to": None, "offered_by": None, "offered_at": None, "declined_by": None}


def _offer_ended(state: CaseState, event: Event, body: Body) -> Changes:
    declined = event.actor if body.get("how") == "declined" else None
    return {**no_offer(), "declined_by": declined}


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
