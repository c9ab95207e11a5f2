"""The frame of every screen: one header line and one footer line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from agentdesk.desk.api import Counts, DeskInfo, Labels, Reminder
from agentdesk.domain.values import MINUTE
from agentdesk.i18n import format as say
from agentdesk.i18n import known, language, t
from agentdesk.widgets.cells import cell_len, cut, plain

GAP = "   "


@dataclass(frozen=True, slots=True)
class FrameState:
    """What the header shows. ``now`` is an instant; without ``info`` the desk is not open yet."""

    info: DeskInfo | None = None
    counts: Counts | None = None
    now: int = 0
    opening: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of header text with the component class that colours it."""

    text: str
    look: str = "text"


class DeskHeader(Widget):
    """One line: desk and person, what is broken or soon, open, mine, my next promise, the time."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "header--desk",
        "header--text",
        "header--late",
        "header--soon",
        "header--dim",
        "header--time",
    }

    def __init__(self) -> None:
        super().__init__()
        self._state = FrameState()

    def show(self, state: FrameState) -> None:
        """Draw this from now on; nothing is repainted if it reads the same."""
        if state != self._state:
            self._state = state
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line at the width there is: pieces give way from the least needed on."""
        width = self.size.width
        if y or width < 2:
            return Strip.blank(width, self.rich_style)
        left, right = header_pieces(self._state, width - 2)
        used = sum(cell_len(piece.text) for piece in (*left, *right))
        gap = Piece(" " * max(0, width - 2 - used))
        pieces = [Piece(" "), *left, gap, *right, Piece(" ")]
        segments = [Segment(piece.text, self._look(piece.look)) for piece in pieces if piece.text]
        return Strip(segments).crop(0, width)

    def _look(self, look: str) -> Style:
        return self.get_component_rich_style(f"header--{look}")


def header_pieces(state: FrameState, width: int) -> tuple[list[Piece], list[Piece]]:
    """The left and the right half of the header in ``width`` cells."""
    info, counts = state.info, state.counts
    if info is None:
        pieces = [Piece("agentdesk", "desk")]
        if state.opening:
            pieces.append(Piece(GAP + t("frame.opening"), "dim"))
        return pieces, []
    tz = say.zone(info.tz)
    clock = [Piece(GAP + say.time_of_day(state.now, tz), "time")]
    role = t(f"frame.role.{info.me.role}") if known(f"frame.role.{info.me.role}") else ""
    for level in range(10):
        left = _who(info, role, level) + _figures(counts, level)
        right = _promise(counts, info, state.now, level) + clock
        if sum(cell_len(piece.text) for piece in (*left, *right)) <= width:
            break
    return left, right


# What gives way, level by level: 1 the role, 2 wide gaps, 3 how far the promise is, 4 the word
# "next", 5 its customer, 6 instead of that open and mine (the views say both), 7 all three, 8 the
# promise, 9 the promise and open and mine. What is broken or soon always stays.


def _who(info: DeskInfo, role: str, level: int) -> list[Piece]:
    pieces = [Piece(cut(plain(info.name), 32 if level < 2 else 16), "desk")]
    pieces.append(Piece(" · " + cut(plain(info.me.name), 24 if level < 4 else 10)))
    if info.me.left:
        pieces.append(Piece(t("frame.as", role=t("frame.role.left")), "late"))
    elif level < 1 and role:
        pieces.append(Piece(t("frame.as", role=role), "dim"))
    if not info.encrypted:
        pieces.append(Piece("  " + t("frame.plain_store"), "soon"))
    return pieces


def _figures(counts: Counts | None, level: int) -> list[Piece]:
    if counts is None:
        return []
    gap = GAP if level < 2 else "  "
    pieces = [
        Piece(f"{gap}▲ {say.count(counts.broken)}", "late" if counts.broken else "dim"),
        Piece(f"{gap}● {say.count(counts.soon)}", "soon" if counts.soon else "dim"),
    ]
    if counts.undelivered:
        key = "frame.undelivered" if level < 3 else "frame.undelivered.short"
        pieces.append(Piece(gap + t(key, count=say.count(counts.undelivered)), "late"))
    if level < 6 or level == 8:
        pieces.append(Piece(gap + t("frame.open", count=say.count(counts.open))))
        pieces.append(Piece(gap + t("frame.mine", count=say.count(counts.mine))))
    if counts.offered:
        key = "frame.offered" if level < 3 else "frame.offered.short"
        pieces.append(Piece(gap + t(key, count=say.count(counts.offered)), "soon"))
    return pieces


def _promise(counts: Counts | None, info: DeskInfo, now: int, level: int) -> list[Piece]:
    """My next promise, my next call or my next plan: whichever comes first."""
    if counts is None or level >= 8:
        return []
    row, said = counts.next_promise, next_said(counts)
    due = row.due if row is not None else None
    if said is not None and (due is None or said.at < due):
        text = reminder_text(said, info, now, level)
    elif row is not None and due is not None:
        text = _next_text(due, _clock_word(row.clock), row.customer, info, now, level)
    else:
        return []
    return [Piece(GAP + (t("frame.next", promise=text) if level < 4 else f"▸ {text}"))]


def next_said(counts: Counts) -> Reminder | None:
    """What I said I would do next: a call that was agreed, or a plan of my own."""
    said = [one for one in (counts.next_call, counts.next_plan) if one is not None]
    return min(said, key=lambda one: one.at, default=None)


def reminder_text(one: Reminder, info: DeskInfo, now: int, level: int = 0) -> str:
    """``14:30 ring Payments 何** · in 12m``: a plan or a promise, as the header names it."""
    what = cut(plain(one.text), 24 if level < 1 else 12) if one.kind == "plan" else ""
    words = what or _clock_word(one.kind)
    return _next_text(one.at, words, one.customer, info, now, level, one.until)


def back_text(one: Reminder, labels: Labels) -> str:
    """``↩ Payments: wrong department · C-1041 何**``; empty for a reminder of something else."""
    if one.back is None:
        return ""
    how, dept, code = one.back
    key = f"frame.reminder.back.{how}.{code}" if code else f"frame.reminder.back.{how}"
    return t(
        "frame.reminder.back",
        dept=cut(plain(labels.text("department", dept, language())), 24),
        what=t(key) if known(key) else "",
        reference=one.reference,
        customer=cut(plain(one.customer), 12),
    )


def _clock_word(clock: str | None) -> str:
    key = f"clock.{clock}.short"
    return t(key) if clock and known(key) else ""


def _next_text(
    due: int,
    what: str,
    customer: str,
    info: DeskInfo,
    now: int,
    level: int,
    until: int | None = None,
) -> str:
    """``14:30 call 何** · in 12m``: when, what, to whom, how long; ``now`` up to ``until``."""
    text: str = say.when(due, now, say.zone(info.tz))
    if what:
        text += " " + what
    if level < 5 or level == 6:
        text += " " + cut(plain(customer), 10)
    if level >= 3:
        return text
    left = due - now if now < due or until is None else min(0, until - now)
    if abs(left) < MINUTE:
        return f"{text} · {t('frame.next.now')}"
    minutes = abs(left) // MINUTE
    whole = say.span(abs(left)) if minutes >= 60 else t("frame.span.m", m=minutes)
    return f"{text} · " + t("frame.next.in" if left > 0 else "frame.next.late", left=whole)


@dataclass(frozen=True, slots=True)
class KeyHint:
    """One key of the footer: how it reads, what it does, and whether it can be used now."""

    name: str
    key: str
    label: str
    enabled: bool = True
    right: bool = False


class KeysFooter(Widget):
    """One line: the keys that are valid here, most used first; those that cannot be used now dim.

    A click on a key presses it.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"footer--key", "footer--label", "footer--dim"}

    class Pressed(Message):
        """A key of the footer was clicked."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self) -> None:
        super().__init__()
        self._hints: tuple[KeyHint, ...] = ()
        self._spots: list[tuple[int, int, str]] = []

    def show(self, hints: Sequence[KeyHint]) -> None:
        """Draw these keys from now on."""
        if tuple(hints) != self._hints:
            self._hints = tuple(hints)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """As many keys as fit; those on the right always stay."""
        width = self.size.width
        self._spots = []
        if y or width < 4:
            return Strip.blank(width, self.rich_style)
        base = self.rich_style
        tail = [hint for hint in self._hints if hint.right]
        tail_width = sum(_hint_width(hint) + 2 for hint in tail)
        segments = [Segment(" ", base)]
        at = 1
        for hint in (hint for hint in self._hints if not hint.right):
            if at + _hint_width(hint) + tail_width > width:
                break
            at = self._put(segments, hint, at)
        start = max(at, width - tail_width + 1)
        segments.append(Segment(" " * (start - at), base))
        at = start
        for hint in tail:
            at = self._put(segments, hint, at)
        return Strip(segments).adjust_cell_length(width, base)

    def _put(self, segments: list[Segment], hint: KeyHint, at: int) -> int:
        key = self.get_component_rich_style("footer--key" if hint.enabled else "footer--dim")
        label = self.get_component_rich_style("footer--label" if hint.enabled else "footer--dim")
        segments += [
            Segment(hint.key, key),
            Segment(f" {hint.label}", label),
            Segment("  ", self.rich_style),
        ]
        end = at + _hint_width(hint)
        self._spots.append((at, end, hint.name))
        return end + 2

    def on_click(self, event: events.Click) -> None:
        """Press the key under the mouse."""
        for start, end, name in self._spots:
            if start <= event.x < end:
                self.post_message(self.Pressed(name))
                return


def _hint_width(hint: KeyHint) -> int:
    return cell_len(hint.key) + 1 + cell_len(hint.label)
