"""One try to hand a letter to a server, in two steps that know what they have risked.

`prepare` says everything that comes before the letter itself; whatever goes wrong there, nothing
was handed over. Then the caller is asked once more (`allow`: the store writes that the letter is
about to be handed over, and refuses if it is no longer ours), and `hand_over` gives the letter
away. Each step is blocking code of the standard library in a thread of its own, a daemon: a name
server that does not answer must not keep the program from ending. A deadline stands for each
phase; when it passes, or the try is cancelled, the connection is cut, which wakes the thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable

from agentdesk.domain.letters import Letter, Outcome, Went, server_words

Allow = Callable[[], Awaitable[bool]]
"""Whether the letter may be handed over now; it is written down before True is given."""

STOPPED = Outcome(Went.LATER, "stopped")
LOST = Outcome(Went.LATER, "lost")
TIMEOUT = Outcome(Went.LATER, "timeout")
NO_ANSWER = Outcome(Went.UNSURE, "no_answer")

_ALL_OF_PREPARE = 3
"""The talk before the letter may take so many timeouts, however many phases it has."""
_ENDING = 2.0
"""Seconds in which a thread ends whose connection was cut."""


_CERTIFICATE = {
    9: "tls_expired", 10: "tls_expired",
    62: "tls_host", 64: "tls_host",
    18: "tls_unknown", 19: "tls_unknown", 20: "tls_unknown", 21: "tls_unknown",
}  # fmt: skip
"""What OpenSSL's verification says (X509_V_ERR_*): out of its time, another's, nobody's we know."""


class Cut(Exception):
    """The try was given up: its deadline passed, or it was cancelled."""


class Delivery(ABC):
    """One try for one letter. `run` it once; `outcome` stays known even if it was cancelled."""

    def __init__(self, letter: Letter, patience: float) -> None:
        self.letter = letter
        self.outcome: Outcome | None = None
        self.patience = patience
        self.sock: socket.socket | None = None
        self.handed = False
        """What is sent from here on may make the server deliver. Set it before it is sent."""
        self._giving = False
        self._cut = False
        self._idle = True
        self._lock = threading.Lock()
        self._until = self._last = float("inf")

    async def run(self, allow: Allow | None = None) -> Outcome:
        """Try. Never raises because of the network or the server; raises what ``allow`` raises.
        When it is cancelled it cuts the connection, sets `outcome` and goes."""
        self._last = time.monotonic() + _ALL_OF_PREPARE * self.patience
        trouble = await self._step(self.prepare)
        if trouble is not None:
            self.outcome = trouble
            return trouble
        try:
            if allow is not None and not await allow():
                self.outcome = LOST
        except BaseException:
            self.outcome = STOPPED
            raise
        finally:
            if self.outcome is not None:
                self.close()
        if self.outcome is None:
            self._last = float("inf")
            self._giving = True
            self.outcome = await self._step(self.hand_over) or NO_ANSWER
        return self.outcome

    @abstractmethod
    def prepare(self) -> Outcome | None:
        """Everything before the letter; None when it may be handed over. Runs in a thread."""

    @abstractmethod
    def hand_over(self) -> Outcome:
        """Give the letter away and hear the answer. Runs in a thread."""

    @abstractmethod
    def close(self) -> None:
        """Let the connection go; may be called twice."""

    # --- for the steps, in their thread

    def phase(self, patience: float) -> None:
        """Begin a phase of at most so many seconds. Raises Cut if the try was given up."""
        if self._cut:
            raise Cut
        self._until = min(time.monotonic() + patience, self._last)
        if self.sock is not None:
            self.sock.settimeout(patience)

    @property
    def given_up(self) -> bool:
        """Whether the connection was cut from our side: its deadline passed, or it was stopped."""
        return self._cut

    def quiet(self) -> bool:
        """Whether the server is there and says nothing out of its turn."""
        if self.sock is None:
            return False
        try:
            self.sock.settimeout(0)
            self.sock.recv(1)
        except BlockingIOError:
            return True
        except OSError as error:
            return _wants(error)
        finally:
            with contextlib.suppress(OSError):
                self.sock.settimeout(self.patience)
        return False

    def said(self, text: str, *secrets: str) -> str:
        """What a server said, fit to be kept (`letters.server_words`)."""
        return server_words(text, self.letter.to_name, *secrets)

    def untrusted(self, error: OSError) -> Outcome:
        """No secure connection (an ``ssl.SSLError``): what is wrong with the certificate, if that
        is what is wrong."""
        code = _CERTIFICATE.get(getattr(error, "verify_code", 0), "tls")
        words = getattr(error, "verify_message", "") or getattr(error, "reason", "")
        return Outcome(Went.LATER, code, self.said(words or ""))

    # --- inside

    async def _step(self, work: Callable[[], Outcome | None]) -> Outcome | None:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Outcome | None] = loop.create_future()

        def tell(found: Outcome | None) -> None:
            if not future.done():
                future.set_result(found)

        def body() -> None:
            found = self._guarded(work)
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(tell, found)

        self._idle = False
        self.phase(self.patience)
        threading.Thread(target=body, name="agentdesk-mail", daemon=True).start()
        try:
            while not future.done():
                left = self._until - time.monotonic()
                if left <= 0:
                    return await self._given_up(future)
                await asyncio.wait({future}, timeout=left)
        except asyncio.CancelledError:
            self.outcome = NO_ANSWER if self._giving else STOPPED
            found = await self._given_up(future)
            self.outcome = STOPPED if found is None or found.kind is Went.LATER else found
            raise
        return future.result()

    async def _given_up(self, future: asyncio.Future[Outcome | None]) -> Outcome | None:
        """Cut the connection; what comes of it. In a handing over the thread knows how far it
        came, and it ends soon; before that nothing is at stake, and a name server may take long."""
        with self._lock:
            self._cut = True
            if self._idle:
                self.close()
            else:
                self._shut()
        if not self._giving:
            return TIMEOUT
        await asyncio.wait({future}, timeout=_ENDING)
        found = future.result() if future.done() else NO_ANSWER
        # What the thread takes for a server that hung up was the cut.
        return TIMEOUT if found is not None and found.code == "dropped" else found

    def _guarded(self, work: Callable[[], Outcome | None]) -> Outcome | None:
        """The work of a step in its thread, which alone closes what it has opened."""
        try:
            found = work()
        except Cut:
            found = NO_ANSWER if self.handed else TIMEOUT
        except Exception as error:  # a bug or a novelty of the network must not lose a letter
            garbled = Outcome(Went.LATER, "garbled", type(error).__name__)
            found = NO_ANSWER if self.handed else garbled
        with self._lock:
            self._idle = True
            if found is not None or self._cut:
                self.close()
        return found

    def _shut(self) -> None:
        sock = self.sock
        if sock is not None:
            with contextlib.suppress(OSError):
                # Not SSLSocket.shutdown: that takes its state away under the thread's feet.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)


def _wants(error: OSError) -> bool:
    """Whether a TLS connection merely has nothing to say yet."""
    import ssl

    return isinstance(error, ssl.SSLWantReadError)
