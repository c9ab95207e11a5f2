"""Taking the rows of a checked file into the desk, batch by batch (A1, A2)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from agentdesk.channels.csv_import import BATCH, Checked, batches
from agentdesk.channels.mapping import FROM_POLICY, ImportMap, ReadRow
from agentdesk.channels.mapping_file import BadMapping
from agentdesk.channels.mapping_reader import Problem
from agentdesk.desk.api import Labels
from agentdesk.desk.intake import IncomingCase, Intake


class Door(Protocol):
    """The part of the desk that takes requests in."""

    async def receive_many(
        self, rows: Iterable[IncomingCase], progress: Callable[[Intake], None] | None = None
    ) -> Intake: ...


@dataclass(slots=True)
class Progress:
    """How far an import is. ``done`` rows stand in the store, whatever happens next."""

    total: int
    added: int = 0
    already: int = 0
    stopped: bool = False

    @property
    def done(self) -> int:
        """Rows of finished batches."""
        return self.added + self.already

    @property
    def left(self) -> int:
        """Rows that are not in yet."""
        return self.total - self.done


async def bring_in(
    desk: Door,
    checked: Checked,
    progress: Progress,
    *,
    told: Callable[[Progress], None],
    stop: Callable[[], bool],
    receipts: bool = False,
) -> None:
    """Take every good row in, 500 a transaction; ``stop`` is asked between two batches.

    ``progress`` is true at any moment, also when this raises: FileProblem ``changed``, and what
    the desk raises.
    """
    for batch in batches(checked.take(), BATCH):
        if stop():
            progress.stopped = True
            return
        taken = await desk.receive_many([incoming(row, receipts) for row in batch])
        progress.added += taken.cases
        progress.already += taken.duplicates
        told(progress)


def incoming(row: ReadRow, receipt: bool = False) -> IncomingCase:
    """A row as the desk takes it: registered on arrival to the duty owner of its line; with a
    receipt only where that is asked for."""
    return IncomingCase(
        title=row.title,
        text=row.text,
        customer=row.customer,
        phone=row.phone,
        email=row.email,
        language=row.language,
        channel=row.channel,
        category=row.category,
        line=row.business_line,
        kind=row.kind,
        klass=row.klass,
        priority=row.priority,
        ext_ref=row.reference,
        source=row.source,
        care=row.care,
        received_at=row.received,
        receipt=receipt,
    )


def fits_policy(mapping: ImportMap, labels: Labels) -> None:
    """Raises BadMapping for codes that the policy in force does not have (or has retired)."""
    problems: list[Problem] = []
    codes = mapping.codes()
    for field in FROM_POLICY:
        known = [label.code for label in labels.families.get(field, ()) if not label.retired]
        for code in sorted(codes.get(field, frozenset()) - set(known)):
            params = {"field": field, "value": code, "allowed": ", ".join(known)}
            problems.append(Problem(field, None, "not_in_policy", params))
    if problems:
        raise BadMapping(mapping.name, tuple(problems))


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes: what the log says of where cases came from."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
