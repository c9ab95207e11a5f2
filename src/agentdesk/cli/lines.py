"""Lines onto stdout for which nobody waits: a pipe or a terminal may be there and not read."""

from __future__ import annotations

import os
import sys
from collections import deque
from threading import Condition, Thread

from agentdesk.widgets.cells import safe

ROOM = 1000
"""Lines that may wait."""
GRACE = 0.5
"""Seconds for which the end waits for a reader who takes nothing."""


class Lines:
    """A writer of lines in a thread of its own. Whatever becomes of them, no call fails.

    It writes past Python's own buffer, whose lock a write that hangs would hold to the very end.
    """

    def __init__(self) -> None:
        self._number = _number()
        self._change = Condition()
        self._queue: deque[str] = deque()
        self._written = 0
        self._asked = 0
        if self._number is not None:
            Thread(target=self._run, name="agentdesk-lines", daemon=True).start()

    def say(self, line: str) -> bool:
        """A line, as soon as it can be written. False, and nothing, where too many wait."""
        if self._number is None:  # not a file: somebody in this process reads it
            print(safe(line), flush=True)
            return True
        with self._change:
            if len(self._queue) >= ROOM:
                return False
            self._queue.append(safe(line))
            self._asked += 1
            self._change.notify_all()
            return True

    def end(self) -> None:
        """Have everything written, as long as it is read."""
        with self._change:
            while self._written < self._asked:
                if not self._change.wait(GRACE):  # each line that was taken wakes it
                    return

    def _run(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._queue)
                line = self._queue.popleft()
            self._write(f"{line}\n".encode(sys.stdout.encoding or "utf-8", "replace"))
            with self._change:
                self._written += 1
                self._change.notify_all()

    def _write(self, data: bytes) -> None:
        assert self._number is not None
        while data:
            try:
                data = data[os.write(self._number, data) :]
            except BlockingIOError:  # another program has left it like that
                os.set_blocking(self._number, True)
            except OSError:  # nobody will read it any more
                return


def _number() -> int | None:
    try:
        return sys.stdout.fileno()
    except (OSError, ValueError, AttributeError):
        return None
