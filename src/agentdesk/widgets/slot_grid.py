"""A day as a grid: times down, agents across, a cursor in it (C7).

My own column comes first; where there are more agents than room, the columns scroll sideways with
the cursor. What is past is dim, the present row is marked ▸, closed hours are said in words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeAlias

from textual import events
from textual.geometry import Offset
from textual.message import Message

from agentdesk.desk.api import CallbackLine, Day, Slot
from agentdesk.i18n import format as form
from agentdesk.i18n import t
from agentdesk.widgets.cells import cut, fit
from agentdesk.widgets.jump_spots import Spot
from agentdesk.widgets.lens import Lens
from agentdesk.widgets.lines import Lines, Row, Span, clip
from agentdesk.widgets.slot_cells import (
    LEAST,
    MOST,
    Gap,
    cell_spans,
    cells_of,
    lines_of,
    nobody,
    shown_call,
)

TIMES = 9
"""Cells before the first column: the time and the mark of the present row."""

Place: TypeAlias = tuple[int, str]
"""A slot as the cursor remembers it: when it begins, and whose it is."""


class SlotGrid(Lines, can_focus=True):
    """The day. The cursor stays on its time and its person while the day is read anew."""

    class Moved(Message):
        """The cursor is on another slot."""

        def can_replace(self, message: Message) -> bool:
            """Only the last place counts."""
            return isinstance(message, SlotGrid.Moved)

    class Opened(Message):
        """A slot was double-clicked."""

    def __init__(self, now: Callable[[], int]) -> None:
        super().__init__(id="slot-grid")
        self._now = now
        self.day: Day | None = None
        self.lens = Lens()
        self._order: list[int] = []
        self._lines: list[int | Gap] = []
        self._row = self._col = self._top = self._left = 0
        self._wide, self._fits = LEAST, 1

    # --- what it shows
    def show(self, day: Day, lens: Lens, *, keep: bool = True) -> None:
        """Draw this day; ``keep`` leaves the cursor on its time and person if they are there."""
        before = self.place if keep else None
        self.day, self.lens = day, lens
        self._lines = lines_of(day)
        agents = range(len(day.agents))
        self._order = sorted(agents, key=lambda at: day.agents[at] != lens.me)
        if before is None or not self.go_to(*before):
            self._begin()
        self.refill()
        self.post_message(self.Moved())

    def _begin(self) -> None:
        """The cursor where work goes on: the present row, else the first one that is free."""
        self._col = self._left = self._top = 0
        rows = self.day.rows if self.day is not None else ()
        now = self._now()
        ahead = [n for n, row in enumerate(rows) if row and row[0].until > now]
        free = [n for n in ahead if any(slot.free or slot.calls for slot in rows[n])]
        today = bool(rows) and bool(rows[0]) and rows[0][0].at <= now
        found = ahead if today else free
        self._row = next(iter(found), 0)

    @property
    def slot(self) -> Slot | None:
        """The slot under the cursor."""
        if self.day is None or not self.day.rows or not self._order:
            return None
        return self.day.rows[self._row][self._order[self._col]]

    @property
    def call(self) -> CallbackLine | None:
        """The call in it."""
        slot = self.slot
        return shown_call(slot) if slot is not None else None

    @property
    def place(self) -> Place | None:
        """When the slot under the cursor begins, and whose it is."""
        slot = self.slot
        return (slot.at, slot.who) if slot is not None else None

    # --- moving
    def go_to(self, at: int, who: str) -> bool:
        """Put the cursor on a time and a person; whether the day has them."""
        if self.day is None or who not in self.day.agents:
            return False
        for number, row in enumerate(self.day.rows):
            if row and row[0].at <= at < row[0].until:
                self._row = number
                self._col = self._order.index(self.day.agents.index(who))
                self._keep_in_sight()
                return True
        return False

    def move(self, down: int = 0, right: int = 0) -> None:
        """Move the cursor, staying in the day."""
        if self.slot is None or self.day is None:
            return
        self._row = max(0, min(len(self.day.rows) - 1, self._row + down))
        self._col = max(0, min(len(self._order) - 1, self._col + right))
        self._moved()

    def move_page(self, pages: int) -> None:
        """Move by what is in view."""
        self.move(down=pages * max(1, self.size.height - 2))

    def _moved(self) -> None:
        self._keep_in_sight()
        self.refill()
        self.post_message(self.Moved())

    def _keep_in_sight(self) -> None:
        room = max(1, self.size.height - 1)
        lines = len(self._lines)
        line = self._lines.index(self._row) if self._row in self._lines else 0
        self._top = max(line - room + 1, min(self._top, line), 0)
        self._top = max(0, min(self._top, lines - room))
        self._left = max(self._col - self._fits + 1, min(self._left, self._col))
        self._left = max(0, min(self._left, len(self._order) - self._fits))

    def on_resize(self) -> None:
        """More or less of the day is in view."""
        self._keep_in_sight()
        self.refill()

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show where the keys go."""
        super().watch_has_focus(has_focus)
        self.refill()

    # --- painting
    def build(self, width: int) -> list[Row]:
        """The agents, then the rows that are in view."""
        day = self.day
        if day is None:
            return [[(t("callbacks.loading"), "quiet")]]
        if not day.rows or not self._order:
            return [[]]
        room = width - TIMES
        self._fits = max(1, min(len(self._order), room // LEAST))
        self._wide = min(MOST, room // self._fits)
        self._keep_in_sight()
        shown = self._order[self._left : self._left + self._fits]
        height = max(1, self.size.height - 1)
        rows = [self._heads(day, shown, width)]
        for line in self._lines[self._top : self._top + height]:
            row = self._line(day, line, shown) if isinstance(line, int) else self._gap(*line)
            rows.append(clip(row, width))
        return rows

    def _gap(self, begins: int, ends: int) -> Row:
        """Hours in which nobody rings, in words."""
        time = form.time_of_day(begins, self.lens.zone)
        words = t("callbacks.closed.rest")
        if ends:
            words = t("callbacks.closed.until", at=form.time_of_day(ends, self.lens.zone))
        return [(f" {time}   {words}", "quiet")]

    def _heads(self, day: Day, shown: Sequence[int], width: int) -> Row:
        """Names; how many columns are out of view at either side."""
        before, after = self._left, len(self._order) - self._left - len(shown)
        more = [f"◂{before}"] if before else []
        more += [f"{after}▸"] if after else []
        row: Row = [(fit(" " + " ".join(more), TIMES), "accent")]
        for at in shown:
            code = day.agents[at]
            name = t("callbacks.me", name=self.lens.who(code)) if code == self.lens.me else ""
            name = name or self.lens.who(code)
            row.append((fit(cut(name, self._wide - 1), self._wide), "head"))
        return clip(row, width)

    def _line(self, day: Day, number: int, shown: Sequence[int]) -> Row:
        slots = day.rows[number]
        now = self._now()
        here = slots[0].at <= now < slots[0].until
        past = slots[0].until <= now
        time = form.time_of_day(slots[0].at, self.lens.zone)
        role = "accent" if here else "quiet" if past else ""
        again = form.repeated(slots[0].at, self.lens.zone) or " "
        row: Row = [(f" {time}{again}", role), ("▸ " if here else "  ", "accent")]
        words = nobody(slots)
        for at in shown:
            slot = slots[at]
            cursor = number == self._row and self._order[self._col] == at
            if words and at != shown[0] and not cursor:
                row.append((" " * self._wide, ""))
                continue
            row += self._cell(slot, cursor, words if at == shown[0] else "")
        return row

    def _cell(self, slot: Slot, cursor: bool, words: str) -> list[Span]:
        inner = self._wide - 1
        spans = cell_spans(slot, self._now(), self.lens, self._wide, words)
        if not cursor:
            return [*clip(spans, inner), (" " * (self._wide - cells_of(clip(spans, inner))), "")]
        text = fit("".join(text for text, _ in spans), inner)
        return [(text, "focus" if self.has_focus else "here"), (" ", "")]

    # --- the mouse, and jumping
    def jump_spots(self) -> Sequence[Spot]:
        """The first cell of every row in view."""
        if self.day is None:
            return []
        height = max(1, self.size.height - 1)
        return [
            Spot(Offset(0, 1 + place), partial(self._jump, line))
            for place, line in enumerate(self._lines[self._top : self._top + height])
            if isinstance(line, int)
        ]

    def _jump(self, number: int) -> None:
        self.screen.set_focus(self)
        self._row = number
        self._moved()

    def on_click(self, event: events.Click) -> None:
        """The cursor goes there; twice opens."""
        if self.day is None or event.y < 1:
            return
        place = self._top + event.y - 1
        line = self._lines[place] if place < len(self._lines) else None
        column = self._left + max(0, event.x - TIMES) // self._wide
        if isinstance(line, int) and column < len(self._order):
            self._row, self._col = line, column
            self._moved()
            if event.chain == 2:
                self.post_message(self.Opened())

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.move(down=1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.move(down=-1)
