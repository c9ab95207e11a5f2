"""Working time: how much of it lies between two instants, and when a budget of it is used up.

The meaning is that of PROMISES, "Working time": an instant counts if the wall clock of the
calendar's zone then shows a time that counts (`localdays`). So hours that a clock change skips
count nothing and repeated ones count twice, without a rule of their own.

Instants and durations are integer microseconds; the three `datetime` methods are for the edges.
Time is cut into blocks of about 13 months, each a sorted list of intervals with running sums, made
when first asked for: an answer costs two bisections (PERFORMANCE, "Working time").
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import accumulate
from operator import sub
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from agentdesk.domain.localdays import (
    WEEKDAYS,
    CalendarProblem,
    DateLike,
    LocalDays,
    Piece,
    RangeLike,
    day_number,
)
from agentdesk.domain.values import DAY
from agentdesk.domain.zones import FIRST, LAST, offset_at, open_zone, spans

_SHIFT = 45  # a block is 2**45 microseconds: about 407 days
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EXACT = 2**33 * 1_000_000  # to the year 2242 a float of seconds still tells microseconds apart
_FIRST_BLOCK, _LAST_BLOCK = (FIRST - 2 * DAY) >> _SHIFT, (LAST + 2 * DAY) >> _SHIFT


class _Block(NamedTuple):
    """Working intervals of one stretch of time, in order, never touching."""

    starts: list[int]
    ends: list[int]
    used: list[int]
    """Working time from the block's start to the end of the interval."""
    base: list[int]
    """``instant - base`` is the working time from the block's start, inside the interval."""
    total: int


class WorkCalendar:
    """When people work, in one zone; answers never change once made (immutable).

    ``hours`` maps ``mon`` … ``sun`` to ranges ``("09:00", "12:00")``; ``holidays`` are ISO dates;
    ``breaks`` and ``extra_days`` map ISO dates to ranges. Raises CalendarProblem (a ValueError) for
    a time, date or weekday that cannot be, and UnknownZone.
    """

    def __init__(
        self,
        tz: str | ZoneInfo,
        hours: Mapping[str, Sequence[RangeLike]],
        holidays: Iterable[DateLike] = (),
        breaks: Mapping[Any, Sequence[RangeLike]] | None = None,
        extra_days: Mapping[Any, Sequence[RangeLike]] | None = None,
    ) -> None:
        self.tz = tz if isinstance(tz, ZoneInfo) else open_zone(tz)
        self._days = LocalDays(hours, holidays, breaks, extra_days)
        self._endless = self._days.endless
        self._blocks: dict[int, _Block] = {}
        self._own: dict[int, tuple[int, int] | None] = {}
        self._first, self._last = _FIRST_BLOCK, _LAST_BLOCK
        if not self._days.weekly:  # time only around the extra days: look nowhere else
            first, last = self._days.extra_span or (0, -3)
            self._first = max(self._first, (first - 1) * DAY >> _SHIFT)
            self._last = min(self._last, (last + 2) * DAY >> _SHIFT)

    # --- at the edges: aware datetimes, float seconds

    def add(self, start: datetime, seconds: float) -> datetime:
        """The earliest instant at which ``seconds`` of working time after ``start`` are used.

        Closing time, not the next opening; ``start`` itself for 0. In the zone of ``start``. Raises
        ValueError for a naive start, a negative amount, or a calendar with too little time left.
        """
        at = self.add_at(_instant(start), _micros(seconds))
        return _aware(at, start.tzinfo)

    def between(self, start: datetime, end: datetime) -> float:
        """Working seconds in ``[start, end)``; 0 if the end is not after the start."""
        return self.between_at(_instant(start), _instant(end)) / 1_000_000

    def latest_start(self, due: datetime, seconds: float) -> datetime:
        """The last instant from which ``seconds`` of work still fit before ``due``.

        The next opening, not the closing time before it; ``due`` itself for 0. In the zone of
        ``due``. Raises as `add` does.
        """
        at = self.latest_start_at(_instant(due), _micros(seconds))
        return _aware(at, due.tzinfo)

    # --- inside: integer microseconds

    def add_at(self, at: int, micros: int) -> int:
        """`add` on instants."""
        if micros <= 0 or self._endless:
            return _checked(at, micros, at + micros)
        index = at >> _SHIFT
        block = self._blocks.get(index) or self._block(index)
        target = micros
        place = bisect_right(block.starts, at)
        if place:
            place -= 1
            if at < block.ends[place]:
                target += at - block.base[place]
            else:
                target += block.used[place]
        while target > block.total:
            target -= block.total
            index = max(index + 1, self._first)
            if index > self._last:
                raise _exhausted("after")
            block, place = self._blocks.get(index) or self._block(index), 0
        return block.base[bisect_left(block.used, target, place)] + target

    def between_at(self, start: int, end: int) -> int:
        """`between` on instants."""
        if end <= start:
            return 0
        if self._endless:
            return end - start
        first, last = start >> _SHIFT, end >> _SHIFT
        block = self._blocks.get(first) or self._block(first)
        worked = 0
        place = bisect_right(block.starts, start)
        if place:  # as _until, inlined: this is the hot path
            place -= 1
            ended = block.ends[place] <= start
            worked = -block.used[place] if ended else block.base[place] - start
        if first != last:
            worked += block.total
            for index in range(max(first + 1, self._first), min(last, self._last + 1)):
                worked += (self._blocks.get(index) or self._block(index)).total
            block = self._blocks.get(last) or self._block(last)
        return worked + _until(block, end)

    def latest_start_at(self, due: int, micros: int) -> int:
        """`latest_start` on instants."""
        if micros <= 0 or self._endless:
            return _checked(due, micros, due - micros)
        index = due >> _SHIFT
        block = self._blocks.get(index) or self._block(index)
        target = _until(block, due) - micros
        while target < 0:
            index = min(index - 1, self._last)
            if index < self._first:
                raise _exhausted("before")
            block = self._blocks.get(index) or self._block(index)
            target += block.total
        return block.base[bisect_right(block.used, target)] + target

    # --- whole days

    def is_working_day(self, day: date) -> bool:
        """The ranges that start on this local date hold working time."""
        return self._own_span(day_number(day)) is not None

    def closing_after_days(self, at: int, n: int) -> int:
        """Closing time of the ``n``-th working day after the local day of ``at`` (``n`` >= 1).

        Closing time is the last working instant of the ranges that start on that day, so a night
        shift closes on the next morning and a day cut short by a break closes early.
        """
        if n < 1:
            raise CalendarProblem("amount", f"working days are counted from 1, not {n}", value=n)
        day = (at + offset_at(self.tz, at)) // DAY
        if not self._days.weekly and self._days.extra_span is not None:
            day = max(day, self._days.extra_span[0] - 1)
        last = self._last_day()
        while n:
            day += 1
            if day > last:
                raise _exhausted("after")
            span = self._own_span(day)
            if span is not None:
                n -= 1
        assert span is not None
        return span[1]

    # --- how it is made

    def _last_day(self) -> int:
        if self._days.weekly:
            return LAST // DAY
        return self._days.extra_span[1] if self._days.extra_span else FIRST // DAY

    def _own_span(self, day: int) -> tuple[int, int] | None:
        """First and last working instant of a day's own ranges, or None if it has none."""
        try:
            return self._own[day]
        except KeyError:
            pass
        found: tuple[int, int] | None = None
        pieces = self._days.own(day)
        if pieces:  # offsets reach from -16 h to +16 h, a day's own ranges to its 48th hour
            for low, high, offset in spans(self.tz, (day - 1) * DAY, (day + 3) * DAY):
                for start, end in _within(low, high, day * DAY - offset, pieces):
                    found = (start if found is None else min(found[0], start), end)
        self._own[day] = found
        return found

    def _block(self, index: int) -> _Block:
        """The block of an index, made when first asked for."""
        intervals: list[tuple[int, int]] = []
        if self._first <= index <= self._last:
            for low, high, offset in spans(self.tz, index << _SHIFT, (index + 1) << _SHIFT):
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
        block = _Block(starts, ends, used, base, used[-1] if used else 0)
        self._blocks[index] = block
        return block

    def _gather(self, into: list[tuple[int, int]], low: int, high: int, offset: int) -> None:
        """Append the working intervals of ``[low, high)``, over which the offset is constant."""
        of = self._days.of
        first, last = (low + offset) // DAY, (high + offset - 1) // DAY
        into += _within(low, high, first * DAY - offset, of(first))
        for day in range(first + 1, last):  # whole days: nothing to cut off
            midnight = day * DAY - offset
            for start, end in of(day):
                into.append((midnight + start, midnight + end))
        if last > first:
            into += _within(low, high, last * DAY - offset, of(last))


def always(tz: str | ZoneInfo = "UTC") -> WorkCalendar:
    """A calendar in which every moment counts (24 x 7)."""
    return WorkCalendar(tz, {weekday: [("00:00", "24:00")] for weekday in WEEKDAYS})


ALWAYS = always()


def _within(low: int, high: int, midnight: int, pieces: Iterable[Piece]) -> list[Piece]:
    """A day's pieces as instants, cut to ``[low, high)``."""
    cut = ((max(midnight + start, low), min(midnight + end, high)) for start, end in pieces)
    return [(start, end) for start, end in cut if start < end]


def _until(block: _Block, at: int) -> int:
    """Working time from a block's start to an instant of it."""
    place = bisect_right(block.starts, at)
    if not place:
        return 0
    place -= 1
    return at - block.base[place] if at < block.ends[place] else block.used[place]


def _instant(moment: datetime) -> int:
    if moment.tzinfo is None:
        raise ValueError("working time needs aware datetimes: this one has no time zone")
    passed = moment - _EPOCH
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


def _aware(at: int, zone: tzinfo | None) -> datetime:
    if -_EXACT < at < _EXACT:
        try:  # the fast way, where the system's C library reaches
            return datetime.fromtimestamp(at / 1_000_000, zone)
        except (OverflowError, OSError, ValueError):
            pass
    try:
        return (_EPOCH + timedelta(microseconds=at)).astimezone(zone)
    except OverflowError:
        raise CalendarProblem("span", "that lies outside the years 1 to 9999") from None


def _micros(seconds: float) -> int:
    try:
        return round(seconds * 1_000_000)
    except (OverflowError, ValueError):  # infinite, not a number
        raise CalendarProblem("amount", f"no amount of time: {seconds!r}", value=seconds) from None


def _checked(at: int, micros: int, answer: int) -> int:
    """The answer where nothing is to be counted; refuses a negative amount."""
    if micros < 0:
        raise CalendarProblem(
            "amount", f"an amount of time is not negative: {micros}", value=micros
        )
    return answer if micros else at


def _exhausted(where: str) -> CalendarProblem:
    return CalendarProblem(
        "exhausted", f"the calendar has not enough working time {where} that moment", where=where
    )
