"""Leases: timed work is done by whichever running desk holds the lease (doing it twice is safe)."""

from __future__ import annotations

from sqlalchemy import bindparam, delete
from sqlalchemy.dialects.sqlite import insert

from agentdesk.store import schema
from agentdesk.store.sql import compiled
from agentdesk.store.tx import Tx

_lease = schema.lease
_new = insert(_lease)
_TAKE = compiled(
    _new.on_conflict_do_update(
        index_elements=[_lease.c.name],
        set_={"holder": _new.excluded.holder, "until": _new.excluded.until},
        where=(_lease.c.holder == _new.excluded.holder) | (_lease.c.until <= bindparam("now")),
    )
)
_DROP = compiled(
    delete(_lease).where(_lease.c.name == bindparam("lease"), _lease.c.holder == bindparam("by"))
)


def take(tx: Tx, name: str, holder: str, *, now: int, lasts: int) -> bool:
    """Take or keep a lease for ``lasts`` microseconds. False while somebody else holds it."""
    given = {"name": name, "holder": holder, "until": now + lasts, "now": now}
    return tx.run(_TAKE, given) == 1


def drop(tx: Tx, name: str, holder: str) -> None:
    """Give a lease back early; nothing happens if somebody else has it."""
    tx.run(_DROP, {"lease": name, "by": holder})
