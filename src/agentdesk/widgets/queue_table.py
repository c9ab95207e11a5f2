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
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from agentdesk.desk.api import QueueRow
from agentdesk.domain.values import MINUTE, SECOND
from agentdesk.i18n import format as form
from agentdesk.i18n import t
from agentdesk.widgets import queue_cells as cells
from agentdesk.widgets.cells import cell_len, cut
from agentdesk.widgets.queue_cells import Piece, Sight
from agentdesk.widgets.queue_columns import Columns, columns
from agentdesk.widgets.queue_window import Heading, Line, More, Window

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
        super().__init__(id=id)
        self._now = now
        self._sight = Sight()
        self._window = Window()
        self._cursor: int | None = None
        self._place = 0
        self._nine = ""
        self._empty: tuple[str, str] = ("", "")
        self._asked: set[bool] = set()
        self._columns: Columns | None = None
        self._kept: dict[int, tuple[QueueRow, list[Piece]]] = {}
        self._timer: Timer | None = None
        self._crossing: int | None = None

    # --- what it shows
    @property
    def window(self) -> Window:
        """The rows it holds."""
        return self._window

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
        if self._columns is None or self._columns.width != self.size.width:
            widest = max((cell_len(row.reference) for row in self._window.rows), default=7)
            self._columns = columns(self.size.width, min(widest, 10))
            self._kept.clear()
        return self._columns

    def look_through(self, sight: Sight) -> None:
        """Zone, labels and "soon" of the desk."""
        self._sight = sight
        self.forget()

    def forget(self) -> None:
        """Language or labels have changed: draw every cell anew."""
        self._kept.clear()
        self._columns = None
        self.refresh()

    def say_empty(self, text: str, what_to_do: str) -> None:
        """What stands here while there are no rows."""
        self._empty = (text, what_to_do)
        if not self._window.rows:
            self.refresh()

    def show(self, window: Window, *, cursor: int | None = None, nine: str = "") -> None:
        """Draw this window. The cursor stays on its case, on its line of the screen.

        If its case has gone, the cursor goes to the row that took its place. ``cursor`` puts it
        on a case; ``nine`` names the band of cases that are not in the queue.
        """
        at_top = self.scroll_offset.y == 0
        was = self._cursor_line()
        height_on_screen = was - self.scroll_offset.y if was is not None else 0
        wanted = cursor if cursor is not None else self._cursor
        self._window = window
        self._nine = nine
        self._asked.clear()
        self._kept = {id: kept for id, kept in self._kept.items() if id in window.index}
        if wanted in window.index:
            self._cursor = wanted
        elif window.rows:
            self._cursor = window.rows[min(self._place, len(window.rows) - 1)].id
        else:
            self._cursor = None
        self._place = window.index.get(self._cursor, 0) if self._cursor is not None else 0
        self._columns = None
        self.virtual_size = Size(self.size.width, len(window.lines))
        line = self._cursor_line()
        if line is not None and not at_top:
            self._scroll(line - height_on_screen)
        self._keep_in_sight()
        self._note_crossing()
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
        if rows[place].id != self._cursor:
            self._cursor = rows[place].id
            self.post_message(self.Moved(self._cursor))
        self._keep_in_sight()
        self.refresh()
        if place < EDGE and self._window.more_before:
            self._ask(before=True)
        if place >= len(rows) - EDGE and self._window.more_after:
            self._ask(before=False)

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
        if not 0 <= place < len(self._window.lines) or self._pinned(y, top) is not None:
            return None
        return self._window.lines[place]

    def on_resize(self) -> None:
        """Columns follow the width; the cursor stays in sight."""
        self._columns = None
        self.virtual_size = Size(self.size.width, len(self._window.lines))
        self._keep_in_sight()
        self.refresh()

    # --- time
    def _note_crossing(self) -> None:
        """When the first due, or the "soon" before it, passes in this window."""
        now, soon = self._now(), self._sight.soon
        instants = [
            at
            for row in self._window.rows
            if row.due is not None
            for at in (row.due + 1, row.due - soon)
            if at > now
        ]
        self._crossing = min(instants, default=None)

    def _arm(self) -> None:
        """Set the timer to the next instant at which something reads differently."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        now = self._now()
        instants = [
            form.span_changes_at(row.due, now)
            if not row.frozen and cells.counts_down(row, now)
            else now + MINUTE
            for row in self.visible_rows()
            if row.due is not None
        ]
        if self._crossing is not None:
            instants.append(self._crossing)
        if instants:
            wait = (min(instants) - now) / SECOND
            self._timer = self.set_timer(max(0.2, wait), self._tick)

    def _tick(self) -> None:
        self._timer = None
        if self.screen.is_current:
            self.refresh()
            if self._crossing is not None and self._now() >= self._crossing:
                self._note_crossing()
                self.post_message(self.TimePassed())
        self._arm()

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
        width = self.size.width
        if width < 8:
            return Strip.blank(width, self.rich_style)
        if not self._window.rows:
            return self._empty_line(y, width)
        top = self.scroll_offset.y
        pinned = self._pinned(y, top)
        if pinned is not None:
            return self._strip(pinned, width)
        place = top + y
        if place >= len(self._window.lines):
            return Strip.blank(width, self.rich_style)
        line = self._window.lines[place]
        if isinstance(line, int):
            return self._row_strip(self._window.rows[line], width)
        return self._strip(self._rule(line, width), width)

    def _pinned(self, y: int, top: int) -> list[Piece] | None:
        """Headings that stay in sight: the band above the first row, the bands below the last."""
        lines, height = self._window.lines, self.size.height
        if height < 5:
            return None
        if y == 0 and top > 0 and not isinstance(lines[min(top, len(lines) - 1)], Heading):
            return self._rule(self._heading(top), self.size.width)
        if y == height - 1 and top + height < len(lines) + bool(self._window.more_after):
            below = self._window.bands_below(top + height - 2)
            if below:
                text = "   ".join(
                    t("queue.below", band=self._band_name(band), count=form.count(count))
                    for band, count in below
                )
                return [(f" {cut(text, self.size.width - 2)}", "band")]
        return None

    def _heading(self, line: int) -> Heading:
        band = self._window.band_at(line)
        if not band:
            band = self._window.rows[0].band
        return Heading(band, self._window.counts.get(band, 0))

    def _rule(self, line: Heading | More, width: int) -> list[Piece]:
        if isinstance(line, Heading):
            return cells.rule_pieces(self._band_name(line.band), form.count(line.count), width)
        text = t("queue.more.before" if line.before else "queue.more.after")
        return [(f" … {text}", "dim")]

    def _band_name(self, band: int) -> str:
        return self._nine if band == 9 and self._nine else t(f"queue.band.{band}")

    def _row_strip(self, row: QueueRow, width: int) -> Strip:
        here = row.id == self._cursor
        kept = self._kept.get(row.id)
        cols = self.columns
        if kept is None or (kept[0] is not row and kept[0] != row):
            kept = (row, cells.rest_pieces(row, cols, self._sight))
            self._kept[row.id] = kept
        pieces = [("▌", "pointer") if here else (" ", "")]
        pieces += cells.left_pieces(row, self._now(), self._sight)
        return self._strip([*pieces, *kept[1]], width, cursor=here)

    def _strip(self, pieces: list[Piece], width: int, *, cursor: bool = False) -> Strip:
        base = self.rich_style
        if cursor:
            base = base + self.get_component_rich_style("queue--cursor", partial=True)
        looks: dict[str, Style] = {"": base}
        segments = []
        for text, look in pieces:
            if look not in looks:
                own = self.get_component_rich_style(f"queue--{look}", partial=True)
                looks[look] = base + own
            segments.append(Segment(text, looks[look]))
        return Strip(segments).adjust_cell_length(width, base)

    def _empty_line(self, y: int, width: int) -> Strip:
        middle = max(0, self.size.height // 3)
        texts = {middle: (self._empty[0], "strong"), middle + 1: (self._empty[1], "empty")}
        if y not in texts:
            return Strip.blank(width, self.rich_style)
        text, look = texts[y]
        text = cut(text, width - 2)
        return self._strip([(" " * ((width - cell_len(text)) // 2), ""), (text, look)], width)
