"""Proving the word index, which holds no text: by sums.

The same texts are put into an empty index in memory, by the same tokenizer; for every case the
number, the places and the letters of its words must agree in both.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from types import ModuleType
from typing import TypeAlias

from sqlalchemy import bindparam, select

from agentdesk.store import content, schema, subjects
from agentdesk.store.cases import reference
from agentdesk.store.engine import Aside
from agentdesk.store.factory import RawConnection
from agentdesk.store.report import Progress, Report
from agentdesk.store.search import About, words_of
from agentdesk.store.sql import Sql, compiled
from agentdesk.store.tx import Tx

BATCH = 200

Sums: TypeAlias = dict[int, tuple[int, ...]]

_VOCABULARY = "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, search, instance)"
_SUMS = """
SELECT doc, count(*), sum("offset"), sum(length(term) * ("offset" + 1)),
       sum(unicode(term) * ("offset" + 1)), sum(unicode(substr(term, -1)) * ("offset" + 1))
FROM temp.vocabulary GROUP BY doc
"""
_READ_SUMS = Sql(_SUMS, {}, frozenset())
_CASES = compiled(
    select(schema.cases.c.id, schema.cases.c.subject, schema.cases.c.ext_ref)
    .where(schema.cases.c.id > bindparam("after"))
    .order_by(schema.cases.c.id)
    .limit(BATCH)
)


async def verify_search(
    aside: Aside, module: ModuleType, report: Report, progress: Progress
) -> None:
    """The word index against the texts, on one snapshot."""
    await aside.raw(_open_vocabulary)
    await aside.read(partial(_verify, module=module, report=report, progress=progress))


def _open_vocabulary(raw: RawConnection) -> None:
    raw.execute("PRAGMA query_only = OFF")  # it counts a temporary table as a write
    try:
        raw.execute(_VOCABULARY)
    finally:
        raw.execute("PRAGMA query_only = ON")


def _verify(tx: Tx, module: ModuleType, report: Report, progress: Progress) -> None:
    present: Sums = {row[0]: tuple(row)[1:] for row in tx.all(_READ_SUMS)}
    scratch = module.connect(":memory:", isolation_level=None)
    try:
        scratch.execute(schema.SEARCH)
        scratch.execute(_VOCABULARY)
        total, done = len(present), 0
        for batch in batches(tx):
            expected = _expected(scratch, batch)
            for case_id in batch:
                if present.pop(case_id, None) != expected.get(case_id):
                    report.found("search", case=reference(case_id))
            done += len(batch)
            progress("search", done, max(total, done))
    finally:
        scratch.close()
    for case_id in sorted(present):  # the index knows cases that are not there
        report.found("search", case=reference(case_id))


def batches(tx: Tx) -> Iterator[dict[int, str]]:
    """The words of every case as its texts stand now, a batch at a time."""
    after = 0
    while rows := tx.all(_CASES, {"after": after}):
        yield {case_id: words_now(tx, case_id, subject, ext) for case_id, subject, ext in rows}
        after = rows[-1][0]


def words_now(tx: Tx, case_id: int, subject: int, ext_ref: str | None) -> str:
    """What the index must hold for a case."""
    about = About(case_id, subjects.get(tx, subject).words, ext_ref)
    return words_of(about, [(text.audience, text.body) for text in content.of_case(tx, case_id)])


def _expected(scratch: RawConnection, batch: dict[int, str]) -> Sums:
    scratch.execute("INSERT INTO search(search) VALUES ('delete-all')")
    scratch.executemany("INSERT INTO search(rowid, words) VALUES (?, ?)", batch.items())
    return {row[0]: tuple(row)[1:] for row in scratch.execute(_SUMS).fetchall()}
