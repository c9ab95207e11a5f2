"""The story of a case, newest first: what the customer saw and what stayed inside, told apart (C1).

Customer-visible entries stand at a solid bar and say whose words they are; internal ones at a thin
one. Broken promises are put in where they happened: they are derived, not recorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from agentdesk.desk.api import CaseView, TimelineEntry
from agentdesk.domain import events as k
from agentdesk.domain.state import ClockState
from agentdesk.domain.values import MINUTE, Audience
from agentdesk.i18n import format as form
from agentdesk.i18n import t
from agentdesk.widgets.cells import cell_len
from agentdesk.widgets.lens import Lens, paragraphs
from agentdesk.widgets.lines import Row, clip, wrap
from agentdesk.widgets.mail_words import waits_words
from agentdesk.widgets.story import headline, talk

FOLDED = 5
"""Lines of a text that are shown before it is unfolded."""


_LOGGED = frozenset({k.REPLY, k.CUSTOMER_MESSAGE})
"""Kinds that people may write down later than they happened: then it is said when."""


class Show(StrEnum):
    """What of the timeline is shown."""

    ALL = "all"
    CUSTOMER = "customer"
    INTERNAL = "internal"
    RESTRICTED = "restricted"


def shows(view: CaseView) -> list[Show]:
    """What can be shown of this case: restricted only where there is something that may be read."""
    read = any(entry.audience is Audience.RESTRICTED and entry.text for entry in view.timeline)
    return [show for show in Show if read or show is not Show.RESTRICTED]


def following(show: Show, view: CaseView) -> Show:
    """The one after this, round and round."""
    order = shows(view)
    return order[(order.index(show) + 1) % len(order)] if show in order else Show.ALL


@dataclass(frozen=True, slots=True)
class _Item:
    at: int
    order: int
    entry: TimelineEntry | None
    breach: ClockState | None = None
    after: TimelineEntry | None = None
    """What follows it in the story."""


def visible(entry: TimelineEntry) -> bool:
    """The customer saw this, or said it."""
    return entry.audience is Audience.CUSTOMER


def timeline_rows(
    view: CaseView, lens: Lens, width: int, show: Show = Show.ALL, whole: bool = False
) -> list[Row]:
    """The lines of the story for a width in cells; ``whole`` unfolds every text."""
    rows: list[Row] = []
    day = ""
    hidden = 0
    lens = lens.on(view)
    for item in _items(view):
        if not _wanted(item, show):
            hidden += 1
            continue
        that = form.day(item.at, lens.now, lens.zone)
        if that != day and (day or that != form.day(lens.now, lens.now, lens.zone)):
            rows.append([(f"{that} ", "head"), ("─" * max(0, width - cell_len(that) - 1), "rule")])
        day = that
        rows.extend(_item_rows(item, lens, width, whole))
    if not rows:
        rows.append([(t("case.timeline.empty"), "quiet")])
    if hidden:
        rows.append(clip([(t("case.timeline.hidden", count=hidden), "quiet")], width))
    return [clip(row, width) for row in rows]


def _items(view: CaseView) -> list[_Item]:
    following = [*view.timeline[1:], None]
    items = [
        _Item(entry.event.at, place, entry, after=after)
        for place, (entry, after) in enumerate(zip(view.timeline, following, strict=True), start=1)
    ]
    items += [
        _Item(clock.breach_at, 0, None, clock)
        for clock in view.clocks
        if clock.breach_at is not None and not clock.target
    ]
    return sorted(items, key=lambda item: (item.at, item.order), reverse=True)


def _wanted(item: _Item, show: Show) -> bool:
    if show is Show.ALL:
        return True
    audience = item.entry.audience if item.entry is not None else Audience.INTERNAL
    return audience.value == show.value


def _item_rows(item: _Item, lens: Lens, width: int, whole: bool) -> Iterator[Row]:
    time = f"{lens.clock(item.at):>5} "
    if item.entry is None:
        assert item.breach is not None
        words = t("case.event.breach", clock=t(f"clock.{item.breach.name}"))
        if dept := lens.handed.get(item.breach.handoff or ""):
            words += f" · {lens.label('department', dept)}"
        yield [(time, "quiet"), ("▲ ", "late"), (words, "late")]
        return
    entry = item.entry
    role, gutter, mark = _side(entry)
    first = [(time, "quiet"), (gutter, role), (" ", ""), (mark, role)]
    what = headline(entry, lens)
    if entry.withdrawn:
        what = f"{what} ({t('case.timeline.withdrawn')})"
    if entry.event.kind in _LOGGED and entry.event.recorded_at - item.at >= MINUTE:
        what = f"{what} · {t('case.timeline.logged', at=lens.when(entry.event.recorded_at))}"
    lines = wrap(what, width - (10 if mark else 8))
    look = "strong" if visible(entry) else "quiet" if entry.withdrawn else ""
    yield [*first, *([(" ", "")] if mark else []), (lines[0], look)]
    for line in lines[1:]:
        yield [(" " * 6, ""), (gutter, role), (" " * (3 if mark else 1), ""), (line, look)]
    for line in wrap(kept, width - 10) if (kept := talk(entry)) else ():
        yield [(" " * 6, ""), (gutter, role), ("   ", ""), (line, "quiet")]
    if mail := lens.mails.get(entry.event.body.get("mail") or 0):
        for line in wrap(waits_words(mail, lens), width - 10) if mail.under_way else ():
            yield [(" " * 6, ""), (gutter, role), ("   ", ""), (line, "soon")]
    if not entry_text_elsewhere(entry, item.after):
        yield from _text_rows(entry, role, gutter, width, whole)


def _side(entry: TimelineEntry) -> tuple[str, str, str]:
    """Role, gutter and mark of an entry's audience."""
    if entry.event.kind in (k.CUSTOMER_MESSAGE, k.RECEIVED):
        return "customer", "┃", "◂"
    if visible(entry):
        return "customer", "┃", "▸"
    if entry.audience is Audience.RESTRICTED:
        return "restricted", "╎", "◆"
    return "internal", "│", ""


def _text_rows(
    entry: TimelineEntry, role: str, gutter: str, width: int, whole: bool
) -> Iterator[Row]:
    text = paragraphs(entry.text or "")
    if not text:
        if entry.audience is Audience.RESTRICTED:
            hidden = t("case.timeline.not_yours")
            yield [(" " * 6, ""), (gutter, role), ("   ", ""), (hidden, "quiet")]
        return
    lines = wrap(text, width - 10)
    shown = lines if whole or len(lines) <= FOLDED + 1 else lines[:FOLDED]
    words = "quiet" if entry.withdrawn or not visible(entry) else ""
    for line in shown:
        yield [(" " * 6, ""), (gutter, role), ("   ", ""), (line, words)]
    if len(shown) < len(lines):
        more = t("case.request.more", lines=len(lines) - len(shown))
        yield [
            (" " * 6, ""),
            (gutter, role),
            (f"   {more} · {t('case.request.key')}", "quiet"),
        ]


def entry_text_elsewhere(entry: TimelineEntry, after: TimelineEntry | None) -> bool:
    """The text is shown in another place: the request in its own part, a question with the wait
    that it begins."""
    if entry.event.kind == k.RECEIVED:
        return True
    if after is None or (entry.event.kind, after.event.kind) != (k.REPLY, k.WAITING):
        return False
    return entry.event.body.get("text") == after.event.body.get("text")


def since(entries: Sequence[TimelineEntry], ver: int) -> list[TimelineEntry]:
    """What has happened after a version, oldest first."""
    return [entry for entry in entries if entry.event.ver > ver]
