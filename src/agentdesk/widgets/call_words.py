"""An agreed call or visit in words and one glyph: where it stands, when, how it may be made (C7).

✓ reached, ○ agreed (◆ a visit), ● its window has begun, ▲ missed, × not reached after the last try.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import tzinfo

from agentdesk.desk.api import CallbackLine, CaseView
from agentdesk.domain.day import VISIT
from agentdesk.i18n import format as form
from agentdesk.i18n import known, t
from agentdesk.widgets.cells import plain
from agentdesk.widgets.lens import Lens, phrase
from agentdesk.widgets.lines import Row, clip, wrap
from agentdesk.widgets.when_input import full_time, zone_words

_LOOKS = {
    "reached": ("✓", "good"),
    "unreachable": ("×", "late"),
    "cancelled": ("–", "quiet"),
    "missed": ("▲", "late"),
    "now": ("●", "soon"),
    "set": ("○", ""),
}


def state_of(call: CallbackLine, now: int) -> str:
    """Where it stands: reached, unreachable, cancelled, missed, now or set."""
    if call.missed(now):
        return "missed"
    if call.begun(now):
        return "now"
    return call.state


def glyph(call: CallbackLine, now: int) -> tuple[str, str]:
    """Its sign and the role that colours it."""
    state = state_of(call, now)
    sign, role = _LOOKS.get(state, ("○", ""))
    return ("◆" if state == "set" and call.what == VISIT else sign), role


def stands(call: CallbackLine, now: int) -> str:
    """``ring now``, ``missed by 12m``, ``in 28m``, ``reached``: what the time makes of it."""
    state = state_of(call, now)
    kind = "visit" if call.what == VISIT else "call"
    if state == "missed":
        return t(f"callbacks.state.missed.{kind}", span=short_span(now - call.until))
    if state == "now":
        return t(f"callbacks.state.now.{kind}")
    if state == "set":
        return t("callbacks.state.set", span=short_span(call.at - now))
    return t(f"callbacks.state.{state}")


def short_span(micros: int) -> str:
    """A short duration without seconds, so that a list changes once a minute."""
    minutes = max(0, micros) // 60_000_000
    return t("frame.span.m", m=minutes) if minutes < 60 else form.span(micros)


def problem(code: str, params: Mapping[str, object], lens: Lens) -> str:
    """What stands against a time, as a sentence; the code itself where nobody knows it."""
    key = f"callbacks.problem.{code}"
    spoken: dict[str, object] = dict(params)
    for name in ("at", "until"):
        if isinstance(params.get(name), int):
            spoken[name] = lens.when(int(str(params[name])))
    if isinstance(params.get("until"), int):
        spoken["until"] = lens.clock(int(str(params["until"])))
    try:
        return phrase(key, **spoken) if known(key) else plain(code)
    except (KeyError, IndexError):  # another version names it otherwise
        return plain(code)


def open_calls(view: CaseView) -> list[CallbackLine]:
    """What is still to be made, the earliest first."""
    return sorted((one for one in view.callbacks if one.state == "set"), key=lambda one: one.at)


def first_call(view: CaseView, me: str = "") -> CallbackLine | None:
    """The call a key means: mine before another's, the earliest of them."""
    calls = open_calls(view)
    mine = [one for one in calls if one.who == me]
    return next(iter((*mine, *calls)), None)


def theirs(at: int, now: int, zone: str, ours: tzinfo) -> str:
    """The customer's own clock: ``09:00 New York``, with its date where that is another one than
    ours; "" where it is ours."""
    if not zone:
        return ""
    there = form.zone(zone)
    if form.local(at, there).date() != form.local(at, ours).date():
        return phrase("callbacks.theirs.day", at=full_time(at, zone, there))
    return phrase("callbacks.theirs", at=form.when(at, now, there), zone=zone_words(zone))


def window_words(start: int | None, end: int | None, zone: str) -> str:
    """When the customer may be rung: ``9:00–17:00 New York``; "" where they said nothing."""
    if start is None and end is None:
        return ""
    first, last = start or 0, 24 * 60 if end is None else end
    hours = f"{first // 60}:{first % 60:02d}–{last // 60}:{last % 60:02d}"
    return t("callbacks.window", hours=hours, zone=f" {zone_words(zone)}" if zone else "").strip()


def span_of(call: CallbackLine, now: int, zone: tzinfo) -> str:
    """``10:00–10:30``, with the day where it is not today's."""
    start = form.when(call.at, now, zone)
    return f"{start}–{form.time_of_day(call.until, zone)}"


def call_rows(call: CallbackLine, lens: Lens, width: int) -> list[Row]:
    """A call in the facts of a case: when and who, then what it is about and the tries."""
    sign, role = glyph(call, lens.now)
    head: Row = [
        (f"{sign} ", role or "accent"),
        (lens.when(call.at), "strong" if call.state == "set" else ""),
        (f" {stands(call, lens.now)}", role or "quiet"),
        (f" · {lens.who_or_me(call.who)}", ""),
    ]
    if call.off:
        head.append((f" · {t('callbacks.not_there')}", "soon"))
    if call.tries:
        head.append((f" · {t('callbacks.tries', count=call.tries)}", "quiet"))
    rows = [clip(head, width)]
    for words in about_lines(call, lens):
        rows += [[("  ", ""), (line, "quiet")] for line in wrap(words, max(8, width - 2))]
    return rows


def about_lines(call: CallbackLine, lens: Lens) -> Iterable[str]:
    """What it is about, where and what to bring, and their own time."""
    if call.about:
        yield plain(call.about)
    if call.place:
        yield t("callbacks.at_branch", place=plain(call.place))
    if call.bring:
        yield t("callbacks.brings", bring=plain(call.bring))
    if call.zone and call.state == "set":
        yield theirs(call.at, lens.now, call.zone, lens.zone)


def agreed_rows(view: CaseView, lens: Lens, width: int) -> list[Row]:
    """The calls of a case: those to be made, and the last one that came to nothing."""
    ended = [one for one in view.callbacks if one.state == "unreachable"]
    shown = [*open_calls(view), *([] if open_calls(view) else ended[-1:])]
    return [row for call in shown for row in call_rows(call, lens, width)]
