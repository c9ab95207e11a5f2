"""The live queue: bands, countdowns and a cursor that stays on its case, drawn line by line.

The table holds a window of rows (`queue_window.Window`), never the whole view: it asks for more
near the window's edges. Cells that do not change are kept; the time left is written on each paint
from one ``now``. It repaints by itself only when something that is visible reads differently.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from agentdesk.desk.api import QueueRow
from agentdesk.domain.values import SECOND
from agentdesk.widgets import queue_cells as cells
from agentdesk.widgets.queue_cells import Piece, Sight
from agentdesk.widgets.queue_columns import TIMED_CELLS, Columns
from agentdesk.widgets.queue_paint import Painter, next_change, next_crossing
from agentdesk.widgets.queue_window import Line, Window

EDGE = 40
"""So many rows from the window's edge more are asked for."""

WHEEL = 3
"""Lines that one notch of the wheel moves."""


class QueueTable(ScrollView, can_focus=True):
    """A window of a queue. Selection is a case id; every action goes by it, never by a line."""

    LOOKS: ClassVar[tuple[str, ...]] = (
        "late", "soon", "dim", "strong", "case", "mark", "band", "rule", "cursor", "pointer",
        "empty",
    )  # fmt: skip
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"queue--{look}" for look in LOOKS}

    class Moved(Message):
        """The cursor is on another case now (or on none)."""

        def __init__(self, case_id: int | None) -> None:
            super().__init__()
            self.case_id = case_id

        def can_replace(self, message: Message) -> bool:
            """Only the last place counts."""
            return isinstance(message, QueueTable.Moved)

    class Opened(Message):
        """A case was double-clicked."""

        def __init__(self, case_id: int) -> None:
            super().__init__()
            self.case_id = case_id

    class MoreWanted(Message):
        """The cursor nears an edge of the window."""

        def __init__(self, before: bool) -> None:
            super().__init__()
            self.before = before

    class EndWanted(Message):
        """The first or the last row of the view is wanted, and the window does not hold it."""

        def __init__(self, first: bool) -> None:
            super().__init__()
            self.first = first

    class TimePassed(Message):
        """A due or the "soon" before one has passed: order and figures may have changed."""

        def can_replace(self, message: Message) -> bool:
            """One is enough."""
            return isinstance(message, QueueTable.TimePassed)

    def __init__(self, now: Callable[[], int], *, id: str | None = None) -> None:
        self._looks: dict[tuple[str, bool], Style] = {}
        super().__init__(id=id)
        self._now = now
        self._painter = Painter()
        self._window = Window()
        self._cursor: int | None = None
        self._place = 0
        self._shown = False
        self._asked: set[bool] = set()
        self._timer: Timer | None = None
        self._crossing: int | None = None
        self._faced_at = 0
        """The instant since which every visible row has been painted at least once."""

    # --- what it shows
    @property
    def window(self) -> Window:
        """The rows it holds."""
        return self._window

    @property
    def shown(self) -> bool:
        """Whether rows have been read at all."""
        return self._shown

    @property
    def cursor(self) -> int | None:
        """The id of the case under the cursor."""
        return self._cursor

    @property
    def row(self) -> QueueRow | None:
        """The row under the cursor."""
        return self._window.row(self._cursor)

    @property
    def columns(self) -> Columns:
        """The columns at the width there is."""
        return self._painter.columns(self.size.width)

    def look_through(self, sight: Sight) -> None:
        """Zone, labels and "soon" of the desk; draw every cell anew (the language, too)."""
        self._painter.sight = sight
        self._painter.forget()
        self.refresh()

    def say_empty(self, text: str, what_to_do: str) -> None:
        """What stands here while there are no rows."""
        self._painter.empty = (text, what_to_do)
        if not self._window.rows:
            self.refresh()

    def show(self, window: Window, *, cursor: int | None = None, nine: str = "") -> None:
        """Draw this window. The cursor stays on its case, on its line of the screen.

        If its case has gone, the cursor goes to the row that took its place. ``cursor`` puts it
        on a case; ``nine`` names the band of cases that are not in the queue.
        """
        at_top = self.scroll_offset.y == 0 and not self._window.more_before
        was = self._cursor_line()
        height_on_screen = was - self.scroll_offset.y if was is not None else 0
        wanted = cursor if cursor is not None else self._cursor
        self._window = window
        self._shown = True
        self._painter.nine = nine
        self._painter.show(window)
        self._asked.clear()
        if wanted in window.index:
            self._cursor = wanted
        elif window.rows:
            self._cursor = window.rows[min(self._place, len(window.rows) - 1)].id
        else:
            self._cursor = None
        self._place = window.index.get(self._cursor, 0) if self._cursor is not None else 0
        self.virtual_size = Size(self.size.width, len(window.lines))
        line = self._cursor_line()
        if line is not None and not at_top:
            self._scroll(line - height_on_screen)
        self._keep_in_sight()
        self._note_crossing()
        self._faced_at = self._now()
        self._arm()
        self.refresh()
        self.post_message(self.Moved(self._cursor))

    # --- moving
    def move(self, rows: int) -> None:
        """Move the cursor by rows."""
        if not self._window.rows:
            return
        last = len(self._window.rows) - 1
        self.go(min(last, max(0, self._place + rows)))

    def move_page(self, pages: int) -> None:
        """Move by what is visible."""
        self.move(pages * max(1, self.size.height - 4))

    def first(self) -> None:
        """To the first row of the view."""
        if self._window.more_before:
            self.post_message(self.EndWanted(first=True))
        else:
            self.go(0)

    def last(self) -> None:
        """To the last row of the view."""
        if self._window.more_after:
            self.post_message(self.EndWanted(first=False))
        else:
            self.go(len(self._window.rows) - 1)

    def go(self, place: int) -> None:
        """Put the cursor on the row at an index of the window."""
        rows = self._window.rows
        if not 0 <= place < len(rows):
            return
        self._place = place
        self._refresh_cursor_line()
        if rows[place].id != self._cursor:
            self._cursor = rows[place].id
            self.post_message(self.Moved(self._cursor))
        self._keep_in_sight()
        self._refresh_cursor_line()
        if place < EDGE and self._window.more_before:
            self._ask(before=True)
        if place >= len(rows) - EDGE and self._window.more_after:
            self._ask(before=False)

    def _refresh_cursor_line(self) -> None:
        line = self._cursor_line()
        if line is not None:
            self.refresh_line(line)

    def _ask(self, before: bool) -> None:
        if before not in self._asked:
            self._asked.add(before)
            self.post_message(self.MoreWanted(before))

    def _cursor_line(self) -> int | None:
        place = self._window.index.get(self._cursor) if self._cursor is not None else None
        return None if place is None else self._window.line_of[place]

    def _keep_in_sight(self) -> None:
        """Scroll so that the cursor is visible, and clear of the pinned lines at both edges."""
        line, height = self._cursor_line(), self.size.height
        if line is None or height < 1:
            return
        top = self.scroll_offset.y
        margin = 1 if height > 4 else 0
        lines = len(self._window.lines)
        if line - margin < top:
            # the heading above the first row of a band comes along
            self._scroll(max(0, line - margin))
        elif line + margin >= top + height:
            self._scroll(min(line + margin, lines - 1) - height + 1)

    def _scroll(self, top: int) -> None:
        top = max(0, min(top, len(self._window.lines) - self.size.height))
        self.scroll_to(y=top, animate=False, force=True)

    # --- the mouse
    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the view; the cursor comes along, so that it is always in sight."""
        event.stop()
        event.prevent_default()
        self._wheel(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the view."""
        event.stop()
        event.prevent_default()
        self._wheel(-WHEEL)

    def _wheel(self, lines: int) -> None:
        before = self.scroll_offset.y
        self._scroll(before + lines)
        moved = self.scroll_offset.y - before
        line = self._cursor_line()
        if not moved:
            self.move(1 if lines > 0 else -1)
        elif line is not None:
            top = self.scroll_offset.y
            low, high = top + 1, top + self.size.height - 2
            if not low <= line <= high:
                self._go_to_line(min(max(line, low), high), down=lines > 0)

    def _go_to_line(self, line: int, *, down: bool) -> None:
        """The row at a line, or the next one in a direction."""
        lines = self._window.lines
        step = 1 if down else -1
        while 0 <= line < len(lines):
            what = lines[line]
            if isinstance(what, int):
                self.go(what)
                return
            line += step

    async def on_click(self, event: events.Click) -> None:
        """A click puts the cursor there; a double click opens."""
        what = self._line_under(event.y)
        if not isinstance(what, int):
            return
        row = self._window.rows[what]
        if event.chain == 2:
            self.post_message(self.Opened(row.id))
        else:
            self.go(what)

    def _line_under(self, y: int) -> Line | None:
        top = self.scroll_offset.y
        place = top + y
        if not 0 <= place < len(self._window.lines) or self._is_pinned(y):
            return None
        return self._window.lines[place]

    def _is_pinned(self, y: int) -> bool:
        size, top = self.size, self.scroll_offset.y
        return self._painter.pinned(y, top, size.height, size.width) is not None

    def on_resize(self) -> None:
        """Columns follow the width; the cursor stays in sight."""
        self._painter.forget()
        self.virtual_size = Size(self.size.width, len(self._window.lines))
        self._keep_in_sight()
        self._arm()
        self.refresh()

    # --- time
    def _note_crossing(self) -> None:
        now, soon = self._now(), self._painter.sight.soon
        self._crossing = next_crossing(self._window.rows, now, soon)

    def _arm(self) -> None:
        """Set the timer to the next instant at which something reads differently."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        now = self._now()
        change = next_change(self.visible_rows(), now)
        instants = [at for at in (change, self._crossing) if at is not None]
        if instants:
            self._timer = self.set_timer(max(0.2, (min(instants) - now) / SECOND), self._tick)

    def _tick(self) -> None:
        self._timer = None
        if self.screen.is_current:
            self._refresh_faces()
            if self._crossing is not None and self._now() >= self._crossing:
                self._note_crossing()
                self.post_message(self.TimePassed())
        self._arm()

    def _refresh_faces(self) -> None:
        """Paint the time left anew where it reads differently, and nothing else."""
        now, sight, top = self._now(), self._painter.sight, self.scroll_offset.y
        for row in self.visible_rows():
            if cells.face(row, self._faced_at, sight) != cells.face(row, now, sight):
                line = self._window.line_of[self._window.index[row.id]]
                self.refresh(Region(0, line - top, TIMED_CELLS, 1))
        self._faced_at = now

    def visible_rows(self) -> list[QueueRow]:
        """The rows on the screen now."""
        top = self.scroll_offset.y
        lines = self._window.lines[top : top + self.size.height]
        return [self._window.rows[line] for line in lines if isinstance(line, int)]

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Other rows are visible: their next change may come sooner."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value) and self.is_mounted:
            self._arm()

    # --- drawing
    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width, height = self.size.width, self.size.height
        if width < 8:
            return Strip.blank(width, self.rich_style)
        line = self._painter.line(y, self.scroll_offset.y, height, width)
        if isinstance(line, list):
            return self._strip(line, width)
        here = line.id == self._cursor
        return self._strip(self._painter.row(line, self._now(), width, here=here), width, here)

    def _strip(self, pieces: list[Piece], width: int, cursor: bool = False) -> Strip:
        segments = [Segment(text, self._look(look, cursor)) for text, look in pieces]
        return Strip(segments).adjust_cell_length(width, self._look("", cursor))

    def _look(self, look: str, cursor: bool) -> Style:
        """The style of a look; kept until the stylesheet says something else."""
        found = self._looks.get((look, cursor))
        if found is None:
            found = self.rich_style
            if cursor:
                found += self.get_component_rich_style("queue--cursor", partial=True)
            if look:
                found += self.get_component_rich_style(f"queue--{look}", partial=True)
            self._looks[look, cursor] = found
        return found

    def notify_style_update(self) -> None:
        """Theme, focus or stylesheet have changed."""
        super().notify_style_update()
        self._looks.clear()
