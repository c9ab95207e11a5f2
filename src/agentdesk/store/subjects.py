"""Customers: who a case is about. Every case has one, anonymous if need be (B1).

Each has a secret of its own, under which the digests of their texts are made: losing it is how a
person is erased while the log still verifies.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from agentdesk.domain.finding import Key, keys_of
from agentdesk.store import customers, schema
from agentdesk.store.sql import compiled
from agentdesk.store.tx import Tx

_subject = schema.subject
_INSERT = compiled(insert(_subject))
_LAST = compiled(select(func.coalesce(func.max(_subject.c.id), 0)))
_SECRET = compiled(select(_subject.c.secret).where(_subject.c.id == bindparam("id")))
_KNOWN = ("name", "phone", "email", "prefers", "language", "care")
_UPDATE = compiled(
    update(_subject)
    .where(_subject.c.id == bindparam("which"))
    .values({name: bindparam(name) for name in _KNOWN})
)
_WISHES = compiled(
    update(_subject)
    .where(_subject.c.id == bindparam("which"))
    .values({name: bindparam(name) for name in ("calls_from", "calls_until", "tz", "no_survey")})
)
_ONE = compiled(
    select(
        _subject.c.name,
        _subject.c.phone,
        _subject.c.email,
        _subject.c.prefers,
        _subject.c.language,
        _subject.c.care,
        _subject.c.calls_from,
        _subject.c.calls_until,
        _subject.c.tz,
        _subject.c.no_survey,
    ).where(_subject.c.id == bindparam("id"))
)


@dataclass(frozen=True, slots=True)
class Customer:
    """What is known of a customer; empty where nothing is. Texts are clean and of one line."""

    name: str = ""
    phone: str = ""
    email: str = ""
    prefers: str = ""
    """Channel by which they want to be told, or empty."""
    language: str = ""
    care: bool = False
    """Needs care (B5): answered sooner, never closed by itself."""
    calls_from: int | None = None
    """From which minute of their day they may be rung (C7), and until which; None: any."""
    calls_until: int | None = None
    tz: str | None = None
    """Their zone; None: the desk's."""
    no_survey: str | None = None
    """Why they are not asked how it was (C10): opted_out, bereaved, litigation."""

    @property
    def words(self) -> str:
        """What a search may find them by."""
        return " ".join(part for part in (self.name, self.phone, self.email) if part)


def add(tx: Tx, customer: Customer) -> int:
    """Store a customer; the new id."""
    made = row(next_id(tx), customer)
    add_rows(tx, [made])
    return int(made["id"])


def next_id(tx: Tx) -> int:
    """The id the next customer gets; it holds while this write lasts."""
    return int(tx.value(_LAST)) + 1


def row(subject_id: int, customer: Customer) -> dict[str, Any]:
    """The row of a customer, with a fresh secret."""
    return {
        "id": subject_id,
        "name": customer.name,
        "phone": customer.phone,
        "email": customer.email,
        "prefers": customer.prefers,
        "language": customer.language,
        "care": int(customer.care),
        "calls_from": customer.calls_from,
        "calls_until": customer.calls_until,
        "tz": customer.tz,
        "no_survey": customer.no_survey,
        "secret": secrets.token_bytes(32),
    }


def add_rows(tx: Tx, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows made by `row`, with the keys by which they are found."""
    tx.many(_INSERT, rows)
    customers.index(tx, rows)


def secret(tx: Tx, subject_id: int) -> bytes | None:
    """The secret of a customer; None for one who is not here, or was erased."""
    found = tx.value(_SECRET, {"id": subject_id})
    return None if found is None else bytes(found)


def change(tx: Tx, subject_id: int, customer: Customer) -> None:
    """What is known of a customer, anew; their secret stays."""
    values = {
        "name": customer.name, "phone": customer.phone, "email": customer.email,
        "prefers": customer.prefers, "language": customer.language, "care": int(customer.care),
    }  # fmt: skip
    before = get(tx, subject_id)
    tx.run(_UPDATE, {"which": subject_id, **values})
    customers.index_anew(tx, subject_id, _keys(before), _keys(customer))


def _keys(customer: Customer) -> frozenset[Key]:
    return keys_of(customer.name, customer.phone, customer.email)


def set_wishes(tx: Tx, subject_id: int, customer: Customer) -> None:
    """When a customer may be rung, their zone, and whether they are asked how it was."""
    tx.run(
        _WISHES,
        {
            "which": subject_id,
            "calls_from": customer.calls_from,
            "calls_until": customer.calls_until,
            "tz": customer.tz,
            "no_survey": customer.no_survey,
        },
    )


def get(tx: Tx, subject_id: int) -> Customer:
    """A customer; an empty one if there is none of that id."""
    found = tx.one(_ONE, {"id": subject_id})
    if found is None:
        return Customer()
    name, phone, email, prefers, language, care, calls_from, calls_until, tz, no_survey = found
    return Customer(
        name, phone, email, prefers, language, bool(care), calls_from, calls_until, tz, no_survey
    )
