"""What comes in: one request, or thousands from a file (A1–A4).

What arrives by itself is registered on arrival to the duty owner of its line (A2). A request that
is logged late has happened before it was recorded: its clocks run from when the customer spoke.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from agentdesk.desk import acting
from agentdesk.desk.api import Done
from agentdesk.desk.context import Context
from agentdesk.desk.incoming import IncomingCase, reference_of, take_in
from agentdesk.desk.templates import Book
from agentdesk.desk.updating import book_of
from agentdesk.domain.text import one_line
from agentdesk.domain.values import Event, Refused
from agentdesk.store import cases, log
from agentdesk.store.tx import Tx

__all__ = [
    "BATCH", "IncomingCase", "Intake", "Progress", "receive", "receive_many", "record_import",
]  # fmt: skip

BATCH = 500
"""Cases of one transaction: short enough for other desks to get in between."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What a file, or a batch of it, led to."""

    cases: int = 0
    duplicates: int = 0
    """Rows whose external reference was here already: nothing was added for them."""

    def __add__(self, other: Intake) -> Intake:
        return Intake(self.cases + other.cases, self.duplicates + other.duplicates)


Progress = Callable[[Intake], None]


async def receive(ctx: Context, row: IncomingCase, op: str | None = None) -> Done:
    """One request becomes a case. Raises Refused (``in_future``, ``text_missing``,
    ``already_received`` for an external reference that is here)."""
    book = await book_of(ctx)

    def work(tx: Tx) -> Done:
        again = acting.answer(tx, op)
        if again is not None:
            return again
        ext_ref = reference_of(row)
        if ext_ref is not None and cases.by_external(tx, ext_ref) is not None:
            raise Refused("already_received")
        stamped = take_in(ctx, tx, [row], op, book=book, by_itself=True)
        case_id, events = next(iter(stamped.items()))
        return acting.done(case_id, events)

    return await ctx.write(work)


async def record_import(
    ctx: Context, *, file: str, mapping: str, rows: int, cases_made: int, rejects: int
) -> None:
    """Say in the log that a file came in. ``file`` is the digest of its bytes, not its name."""
    body = {
        "file": file,
        "mapping": one_line(mapping)[: log.LONGEST],
        "rows": rows,
        "cases": cases_made,
        "rejects": rejects,
    }

    def work(tx: Tx) -> None:
        event = Event("imported", tx.now, ctx.me.code, body)
        log.append(tx, 0, [event], now=tx.now, source=ctx.source)

    await ctx.write(work)


async def receive_many(
    ctx: Context, rows: Iterable[IncomingCase], progress: Progress | None = None
) -> Intake:
    """Many requests, in batches of 500, each one transaction; other desks get in between.

    Rows whose external reference is here already are skipped and counted. Cancelling keeps every
    finished batch. Raises Refused for a row that cannot be a case: nothing of its batch is kept.
    """
    total = Intake()
    book = await book_of(ctx)
    for batch in _batches(rows):
        total += await ctx.write(partial(_take_batch, ctx, batch, book))
        if progress is not None:
            progress(total)
    return total


def _batches(rows: Iterable[IncomingCase]) -> Iterator[list[IncomingCase]]:
    source = iter(rows)
    while batch := list(islice(source, BATCH)):
        yield batch


def _take_batch(ctx: Context, batch: Sequence[IncomingCase], book: Book, tx: Tx) -> Intake:
    named = [(row, reference_of(row)) for row in batch]
    taken = cases.known_external(tx, {ref for _, ref in named if ref is not None})
    fresh: list[IncomingCase] = []
    for row, ref in named:
        if ref is None or ref not in taken:
            fresh.append(row)
        if ref is not None:
            taken.add(ref)  # the same reference twice in one batch
    # A file brings what was received elsewhere: no receipts, unless the rows ask for them.
    take_in(ctx, tx, [replace(row, receipt=bool(row.receipt)) for row in fresh], book=book)
    return Intake(len(fresh), len(batch) - len(fresh))
