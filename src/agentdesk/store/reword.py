"""The word index made anew beside the one in use, then put in its place.

A row can only be taken out of the index by whoever knows its old words, so a wrong index cannot be
mended row by row. A new one is filled in short transactions while desks work on; the last of them
adds what has happened meanwhile, and swaps. Killed before that, the old index stays, and what was
begun is dropped by the next rebuild.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select

from agentdesk.domain.values import Event
from agentdesk.store import content, customers, log, schema, subjects
from agentdesk.store.engine import Store
from agentdesk.store.errors import StoreTrouble
from agentdesk.store.report import Progress
from agentdesk.store.search import About, words_of
from agentdesk.store.sql import Sql, compiled
from agentdesk.store.tx import Tx

BATCH = 200
"""Cases of one transaction."""

MOST_EVENTS = 2000
"""So many are caught up with in one transaction: more than any that other desks write at once."""

_BEGUN = Sql(
    "SELECT name FROM sqlite_schema"
    " WHERE name LIKE 'search_anew_%' AND sql LIKE 'CREATE VIRTUAL TABLE%'",
    {},
    frozenset(),
)
_CASES = compiled(
    select(schema.cases.c.id, schema.cases.c.subject, schema.cases.c.ext_ref)
    .where(schema.cases.c.id > bindparam("after"))
    .order_by(schema.cases.c.id)
    .limit(BATCH)
)
_CASE = compiled(
    select(schema.cases.c.id, schema.cases.c.subject, schema.cases.c.ext_ref).where(
        schema.cases.c.id == bindparam("id")
    )
)
_COUNT = compiled(select(func.count()).select_from(schema.cases))


class _Cut(NamedTuple):
    """What a case's words were made of."""

    customer: str
    last: int
    """The last text there was, by id: texts are only ever added."""


@dataclass(slots=True)
class _Anew:
    """An index on its way."""

    table: str
    seen: int = 0
    """The last event of which everything is in it."""
    cut: dict[int, _Cut] = field(default_factory=dict)

    def sql(self, text: str) -> Sql:
        """A statement on its table."""
        return Sql(text.replace("anew", self.table), {}, frozenset())


async def make_anew(store: Store, progress: Progress) -> None:
    """Make the index anew. Raises StoreTrouble, ``rebuilt_elsewhere`` where another rebuild has
    begun since."""
    while not await _attempt(store, progress):
        continue


async def _attempt(store: Store, progress: Progress) -> bool:
    """Whether it came to its end: an erasure on the way takes away what old words were made of."""
    anew = _Anew(f"search_anew_{secrets.token_hex(4)}")
    try:
        await store.write(partial(_begin, anew=anew))
        await _fill(store, anew, progress)
        done: bool | None = False
        while done is False:
            done = await store.write(partial(_catch_up, anew=anew))
        return done is True
    except BaseException:
        with suppress(StoreTrouble):
            await store.write(lambda tx: tx.run(anew.sql("DROP TABLE IF EXISTS anew")))
        raise


async def _fill(store: Store, anew: _Anew, progress: Progress) -> None:
    async with store.aside() as aside:
        total = await aside.read(lambda tx: int(tx.value(_COUNT)))
        after = 0
        while batch := await aside.read(partial(_cut, after=after)):
            await store.write(partial(_put, anew=anew, batch=batch))
            after = batch[-1][0]
            progress("search", len(anew.cut), max(total, len(anew.cut)))


def _begin(tx: Tx, anew: _Anew) -> None:
    for row in tx.all(_BEGUN):
        tx.run(_Anew(row[0]).sql("DROP TABLE anew"))
    tx.run(anew.sql(schema.SEARCH.replace("search", "anew", 1)))
    anew.seen = log.head(tx)[0]


def _cut(tx: Tx, after: int) -> list[tuple[int, _Cut, str]]:
    """The words of the next cases."""
    last = content.next_id(tx) - 1
    return [_words(tx, row, last) for row in tx.all(_CASES, {"after": after})]


def _words(tx: Tx, row: Any, last: int) -> tuple[int, _Cut, str]:
    case_id, subject, ext_ref = row
    cut = _Cut(subjects.get(tx, subject).words, last)
    return case_id, cut, _made_of(tx, case_id, ext_ref, cut)


def _made_of(tx: Tx, case_id: int, ext_ref: str | None, cut: _Cut) -> str:
    texts = [text for text in content.of_case(tx, case_id) if text.id <= cut.last]
    return words_of(
        About(case_id, cut.customer, ext_ref), [(text.audience, text.body) for text in texts]
    )


def _put(tx: Tx, anew: _Anew, batch: Iterable[tuple[int, _Cut, str]]) -> None:
    if anew.table not in {row[0] for row in tx.all(_BEGUN)}:
        raise StoreTrouble("rebuilt_elsewhere")
    rows = list(batch)
    tx.many(
        anew.sql("INSERT INTO anew(rowid, words) VALUES (:id, :words)"),
        [{"id": case_id, "words": words} for case_id, _, words in rows],
    )
    anew.cut.update((case_id, cut) for case_id, cut, _ in rows)


def _catch_up(tx: Tx, anew: _Anew) -> bool | None:
    """Add what has happened; True once that was all and the index has taken its place, None where
    it has to be begun again."""
    head = log.head(tx)[0]
    until = min(head, anew.seen + MOST_EVENTS)
    events = log.events_between(tx, anew.seen + 1, until)
    if any(event.kind == "subject_erased" for _, event in events):
        return None
    last = content.next_id(tx) - 1
    changed = [row for n in _changed(tx, events) if (row := tx.one(_CASE, {"id": n})) is not None]
    _take_out(tx, anew, changed)
    _put(tx, anew, [_words(tx, row, last) for row in changed])
    anew.seen = until
    if until < head:
        return False
    tx.run(anew.sql("DROP TABLE search"))
    tx.run(anew.sql("ALTER TABLE anew RENAME TO search"))
    return True


def _changed(tx: Tx, events: Iterable[tuple[int, Event]]) -> list[int]:
    """Cases whose words may be others by these events."""

    def each() -> Iterator[int]:
        for case_id, event in events:
            if case_id:
                yield case_id
            elif event.kind == "customer_changed":
                yield from customers.cases_of(tx, event.body["subject"])

    return list(dict.fromkeys(each()))


def _take_out(tx: Tx, anew: _Anew, rows: Iterable[Any]) -> None:
    known = [(row, anew.cut[row[0]]) for row in rows if row[0] in anew.cut]
    tx.many(
        anew.sql("INSERT INTO anew(anew, rowid, words) VALUES ('delete', :id, :words)"),
        [{"id": row[0], "words": _made_of(tx, row[0], row[2], cut)} for row, cut in known],
    )
