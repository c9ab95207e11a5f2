"""Brings a CSV file in as cases (A1, A2): the whole file is checked first, then batches follow.

The check reads every row: encoding, header, ids, dates, values, twins inside the file. Rows that
cannot be taken are rejects with line and reason; nothing is guessed and nothing is lost silently.
Then each batch is one transaction of the desk, so that other desks keep working and a stop keeps
every finished batch. A case's external reference makes a second import of the same file add
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from agentdesk.channels.csv_read import (
    CsvFile,
    CsvRow,
    FileProblem,
    Fingerprint,
    fingerprint,
    open_csv,
)
from agentdesk.channels.mapping import ImportMap, ReadRow, RowRejected, read_row

BATCH = 500
_ENCODING_SHARE = 10
"""More than one row in ten with foreign bytes: the stated encoding is wrong, not the rows."""


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that is not taken: its first line in the file, why, and what it held."""

    line: int
    code: str
    params: Mapping[str, Any]
    values: tuple[str, ...]


@dataclass(slots=True)
class Checked:
    """What the check of a whole file found."""

    path: Path
    mapping: ImportMap
    spread: int | None
    now: int
    mark: Fingerprint
    header: tuple[str, ...] = ()
    rows: int = 0
    good: int = 0
    rejects: list[Reject] = field(default_factory=list)
    _bad_lines: set[int] = field(default_factory=set)

    def references(self) -> Iterator[str]:
        """External references of the rows that can be taken, in order (reads the file again)."""
        return (row.reference for row in self.take())

    def take(self) -> Iterator[ReadRow]:
        """The rows that can be taken, in order. Raises FileProblem if the file has changed."""
        if fingerprint(self.path) != self.mark:
            raise FileProblem("changed")
        number = 0
        with open_csv(self.path, self.mapping.encoding, self.mapping.delimiter) as file:
            places = file.places(self.mapping.needed_columns())
            for row in file.rows():
                if row.line in self._bad_lines:
                    continue
                read = _read(self, file, places, row)
                yield read if self.spread is None else replace(read, received=self._moment(number))
                number += 1

    def _moment(self, number: int) -> int:
        """When the n-th taken row is received if they are spread over the last while."""
        assert self.spread is not None
        return self.now - self.spread + number * self.spread // self.good


def check(
    path: Path,
    mapping: ImportMap,
    *,
    now: int,
    spread: int | None = None,
    on_bytes: Callable[[int], None] | None = None,
) -> Checked:
    """Check a whole file. ``spread`` (microseconds) receives the rows during the time up to now
    instead of on their dates. Raises FileProblem for what spoils the whole file."""
    if mapping.received is None and spread is None:
        raise FileProblem("no_dates")
    found = Checked(path, mapping, spread, now, fingerprint(path))
    seen: dict[str, int] = {}
    foreign = 0
    with open_csv(path, mapping.encoding, mapping.delimiter, on_bytes) as file:
        places = file.places(mapping.needed_columns())
        found.header = tuple(file.header)
        for row in file.rows():
            found.rows += 1
            foreign += row.undecodable
            try:
                read = _read(found, file, places, row)
                if read.reference in seen:
                    raise RowRejected("twin", line=seen[read.reference])
            except RowRejected as error:
                found._bad_lines.add(row.line)
                found.rejects.append(Reject(row.line, error.code, error.params, tuple(row.values)))
            else:
                seen[read.reference] = row.line
                found.good += 1
    if not found.rows:
        raise FileProblem("empty")
    if foreign * _ENCODING_SHARE > found.rows:
        first = next(reject.line for reject in found.rejects if reject.code == "bytes")
        raise FileProblem("encoding", line=first, encoding=mapping.encoding)
    return found


def batches(rows: Iterator[ReadRow], size: int = BATCH) -> Iterator[list[ReadRow]]:
    """Rows in batches of a size; the last may be shorter."""
    while batch := list(islice(rows, size)):
        yield batch


def _read(found: Checked, file: CsvFile, places: Mapping[str, int], row: CsvRow) -> ReadRow:
    """One row through the mapping. Raises RowRejected."""
    if row.undecodable:
        raise RowRejected("bytes", encoding=found.mapping.encoding)
    if len(row.values) != len(file.header):
        raise RowRejected("width", found=len(row.values), expected=len(file.header))
    cells = {name: row.values[at] for name, at in places.items()}
    read = read_row(found.mapping, row.line, cells)
    if found.spread is None and read.received is not None and read.received > found.now:
        column = found.mapping.received.column if found.mapping.received else ""
        raise RowRejected("future", column=column)
    return read
