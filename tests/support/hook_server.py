"""A real HTTP server on this machine that takes SMS, as good or as bad as a test wants it.

Modes: a status as text (``200``, ``503``, …); ``slow`` (takes it and never answers); ``dies``
(takes it and hangs up); ``redirect`` (to itself).
"""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from tests.support.certificates import Certificate


def _said(mode: str) -> bytes:
    """What it answers: what was wrong with whom, or that it is well."""
    about = "number +8613812345678 of li.wei@example.com"
    return json.dumps({"queued" if mode.startswith("2") else "error": about}).encode()


class HookServer:
    """The server; a context manager. ``taken`` holds what was posted: headers and JSON."""

    def __init__(
        self, mode: str = "200", certificate: Certificate | None = None, body: bytes | None = None
    ) -> None:
        self.mode = mode
        self.body = _said(mode) if body is None else body
        self.taken: list[tuple[dict[str, str], Any]] = []
        self.released = threading.Event()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                owner.answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.block_on_close = False
        if certificate:
            context = certificate.server_context()
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        host = "localhost" if certificate else "127.0.0.1"
        scheme = "https" if certificate else "http"
        self.url = f"{scheme}://{host}:{self._server.server_port}/send?v=1"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """One request, in its thread."""
        body = request.rfile.read(int(request.headers["Content-Length"]))
        self.taken.append((dict(request.headers), json.loads(body)))
        if self.mode == "dies":
            return
        if self.mode == "slow":
            self.released.wait(60)
            return
        if self.mode == "redirect":
            request.send_response(302)
            request.send_header("Location", self.url)
        else:
            request.send_response(int(self.mode))
        text = self.body
        request.send_header("Content-Length", str(len(text)))
        request.end_headers()
        request.wfile.write(text)

    def __enter__(self) -> HookServer:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(60)
