"""Desks that really send: made for this machine's own clock, with settings in their folder."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import threading
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from queue import Queue
from typing import Any, TypeVar

from agentdesk.desk.api_update import Update
from agentdesk.desk.clock import SystemClock
from agentdesk.desk.house import Desk
from agentdesk.store import outbox
from tests.support.cli import run, spawn
from tests.support.desks import request

_T = TypeVar("_T")
_PATIENCE = 60.0


def settings(folder: Path, port: int, more: str = "") -> Path:
    """Settings for a mail server on this machine; their file."""
    path = folder / "mail.toml"
    path.write_text(
        f'host = "127.0.0.1"\nport = {port}\nsecurity = "none"\ntimeout = 10\n'
        f'from_address = "desk@example.com"\n{more}'
    )
    path.chmod(0o600)
    return path


def desk_in(folder: Path) -> Path:
    """A desk of Li Wei's without cases; its folder."""
    where = folder / "desk"
    made = run(
        "init", "--name", "Li Wei", "--desk", "Retail", "--tz", "Asia/Shanghai", "--lang", "en",
        "--plain", data=where, clock=SystemClock(),
    )  # fmt: skip
    assert made.code == 0, made.err
    return where


def at_desk(folder: Path, work: Callable[[Desk], Coroutine[Any, Any, _T]]) -> _T:
    """Do something at the desk as Li Wei, from this process."""

    async def do() -> _T:
        desk = await Desk.open(folder, clock=SystemClock(), plain=True)
        try:
            return await work(desk)
        finally:
            await desk.aclose()

    return asyncio.run(do())


async def letters(desk: Desk, count: int) -> list[str]:
    """So many letters of a new case, due at once: its receipt, then replies by e-mail; their
    Message-IDs."""
    done = await desk.receive(request())
    await desk.claim(done.case_id)
    for number in range(1, count):
        await desk.update(done.case_id, Update(f"It has arrived, {number}.", "email"))
    found = await desk.ctx.read(lambda tx: outbox.of_case(tx, done.case_id))
    assert len(found) == count
    return [letter.message_id for letter in found]


def write(folder: Path, count: int = 1) -> list[str]:
    """`letters`, written from this process. Needs settings there."""
    return at_desk(folder, partial(letters, count=count))


async def _states(desk: Desk) -> dict[str, tuple[str, int]]:
    def work(tx: Any) -> dict[str, tuple[str, int]]:
        found = [mail for case in range(1, 1100) for mail in outbox.of_case(tx, case)]
        return {mail.message_id: (mail.state, mail.tries) for mail in found}

    return await desk.ctx.read(work)


def states(folder: Path) -> dict[str, tuple[str, int]]:
    """Where each letter stands, and its tries, by Message-ID."""
    return at_desk(folder, _states)


class Watch:
    """``agentdesk watch`` as its own process, its lines as objects; a context manager."""

    def __init__(self, folder: Path, *more: str) -> None:
        self.process: subprocess.Popen[str] = spawn("--data-dir", folder, "watch", "--json", *more)
        self._lines: Queue[str] = Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put("")

    def said(self, event: str) -> dict[str, Any]:
        """The next line of a kind of event."""
        while line := self._lines.get(timeout=_PATIENCE):
            found: dict[str, Any] = json.loads(line)
            if found["event"] == event:
                return found
        assert self.process.stderr is not None
        raise AssertionError(f"it never said {event}: {self.process.stderr.read()}")

    def end(self, sig: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end; its exit code."""
        self.process.send_signal(sig)
        return self.process.wait(_PATIENCE)

    def __enter__(self) -> Watch:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(_PATIENCE)
        self._reader.join(_PATIENCE)
        for stream in (self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()
