"""The views of the queue on one line, each with its count; the current one is marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from agentdesk.desk.api import View
from agentdesk.i18n import format as form
from agentdesk.i18n import t
from agentdesk.widgets.cells import cell_len
from agentdesk.widgets.jump_spots import Spot

UNKNOWN = "·"
"""Stands for a count that has not been read yet: 0 would be believed."""


class ViewsLine(Widget):
    """One line of views; a click chooses one."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "views--name",
        "views--count",
        "views--here",
    }

    class Chosen(Message):
        """A view was clicked."""

        def __init__(self, view: View) -> None:
            super().__init__()
            self.view = view

    def __init__(self) -> None:
        super().__init__()
        self._view = View.ALL
        self._counts: Mapping[View, int] = {}
        self._spots: list[tuple[int, int, View]] = []

    def show(self, view: View, counts: Mapping[View, int]) -> None:
        """Mark this view, with these counts; those that are not there are not known yet."""
        if (view, counts) != (self._view, self._counts):
            self._view, self._counts = view, dict(counts)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line; names get shorter where there is no room for the long ones."""
        width, base = self.size.width, self.rich_style
        self._spots = []
        if y or width < 4:
            return Strip.blank(width, base)
        for short, gap in ((False, 3), (True, 3), (True, 2), (True, 1)):
            total = sum(cell_len(self._view_text(view, short)) + gap for view in View)
            if total <= width:
                break
        segments, at = [Segment(" ", base)], 1
        for view in View:
            name, count = self._view_name(view, short), self._count(view)
            here = view is self._view
            if here:
                look = self.get_component_rich_style("views--here")
                segments.append(Segment(f"{name} {count}", look))
            else:
                segments += [
                    Segment(f"{name} ", self.get_component_rich_style("views--name")),
                    Segment(count, self.get_component_rich_style("views--count")),
                ]
            segments.append(Segment(" " * gap, base))
            size = cell_len(name) + 1 + cell_len(count)
            self._spots.append((at, at + size, view))
            at += size + gap
        return Strip(segments).adjust_cell_length(width, base)

    def _view_name(self, view: View, short: bool) -> str:
        return t(f"queue.view.{view.value}.short" if short else f"queue.view.{view.value}")

    def _view_text(self, view: View, short: bool) -> str:
        return f"{self._view_name(view, short)} {self._count(view)}"

    def _count(self, view: View) -> str:
        return form.count(self._counts[view]) if view in self._counts else UNKNOWN

    def jump_spots(self) -> Sequence[Spot]:
        """Every view, its letter before its name."""
        return [
            Spot(Offset(max(0, start - 2), 0), partial(self.post_message, self.Chosen(view)))
            for start, _, view in self._spots
        ]

    def on_click(self, event: events.Click) -> None:
        """Choose the view under the mouse."""
        for start, end, view in self._spots:
            if start <= event.x < end:
                self.post_message(self.Chosen(view))
                return
