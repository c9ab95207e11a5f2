"""Reads a CSV file strictly: the stated encoding and delimiter, a known header, line numbers.

Streams: the file is never held in memory, so it may be larger than that. What spoils the whole
file raises FileProblem; what spoils one row is told on that row.
"""

from __future__ import annotations

import csv
import difflib
import os
import stat
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

FIELD_LIMIT = 4_000_000
"""Characters in one field: past this a quotation mark was opened and never closed."""

_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_DELIMITERS = {",": ",", ";": ";", "\t": "\\t", "|": "|"}


class FileProblem(Exception):
    """A file that cannot be imported: ``code`` names the sentence ``imports.file.<code>``."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What tells that a file is still the one that was checked."""

    size: int
    modified: int
    node: int


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row. ``line`` is where it starts in the file, from 1."""

    line: int
    values: list[str]
    undecodable: bool
    """Some of its bytes are not of the stated encoding (they stand as lone surrogates)."""


class CsvFile:
    """A CSV file opened for one pass: its header, then its rows. Blank lines are no rows."""

    def __init__(
        self,
        stream: IO[str],
        delimiter: str,
        encoding: str,
        on_bytes: Callable[[int], None] | None = None,
    ) -> None:
        self._open_at_end = False
        self._encoding = encoding
        self._on_bytes = on_bytes
        self._stream = stream
        self._reader = csv.reader(self._lines(stream), delimiter=delimiter)
        self._delimiter = delimiter
        self.header = self._header()

    def _lines(self, stream: IO[str]) -> Iterator[str]:
        for number, line in enumerate(stream):
            if self._on_bytes and number % 256 == 0:
                self._on_bytes(stream.buffer.tell())  # type: ignore[attr-defined]
            yield line
        self._open_at_end = True

    def _header(self) -> list[str]:
        try:
            header = next(self._reader, None)
        except csv.Error as error:
            raise FileProblem("broken", line=1, detail=str(error)) from None
        if header is None or not any(name.strip() for name in header):
            raise FileProblem("empty")
        if any(_undecodable(name) or "\0" in name for name in header):
            raise FileProblem("encoding", line=1, encoding=self._encoding)
        return [name.strip() for name in header]

    def rows(self) -> Iterator[CsvRow]:
        """Every row. Raises FileProblem for a quotation mark that is never closed."""
        while True:
            line = self._reader.line_num + 1
            try:
                values = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                code = "unclosed" if "limit" in str(error) else "broken"
                raise FileProblem(code, line=line, detail=str(error)) from None
            if self._open_at_end:
                # The reader asked for one more line to finish this row: its quote never closed.
                raise FileProblem("unclosed", line=line)
            if values:
                yield CsvRow(line, values, any(_undecodable(value) for value in values))

    def places(self, needed: Sequence[str]) -> dict[str, int]:
        """Where each needed column stands. Raises FileProblem if one is missing or stands twice."""
        header = self.header
        missing = [name for name in needed if name not in header]
        if missing and len(header) == 1:
            for sign, shown in _DELIMITERS.items():
                if sign != self._delimiter and header[0].count(sign) >= len(needed) - 1 >= 1:
                    stated = _DELIMITERS.get(self._delimiter, self._delimiter)
                    raise FileProblem("delimiter", stated=stated, seen=shown)
        if missing:
            near = _nearest(missing[0], header)
            raise FileProblem(
                "near_column" if near else "no_column",
                column=", ".join(missing),
                near=near or "",
                header=", ".join(header[:30]),
            )
        for name in needed:
            if header.count(name) > 1:
                raise FileProblem("column_twice", column=name)
        return {name: header.index(name) for name in needed}


@contextmanager
def open_csv(
    path: Path,
    encoding: str,
    delimiter: str,
    on_bytes: Callable[[int], None] | None = None,
) -> Generator[CsvFile]:
    """Open a CSV file for one pass. Raises FileProblem.

    ``encoding`` is the stated one; a byte order mark of UTF-8 is skipped. ``on_bytes`` hears how
    many bytes have been read so far.
    """
    csv.field_size_limit(FIELD_LIMIT)
    plain = "utf-8-sig" if encoding in ("utf-8", "utf_8") else encoding
    _check_mark(path, encoding)
    try:
        with path.open("r", encoding=plain, errors="surrogateescape", newline="") as stream:
            yield CsvFile(stream, delimiter, encoding, on_bytes)
    except UnicodeError as error:
        raise FileProblem("encoding", line=1, encoding=encoding) from error


def fingerprint(path: Path) -> Fingerprint:
    """The file's size, time and identity. Raises FileProblem if there is no such file to read."""
    try:
        info = path.stat()
    except FileNotFoundError:
        raise FileProblem("missing", path=str(path)) from None
    except OSError as error:
        raise _unreadable(path, error) from None
    if not stat.S_ISREG(info.st_mode):
        raise FileProblem("not_file", path=str(path))
    if info.st_size == 0:
        raise FileProblem("empty")
    return Fingerprint(info.st_size, info.st_mtime_ns, info.st_ino)


def _check_mark(path: Path, encoding: str) -> None:
    """A file that begins with the mark of UTF-16 is not what any 8-bit encoding says it is."""
    try:
        with path.open("rb") as raw:
            seen = _BOMS.get(raw.read(2))
    except OSError as error:
        raise _unreadable(path, error) from None
    if seen and not encoding.replace("_", "-").startswith("utf-16"):
        raise FileProblem("other_encoding", encoding=encoding, seen=seen)


def _nearest(wanted: str, header: Sequence[str]) -> str | None:
    """The column that somebody may have meant."""
    by_fold = {name.casefold(): name for name in header}
    near = difflib.get_close_matches(wanted.casefold(), by_fold, n=1)
    return by_fold[near[0]] if near else None


def _unreadable(path: Path, error: OSError) -> FileProblem:
    return FileProblem("unreadable", path=str(path), detail=os.strerror(error.errno or 0))


def _undecodable(text: str) -> bool:
    """Whether a text holds bytes that its encoding does not have."""
    return not text.isascii() and any("\udc80" <= sign <= "\udcff" for sign in text)
