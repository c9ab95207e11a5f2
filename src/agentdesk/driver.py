"""The way keys come in: whatever bytes a terminal sends, nothing but keys comes of it.

Textual's own reader takes one byte that is not UTF-8 (a paste in another encoding, a line that
drops bits) for the end of the program, with a traceback on the screen; a terminal that has gone
away it reads for ever. This one does neither. POSIX only.
"""

from __future__ import annotations

import os
import selectors
from codecs import getincrementaldecoder
from contextlib import suppress
from functools import partial

from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Resize
from textual.message import Message

CHUNK = 4096
LOOK_SECONDS = 0.1
GONE = 129
"""The exit code of who lost their terminal, as after a SIGHUP."""


class SteadyDriver(LinuxDriver):
    """Textual's driver for a terminal, with a reader of its own."""

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
                        leave = partial(self._app.exit, return_code=GONE)
                        self._loop.call_soon_threadsafe(leave)
                        break
                    parser = self._hear(parser, decode(data))
                for message in parser.tick():
                    self.process_message(message)
        with suppress(EOFError, ParseError):
            for _ in parser.feed(""):
                pass

    def _hear(self, parser: XTermParser, text: str) -> XTermParser:
        """Pass on what the text means; the parser to go on with."""
        try:
            for message in parser.feed(text):
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
