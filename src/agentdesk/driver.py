"""The way to the terminal and back: whatever it sends or does, the program keeps its feet.

Textual's own reader takes one byte that is not UTF-8 (a paste in another encoding, a line that
drops bits) for the end of the program, with a traceback on the screen; a terminal that has gone
away it reads for ever. Its writer dies of such a terminal, and the program then waits for ever
for somebody to take what it writes. This one does none of it. POSIX only.
"""

from __future__ import annotations

import os
import re
import selectors
from codecs import getincrementaldecoder
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, TextIO, cast

from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Paste, Resize
from textual.message import Message

CHUNK = 4096
PASTE, PASTE_ENDS = "\x1b[200~", "\x1b[201~"
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
LOOK_SECONDS = 0.1
GONE = 129
"""The exit code of who lost their terminal, as after a SIGHUP."""


class Outlet:
    """Where the screen is written to: all of it, however little the terminal takes at a time.

    No write fails. Once the terminal is gone everything goes nowhere, and ``lost`` is called, in
    the thread that wrote.
    """

    def __init__(self, file: TextIO, lost: Callable[[], None]) -> None:
        self._number = file.fileno()
        self._encoding = file.encoding
        self._lost = lost
        self._held: list[str] = []

    def write(self, text: str) -> None:
        """Hold until the next flush."""
        self._held.append(text)

    def flush(self) -> None:
        """Send what is held, or let it go."""
        data = "".join(self._held).encode(self._encoding, "replace")
        self._held.clear()
        try:
            while data:
                data = data[self._send(data) :]
        except OSError:
            self._look_away()
            self._lost()

    def fileno(self) -> int:
        """The number of the file behind it."""
        return self._number

    def _send(self, data: bytes) -> int:
        try:
            return os.write(self._number, data)
        except BlockingIOError:  # another program has left the terminal like that
            os.set_blocking(self._number, True)
            return 0

    def _look_away(self) -> None:
        """Nothing in the terminal's place: whatever else is said at the end does no harm, too."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._number)
        os.close(nowhere)


class SteadyDriver(LinuxDriver):
    """Textual's driver for a terminal, with a reader of its own and a way out that never fails."""

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._pasted: str | None = None
        self._file = cast(Any, Outlet(cast(TextIO, self._file), self._leave))

    def _leave(self) -> None:
        """Ask the program to end, for its terminal is gone. From any thread."""
        with suppress(RuntimeError):  # it has ended already
            self._loop.call_soon_threadsafe(partial(self._app.exit, return_code=GONE))

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:  # to where every error ends that nobody caught
            self._loop.call_soon_threadsafe(self._app._handle_exception, error)

    def run_input_thread(self) -> None:
        """Read keys until the program ends or the terminal is gone."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(LOOK_SECONDS):
                    data = self._read()
                    if not data:
                        self._leave()
                        break
                    parser = self._hear(parser, decode(data))
                for message in parser.tick():
                    self.process_message(message)
        with suppress(EOFError, ParseError):
            for _ in parser.feed(""):
                pass

    def _hear(self, parser: XTermParser, text: str) -> XTermParser:
        """Pass on what the text means; the parser to go on with.

        What is pasted is taken out before: Textual's parser reads sequences in it as keys, and a
        pasted key is a command nobody gave. A paste whose first bytes come in two reads is left
        to it.
        """
        while text:
            if self._pasted is None:
                typed, begun, text = text.partition(PASTE)
                parser = self._keys(parser, typed)
                if begun:
                    self._pasted = ""
            else:
                pasted, ended, text = (self._pasted + text).partition(PASTE_ENDS)
                self._pasted = None if ended else pasted
                if ended:
                    self.process_message(Paste(_NOT_TEXT.sub("", pasted)))
        return parser

    def _keys(self, parser: XTermParser, text: str) -> XTermParser:
        try:
            for message in parser.feed(text) if text else ():
                self.process_message(message)
        except (ValueError, OverflowError):  # a key beyond the last character of Unicode
            return XTermParser(self._debug)
        return parser

    def _read(self) -> bytes:
        """What has been typed; nothing once the terminal is gone."""
        try:
            return os.read(self.fileno, CHUNK)
        except OSError:
            return b""

    def process_message(self, message: Message) -> None:
        """A size counts only from a terminal that was asked to tell it: it may stand in a paste."""
        if self._in_band_window_resize or not isinstance(message, Resize):
            super().process_message(message)
