"""Customers found while somebody types: keys, looked up by their beginnings (B1).

The keys of a customer are made of their row by `domain.finding`; `rebuild` remakes them and
`verify` proves them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select

from agentdesk.domain.finding import Key, keys_of
from agentdesk.store import schema
from agentdesk.store.pages import Line, joined_lines
from agentdesk.store.sql import compiled
from agentdesk.store.tx import Tx

_key = schema.customer_key
_cases = schema.cases.c
_subject = schema.subject.c
_LAST_SIGN = "\U0010ffff"

_INSERT = compiled(insert(_key))
_DROP = compiled(delete(_key).where(_key.c.subject == bindparam("subject")))
_DROP_ALL = compiled(delete(_key))
_OF_ONE = compiled(select(_key.c.kind, _key.c.key).where(_key.c.subject == bindparam("subject")))
_LIKE = compiled(
    select(_key.c.subject, _key.c.key)
    .where(
        _key.c.kind == bindparam("kind"),
        _key.c.key >= bindparam("low"),
        _key.c.key < bindparam("high"),
    )
    .order_by(_key.c.key, _key.c.subject.desc())
    .limit(bindparam("limit"))
)
_BATCH = compiled(
    select(_subject.id, _subject.name, _subject.phone, _subject.email)
    .where(_subject.id > bindparam("after"))
    .order_by(_subject.id)
    .limit(500)
)
_ALL_KEYS = compiled(
    select(_key.c.subject, _key.c.kind, _key.c.key).where(
        _key.c.subject > bindparam("after"), _key.c.subject <= bindparam("last")
    )
)
_ALL_CASES = compiled(select(_cases.id).where(_cases.subject == bindparam("subject")))
_CASES_OF = compiled(
    select(func.count(), func.max(_cases.received)).where(_cases.subject == bindparam("subject"))
)
_OPEN_OF = compiled(
    joined_lines()
    .where(_cases.subject == bindparam("subject"), _cases.status != "closed")
    .order_by(_cases.status == "resolved", _cases.received.desc())
    .limit(bindparam("limit"))
)


@dataclass(frozen=True, slots=True)
class Found:
    """A customer that a key led to."""

    subject: int
    kind: str
    exact: bool


def index(tx: Tx, rows: Iterable[Mapping[str, Any]]) -> None:
    """Store the keys of customers that are new (rows of ``subject``)."""
    tx.many(
        _INSERT,
        [
            {"kind": kind, "key": key, "subject": row["id"]}
            for row in rows
            for kind, key in keys_of(row["name"], row["phone"], row["email"])
        ],
    )


def index_anew(tx: Tx, row: Mapping[str, Any]) -> None:
    """The keys of a customer whose row has changed."""
    tx.run(_DROP, {"subject": row["id"]})
    index(tx, [row])


def like(tx: Tx, asked: Sequence[Key], limit: int) -> list[Found]:
    """Customers whose keys begin as asked: whole keys first, then by kind in the order asked.

    At most ``limit`` of each kind are read, whatever the number of customers.
    """
    found: dict[int, Found] = {}
    for kind, key in asked:
        bounds = {"kind": kind, "low": key, "high": key + _LAST_SIGN, "limit": limit}
        for subject, whole in tx.all(_LIKE, bounds):
            exact = whole == key
            before = found.get(subject)
            if before is None or (exact and not before.exact):
                found[subject] = Found(subject, kind, exact)
    return sorted(found.values(), key=lambda one: not one.exact)[:limit]


def how_many(tx: Tx, subject: int) -> tuple[int, int | None]:
    """How many cases a customer has had, and when the last came in."""
    row = tx.one(_CASES_OF, {"subject": subject})
    return (0, None) if row is None else (int(row[0]), row[1])


def cases_of(tx: Tx, subject: int) -> list[int]:
    """Every case of a customer."""
    return [row[0] for row in tx.all(_ALL_CASES, {"subject": subject})]


def open_cases(tx: Tx, subject: int, limit: int) -> list[Line]:
    """A customer's cases that are not closed: open ones first, the newest first."""
    return [Line._make(row) for row in tx.all(_OPEN_OF, {"subject": subject, "limit": limit})]


def rebuild_batch(tx: Tx, after: int) -> int:
    """Remake the keys of the next customers; the last of them (``after``: there are no more)."""
    rows = tx.all(_BATCH, {"after": after})
    for row in rows:
        tx.run(_DROP, {"subject": row["id"]})
    index(tx, rows)
    return int(rows[-1]["id"]) if rows else after


def wrong_batch(tx: Tx, after: int) -> tuple[int, list[int]]:
    """The last of the next customers, and which of them have other keys than they should."""
    rows = tx.all(_BATCH, {"after": after})
    if not rows:
        return after, []
    last = int(rows[-1]["id"])
    stored: dict[int, set[Key]] = {}
    for subject, kind, key in tx.all(_ALL_KEYS, {"after": after, "last": last}):
        stored.setdefault(subject, set()).add((kind, key))
    wrong = [
        row["id"]
        for row in rows
        if stored.get(row["id"], set()) != keys_of(row["name"], row["phone"], row["email"])
    ]
    return last, wrong
