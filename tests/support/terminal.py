"""A person at a real terminal: starts the real program on a pty, presses keys, reads the screen."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pexpect
import pyte

KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "left": "\x1b[D",
    "right": "\x1b[C",
    "page-down": "\x1b[6~",
    "page-up": "\x1b[5~",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "backspace": "\x7f",
    "space": " ",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "alt+1": "\x1b1",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    **{f"f{n}": f"\x1b[{code}~" for n, code in enumerate((15, 17, 18, 19, 20, 21), 5)},
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"},
}

PATIENCE = 60.0
"""Seconds after which a screen that never shows what is waited for fails the test."""


_OPEN: list[Terminal] = []
"""The terminals of this test."""


class Terminal:
    """The program on a pty of a given size, and the screen that a person would see."""

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        columns: int = 120,
        lines: int = 36,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        program: Sequence[str] = ("-m", "agentdesk"),
    ) -> None:
        clean = {k: v for k, v in os.environ.items() if not k.startswith("AGENTDESK_")}
        clean.update(TERM="xterm-256color", COLORTERM="truecolor", LC_ALL="C.UTF-8")
        clean.pop("NO_COLOR", None)
        clean.update(env or {})
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = bytearray()
        self.child = pexpect.spawn(
            sys.executable,
            [*program, *arguments],
            dimensions=(lines, columns),
            env=clean,
            cwd=str(cwd) if cwd else None,
            timeout=PATIENCE,
        )
        self.child.delaybeforesend = None
        _OPEN.append(self)
        at = list(arguments).index("--data-dir") + 1 if "--data-dir" in arguments else None
        self._errors = Path(arguments[at], "errors.log") if at else None

    # --- what a person does
    def press(self, *keys: str) -> Terminal:
        """Press keys by name (``enter``, ``ctrl+s``) or as themselves (``n``)."""
        for key in keys:
            self.child.send(KEYS.get(key, key))
        return self

    def type(self, text: str) -> Terminal:
        """Type text."""
        self.child.send(text)
        return self

    def press_and_see(self, key: str) -> str:
        """Press a key and wait until the screen shows something else (colours count)."""
        before = self._drawn()
        self.press(key)
        return self.until(lambda _: self._drawn() != before)

    def _drawn(self) -> list[dict[int, pyte.screens.Char]]:
        return [dict(self.screen.buffer[line]) for line in range(self.screen.lines)]

    # --- what a person sees
    @property
    def text(self) -> str:
        """The screen as text, one line a row. A wide character's second cell holds nothing; one
        that was drawn over half holds nothing either, and pyte's own ``display`` trips over it."""
        columns = range(self.screen.columns)
        rows = (self.screen.buffer[line] for line in range(self.screen.lines))
        return "\n".join("".join(row[column].data for column in columns).rstrip() for row in rows)

    def look(self, seconds: float = 0.05) -> str:
        """Read what has been drawn so far, and give the screen. The other open terminals are read,
        too: a program whose terminal nobody reads is held up."""
        for other in _OPEN:
            if other is not self:
                other._read(0)
        self._read(seconds)
        return self.text

    def _read(self, seconds: float) -> None:
        if self.child.closed:
            return
        try:
            while data := self.child.read_nonblocking(65536, timeout=seconds):
                self.raw += data
                self._stream.feed(data)
        except pexpect.TIMEOUT:
            pass
        except (pexpect.EOF, OSError, ValueError):
            pass

    def until(self, seen: str | Callable[[str], object]) -> str:
        """Wait until the screen shows a text (or satisfies a test of its text)."""
        give_up = time.monotonic() + PATIENCE
        read = -1
        while True:
            text = self.look()
            if len(self.raw) != read:  # something was drawn: worth another judgement
                read = len(self.raw)
                if seen in text if isinstance(seen, str) else seen(text):
                    return text
            elif time.monotonic() > give_up or not self.child.isalive():
                wanted = seen if isinstance(seen, str) else "what was waited for"
                raise AssertionError(f"the screen never showed {wanted!r}:\n{text}{self._crash()}")

    def _crash(self) -> str:
        if self._errors is None or not self._errors.exists():
            return ""
        return f"\n{self._errors.read_text('utf-8')}"

    def read_until(self, true: Callable[[], object]) -> None:
        """Wait for something that is not on the screen, and go on reading it."""
        give_up = time.monotonic() + PATIENCE
        while not true():
            text = self.look()
            assert self.child.isalive(), f"the program has ended:\n{text}"
            assert time.monotonic() < give_up, f"it never was so:\n{text}"

    def gone(self, text: str) -> str:
        """Wait until a text has left the screen."""
        return self.until(lambda shown: text not in shown)

    # --- how it ends
    def exit_status(self) -> int:
        """Wait for the end of the program: its exit status, or minus the signal that killed it."""
        give_up = time.monotonic() + PATIENCE
        while self.child.isalive():
            self.look()
            assert time.monotonic() < give_up, f"the program did not end:\n{self.text}"
        self.look()
        self.child.close()
        if self.child.signalstatus is not None:
            return -int(self.child.signalstatus)
        return int(self.child.exitstatus or 0)

    def hang_up(self) -> int:
        """Take the terminal away, as a lost connection does; the program's exit status."""
        self.child.ptyproc.fileobj.close()
        self.child.ptyproc.wait()
        self.child.ptyproc.closed = self.child.closed = True
        ended = self.child.ptyproc
        return int(ended.exitstatus) if ended.signalstatus is None else -int(ended.signalstatus)

    def kill(self, sig: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal to the program."""
        self.child.kill(sig)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _OPEN.remove(self)
        if not self.child.closed:
            if self.child.isalive():
                self.child.kill(signal.SIGKILL)
            self.child.close(force=True)
