"""An SMS handed to the desk's own SMS service: one JSON object posted to a URL (C2).

    POST /send
    Content-Type: application/json
    Idempotency-Key: 17@d3sk.agentdesk
    Authorization: Bearer <token>

    {"to": "+8613812345678", "text": "…", "id": "17@d3sk.agentdesk"}

http.client and not urllib: it tells connecting, sending and hearing apart, follows no redirect and
reads no proxy from the environment. Before the body is sent nothing was handed over. What an answer
means: 2xx is taken, unless its body says otherwise (``ok_field``); 408, 425, 429 and 503 say that
it was not taken and may come again; 3xx, 401, 403, 404, 405, 407 and 410 are trouble of the address
or the token; any other 4xx is a refusal of this SMS. Any other 5xx leaves open whether it was sent:
that is unsure, as no answer is.
"""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from agentdesk import __version__
from agentdesk.channels.delivery import NO_ANSWER, Allow, Delivery
from agentdesk.channels.mail_config import Sms
from agentdesk.domain.letters import Letter, Outcome, Went
from agentdesk.domain.text import REPLACED, clean, mask_phone

_ANSWER = 2
"""The answer may take so many timeouts."""
_MOST_ANSWER = 65_536
_NOT_TAKEN = frozenset({408, 425, 429, 503})
_NO = frozenset({"error", "failed", "fail", "failure", "rejected", "false"})
_OUR_TROUBLE = frozenset({401, 403, 404, 405, 407, 410})


async def send(config: Sms, letter: Letter, allow: Allow | None = None) -> Outcome:
    """Try once to hand an SMS to the hook. Raises nothing but CancelledError."""
    return await Posting(config, letter).run(allow)


class Posting(Delivery):
    """One try over HTTP."""

    def __init__(self, config: Sms, letter: Letter) -> None:
        super().__init__(letter, config.timeout)
        self._config = config
        self._wire: HTTPConnection | None = None

    def prepare(self) -> Outcome | None:
        """Connect. Runs in a thread."""
        self.phase(self.patience)
        try:
            self._wire = self._connection()
            self._wire.connect()
        except socket.gaierror:
            return Outcome(Went.LATER, "dns")
        except ssl.SSLError as error:
            return self.untrusted(error)
        except TimeoutError:
            return Outcome(Went.LATER, "timeout")
        except FileNotFoundError:  # the certificate file has gone
            return Outcome(Went.LATER, "tls")
        except OSError:
            return Outcome(Went.LATER, "unreachable")
        self.sock = self._wire.sock
        return None

    def hand_over(self) -> Outcome:
        """Post it and hear the answer. Runs in a thread."""
        wire = self._wire
        if wire is None:
            return Outcome(Went.LATER, "dropped")
        body = self._body()
        try:
            self.phase(self.patience)
            self._head(wire, len(body))
            if not self.quiet():
                return Outcome(Went.LATER, "dropped")
        except TimeoutError:
            return Outcome(Went.LATER, "timeout")
        except OSError:
            return Outcome(Went.LATER, "dropped")
        self.phase(_ANSWER * self.patience)
        self.handed = True
        try:
            wire.send(body)
            answer = wire.getresponse()
        except (OSError, HTTPException):
            return NO_ANSWER
        if self.given_up:  # http.client takes half a line for a whole one
            return NO_ANSWER
        said = b""
        with contextlib.suppress(OSError, HTTPException), answer:
            said = answer.read(_MOST_ANSWER)
        return self._answered(answer.status, said)

    def close(self) -> None:
        """Let the connection go."""
        wire, self._wire = self._wire, None
        self.sock = None
        if wire is not None:
            with contextlib.suppress(OSError):
                wire.close()

    def _connection(self) -> HTTPConnection:
        parts = urlsplit(self._config.url)
        host = parts.hostname or ""
        if parts.scheme != "https":
            return HTTPConnection(host, parts.port, timeout=self.patience)
        ca_file = self._config.ca_file
        context = ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
        return HTTPSConnection(host, parts.port, timeout=self.patience, context=context)

    def _body(self) -> bytes:
        text = clean(self.letter.body, multiline=True).replace(REPLACED, "").strip()
        config = self._config
        said = {
            config.to_field: clean(self.letter.to_address).replace(REPLACED, ""),
            config.text_field: text,
            config.id_field: self.letter.message_id,
        }
        return json.dumps(said, ensure_ascii=False).encode()

    def _head(self, wire: HTTPConnection, length: int) -> None:
        parts = urlsplit(self._config.url)
        wire.putrequest("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        headers = {
            "Content-Type": "application/json",
            "Content-Length": str(length),
            "User-Agent": f"agentdesk/{__version__}",
            "Idempotency-Key": self.letter.message_id,
            "Connection": "close",
        }
        token, header = self._config.token, self._config.header
        if token:
            bearer = header.lower() == "authorization" and " " not in token
            headers[header] = f"Bearer {token}" if bearer else token
        for name, value in headers.items():
            wire.putheader(name, value)
        wire.endheaders()

    def _answered(self, status: int, answer: bytes) -> Outcome:
        said, number = answer.decode("utf-8", "replace"), self.letter.to_address
        if number:
            said = said.replace(number, mask_phone(number))
        text = f"{status} {self.said(said, self._config.token)}".strip()
        if 200 <= status < 300:
            return self._taken(answer, text)
        if status in _NOT_TAKEN:
            return Outcome(Went.LATER, "busy", text)
        if 300 <= status < 400 or status in _OUR_TROUBLE:
            return Outcome(Went.LATER, "hook", text)
        if 400 <= status < 500:
            return Outcome(Went.NEVER, "rejected", text)
        return Outcome(Went.UNSURE, "no_answer", text)

    def _taken(self, answer: bytes, text: str) -> Outcome:
        """2xx: but many services say in the body whether they took it."""
        try:
            found = json.loads(answer)
        except (ValueError, RecursionError):
            found = None
        field = self._config.ok_field
        if not field:
            refused = isinstance(found, dict) and _says_no(found)
            return Outcome(Went.NEVER, "rejected", text) if refused else _sent(text)
        if not isinstance(found, dict) or field not in found:
            return Outcome(Went.UNSURE, "no_answer", text)  # not the service's own answer
        taken = _plain(found[field]) == self._config.ok_value
        return _sent(text) if taken else Outcome(Went.NEVER, "rejected", text)


def _sent(text: str) -> Outcome:
    return Outcome(Went.SENT, "sent", text)


def _says_no(body: dict[str, Any]) -> bool:
    """Whether a body says by itself that nothing was taken. Codes are no words: what they mean is
    for the settings to say (``ok_field``)."""
    if any(body.get(name) is False for name in ("success", "ok", "sent", "accepted")):
        return True
    if str(body.get("status", "")).strip().lower() in _NO:
        return True
    return any(bool(body.get(name)) for name in ("error", "errors"))


def _plain(value: object) -> str:
    """A value of JSON as it is written in the settings: ``0``, ``OK``, ``true``."""
    return value if isinstance(value, str) else json.dumps(value)[:200]
