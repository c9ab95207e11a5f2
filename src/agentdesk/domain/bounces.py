"""A letter that came back after a server had taken it over: what is said of it, and what of that
is believed (C2).

Anybody can send a mail to the address letters come from. So a notice counts only for a letter that
is in this desk's outbox under the Message-ID it names (made with the desk's own key: it cannot be
guessed), that was sent, and to the recipient it names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from agentdesk.domain.addresses import BadAddress, address


class Kind(StrEnum):
    """What a mail says about delivery."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    """Delivered, relayed or expanded: nothing is amiss."""
    AUTOMATIC = "automatic"
    """A program answers for its person: away, read, and the like."""
    LETTER = "letter"
    """Somebody wrote it: it is for a person to read."""
    UNCLEAR = "unclear"
    """A server wrote it, and it cannot be told what it means."""
    BROKEN = "broken"
    TOO_LARGE = "too_large"


class Finding(StrEnum):
    """What became of a mail that came in; sentences: ``bounces.<finding>``."""

    FAILED = "failed"
    """Its letter is marked."""
    KNOWN = "known"
    """Its letter is marked already, or somebody has seen to it."""
    DELAYED = "delayed"
    DELIVERED = "delivered"
    AUTOMATIC = "automatic"
    LETTER = "letter"
    UNCLEAR = "unclear"
    NOT_OURS = "not_ours"
    """No letter of this desk has such a Message-ID."""
    NOT_THEIRS = "not_theirs"
    """It names another recipient than the letter had: forged, or mixed up."""
    NOT_SENT = "not_sent"
    """That letter has not left: what never went cannot come back."""
    UNDER_WAY = "under_way"
    """That letter is being handed over at this moment: to be read again."""
    BROKEN = "broken"
    TOO_LARGE = "too_large"


SETTLED = frozenset(
    {Finding.FAILED, Finding.KNOWN, Finding.DELAYED, Finding.DELIVERED, Finding.AUTOMATIC}
)
"""Nobody needs to read these mails any more."""


@dataclass(frozen=True, slots=True)
class Back:
    """What is said of one recipient (or of some). ``status`` as in RFC 3463, perhaps empty;
    ``words`` are the server's own, not yet made harmless."""

    kind: Kind
    to: frozenset[str] = frozenset()
    status: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a mail says: of which letters (Message-IDs, likeliest first), of which recipients, and
    to whom the returned letter was written (``also``)."""

    kind: Kind
    ids: tuple[str, ...] = ()
    said: tuple[Back, ...] = ()
    also: frozenset[str] = frozenset()

    def of(self, to: str) -> Back | None:
        """What is said of a letter to an address; None: it is about somebody else."""
        want = plain_address(to)
        for one in self.said:
            if want in one.to:
                return one
        if len(self.said) == 1 and want in self.also:
            return self.said[0]
        return None


def plain_address(text: str) -> str:
    """An address in the form in which two of them can be compared; "" for what is none."""
    try:
        return address(text.strip().strip("<>").rstrip(".")).casefold()
    except BadAddress:
        return ""


_CODES = (
    (re.compile(r"[245]\.1\.2|[245]\.4\.[46]|[245]\.1\.9"), "no_domain"),
    (re.compile(r"[245]\.1\.[78]"), "refused_there"),
    (re.compile(r"[245]\.1\.\d+|[245]\.2\.1"), "no_mailbox"),
    (re.compile(r"[245]\.2\.2"), "mailbox_full"),
    (re.compile(r"[245]\.2\.3|[245]\.3\.4"), "too_large"),
    (re.compile(r"[245]\.[67]\.\d+"), "refused_there"),
    (re.compile(r"[245]\.4\.7|4\.\d+\.\d+"), "too_late"),
)
_WORDS = (
    (r"quota|storage|mailbox (?:is )?full|over ?quota|已满|空间不足|容量", "mailbox_full"),
    (
        r"unknown|no such|not exist|doesn't exist|not found|disabled|不存在|找不到|无此用户|停用",
        "no_mailbox",
    ),
    (r"spam|block|policy|reject|refus|垃圾|拒收|拒绝", "refused_there"),
    (
        r"too (?:large|big)|size limit|size.{0,20}exceed|exceed.{0,30}size|过大|超过.{0,6}大小",
        "too_large",
    ),
)
RETURNED = "returned"
CODES = (
    "no_mailbox",
    "no_domain",
    "mailbox_full",
    "refused_there",
    "too_large",
    "too_late",
    RETURNED,
)
"""Why a letter came back; their sentences are ``mail.code.<code>``."""


def why(status: str, words: str) -> str:
    """The code of a status (RFC 3463), or else of a server's words."""
    for pattern, code in _CODES:
        if pattern.fullmatch(status):
            return code
    for found, code in _WORDS:
        if re.search(found, words[:2000], re.IGNORECASE):
            return code
    return RETURNED
