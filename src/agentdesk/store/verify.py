"""`db verify`: proves the file, the chain of events, the texts and every projection.

It reads on a connection of its own, batch by batch, so that desks keep working meanwhile; cancel
the task to stop it between two batches.
"""

from __future__ import annotations

from functools import partial

from agentdesk.store.engine import Aside, Store
from agentdesk.store.errors import StoreTrouble
from agentdesk.store.factory import RawConnection
from agentdesk.store.report import Progress, Report, silent
from agentdesk.store.verify_fold import verify_cases, verify_customers
from agentdesk.store.verify_log import verify_log, verify_texts
from agentdesk.store.verify_words import verify_search

_STRUCTURE = 20
"""So many words of SQLite about a broken file are enough."""


async def verify(
    store: Store,
    *,
    head: tuple[int, str] | None = None,
    progress: Progress = silent,
) -> Report:
    """Prove a store; the report says what differs and where.

    ``head`` is a (seq, mac in hexadecimal) noted earlier: only that proves that the end of the
    log was not cut off. A file that cannot be read to its end is a finding, not an exception;
    raises StoreTrouble for trouble that is not in the file (``busy``, ``newer``).
    """
    report = Report()
    async with store.aside() as aside:
        for step in (
            partial(_verify_structure, aside, report),
            partial(_verify_pages, aside, store.encrypted, report),
            partial(verify_log, aside, store.place.audit, report, head, progress),
            partial(verify_texts, aside, report, progress),
            partial(verify_cases, aside, report, progress),
            partial(verify_customers, aside, report),
            partial(verify_search, aside, store.place.opener.module, report, progress),
        ):
            try:
                await step()
            except StoreTrouble as trouble:  # what can still be read is still proved
                if trouble.code not in ("corrupt", "io", "store"):
                    raise
                report.found("file", detail=str(trouble.params.get("detail", trouble.code)))
    return report


async def _verify_structure(aside: Aside, report: Report) -> None:
    for line in await aside.raw(_integrity):
        report.found("file", detail=line)


async def _verify_pages(aside: Aside, encrypted: bool, report: Report) -> None:
    if encrypted:
        for line in await aside.raw(_cipher_integrity):
            report.found("file", detail=line)


def _integrity(raw: RawConnection) -> list[str]:
    rows = raw.execute(f"PRAGMA integrity_check({_STRUCTURE})").fetchall()
    told = [str(row[0]) for row in rows if row[0] != "ok"]
    lost = raw.execute("PRAGMA foreign_key_check").fetchmany(_STRUCTURE)
    return told + [f"{row[0]} {row[1]} -> {row[2]}" for row in lost]


def _cipher_integrity(raw: RawConnection) -> list[str]:
    """Every page against its own HMAC: finds a flipped bit that the structure does not show."""
    rows = raw.execute("PRAGMA cipher_integrity_check").fetchmany(_STRUCTURE)
    return [str(row[0]) for row in rows]
