"""Why a case was late, as one paragraph that can be sent on: full dates, nobody's data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from agentdesk.domain.lateness import LatePromise
from agentdesk.i18n import format as form
from agentdesk.i18n import known, language, t

_WHOSE = ("queue", "agent", "department", "customer")


def paragraph(reference: str, late: Sequence[LatePromise], now: int, tz: tzinfo) -> str:
    """The paragraph in the language in force; one sentence where nothing was late."""
    join = "" if language() == "zh" else " "
    if not late:
        return t("reason.why_late.none", ref=reference)
    sentences = [sentence for promise in late for sentence in _sentences(promise, now, tz)]
    sentences = [sentence[:1].upper() + sentence[1:] for sentence in sentences]
    return t("reason.why_late.head", ref=reference, text=join.join(sentences))


def _sentences(late: LatePromise, now: int, tz: tzinfo) -> list[str]:
    name = f"clock.{late.clock}"
    clock = t(name) if known(name) else late.clock
    due = form.when(late.due, now, tz)
    by = form.duration(late.late)
    if late.ended is not None:
        met = form.when(late.ended, now, tz)
        said = [t("reason.why_late.met", clock=clock, due=due, met=met, by=by)]
    elif late.owed:
        said = [t("reason.why_late.owed", clock=clock, due=due, by=by)]
    else:
        said = [t("reason.why_late.ended", clock=clock, due=due)]
    if late.raised:
        said.append(t("reason.why_late.raised"))
    shares = [(name, int(getattr(late.spent, name))) for name in _WHOSE]
    parts = [
        t(f"reason.why_late.spent.{name}", span=form.duration(micros))
        for name, micros in shares
        if micros > 0
    ]
    if parts:
        said.append(t("reason.why_late.spent", parts=form.joined(parts)))
    if late.paused:
        said.append(t("reason.why_late.paused", span=form.duration(late.paused)))
    return said
