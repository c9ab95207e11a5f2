"""Whom to ask how it was: one line each, by what is due; who was not reached stands apart (C10)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual import events
from textual.geometry import Offset
from textual.message import Message

from agentdesk.desk.api import FollowUpLine
from agentdesk.i18n import t
from agentdesk.widgets.call_words import window_words
from agentdesk.widgets.cells import cell_len, cut, fit, plain
from agentdesk.widgets.jump_spots import Spot
from agentdesk.widgets.lens import Lens, coded, phrase
from agentdesk.widgets.lines import Lines, Row, Span, clip, ends, row_cells, wrap

TITLE = 12
"""Cells from which a title is worth showing."""

NAME = 16
"""Cells of a customer's name at most."""


class AskList(Lines, can_focus=True):
    """The lines, ▸ the one whose questions stand beside it. It has the keys where nothing can be
    asked; else the questions have them."""

    class Moved(Message):
        """Another one was marked by the mouse."""

    def __init__(self) -> None:
        super().__init__(id="ask-list")
        self.lens = Lens()
        self.found: tuple[FollowUpLine, ...] = ()
        self.at = 0
        self.read = False
        """The desk has told whom there is to ask."""
        self._places: list[int] = []

    @property
    def marked(self) -> FollowUpLine | None:
        """The line that is marked."""
        return self.found[self.at] if self.at < len(self.found) else None

    @property
    def row(self) -> int:
        """The row of the marked line."""
        return self._places[self.at] if self.at < len(self._places) else 0

    def show(self, found: Sequence[FollowUpLine], lens: Lens, keep: int | None = None) -> bool:
        """Show these. The cursor stays on its case (``keep``); if that is gone, on whoever has come
        into its place. Whether it is on the same case as before."""
        self.found, self.lens, self.read = tuple(found), lens, True
        places = [place for place, line in enumerate(found) if line.case_id == keep]
        self.at = places[0] if places else self._next_from(self.at)
        self.refill()
        return bool(places)

    def _next_from(self, at: int) -> int:
        """From a place on, the first that may be asked; else from the top; else that place."""
        order = [*range(at, len(self.found)), *range(min(at, len(self.found)))]
        fit = (n for n in order if self.found[n].refusal is None and not self.found[n].not_reached)
        return next(fit, max(0, min(at, len(self.found) - 1)))

    def onward(self) -> None:
        """After one that was tried: the next one that may be asked."""
        self.at = self._next_from(self.at + 1)
        self.refill()

    def move(self, by: int) -> bool:
        """Mark another one; False at the end of the list."""
        at = max(0, min(len(self.found) - 1, self.at + by))
        if not self.found or at == self.at:
            return False
        self.at = at
        self.refill()
        return True

    def tick(self, now: int) -> None:
        """Time has passed."""
        self.lens = self.lens.at(now)
        self.refill()

    # --- drawing
    def build(self, width: int) -> list[Row]:
        """A heading and its lines; then, apart, who was not reached."""
        self._places = []
        if not self.found:
            return self._nothing() if self.read else []
        rows: list[Row] = []
        sizes = (0, 0, 0)
        apart = None
        for place, line in enumerate(self.found):
            if line.not_reached != apart:
                apart = line.not_reached
                if rows:
                    rows.append([])
                rows.append(self._head(apart))
                sizes = self._sizes(apart)
            self._places.append(len(rows))
            rows.append(self._line(line, place == self.at, sizes, width))
        return rows

    def _nothing(self) -> list[Row]:
        return [[(t("follow.none"), "strong")], [(t("follow.none.do"), "quiet")]]

    def _head(self, apart: bool) -> Row:
        count = sum(line.not_reached == apart for line in self.found)
        key = "follow.head.not_reached" if apart else "follow.head.due"
        return [(t(key), "head"), (f"  {count}", "quiet")]

    def _when(self, line: FollowUpLine) -> str:
        return self.lens.when(line.resolved_at if line.due is None else line.due)

    def _sizes(self, apart: bool) -> tuple[int, int, int]:
        """Cells of the time (those apart have a day of their own), the name and the class."""
        whens = (self._when(line) for line in self.found if line.not_reached == apart)
        return (
            max(cell_len(when) for when in whens),
            min(NAME, max(cell_len(_name(line)) for line in self.found)),
            max(cell_len(t(f"case.class.{line.klass}")) for line in self.found),
        )

    def _line(self, line: FollowUpLine, here: bool, sizes: tuple[int, int, int], width: int) -> Row:
        when, name, klass = sizes
        sign, look = self._sign(line)
        words = "focus" if here and self.has_focus else "strong" if here else ""
        left: Row = [
            ("▸ " if here else "  ", "accent"),
            (sign, look),
            (f" {line.reference}  ", words),
            (fit(self._when(line), when) + "  ", look or "quiet"),
            (fit(_name(line), name), words),
            (" ◆" if line.care else "  ", "soon"),
            (f" {fit(t(f'case.class.{line.klass}'), klass)}", "quiet"),
        ]
        tail = self._tail(line)
        room = width - row_cells(left) - row_cells(tail) - 4
        if room >= TITLE:
            left.append((f"  {cut(plain(line.title), room)}", "" if here else "quiet"))
        return ends(left, tail, width)

    def _sign(self, line: FollowUpLine) -> Span:
        """▲ late, ● soon; a line of its own colour only for them."""
        left = None if line.due is None else line.due - self.lens.now
        if left is None or left > self.lens.soon:
            return (" ", "")
        return ("▲", "late") if left < 0 else ("●", "soon")

    def _tail(self, line: FollowUpLine) -> Row:
        if line.refusal is not None:
            return [(t("follow.not_by_you"), "quiet")]
        if line.not_reached or not line.tries:
            return []
        return [(t("follow.tried", tries=line.tries, most=line.most_tries), "soon")]

    # --- the mouse, jumping
    def on_click(self, event: events.Click) -> None:
        """Mark what is under the mouse."""
        if event.y in self._places:
            self._go(self._places.index(event.y))

    def _go(self, place: int) -> None:
        self.at = place
        self.refill()
        self.post_message(self.Moved())

    def jump_spots(self) -> Sequence[Spot]:
        """Every line."""
        return [
            Spot(Offset(0, row), partial(self._go, place)) for place, row in enumerate(self._places)
        ]

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show where the keys go."""
        super().watch_has_focus(has_focus)
        self.refill()


def _name(line: FollowUpLine) -> str:
    return plain(line.customer) or plain(line.phone) or t("intake.nameless")


def head_rows(line: FollowUpLine, lens: Lens, width: int, most: int = 1) -> list[Row]:
    """What whoever asks has to know: the case, whom to ring and when, what was done and told (in
    ``most`` lines each)."""
    about = [t(f"case.class.{line.klass}")]
    about.append(phrase("follow.by", who=lens.who(line.solver), at=lens.when(line.resolved_at)))
    rows: list[Row] = [
        [(line.reference, "accent"), (f"  {plain(line.title)}", "strong")],
        [(" · ".join(about), "quiet")],
        _reach(line, lens),
    ]
    hours = _hours(line)
    if hours:
        rows.append([(hours, "" if line.ring_now else "soon")])
    if line.care:
        rows.append([(f"◆ {t('follow.care')}", "soon")])
    names = max(cell_len(t("follow.done")), cell_len(t("follow.told"))) + 2
    for name, text in (("done", line.done), ("told", line.told)):
        if text:
            heads = [t(f"follow.{name}"), *[""] * most]
            rows += [
                [(fit(head, names), "quiet"), (words, "")]
                for head, words in zip(heads, _lines(text, width - names, most), strict=False)
            ]
    return [clip(row, width) for row in rows]


def _lines(text: str, width: int, most: int) -> list[str]:
    """A text in so many lines at most; the last one says that there is more."""
    room = max(4, width)
    lines = wrap(plain(text), room)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while cell_len(last) > room - 1:
        last = last[:-1]
    return [*lines[: most - 1], f"{last}…"]


def _reach(line: FollowUpLine, lens: Lens) -> Row:
    row: Row = [(_name(line), "strong")]
    if line.customer and line.phone:
        row.append((f"  {plain(line.phone)}", ""))
    prefers = "phone" if line.care else line.prefers
    if prefers:
        row.append((f" · {t('case.by', channel=lens.channel(prefers))}", ""))
    if line.language:
        row.append((f" · {coded('case.customer.language', line.language)}", ""))
    return row


def _hours(line: FollowUpLine) -> str:
    """When they may be rung, and that it is not now; "" where they may at any time."""
    words = window_words(line.calls_from, line.calls_until, line.zone)
    return words if not words or line.ring_now else f"▲ {words} · {t('follow.not_now')}"
