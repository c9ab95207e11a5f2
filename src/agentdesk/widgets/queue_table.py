"""The live queue: bands, countdowns and a cursor that stays on its case, drawn line by line.

The table holds a window of rows (`queue_window.Window`), never the whole view: it asks for more
near the window's edges. Cells that do not change are kept; the time left is written on each paint
from one ``now``. It repaints by itself only when something that is visible reads differently.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer

from agentdesk.domain.values import SECOND
from agentdesk.widgets import queue_cells as cells
from agentdesk.widgets.queue_cells import Sight
from agentdesk.widgets.queue_columns import TIMED_CELLS, Needs
from agentdesk.widgets.queue_cursor import QueueCursor
from agentdesk.widgets.queue_paint import Painter, next_change, next_crossing
from agentdesk.widgets.queue_window import Window
from agentdesk.widgets.styled import Styled


class QueueTable(QueueCursor, Styled):
    """A window of a queue, painted line by line (Line API), with its countdowns."""

    PREFIX = "queue"
    LOOKS: ClassVar[tuple[str, ...]] = (
        "late", "soon", "dim", "strong", "mark", "band", "rule", "cursor", "pointer",
        "empty",
    )  # fmt: skip
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"queue--{look}" for look in LOOKS}

    class TimePassed(Message):
        """A due or the "soon" before one has passed: order and figures may have changed."""

        def can_replace(self, message: Message) -> bool:
            """One is enough."""
            return isinstance(message, QueueTable.TimePassed)

    def __init__(self, now: Callable[[], int], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._now = now
        self._painter = Painter()
        self._timer: Timer | None = None
        self._crossing: int | None = None
        self._faced_at = 0
        """The instant since which every visible row has been painted at least once."""

    @property
    def needs(self) -> Needs:
        """The width that each column needs: the titles above share them."""
        return self._painter.needs

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
        """Draw this window; the cursor stays on its case (`hold`), or goes to ``cursor``.

        ``nine`` names the band of cases that are not in the queue.
        """
        self._painter.nine = nine
        self._painter.show(window)
        self.hold(window, cursor)
        self._note_crossing()
        self._faced_at = self._now()
        self._arm()
        self.refresh()

    def is_pinned(self, y: int) -> bool:
        """Whether a heading stands on this line of the screen, whatever row is below it."""
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
            return self.strip(line, width)
        here = line.id == self._cursor
        return self.strip(
            self._painter.row(line, self._now(), width, here=here), width, cursor=here
        )
