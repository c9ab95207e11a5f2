"""The terminal goes away under the open desk: it ends by itself, soon, and nothing is harmed."""

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
from contextlib import contextmanager
from pathlib import Path

import pyte
import pytest

from agentdesk.desk.clock import SystemClock
from agentdesk.driver import GONE
from tests.e2e.doors import WIDE, Screen, desk
from tests.support import ROOT, cli

PATIENCE = 60.0
"""Seconds after which a desk that does not do what is waited for fails the test."""


UNSENT = "unfinished words"
SIGN = "\u00a7"
"""Stands nowhere else; one sign is neither wrapped nor drawn in two pieces."""
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
        self._raw = bytearray()
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
        self._read(lambda: seen in self._drawn())

    def until_left(self) -> None:
        """Read until the program gives the terminal back."""
        self._read(lambda: LEFT in self._raw)

    def _read(self, seen: Callable[[], bool]) -> None:
        give_up = time.monotonic() + PATIENCE  # for all of it: the program may never fall silent
        while not seen():
            left = give_up - time.monotonic()
            assert left > 0, self._drawn()
            assert select.select([self.far], [], [], left)[0], self._drawn()
            come = os.read(self.far, 65536)
            self._raw += come
            self._stream.feed(come)

    def _drawn(self) -> str:
        columns, lines = WIDE
        rows = (self._screen.buffer[line] for line in range(lines))
        return "\n".join("".join(row[at].data for at in range(columns)) for row in rows)

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

    def is_stuck(self) -> bool:
        """Whether the program waits for room in the line: a key does not wake it any more."""
        before = self._at_rest()
        self.press("x")
        select.select([], [], [], 0.05)
        return bool(before) and before == self._at_rest()

    def _at_rest(self) -> str:
        """How long the program's main thread has run; nothing where it is running now."""
        thread = Path(f"/proc/{self.process.pid}/task/{self.process.pid}")
        state = (thread / "stat").read_text().rpartition(")")[2].split()[0]
        return (thread / "schedstat").read_text() if state == "S" else ""

    def cut(self) -> None:
        """The terminal goes away."""
        os.close(self.near)
        os.close(self.far)


def _waiting(descriptor: int) -> int:
    """How many bytes wait to be read."""
    return int(struct.unpack("i", fcntl.ioctl(descriptor, termios.FIONREAD, b"    "))[0])


@contextmanager
def line(where: Path, *, hangs_up: bool = False) -> Iterator[Line]:
    """The open desk at the end of a line; it has ended when this ends."""
    held = Line(where, hangs_up=hangs_up)
    try:
        held.until("C-10")
        yield held
    finally:
        if held.process.poll() is None:
            held.process.send_signal(signal.SIGKILL)
        held.process.wait()


@pytest.fixture
def where(tmp_path: Path) -> Path:
    """A desk with the sample in it."""
    return desk(tmp_path)


def is_sound(where: Path) -> bool:
    """Whether the desk proves right and holds no word of what was typed and not sent."""
    told = cli.run("db", "verify", "--json", data=where, clock=SystemClock())
    sent = cli.run("export", "events", "--with-text", data=where, clock=SystemClock())
    assert sent.code == 0, sent.err
    unsent = UNSENT not in sent.out
    return bool(told.json["clean"]) and unsent and not (where / "errors.log").exists()


def types_into_a_note(held: Line) -> None:
    """Somebody has taken a case and is writing a note about it."""
    held.press("n")
    held.until("Timeline")
    held.press("o")
    held.until("who may read")
    held.press(UNSENT)


@pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="needs Linux's /proc")
@pytest.mark.parametrize("hangs_up", [True, pytest.param(False, marks=pytest.mark.story)])
def test_the_terminal_goes_while_somebody_types(where: Path, hangs_up: bool) -> None:
    """Nobody had read for a while: the program waits for room in the line, and none will come."""
    with line(where, hangs_up=hangs_up) as held:
        types_into_a_note(held)
        held.press_until("x", held.is_stuck)
        held.cut()
        assert held.process.wait(PATIENCE) == GONE
    assert is_sound(where)


@pytest.mark.story
def test_a_terminal_that_was_left_without_waiting_is_written_to_all_the_same(where: Path) -> None:
    """Other programs leave it so; a full line is then an error of each write, not a pause."""
    with line(where) as held:
        types_into_a_note(held)
        os.set_blocking(held.near, False)
        held.press_until("x", lambda: os.get_blocking(held.near))
        held.press(SIGN)
        held.until(SIGN)
        held.press("\x11")
        held.until_left()
        assert held.process.wait(PATIENCE) == 0
        held.cut()
    assert is_sound(where)
