"""Working intervals as instants, in blocks of about 13 months, made when first asked for.

A block is a sorted list of intervals with running sums, so that a question is two bisections. Only
blocks in which an answer lay are kept; of those that were merely crossed, the sum.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import tzinfo
from itertools import accumulate
from operator import sub
from typing import NamedTuple

from agentdesk.domain.localdays import LocalDays, Piece
from agentdesk.domain.values import DAY
from agentdesk.domain.zones import FIRST, LAST, spans

SHIFT = 45
"""A block is 2**45 microseconds long; ``instant >> SHIFT`` is the index of its block."""


class Block(NamedTuple):
    """Working intervals of one stretch of time, in order, never touching."""

    starts: list[int]
    ends: list[int]
    used: list[int]
    """Working time from the block's start to the end of the interval."""
    base: list[int]
    """``instant - base`` is the working time from the block's start, inside the interval."""
    total: int

    def until(self, at: int) -> int:
        """Working time from the block's start to an instant of it."""
        place = bisect_right(self.starts, at)
        if not place:
            return 0
        place -= 1
        return at - self.base[place] if at < self.ends[place] else self.used[place]


class Blocks:
    """The blocks of one calendar. ``first`` and ``last`` are the indexes that can hold time."""

    def __init__(self, zone: tzinfo, days: LocalDays) -> None:
        self._zone = zone
        self._days = days
        self.kept: dict[int, Block] = {}
        self._totals: dict[int, int] = {}
        self.first, self.last = (FIRST - 2 * DAY) >> SHIFT, (LAST + 2 * DAY) >> SHIFT
        if not days.weekly:  # time only around the extra days: look nowhere else
            first, last = days.extra_span or (0, -3)
            self.first = max(self.first, (first - 1) * DAY >> SHIFT)
            self.last = min(self.last, (last + 2) * DAY >> SHIFT)

    def block(self, index: int) -> Block:
        """The block of an index; kept."""
        block = self.kept.get(index)
        if block is None:
            block = self.kept[index] = self._make(index)
        return block

    def total(self, index: int) -> int:
        """The working time of a block."""
        total = self._totals.get(index)
        if total is None:
            total = self._totals[index] = (self.kept.get(index) or self._make(index)).total
        return total

    def sum(self, first: int, last: int) -> int:
        """The working time of the blocks from ``first`` up to, but not with, ``last``."""
        return sum(map(self.total, range(max(first, self.first), min(last, self.last + 1))))

    def _make(self, index: int) -> Block:
        intervals: list[Piece] = []
        if self.first <= index <= self.last:
            for low, high, offset in spans(self._zone, index << SHIFT, (index + 1) << SHIFT):
                self._gather(intervals, low, high, offset)
        starts: list[int] = []
        ends: list[int] = []
        for start, end in intervals:
            if ends and start == ends[-1]:
                ends[-1] = end
            else:
                starts.append(start)
                ends.append(end)
        used = list(accumulate(map(sub, ends, starts)))
        base = list(map(sub, ends, used))
        return Block(starts, ends, used, base, used[-1] if used else 0)

    def _gather(self, into: list[Piece], low: int, high: int, offset: int) -> None:
        """Append the working intervals of ``[low, high)``, over which the offset is constant."""
        of = self._days.of
        first, last = (low + offset) // DAY, (high + offset - 1) // DAY
        into += within(low, high, first * DAY - offset, of(first))
        for day in range(first + 1, last):  # whole days: nothing to cut off
            midnight = day * DAY - offset
            for start, end in of(day):
                into.append((midnight + start, midnight + end))
        if last > first:
            into += within(low, high, last * DAY - offset, of(last))

    def own(self, day: int) -> Piece | None:
        """First and last working instant of the ranges that start on a local day, or None."""
        pieces = self._days.own(day)
        found: Piece | None = None
        if pieces:  # offsets reach from -16 h to +16 h, a day's own ranges to its 48th hour
            for low, high, offset in spans(self._zone, (day - 1) * DAY, (day + 3) * DAY):
                for start, end in within(low, high, day * DAY - offset, pieces):
                    found = (start if found is None else min(found[0], start), end)
        return found


def within(low: int, high: int, midnight: int, pieces: Iterable[Piece]) -> list[Piece]:
    """A day's pieces as instants, cut to ``[low, high)``."""
    cut = ((max(midnight + start, low), min(midnight + end, high)) for start, end in pieces)
    return [(start, end) for start, end in cut if start < end]
