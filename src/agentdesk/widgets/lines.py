"""Rows of literal spans, measured in cells, and the widget that draws them.

A row is a list of (text, role); a role names a component class of the screen. Nothing here is ever
read as markup, so a customer's text can only be drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from agentdesk.widgets.cells import cell_len, cut, wrap

__all__ = ["LOOKS", "Lines", "Row", "Span", "clip", "ends", "row_cells", "row_text", "wrap"]

Span: TypeAlias = tuple[str, str]
Row: TypeAlias = list[Span]


ROLES = (
    "quiet", "strong", "head", "late", "soon", "good", "accent", "here", "customer", "internal",
    "restricted", "bar", "bar-used", "bar-late", "bar-soon", "bar-quiet", "rule", "focus",
)  # fmt: skip

LOOKS = {f"lines--{role}" for role in ROLES}
"""Component classes that a screen with `Lines` on it has: a look for each role, styled once for
all of them (each `Lines` with its own took a quarter of the time in which a screen opens)."""


def row_cells(row: Sequence[Span]) -> int:
    """Width of a row in cells."""
    return sum(cell_len(text) for text, _ in row)


def row_text(row: Sequence[Span]) -> str:
    """The bare text of a row."""
    return "".join(text for text, _ in row)


def ends(left: Row, right: Row, width: int) -> Row:
    """Both ends of a line: ``left`` gives way, ``right`` stands at the edge."""
    room = width - row_cells(right)
    if room <= 1:
        return clip(left, width)
    left = clip(left, room - 1)
    return [*left, (" " * (room - row_cells(left)), ""), *right]


def clip(row: Sequence[Span], width: int) -> Row:
    """The row in at most ``width`` cells, with an ellipsis where something is missing."""
    if row_cells(row) <= width:
        return list(row)
    short: Row = []
    for text, role in row:
        used = row_cells(short)
        if used + cell_len(text) >= width:
            short.append((cut(text + " " * width, width - used), role))
            break
        short.append((text, role))
    return short


class Lines(Widget):
    """Draws the rows that ``build`` makes for a width; its height is their number.

    Subclasses override ``build``. `refill` says that what the rows are made of has changed.
    """

    DEFAULT_CSS = "Lines { height: auto; width: 1fr; }"

    def __init__(
        self, *, id: str | None = None, classes: str | None = None, disabled: bool = False
    ) -> None:
        super().__init__(id=id, classes=classes, disabled=disabled)
        self._made: tuple[int, list[Row]] | None = None

    def build(self, width: int) -> list[Row]:
        """The rows for a width in cells."""
        raise NotImplementedError

    def rows(self, width: int) -> list[Row]:
        """The rows for a width, made once until `refill`."""
        if self._made is None or self._made[0] != width:
            self._made = (width, self.build(width))
        return self._made[1]

    def refill(self) -> None:
        """Make the rows anew: draw if they read differently, lay out if their number changed."""
        before = self._made
        self._made = None
        if before is None:
            self.refresh(layout=True)
            return
        rows = self.rows(before[0])
        if len(rows) != len(before[1]):
            self.refresh(layout=True)
        elif rows != before[1]:
            self.refresh()

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """All the width there is."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as rows."""
        return len(self.rows(width)) if width > 0 else 0

    def render_line(self, y: int) -> Strip:
        """One row, cut or padded to the width."""
        width = self.content_size.width
        base = self.visual_style.rich_style
        rows = self.rows(width) if width > 0 else []
        if y >= len(rows):
            return Strip.blank(width, base)
        segments = [Segment(text, self._style(role, base)) for text, role in rows[y] if text]
        strip = Strip(self._selected(segments, y)).adjust_cell_length(width, base)
        return strip.apply_offsets(0, y)

    def _style(self, role: str, base: Style) -> Style:
        if not role:
            return base
        return base + self.screen.get_component_rich_style(f"lines--{role}", partial=True)

    def _selected(self, segments: list[Segment], y: int) -> list[Segment]:
        """The segments with the mouse's selection marked."""
        selection = self.text_selection
        span = selection.get_span(y) if selection is not None else None
        if span is None:
            return segments
        start, end = span
        mark = self.screen.get_component_rich_style("screen--selection")
        marked: list[Segment] = []
        position = 0
        for text, style, _ in segments:
            stop = len(text) if end == -1 else max(0, min(len(text), end - position))
            begin = max(0, min(len(text), start - position))
            if begin < stop:
                chosen = (style or Style()) + mark
                marked += [
                    Segment(text[:begin], style),
                    Segment(text[begin:stop], chosen),
                    Segment(text[stop:], style),
                ]
            else:
                marked.append(Segment(text, style))
            position += len(text)
        return marked

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The text under the mouse's selection."""
        if self._made is None:
            return None
        return selection.extract("\n".join(row_text(row) for row in self._made[1])), "\n"
