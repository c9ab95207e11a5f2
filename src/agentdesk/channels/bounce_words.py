"""Notices of mail servers that are plain words, in the languages our customers' servers write (C2).

What cannot be told is left to a person: a sentence that is not understood is never acted on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message

from agentdesk.channels.bounce_parts import header
from agentdesk.domain.bounces import Kind

_DAEMONS = frozenset(
    {"mailer-daemon", "mailerdaemon", "mail-daemon", "maildaemon", "mdaemon", "postmaster",
     "mailer_daemon", "maildelivery", "mail-delivery-system"}
)  # fmt: skip
_FROM = re.compile(r"([^\s<>@\"(),:;]{1,64})@[^\s<>@]{1,250}")
_FAILED = re.compile(
    r"undeliver(?:able|ed)|delivery (?:has |status notification \()?fail|fail\w* (?:to deliver|"
    r"permanently|notice)|(?:could|can|was|were)(?: ?not|n't) (?:be )?(?:deliver|sen[dt])|"
    r"unable to deliver|permanent(?:ly)? (?:fatal )?(?:error|fail)|returned mail|mail returned|"
    r"user unknown|unknown user|no such (?:user|mailbox|recipient)|gave up|given up|giving up|"
    r"退信|投递失败|发送失败|递送失败|送达失败|无法投递|无法送达|无法发送|未能送达|未能投递|"
    r"投递不成功|被退回|被拒收|退回给您",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"delayed|delay(?:s)? in delivery|not yet been delivered|will (?:be )?(?:retr|keep trying|"
    r"try again|continue)|warning message only|temporar(?:y|ily)|"
    r"still (?:being )?(?:trying|queued)|"
    r"延迟|稍后重试|继续尝试|继续投递|将重试|再次尝试|尚未送达|暂未送达|暂时无法",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"\b5\d\d[ \-]|\b5\.\d{1,3}\.\d{1,3}\b|unknown user|user unknown|no such|"
    r"does(?:n't| not) exist|not found|full|quota|reject|blocked|"
    r"不存在|找不到|已满|拒收|拒绝|超过|垃圾",
    re.IGNORECASE,
)
_FOR_GOOD = re.compile(r"(?<!\d)5\d\d[ \-]\S|(?<![\d.])5\.\d{1,3}\.\d{1,3}(?![\d.])")
_COPY = re.compile(
    r"^(?:[-=_* ]{2,}.{0,40}(?:copy of|original|原始|原邮件|原信|below this line)|"
    r"(?:Return-Path|Received|Message-ID|DKIM-Signature|MIME-Version): )",
    re.IGNORECASE,
)
_AUTOMATIC = re.compile(
    r"^(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|"
    r"\[?自动回复|自动答复|自动应答|休假|不在办公室)",
    re.IGNORECASE,
)
_MOST_LINES = 400


@dataclass(frozen=True, slots=True)
class Plain:
    """What plain words say: the kind, the line that says why, and all that the server wrote."""

    kind: Kind
    words: str
    text: str


def from_a_server(message: Message) -> bool:
    """Whether a mail server wrote it, as far as its headers say. Anybody can write them."""
    if header(message, "X-Failed-Recipients"):
        return True
    found = _FROM.search(header(message, "From"))
    return found is not None and found[1].lower() in _DAEMONS


def automatic(message: Message) -> bool:
    """Whether a program wrote it for somebody who is away, or has read it (RFC 3834, RFC 8098)."""
    submitted = header(message, "Auto-Submitted").lower()
    if submitted and not submitted.startswith("no"):
        return True
    if header(message, "Precedence").lower() in ("auto_reply", "bulk", "junk", "list"):
        return True
    if any(header(message, name) for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponse")):
        return True
    if "disposition-notification" in header(message, "Content-Type").lower():
        return True
    return header(message, "Return-Path") == "<>" or bool(
        _AUTOMATIC.search(header(message, "Subject"))
    )


def plain(subject: str, words: Sequence[str]) -> Plain:
    """What a notice without a delivery status says; the copy of the letter below it is left out."""
    lines = [subject]
    for part in words[:2]:
        for line in part.splitlines()[:_MOST_LINES]:
            if _COPY.match(line):
                break
            lines.append(" ".join(line.split())[:500])
    text = "\n".join(line for line in lines if line)
    why = next((line for line in lines[1:] if _WHY.search(line)), "")
    late = _DELAYED.search(text) is not None
    failed = _FAILED.search(text) is not None
    if late and (not failed or not _FOR_GOOD.search(text)):
        return Plain(Kind.DELAYED, why, text)
    return Plain(Kind.FAILED if failed else Kind.UNCLEAR, why, text)
