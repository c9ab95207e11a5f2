"""What a store says of itself: names and values of ``meta``."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.sqlite import insert

from agentdesk.store import schema
from agentdesk.store.sql import compiled
from agentdesk.store.tx import Tx

_meta = schema.meta
_new = insert(_meta)
_SET = compiled(
    _new.on_conflict_do_update(index_elements=[_meta.c.key], set_={"value": _new.excluded.value})
)
_GET = compiled(select(_meta.c.value).where(_meta.c.key == bindparam("key")))


def put(tx: Tx, key: str, value: str) -> None:
    """Set a value."""
    tx.run(_SET, {"key": key, "value": value})


def get(tx: Tx, key: str) -> str | None:
    """A value, or None."""
    found = tx.value(_GET, {"key": key})
    return None if found is None else str(found)
