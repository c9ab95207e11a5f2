"""A handoff in words: its clock, who asked and accepted, its hop and hours, what came back (C5)."""

from __future__ import annotations

from collections.abc import Iterable

from agentdesk.desk.api import HandoffLine
from agentdesk.i18n import format as form
from agentdesk.i18n import known, t
from agentdesk.widgets.cells import cell_len, plain, wrap
from agentdesk.widgets.lens import Lens, coded, phrase
from agentdesk.widgets.lines import Span

JOIN = " · "

LONGEST = 1000
"""Characters of a text that are looked at: its lines here end before that."""


def is_late(line: HandoffLine, now: int) -> bool:
    """Its open clock has run out."""
    return line.due is not None and line.ended_at is None and line.due < now


def glyph(line: HandoffLine, now: int, soon: int) -> Span:
    """▲ late, ● little time left, else nothing; with the role that colours it."""
    if is_late(line, now):
        return "▲", "late"
    if line.due is not None and line.due - now <= soon:
        return "●", "soon"
    return " ", ""


def clock_name(line: HandoffLine, *, long: bool = False) -> str:
    """What the department owes: the first report, or the next one."""
    key = f"handoff.clock.{line.clock}{'.long' if long else ''}"
    return t(key) if line.clock and known(key) else ""


def left(line: HandoffLine, now: int) -> str:
    """The time left of its clock; a dash where none runs."""
    return form.left(line.due, now) if line.due is not None else "—"


def dept(line: HandoffLine, lens: Lens) -> str:
    """The department's name."""
    return lens.label("department", line.dept)


def part(line: HandoffLine) -> str:
    """It leads, or it assists."""
    return t("handoff.leads" if line.main else "handoff.assists")


def asked(line: HandoffLine, lens: Lens) -> str:
    """When it was asked, and by whom."""
    return phrase("handoff.asked", at=lens.when(line.asked_at), who=lens.who(line.asked_by))


def accepted(line: HandoffLine, lens: Lens) -> str:
    """When it was accepted, and by whom."""
    if line.accepted_at is None:
        return t("handoff.accepted.not")
    who = lens.who(line.accepted_by)
    return phrase("handoff.accepted", at=lens.when(line.accepted_at), who=who)


def code_words(line: HandoffLine, lens: Lens) -> str:
    """Why it was rejected, and where it belongs."""
    code = coded("handoff.code", line.code)
    if not line.right:
        return code
    return phrase("handoff.belongs", code=code, dept=lens.label("department", line.right))


def ended(line: HandoffLine, lens: Lens) -> str:
    """How and when it ended; "" while it runs."""
    if line.ended_at is None:
        return ""
    key = f"handoff.how.{line.how}"
    at = lens.when(line.ended_at)
    return phrase(key, at=at) if known(key) else f"{plain(line.how)} {at}"


def said(line: HandoffLine) -> str:
    """What came back last, by its kind; "" while nothing has."""
    text = plain(line.said[:LONGEST])
    if not text:
        return ""
    result = line.said_what == "returned"
    key = "handoff.said.result" if result else f"handoff.what.{line.said_what}"
    if not known(key):  # why it was rejected stands there already
        return text
    return t("handoff.said", what=t(key), text=text)


def flow(words: Iterable[str], width: int) -> list[str]:
    """Words side by side, no line beginning or ending with what joins them."""
    lines: list[str] = []
    for word in words:
        joined = f"{lines[-1]}{JOIN}{word}" if lines else word
        if lines and cell_len(joined) <= width:
            lines[-1] = joined
        else:
            lines += wrap(word, width)
    return lines


def facts(line: HandoffLine, lens: Lens, *, with_asked: bool = True) -> list[str]:
    """The quiet facts of a handoff, most needed first."""
    words = [asked(line, lens)] if with_asked else []
    if line.ended_at is None:
        words.append(accepted(line, lens))
        if line.reported_at is not None:
            words.append(phrase("handoff.reported", at=lens.when(line.reported_at)))
    words.append(phrase("handoff.took", span=form.duration(line.took)))
    if line.hop > 1:
        words.append(t("handoff.hop", hop=line.hop))
    return words
