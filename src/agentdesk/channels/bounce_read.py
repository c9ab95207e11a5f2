"""What a mail to the envelope sender says of a letter of ours: came back, late, arrived, or nothing
of the kind (C2).

Mail servers answer with a delivery status (RFC 3464, RFC 6533), or (qmail, Exim, some providers)
with plain words. Beside them come automatic answers (RFC 3834) and people's letters: those say
nothing about delivery, whatever stands in them. Nothing is believed here that `desk.bounces` does
not check against the outbox.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message

from agentdesk.channels.bounce_parts import (
    LARGEST,
    Broken,
    blocks,
    header,
    headers,
    opened,
    parts,
    text,
    within,
)
from agentdesk.channels.bounce_words import Plain, automatic, from_a_server, plain
from agentdesk.domain.bounces import Back, Kind, Report, plain_address

__all__ = ["Kind", "Report", "read"]

_ID = re.compile(r"<([^<>\s]{3,250})>")
_OURS = re.compile(
    r"(?<![A-Za-z0-9_.-])([A-Za-z0-9_.-]{1,100}@[A-Za-z0-9_-]{1,100}\.agentdesk)(?![A-Za-z0-9_-])"
)
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"'@＜（：，]{1,64}@[\w.-]{3,250}")
_COPIED_TO = re.compile(r"(?m)^To: [^\n@]{0,200}?([^\s<>@\"]{1,64}@[\w.-]{3,250})")
_XTEXT = re.compile(r"\\x\{([0-9A-Fa-f]{1,6})\}")
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_ACTIONS = {
    "failed": Kind.FAILED, "delayed": Kind.DELAYED, "delivered": Kind.DELIVERED,
    "relayed": Kind.DELIVERED, "expanded": Kind.DELIVERED,
}  # fmt: skip
_BY_CLASS = {"5": Kind.FAILED, "4": Kind.DELAYED, "2": Kind.DELIVERED}
_MOST = 40
"""Ids, addresses and recipients that are kept of a mail."""


@dataclass(slots=True)
class _Leaves:
    """What a mail is made of, as far as it matters here."""

    words: list[str]
    status: list[Message] | None = None
    returned: Message | None = None


def read(raw: bytes) -> Report:
    """What a mail says. Never raises: one that cannot be read says so itself."""
    if len(raw) > LARGEST:
        return Report(Kind.TOO_LARGE)
    try:
        return _read(opened(raw))
    except Broken:
        return Report(Kind.BROKEN)
    except Exception:  # a bug or a novelty of the world's mail must not stop those behind it
        return Report(Kind.BROKEN)


def _read(message: Message) -> Report:
    if not message.keys():
        return Report(Kind.BROKEN)
    leaves = _leaves(message)
    if leaves.status:
        return _by_status(message, leaves)
    if from_a_server(message):
        return _by_words(message, leaves)
    return Report(Kind.AUTOMATIC if automatic(message) else Kind.LETTER, _ids(message, leaves))


def _leaves(message: Message) -> _Leaves:
    found = _Leaves([])
    for part in parts(message):
        kind = part.get_content_type()
        if kind in ("message/delivery-status", "message/global-delivery-status"):
            found.status = found.status or blocks(part)
        elif found.returned is None and (inner := within(part)) is not None:
            found.returned = inner
        elif part.get_content_maintype() == "text":
            found.words.append(text(part))
    return found


# --- a delivery status


def _by_status(message: Message, leaves: _Leaves) -> Report:
    said = [one for one in map(_block, leaves.status or ()) if one is not None][:_MOST]
    if not said:
        return Report(Kind.UNCLEAR, _ids(message, leaves))
    first = next((one for one in said if one.kind is Kind.FAILED), said[0])
    also = _returned_to(leaves.returned)
    return Report(first.kind, _ids(message, leaves), tuple(said), also)


def _block(block: Message) -> Back | None:
    """What is said of one recipient; None for the fields of the whole mail."""
    names = ("Final-Recipient", "Original-Recipient")
    to = {_recipient(header(block, name)) for name in names} - {""}
    action = header(block, "Action").strip().lower().split(" ")[0].rstrip(";.,")
    found = _STATUS.search(header(block, "Status"))
    status = found[1] if found else ""
    if not to and not action:
        return None
    words = header(block, "Diagnostic-Code")
    kind, _, rest = words.partition(";")
    words = rest.strip() if rest and " " not in kind.strip() else words
    status = _exact(status, words)
    known = _ACTIONS.get(action) or _BY_CLASS.get(status[:1], Kind.UNCLEAR)
    return Back(known, frozenset(to), status, words)


def _exact(status: str, words: str) -> str:
    """The status, or the one in the server's own words where it says nothing (5.0.0)."""
    found = _STATUS.search(words)
    vague = not status or status.endswith(".0.0")
    return found[1] if found and vague else status


def _recipient(value: str) -> str:
    kind, cut, addr = value.partition(";")
    if not cut:
        kind, addr = "", value
    if kind.strip().lower() == "utf-8":
        addr = _XTEXT.sub(lambda found: _sign(int(found[1], 16)), addr)
    return plain_address(addr)


def _sign(number: int) -> str:
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else ""


# --- plain words


def _by_words(message: Message, leaves: _Leaves) -> Report:
    said: Plain = plain(header(message, "Subject"), leaves.words)
    ids = _ids(message, leaves)
    also = _returned_to(leaves.returned) or _copied_to(leaves.words)
    named = ",".join(headers(message, "X-Failed-Recipients"))
    to = {plain_address(one[0]) for one in _ADDRESS.finditer(named[:4000])}
    if not to:
        to = {plain_address(one[0]) for one in _ADDRESS.finditer(said.text)}
    kind = Kind.FAILED if named and said.kind is Kind.UNCLEAR else said.kind
    back = Back(kind, frozenset(sorted(to - {""})[:_MOST]), _exact("", said.words), said.words)
    return Report(kind, ids, (back,), also)


# --- which letter


def _ids(message: Message, leaves: _Leaves) -> tuple[str, ...]:
    """Message-IDs that it may be about, likeliest first: of what was returned; of what is answered;
    of what stands in the text."""
    if leaves.returned is not None:
        own = _ID.findall(header(leaves.returned, "Message-ID"))
        if own:
            return tuple(own[:1])
    found: list[str] = []
    for name in ("In-Reply-To", "References"):
        found += reversed(_ID.findall(header(message, name)))
    if not found:
        for words in leaves.words:
            found += _OURS.findall(words)
    return tuple(dict.fromkeys(found))[:_MOST]


def _copied_to(words: list[str]) -> frozenset[str]:
    """To whom the letter was written whose copy stands in the text."""
    found = [plain_address(one[1]) for part in words for one in _COPIED_TO.finditer(part)]
    return frozenset([one for one in found if one][:_MOST])


def _returned_to(returned: Message | None) -> frozenset[str]:
    """To whom the returned letter was written: where it was forwarded, the status names another."""
    if returned is None:
        return frozenset()
    to = header(returned, "To")
    found = [plain_address(one[0]) for one in _ADDRESS.finditer(to)]
    return frozenset([one for one in found if one][:_MOST])
