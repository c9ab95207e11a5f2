"""The program at the end of a line that may be cut, or left unread: a pty with nothing between."""

from __future__ import annotations

import fcntl
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyte

from tests.e2e.doors import WIDE, Screen
from tests.support import ROOT

PATIENCE = 60.0
"""Seconds after which a desk that does not do what is waited for fails the test."""

LEFT = b"\x1b[?1049l"
"""What gives the terminal back."""


class Line:
    """The program at one end of a pty, the test at the other, with nothing in between.

    ``hangs_up``: the terminal is the program's own, so that its end comes with a SIGHUP. Else the
    program only finds that nobody reads any more, as under ``nohup`` or a supervisor.
    """

    def __init__(self, where: Path, *, hangs_up: bool) -> None:
        self.far, self.near = os.openpty()
        columns, lines = WIDE
        fcntl.ioctl(self.near, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.raw = bytearray()
        self._screen = Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        env = {k: v for k, v in os.environ.items() if not k.startswith("AGENTDESK_")}

        def settle_in() -> None:
            os.setsid()
            if hangs_up:
                fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(
            [sys.executable, "-m", "agentdesk", "--data-dir", str(where)],
            stdin=self.near,
            stdout=self.near,
            stderr=self.near,
            env={**env, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"},
            cwd=ROOT,
            preexec_fn=settle_in,
        )

    def until(self, seen: str) -> None:
        """Read until a text stands on the screen: it may be drawn in any number of pieces."""
        self.until_so(lambda: seen in self._drawn())

    def until_gone(self, seen: str) -> None:
        """Read until a text has left the screen."""
        self.until_so(lambda: seen not in self._drawn())

    def until_left(self) -> None:
        """Read until the program gives the terminal back."""
        self.until_so(lambda: LEFT in self.raw)

    def until_so(self, seen: Callable[[], bool]) -> None:
        """Read until something is so."""
        give_up = time.monotonic() + PATIENCE  # for all of it: the program may never fall silent
        while not seen():
            left = give_up - time.monotonic()
            assert left > 0, self._drawn()
            assert self.look(left), self._drawn()

    def read_until(self, true: Callable[[], object]) -> None:
        """Wait for something that is not on the screen, and go on reading that."""
        self.wait(lambda: not self.look() and true())

    def look(self, seconds: float = 0) -> bool:
        """Read what has come, and wait so long for it. False if nothing has."""
        if not select.select([self.far], [], [], seconds)[0]:
            return False
        come = os.read(self.far, 65536)
        self.raw += come
        self._stream.feed(come)
        return True

    def rows(self) -> list[list[pyte.screens.Char]]:
        """The cells of the screen as they are seen, line by line: a space has no colour."""
        columns, lines = WIDE
        rows = (self._screen.buffer[line] for line in range(lines))
        return [[_seen(row[at]) for at in range(columns)] for row in rows]

    def _drawn(self) -> str:
        return "\n".join("".join(cell.data for cell in row) for row in self.rows())

    def press(self, keys: str) -> None:
        """Press keys; they have been taken by the program when this returns."""
        os.write(self.far, keys.encode())
        self.wait(lambda: not _waiting(self.near))

    def press_until(self, keys: str, seen: Callable[[], bool]) -> None:
        """Press keys again and again and read nothing, until something is so."""
        self.wait(lambda: self.press(keys) or seen())

    def wait(self, seen: Callable[[], object]) -> None:
        """Wait until something is so, or the program has ended."""
        give_up = time.monotonic() + PATIENCE
        while not seen() and self.process.poll() is None:
            assert time.monotonic() < give_up
            select.select([], [], [], 0.005)

    def fill(self) -> None:
        """Somebody else writes onto the terminal until no more goes in, and nobody reads it."""
        own = os.open(os.ttyname(self.near), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
        while select.select([], [own], [], 0.05)[1]:  # the kernel moves on what is in the line
            with suppress(BlockingIOError):
                os.write(own, b"#" * 64)
        os.close(own)

    def is_full(self) -> bool:
        """Whether nothing more goes in."""
        return not select.select([], [self.near], [], 0)[1]

    def cut(self) -> None:
        """The terminal goes away."""
        os.close(self.near)
        os.close(self.far)


def _seen(cell: pyte.screens.Char) -> pyte.screens.Char:
    if cell.data != " " or cell.reverse or cell.underscore:
        return cell
    return cell._replace(fg="default", bold=False)


def _waiting(descriptor: int) -> int:
    """How many bytes wait to be read."""
    return int(struct.unpack("i", fcntl.ioctl(descriptor, termios.FIONREAD, b"    "))[0])


@contextmanager
def line(where: Path, *, hangs_up: bool = False, shows: str = "C-10") -> Iterator[Line]:
    """The open desk at the end of a line, once it ``shows`` this; it has ended when this ends."""
    held = Line(where, hangs_up=hangs_up)
    try:
        held.until(shows)
        yield held
    finally:
        if held.process.poll() is None:
            held.process.send_signal(signal.SIGKILL)
        held.process.wait()
