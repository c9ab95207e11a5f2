"""A part of a screen with its name: above it, or beside it where lines are dear."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.containers import ScrollableContainer
from textual.geometry import Offset

from agentdesk.widgets.cells import fit
from agentdesk.widgets.jump_spots import Spot
from agentdesk.widgets.lines import Lines, Row, Span, ends

BESIDE = 13
"""Cells of the name where it stands beside the part."""


class Section(Lines):
    """Rows under a name. ``rows`` makes them for a width, ``head`` what stands right of the name.

    With ``beside`` the name stands in a column of its own and costs no line.
    """

    def __init__(
        self,
        name: str,
        title: Callable[[], str],
        rows: Callable[[int], Sequence[Row]],
        *,
        head: Callable[[], Row] | None = None,
        beside: bool = False,
        live: bool = False,
    ) -> None:
        super().__init__(id=f"section-{name}", classes="section")
        self.key = name
        self._title = title
        self._rows = rows
        self._head = head
        self._beside = beside
        self.live = live
        """Time alone changes what it reads."""

    def jump_spots(self) -> Sequence[Spot]:
        """Its first line, the letter before its name."""
        return [Spot(Offset(-1, 0), self._jump)]

    def _jump(self) -> None:
        """To the top of its pane, which takes the keys."""
        for pane in self.ancestors:
            if isinstance(pane, ScrollableContainer):
                self.screen.set_focus(pane, scroll_visible=False)
                pane.scroll_to_widget(self, animate=False, top=True)
                return

    def build(self, width: int) -> list[Row]:
        """The name and the rows; nothing at all where there are no rows."""
        aside = self._head() if self._head is not None else []
        inner = width - (BESIDE if self._beside else 2)
        rows = list(self._rows(inner)) if inner > 8 else []
        if not rows:
            return []
        if not self._beside:
            indented: list[Row] = [[("  ", ""), *row] for row in rows]
            return [ends([(self._title(), "head")], aside, width), *indented, []]
        if aside:
            rows.insert(0, aside)
        name: Span = (fit(self._title(), BESIDE - 1) + " ", "head")
        blank: Span = (" " * BESIDE, "")
        return [[name if at == 0 else blank, *row] for at, row in enumerate(rows)]
