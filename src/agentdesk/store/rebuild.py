"""`db rebuild`: remakes every projection from the log.

Cases and clocks are remade in batches while desks keep working; the word index in one piece, for
a row of it can only be taken out by whoever knows its old words. Its words are cut before that, so
that the lock is held for the writing alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import bindparam, delete, func, select, update

from agentdesk.domain.policy import Timeline
from agentdesk.domain.values import Event
from agentdesk.store import callbacks, cases, customers, handoffs, log, policies, schema, stickies
from agentdesk.store.cases import Folded
from agentdesk.store.engine import Store
from agentdesk.store.errors import StoreTrouble
from agentdesk.store.report import Progress, silent
from agentdesk.store.sql import Sql, compiled
from agentdesk.store.tx import Row, Tx
from agentdesk.store.verify_fold import UNLOGGED, external, folded, ids_after, newest_case
from agentdesk.store.verify_words import CASES, words_of_row

_wanted = select(func.json_each(bindparam("ids")).table_valued("value").c.value)
_DROP = compiled(delete(schema.cases).where(schema.cases.c.id.in_(_wanted)))
_DROP_CLOCKS = compiled(delete(schema.clock).where(schema.clock.c.case_id.in_(_wanted)))
_LOST_CLOCKS = compiled(
    delete(schema.clock).where(schema.clock.c.case_id.not_in(select(schema.cases.c.id)))
)
_FREE_REFERENCE = compiled(
    update(schema.cases).where(schema.cases.c.ext_ref.in_(_wanted)).values(ext_ref=None)
)
_FORGET_WORDS = Sql("INSERT INTO search(search) VALUES ('delete-all')", {}, frozenset())
_PUT_WORDS = Sql(
    "INSERT INTO search(rowid, words) VALUES (:id, :words)", {}, frozenset({"id", "words"})
)


async def rebuild(
    store: Store, *, source: str, actor: str = "system", progress: Progress = silent
) -> int:
    """Remake cases, clocks and the word index; how many cases.

    Cancelling stops between two batches: what was remade stays, the rest is as it was. Raises
    StoreTrouble; ``unfoldable`` for a log that was tampered with.
    """
    version = await store.write(_drop_unlogged)
    total = await store.read(newest_case)
    after = count = 0
    timeline: Timeline = ()
    while True:
        work = partial(_rebuild_batch, after=after, known=timeline)
        ids, timeline = await store.write(work)
        if not ids:
            break
        after, count = ids[-1], count + len(ids)
        progress("cases", after, max(total, after))
    after = 0
    while (last := await store.write(partial(customers.rebuild_batch, after=after))) > after:
        after = last
    await store.write(lambda tx: stickies.rebuild(tx, _desk_events(tx)))
    words = await _cut_words(store, count, progress)
    await store.write(partial(_put_words, words=words))
    await store.write(partial(_finish, count=count, version=version, source=source, actor=actor))
    return count


def _drop_unlogged(tx: Tx) -> int:
    """The newest policy's version is answered: every case is remade under that one or a later."""
    ids = [row[0] for row in tx.all(UNLOGGED)]
    if ids:
        tx.run(_DROP, {"ids": json.dumps(ids)})
    return policies.newest(tx)


def _rebuild_batch(tx: Tx, after: int, known: Timeline) -> tuple[list[int], Timeline]:
    """Remake the next cases; their ids, and the policies as they stand."""
    ids = ids_after(tx, after)
    timeline = policies.timeline(tx, known)
    if not ids:
        return ids, timeline
    made = [_remade(tx, case_id, timeline) for case_id in ids]
    tx.run(_DROP, {"ids": json.dumps(ids)})
    tx.run(_DROP_CLOCKS, {"ids": json.dumps(ids)})
    handoffs.drop(tx, ids)
    callbacks.drop(tx, ids)
    taken = [ext_ref for _, ext_ref in made if ext_ref is not None]
    if taken:  # a wrong row further on may still hold one of these
        tx.run(_FREE_REFERENCE, {"ids": json.dumps(taken)})
    cases.insert_new(tx, made)
    return ids, timeline


def _remade(tx: Tx, case_id: int, timeline: Timeline) -> tuple[Folded, str | None]:
    try:
        events = log.events(tx, case_id)
        return folded(events, timeline, tx.now, case_id), external(events)
    except StoreTrouble:
        raise
    except Exception as error:  # a log that was tampered with may hold anything
        raise StoreTrouble("unfoldable", case=cases.reference(case_id)) from error


@dataclass(slots=True)
class _Words:
    """Every case's words, cut before the lock is taken: cutting takes longer than writing."""

    desk_events: int
    """Events of the desk by then: one of them may change words of any case (an erasure)."""
    cut: dict[int, tuple[int, str]] = field(default_factory=dict)
    """By case: the version they were cut at, and the words."""


async def _cut_words(store: Store, count: int, progress: Progress) -> _Words:
    async with store.aside() as aside:
        words = _Words(len(await aside.read(_desk_events)))
        after = 0
        while (last := await aside.read(partial(_cut_batch, after=after, words=words))) > after:
            after = last
            progress("search", len(words.cut), max(count, len(words.cut)))
    return words


def _cut_batch(tx: Tx, after: int, words: _Words) -> int:
    for row in tx.all(CASES, {"after": after}):
        after = row["id"]
        words.cut[after] = (row["ver"], words_of_row(tx, row))
    return after


def _put_words(tx: Tx, words: _Words) -> None:
    tx.run(_FORGET_WORDS)
    if len(_desk_events(tx)) != words.desk_events:
        words.cut.clear()
    after = 0
    while rows := tx.all(CASES, {"after": after}):
        tx.many(_PUT_WORDS, [_words_row(tx, row, words) for row in rows])
        after = rows[-1]["id"]


def _words_row(tx: Tx, row: Row, words: _Words) -> dict[str, object]:
    ver, text = words.cut.get(row["id"], (0, ""))
    return {"id": row["id"], "words": text if ver == row["ver"] else words_of_row(tx, row)}


def _desk_events(tx: Tx) -> list[Event]:
    return log.events(tx, 0)


def _finish(tx: Tx, count: int, version: int, source: str, actor: str) -> None:
    tx.run(_LOST_CLOCKS)
    handoffs.drop_lost(tx)
    callbacks.drop_lost(tx)
    policies.set_projected(tx, version)
    event = Event("rebuilt", tx.now, actor, {"cases": count})
    log.append(tx, 0, [event], now=tx.now, source=source)
