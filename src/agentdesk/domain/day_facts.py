"""What the commands of `commands_day` write: judged against the case as it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from agentdesk.domain import commands_day as c
from agentdesk.domain import events as k
from agentdesk.domain.day import (
    CALL,
    CALLBACKS,
    RECENT,
    REJECTIONS,
    REPORTS,
    WAIVERS,
    Agreed,
    Handed,
)
from agentdesk.domain.state import CaseState
from agentdesk.domain.values import ITSELF, CaseClass, Refused

Facts: TypeAlias = list[tuple[str, dict[str, Any]]]


def _need(condition: bool, code: str, **params: Any) -> None:
    if not condition:
        raise Refused(code, **params)


# --- departments (C5)


def open_handoff(state: CaseState, id: str) -> Handed:
    """A handoff that a department has now. Raises Refused ``unknown_handoff``, ``handoff_over``."""
    for one in state.handed:
        if one.id == id:
            _need(one.open, "handoff_over", dept=one.dept)
            return one
    raise Refused("unknown_handoff")


def _handoff(state: CaseState, command: c.Handoff, actor: str, at: int) -> Facts:
    _need(bool(command.dept), "dept_missing")
    _need(command.text > 0, "ask_missing")
    _need(command.dept not in state.departments, "already_with", dept=command.dept)
    body: dict[str, Any] = {
        "id": command.id,
        "dept": command.dept,
        "text": command.text,
        "main": not any(one.open and one.main for one in state.handed),
    }
    if command.calendar:
        body["calendar"] = command.calendar
    if command.along:
        body["along"] = list(command.along)
    return [(k.HANDOFF, body)]


def _recall(state: CaseState, command: c.Recall, actor: str, at: int) -> Facts:
    open_handoff(state, command.id)
    return [(k.HANDOFF_RECALLED, {"id": command.id})]


def _accept(state: CaseState, command: c.Accept, actor: str, at: int) -> Facts:
    one = open_handoff(state, command.id)
    _need(one.accepted_at is None, "already_accepted", person=one.accepted_by)
    return [(k.DEPT_ACCEPT, {"id": command.id, **_by_phone(command)})]


def _accepted(one: Handed, command: c.Report | c.Return) -> Facts:
    """Whoever reports on it or sends a result has it."""
    if one.accepted_at is not None:
        return []
    return [(k.DEPT_ACCEPT, {"id": one.id, **_by_phone(command)})]


def _by_phone(command: c.Accept | c.Report | c.Reject | c.Return) -> dict[str, Any]:
    return {"by_phone": True} if command.by_phone else {}


def _report(state: CaseState, command: c.Report, actor: str, at: int) -> Facts:
    one = open_handoff(state, command.id)
    _need(command.what in REPORTS, "report_kind")
    _need(command.text > 0, "report_missing")
    # C5: "next" is a next step with a time; without one it is no report
    _need(command.what != "next" or command.next_at is not None, "next_missing")
    _need(command.next_at is None or command.next_at > at, "next_in_past")
    body: dict[str, Any] = {"id": one.id, "what": command.what, "text": command.text}
    if command.next_at is not None:
        body["next_at"] = command.next_at
    return [*_accepted(one, command), (k.DEPT_PROGRESS, {**body, **_by_phone(command)})]


def _reject(state: CaseState, command: c.Reject, actor: str, at: int) -> Facts:
    one = open_handoff(state, command.id)
    _need(command.code in REJECTIONS, "reject_code")
    if command.code == "missing_document":
        _need(command.text > 0, "document_missing")
    _need(command.right != one.dept, "right_is_same", dept=one.dept)
    body: dict[str, Any] = {"id": one.id, "code": command.code}
    if command.right:
        body["right"] = command.right
    if command.text:
        body["text"] = command.text
    return [(k.DEPT_REJECT, {**body, **_by_phone(command)})]


def _return(state: CaseState, command: c.Return, actor: str, at: int) -> Facts:
    one = open_handoff(state, command.id)
    _need(command.text > 0, "report_missing")
    body = {"id": one.id, "text": command.text, **_by_phone(command)}
    return [*_accepted(one, command), (k.DEPT_RETURN, body)]


# --- agreed calls and visits (C7)


def open_callback(state: CaseState, id: str) -> Agreed:
    """A call still to be made. Raises Refused ``unknown_callback``, ``callback_over``."""
    for one in state.callbacks:
        if one.id == id:
            _need(one.open, "callback_over")
            return one
    raise Refused("unknown_callback")


def _window(at_time: int, until: int, at: int) -> None:
    _need(at_time > at, "callback_in_past")
    _need(until > at_time, "callback_window")


def _set_callback(state: CaseState, command: c.SetCallback, actor: str, at: int) -> Facts:
    _need(command.what in CALLBACKS, "callback_kind")
    _need(bool(command.who), "person_missing")
    _need(command.about > 0, "about_missing")
    _need(command.what == CALL or command.place > 0, "place_missing")
    _window(command.at_time, command.until, at)
    body: dict[str, Any] = {
        "id": command.id,
        "what": command.what,
        "who": command.who,
        "at_time": command.at_time,
        "until": command.until,
        "about": command.about,
    }
    body.update({key: getattr(command, key) for key in ("place", "bring") if getattr(command, key)})
    return [(k.CALLBACK_SET, body)]


def _move_callback(state: CaseState, command: c.MoveCallback, actor: str, at: int) -> Facts:
    one = open_callback(state, command.id)
    _need(bool(command.who), "person_missing")
    same = (one.who, one.at, one.until) == (command.who, command.at_time, command.until)
    _need(not same, "same_value")
    if (one.at, one.until) != (command.at_time, command.until):
        _window(command.at_time, command.until, at)
    # else only the person changes: what was agreed with the customer stands, also once it has begun
    body: dict[str, Any] = {
        "id": one.id,
        "who": command.who,
        "at_time": command.at_time,
        "until": command.until,
    }
    if one.who != command.who:
        body["from"] = one.who
    if command.why:
        body["why"] = command.why
    return [(k.CALLBACK_MOVED, body)]


def _try_callback(state: CaseState, command: c.TryCallback, actor: str, at: int) -> Facts:
    one = open_callback(state, command.id)
    _need(at >= one.at, "callback_early", at=one.at)
    body: dict[str, Any] = {"id": one.id}
    if command.text:
        body["text"] = command.text
    if command.at_time is not None and command.until is not None:
        _window(command.at_time, command.until, at)
        body.update(at_time=command.at_time, until=command.until)
    if command.mail is not None:
        body.update(letter=command.letter, mail=command.mail)
    return [(k.CALLBACK_TRIED, body)]


def _reach_callback(state: CaseState, command: c.ReachCallback, actor: str, at: int) -> Facts:
    open_callback(state, command.id)
    _need(command.text > 0, "text_missing")
    late = command.promised_at is None or command.promised_at > at
    _need(late, "promise_in_past")
    said: dict[str, Any] = {"channel": command.channel, "text": command.text, "contact": True}
    if command.promised_at is not None:
        said["promised_at"] = command.promised_at
    if command.findings:
        said["findings"] = True
    return [(k.REPLY, said), (k.CALLBACK_REACHED, {"id": command.id})]


def _end_callback(state: CaseState, command: c.EndCallback, actor: str, at: int) -> Facts:
    open_callback(state, command.id)
    _need(command.why > 0, "why_missing")
    return [(k.CALLBACK_ENDED, {"id": command.id, "why": command.why})]


# --- mail (C2)


def _by(by: str) -> dict[str, Any]:
    return {"by": by} if by else {}


def _mail_sent(state: CaseState, command: c.MailSent, actor: str, at: int) -> Facts:
    return [(k.MAIL_SENT, {"mail": command.mail, **_by(command.by)})]


def _mail_failed(state: CaseState, command: c.MailFailed, actor: str, at: int) -> Facts:
    body: dict[str, Any] = {"mail": command.mail, "how": command.how, **_by(command.by)}
    if command.code:
        body["code"] = command.code
    return [(k.MAIL_FAILED, body)]


def _mail_seen(state: CaseState, command: c.MailSeen, actor: str, at: int) -> Facts:
    _need(command.mail in state.undelivered, "unknown_mail")
    again = {} if command.again is None else {"again": command.again}
    return [(k.MAIL_SEEN, {"mail": command.mail, **again})]


def _keep_address(state: CaseState, command: c.KeepAddress, actor: str, at: int) -> Facts:
    _need(command.address > 0, "no_address")
    before = {"before": command.before} if command.before else {}
    return [(k.ADDRESS_KEPT, {"address": command.address, **before})]


def address_before(state: CaseState) -> tuple[str, dict[str, Any]]:
    """What puts back the address that the last one replaced, if there was one."""
    assert state.last is not None  # case.refusal has seen to it
    kept = state.last.body
    names = (("address", "before"), ("before", "address"))
    body = {name: kept[was] for name, was in names if kept.get(was)}
    return k.ADDRESS_KEPT, {**body, "undo": True}


# --- follow-up, going home (C10, C12)


def _waive(state: CaseState, command: c.WaiveFollowUp, actor: str, at: int) -> Facts:
    _need(command.why in WAIVERS, "waiver_kind")
    # A6: silence never closes a complaint, and that they were asked about something else is silence
    _need(command.why != RECENT or state.klass is not CaseClass.COMPLAINT, "complaint_silent")
    _need(state.followed_up_at is None, "already_followed_up")
    _need(not state.followup_waived, "not_asked")
    body: dict[str, Any] = {"reason": command.why}
    if command.of:
        body["of"] = command.of
    if command.asked is not None:
        body["asked"] = command.asked
    return [(k.FOLLOWUP_WAIVED, body)]


def _offer(state: CaseState, command: c.Offer, actor: str, at: int) -> Facts:
    _need(bool(command.to), "person_missing")
    _need(command.to != state.owner, "same_owner", owner=state.owner)
    _need(command.to != state.offered_to, "already_offered", person=command.to)
    return [(k.OFFERED, {"to": command.to})]


def _take_over(state: CaseState, command: c.TakeOver, actor: str, at: int) -> Facts:
    _need(state.offered_to is not None, "no_offer")
    _need(state.offered_to == actor, "offered_to", person=state.offered_to)
    return [(k.ASSIGNED, {"to": actor, "how": "handover", "from": state.owner})]


def _end_offer(state: CaseState, command: c.EndOffer, actor: str, at: int) -> Facts:
    _need(state.offered_to is not None, "no_offer")
    mine = actor in (state.offered_to, state.offered_by, state.owner, ITSELF)
    _need(mine, "offered_to", person=state.offered_to)
    how = "declined" if state.offered_to == actor else "withdrawn"
    body: dict[str, Any] = {"how": how}
    if command.text:
        body["text"] = command.text
    return [(k.OFFER_ENDED, body)]


DECIDE_DAY: Mapping[str, Callable[[CaseState, Any, str, int], Facts]] = {
    "handoff": _handoff,
    "recall": _recall,
    "accept": _accept,
    "report": _report,
    "reject": _reject,
    "return": _return,
    "callback": _set_callback,
    "callback_move": _move_callback,
    "callback_try": _try_callback,
    "callback_reach": _reach_callback,
    "callback_end": _end_callback,
    "mail_sent": _mail_sent,
    "mail_failed": _mail_failed,
    "mail_seen": _mail_seen,
    "keep_address": _keep_address,
    "waive": _waive,
    "offer": _offer,
    "take_over": _take_over,
    "end_offer": _end_offer,
}
