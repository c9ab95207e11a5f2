"""The program as screens see it: the open desk, the figures of the frame, and toasts."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, cast

from textual.app import App

from agentdesk.desk.api import Counts, DeskApi, Filter, Person
from agentdesk.screens.acts import Act
from agentdesk.widgets.frame import FrameState


class DeskApp(App[int]):
    """What screens may expect of the program around them (the real one is `agentdesk.app`)."""

    people: dict[str, Person]
    """Everybody of the desk by code; filled when the desk opens."""

    may_copy: bool = True
    """Whether texts may go into the clipboard of the terminal (settings: ``copy = false``)."""

    @property
    @abstractmethod
    def desk(self) -> DeskApi:
        """The open desk. Raises RuntimeError before it is open."""

    @property
    @abstractmethod
    def counts(self) -> Counts | None:
        """The figures of the header as last read."""

    @property
    @abstractmethod
    def is_open(self) -> bool:
        """The desk is open."""

    @abstractmethod
    def say_where(self) -> None:
        """Another screen is on top: colleagues see at which case this program is."""

    @abstractmethod
    def frame_state(self) -> FrameState:
        """What a header shows now."""

    @abstractmethod
    def read_filter(self, text: str) -> Filter:
        """The filter that a typed line means, with the labels and people of this desk."""

    @abstractmethod
    def refresh_counts(self) -> None:
        """Read the header's figures anew, soon (several calls make one)."""

    @abstractmethod
    def switch_language(self) -> None:
        """The other language, at once."""

    @abstractmethod
    def switch_theme(self) -> None:
        """The next theme, at once."""

    @abstractmethod
    async def take_call(self) -> None:
        """The intake, on whoever rings; what is typed is kept."""

    @abstractmethod
    async def go_to_reminder(self) -> None:
        """To the case of the reminder, or of my next promise; what is typed is kept."""

    @abstractmethod
    def switch_style(self) -> None:
        """The next set of keys, at once."""

    @abstractmethod
    def say_clash(self, key: str) -> None:
        """Say, once, that a key has two actions."""

    def keys_of(self, act: Act) -> list[str]:
        """The keys of an act, in Textual's spelling, as they are bound now."""
        return [key.strip() for key in self._keymap.get(act.id, act.keys).split(",")]

    def toast(self, text: str, *, kind: str = "information", seconds: float = 4) -> None:
        """Say something at the edge of the screen; never markup. Kinds as Textual's severities.

        What stands there already is not said twice: it stands longer.
        """
        for old in [told for told in self._notifications if told.message == text]:
            self._unnotify(old, refresh=False)
        self.notify(text, severity=cast(Any, kind), timeout=seconds, markup=False)

    def on_notify(self) -> None:
        """Something is about to be said: it takes the place of what was only told before.

        So that does not pile up over the case; warnings and errors stand as long as they should.
        """
        for told in [old for old in self._notifications if old.severity == "information"]:
            self._unnotify(told, refresh=False)
