"""A program on a pty of its own: when it drew something, what CPU it used, how it answers keys."""

from __future__ import annotations

import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

REPOSITORY = Path(__file__).resolve().parent.parent
DOWN, UP = b"\x1b[B", b"\x1b[A"
PATIENCE = 60.0
_ESCAPES = re.compile(
    rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[P_^X][^\x1b]*\x1b\\"  # OSC, DCS and their kin
    rb"|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]"
)
_ANYTHING = re.compile(rb"[^\s\x00-\x1f\x7f]")


def supported() -> bool:
    """Whether this system has ptys and tells what a process has used."""
    return sys.platform != "win32"


class Program:
    """A Python module running on a pty of 120 columns and 36 lines."""

    def __init__(self, arguments: Sequence[str], *, columns: int = 120, lines: int = 36) -> None:
        import fcntl
        import termios

        self.master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        env = {k: v for k, v in os.environ.items() if not k.startswith("AGENTDESK_")}
        env.update(TERM="xterm-256color", COLORTERM="truecolor", LC_ALL="C.UTF-8")
        env.pop("NO_COLOR", None)
        env.pop("PYTHONDONTWRITEBYTECODE", None)  # nobody compiles the program at each start
        self._seen = b""
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            stdin=slave, stdout=slave, stderr=slave, env=env, cwd=REPOSITORY,
            start_new_session=True, close_fds=True,
        )  # fmt: skip
        os.close(slave)

    def read(self, seconds: float) -> bytes:
        """What comes within some seconds: the first piece of it, or nothing."""
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return b""
        try:
            data = os.read(self.master, 1 << 16)
        except OSError:  # the program has ended
            return b""
        if b"\x1b[?2026$p" in data:  # it asks whether frames can be drawn at once: they can
            os.write(self.master, b"\x1b[?2026;2$y")
        return data

    def until(self, wanted: re.Pattern[bytes] | None = None) -> float:
        """Seconds from the start until a text has been drawn; None: anything at all."""
        looked = wanted or _ANYTHING
        while time.perf_counter() - self.started < PATIENCE:
            data = self.read(0.5)
            now = time.perf_counter()
            self._seen = (self._seen + data)[-(1 << 20) :]
            if data and looked.search(_ESCAPES.sub(b"", self._seen)):
                return now - self.started
            if not data and self.process.poll() is not None:
                break
        raise RuntimeError(f"{self.process.args!r} never drew {looked.pattern!r}")

    def settle(self, quiet: float = 0.3, most: float = 10.0) -> None:
        """Read until nothing has come for a while."""
        end = time.perf_counter() + most
        while self.read(quiet) and time.perf_counter() < end:
            continue

    def answer(self, key: bytes) -> float | None:
        """Seconds from a key press to the first bytes drawn; None if nothing was."""
        before = time.perf_counter()
        os.write(self.master, key)
        return time.perf_counter() - before if self.read(2.0) else None

    def cpu(self) -> float | None:
        """Seconds of CPU used so far, children not counted; None where nobody tells."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text("ascii").rsplit(")", 1)[1]
        except OSError:
            return None
        used = fields.split()[11:13]
        return sum(int(ticks) for ticks in used) / os.sysconf("SC_CLK_TCK")

    def __enter__(self) -> Program:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        os.close(self.master)


ROWS = re.compile(rb"C-\d{4}")
"""A reference: the rows are there."""


def the_desk(folder: Path) -> Program:
    """The real program on a desk."""
    return Program(["agentdesk", "--data-dir", str(folder)])


def the_bare_app() -> Program:
    """The bare app."""
    return Program(["benchmarks.bare"])
