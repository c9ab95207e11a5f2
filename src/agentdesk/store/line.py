"""The line in which desks wait for the write lock.

SQLite keeps none: whoever waits tries again and again, each try takes the processor from the desk
that holds the lock, and who comes next is left to chance. So a write first takes an flock on the
store's folder, for which the kernel keeps a line and wakes one at a time.

It is a courtesy, no lock: SQLite's own decides. Where there is no flock, or the line does not move,
one goes past it.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

PATIENCE = 2.0
"""Seconds after which one goes past the line: whoever is at its head has been stopped."""

_LOOK = 0.05


@contextmanager
def in_line(folder: Path, give_up: Callable[[], bool] = lambda: False) -> Iterator[None]:
    """Come to the head of a folder's line, unless ``give_up`` says so before; stay until the block
    ends."""
    place = _place(folder)
    if place is None:
        yield
        return
    try:
        place.wait(give_up)
        yield
    finally:
        place.leave()


def _place(folder: Path) -> _Place | None:
    if fcntl is None:
        return None
    try:
        return _Place(os.open(folder, os.O_RDONLY))
    except OSError:  # the write itself will say what is wrong with the folder
        return None


class _Place:
    """A place in the line; its handle is closed by whoever is the last to need it."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._guard = threading.Lock()
        self._come = threading.Event()
        self._waiting = False
        self._left = False

    def wait(self, give_up: Callable[[], bool]) -> None:
        """Wait until the head of the line is reached; not for ever."""
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._waiting = True
        except OSError:  # a file system without it
            return
        if not self._waiting:
            return
        # The kernel cannot be asked to wait for a while only: another thread waits for us.
        threading.Thread(target=self._stand, name="agentdesk-line", daemon=True).start()
        until = time.monotonic() + PATIENCE
        while not self._come.wait(_LOOK) and not give_up() and time.monotonic() < until:
            continue

    def _stand(self) -> None:
        with suppress(OSError):
            fcntl.flock(self._handle, fcntl.LOCK_EX)
        with self._guard:
            self._waiting = False
            self._come.set()
            if self._left:
                os.close(self._handle)

    def leave(self) -> None:
        """The next in line may come; who has not waited to the end lets their turn pass."""
        with self._guard:
            self._left = True
            if not self._waiting:
                os.close(self._handle)
