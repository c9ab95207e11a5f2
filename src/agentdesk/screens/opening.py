"""What stands on the screen when there is no desk to show: opening, too small, in trouble."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from agentdesk.i18n import t
from agentdesk.widgets.frame import DeskHeader, FrameState, KeysFooter

LEAST = (80, 24)
"""Columns and lines that everything fits into."""


class OpeningScreen(Screen[None]):
    """The first frame: header, footer, and that the desk is being opened."""

    def compose(self) -> ComposeResult:
        """The bare frame."""
        yield DeskHeader()
        yield KeysFooter()

    def on_mount(self) -> None:
        """Say that it is opening."""
        self.query_one(DeskHeader).show(FrameState(opening=True))


class TooSmallScreen(ModalScreen[None]):
    """Covers everything while the window is too small; nothing below is lost."""

    def compose(self) -> ComposeResult:
        """Two sentences in the middle."""
        yield Static(id="too-small", markup=False)

    def on_mount(self) -> None:
        """Say how small it is."""
        self.say_size()

    def on_resize(self) -> None:
        """Say it anew."""
        self.say_size()

    def say_size(self) -> None:
        """The size that is needed and the size there is."""
        width, height = self.app.size
        text = t("frame.too_small", width=width, height=height)
        self.query_one(Static).update(f"{text}\n{t('frame.too_small.more')}")


class TroubleScreen(Screen[None]):
    """The desk cannot be opened or cannot go on: one plain sentence; any key leaves."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self._sentence = sentence

    def compose(self) -> ComposeResult:
        """What happened, what was kept, what to do."""
        yield DeskHeader()
        with Vertical(id="trouble"):
            yield Static(f"▲ {self._sentence}", markup=False, id="trouble-text")
            yield Static(t("frame.trouble.leave"), markup=False, id="trouble-leave")

    def on_key(self, event: events.Key) -> None:
        """Leave, with the sentence on the terminal as well."""
        event.stop()
        self.app.exit(return_code=2, message=self._sentence)

    def on_click(self) -> None:
        """Leave."""
        self.app.exit(return_code=2, message=self._sentence)
