"""Somebody at a real terminal whose program ends while a note is half typed, again and again."""

from __future__ import annotations

import asyncio
import re
import signal
from pathlib import Path

from agentdesk.desk.clock import SystemClock
from agentdesk.desk.house import Desk
from agentdesk.domain.drafts import of_case
from tests.support.desks import make_desk, request
from tests.support.terminal import PATIENCE, Terminal

ENDS = ("kill", "hangup", "terminate", "lost")
"""kill -9; SIGHUP; SIGTERM; the terminal itself is gone."""

_SIGNALS = {"kill": signal.SIGKILL, "hangup": signal.SIGHUP, "terminate": signal.SIGTERM}
_LOOK = 0.02
LINE = 30
"""Letters after which the note goes on in a new line, so that its end is in view."""


class HalfTyped:
    """One case, one note that grows in every program and is never sent."""

    def __init__(self, folder: Path, desk: Desk, case_id: int) -> None:
        self.folder = folder
        self.desk = desk
        self.case_id = case_id
        self.words = ""
        self.rounds = 0

    @classmethod
    async def begin(cls, folder: Path) -> HalfTyped:
        """A real desk with one case; the desk stays open here, as a second program."""
        desk = await make_desk(folder, SystemClock())  # type: ignore[arg-type]
        done = await desk.receive(request())
        return cls(folder, desk, done.case_id)

    async def round(self, end: str) -> None:
        """Open the program, find what was typed, type more, and end it."""
        with Terminal(["--data-dir", str(self.folder)], columns=80, lines=24) as terminal:
            terminal.until("C-1001")
            if self.words:
                terminal.until("What you had typed on a case is kept")
            terminal.press("enter").until("Timeline")
            if self.words:
                terminal.until(lambda text: re.search(r"draft \d\d:\d\d: o note", text))
            terminal.press("o").until("who may read")
            if self.words:
                terminal.until("what you typed is still here")
                terminal.until(self.words.split("\n")[-1])
            self.rounds += 1
            more = f"w{self.rounds:03}"
            apart = "\n" if len(self.words.split("\n")[-1]) > LINE else " "
            self.words = f"{self.words}{apart}{more}" if self.words else more
            terminal.type(f"{apart}{more}".replace("\n", "\r") if self.rounds > 1 else more)
            terminal.until(more)
            if end == "kill":
                await self._until_kept(terminal)
            await self._end(terminal, end)
        assert await self._kept() == self.words, f"after {end}, round {self.rounds}"

    async def _end(self, terminal: Terminal, end: str) -> None:
        if end == "lost":
            assert terminal.hang_up() == 128 + signal.SIGHUP
            return
        number = _SIGNALS[end]
        terminal.kill(number)
        status = terminal.exit_status()
        assert status == (-number if end == "kill" else 128 + number)

    async def _kept(self) -> str:
        draft = await self.desk.draft(of_case(self.case_id), "note")
        return draft.values["text"] if draft is not None else ""

    async def _until_kept(self, terminal: Terminal) -> None:
        """Who is killed without a word loses what was typed in the last third of a second."""
        for _ in range(int(PATIENCE / _LOOK)):
            if await self._kept() == self.words:
                return
            terminal.look(_LOOK)
        raise AssertionError(f"never kept: {self.words!r}\n{terminal.text}")

    async def close(self) -> None:
        """Close the desk that looked on."""
        await self.desk.aclose()


async def half_typed(folder: Path, ends: list[str]) -> HalfTyped:
    """Let the program end in each of these ways, one after the other."""
    story = await HalfTyped.begin(folder)
    try:
        for end in ends:
            await story.round(end)
            await asyncio.sleep(0)
    finally:
        await story.close()
    return story
