"""`db rebuild`: remakes every projection from the log.

Everything is remade in short transactions while desks keep working: cases and clocks in place, the
word index beside the old one (`reword`).
"""

from __future__ import annotations

import json
from functools import partial

from sqlalchemy import bindparam, delete, func, select, update

from agentdesk.domain.policy import Timeline
from agentdesk.domain.values import Event
from agentdesk.store import (
    callbacks,
    cases,
    customers,
    handoffs,
    log,
    policies,
    reword,
    schema,
    stickies,
)
from agentdesk.store.cases import Folded
from agentdesk.store.engine import Store
from agentdesk.store.errors import StoreTrouble
from agentdesk.store.report import Progress, silent
from agentdesk.store.sql import Sql, compiled
from agentdesk.store.tx import Tx
from agentdesk.store.verify_fold import UNLOGGED, external, folded, ids_after, newest_case

BATCH = 100
"""Cases of one transaction: other desks wait no longer than that."""

_wanted = select(func.json_each(bindparam("ids")).table_valued("value").c.value)
_DROP = compiled(delete(schema.cases).where(schema.cases.c.id.in_(_wanted)))
_DROP_CLOCKS = compiled(delete(schema.clock).where(schema.clock.c.case_id.in_(_wanted)))
_LOST_CLOCKS = compiled(
    select(schema.clock.c.case_id)
    .distinct()
    .where(schema.clock.c.case_id.not_in(select(schema.cases.c.id)))
)
# What was found while desks worked on is looked at once more where it is dropped.
_DROP_UNLOGGED = compiled(
    delete(schema.cases).where(
        schema.cases.c.id.in_(_wanted),
        ~select(1).where(schema.event.c.case_id == schema.cases.c.id).exists(),
    )
)
_DROP_LOST_CLOCKS = compiled(
    delete(schema.clock).where(
        schema.clock.c.case_id.in_(_wanted),
        ~select(1).where(schema.cases.c.id == schema.clock.c.case_id).exists(),
    )
)
_FREE_REFERENCE = compiled(
    update(schema.cases).where(schema.cases.c.ext_ref.in_(_wanted)).values(ext_ref=None)
)


async def rebuild(
    store: Store, *, source: str, actor: str = "system", progress: Progress = silent
) -> int:
    """Remake cases, clocks and the word index; how many cases.

    Cancelling stops between two batches: what was remade stays, the rest is as it was. Raises
    StoreTrouble; ``unfoldable`` for a log that was tampered with, ``rebuilt_elsewhere`` where
    another rebuild has begun since.
    """
    async with store.aside() as aside:
        unlogged = await aside.read(lambda tx: _ids(tx, UNLOGGED))
        total = await aside.read(newest_case)
    version = await store.write(partial(_drop_unlogged, ids=unlogged))
    after = count = 0
    timeline: Timeline = ()
    while True:
        work = partial(_rebuild_batch, after=after, known=timeline)
        ids, timeline = await store.write(work)
        if not ids:
            break
        after, count = ids[-1], count + len(ids)
        progress("cases", after, max(total, after))
    await _mend_customers(store)
    await store.write(lambda tx: stickies.rebuild(tx, _desk_events(tx)))
    await reword.make_anew(store, progress)
    async with store.aside() as aside:
        lost = await aside.read(lambda tx: _ids(tx, _LOST_CLOCKS))
    finish = partial(_finish, lost=lost, count=count, version=version, source=source, actor=actor)
    await store.write(finish)
    return count


async def _mend_customers(store: Store) -> None:
    """Only keys that are wrong are written: all of them are looked for without the lock."""
    async with store.aside() as aside:
        after: int | None = None
        last = 0
        while last != after:
            after = last
            last, wrong = await aside.read(partial(customers.wrong_batch, after=after))
            found = list(wrong.items())
            for n in range(0, len(found), reword.BATCH):
                await store.write(partial(customers.mend, wrong=found[n : n + reword.BATCH]))


def _ids(tx: Tx, statement: Sql) -> list[int]:
    return [row[0] for row in tx.all(statement)]


def _drop_unlogged(tx: Tx, ids: list[int]) -> int:
    """The newest policy's version is answered: every case is remade under that one or a later."""
    if ids:
        tx.run(_DROP_UNLOGGED, {"ids": json.dumps(ids)})
    return policies.newest(tx)


def _rebuild_batch(tx: Tx, after: int, known: Timeline) -> tuple[list[int], Timeline]:
    """Remake the next cases; their ids, and the policies as they stand."""
    ids = ids_after(tx, after)[:BATCH]
    timeline = policies.timeline(tx, known)
    if not ids:
        return ids, timeline
    made = [_remade(tx, case_id, timeline) for case_id in ids]
    tx.run(_DROP, {"ids": json.dumps(ids)})
    tx.run(_DROP_CLOCKS, {"ids": json.dumps(ids)})
    handoffs.ROWS.drop(tx, ids)
    callbacks.ROWS.drop(tx, ids)
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


def _desk_events(tx: Tx) -> list[Event]:
    return log.events(tx, 0)


def _finish(tx: Tx, lost: list[int], count: int, version: int, source: str, actor: str) -> None:
    if lost:
        tx.run(_DROP_LOST_CLOCKS, {"ids": json.dumps(lost)})
    handoffs.ROWS.drop_lost(tx)
    callbacks.ROWS.drop_lost(tx)
    policies.set_projected(tx, version)
    event = Event("rebuilt", tx.now, actor, {"cases": count})
    log.append(tx, 0, [event], now=tx.now, source=source)
