"""Proving the word index, which holds no text: by sums.

The same texts are put into an empty index in memory, by the same tokenizer; for every case the
number, the places and the letters of its words must agree in both.
"""

from __future__ import annotations

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
from agentdesk.store.tx import Row, Tx

BATCH = 200

Sums: TypeAlias = dict[int, tuple[int, ...]]

_VOCABULARY = "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, search, instance)"
_SUMS = """
SELECT doc, count(*), sum("offset"), sum(length(term) * ("offset" + 1)),
       sum(unicode(term) * ("offset" + 1)), sum(unicode(substr(term, -1)) * ("offset" + 1))
FROM temp.vocabulary GROUP BY doc
"""
_READ_SUMS = Sql(_SUMS, {}, frozenset())
CASES = compiled(
    select(schema.cases.c.id, schema.cases.c.subject, schema.cases.c.ext_ref, schema.cases.c.ver)
    .where(schema.cases.c.id > bindparam("after"))
    .order_by(schema.cases.c.id)
    .limit(BATCH)
)
"""A batch of cases after an id, with what their words are made of."""


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
        after = 0
        while rows := tx.all(CASES, {"after": after}):
            batch = {row["id"]: words_of_row(tx, row) for row in rows}
            after = rows[-1]["id"]
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


def words_of_row(tx: Tx, row: Row) -> str:
    """What the index must hold for a case (a row of `CASES`)."""
    about = About(row["id"], subjects.get(tx, row["subject"]).words, row["ext_ref"])
    texts = content.of_case(tx, row["id"])
    return words_of(about, [(text.audience, text.body) for text in texts])


def _expected(scratch: RawConnection, batch: dict[int, str]) -> Sums:
    scratch.execute("INSERT INTO search(search) VALUES ('delete-all')")
    scratch.executemany("INSERT INTO search(rowid, words) VALUES (?, ?)", batch.items())
    return {row[0]: tuple(row)[1:] for row in scratch.execute(_SUMS).fetchall()}
