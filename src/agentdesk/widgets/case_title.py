"""The head of a case: what it is, in which state, and the next step, in two or three lines."""

from __future__ import annotations

from agentdesk.desk.api import CaseView
from agentdesk.domain.values import Priority
from agentdesk.i18n import t
from agentdesk.widgets.cells import plain
from agentdesk.widgets.facts import area, status_words
from agentdesk.widgets.lens import Lens, phrase
from agentdesk.widgets.lines import Row, clip, ends, row_cells
from agentdesk.widgets.mail_words import UNSURE, by_words, code_words, failed
from agentdesk.widgets.next_step import Step

TOGETHER = 110
"""From here title and state share a line that has room for both."""


def title_rows(view: CaseView, lens: Lens, width: int) -> list[Row]:
    """Reference and title, then status, priority, class, line and category, channel."""
    name: Row = [(view.reference, "accent"), ("  ", ""), (plain(view.title), "strong")]
    urgent = view.priority is Priority.P1
    state: Row = [
        (status_words(view), ""),
        (" · ", "quiet"),
        (view.priority.value, "strong" if urgent else ""),
        (f" · {t(f'case.class.{view.klass.value}')}", ""),
    ]
    if view.care:
        state.append((f" · ◆ {t('case.care')}", "soon"))
    if view.chasers:
        state.append((f" · {t('case.chased', count=view.chasers)}", "soon"))
    where = area(view, lens)
    tail = [where] if where else []
    if view.channel:
        tail.append(t("case.by", channel=lens.channel(view.channel)))
    state += [(f" · {part}", "quiet") for part in tail]
    if width >= TOGETHER and row_cells(name) + 3 + row_cells(state) <= width:
        return [ends(name, state, width)]
    return [clip(name, width), clip(state, width)]


def plan_row(view: CaseView, lens: Lens, key: str, width: int) -> list[Row]:
    """What somebody means to do next here, and the key that ends it; no row while nothing is."""
    plan = view.plan
    if plan is None:
        return []
    past = plan.at <= lens.now
    words: Row = [
        ("○ ", "soon" if past else "accent"),
        (lens.when(plan.at), "soon" if past else ""),
        (f"  {plain(plan.text)}", ""),
    ]
    if plan.by != lens.me:
        words.append((f" · {lens.who(plan.by)}", "quiet"))
    return [ends(words, [(key, "accent"), (f" {t('case.plan.ends')}", "quiet")], width)]


def offer_row(view: CaseView, lens: Lens, take: str, leave: str, width: int) -> list[Row]:
    """To whom it is being handed, and whoever is asked: by which keys they answer (C12); no row
    while nobody is asked."""
    if view.offered_to is None or view.offered_at is None:
        return []
    at = lens.when(view.offered_at)
    if view.offered_to != lens.me:
        said = phrase("home.case.offered", who=lens.who(view.offered_to), at=at)
        return [clip([("◆ ", "soon"), (said, "soon")], width)]
    said = phrase("home.case.offered.me", who=lens.who(view.offered_by), at=at)
    keys = t("home.case.keys", take=take, leave=leave)
    return [ends([("◆ ", "soon"), (said, "soon")], [(keys, "accent")], width)]


def step_row(step: Step, key: str, unsent: str, width: int) -> Row:
    """The suggested next step with its key; at the right, what was typed and not sent."""
    words: Row = [("▸ ", "accent")]
    if step.action is not None and key:
        words += [(key, "accent"), ("  ", "")]
    words.append((step.text, ""))
    return ends(words, [(unsent, "soon")] if unsent else [], width)


def undelivered_row(view: CaseView, key: str, width: int) -> list[Row]:
    """That a letter did not arrive, why, and the key to see to it; no row while none is so."""
    lost = failed(view)
    if not lost:
        return []
    first = lost[0]
    why, by = code_words(first.code, first.kind), by_words(first.kind)
    unsure = first.state == UNSURE
    words = t("case.head.unsure", by=by) if unsure else t("case.head.undelivered", by=by, why=why)
    return [
        ends(
            [("▲ ", "late"), (words, "late")],
            [(f"{key} {t('case.act.mail_seen')}", "accent")],
            width,
        )
    ]
