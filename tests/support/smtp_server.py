"""A real SMTP server on this machine, as good or as bad as a test wants it.

    with SmtpServer() as server:                 # takes every message
        ... 127.0.0.1:server.port ...
        server.wait_for(1)
        server.messages[0].raw

    with SmtpServer("reject_rcpt") as server: ...
    server.mode = "normal"                       # from now on
    with SmtpServer(certificate=cert, login=("desk", "secret")) as server: ...

Modes: ``normal``; ``reject_rcpt`` 550; ``reject_from`` 550; ``reject_data`` 554 after the text;
``tempfail`` 451 to the recipient; ``tempfail_data`` 451 after the text; ``dies_in_data`` (hangs up
after some of the text); ``dies_after_dot`` (takes the whole message and hangs up unanswered);
``slow:PHASE`` (says nothing more) with PHASE of greeting, ehlo, auth, mail, rcpt, data, dot;
``endless`` (an answer to EHLO that never ends). ``free_port()`` is a server that is down.

It runs in a thread of its own, so that clients may be in this process or in others.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from types import TracebackType
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.support.certificates import Certificate

_PATIENCE = 60.0


@dataclass(frozen=True)
class Received:
    """A message that the server has taken over."""

    sender: str
    to: tuple[str, ...]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """The message, read."""
        found = message_from_bytes(self.raw, policy=default)
        assert isinstance(found, EmailMessage)
        return found

    @property
    def message_id(self) -> str:
        """Its Message-ID, without angle brackets."""
        return str(self.message["Message-ID"]).strip("<>")


class SmtpServer:
    """The server; a context manager."""

    def __init__(
        self,
        mode: str = "normal",
        *,
        port: int = 0,
        certificate: Certificate | None = None,
        implicit_tls: bool = False,
        login: tuple[str, str] | None = None,
        utf8: bool = True,
    ) -> None:
        self.mode = mode
        self.port = port
        self.messages: list[Received] = []
        """In the order in which they came. What came twice is here twice."""
        self.heard: list[str] = []
        """The commands, without what they carried."""
        self._certificate = certificate
        self._implicit = implicit_tls
        self._login = login
        self._utf8 = utf8
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._lines: set[_Line] = set()
        self._server: asyncio.Server | None = None

    def __enter__(self) -> SmtpServer:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(_PATIENCE)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._shut(), self._loop).result(_PATIENCE)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PATIENCE)
        self._loop.close()

    @property
    def ids(self) -> list[str]:
        """The Message-IDs of what came."""
        return [message.message_id for message in self.messages]

    def wait_for(self, count: int) -> list[Received]:
        """Wait until so many messages came."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.messages) >= count, _PATIENCE)
            return list(self.messages)

    def wait_heard(self, command: str) -> None:
        """Wait until a command was heard (``MAIL``, ``DATA``, ``DOT``, …)."""
        with self._changed:
            assert self._changed.wait_for(lambda: command in self.heard, _PATIENCE), self.heard

    # --- for the lines, in the server's thread

    def hear(self, command: str) -> None:
        with self._changed:
            self.heard.append(command)
            self._changed.notify_all()

    def take(self, envelope: Envelope) -> None:
        content = envelope.original_content or b""
        with self._changed:
            to = tuple(str(one) for one in envelope.rcpt_tos)
            self.messages.append(Received(str(envelope.mail_from), to, content))
            self._changed.notify_all()

    async def pause(self, phase: str) -> None:
        """Say nothing more, if that is what this server does here."""
        if self.mode == f"slow:{phase}":
            await asyncio.Event().wait()

    def login_right(self, data: Any) -> bool:
        found = (data.login.decode(), data.password.decode())
        return isinstance(data, LoginPassword) and found == self._login

    def begin(self, line: _Line) -> None:
        self._lines.add(line)

    async def _open(self) -> None:
        context = self._certificate.server_context() if self._certificate else None
        self._server = await self._loop.create_server(
            lambda: self._line(None if self._implicit else context),
            "127.0.0.1",
            self.port,
            ssl=context if self._implicit else None,
        )
        self.port = self._server.sockets[0].getsockname()[1]

    def _line(self, context: Any) -> _Line:
        return _Line(
            self,
            _Handler(self),
            hostname="mail.test",
            loop=self._loop,
            enable_SMTPUTF8=self._utf8,
            tls_context=context,
            require_starttls=False,
            auth_required=self._login is not None,
            auth_require_tls=context is not None,
            auth_exclude_mechanism=[] if self._login else ["LOGIN", "PLAIN"],
            authenticator=self._authenticate,
        )

    def _authenticate(self, server: Any, session: Any, envelope: Any, how: str, data: Any) -> Any:
        self.hear(f"AUTH {how}")
        return AuthResult(success=self.login_right(data), handled=False)

    async def _shut(self) -> None:
        if self._server is not None:
            self._server.close()
        for line in self._lines:
            if line.transport is not None:
                line.transport.abort()
        own = asyncio.current_task()
        rest = [task for task in asyncio.all_tasks() if task is not own]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)


class _Line(SMTP):
    """One connection."""

    def __init__(self, server: SmtpServer, handler: _Handler, **given: Any) -> None:
        super().__init__(handler, **given)
        self._owner = server

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._owner.begin(self)
        super().connection_made(transport)

    async def _handle_client(self) -> None:
        await self._owner.pause("greeting")
        await super()._handle_client()

    async def smtp_EHLO(self, hostname: str) -> None:
        self._owner.hear("EHLO")
        await self._owner.pause("ehlo")
        while self._owner.mode == "endless" and not self._writer.is_closing():
            self._writer.write(b"250-and\r\n" * 500)
            await self._writer.drain()
        await super().smtp_EHLO(hostname)

    async def smtp_AUTH(self, arg: str) -> None:
        await self._owner.pause("auth")
        await super().smtp_AUTH(arg)

    async def smtp_DATA(self, arg: str) -> None:
        self._owner.hear("DATA")
        await self._owner.pause("data")
        if self._owner.mode == "dies_in_data":
            await self.push("354 Go on")
            await self._reader.read(1)
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


class _Handler:
    """What the server makes of each command."""

    def __init__(self, owner: SmtpServer) -> None:
        self._owner = owner

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self._owner.hear("MAIL")
        await self._owner.pause("mail")
        if self._owner.mode == "reject_from":
            return "550 5.7.1 Not your address"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self._owner.hear("RCPT")
        await self._owner.pause("rcpt")
        if self._owner.mode == "reject_rcpt":
            return f"550 5.1.1 <{address}>: no such person 13812345678"
        if self._owner.mode == "tempfail":
            return "451 4.7.1 Come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self._owner.hear("DOT")
        await self._owner.pause("dot")
        if self._owner.mode == "tempfail_data":
            return "451 4.3.0 Disk full"
        if self._owner.mode == "reject_data":
            return "554 5.7.1 Looks like spam"
        self._owner.take(envelope)
        if self._owner.mode == "dies_after_dot":
            server.transport.abort()
        return "250 2.0.0 OK queued as 4F3A"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self._owner.hear("QUIT")
        return "221 Bye"


def free_port() -> int:
    """A port of this machine where nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
