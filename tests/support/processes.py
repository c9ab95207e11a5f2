"""Processes that work on one store at once, and are killed without warning.

A *worker* is a plain function ``work(link, *args)`` at a module's top level. It runs in a process
of its own, forked from a server that has imported the store before (so that kills land in
transactions, not in imports), and says what it has done with ``link.ack(text)``: once said, it
must never be lost. ``link.stopped()`` tells it to come to an end.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any

PATIENCE = 60
"""Seconds without a word from any worker after which a run is given up."""

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.support.preloaded"])


class Link:
    """A worker's line to the test."""

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection = connection
        self.name = name

    def ack(self, text: str) -> None:
        """Say that something has been done and confirmed."""
        self._connection.send(("ack", text))

    def stopped(self) -> bool:
        """Whether it is time to end."""
        return self._connection.poll()


@dataclass
class Worker:
    """One process. ``acked`` is what it has said so far, in order."""

    name: str
    process: Any
    connection: Connection
    acked: list[str] = field(default_factory=list)
    error: str = ""
    ended: bool = False

    def listen(self) -> None:
        """Take what it says next; call when its connection is ready."""
        try:
            kind, text = self.connection.recv()
        except (EOFError, ConnectionResetError):
            self.ended = True
            return
        if kind == "ack":
            self.acked.append(text)
        else:
            self.error = text

    def kill(self) -> None:
        """End it at once, by its id, and hear what it had said."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.drain()

    def stop(self) -> None:
        """Ask it to end, and hear it out."""
        with suppress(BrokenPipeError, ConnectionResetError):
            self.connection.send("stop")
        self.drain()

    def drain(self) -> None:
        """Hear it until it is gone."""
        while not self.ended:
            if not self.connection.poll(PATIENCE):
                os.kill(self.process.pid, signal.SIGKILL)
                raise TimeoutError(f"{self.name} hangs")
            self.listen()
        self.process.join()
        self.connection.close()


@dataclass
class Outcome:
    """What a run came to: every worker that ever ran, and how many were killed."""

    workers: list[Worker]
    kills: int

    @property
    def acked(self) -> list[str]:
        """Everything that was confirmed by anybody."""
        return [text for worker in self.workers for text in worker.acked]

    @property
    def errors(self) -> list[str]:
        """Tracebacks of workers that failed."""
        return [worker.error for worker in self.workers if worker.error]


def start(work: Callable[..., None], name: str, *args: Any) -> Worker:
    """Start one worker."""
    ours, theirs = _context.Pipe()
    process = _context.Process(target=_run, args=(work, theirs, name, *args), daemon=True)
    process.start()
    theirs.close()
    return Worker(name, process, ours)


def run(work: Callable[..., None], *args: Any, workers: int) -> Outcome:
    """Let some workers work until each ends by itself."""
    running = [start(work, f"w{n}", *args) for n in range(workers)]
    for worker in running:
        worker.drain()
    return Outcome(running, 0)


def run_with_kills(
    work: Callable[..., None], *args: Any, workers: int, kills: int, seed: int
) -> Outcome:
    """Keep some workers at work, kill one at random again and again, then let the rest end.

    A worker is killed at the earliest after its first ack: it is at work, not starting.
    """
    dice = random.Random(seed)
    ever: list[Worker] = [start(work, f"w{n}", *args) for n in range(workers)]
    running = list(ever)
    killed = 0
    while killed < kills:
        _listen(running, dice.uniform(0, 0.03))
        at_work = [worker for worker in running if worker.acked and not worker.ended]
        if not at_work or dice.random() < 0.5:
            continue
        victim = dice.choice(at_work)
        victim.kill()
        killed += 1
        running.remove(victim)
        running.append(start(work, f"w{len(ever)}", *args))
        ever.append(running[-1])
    for worker in running:
        worker.stop()
    return Outcome(ever, killed)


def _listen(running: Sequence[Worker], seconds: float) -> None:
    """Hear everybody for a moment; a worker that ended by itself is a failure of the run."""
    by_connection = {worker.connection: worker for worker in running}
    for connection in wait(list(by_connection), timeout=seconds):
        worker = by_connection[connection]  # type: ignore[index]
        worker.listen()
        if worker.ended:
            raise RuntimeError(worker.error or f"{worker.name} ended by itself")


def _run(work: Callable[..., None], connection: Connection, name: str, *args: Any) -> None:
    try:
        work(Link(connection, name), *args)
    except BaseException:
        connection.send(("error", traceback.format_exc()))
        raise
    finally:
        connection.close()
