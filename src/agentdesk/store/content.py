"""Everything anybody typed or sent stands here, apart from the log, which holds ids and digests.

The digest is an HMAC under a secret of the customer the text is about: once the secret and the
body are gone (erasure, G2) nothing can be told from the digest, and the log still verifies.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, insert, select

from agentdesk.domain.values import Audience
from agentdesk.store import schema
from agentdesk.store.errors import StoreTrouble
from agentdesk.store.sql import compiled
from agentdesk.store.tx import Tx

_content = schema.content
_INSERT = compiled(
    insert(_content),
    *("id", "subject", "case_id", "kind", "audience", "purpose", "mime", "lang", "body", "digest"),
)
_LAST = compiled(select(func.coalesce(func.max(_content.c.id), 0)))
_SECRET = compiled(select(schema.subject.c.secret).where(schema.subject.c.id == bindparam("id")))
_OF_CASE = compiled(
    select(
        _content.c.id, _content.c.kind, _content.c.audience, _content.c.body, _content.c.erased_at
    )
    .where(_content.c.case_id == bindparam("case_id"))
    .order_by(_content.c.id)
)
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Text:
    """A text on its way in, cleaned before. ``kind`` says what it is to the case."""

    kind: str
    body: str
    audience: Audience = Audience.CUSTOMER
    purpose: str = "handling"


@dataclass(frozen=True, slots=True)
class Stored:
    """A text as it stands; ``body`` None once it has been erased."""

    id: int
    kind: str
    audience: Audience
    body: str | None
    erased_at: int | None = None


def digest(secret: bytes, body: str) -> bytes:
    """What a text's row holds beside it: HMAC-SHA256 under its customer's secret."""
    return hmac.digest(secret, body.encode("utf-8"), hashlib.sha256)


def language_of(body: str) -> str:
    """``zh`` where Han characters stand, else ``en``, or empty where no letter does."""
    if not body.isascii() and _HAN.search(body):
        return "zh"
    return "en" if _LETTER.search(body) else ""


def add(tx: Tx, *, case_id: int, subject: int, texts: Sequence[Text]) -> list[int]:
    """Store texts of one case; their ids, in order.

    Raises StoreTrouble ``conflict`` if the customer does not exist or was erased.
    """
    if not texts:
        return []
    secret = tx.value(_SECRET, {"id": subject})
    if secret is None:
        raise StoreTrouble("conflict", detail="the customer of this text is not there any more")
    first = next_id(tx)
    rows = [row(first + n, case_id, subject, secret, part) for n, part in enumerate(texts)]
    add_rows(tx, rows)
    return [entry["id"] for entry in rows]


def next_id(tx: Tx) -> int:
    """The id the next text gets; it holds while this write lasts."""
    return int(tx.value(_LAST)) + 1


def row(content_id: int, case_id: int, subject: int, secret: bytes, part: Text) -> dict[str, Any]:
    """The row of a text."""
    return {
        "id": content_id,
        "subject": subject,
        "case_id": case_id,
        "kind": part.kind,
        "audience": part.audience.value,
        "purpose": part.purpose,
        "mime": "text/plain",
        "lang": language_of(part.body),
        "body": part.body,
        "digest": digest(secret, part.body),
    }


def add_rows(tx: Tx, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows made by `row`, and leave their digests to the log of this unit."""
    tx.many(_INSERT, rows)
    tx.digests.update((entry["id"], entry["digest"]) for entry in rows)


def of_case(tx: Tx, case_id: int) -> list[Stored]:
    """Every text of a case, oldest first."""
    return [
        Stored(entry[0], entry[1], Audience(entry[2]), entry[3], entry[4])
        for entry in tx.tuples(_OF_CASE, {"case_id": case_id})
    ]
