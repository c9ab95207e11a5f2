"""What a department has, by due: a cursor that stays on its handoff, marks, times left (C5).

Rows are drawn line by line from one ``now``; it repaints by itself only when a visible time left
reads differently. Every action goes by case and handoff, never by a line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar, TypeAlias

from textual import events
from textual.geometry import Offset, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from agentdesk.desk.api import HandoffLine
from agentdesk.domain.values import SECOND
from agentdesk.i18n import format as form
from agentdesk.i18n import t
from agentdesk.widgets import dept_cells as cells
from agentdesk.widgets.cells import cell_len, cut
from agentdesk.widgets.dept_cells import Piece
from agentdesk.widgets.jump_spots import Spot
from agentdesk.widgets.lens import Lens
from agentdesk.widgets.styled import Styled

Which: TypeAlias = tuple[int, str]
"""Case and handoff."""


def which(line: HandoffLine) -> Which:
    """What a row is about."""
    return line.case_id, line.id


class DeptTable(ScrollView, Styled, can_focus=True):
    """The rows of one department."""

    PREFIX = "dept"
    LOOKS: ClassVar[tuple[str, ...]] = (
        "late", "soon", "dim", "strong", "mark", "title", "cursor", "pointer", "empty",
    )  # fmt: skip
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"dept--{look}" for look in LOOKS}

    class Moved(Message):
        """The cursor is on another handoff now (or on none)."""

        def can_replace(self, message: Message) -> bool:
            """Only the last place counts."""
            return isinstance(message, DeptTable.Moved)

    class Opened(Message):
        """A row was double-clicked."""

    class TimePassed(Message):
        """A due has passed: order and figures may have changed."""

        def can_replace(self, message: Message) -> bool:
            """One is enough."""
            return isinstance(message, DeptTable.TimePassed)

    def __init__(self, now: Callable[[], int]) -> None:
        super().__init__(id="dept-table")
        self._now = now
        self._lens = Lens()
        self._rows: tuple[HandoffLine, ...] = ()
        self._cursor: Which | None = None
        self._place = 0
        self._marks: set[Which] = set()
        self._empty = ("", "")
        self._timer: Timer | None = None

    # --- what it shows
    def show(self, rows: Sequence[HandoffLine], lens: Lens) -> None:
        """Draw these; cursor and marks stay on their handoffs, the cursor on its line."""
        height = self._place - self.scroll_offset.y
        self._rows, self._lens = tuple(rows), lens
        there = {which(row): n for n, row in enumerate(self._rows)}
        self._marks &= set(there)
        if self._cursor not in there:
            last = len(self._rows) - 1
            self._cursor = which(self._rows[min(self._place, last)]) if self._rows else None
        self._place = there[self._cursor] if self._cursor is not None else 0
        self.virtual_size = Size(self.size.width, len(self._rows) + 1)
        if self.scroll_offset.y:
            self._scroll(self._place - height)
        self._keep_in_sight()
        self._arm()
        self.refresh()
        self.post_message(self.Moved())

    def anew(self) -> None:
        """Another department: from its first row, nothing marked."""
        self._cursor, self._place = None, 0
        self._marks.clear()
        self._rows = ()
        self.scroll_to(y=0, animate=False, force=True)

    def say_empty(self, text: str, what_to_do: str) -> None:
        """What stands here while there are no rows."""
        self._empty = (text, what_to_do)
        if not self._rows:
            self.refresh()

    @property
    def rows(self) -> tuple[HandoffLine, ...]:
        """The rows."""
        return self._rows

    @property
    def row(self) -> HandoffLine | None:
        """The row under the cursor."""
        return self._rows[self._place] if self._rows else None

    @property
    def marked(self) -> tuple[HandoffLine, ...]:
        """The marked rows, in their order."""
        return tuple(row for row in self._rows if which(row) in self._marks)

    # --- moving, marking
    def move(self, rows: int) -> None:
        """Move the cursor by rows."""
        self.go(min(len(self._rows) - 1, max(0, self._place + rows)))

    def move_page(self, pages: int) -> None:
        """Move by what is visible."""
        self.move(pages * max(1, self.size.height - 2))

    def go(self, place: int) -> None:
        """Put the cursor on a row."""
        if not 0 <= place < len(self._rows):
            return
        moved = place != self._place
        self._place, self._cursor = place, which(self._rows[place])
        self._keep_in_sight()
        self.refresh()
        if moved:
            self.post_message(self.Moved())

    def mark(self) -> None:
        """Mark the row under the cursor, or take its mark away; on to the next."""
        if self._cursor is None:
            return
        self._marks ^= {self._cursor}
        self.move(1)
        self.refresh()
        self.post_message(self.Moved())

    def mark_all(self) -> None:
        """Mark every row; none, if all are."""
        every = {which(row) for row in self._rows}
        self._marks = set() if self._marks == every else every
        self.refresh()
        self.post_message(self.Moved())

    def unmark(self) -> None:
        """No mark any more."""
        self._marks.clear()
        self.refresh()

    def jump_spots(self) -> Sequence[Spot]:
        """Every row on the screen."""
        top = self.scroll_offset.y
        shown = range(top, min(len(self._rows), top + max(0, self.size.height - 1)))
        return [
            Spot(Offset(0, place - top + 1), partial(self._jump, which(self._rows[place])))
            for place in shown
        ]

    def _jump(self, wanted: Which) -> None:
        self.screen.set_focus(self)
        places = [n for n, row in enumerate(self._rows) if which(row) == wanted]
        self.go(places[0] if places else self._place)

    def _keep_in_sight(self) -> None:
        """The titles stand on the first line; a row is below them."""
        top, room = self.scroll_offset.y, max(1, self.size.height - 1)
        if self._place < top:
            self._scroll(self._place)
        elif self._place >= top + room:
            self._scroll(self._place - room + 1)

    def _scroll(self, top: int) -> None:
        most = max(0, len(self._rows) + 1 - self.size.height)
        self.scroll_to(y=max(0, min(top, most)), animate=False, force=True)

    # --- the mouse
    def on_click(self, event: events.Click) -> None:
        """The cursor goes to the row under the mouse; twice opens it."""
        place = event.y - 1 + self.scroll_offset.y
        if event.y >= 1 and place < len(self._rows):
            self.go(place)
            if event.chain == 2:
                self.post_message(self.Opened())

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the cursor."""
        event.stop()
        event.prevent_default()
        self.move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the cursor."""
        event.stop()
        event.prevent_default()
        self.move(-1)

    # --- time
    def _arm(self) -> None:
        """Set the timer to the next instant at which a visible time left reads differently."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        now = self._now()
        dues = [row.due for row in self._rows if row.due is not None]
        instants = [form.span_changes_at(due, now) for due in dues]
        if instants:
            self._timer = self.set_timer(max(0.2, (min(instants) - now) / SECOND), self._tick)

    def _tick(self) -> None:
        self._timer = None
        before, now = self._lens.now, self._now()
        self._lens = self._lens.at(now)
        if self.screen.is_current:
            self.refresh()
            if any(row.due is not None and before <= row.due < now for row in self._rows):
                self.post_message(self.TimePassed())
        self._arm()

    def on_resize(self) -> None:
        """Columns follow the width; the cursor stays in sight."""
        self.virtual_size = Size(self.size.width, len(self._rows) + 1)
        self._keep_in_sight()
        self.refresh()

    # --- drawing
    def render_line(self, y: int) -> Strip:
        """The titles, then a row on each line."""
        width = self.size.width
        if width < 8:
            return Strip.blank(width, self.rich_style)
        if not self._rows:
            return self.strip(self._empty_line(y, width), width)
        cols = cells.columns(self._rows, self._lens, width)
        if y == 0:
            return self.strip(cells.titles(cols), width)
        place = self.scroll_offset.y + y - 1
        if place >= len(self._rows):
            return self.strip([], width)
        row = self._rows[place]
        here = place == self._place
        marked = which(row) in self._marks
        pieces = cells.row_pieces(row, cols, self._lens, here=here, marked=marked)
        return self.strip(pieces, width, cursor=here)

    def _empty_line(self, y: int, width: int) -> list[Piece]:
        middle = max(1, self.size.height // 3)
        texts = {middle: (self._empty[0], "strong"), middle + 1: (self._empty[1], "empty")}
        if y not in texts:
            return []
        text, look = texts[y]
        text = cut(text, width - 2)
        return [(" " * ((width - cell_len(text)) // 2), ""), (text, look)]


def empty_words(name: str, mine: bool, closed: bool, late: str) -> tuple[str, str]:
    """What stands there while a department has nothing: that, and what to do."""
    if closed:
        return t("handoff.empty.other", dept=name), t("handoff.empty.closed")
    if mine:
        return t("handoff.empty.mine", dept=name), t("handoff.empty.mine.do")
    if late:
        return t("handoff.empty.other", dept=name), t("handoff.empty.other.late", late=late)
    return t("handoff.empty.other", dept=name), t("handoff.empty.other.do")
