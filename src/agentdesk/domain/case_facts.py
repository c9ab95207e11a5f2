"""What each command writes: its texts and times are judged here, and its events' bodies made.

One function a command, ``(state, command, actor, at) -> facts``; `case.decide` has asked before
whether the command is possible at all, and for this person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from agentdesk.domain import commands as c
from agentdesk.domain import events as k
from agentdesk.domain.day_facts import DECIDE_DAY, address_before
from agentdesk.domain.state import CaseState
from agentdesk.domain.values import Caller, Refused, Speaker, Status

Facts: TypeAlias = list[tuple[str, dict[str, Any]]]
"""Kinds of events with their bodies, in order."""


def _need(condition: bool, code: str, **params: Any) -> None:
    if not condition:
        raise Refused(code, **params)


def _body(**values: Any) -> dict[str, Any]:
    """A body without the keys that say nothing."""
    return {key: value for key, value in values.items() if value is not None}


def _told(command: c.Receive | c.Reply, at: int) -> None:
    """Times told to the customer lie after the contact.

    Told in a call that is logged late, a time may have passed by now; not before it was told.
    """
    _need(command.promised_at is None or command.promised_at > at, "promise_in_past")
    _need(command.finish_at is None or command.finish_at > at, "finish_in_past")


def _spoke(speaker: Speaker) -> dict[str, Any]:
    """Who spoke, where there is something to say beside "the customer" (A9)."""
    said: dict[str, Any] = {}
    if speaker.caller is not Caller.CUSTOMER:
        said.update(caller=speaker.caller.value, authority=speaker.authority.value)
    if speaker.recording:
        said["recording"] = speaker.recording
    if speaker.notice:
        said["notice"] = True
    return said


def _contained(is_so: bool) -> dict[str, bool]:
    return {"contained": True} if is_so else {}


def _receive(state: CaseState, command: c.Receive, actor: str, at: int) -> Facts:
    _need(command.subject > 0, "subject_missing")
    _need(command.title > 0, "text_missing")
    _told(command, at)
    body = _body(
        priority=command.priority.value,
        kind=command.kind.value,
        line=command.line,
        category=command.category,
        channel=command.channel,
        source=command.source,
        in_person=command.in_person,
        care=command.care,
        subject=command.subject,
        title=command.title,
        text=command.text,
        promised_at=command.promised_at,
        finish_at=command.finish_at,
    )
    spoke = _spoke(command.speaker)
    return [(k.RECEIVED, {**body, "class": command.klass.value, **spoke})]


def _register(state: CaseState, command: c.Register, actor: str, at: int) -> Facts:
    _need(bool(command.accountable), "person_missing")
    return [(k.REGISTERED, {"accountable": command.accountable})]


def _registered_to(state: CaseState, person: str) -> Facts:
    """Whoever takes or is given a new case answers for it (A2)."""
    return [(k.REGISTERED, {"accountable": person})] if state.status is Status.NEW else []


def _claim(state: CaseState, command: c.Claim, actor: str, at: int) -> Facts:
    reserve = {"reserve": True} if command.reserve else {}
    taken = (k.ASSIGNED, {"to": actor, "how": "claim", **reserve})
    return [*_registered_to(state, actor), taken]


def _release(state: CaseState, command: c.Release, actor: str, at: int) -> Facts:
    _need(command.to != "", "person_missing")
    _need(command.to != state.owner, "same_owner", owner=state.owner)
    return [(k.ASSIGNED, {"to": command.to, "how": "release"})]


def _assign(state: CaseState, command: c.Assign, actor: str, at: int) -> Facts:
    _need(bool(command.to), "person_missing")
    _need(command.to != state.owner, "same_owner", owner=state.owner)
    left = {"from": state.owner} if command.how == "duty" and state.owner is not None else {}
    given = (k.ASSIGNED, {"to": command.to, "how": command.how, **left})
    return [*_registered_to(state, command.to), given]


def _note(state: CaseState, command: c.Note, actor: str, at: int) -> Facts:
    _need(command.text > 0, "text_missing")
    body = {"text": command.text, "audience": command.audience.value}
    return [(k.NOTE, {**body, **_contained(command.contained)})]


def _reply(state: CaseState, command: c.Reply, actor: str, at: int) -> Facts:
    _need(command.text > 0, "text_missing")
    _told(command, at)
    body = _body(
        channel=command.channel,
        text=command.text,
        contact=command.contact,
        promised_at=command.promised_at,
        finish_at=command.finish_at,
        findings=command.findings,
        new=command.new,
        template=command.template,
        edited=command.edited,
        mail=command.mail,
        letter=command.letter,
    )
    # A9: who may not be told anything cannot have been given a reply
    _need(command.speaker.may_be_told, "not_to_them")
    return [(k.REPLY, {**body, **_contained(command.contained), **_spoke(command.speaker)})]


def _auto_ack(state: CaseState, command: c.AutoAck, actor: str, at: int) -> Facts:
    return [(k.AUTO_ACK, _body(text=command.text, mail=command.mail))]


def _customer_message(state: CaseState, command: c.CustomerMessage, actor: str, at: int) -> Facts:
    _need(command.text > 0, "text_missing")
    late = command.promised_at is None or command.promised_at > at
    _need(late, "promise_in_past")
    body = _body(channel=command.channel, text=command.text, promised_at=command.promised_at)
    return [(k.CUSTOMER_MESSAGE, {**body, **_spoke(command.speaker)})]


def _wait(state: CaseState, command: c.Wait, actor: str, at: int) -> Facts:
    _need(command.question > 0, "question_missing")
    _need(command.remind_at > at, "remind_in_past")
    sent = _body(mail=command.mail, letter=command.letter)
    return [(k.WAITING, {"text": command.question, "remind_at": command.remind_at, **sent})]


def _change_priority(state: CaseState, command: c.ChangePriority, actor: str, at: int) -> Facts:
    _need(command.why > 0, "why_missing")
    _need(command.to != state.priority, "same_value")
    return [(k.PRIORITY_CHANGED, {"to": command.to.value, "why": command.why})]


def _change_class(state: CaseState, command: c.ChangeClass, actor: str, at: int) -> Facts:
    _need(command.why > 0, "why_missing")
    _need(command.to != state.klass, "same_value")
    return [(k.CLASS_CHANGED, {"to": command.to.value, "why": command.why})]


def _resolve(state: CaseState, command: c.Resolve, actor: str, at: int) -> Facts:
    _need(command.done > 0 and command.told > 0, "result_missing")  # C9
    wrapup = {"wrapup": command.wrapup} if command.wrapup else {}
    sent = _body(mail=command.mail, letter=command.letter)
    return [(k.RESOLVED, {"done": command.done, "told": command.told, **wrapup, **sent})]


def _plan(state: CaseState, command: c.PlanNext, actor: str, at: int) -> Facts:
    _need(command.text > 0, "text_missing")
    _need(command.at_time > at, "plan_in_past")
    return [(k.PLANNED, {"text": command.text, "at_time": command.at_time})]


def _end_plan(state: CaseState, command: c.EndPlan, actor: str, at: int) -> Facts:
    return [(k.PLAN_ENDED, {})]


def _reopen(state: CaseState, command: c.Reopen, actor: str, at: int) -> Facts:
    return [(k.REOPENED, _body(why=command.why))]


def _follow_up(state: CaseState, command: c.FollowUp, actor: str, at: int) -> Facts:
    scores = _body(speed=command.speed, attitude=command.attitude, solved=command.solved)
    if not command.reached:
        _need(not scores, "score_unreached")
        return [(k.FOLLOWUP_TRIED, _body(text=command.text))]
    _need(all(1 <= score <= 5 for score in scores.values()), "score_range")
    return [(k.FOLLOWUP_DONE, {**scores, **_body(text=command.text)})]


def _close(state: CaseState, command: c.Close, actor: str, at: int) -> Facts:
    return [(k.CLOSED, {})]


def _undo(state: CaseState, command: c.Undo, actor: str, at: int) -> Facts:
    assert state.last is not None  # case.refusal has seen to it
    if command.of is not None and command.of != state.last.ver:
        raise Refused("undo_other_step")
    return [INVERSE[state.last.kind](state)]


def _plan_before(state: CaseState) -> tuple[str, dict[str, Any]]:
    """What puts back the plan that the last one replaced, if there was one."""
    text, at_time = state.before_last.get("plan_text"), state.before_last.get("plan_at")
    if text is None or at_time is None:
        return k.PLAN_ENDED, {"undo": True}
    return k.PLANNED, {"text": text, "at_time": at_time, "undo": True}


INVERSE: Mapping[str, Callable[[CaseState], tuple[str, dict[str, Any]]]] = {
    k.ASSIGNED: lambda s: (k.ASSIGNED, {"to": s.before_last.get("owner"), "how": "undo"}),
    k.PRIORITY_CHANGED: lambda s: (
        k.PRIORITY_CHANGED,
        {"to": s.before_last["priority"].value, "undo": True},
    ),
    k.CLASS_CHANGED: lambda s: (
        k.CLASS_CHANGED,
        {"to": s.before_last["class"].value, "undo": True},
    ),
    k.PLANNED: _plan_before,
    k.NOTE: lambda s: (k.NOTE_WITHDRAWN, {"of": s.last.ver if s.last is not None else s.ver}),
    k.CLOSED: lambda s: (k.CLOSE_UNDONE, {}),
    k.HANDOFF: lambda s: (k.HANDOFF_RECALLED, {"id": s.handed[-1].id, "undo": True}),
    k.ADDRESS_KEPT: address_before,
    k.OFFERED: lambda s: (k.OFFER_ENDED, {"how": "withdrawn", "undo": True}),
}
"""What takes an event back: the inverse of the case's last one."""

DECIDE: Mapping[str, Callable[[CaseState, Any, str, int], Facts]] = {
    "receive": _receive,
    "register": _register,
    "claim": _claim,
    "release": _release,
    "assign": _assign,
    "note": _note,
    "reply": _reply,
    "auto_ack": _auto_ack,
    "customer_message": _customer_message,
    "wait": _wait,
    "priority": _change_priority,
    "class": _change_class,
    "resolve": _resolve,
    "plan": _plan,
    "end_plan": _end_plan,
    "reopen": _reopen,
    "follow_up": _follow_up,
    "close": _close,
    "undo": _undo,
    **DECIDE_DAY,
}
