"""One line for each kind of event: who did what, in the language in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from agentdesk.desk.api import TimelineEntry
from agentdesk.domain import events as k
from agentdesk.domain.values import Audience
from agentdesk.i18n import known, t
from agentdesk.widgets import call_story, mail_words
from agentdesk.widgets.cells import plain
from agentdesk.widgets.follow_words import waived_words
from agentdesk.widgets.lens import Lens, coded, phrase


def headline(entry: TimelineEntry, lens: Lens) -> str:
    """``li.wei · spoke with the customer (phone); findings told; promised news by 18:00``."""
    words = what(entry, lens)
    if entry.event.kind in (k.CUSTOMER_MESSAGE, k.RECEIVED, k.FOLLOWUP_WAIVED):
        return words
    return f"{lens.who(entry.event.actor)} · {words}" if entry.event.actor else words


def what(entry: TimelineEntry, lens: Lens) -> str:
    """What happened, without who did it. An unknown kind is named by its code."""
    body, kind = entry.event.body, entry.event.kind
    if kind == k.RESOLVED:
        told = entry.audience is Audience.CUSTOMER
        return t("case.event.resolved" if told else "case.event.resolved.done")
    if kind == k.FOLLOWUP_WAIVED:
        return phrase("follow.waived", why=waived_words(entry.event, lens))
    tell = _TELL.get(kind)
    if tell is not None:
        return tell(body, lens)
    key = f"case.event.{kind}"
    return t(key) if known(key) else phrase("case.event.other", kind=plain(kind))


def _received(body: Mapping[str, Any], lens: Lens) -> str:
    channel = lens.channel(str(body.get("channel", "")))
    return phrase("case.event.received", by=t("case.by", channel=channel))


def _registered(body: Mapping[str, Any], lens: Lens) -> str:
    return phrase("case.event.registered", who=lens.who(body.get("accountable")))


def _assigned(body: Mapping[str, Any], lens: Lens) -> str:
    to, how = body.get("to"), str(body.get("how", "assign"))
    if how == "claim":
        return t(
            "case.event.assigned.reserve" if body.get("reserve") else "case.event.assigned.claim"
        )
    if to is None:
        return t("case.event.assigned.undo.pool" if how == "undo" else "case.event.assigned.pool")
    if how == "handover":
        return t("case.event.assigned.handover")
    return phrase(f"case.event.assigned.{how}", to=lens.who(str(to)))


def _offered(body: Mapping[str, Any], lens: Lens) -> str:
    return phrase("home.event.offered", who=lens.who(str(body.get("to", ""))))


def _offer_ended(body: Mapping[str, Any], lens: Lens) -> str:
    return t(f"home.event.{'declined' if body.get('how') == 'declined' else 'withdrawn'}")


def _reply(body: Mapping[str, Any], lens: Lens) -> str:
    channel = lens.channel(str(body.get("channel", "")))
    parts = [
        phrase(f"case.event.reply{'.contact' if body.get('contact') else ''}", channel=channel)
    ]
    if body.get("findings"):
        parts.append(t("case.event.reply.findings"))
    if body.get("promised_at"):
        parts.append(phrase("case.event.reply.promised", at=lens.when(int(body["promised_at"]))))
    if body.get("finish_at"):
        parts.append(phrase("case.event.reply.finish", at=lens.when(int(body["finish_at"]))))
    if body.get("new") is False:
        parts.append(t("case.event.reply.same"))
    return t("case.event.join").join(parts)


def _message(body: Mapping[str, Any], lens: Lens) -> str:
    channel = lens.channel(str(body.get("channel", "")))
    parts = [phrase("case.event.customer_message", channel=channel)]
    if body.get("promised_at"):
        parts.append(phrase("case.event.reply.promised", at=lens.when(int(body["promised_at"]))))
    return t("case.event.join").join(parts)


def talk(entry: TimelineEntry) -> str:
    """Who spoke, if not the customer, by what right, and how the talk was kept (A9, B3); ""."""
    body = entry.event.body
    parts = []
    if body.get("caller"):
        who = coded("case.caller", str(body["caller"]))
        right = coded("case.authority", str(body.get("authority", "")))
        parts.append(phrase("case.event.talk.caller", who=who, right=right))
    if body.get("recording"):
        parts.append(t("case.event.talk.recording", number=plain(str(body["recording"]))))
    if body.get("notice"):
        parts.append(t("case.event.talk.notice"))
    return t("case.event.join").join(parts)


def _note(body: Mapping[str, Any], lens: Lens) -> str:
    restricted = body.get("audience") == Audience.RESTRICTED.value
    return t("case.event.note.restricted" if restricted else "case.event.note")


def _waiting(body: Mapping[str, Any], lens: Lens) -> str:
    return phrase("case.event.waiting", at=lens.when(int(body.get("remind_at", 0))))


def _handoff(body: Mapping[str, Any], lens: Lens) -> str:
    helps = ".assists" if body.get("main") is False else ""
    dept = lens.label("department", str(body.get("dept", "")))
    return phrase(f"handoff.event.handoff{helps}", dept=dept)


def _dept(body: Mapping[str, Any], lens: Lens) -> str:
    """The department that a handoff's event is about; "" where nobody knows."""
    code = lens.handed.get(str(body.get("id", "")), "")
    return lens.label("department", code)


def _dept_accept(body: Mapping[str, Any], lens: Lens) -> str:
    dept = _dept(body, lens)
    return phrase("handoff.event.accept", dept=dept) if dept else t("case.event.dept_accept")


def _dept_reject(body: Mapping[str, Any], lens: Lens) -> str:
    dept = _dept(body, lens)
    if not dept or not body.get("code"):
        return t("case.event.dept_reject")
    code = coded("handoff.code", str(body["code"]))
    if not body.get("right"):
        return phrase("handoff.event.reject", dept=dept, code=code)
    right = lens.label("department", str(body["right"]))
    return phrase("handoff.event.reject.right", dept=dept, code=code, right=right)


def _dept_return(body: Mapping[str, Any], lens: Lens) -> str:
    dept = _dept(body, lens)
    return phrase("handoff.event.return", dept=dept) if dept else t("case.event.dept_return")


def _recalled(body: Mapping[str, Any], lens: Lens) -> str:
    undo = ".undo" if body.get("undo") else ""
    return phrase(f"handoff.event.recall{undo}", dept=_dept(body, lens))


def _progress(body: Mapping[str, Any], lens: Lens) -> str:
    what, dept = coded("case.event.what", str(body.get("what", ""))), _dept(body, lens)
    if dept:
        words = phrase("handoff.event.report", dept=dept, what=what)
    else:
        words = phrase("case.event.dept_progress", what=what)
    if body.get("next_at"):
        at = lens.when(int(body["next_at"]))
        words += t("case.event.join") + phrase("case.event.dept_progress.next", at=at)
    return words


def _priority(body: Mapping[str, Any], lens: Lens) -> str:
    undo = ".undo" if body.get("undo") else ""
    return phrase(f"case.event.priority_changed{undo}", to=plain(str(body.get("to", ""))))


def _class(body: Mapping[str, Any], lens: Lens) -> str:
    undo = ".undo" if body.get("undo") else ""
    to = coded("case.class", str(body.get("to", "")))
    return phrase(f"case.event.class_changed{undo}", to=to)


def _surge(body: Mapping[str, Any], lens: Lens) -> str:
    return t("case.event.surge.on" if body.get("on") else "case.event.surge.off")


def _planned(body: Mapping[str, Any], lens: Lens) -> str:
    undo = ".undo" if body.get("undo") else ""
    return phrase(f"case.event.planned{undo}", at=lens.when(int(body.get("at_time", 0))))


def _plan_ended(body: Mapping[str, Any], lens: Lens) -> str:
    return t(f"case.event.plan_ended{'.undo' if body.get('undo') else ''}")


def _followed_up(body: Mapping[str, Any], lens: Lens) -> str:
    scores = {name: body.get(name, "–") for name in ("speed", "attitude", "solved")}
    return phrase("case.event.followup_done", **scores)


_TELL: Mapping[str, Callable[[Mapping[str, Any], Lens], str]] = {
    k.RECEIVED: _received,
    k.REGISTERED: _registered,
    k.ASSIGNED: _assigned,
    k.OFFERED: _offered,
    k.OFFER_ENDED: _offer_ended,
    k.REPLY: _reply,
    k.CUSTOMER_MESSAGE: _message,
    k.NOTE: _note,
    k.WAITING: _waiting,
    k.HANDOFF: _handoff,
    k.HANDOFF_RECALLED: _recalled,
    k.DEPT_ACCEPT: _dept_accept,
    k.DEPT_PROGRESS: _progress,
    k.DEPT_REJECT: _dept_reject,
    k.DEPT_RETURN: _dept_return,
    k.PRIORITY_CHANGED: _priority,
    k.CLASS_CHANGED: _class,
    k.SURGE: _surge,
    k.FOLLOWUP_DONE: _followed_up,
    k.PLANNED: _planned,
    k.PLAN_ENDED: _plan_ended,
    k.MAIL_SENT: mail_words.sent,
    k.MAIL_FAILED: mail_words.not_sent,
    k.MAIL_SEEN: mail_words.seen,
    k.ADDRESS_KEPT: mail_words.address_kept,
    **call_story.TELL,
}
