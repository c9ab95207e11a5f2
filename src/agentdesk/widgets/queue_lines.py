"""The single lines around the queue table: the titles of its columns, and the reason of a row."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from agentdesk.widgets.cells import cut
from agentdesk.widgets.queue_cells import heading_pieces
from agentdesk.widgets.queue_columns import Needs, columns


class ColumnTitles(Widget):
    """The titles, each above its column."""

    def __init__(self) -> None:
        super().__init__()
        self._needs = Needs()

    def show(self, needs: Needs) -> None:
        """The columns of the table need this much."""
        if needs != self._needs:
            self._needs = needs
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The titles: the table below has the same width, and so the same columns."""
        width, base = self.size.width, self.rich_style
        if y or width < 8:
            return Strip.blank(width, base)
        cols = columns(width, self._needs)
        segments = [Segment(text, base) for text, _ in heading_pieces(cols)]
        return Strip(segments).adjust_cell_length(width, base)


class ReasonLine(Widget):
    """Why the row under the cursor stands where it stands."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"reason--mark"}

    def __init__(self) -> None:
        super().__init__()
        self._text = ""

    def show(self, text: str) -> None:
        """This sentence."""
        if text != self._text:
            self._text = text
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The sentence behind its mark, cut at the width."""
        width, base = self.size.width, self.rich_style
        if y or not self._text or width < 4:
            return Strip.blank(width, base)
        mark = Segment(" ▸ ", self.get_component_rich_style("reason--mark"))
        return Strip([mark, Segment(cut(self._text, width - 4), base)]).adjust_cell_length(
            width, base
        )
