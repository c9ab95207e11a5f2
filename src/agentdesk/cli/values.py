"""Cases and clocks as JSON: stable names, codes as they are stored, instants as ISO 8601 in UTC."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from agentdesk.cli.out import iso
from agentdesk.desk.api import CaseView, HandoffLine, QueueRow, TimelineEntry
from agentdesk.desk.api_callbacks import CallbackLine
from agentdesk.domain.explain import Account
from agentdesk.domain.state import ClockState, Reason
from agentdesk.domain.values import SECOND, Speaker
from agentdesk.i18n import say


def queue_row(row: QueueRow, place: int, now: int, tz: tzinfo) -> dict[str, Any]:
    """One row of the queue. ``left_s`` is negative once the due has passed."""
    return {
        "place": place,
        "reference": row.reference,
        "id": row.id,
        "band": row.band,
        "priority": row.priority.value,
        "status": row.status.value,
        "clock": row.clock,
        "due": iso(row.due),
        "left_s": None if row.due is None else (row.due - now) // SECOND,
        "broken": row.broken,
        "frozen": row.frozen,
        "wake_at": iso(row.wake_at),
        "customer": row.customer,
        "title": row.title,
        "where": row.where,
        "owner": row.owner,
        "accountable": row.accountable,
        "mine": row.mine,
        "received": iso(row.received),
        "surge": row.surge,
        "care": row.care,
        "chasers": row.chasers,
        "back": back(row.back),
        "attention": list(row.attention),
        "reserve": row.reserve,
        "reason": reason(row.reason, now, tz),
        "key": list(row.key),
        "ver": row.ver,
    }


def back(what: tuple[str, str, str] | None) -> dict[str, Any] | None:
    """What a department did and the owner has not acted on."""
    if what is None:
        return None
    how, dept, code = what
    return {"how": how, "department": dept, "code": code or None}


def handoff(line: HandoffLine) -> dict[str, Any]:
    """A handoff of a case: its hop, and how long the department had it (``took_s``)."""
    return {
        "id": line.id,
        "hop": line.hop,
        "department": line.dept,
        "leads": line.main,
        "asked_at": iso(line.asked_at),
        "asked_by": line.asked_by,
        "ask": line.ask,
        "along": list(line.along),
        "accepted_at": iso(line.accepted_at),
        "accepted_by": line.accepted_by,
        "reported_at": iso(line.reported_at),
        "said": line.said or None,
        "said_what": line.said_what or None,
        "clock": line.clock,
        "due": iso(line.due),
        "late": line.broken,
        "ended_at": iso(line.ended_at),
        "how": line.how or None,
        "code": line.code or None,
        "right": line.right or None,
        "took_s": line.took // SECOND,
    }


def callback(one: CallbackLine, now: int) -> dict[str, Any]:
    """An agreed call or visit."""
    return {
        "id": one.id,
        "what": one.what,
        "who": one.who,
        "at": iso(one.at),
        "until": iso(one.until),
        "due": iso(one.due),
        "state": one.state,
        "missed": one.missed(now),
        "tries": one.tries,
        "about": one.about,
        "place": one.place or None,
        "bring": one.bring or None,
    }


def clock_time(minutes: int | None) -> str | None:
    """``18:00``: a minute of a day."""
    return None if minutes is None else f"{minutes // 60:02d}:{minutes % 60:02d}"


def reason(why: Reason, now: int, tz: tzinfo) -> dict[str, Any]:
    """Why something stands where it stands: code, parameters, and the sentence."""
    text = say.reason(why, now=now, tz=tz)
    return {"code": why.code, "params": dict(why.params), "text": text}


def clock(one: ClockState) -> dict[str, Any]:
    """A clock as it stands."""
    return {
        "name": one.name,
        "id": one.id,
        "state": one.state,
        "target": one.target,
        "broken": one.broken,
        "raised": one.raised,
        "acts": one.actor,
        "handoff": one.handoff if one.actor == "department" else None,
        "calendar": one.calendar,
        "started": iso(one.started),
        "budget_s": None if one.budget is None else one.budget // SECOND,
        "due": iso(one.due),
        "met_at": iso(one.met_at),
        "breach_at": iso(one.breach_at),
        "remaining_s": None if one.remaining is None else one.remaining // SECOND,
        "paused_s": one.paused_total // SECOND,
    }


def account(one: Account, state: ClockState, now: int, tz: tzinfo) -> dict[str, Any]:
    """How a clock came to its due: start, budget, calendar, pauses, changes, result."""
    return {
        **clock(state),
        "pauses": [
            {"since": iso(pause.since), "until": iso(pause.until), "for": pause.whom}
            for pause in one.pauses
        ],
        "changes": [
            {"at": iso(step.at), "what": step.what, "params": dict(step.params)}
            for step in one.changes
        ],
        "account": [say.reason(line, now=now, tz=tz) for line in one.lines],
    }


def minutes(view: CaseView) -> dict[str, int]:
    """Whose time it was, in seconds."""
    spent = view.minutes
    return {
        "queue_s": spent.queue // SECOND,
        "agent_s": spent.agent // SECOND,
        "department_s": spent.department // SECOND,
        "customer_s": spent.customer // SECOND,
    }


def case(view: CaseView, tz: tzinfo) -> dict[str, Any]:
    """A case, whole."""
    return {
        "reference": view.reference,
        "id": view.id,
        "status": view.status.value,
        "priority": view.priority.value,
        "class": view.klass.value,
        "kind": view.kind,
        "line": view.line,
        "category": view.category,
        "channel": view.channel,
        "source": view.source,
        "external_reference": view.ext_ref,
        "title": view.title,
        "text": view.text,
        "customer": view.customer,
        "phone": view.phone,
        "email": view.email,
        "prefers": view.prefers,
        "language": view.language,
        "care": view.care,
        "owner": view.owner,
        "owner_since": iso(view.owner_since),
        "accountable": view.accountable,
        "received": iso(view.received),
        "waiting_since": iso(view.waiting_since),
        "remind_at": iso(view.remind_at),
        "resolved_at": iso(view.resolved_at),
        "chasers": view.chasers,
        "back": back(view.back),
        "attention": list(view.attention),
        "handoffs": [handoff(one) for one in view.handoffs],
        "callbacks": [callback(one, view.at) for one in view.callbacks],
        "wishes": {
            "calls_from": clock_time(view.calls_from),
            "calls_until": clock_time(view.calls_until),
            "zone": view.zone or None,
            "no_survey": view.no_survey or None,
        },
        "wrapup": view.wrapup or None,
        "speaker": speaker(view.speaker),
        "plan": None
        if view.plan is None
        else {"at": iso(view.plan.at), "by": view.plan.by, "text": view.plan.text},
        "stickies": [
            {"until": iso(note.until), "by": note.by, "text": note.text} for note in view.stickies
        ],
        "others": [other.reference for other in view.others],
        "band": view.place.band,
        "reason": reason(view.place.reason, view.at, tz),
        "clocks": [clock(one) for one in view.clocks],
        "timeline": [entry(one) for one in view.timeline],
        "minutes": minutes(view),
        "actions": dict(view.actions),
        "ver": view.ver,
        "at": iso(view.at),
    }


def speaker(who: Speaker) -> dict[str, Any]:
    """Who brought a case in, by what right, and how the talk was kept."""
    return {
        "caller": who.caller.value,
        "authority": who.authority.value,
        "recording": who.recording or None,
        "notice": who.notice,
    }


def entry(one: TimelineEntry) -> dict[str, Any]:
    """One line of a case's story."""
    return {
        "seq": one.event.seq,
        "ver": one.event.ver,
        "kind": one.event.kind,
        "at": iso(one.event.at),
        "recorded_at": iso(one.event.recorded_at),
        "who": one.who,
        "source": one.event.source,
        "body": dict(one.event.body),
        "text": one.text,
        "audience": one.audience.value,
        "withdrawn": one.withdrawn,
    }
