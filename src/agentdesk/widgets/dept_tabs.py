"""The departments on one line, each with what it has; the current one is marked (C5)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from agentdesk.desk.api import Department
from agentdesk.i18n import format as form
from agentdesk.i18n import language, t
from agentdesk.widgets.cells import cell_len, cut, plain
from agentdesk.widgets.jump_spots import Spot

GAP = 3
LONGEST = 24
"""Cells of a name at most."""


def name_of(dept: Department) -> str:
    """Its name in the language in force."""
    name = cut(plain(dept.zh if language() == "zh" else dept.en) or plain(dept.code), LONGEST)
    return name if dept.active else t("people.closed", name=name)


class DeptTabs(Widget):
    """As many departments as fit around the current one; a click chooses one."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "tabs--name", "tabs--count", "tabs--late", "tabs--here", "tabs--more",
    }  # fmt: skip

    class Chosen(Message):
        """A department was clicked."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[Department, ...] = ()
        self._here = ""
        self._spots: list[tuple[int, int, str]] = []

    def show(self, depts: Sequence[Department], here: str) -> None:
        """These departments, this one marked."""
        if (tuple(depts), here) != (self._all, self._here):
            self._all, self._here = tuple(depts), here
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line: from the first department on, or from where the current one still fits."""
        width, base = self.size.width, self.rich_style
        self._spots = []
        if y or width < 8:
            return Strip.blank(width, base)
        first, last = self._window(width - 4)
        look = self.get_component_rich_style
        segments = [Segment(" ‹ " if first else " ", look("tabs--more") if first else base)]
        at = cell_len(segments[0].text)
        for dept in self._all[first : last + 1]:
            start = at
            for text, role in _pieces(dept, dept.code == self._here):
                segments.append(Segment(text, look(f"tabs--{role}")))
                at += cell_len(text)
            self._spots.append((start, at, dept.code))
            segments.append(Segment(" " * GAP, base))
            at += GAP
        if last + 1 < len(self._all):
            segments[-1] = Segment(" ›", look("tabs--more"))
        return Strip(segments).adjust_cell_length(width, base)

    def _window(self, width: int) -> tuple[int, int]:
        """The first and the last department in view."""
        sizes = [sum(cell_len(text) for text, _ in _pieces(one, False)) + GAP for one in self._all]
        here = next((n for n, one in enumerate(self._all) if one.code == self._here), 0)
        first = 0
        while first < here and sum(sizes[first : here + 1]) > width:
            first += 1
        last = here
        while last + 1 < len(sizes) and sum(sizes[first : last + 2]) <= width:
            last += 1
        return first, min(last, len(self._all) - 1)

    def jump_spots(self) -> Sequence[Spot]:
        """Every department in view, its letter before its name."""
        return [
            Spot(Offset(max(0, start - 2), 0), partial(self.post_message, self.Chosen(code)))
            for start, _, code in self._spots
        ]

    def on_click(self, event: events.Click) -> None:
        """Choose the department under the mouse."""
        for start, end, code in self._spots:
            if start <= event.x < end:
                self.post_message(self.Chosen(code))
                return


def _pieces(dept: Department, here: bool) -> list[tuple[str, str]]:
    """Name, how many it has, how many of them late."""
    role = "here" if here else "name"
    pieces = [(name_of(dept), role)]
    if dept.open:
        pieces.append((f" {form.count(dept.open)}", "here" if here else "count"))
    if dept.late:
        pieces.append((f" ▲{form.count(dept.late)}", "late"))
    return pieces
