"""Agreed calls in the story of a case, as its next step, as what the customer is told (C7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from agentdesk.desk.api import CallbackLine, CaseView
from agentdesk.domain import events as k
from agentdesk.domain.day import VISIT
from agentdesk.domain.state import ClockState
from agentdesk.i18n import format as form
from agentdesk.i18n import t
from agentdesk.widgets.call_words import first_call, open_calls, short_span
from agentdesk.widgets.cells import plain
from agentdesk.widgets.lens import Lens, phrase
from agentdesk.widgets.when_input import zone_words


def _kind(body: Mapping[str, Any]) -> str:
    return "visit" if body.get("what") == VISIT else "call"


def _set(body: Mapping[str, Any], lens: Lens) -> str:
    at, who = lens.when(int(body.get("at_time", 0))), lens.who(str(body.get("who", "")))
    return phrase(f"callbacks.event.set.{_kind(body)}", at=at, who=who)


def _moved(body: Mapping[str, Any], lens: Lens) -> str:
    at, who = lens.when(int(body.get("at_time", 0))), lens.who(str(body.get("who", "")))
    undo = ".undo" if body.get("undo") else ""
    what = "given" if body.get("from") and not undo else "moved"
    return phrase(f"callbacks.event.{what}{undo}", at=at, who=who)


def _tried(body: Mapping[str, Any], lens: Lens) -> str:
    if body.get("at_time") is None:
        return t("callbacks.event.unreachable")
    return phrase("callbacks.event.tried", at=lens.when(int(body["at_time"])))


def _reached(body: Mapping[str, Any], lens: Lens) -> str:
    return t("callbacks.event.reached")


def _ended(body: Mapping[str, Any], lens: Lens) -> str:
    return t("callbacks.event.ended")


TELL: Mapping[str, Callable[[Mapping[str, Any], Lens], str]] = {
    k.CALLBACK_SET: _set,
    k.CALLBACK_MOVED: _moved,
    k.CALLBACK_TRIED: _tried,
    k.CALLBACK_REACHED: _reached,
    k.CALLBACK_ENDED: _ended,
}
"""Kind of event -> what happened, without who did it."""


def call_step(
    view: CaseView, lens: Lens, clock: ClockState | None
) -> tuple[str | None, str] | None:
    """The next step where it is a call: one of mine whose time has come, before everything; else
    the one that is due before anything else (``clock``: what orders the case)."""
    call = first_call(view, lens.me)
    if call is None:
        return None
    kind = "visit" if call.what == VISIT else "call"
    at, mine = lens.when(call.at), call.who == lens.me
    if mine and call.missed(lens.now):
        span = short_span(lens.now - call.until)
        return "callback", phrase(f"callbacks.next.missed.{kind}", at=at, span=span)
    if mine and call.begun(lens.now):
        return "callback", phrase(f"callbacks.next.now.{kind}", at=at)
    if clock is None or clock.name != "callback":
        return None
    if not mine:
        who = lens.who(call.who)
        return None, phrase(f"callbacks.next.other.{kind}", at=at, who=who)
    span = short_span(call.at - lens.now)
    return "callback", phrase(f"callbacks.next.set.{kind}", at=at, span=span)


def call_say(view: CaseView, lens: Lens) -> list[str]:
    """What was agreed, as it is said to the customer: in their own time where they live in another
    zone."""
    return [_say(call, lens) for call in open_calls(view) if call.until > lens.now]


def _say(call: CallbackLine, lens: Lens) -> str:
    kind = "visit" if call.what == VISIT else "call"
    if call.at <= lens.now and kind == "call":
        return phrase("callbacks.say.call.now", at=lens.when(call.until))
    if not call.zone or kind == "visit":
        at = lens.when(call.at)
        return phrase(f"callbacks.say.{kind}", at=at, place=plain(call.place))
    at = form.when(call.at, lens.now, form.zone(call.zone))
    return phrase("callbacks.say.call.zone", at=at, zone=zone_words(call.zone))
