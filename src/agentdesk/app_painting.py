"""The program's picture on the terminal: what is sent to it, and through which driver."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import RenderableType
from textual import events
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.driver import Driver
from textual.filter import ANSIToTruecolor, LineFilter, NoColor
from textual.geometry import Size
from textual.screen import Screen

from agentdesk.screens.opening import LEAST, TooSmallScreen
from agentdesk.widgets.painted import Painted
from agentdesk.widgets.safe import SafeText
from agentdesk.widgets.themes import EXTRA_VARIABLES
from agentdesk.widgets.whole import keep_whole


class PaintingApp(App[int]):
    """The part of the program that draws."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._safe = SafeText()
        self._no_color = NoColor()
        self._painted = Painted()
        keep_whole()
        self._displayed: Screen[object] | None = None

    def on_resize(self, event: events.Resize) -> None:
        """Cover everything while the window is too small; a terminal that changed draws anew."""
        self._painted.forget()
        self._cover(event.size)

    def draw_whole(self) -> None:
        """Everything anew: nobody knows what the terminal shows."""
        self._painted.forget()
        self.refresh()

    def _cover(self, size: Size | None = None) -> None:
        """Put the cover on top of whatever stands there, or take it away."""
        width, height = size or self.size
        if width >= LEAST[0] and height >= LEAST[1]:
            self._uncover()
        elif not isinstance(self.screen, TooSmallScreen):
            self.push_screen(TooSmallScreen())

    def _uncover(self) -> None:
        """Take the cover away: what opens now goes under it."""
        if isinstance(self.screen, TooSmallScreen):
            self.pop_screen()

    def get_driver_class(self) -> type[Driver]:
        """Our own reader of keys, where Textual would take its usual one."""
        usual = super().get_driver_class()
        if usual.__module__ != "textual.drivers.linux_driver":
            return usual
        from agentdesk.driver import SteadyDriver

        return SteadyDriver

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Nothing that drives the terminal passes; NO_COLOR means no colour at all."""
        if self.no_color:
            return [self._safe, self._no_color]
        # Our themes name true colours, so nothing has to be converted from the terminal's sixteen.
        rest = [
            line for line in super().get_line_filters() if not isinstance(line, ANSIToTruecolor)
        ]
        return [*rest, self._safe]

    @property
    def _background_screens(self) -> list[Screen[object]]:
        """What shows through the top screen, and is drawn with it: nothing, if it covers all.

        Textual counts the screen underneath in any case, and then repaints both at each change.
        """
        return [] if self.screen.styles.background.a == 1 else super()._background_screens

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Send what differs from what the terminal shows; of another screen, everything.

        So what somebody else has written onto the terminal is gone with the next screen at last.
        """
        if screen is not self._displayed:
            self._displayed = screen
            self._painted.forget()
        if isinstance(renderable, CompositorUpdate):
            renderable = self._painted.less(renderable, self.size)
        super()._display(screen, renderable)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colours, for themes that do not name them."""
        return dict(EXTRA_VARIABLES)
