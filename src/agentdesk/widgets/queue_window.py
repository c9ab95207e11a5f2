"""The part of a view that a queue table holds: some hundred rows around the cursor, as lines.

Pure values: a line is a band's heading, a row, or the mark of what is not loaded. The cost of
everything here depends on the window, never on the number of cases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from agentdesk.desk.api import QueuePage, QueueRow

LIMIT = 600
"""Rows that a window keeps; more are dropped at the far end."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The rule above a band, with its count."""

    band: int
    count: int


@dataclass(frozen=True, slots=True)
class More:
    """Rows that exist beyond the window."""

    before: bool


Line: TypeAlias = Heading | More | int
"""A heading, a mark, or the index of a row."""


@dataclass(frozen=True)
class Window:
    """Rows in their order, what lies around them, and the lines they make."""

    rows: tuple[QueueRow, ...] = ()
    counts: Mapping[int, int] = field(default_factory=dict)
    total: int = 0
    more_before: bool = False
    more_after: bool = False
    lines: tuple[Line, ...] = ()
    index: Mapping[int, int] = field(default_factory=dict)
    """Case id -> index of its row."""
    line_of: Mapping[int, int] = field(default_factory=dict)
    """Index of a row -> its line."""

    @classmethod
    def of(cls, page: QueuePage) -> Window:
        """The window that is one page."""
        return cls.made(page.rows, page.counts, page.total, page.more_before, page.more_after)

    @classmethod
    def made(
        cls,
        rows: Sequence[QueueRow],
        counts: Mapping[int, int],
        total: int,
        more_before: bool,
        more_after: bool,
    ) -> Window:
        """A window with its lines."""
        lines: list[Line] = [More(before=True)] if more_before else []
        line_of: dict[int, int] = {}
        band = None
        for place, row in enumerate(rows):
            if row.band != band:
                band = row.band
                lines.append(Heading(band, counts.get(band, 0)))
            line_of[place] = len(lines)
            lines.append(place)
        if more_after:
            lines.append(More(before=False))
        index = {row.id: place for place, row in enumerate(rows)}
        return cls(
            tuple(rows), counts, total, more_before, more_after, tuple(lines), index, line_of
        )

    def with_after(self, page: QueuePage) -> Window:
        """More rows at the end; the first ones are dropped beyond the limit."""
        known = self.index
        rows = [*self.rows, *(row for row in page.rows if row.id not in known)]
        cut = max(0, len(rows) - LIMIT)
        return Window.made(
            rows[cut:], page.counts, page.total, self.more_before or cut > 0, page.more_after
        )

    def with_before(self, page: QueuePage) -> Window:
        """More rows at the start; the last ones are dropped beyond the limit."""
        known = self.index
        rows = [*(row for row in page.rows if row.id not in known), *self.rows]
        cut = len(rows) > LIMIT
        return Window.made(
            rows[:LIMIT], page.counts, page.total, page.more_before, self.more_after or cut
        )

    def row(self, case_id: int | None) -> QueueRow | None:
        """The row of a case, if it is here."""
        place = self.index.get(case_id) if case_id is not None else None
        return None if place is None else self.rows[place]

    def bands_below(self, line: int) -> list[tuple[int, int]]:
        """Bands that begin below a line of the window, with their counts; none that are empty."""
        here = self.band_at(line)
        return [
            (band, count)
            for band, count in sorted(self.counts.items())
            if count and band > here and self._begins_below(band, line)
        ]

    def _begins_below(self, band: int, line: int) -> bool:
        for place, other in enumerate(self.lines):
            if isinstance(other, Heading) and other.band == band:
                return place > line
        return True

    def band_at(self, line: int) -> int:
        """The band of a line; 0 above everything."""
        for place in range(min(line, len(self.lines) - 1), -1, -1):
            other = self.lines[place]
            if isinstance(other, Heading):
                return other.band
            if isinstance(other, int):
                return self.rows[other].band
        return 0
