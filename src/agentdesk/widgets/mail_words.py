"""Letters of a case in words: on their way, sent, or not delivered and why (C2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agentdesk.desk.api import CaseView, MailLine
from agentdesk.i18n import known, say, t
from agentdesk.widgets.cells import plain
from agentdesk.widgets.lens import Lens, phrase

UNSURE = "unsure"
"""The state of a letter of which nobody knows whether it arrived."""


def failed(view: CaseView) -> list[MailLine]:
    """The letters that did not arrive and nobody has seen to, oldest first."""
    return [one for one in view.mails if one.failed]


def by_words(kind: str) -> str:
    """``by e-mail``, ``by SMS``."""
    key = f"update.by.{kind}"
    return t(key) if known(key) else ""


def code_words(code: str, kind: str) -> str:
    """Why a try by a way failed, in a clause."""
    return plain(say.mail_code(code, kind))


def address_words(mail: MailLine, lens: Lens) -> str:
    """Which letter, to where, and when it was written."""
    at = lens.when(mail.made_at)
    return phrase("update.mail.to", by=by_words(mail.kind), to=plain(mail.address), at=at)


def failed_words(mail: MailLine) -> str:
    """That it did not arrive, and why; where nobody knows, that."""
    if mail.state == UNSURE:
        return code_words(mail.code, mail.kind)
    return t("update.mail.failed", why=code_words(mail.code, mail.kind))


def waits_words(mail: MailLine, lens: Lens) -> str:
    """Where a letter stands that is still to be sent; "" for one that is over."""
    if not mail.under_way:
        return ""
    if mail.tries and mail.next_at is not None:
        why, at = code_words(mail.code, mail.kind), lens.when(mail.next_at)
        return phrase("update.mail.again", why=why, at=at, count=mail.tries)
    return t("update.mail.on_its_way", by=by_words(mail.kind))


def sent(body: Mapping[str, Any], lens: Lens) -> str:
    """The line of the story: the server has it."""
    return t("update.event.sent", by=by_words(str(body.get("by", "email"))))


def not_sent(body: Mapping[str, Any], lens: Lens) -> str:
    """The line of the story: it did not arrive."""
    kind = str(body.get("by", "email"))
    why = code_words(str(body.get("code", "")), kind)
    how = "unsure" if body.get("how") == "unsure" else "failed"
    return t(f"update.event.{how}", by=by_words(kind), why=why)


def seen(body: Mapping[str, Any], lens: Lens) -> str:
    """The line of the story: somebody has seen to it."""
    return t("update.event.seen.again" if body.get("again") else "update.event.seen")


def address_kept(body: Mapping[str, Any], lens: Lens) -> str:
    """The line of the story: the customer has another e-mail address from now on."""
    return t("update.event.address.undo" if body.get("undo") else "update.event.address")
