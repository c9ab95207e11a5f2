"""Jump mode: a letter stands over every place of the screen, and typing it goes there."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from agentdesk.screens.acts import Act, bindings
from agentdesk.screens.base import DeskDialog
from agentdesk.screens.common_acts import JUMP
from agentdesk.widgets.jump_spots import Spot, letters

JUMP_ACTS = (Act("keys", "jump_close", f"escape,{JUMP.keys}", priority=True),)


class JumpScreen(DeskDialog[None]):
    """The letters over the screen below; anything but one of them leaves."""

    ACTS: ClassVar[Sequence[Act]] = JUMP_ACTS
    BINDINGS = bindings(JUMP_ACTS)
    AUTO_FOCUS: ClassVar[str | None] = ""

    def __init__(self, spots: Sequence[Spot]) -> None:
        super().__init__()
        self._spots = dict(zip(letters(len(spots)), spots, strict=False))
        self._typed = ""
        self._done = False

    def compose(self) -> ComposeResult:
        """A label at each place."""
        for label, spot in self._spots.items():
            sign = Static(label, classes="jump-label", markup=False)
            sign.styles.offset = spot.at
            yield sign

    def _forward_event(self, event: events.Event) -> None:
        """A letter goes there now: the next key, however fast it follows, belongs there."""
        if not isinstance(event, events.Key):
            super()._forward_event(event)
        elif not self._done:
            self._take(unicodedata.normalize("NFKC", event.character or "").casefold())

    def _take(self, typed: str) -> None:
        self._typed += typed
        spot = self._spots.get(self._typed)
        left = [label for label in self._spots if label.startswith(self._typed)]
        if spot is None and typed and left:
            for sign in self.query(Static):
                sign.display = str(sign.content).startswith(self._typed)
            return
        self.leave_for(spot)

    def leave_for(self, spot: Spot | None) -> None:
        """Go there, or stay where it was."""
        if not self._done:
            self._done = True
            self.dismiss(None)
            if spot is not None:
                spot.go()

    def do_jump_close(self) -> None:
        """Stay."""
        self.leave_for(None)

    async def do_back(self) -> None:
        """Stay."""
        self.leave_for(None)

    def on_click(self) -> None:
        """The mouse needs no letters."""
        self.leave_for(None)
