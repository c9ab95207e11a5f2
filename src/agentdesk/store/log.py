"""The log: facts are appended, chained, and read back as the domain's events.

Nothing else writes to ``event``. A body holds integers, codes and ids; where it names a content,
the content's digest is put beside it under ``digests`` (and taken off again when the event is
read), so that the chain covers what was said without holding it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, insert, select

from agentdesk.domain.values import Event
from agentdesk.store import chain, kinds, ops, schema
from agentdesk.store.sql import compiled
from agentdesk.store.tx import Row, Tx

CONTENT_KEYS = (
    "title", "text", "done", "told", "why", "about", "place", "bring", "letter",
    "address", "before",
)  # fmt: skip
"""The keys of a body under which a content's id stands."""

LONGEST = 200
"""No code and no id is longer: a longer string is somebody's text and has no place in the log."""

_event = schema.event
_INSERT = compiled(insert(_event))
_HEAD = compiled(select(_event.c.seq, _event.c.mac).order_by(_event.c.seq.desc()).limit(1))
_LAST_VER = compiled(
    select(func.coalesce(func.max(_event.c.ver), 0)).where(_event.c.case_id == bindparam("case_id"))
)
_DIGEST = compiled(select(schema.content.c.digest).where(schema.content.c.id == bindparam("id")))


_scan = json.JSONDecoder().scan_once  # type: ignore[attr-defined]
"""`json.loads` without its looking for blanks: bodies are canonical, and a case has many."""


def _reading(where: ColumnElement[bool]) -> Select[Any]:
    return select(
        _event.c.case_id, _event.c.kind, _event.c.at, _event.c.actor, _event.c.body, _event.c.ver,
        _event.c.recorded_at, _event.c.seq, _event.c.source, _event.c.v,
    ).where(where)  # fmt: skip


_OF_CASE = compiled(_reading(_event.c.case_id == bindparam("case_id")).order_by(_event.c.ver))
_ids = select(func.json_each(bindparam("ids")).table_valued("value").c.value)
_OF_CASES = compiled(_reading(_event.c.case_id.in_(_ids)).order_by(_event.c.case_id, _event.c.ver))
_BETWEEN = compiled(
    _reading(_event.c.seq.between(bindparam("first"), bindparam("last"))).order_by(_event.c.seq)
)
_ROWS = compiled(
    select(_event)
    .where(_event.c.seq > bindparam("after"))
    .order_by(_event.c.seq)
    .limit(bindparam("count"))
)


def append(
    tx: Tx,
    case_id: int,
    events: Sequence[Event],
    *,
    now: int,
    source: str,
    actor: str | None = None,
    op_id: str | None = None,
    after: int | None = None,
) -> list[Event]:
    """Append events of one case (0: of the desk); the events as they stand in the log.

    ``now`` is when they are recorded. ``source`` says by which door, account, host and version.
    ``actor`` None: each event's own. ``after`` is the case's version they were decided on (None:
    whatever it is now); raises Conflict if the case has moved on, and ValueError for what may not
    stand in a log: let both leave the unit, for only its rollback takes half an append away. With
    ``op_id`` a retry can find the events (`ops`).
    """
    return append_cases(
        tx, [(case_id, after, events)], now=now, source=source, actor=actor, op_id=op_id
    )


def append_cases(
    tx: Tx,
    batch: Iterable[tuple[int, int | None, Sequence[Event]]],
    *,
    now: int,
    source: str,
    actor: str | None = None,
    op_id: str | None = None,
) -> list[Event]:
    """Append events of many cases, given as (case, version they follow, events)."""
    seq, prev = head(tx)
    stamped: list[Event] = []
    rows: list[dict[str, Any]] = []
    key = tx.audit.secret
    key_id = tx.audit.id
    for case_id, after, events in batch:
        ver = tx.value(_LAST_VER, {"case_id": case_id}) if after is None else after
        for event in events:
            seq, ver = seq + 1, ver + 1
            who = actor or event.actor
            row: dict[str, Any] = {
                "seq": seq,
                "case_id": case_id,
                "ver": ver,
                "kind": event.kind,
                "v": event.v,
                "at": event.at,
                "recorded_at": now,
                "actor": who,
                "source": source,
                "op_id": op_id,
                "key_id": key_id,
                "body": chain.canonical(_body(tx, event)),
                "prev": prev,
            }
            row["mac"] = prev = chain.mac(key, prev, row)
            rows.append(row)
            stamped.append(
                Event(event.kind, event.at, who, event.body, ver, now, seq, source, event.v)
            )
    if rows:
        tx.head = None  # a refused row leaves the chain where it was
        tx.many(_INSERT, rows)
        tx.head = (seq, prev)
        if op_id is not None:
            ops.record(tx, op_id, rows[0]["seq"], seq, rows[0]["case_id"])
    return stamped


def events(tx: Tx, case_id: int) -> list[Event]:
    """The events of one case, oldest first."""
    return [_event_of(row) for row in tx.tuples(_OF_CASE, {"case_id": case_id})]


def events_of(tx: Tx, case_ids: Iterable[int]) -> dict[int, list[Event]]:
    """The events of many cases; a case without any has no entry."""
    found: dict[int, list[Event]] = {}
    for row in tx.tuples(_OF_CASES, {"ids": json.dumps(list(case_ids))}):
        found.setdefault(row[0], []).append(_event_of(row))
    return found


def events_between(tx: Tx, first: int, last: int) -> list[tuple[int, Event]]:
    """Events by seq, both ends included, each with its case."""
    rows = tx.all(_BETWEEN, {"first": first, "last": last})
    return [(row[0], _event_of(row)) for row in rows]


def rows(tx: Tx, after: int, count: int) -> list[Row]:
    """Bare rows after a seq: what is exported and verified, macs and digests included."""
    return tx.all(_ROWS, {"after": after, "count": count})


def head(tx: Tx) -> tuple[int, bytes]:
    """Seq and mac of the last event; 0 and zeros for an empty log."""
    if tx.head is None:
        row = tx.one(_HEAD)
        tx.head = (0, schema.GENESIS) if row is None else (row[0], row[1])
    return tx.head


def _event_of(row: Row) -> Event:
    _, kind, at, actor, text, ver, recorded_at, seq, source, v = row
    body, _ = _scan(text, 0)
    body.pop("digests", None)
    v, upcast = kinds.upcast(kind, v, body)
    return Event(kind, at, actor, upcast, ver, recorded_at, seq, source, v)


def _body(tx: Tx, event: Event) -> Mapping[str, Any]:
    """The body as it is stored. Raises ValueError for what may not stand in a log."""
    if not kinds.known(event.kind) or event.v != kinds.newest(event.kind):
        raise ValueError(f"no such event: {event.kind}/{event.v}")
    for key, value in event.body.items():
        _only_codes(key, value)
    digests = {
        key: _digest(tx, event.body[key]).hex()
        for key in CONTENT_KEYS
        if event.body.get(key) is not None
    }
    return {**event.body, "digests": digests} if digests else event.body


def _only_codes(key: str, value: object) -> None:
    if value is None or isinstance(value, int):
        return
    if isinstance(value, str):
        if len(value) <= LONGEST and "\n" not in value:
            return
    elif isinstance(value, list | tuple):
        for part in value:
            _only_codes(key, part)
        return
    raise ValueError(f"{key}: an event holds integers, codes and ids only")


def _digest(tx: Tx, content_id: int) -> bytes:
    digest = tx.digests.get(content_id)
    if digest is None:
        digest = tx.value(_DIGEST, {"id": content_id})
        if digest is None:
            raise ValueError(f"an event names content {content_id}, which is not stored")
        tx.digests[content_id] = digest
    return digest
