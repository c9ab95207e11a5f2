"""A server that says what a test tells it to, byte by byte: for what no proper server would do.

    with RawServer([b"220 hello\\r\\n", hears("EHLO"), b"250 x\\r\\n", CLOSE]) as server: ...

Each connection gets the steps from the beginning: bytes are sent, `hears(...)` waits for a line
that begins so, `CLOSE` hangs up, `HANG` says nothing more, `drips(text)` sends a byte at a time for
ever.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Sequence

Step = bytes | Callable[["Line"], None]


class Line:
    """One connection, and when the server ends."""

    def __init__(self, sock: socket.socket, over: threading.Event) -> None:
        self.sock = sock
        self.over = over
        self.file = sock.makefile("rb")


def hears(word: str) -> Step:
    """Wait for a line that begins with a word; others are passed over."""

    def step(line: Line) -> None:
        while text := line.file.readline():
            if text.upper().startswith(word.encode()):
                return
        raise ConnectionAbortedError

    return step


def hears_request(line: Line) -> None:
    """Wait for a whole request of HTTP."""
    length = 0
    while (text := line.file.readline()) not in (b"\r\n", b""):
        if text.lower().startswith(b"content-length:"):
            length = int(text.partition(b":")[2])
    line.file.read(length)


def drips(text: bytes, seconds: float = 0.02) -> Step:
    """A byte at a time, again and again."""

    def step(line: Line) -> None:
        while not line.over.is_set():
            for byte in text:
                line.sock.sendall(bytes([byte]))
                if line.over.wait(seconds):
                    return

    return step


def HANG(line: Line) -> None:
    """Say nothing more until the server ends."""
    line.over.wait(60)


def CLOSE(line: Line) -> None:
    """Hang up."""
    raise ConnectionAbortedError


class RawServer:
    """The server; a context manager. ``heard`` counts its connections."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = steps
        self._over = threading.Event()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        self.connections = 0
        self._lines: list[threading.Thread] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                sock, _ = self._server.accept()
                self.connections += 1
                line = threading.Thread(target=self._talk, args=(sock,), daemon=True)
                self._lines.append(line)
                line.start()

    def _talk(self, sock: socket.socket) -> None:
        with sock, contextlib.suppress(OSError):
            line = Line(sock, self._over)
            with line.file:
                for step in self._steps:
                    if isinstance(step, bytes):
                        sock.sendall(step)
                    else:
                        step(line)

    def __enter__(self) -> RawServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join(60)
        for line in self._lines:
            line.join(60)
