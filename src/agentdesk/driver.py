"""The way to the terminal and back: whatever it sends or does, the program keeps its feet.

Textual's own reader takes one byte that is not UTF-8 (a paste in another encoding, a line that
drops bits) for the end of the program, with a traceback on the screen; a terminal that has gone
away it reads for ever. Its writer dies of such a terminal, and of one that is there and not read
it makes the whole program wait. This one does none of it. POSIX only.
"""

from __future__ import annotations

import os
import re
import selectors
from codecs import getincrementaldecoder
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from threading import get_ident
from typing import Any, TextIO, cast

from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Paste, Resize
from textual.message import Message

from agentdesk.outlet import Outlet

CHUNK = 4096
PASTE, PASTE_ENDS = "\x1b[200~", "\x1b[201~"
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
LOOK_SECONDS = 0.1
GONE = 129
"""The exit code of who lost their terminal, as after a SIGHUP."""


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
        self._outlet = Outlet(cast(TextIO, self._file), self._leave, self._reads_again)
        self._modes = 0
        self._away = False
        self._thread_of_pictures = get_ident()

    # --- to the terminal
    @property
    def _writer_thread(self) -> Any:
        """Textual makes its own writer, starts this one, and is content with it."""
        return self._outlet

    @_writer_thread.setter
    def _writer_thread(self, usual: object) -> None:
        pass

    def write(self, data: str) -> None:
        """Send a picture as soon as the terminal takes it, or a mode of the terminal."""
        if self._modes or get_ident() != self._thread_of_pictures:
            self._outlet.set(data)
        else:
            self._outlet.write(data)

    @contextmanager
    def _in_modes(self) -> Iterator[None]:
        """What is written meanwhile are modes of the terminal. The reader writes nothing else."""
        self._modes += 1
        try:
            yield
        finally:
            self._modes -= 1

    def start_application_mode(self) -> None:
        """Take the terminal."""
        with self._in_modes():
            super().start_application_mode()  # type: ignore[no-untyped-call]

    def disable_input(self) -> None:
        """Read no more."""
        with self._in_modes():
            super().disable_input()

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        with self._in_modes():
            super().stop_application_mode()

    def suspend_application_mode(self) -> None:
        """Give the terminal back for a while."""
        self.stop_application_mode()
        self._outlet.stop()
        self._away = True

    def resume_application_mode(self) -> None:
        """Take the terminal again, however it was left.

        Who was stopped from outside (SIGSTOP) gave nothing back, and a shell may have changed it
        since. Textual would begin to read a second time, and keep its own modes as the ones to
        leave behind.
        """
        own = None if self._away else self.attrs_before
        if not self._away:
            self.disable_input()
        self._away = False
        super().resume_application_mode()
        if own is not None:
            self.attrs_before = own
        self._loop.call_soon_threadsafe(self._draw_whole)

    def close(self) -> None:
        """Have everything written; a terminal that is not read is left alone."""
        if not self._outlet.stop():
            self._outlet.look_away()

    def _reads_again(self) -> None:
        """The terminal reads again, and lacks pictures. From the outlet's thread."""
        with suppress(RuntimeError):  # the program has ended
            self._loop.call_soon_threadsafe(self._draw_whole)

    def _draw_whole(self) -> None:
        self._outlet.pictures_again()
        cast(Any, self._app).draw_whole()

    # --- from the terminal
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
