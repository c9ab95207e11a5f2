"""What goes to the terminal or into a pipe: data on stdout, messages on stderr, all of it harmless.

Text of customers never drives the terminal: control and bidirectional characters are taken out of
what people read, and written as ``\\uXXXX`` in JSON.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from agentdesk.cli.streams import give_up
from agentdesk.domain.values import moment
from agentdesk.widgets.cells import CONTROLS, cell_len, fit, right, safe

_UNSAFE = re.compile(f"[{CONTROLS}]")
WIDE = 10_000
"""Columns of a pipe: nothing is cut."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, whether figures stand to the right, its greatest width."""

    head: str
    right: bool = False
    most: int = 40
    gives: bool = False
    """Gives way first when the terminal is narrow."""


def use_utf8() -> None:
    """What the terminal's encoding lacks becomes ``?``: a message must never be a crash."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def say(text: str = "") -> None:
    """Lines for people, on stdout."""
    print("\n".join(safe(line) for line in text.split("\n")))


def tell(text: str) -> None:
    """A message on stderr; whether anybody can read it changes nothing."""
    try:
        print("\n".join(safe(line) for line in text.split("\n")), file=sys.stderr)
    except OSError:
        give_up(sys.stderr)


def data(value: Any) -> None:
    """A value as JSON on stdout."""
    print(to_json(value, indent=2))


def to_json(value: Any, *, indent: int | None = None) -> str:
    """JSON in which no character drives a terminal."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=str)
    return "\n".join(_UNSAFE.sub(_escaped, line) for line in text.split("\n"))


def iso(at: int | None) -> str | None:
    """An instant as ISO 8601 in UTC; None stays None."""
    if at is None:
        return None
    return moment(at).isoformat().replace("+00:00", "Z")


def width() -> int:
    """Columns of stdout: the terminal's, or no limit in a pipe."""
    return shutil.get_terminal_size((WIDE, 24)).columns if sys.stdout.isatty() else WIDE


def table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    room: int,
    groups: Sequence[str] | None = None,
) -> str:
    """Rows under their heads, measured in cells, cut to fit ``room`` cells.

    ``groups`` names the group of each row: its name stands above its first one.
    """
    cells = [[safe(cell) for cell in row] for row in rows]
    widths = [
        min(column.most, max([cell_len(column.head), *(cell_len(row[at]) for row in cells)]))
        for at, column in enumerate(columns)
    ]
    over = sum(widths) + 2 * (len(columns) - 1) - room
    for at, column in enumerate(columns):
        if over > 0 and column.gives:
            less = min(over, max(0, widths[at] - 8))
            widths[at] -= less
            over -= less
    lines = [_line(columns, widths, [column.head for column in columns])]
    last = None
    for number, row in enumerate(cells):
        if groups is not None and groups[number] != last:
            last = groups[number]
            lines.append(f"{safe(last)}:")
        lines.append(_line(columns, widths, row))
    return "\n".join(lines)


class Progress:
    """One moving line on stderr while something takes its time; silent where nobody looks."""

    def __init__(self, label: str, total: int, stream: IO[str] | None = None) -> None:
        self.label = label
        self.total = max(1, total)
        self.stream = stream if stream is not None else sys.stderr
        self.shown = self.stream.isatty() and os.environ.get("TERM", "dumb") != "dumb"
        self._last = ""

    def at(self, done: int) -> None:
        """Show how far it is."""
        if not self.shown:
            return
        share = min(done, self.total) / self.total
        full = int(share * 30)
        line = f"{self.label} [{'#' * full}{'.' * (30 - full)}] {int(share * 100):3d}%"
        if line != self._last:
            self._last = line
            self.stream.write(f"\r{line}")
            self.stream.flush()

    def count(self, done: int) -> None:
        """Show how much is done where nobody knows how much it will be."""
        if self.shown:
            self._last = f"{self.label} {done}"
            self.stream.write(f"\r{self._last}")
            self.stream.flush()

    def end(self) -> None:
        """Clear the line."""
        if self.shown and self._last:
            self.stream.write("\r" + " " * cell_len(self._last) + "\r")
            self.stream.flush()
            self._last = ""


@contextmanager
def progress(label: str, total: int) -> Iterator[Progress]:
    """A moving line that is cleared in the end."""
    line = Progress(label, total)
    try:
        yield line
    finally:
        line.end()


def _line(columns: Sequence[Column], widths: Sequence[int], row: Sequence[str]) -> str:
    parts = (
        right(cell, size) if column.right else fit(cell, size)
        for column, size, cell in zip(columns, widths, row, strict=True)
    )
    return "  ".join(parts).rstrip()


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code > 0xFFFF:
        high, low = divmod(code - 0x10000, 0x400)
        return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
    return f"\\u{code:04x}"
