"""The parts of a mail that came back, opened without trusting any of it (C2).

The email package parses, under its oldest policy: the newer one interprets every header, and
hostile ones keep it busy for minutes. Texts are decoded here, as mail servers write them: UTF-8,
GB18030 under any of its names, undeclared 8-bit, encoded words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

LARGEST = 1_000_000
"""Bytes of one mail that is read: a notice of a mail server is some kilobytes."""

_MOST_BOUNDARIES = 50
"""So often the word may stand in a mail: parsing takes time for each one in force at each line."""
_MOST_PARTS = 100
_LONGEST_VALUE = 4_000
_LONGEST_TEXT = 200_000
_CHINESE = frozenset({"gb2312", "gb_2312-80", "gbk", "gb18030", "cp936", "x-gbk", "hz-gb-2312"})
_ENCODED = re.compile(r"=\?[^?\s]+\?[bqBQ]\?")


class Broken(Exception):
    """A mail that cannot be opened."""


def opened(raw: bytes) -> Message:
    """A mail, parsed. Raises Broken."""
    if raw.lower().count(b"boundary") > _MOST_BOUNDARIES:
        raise Broken
    try:
        return message_from_bytes(raw)
    except Exception as error:  # whatever a hostile mail does to the parser, also RecursionError
        raise Broken from error


def parts(message: Message) -> Iterator[Message]:
    """The leaves of a mail in their order; a mail within it is one leaf, not gone into."""
    waiting, seen = [message], 0
    while waiting and seen < _MOST_PARTS:
        part = waiting.pop()
        seen += 1
        inside = _inside(part)
        if part.get_content_maintype() == "multipart" and inside is not None:
            waiting.extend(reversed(inside))
        else:
            yield part


def within(part: Message) -> Message | None:
    """The mail that a part holds whole, or only the headers of; None if it holds none."""
    kind = part.get_content_type()
    if kind in ("text/rfc822-headers", "message/global-headers"):
        return opened(_raw(part).lstrip())
    if kind in ("message/rfc822", "message/global", "message/partial"):
        inside = _inside(part)
        if inside:
            # Some encode what they must not (RFC 2046, 5.2.1): then it was parsed encoded.
            found = inside[0] if _is_plain(part) else opened(_raw(inside[0], part))
            return found
        return opened(_raw(part).lstrip())
    return None


def blocks(part: Message) -> list[Message]:
    """The groups of fields of a delivery status (RFC 3464, RFC 6533): of the mail, then of each
    recipient."""
    inside = _inside(part)
    if not _is_plain(part):
        return _groups(_raw(inside[0] if inside else part, part))
    if inside and part.get_content_type() == "message/delivery-status":
        return inside
    if inside:
        return [inside[0], *_groups(_raw(inside[0]))]
    return _groups(_raw(part))


def _inside(part: Message) -> list[Message] | None:
    """The mails or parts in a part; None where it holds a text."""
    if not part.is_multipart():
        return None
    return [one for one in list(part.get_payload()) if isinstance(one, Message)]


def _groups(raw: bytes) -> list[Message]:
    text = raw.replace(b"\r\n", b"\n").strip()[:_LONGEST_TEXT]
    return [opened(group + b"\n\n") for group in re.split(rb"\n\s*\n", text)[:_MOST_PARTS] if group]


def header(message: Message, name: str) -> str:
    """The first header of a name as one line of text; empty if there is none."""
    for known, value in message.raw_items():
        if known.lower() == name.lower():
            return _decoded(str(value))
    return ""


def headers(message: Message, name: str) -> list[str]:
    """Every header of a name."""
    found = [value for known, value in message.raw_items() if known.lower() == name.lower()]
    return [_decoded(str(value)) for value in found[:_MOST_PARTS]]


def text(part: Message) -> str:
    """The text of a part, whatever it claims to be written in."""
    raw = _raw(part)[:_LONGEST_TEXT]
    found = _guessed(raw, _charset(part))
    if part.get_content_type() == "text/html":
        found = re.sub(r"<[^<>]{0,2000}>", " ", re.sub(r"(?i)<(br|/p|/div|/tr)\b", "\n<", found))
    return found


def _charset(part: Message) -> str:
    try:
        return str(part.get_content_charset() or "")
    except (LookupError, ValueError, TypeError, AttributeError):
        return ""


def _is_plain(part: Message) -> bool:
    """Whether nothing of it is encoded."""
    how = header(part, "Content-Transfer-Encoding").strip().lower()
    return how not in ("base64", "quoted-printable", "x-uuencode")


def _raw(part: Message, outer: Message | None = None) -> bytes:
    """The bytes of a part, decoded as it says (or as what it stands in says)."""
    if part.is_multipart():
        return b""
    try:
        if outer is not None:
            fresh = Message()
            how = header(outer, "Content-Transfer-Encoding").strip().lower()
            fresh["Content-Transfer-Encoding"] = how
            fresh.set_payload(part.get_payload())
            part = fresh
        found = part.get_payload(decode=True)
    except Exception:  # an encoding or a charset that is none
        found = None
    return found if isinstance(found, bytes) else b""


def _decoded(value: str) -> str:
    """A header's value: what stands encoded in it decoded, its lines joined."""
    raw = value[:_LONGEST_VALUE].encode("utf-8", "surrogateescape")
    plain = " ".join(_guessed(raw, "").split())
    if not _ENCODED.search(plain):
        return plain
    try:
        found = decode_header(plain)
    except (HeaderParseError, ValueError):
        return plain
    words = [
        one if isinstance(one, str) else _guessed(one, charset or "") for one, charset in found
    ]
    return " ".join("".join(words).split())


def _guessed(raw: bytes, charset: str) -> str:
    """Bytes as text: by their charset if they are in it, else as what they look like."""
    named = charset.strip().lower()
    if named in _CHINESE:
        named = "hz" if named.startswith("hz") else "gb18030"
    for name in (named, "utf-8", "gb18030"):
        try:
            if name:
                return raw.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
    return raw.decode("latin-1")
