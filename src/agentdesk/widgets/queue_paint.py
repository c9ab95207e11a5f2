"""What stands on each line of the queue table: rows, rules, what is pinned to its edges.

Nothing here touches the terminal or the clock: a line is a list of pieces for one ``now``. The
cells of a row that do not change with time are kept until the row, the width or the words change.
"""

from __future__ import annotations

from collections.abc import Iterable

from agentdesk.desk.api import QueueRow
from agentdesk.domain.values import MINUTE
from agentdesk.i18n import format as form
from agentdesk.i18n import t
from agentdesk.widgets import queue_cells as cells
from agentdesk.widgets.cells import cell_len, cut
from agentdesk.widgets.queue_cells import Piece, Sight
from agentdesk.widgets.queue_columns import Columns, Needs, columns
from agentdesk.widgets.queue_window import Heading, More, Window

PINNED_FROM = 5
"""Lines from which headings are pinned to the edges: below that every line is a row."""


class Painter:
    """The lines of a window at a width."""

    def __init__(self) -> None:
        self.sight = Sight()
        self.window = Window()
        self.empty = ("", "")
        """What stands there while there are no rows: what is so, and what to do."""
        self.nine = ""
        """Name of the band of cases that are not in the queue."""
        self._columns: Columns | None = None
        self._needs = Needs(0, 0, 0, 0)
        self._kept: dict[int, tuple[QueueRow, list[Piece]]] = {}

    def show(self, window: Window) -> None:
        """Another window; cells of rows that are still there are kept."""
        self.window = window
        self._kept = {id: kept for id, kept in self._kept.items() if id in window.index}
        self._needs = self._needs.or_more(cells.needs_of(window.rows, self.sight.labels))

    def forget(self) -> None:
        """Words or width have changed: every cell anew."""
        self._kept.clear()
        self._columns = None
        self._needs = cells.needs_of(self.window.rows, self.sight.labels)

    @property
    def needs(self) -> Needs:
        """The width that each column needs; it only grows until `forget`."""
        return self._needs

    def columns(self, width: int) -> Columns:
        """The columns at a width."""
        cols = columns(width, self._needs)
        if cols != self._columns:
            self._kept.clear()
            self._columns = cols
        return cols

    # --- lines
    def line(self, y: int, top: int, height: int, width: int) -> list[Piece] | QueueRow:
        """Line ``y`` of the screen when line ``top`` of the window is the first one on it."""
        if not self.window.rows:
            return self._empty_line(y, height, width)
        pinned = self.pinned(y, top, height, width)
        if pinned is not None:
            return pinned
        place = top + y
        if place >= len(self.window.lines):
            return []
        line = self.window.lines[place]
        if isinstance(line, int):
            return self.window.rows[line]
        return self._rule(line, width)

    def row(self, row: QueueRow, now: int, width: int, *, here: bool) -> list[Piece]:
        """The cells of a row; the time left is written for this ``now``."""
        cols = self.columns(width)
        kept = self._kept.get(row.id)
        if kept is None or (kept[0] is not row and kept[0] != row):
            kept = (row, cells.rest_pieces(row, cols, self.sight))
            self._kept[row.id] = kept
        mark = ("▌", "pointer") if here else (" ", "")
        return cells.merged([mark, *cells.left_pieces(row, now, self.sight), *kept[1]])

    def pinned(self, y: int, top: int, height: int, width: int) -> list[Piece] | None:
        """Headings that stay in sight: the band above the first row, the bands below the last."""
        lines = self.window.lines
        if height < PINNED_FROM:
            return None
        if y == 0 and top > 0 and not isinstance(lines[min(top, len(lines) - 1)], Heading):
            return self._rule(self._heading(top), width)
        if y == height - 1 and top + height < len(lines) + self.window.more_after:
            below = self.window.bands_below(top + height - 2)
            if below:
                text = "   ".join(
                    t("queue.below", band=self._band_name(band), count=form.count(count))
                    for band, count in below
                )
                return [(f" {cut(text, width - 2)}", "band")]
        return None

    def _heading(self, line: int) -> Heading:
        band = self.window.band_at(line) or self.window.rows[0].band
        return Heading(band, self.window.counts.get(band, 0))

    def _rule(self, line: Heading | More, width: int) -> list[Piece]:
        if isinstance(line, Heading):
            return cells.rule_pieces(self._band_name(line.band), form.count(line.count), width)
        text = t("queue.more.before" if line.before else "queue.more.after")
        return [(f" … {text}", "dim")]

    def _band_name(self, band: int) -> str:
        return self.nine if band == 9 and self.nine else t(f"queue.band.{band}")

    def _empty_line(self, y: int, height: int, width: int) -> list[Piece]:
        middle = max(0, height // 3)
        texts = {middle: (self.empty[0], "strong"), middle + 1: (self.empty[1], "empty")}
        if y not in texts:
            return []
        text, look = texts[y]
        text = cut(text, width - 2)
        return [(" " * ((width - cell_len(text)) // 2), ""), (text, look)]


def next_change(rows: Iterable[QueueRow], now: int) -> int | None:
    """The first instant at which the time left of any of these rows reads differently."""
    return min(
        (
            form.span_changes_at(row.due, now) if cells.counts_down(row, now) else now + MINUTE
            for row in rows
            if row.due is not None
        ),
        default=None,
    )


def next_crossing(rows: Iterable[QueueRow], now: int, soon: int) -> int | None:
    """The first instant at which a due, or the "soon" before it, passes among these rows."""
    instants = (
        at
        for row in rows
        if row.due is not None
        for at in (row.due + 1, row.due - soon)
        if at > now
    )
    return min(instants, default=None)
