"""What it costs when time passes: every visible countdown of the real table changes, headless.

CPU time from the change to the painted frame. The floor is one `Static` line of one bare app.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from textual.app import App, ComposeResult
from textual.widgets import Static

from agentdesk.app import AgentDesk
from agentdesk.desk.api import DeskApi
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.desk.intake import IncomingCase
from agentdesk.desk.setup import init_desk
from agentdesk.domain.values import HOUR, MINUTE, SECOND, Priority
from agentdesk.widgets.queue_table import QueueTable
from benchmarks import desks
from benchmarks.desks import NOW
from benchmarks.harness import Bench, ratio_at_most

SIZE = (120, 40)
Tick = Callable[[int], Awaitable[None]]


async def run(bench: Bench) -> None:
    """Both apps live in tasks of their own and tick in turn."""
    folder = bench.folder / "tick"
    clock = SetClock(NOW)
    await init_desk(
        folder, person_name="Li Wei", desk_name="Bench", tz=desks.ZONE, lang="en", clock=clock
    )
    desk = await Desk.open(folder, clock=clock)
    soon = [
        {**row, "priority": Priority.P2, "channel": "phone",
         "received_at": NOW - 2 * HOUR + MINUTE + n * 13 * MINUTE // 60}
        for n, row in enumerate(desks.requests(60))
    ]  # fmt: skip
    await desk.receive_many(IncomingCase(**row) for row in soon)
    ours, floor = Living(_table(desk, clock)), Living(_line())
    try:
        await ours.ready()
        await floor.ready()
        await bench.compare(
            "every countdown of 35 rows", ours, floor, unit="ms", clock=time.process_time_ns,
            against="one Static line updated in a bare app (CPU to the painted frame)",
            goal=ratio_at_most(2.5), note="2.5× is what the trial of TUI section 1 reached",
            most=60,
        )  # fmt: skip
    finally:
        await ours.stop()
        await floor.stop()


class Living:
    """An app in a task of its own (apps find themselves by their task); called, it ticks."""

    def __init__(self, life: Callable[[asyncio.Queue[int], asyncio.Event], Awaitable[None]]):
        self._jobs: asyncio.Queue[int] = asyncio.Queue()
        self._done = asyncio.Event()
        self._task = asyncio.ensure_future(life(self._jobs, self._done))

    async def ready(self) -> None:
        """Wait until it lives. Raises what stopped it."""
        await self._wait()

    async def _wait(self) -> None:
        waiting = asyncio.ensure_future(self._done.wait())
        await asyncio.wait([waiting, self._task], return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            waiting.cancel()
            await self._task
            raise RuntimeError("the app ended")
        self._done.clear()

    async def __call__(self, count: int) -> None:
        """So many ticks."""
        self._jobs.put_nowait(count)
        await self._wait()

    async def stop(self) -> None:
        """Let it end."""
        if not self._task.done():
            self._jobs.put_nowait(0)
        await asyncio.wait([self._task])


def _table(desk: Desk, clock: SetClock) -> Callable[..., Awaitable[None]]:
    async def open_desk() -> DeskApi:
        return desk

    async def live(jobs: asyncio.Queue[int], done: asyncio.Event) -> None:
        app = AgentDesk(open_desk=open_desk)
        async with app.run_test(size=SIZE) as pilot:
            while not (app.screen.query(QueueTable) and _shown(app)):
                await pilot.pause(0.05)
            table = app.screen.query_one(QueueTable)
            shown = [row for row in table.visible_rows() if row.due is not None]
            assert len(shown) >= 30
            assert all(0 < (row.due or 0) - NOW < 15 * MINUTE for row in shown[1:])
            done.set()
            while count := await jobs.get():
                for _ in range(count):
                    # back and forth: the rows stay the same however long it goes on
                    clock.at = NOW + (SECOND if clock.at == NOW else 0)
                    table._tick()  # what its timer does
                    await _painted(app)
                done.set()

    return live


def _shown(app: App[Any]) -> bool:
    return bool(app.screen.query_one(QueueTable).window.rows)


def _line() -> Callable[..., Awaitable[None]]:
    class OneLine(App[None]):
        def compose(self) -> ComposeResult:
            yield Static("")

    async def live(jobs: asyncio.Queue[int], done: asyncio.Event) -> None:
        app = OneLine()
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause()
            line, number = app.query_one(Static), 0
            done.set()
            while count := await jobs.get():
                for _ in range(count):
                    number += 1
                    line.update(f"reply {number % 15:02}m{number % 60:02}  C-1041  王**".ljust(110))
                    await _painted(app)
                done.set()

    return live


async def _painted(app: App[Any]) -> None:
    """Until what changed stands in a frame."""
    painted = asyncio.Event()
    app.screen.call_after_refresh(painted.set)
    await painted.wait()
