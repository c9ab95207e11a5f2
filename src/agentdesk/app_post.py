"""Letters to customers while the desk is open: sent behind the screens, off the keys' path."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import PurePath
from typing import Protocol

from agentdesk.desk.api import DeskApi, DeskTrouble
from agentdesk.screens.desk_app import DeskApp

STANDS = 15.0
"""Seconds for which it is told that letters cannot go out."""


class Posting(Protocol):
    """What sends; closed before the desk."""

    def poke(self) -> None:
        """Something has changed: there may be something to send."""

    async def words(self, tell: Callable[[str, bool], None]) -> str:
        """What to say of my letters that cannot go out; empty if there are none. ``tell`` is told
        when the settings break later on (True), or are put right (False)."""

    async def aclose(self) -> None:
        """End it cleanly: a letter that is under way keeps how far it came."""


Post = Callable[[DeskApi], Awaitable[Posting]]


class PostApp(DeskApp):
    """The part of the program that sends letters."""

    def __init__(self, css_path: list[str | PurePath]) -> None:
        super().__init__(css_path=css_path)
        self.post: Post | None = None
        self._posting: Posting | None = None
        self._post_over = False

    async def begin_post(self, desk: DeskApi) -> None:
        """Send from now on; say once whether letters of mine wait for somebody to mend settings,
        and when they break or are mended while the desk is open."""
        if self.post is None:
            return
        posting = await self.post(desk)
        if self._post_over:  # the program has ended meanwhile
            await posting.aclose()
            return
        self._posting = posting
        try:
            words = await posting.words(self._say_post)
        except DeskTrouble:
            return  # whatever is done next says so
        if words:
            self.toast(words, kind="warning", seconds=STANDS)

    def _say_post(self, words: str, broken: bool) -> None:
        if self._posting is not None:
            self.toast(words, kind="warning" if broken else "information", seconds=STANDS)

    def poke_post(self) -> None:
        """Something was committed."""
        if self._posting is not None:
            self._posting.poke()

    async def end_post(self) -> None:
        """Send no more."""
        self._post_over = True
        posting, self._posting = self._posting, None
        if posting is not None:
            await posting.aclose()
