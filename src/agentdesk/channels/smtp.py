"""A letter handed to a mail server: SMTP with TLS and a log-in, every phase told apart (C2).

It stands on the standard library's smtplib, in a thread, and not on aiosmtplib (5.1.3, 30 kB, no
dependencies, well kept): that one writes the text and the final dot at once and reports a lost
connection alike before and after, and so does `smtplib.SMTP.data`. But whether a letter may be
tried again depends on just this: before the dot is sent, no server may deliver (RFC 5321, 4.1.1.4);
after it, with no answer, nobody can know. So here the text goes first, then we look whether the
server is still there, then the dot goes alone. The socket is made here as well, so that it can be
cut from outside; smtplib does the rest. It is imported when first needed (40 ms).

What comes of it: a refusal of the recipient or of the text (5xx) is for good; everything that is
our own or the server's trouble (connection, certificate, log-in, our sender's address, 4xx) is
tried again, so that letters go out when the settings were put right.
"""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
from typing import TYPE_CHECKING, Any

from agentdesk.channels.delivery import NO_ANSWER, Allow, Delivery
from agentdesk.channels.mail_config import Smtp
from agentdesk.domain.bounces import why
from agentdesk.domain.letters import Letter, Outcome, Went

if TYPE_CHECKING:
    import smtplib

_MOST_REPLY = 65_536
"""Bytes of one reply: a server that never ends its sentence is cut off."""

_STATUS = re.compile(r"5\d\d (5\.\d{1,3}\.\d{1,3})\b")
_FOR_GOOD = frozenset({"no_mailbox", "no_domain", "mailbox_full", "too_large"})
"""Refusals whose reason a person can do something about."""

_ANSWER = 4
"""The answer to a whole letter may take so many timeouts: servers check it before they answer, and
one we do not wait for leaves us unsure."""


async def send(config: Smtp, letter: Letter, allow: Allow | None = None) -> Outcome:
    """Try once to hand a letter to the mail server. Raises nothing but CancelledError."""
    return await Mailing(config, letter).run(allow)


class Mailing(Delivery):
    """One try over SMTP."""

    def __init__(self, config: Smtp, letter: Letter) -> None:
        super().__init__(letter, config.timeout)
        self._config = config
        self._client: smtplib.SMTP | None = None
        self._text = b""
        self._to = ""

    def prepare(self) -> Outcome | None:
        """From the name server to the recipient. Runs in a thread."""
        import smtplib

        from agentdesk.channels.mail_message import BadAddress, address, build

        try:
            self._to = address(self.letter.to_address)
            self._text = re.sub(rb"(?m)^\.", b"..", build(self._config, self.letter))
        except BadAddress:
            return Outcome(Went.NEVER, "bad_address")
        try:
            return (
                self._connected(smtplib.SMTP(timeout=self.patience, local_hostname="localhost"))
                or self._encrypted()
                or self._logged_in()
                or self._addressed()
            )
        except socket.gaierror:
            return Outcome(Went.LATER, "dns")
        except ssl.SSLError as error:
            return self.untrusted(error)
        except TimeoutError:
            return Outcome(Went.LATER, "timeout")
        except smtplib.SMTPResponseException:
            return Outcome(Went.LATER, "garbled")
        except OSError as error:  # smtplib's own errors are such, too
            return self._broken(error)

    def hand_over(self) -> Outcome:
        """The text, the dot and the answer. Runs in a thread."""
        import smtplib

        client = self._there()
        try:
            self.phase(self.patience)
            code, said = client.docmd("DATA")
            if code != 354:
                return self._refused(code, said) or Outcome(Went.LATER, "garbled")
            self._text_sent()
            if not self.quiet():
                return Outcome(Went.LATER, "dropped")
        except smtplib.SMTPResponseException:
            return Outcome(Went.LATER, "garbled")
        except OSError as error:
            return self._broken(error)
        self.phase(_ANSWER * self.patience)
        self.handed = True
        try:
            self._dot_sent()
            code, said = client.getreply()
        except (OSError, ValueError):
            return NO_ANSWER
        return self._answered(code, said)

    def close(self) -> None:
        """Say goodbye, if anybody listens, and let the connection go."""
        client, self._client = self._client, None
        sock, self.sock = self.sock, None
        if client is not None:
            with contextlib.suppress(OSError, ValueError):
                client.close()
        if sock is not None:
            with contextlib.suppress(OSError):
                sock.close()

    # --- phases

    def _connected(self, client: smtplib.SMTP) -> Outcome | None:
        self._client = client
        self.phase(self.patience)
        sock = socket.create_connection((self._config.host, self._config.port), self.patience)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # the dot goes by itself
        self._over(sock)
        if self._config.security == "tls":
            self._wrapped()
        self.phase(self.patience)
        code, said = client.getreply()
        if code != 220:
            return self._busy(code, said)
        return self._hello()

    def _hello(self) -> Outcome | None:
        client = self._there()
        here = str(client.sock.getsockname()[0])  # type: ignore[union-attr]
        self.phase(self.patience)
        code, said = client.ehlo(f"[IPv6:{here}]" if ":" in here else f"[{here}]")
        return None if code == 250 else self._busy(code, said)

    def _encrypted(self) -> Outcome | None:
        if self._config.security != "starttls":
            return None
        client = self._there()
        if not client.has_extn("starttls"):
            return Outcome(Went.LATER, "no_tls")
        self.phase(self.patience)
        code, said = client.docmd("STARTTLS")
        if code != 220:
            return Outcome(Went.LATER, "no_tls", self._words(code, said))
        self._wrapped()
        return self._hello()  # what was said before the encryption counts for nothing (RFC 3207)

    def _logged_in(self) -> Outcome | None:
        import smtplib

        if not self._config.username:
            return None
        if not self._there().has_extn("auth"):
            return Outcome(Went.LATER, "no_auth")
        self.phase(self.patience)
        try:
            self._there().login(self._config.username, self._config.password)
        except smtplib.SMTPAuthenticationError as error:
            if error.smtp_code // 100 == 4:
                return self._busy(error.smtp_code, b"")
            # A server may repeat what it was given: its words stay away.
            return Outcome(Went.LATER, "auth", str(error.smtp_code))
        except smtplib.SMTPServerDisconnected:
            raise
        except (smtplib.SMTPException, ValueError):  # no way of logging in that both know
            return Outcome(Went.LATER, "no_auth")
        return None

    def _addressed(self) -> Outcome | None:
        client = self._there()
        options = [f"SIZE={len(self._text)}"] if client.has_extn("size") else []
        if not self._to.isascii():
            if not client.has_extn("smtputf8"):
                return Outcome(Went.NEVER, "no_utf8")
            options.append("SMTPUTF8")
        self.phase(self.patience)
        code, said = client.mail(self._config.bounces_to or self._config.from_address, options)
        if code // 100 != 2:
            if code // 100 == 5 and code not in (530, 552):
                return Outcome(Went.LATER, "sender", self._words(code, said))
            return self._refused(code, said) or Outcome(Went.LATER, "garbled")
        self.phase(self.patience)
        code, said = client.rcpt(self._to)
        if code // 100 != 2:
            return self._refused(code, said) or Outcome(Went.LATER, "garbled")
        return None

    def _text_sent(self) -> None:
        self.phase(self.patience)
        if self.sock is None:
            raise ConnectionAbortedError
        self.sock.sendall(self._text)

    def _dot_sent(self) -> None:
        if self.sock is None:
            raise ConnectionAbortedError
        self.sock.sendall(b".\r\n")

    # --- the connection

    def _there(self) -> smtplib.SMTP:
        if self._client is None:
            raise ConnectionAbortedError
        return self._client

    def _over(self, sock: socket.socket) -> None:
        """Talk over this socket from now on."""
        client = self._there()
        self.sock = client.sock = sock
        # Not buffered: what a server says out of its turn is then still to be seen.
        client.file = _Replies(sock)

    def _wrapped(self) -> None:
        client, sock = self._there(), self.sock
        if sock is None:
            raise ConnectionAbortedError
        self.phase(self.patience)
        ca_file = self._config.ca_file
        try:
            context = ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
        except FileNotFoundError:
            raise ssl.SSLError(0, "ca_file") from None
        if client.file is not None:
            client.file.close()
        self._over(context.wrap_socket(sock, server_hostname=self._config.host))

    # --- what the server says

    def _answered(self, code: int, said: bytes) -> Outcome:
        """The answer to the whole letter."""
        if code // 100 == 2:
            with contextlib.suppress(OSError):
                self._there().putcmd("QUIT")
            return Outcome(Went.SENT, "sent", self._words(code, said))
        return self._refused(code, said) or NO_ANSWER

    def _refused(self, code: int, said: bytes) -> Outcome | None:
        """A refusal of the recipient or of the letter; None where it is no refusal."""
        if code == 530:
            return Outcome(Went.LATER, "auth", self._words(code, said))
        if code // 100 == 4:
            return self._busy(code, said)
        if code // 100 == 5:
            words = self._words(code, said)
            found = _STATUS.match(words)
            reason = why(found[1] if found else "", words)
            known = reason if reason in _FOR_GOOD else "rejected"
            return Outcome(Went.NEVER, known, words)
        return None

    def _busy(self, code: int, said: bytes) -> Outcome:
        known = code // 100 in (4, 5)
        return Outcome(Went.LATER, "busy" if known else "garbled", self._words(code, said))

    def _words(self, code: int, said: bytes) -> str:
        words = self.said(said.decode("utf-8", "replace"), self._config.password)
        return f"{code} {words}".strip() if 200 <= code < 600 else ""

    def _broken(self, error: OSError) -> Outcome:
        """The connection failed, before anything was handed over."""
        from smtplib import SMTPException

        if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
            return Outcome(Went.LATER, "timeout")
        if self.sock is None and not isinstance(error, SMTPException):
            return Outcome(Went.LATER, "unreachable")
        return Outcome(Went.LATER, "dropped")


class _Replies:
    """The replies of a server, read byte by byte and no further than their end."""

    def __init__(self, sock: socket.socket) -> None:
        self._raw: Any = sock.makefile("rb", buffering=0)
        self._left = _MOST_REPLY

    def readline(self, most: int) -> bytes:
        """The next line. Raises ConnectionAbortedError when a reply grows too long."""
        line: bytes = self._raw.readline(most)
        self._left -= len(line)
        if self._left < 0:
            raise ConnectionAbortedError
        if line[3:4] != b"-":
            self._left = _MOST_REPLY
        return line

    def close(self) -> None:
        """Read no more."""
        self._raw.close()
