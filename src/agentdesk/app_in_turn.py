"""Keys in their turn: one is done with, wherever it goes, before the next one is looked at.

Textual gives a key to whatever has the keys at the moment, and looks at the next one before the
first has been read. Who types fast, or a script, then sends half of the words with ctrl+s, and
what is typed behind a tab or behind a key that opens a form goes where the keys went before.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any, TypeAlias
from weakref import WeakSet

from rich.console import RenderableType
from textual import events
from textual.app import App, ScreenStackError
from textual.message_pump import MessagePump
from textual.worker import Worker, WorkerError

from agentdesk.screens.base import DeskWork

PATIENCE = 3.0
"""Seconds after which the next key is looked at, whatever became of the one before."""


LEAVES = frozenset({"ctrl+q", "ctrl+c"})
"""Keys that wait for nothing."""


_Follow: TypeAlias = Callable[
    [int, Sequence[MessagePump], int, MessagePump | None], Awaitable[None]
]


class _Step:
    """A step of a key's way, as a queue calls it back. It says that it takes no arguments: of a
    function with its arguments Textual finds that out anew, at each of a dozen steps a key."""

    _param_count = 0

    def __init__(self, follow: _Follow, turn: int, path: Sequence[MessagePump], at: int) -> None:
        self._follow = follow
        self._rest = (turn, path, at, path[at - 1])

    def __call__(self) -> Awaitable[None]:
        """Go on from here."""
        return self._follow(*self._rest)


def _rests(node: MessagePump, here: MessagePump | None) -> bool:
    """Whether a queue has nothing left and nothing in hand (``here``: nothing but what asks), so
    that there is nothing to wait behind: most of those around a field hear nothing of a key."""
    queue: Any = node._message_queue
    waits = getattr(getattr(queue, "ready_event", None), "_waiters", ())  # for something to come
    looked_at = getattr(node, "_pending_message", None)  # it is taken out of the queue for that
    return queue.empty() and looked_at is None and (bool(waits) or node is here)


class InTurn(App[int]):
    """The part of the program that takes one key after the other.

    A key is followed through the queues it may go through: what has the keys, all around that up
    to the screen, the program. Then what it has started is waited for (`DeskWork.keys_wait_for`),
    and a screen that it has opened. What is pasted keeps its place among the keys. The first ones
    wait until something stands that takes keys (`let_keys_in`).
    """

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._typed: deque[events.Key | events.Paste] = deque()
        self._turn = 0
        self._under_way = False
        self._held = True
        """Nothing that takes keys stands yet."""
        self._leaving = False
        self._at_last: asyncio.TimerHandle | None = None
        self._waits_for: set[Worker[Any]] = set()
        self._given_up: WeakSet[Worker[Any]] = WeakSet()

    async def on_event(self, event: events.Event) -> None:
        """Keys wait for their turn; everything else is passed on at once."""
        late = self._leaving or event.is_forwarded
        if isinstance(event, events.Key) and self._held and event.key in LEAVES:
            await super().on_event(event)
        elif isinstance(event, (events.Key, events.Paste)) and not late:
            self._typed.append(event)
            if not self._under_way:
                await self._take_next(self)
        else:
            await super().on_event(event)

    def hold_keys(self) -> None:
        """What takes keys has gone, and the next does not stand yet."""
        self._held = True

    def let_keys_in(self) -> None:
        """What takes keys stands now: those that were pressed before it did are its first ones."""
        self._held = False
        if not self._under_way:
            self.call_later(self._take_next, self)

    def forget_keys(self) -> None:
        """What was pressed was meant for something else than what stands now."""
        self._typed.clear()
        self._held = False

    def exit(
        self,
        result: int | None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """Leave: what waits for its turn goes where the keys go now, so that it is kept, too."""
        self._leaving = True
        while self._typed and self.focused is not None:
            event = self._typed.popleft()
            if isinstance(event, events.Paste) or event.is_printable:
                self.focused._forward_event(event)
        super().exit(result, return_code, message)

    async def _take_next(self, here: MessagePump | None) -> None:
        """Take the key that has waited longest; ``here`` is whose queue is at it."""
        if not self._typed or self._held or self._under_way:
            return
        event = self._typed.popleft()
        self._turn += 1
        self._under_way = True
        path = self._path()
        try:
            await super().on_event(event)
        finally:
            loop = asyncio.get_running_loop()
            self._at_last = loop.call_later(PATIENCE, self._give_up, self._turn)
            await self._follow(self._turn, path, 0, here)

    def _path(self) -> Sequence[MessagePump]:
        """The queues that a key goes through from here on, up to the program."""
        try:
            here = self.focused or self.screen
        except ScreenStackError:
            return [self]
        return here.ancestors_with_self

    async def _follow(
        self, turn: int, path: Sequence[MessagePump], at: int, here: MessagePump | None
    ) -> None:
        """Through the rest of a key's way, behind it, as often as somebody there has still to do
        with it: bindings of the program do something where the key came from, and what is said
        there goes up once more. When all of them rest the next key is due."""
        if turn != self._turn or not self._under_way:
            return
        for step in range(at, at + len(path)):
            node = path[step % len(path)]
            if not _rests(node, here):
                behind = _Step(self._follow, turn, path, (step + 1) % len(path))
                if node.post_message(events.Callback(callback=behind)):
                    return
        now = self._path()
        if workers := self._started():
            self._waits_for = workers
            self.run_worker(self._wait(turn, workers), group="keys in turn")
        elif now[-4:] != path[-4:]:  # another screen is on top: it has to stand first
            await self._follow(turn, now, 0, here)
        else:
            self._end_turn()
            await self._take_next(here)

    def _started(self) -> set[Worker[Any]]:
        """What is still being done because of a key, on any open screen."""
        waited = {
            id(screen): screen.keys_wait_for()
            for screen in self.screen_stack
            if isinstance(screen, DeskWork)
        }
        return {
            worker
            for worker in self.workers
            if worker.group in waited.get(id(worker.node), ()) and not worker.is_finished
        } - set(self._given_up)

    async def _wait(self, turn: int, workers: set[Worker[Any]]) -> None:
        for worker in workers:
            with suppress(WorkerError):  # it says itself what went wrong
                await worker.wait()
        await self._follow(turn, self._path(), 0, None)

    def _give_up(self, turn: int) -> None:
        """It takes too long: something waits for the store, or has been taken away."""
        if turn == self._turn and self._under_way:
            self._given_up.update(self._waits_for)
            self._end_turn()
            self.call_later(self._take_next, self)

    def _end_turn(self) -> None:
        self._under_way = False
        self._waits_for = set()
        if self._at_last is not None:
            self._at_last.cancel()
