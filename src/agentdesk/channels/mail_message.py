"""A letter as the message that goes over the wire: RFC 5322, plain text, the same bytes each time.

Nothing of it comes from a clock, a random source or this machine: a second try sends the very same
bytes, and whoever checks can make them again. Names and subjects are single lines without control
or direction characters, so that they can neither add a header nor show one text for another. All
of it is ASCII (encoded where need be), unless the address itself is not (RFC 6531).

The headers are folded and encoded here: email.policy does it differently in each version of Python,
and before 3.13 it loses a space of a long Chinese subject. The email package encodes the body.
"""

from __future__ import annotations

import base64
import re
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from agentdesk.channels.mail_config import Smtp
from agentdesk.domain.addresses import BadAddress, address
from agentdesk.domain.letters import Letter, message_id
from agentdesk.domain.text import REPLACED, clean
from agentdesk.domain.values import moment

__all__ = ["BadAddress", "address", "build", "message_id", "needs_utf8"]

LONGEST_NAME = 100
LONGEST_SUBJECT = 250
"""Characters; whatever is longer is cut."""

_WIDEST = 76
"""Characters of a line of a header, where it can be folded (RFC 5322, 2.1.1)."""
_CHUNK = 39
"""Bytes of text in one encoded word: with ``Subject: `` before it its line keeps to 76 characters
(RFC 2047, 2)."""
_FOLD = "\r\n "
_ID = re.compile(r"<?([A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,200}@[A-Za-z0-9.\[\]:_-]{1,200})>?")
_LANGUAGES = {"en": "en", "zh": "zh-CN"}


def needs_utf8(letter: Letter) -> bool:
    """Whether only a server that knows SMTPUTF8 can take it: the address is in another script."""
    return not letter.to_address.isascii()


def build(config: Smtp, letter: Letter) -> bytes:
    """The whole message, lines ended with CRLF. Raises BadAddress, ValueError for a Message-ID
    that is none."""
    to_address = address(letter.to_address)
    if not _ID.fullmatch(letter.message_id):
        raise ValueError("message id")
    headers = [
        ("Date", format_datetime(moment(letter.date_us))),
        ("From", _who(config.from_name, config.from_address)),
        ("To", _who(letter.to_name, to_address)),
    ]
    if config.reply_to:
        headers.append(("Reply-To", config.reply_to))
    headers.append(("Subject", _unstructured(line(letter.subject, LONGEST_SUBJECT))))
    headers.append(("Message-ID", f"<{letter.message_id.strip('<>')}>"))
    answered = _ID.fullmatch(letter.in_reply_to.strip())
    if answered:
        headers += [("In-Reply-To", f"<{answered[1]}>"), ("References", f"<{answered[1]}>")]
    if letter.automatic:
        headers.append(("Auto-Submitted", "auto-replied"))
    if letter.lang in _LANGUAGES:
        headers.append(("Content-Language", _LANGUAGES[letter.lang]))
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    content = EmailMessage(SMTP.clone(cte_type="7bit"))
    content.set_content(body(letter.body))
    return head.encode() + content.as_bytes()


def line(text: str, longest: int) -> str:
    """One line, without anything that drives, hides or turns text round."""
    return " ".join(clean(text).replace(REPLACED, "").split())[:longest].rstrip()


def body(text: str) -> str:
    """The text of a letter, its lines ended with a newline each."""
    return clean(text, multiline=True).replace(REPLACED, "").rstrip() + "\n"


def _who(name: str, addr: str) -> str:
    """A mailbox: a name, quoted or encoded, and an address."""
    name = line(name, LONGEST_NAME)
    if not name:
        return addr
    if name.isascii() and "=?" not in name and len(name) <= _WIDEST - 16:
        shown = '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
    else:
        shown = _encoded(name)
    last = shown.rpartition("\r\n")[2]
    return shown + (" " if len(last) + len(addr) < _WIDEST - 10 else _FOLD) + f"<{addr}>"


def _unstructured(text: str) -> str:
    """A single line of text, folded at its spaces, or encoded where that is not enough."""
    words = text.split(" ")
    if not text.isascii() or "=?" in text or max(map(len, words)) > _WIDEST - 16:
        return _encoded(text)
    rows = [words[0]]
    for word in words[1:]:
        if len(rows[-1]) + 1 + len(word) <= _WIDEST - 10:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    return _FOLD.join(rows)


def _encoded(text: str) -> str:
    """All of a text in encoded words. Spaces stand within them: between them they would be lost."""
    chunks = [b""]
    for sign in text:
        raw = sign.encode()
        if len(chunks[-1]) + len(raw) > _CHUNK:
            chunks.append(b"")
        chunks[-1] += raw
    return _FOLD.join(f"=?utf-8?b?{base64.b64encode(chunk).decode()}?=" for chunk in chunks)
