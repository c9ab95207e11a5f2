"""Where the screen is written to: a terminal may be slow, or there and not read for hours.

Textual's writer lets the whole program wait for such a terminal: no letter goes out meanwhile, and
a SIGTERM is not heard. Nothing waits here. What is written stands in a bounded queue; pictures
that find no room in it are dropped, and asked for anew, whole, once the terminal reads again.
POSIX only.
"""

from __future__ import annotations

import os
import signal
import termios
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from threading import Condition, Thread
from typing import NamedTuple, TextIO

from textual._ansi_sequences import SYNC_END, SYNC_START

ROOM = 65_536
"""Characters that may wait. A whole screen in colours is a quarter of it."""
SLICE = 4096
"""Bytes given to the terminal at a time."""
GRACE = 0.5
"""Seconds for which the end waits for a terminal that takes nothing."""
ANEW = f"\x18{SYNC_END}\x1b[0m"
"""Whatever sequence or picture was cut off, it is over: what comes after it is taken as it is."""


class _Piece(NamedTuple):
    text: str
    lasting: bool
    """A mode of the terminal, which nobody would say again: never dropped."""


class Outlet:
    """A terminal's writer: a thread of its own, and nobody waits for it. A piece of text is sent
    whole or not at all, however little the terminal takes at a time.

    ``lost`` is called once the terminal is gone: from then on everything goes nowhere. ``reads``
    is called when a terminal for which something has been dropped has taken all that was left:
    pictures are taken again after `pictures_again`. Both are called in the thread that writes.
    """

    def __init__(self, file: TextIO, lost: Callable[[], None], reads: Callable[[], None]) -> None:
        self._number = file.fileno()
        self._encoding = file.encoding
        self._lost = lost
        self._reads = reads
        self._change = Condition()
        self._queue: deque[_Piece] = deque()
        self._waiting = 0
        self._picture: list[str] | None = None
        self._dropped = self._owes = False
        self._over = self._cut = False
        self._runs = self._busy = False
        self._taken = 0
        self._thread: Thread | None = None

    def fileno(self) -> int:
        """The number of the file behind it."""
        return self._number

    def start(self) -> None:
        """Write from now on."""
        with self._change:
            self._over = self._cut = False
            if not self._runs:
                self._runs = True
                self._thread = Thread(target=self._run, name="agentdesk-output", daemon=True)
                self._thread.start()

    # --- what is written
    def write(self, text: str) -> None:
        """A picture, or part of one that Textual draws in one go (it says where that begins and
        ends). From one thread."""
        if self._picture is None and text != SYNC_START:
            self._put(_Piece(text, False))
            return
        self._picture = [*(self._picture or ()), text]
        if text == SYNC_END:
            whole, self._picture = "".join(self._picture), None
            self._put(_Piece(whole, False))

    def set(self, text: str) -> None:
        """A mode of the terminal. From any thread."""
        self._put(_Piece(text, True))

    def flush(self) -> None:
        """Nothing is held back."""

    def pictures_again(self) -> None:
        """What is drawn next is whole: it builds on nothing that was dropped."""
        with self._change:
            self._dropped = False

    def _put(self, piece: _Piece) -> None:
        with self._change:
            if not piece.lasting and (self._dropped or self._waiting >= ROOM):
                self._drop()
                return
            self._queue.append(piece)
            self._waiting += len(piece.text)
            self._change.notify_all()

    def _drop(self) -> None:
        """Without one picture those that wait are worth nothing, too: a whole one will follow."""
        if not self._dropped:
            self._dropped = self._owes = True
        self._queue = deque(piece for piece in self._queue if piece.lasting)
        self._waiting = sum(len(piece.text) for piece in self._queue)

    # --- the end
    def stop(self) -> bool:
        """Have everything written, and end. False where the terminal does not read: then it has
        been told, as far as it takes that, the modes that are to stay, and no picture.

        From the main thread only.
        """
        with self._change:
            self._over = True
            self._change.notify_all()
            if self._wait_while_read():
                return True
            self._drop()
            self._queue.appendleft(_Piece(ANEW, True))
            self._cut = True
        self._make_room()
        with self._change:
            self._wait_while_read()
        return False

    def _wait_while_read(self) -> bool:
        """Wait for the thread's end, as long as the terminal goes on taking something."""
        taken = -1
        while taken != self._taken:
            taken = self._taken
            if self._change.wait_for(self._is_idle, GRACE):
                return True
        return False

    def _is_idle(self) -> bool:
        return not self._queue and not self._busy

    def _make_room(self) -> None:
        """Take back what lies in the line unread, and wake the thread, which waits for room."""
        with suppress(OSError, termios.error):
            termios.tcflush(self._number, termios.TCOFLUSH)
        signal.signal(signal.SIGWINCH, lambda *_: None)  # what is ignored wakes nobody
        if self._thread is not None and self._thread.ident is not None:
            with suppress(OSError):
                signal.pthread_kill(self._thread.ident, signal.SIGWINCH)

    # --- the thread
    def _run(self) -> None:
        while True:
            with self._change:
                self._busy = False
                self._change.notify_all()
                self._change.wait_for(lambda: self._queue or self._over or self._owes)
                piece = self._queue.popleft() if self._queue else None
                if piece is not None:
                    self._waiting = self._waiting - len(piece.text) if self._queue else 0
                    self._busy = True
                elif self._over:
                    self._runs = False
                    return
                else:
                    self._owes = False
            if piece is not None:
                self._send(piece)
            else:
                self._reads()

    def _send(self, piece: _Piece) -> None:
        data = piece.text.encode(self._encoding, "replace")
        try:
            while data and (piece.lasting or not self._cut):
                data = data[self._give(data[:SLICE]) :]
                self._taken += 1
        except OSError:
            self.look_away()
            self._lost()

    def _give(self, data: bytes) -> int:
        try:
            return os.write(self._number, data)
        except BlockingIOError:  # another program has left the terminal like that
            os.set_blocking(self._number, True)
            return 0

    def look_away(self) -> None:
        """Nothing in the terminal's place: whatever else is said at the end does no harm, too."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._number)
        os.close(nowhere)
