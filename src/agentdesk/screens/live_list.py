"""A list that stays as the store is: read anew once a burst of changes is over."""

from __future__ import annotations

from abc import abstractmethod

from textual import events
from textual.timer import Timer

from agentdesk.screens.base import DeskScreen

SETTLE = 0.06
"""Seconds that changes are gathered before they are read, in one go."""


class LiveList(DeskScreen[None]):
    """Mixed into screens that show rows of the store. ``read`` reads them in a worker."""

    _settling: Timer | None = None
    _stale = False
    """Something has changed while another screen covered this one."""

    @abstractmethod
    def read(self) -> None:
        """Read what there is and show it."""

    def store_changed(self, ids: frozenset[int]) -> None:
        """Read anew, once things have settled; when it is covered, when it is seen again."""
        super().store_changed(ids)
        if not self.is_current:
            self._stale = True
        elif self._settling is None:
            self._settling = self.set_timer(SETTLE, self._settled)

    def _settled(self) -> None:
        self._settling = None
        self.changes_settled()

    def changes_settled(self) -> None:
        """The burst is over."""
        self.read()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Seen again: what changed meanwhile is read."""
        if self._stale and self.is_mounted:
            self._stale = False
            self.read()
