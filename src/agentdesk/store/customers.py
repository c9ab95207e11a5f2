"""Customers found while somebody types: keys, looked up by their beginnings (B1).

The keys of a customer are made of their row by `domain.finding`; `rebuild` remakes them and
`verify` proves them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import bindparam, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as put

from agentdesk.domain.finding import Key, keys_of
from agentdesk.store import schema
from agentdesk.store.pages import Line, joined_lines
from agentdesk.store.sql import compiled
from agentdesk.store.tx import Tx

_key = schema.customer_key
_cases = schema.cases.c
_subject = schema.subject.c
BATCH = 5000
"""Customers compared at a time: every key of the desk is looked at for each batch."""

Keys: TypeAlias = Set[Key]

_LAST_SIGN = "\U0010ffff"

_INSERT = compiled(insert(_key))
_PUT = compiled(put(_key).on_conflict_do_nothing())
# By the whole key: there is no index by which those of one customer stand together.
_DROP = compiled(
    delete(_key).where(
        _key.c.kind == bindparam("of_kind"),
        _key.c.key == bindparam("of_key"),
        _key.c.subject == bindparam("of_subject"),
    )
)
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
    .limit(BATCH)
)
_ROW = compiled(
    select(_subject.name, _subject.phone, _subject.email).where(_subject.id == bindparam("id"))
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
            _row(row["id"], key)
            for row in rows
            for key in keys_of(row["name"], row["phone"], row["email"])
        ],
    )


def index_anew(tx: Tx, subject: int, before: Keys, after: Keys) -> None:
    """The keys of a customer whose row has changed."""
    tx.many(_DROP, [_which(subject, key) for key in before - after])
    tx.many(_PUT, [_row(subject, key) for key in after - before])


def _row(subject: int, key: Key) -> dict[str, Any]:
    return {"kind": key[0], "key": key[1], "subject": subject}


def _which(subject: int, key: Key) -> dict[str, Any]:
    return {"of_kind": key[0], "of_key": key[1], "of_subject": subject}


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


def wrong_batch(tx: Tx, after: int) -> tuple[int, dict[int, Keys]]:
    """The last of the next customers (``after``: there are no more), and which of them have other
    keys than they should: those they have."""
    rows = tx.tuples(_BATCH, {"after": after})
    if not rows:
        return after, {}
    last = int(rows[-1][0])
    stored: dict[int, set[Key]] = {}
    for subject, kind, key in tx.tuples(_ALL_KEYS, {"after": after, "last": last}):
        stored.setdefault(subject, set()).add((kind, key))
    wrong: dict[int, Keys] = {}
    for subject, name, phone, email in rows:
        has: Keys = stored.get(subject, set())
        if has != keys_of(name, phone, email):
            wrong[subject] = has
    return last, wrong


def mend(tx: Tx, wrong: Iterable[tuple[int, Keys]]) -> None:
    """Give customers the keys they should have; ``wrong`` says which they had a moment ago."""
    for subject, had in wrong:
        row = tx.one(_ROW, {"id": subject})
        right: Keys = set() if row is None else keys_of(*row)
        tx.many(_DROP, [_which(subject, key) for key in had - right])
        tx.many(_PUT, [_row(subject, key) for key in right])
