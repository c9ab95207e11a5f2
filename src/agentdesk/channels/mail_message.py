"""A letter as the message that goes over the wire: RFC 5322, plain text, the same bytes each time.

Nothing of it comes from a clock, a random source or this machine: a second try sends the very same
bytes, and whoever checks can make them again. Names and subjects are single lines without control
or direction characters, so that they can neither add a header nor show one text for another. All
of it is ASCII (encoded where need be), unless the address itself is not (RFC 6531).
"""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
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
    policy = (SMTP if to_address.isascii() else SMTPUTF8).clone(cte_type="7bit")
    message = EmailMessage(policy)
    message["Date"] = format_datetime(moment(letter.date_us))
    message["From"] = Address(line(config.from_name, LONGEST_NAME), addr_spec=config.from_address)
    message["To"] = _to(line(letter.to_name, LONGEST_NAME), to_address)
    if config.reply_to:
        message["Reply-To"] = Address(addr_spec=config.reply_to)
    message["Subject"] = line(letter.subject, LONGEST_SUBJECT)
    message["Message-ID"] = f"<{letter.message_id.strip('<>')}>"
    answered = _ID.fullmatch(letter.in_reply_to.strip())
    if answered:
        message["In-Reply-To"] = f"<{answered[1]}>"
        message["References"] = f"<{answered[1]}>"
    if letter.automatic:
        message["Auto-Submitted"] = "auto-replied"
    message.set_content(body(letter.body))
    if letter.lang in _LANGUAGES:
        message["Content-Language"] = _LANGUAGES[letter.lang]
    return message.as_bytes()


def line(text: str, longest: int) -> str:
    """One line, without anything that drives, hides or turns text round."""
    return " ".join(clean(text).replace(REPLACED, "").split())[:longest].rstrip()


def body(text: str) -> str:
    """The text of a letter, its lines ended with a newline each."""
    return clean(text, multiline=True).replace(REPLACED, "").rstrip() + "\n"


def _to(name: str, to_address: str) -> Address:
    local, _, domain = to_address.rpartition("@")
    return Address(name, local, domain)
