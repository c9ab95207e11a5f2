"""The cursor of the queue: bound to a case, always in sight, moved by keys, mouse and wheel.

Knows rows and lines, and nothing of how they are painted.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual import events
from textual.geometry import Offset, Size
from textual.message import Message
from textual.scroll_view import ScrollView

from agentdesk.desk.api import QueueRow
from agentdesk.widgets.jump_spots import Spot
from agentdesk.widgets.queue_window import Line, Window

EDGE = 40
"""So many rows from the window's edge more are asked for."""

WHEEL = 3
"""Lines that one notch of the wheel moves."""


class QueueCursor(ScrollView, can_focus=True):
    """A window of rows with a cursor. Every action goes by the case's id, never by a line."""

    class Moved(Message, namespace="queue_table"):
        """The cursor is on another case now (or on none)."""

        def __init__(self, case_id: int | None) -> None:
            super().__init__()
            self.case_id = case_id

        def can_replace(self, message: Message) -> bool:
            """Only the last place counts."""
            return isinstance(message, QueueCursor.Moved)

    class Opened(Message, namespace="queue_table"):
        """A case was double-clicked."""

        def __init__(self, case_id: int) -> None:
            super().__init__()
            self.case_id = case_id

    class MoreWanted(Message, namespace="queue_table"):
        """The cursor nears an edge of the window."""

        def __init__(self, before: bool) -> None:
            super().__init__()
            self.before = before

    class EndWanted(Message, namespace="queue_table"):
        """The first or the last row of the view is wanted, and the window does not hold it."""

        def __init__(self, first: bool) -> None:
            super().__init__()
            self.first = first

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._window = Window()
        self._cursor: int | None = None
        self._place = 0
        self._shown = False
        self._asked: set[bool] = set()

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

    def hold(self, window: Window, wanted: int | None) -> None:
        """Another window. The cursor stays on its case, on its line of the screen.

        ``wanted`` puts it on a case. If its case has gone, it takes the row that came in its place.
        """
        at_top = self.scroll_offset.y == 0 and not self._window.more_before
        was = self._cursor_line()
        height_on_screen = was - self.scroll_offset.y if was is not None else 0
        wanted = wanted if wanted is not None else self._cursor
        self._window = window
        self._shown = True
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
        self.post_message(self.Moved(self._cursor))

    def is_pinned(self, y: int) -> bool:
        """Whether a line of the screen is covered by a heading that stays in sight."""
        return False

    def visible_rows(self) -> list[QueueRow]:
        """The rows on the screen now."""
        top = self.scroll_offset.y
        lines = self._window.lines[top : top + self.size.height]
        return [self._window.rows[line] for line in lines if isinstance(line, int)]

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

    def jump_spots(self) -> Sequence[Spot]:
        """Every row on the screen; by its case, which may have moved when the letter is typed."""
        top = self.scroll_offset.y
        return [
            Spot(Offset(0, y), partial(self._jump, self._window.rows[line].id))
            for y, line in enumerate(self._window.lines[top : top + self.size.height])
            if isinstance(line, int) and not self.is_pinned(y)
        ]

    def _jump(self, case_id: int) -> None:
        self.screen.set_focus(self)
        self.go(self._window.index.get(case_id, self._place))

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
        if not 0 <= place < len(self._window.lines) or self.is_pinned(y):
            return None
        return self._window.lines[place]
