"""Who is at which case: this program's own place on the board, and what the others' say."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from agentdesk.desk.api_presence import At, Whereabouts
from agentdesk.desk.context import Context
from agentdesk.store.presence import STALE, Board, Here

LOOK_SECONDS = 0.4
"""The board is looked at so often: at the time of its folder, and where that has changed, at what
stands in it."""
BEATS = int(STALE / 3 / LOOK_SECONDS)
"""Looks between two signs of life."""

_Seen = frozenset[tuple[str, Here]]


class Presence:
    """The board of one open desk."""

    def __init__(self, ctx: Context) -> None:
        self._board = Board(ctx.store.place.folder, ctx.me.code)
        self._me = ctx.me.code
        self._place: tuple[int | None, str] = (None, "looks")
        self._said: tuple[int | None, str] | None = None
        self._saying: asyncio.Task[None] | None = None
        self._seen: _Seen = frozenset()
        self._closed = False
        self.whereabouts: Whereabouts = {}

    def be_at(self, case_id: int | None, doing: str) -> None:
        """Say it soon; of several places in a row the last one is said."""
        self._place = (case_id, doing)
        if self._saying is None and not self._closed and self._place != self._said:
            self._saying = asyncio.create_task(self._say(), name="agentdesk-presence")

    async def _say(self) -> None:
        try:
            while self._said != self._place:
                place = self._place
                with suppress(OSError):
                    await asyncio.to_thread(self._board.put, *place)
                self._said = place
        finally:
            self._saying = None

    async def comings_and_goings(self) -> AsyncIterator[frozenset[int]]:
        """Cases at which something has changed, as it does."""
        with suppress(OSError):
            await asyncio.to_thread(self._begin)
        beats = 0
        while not self._closed:
            if self._board.moved():
                seen = await asyncio.to_thread(self._board.others)
                changed = frozenset(here.case_id for _, here in seen ^ self._seen)
                self._seen = seen
                if changed:
                    self.whereabouts = self._by_case(seen)
                    yield changed
            await asyncio.sleep(LOOK_SECONDS)
            beats += 1
            if beats % BEATS == 0:
                with suppress(OSError):
                    await asyncio.to_thread(self._live)

    def _begin(self) -> None:
        if self._said is None:
            self._board.put(*self._place)
            self._said = self._place
        self._board.sweep()

    def _live(self) -> None:
        try:
            self._board.beat()
        except FileNotFoundError:  # taken for dead (the machine slept): here again
            self._board.put(*self._place)

    def _by_case(self, seen: _Seen) -> Whereabouts:
        found: dict[int, set[At]] = {}
        for _, here in seen:
            if here.person != self._me:
                found.setdefault(here.case_id, set()).add(At(here.person, here.doing))
        return {
            case_id: tuple(sorted(those, key=lambda one: (not one.works, one.person, one.doing)))
            for case_id, those in found.items()
        }

    async def close(self) -> None:
        """Leave the board."""
        self._closed = True
        if self._saying is not None:
            await asyncio.gather(self._saying, return_exceptions=True)
        await asyncio.to_thread(self._board.leave)
