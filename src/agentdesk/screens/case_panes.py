"""Scrolling a case: which column the keys scroll, and holding still what is being read."""

from __future__ import annotations

from typing import Any, cast

from textual.containers import VerticalScroll
from textual.screen import Screen

from agentdesk.widgets.section import Section


class CasePanes:
    """Mixed into the case screen: its columns, and the acts that move about in them."""

    def _panes(self) -> list[VerticalScroll]:
        return list(
            cast(Screen[Any], self).query(VerticalScroll).filter(".column").results(VerticalScroll)
        )

    def _focus_story(self) -> None:
        panes = self._panes()
        if panes:
            panes[1 if len(panes) > 1 else 0].focus(scroll_visible=False)

    def _pane(self) -> VerticalScroll | None:
        panes = self._panes()
        return next((pane for pane in panes if pane.has_focus), panes[-1] if panes else None)

    def _hold(self, pane: VerticalScroll, story: Section, height: int, y: float) -> None:
        pane.scroll_to(y=y + story.size.height - height, animate=False)

    def do_pane(self) -> None:
        """The keys scroll the next column."""
        panes = self._panes()
        if len(panes) > 1:
            at = next((at for at, pane in enumerate(panes) if pane.has_focus), -1)
            panes[(at + 1) % len(panes)].focus(scroll_visible=False)

    def do_pane_back(self) -> None:
        """The keys scroll the column before."""
        panes = self._panes()
        at = next((at for at, pane in enumerate(panes) if pane.has_focus), 0)
        if len(panes) > 1:
            panes[at - 1].focus(scroll_visible=False)

    def do_down(self) -> None:
        """Scroll down."""
        self._scroll(1)

    def do_up(self) -> None:
        """Scroll up."""
        self._scroll(-1)

    def _scroll(self, by: int) -> None:
        pane = self._pane()
        if pane is not None:
            pane.scroll_relative(y=by, animate=False)

    def do_page_down(self) -> None:
        """A page on."""
        pane = self._pane()
        if pane is not None:
            pane.scroll_page_down(animate=False)

    def do_page_up(self) -> None:
        """A page back."""
        pane = self._pane()
        if pane is not None:
            pane.scroll_page_up(animate=False)

    def do_top(self) -> None:
        """To the top."""
        pane = self._pane()
        if pane is not None:
            pane.scroll_home(animate=False)

    def do_bottom(self) -> None:
        """To the end."""
        pane = self._pane()
        if pane is not None:
            pane.scroll_end(animate=False)
