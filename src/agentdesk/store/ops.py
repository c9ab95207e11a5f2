"""Operation ids: a command that is tried again answers from what it did the first time.

The client makes the id. After a kill or a cancelled wait nobody knows whether the unit was
committed; the retry asks here first, in its own transaction.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.sqlite import insert

from agentdesk.store import schema
from agentdesk.store.sql import compiled
from agentdesk.store.tx import Tx

_op = schema.op
_FIND = compiled(
    select(_op.c.op_id, _op.c.first_seq, _op.c.last_seq, _op.c.case_id).where(
        _op.c.op_id == bindparam("op")
    )
)
_new = insert(_op)
_RECORD = compiled(
    _new.on_conflict_do_update(
        index_elements=[_op.c.op_id], set_={"last_seq": _new.excluded.last_seq}
    )
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation did: its events, by seq (both included), and the case of the first."""

    op_id: str
    first_seq: int
    last_seq: int
    case_id: int


def answered(tx: Tx, op_id: str | None) -> Answer | None:
    """What an operation did, if it has been carried out."""
    row = None if op_id is None else tx.one(_FIND, {"op": op_id})
    return None if row is None else Answer(*row)


def record(tx: Tx, op_id: str, first_seq: int, last_seq: int, case_id: int) -> None:
    """Say what an operation did; `log.append` does it for its own events. Several appends of
    one operation in one transaction grow the same entry."""
    tx.run(
        _RECORD,
        {"op_id": op_id, "first_seq": first_seq, "last_seq": last_seq, "case_id": case_id},
    )
