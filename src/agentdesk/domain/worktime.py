"""Working time: how much of it lies between two instants, and when a budget of it is used up.

The meaning is that of PROMISES, "Working time": an instant counts if the wall clock of the
calendar's zone then shows a time that counts (`localdays`). So hours that a clock change skips
count nothing and repeated ones count twice, without a rule of their own.

Instants and durations are integer microseconds; the three `datetime` methods are for the edges. An
answer costs two bisections (`workblocks`; PERFORMANCE, "Working time").
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from agentdesk.domain.localdays import (
    WEEKDAYS,
    CalendarProblem,
    DateLike,
    LocalDays,
    RangeLike,
    day_number,
)
from agentdesk.domain.values import DAY
from agentdesk.domain.workblocks import SHIFT, Block, Blocks
from agentdesk.domain.zones import FIRST, LAST, offset_at, open_zone

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EXACT = 2**33 * 1_000_000  # to the year 2242 a float of seconds still tells microseconds apart


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
        self._blocks = Blocks(self.tz, self._days)
        self._kept = self._blocks.kept
        self._own: dict[int, tuple[int, int] | None] = {}

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
        block = self._kept.get(at >> SHIFT) or self._blocks.block(at >> SHIFT)
        target = micros
        place = bisect_right(block.starts, at)
        if place:
            place -= 1
            if at < block.ends[place]:
                target += at - block.base[place]
            else:
                target += block.used[place]
        if target > block.total:
            block, target = self._later(at >> SHIFT, target - block.total)
            place = 0
        return block.base[bisect_left(block.used, target, place)] + target

    def between_at(self, start: int, end: int) -> int:
        """`between` on instants."""
        if end <= start:
            return 0
        if self._endless:
            return end - start
        first, last = start >> SHIFT, end >> SHIFT
        block = self._kept.get(first) or self._blocks.block(first)
        worked = 0
        place = bisect_right(block.starts, start)
        if place:  # as Block.until, inlined: this is the hot path
            place -= 1
            ended = block.ends[place] <= start
            worked = -block.used[place] if ended else block.base[place] - start
        if first != last:
            worked += block.total + self._blocks.sum(first + 1, last)
            block = self._blocks.block(last)
        return worked + block.until(end)

    def latest_start_at(self, due: int, micros: int) -> int:
        """`latest_start` on instants."""
        if micros <= 0 or self._endless:
            return _checked(due, micros, due - micros)
        block = self._kept.get(due >> SHIFT) or self._blocks.block(due >> SHIFT)
        target = block.until(due) - micros
        if target < 0:
            block, target = self._earlier(due >> SHIFT, target)
        return block.base[bisect_right(block.used, target)] + target

    def _later(self, index: int, left: int) -> tuple[Block, int]:
        """The block after ``index`` in which what is left of a budget is used, and how much."""
        index = max(index + 1, self._blocks.first)
        while index <= self._blocks.last:
            total = self._blocks.total(index)
            if left <= total:
                return self._blocks.block(index), left
            left -= total
            index += 1
        raise _exhausted("after")

    def _earlier(self, index: int, target: int) -> tuple[Block, int]:
        """The block before ``index`` in which a start lies, and the time of it that stays free."""
        index = min(index - 1, self._blocks.last)
        while index >= self._blocks.first:
            target += self._blocks.total(index)
            if target >= 0:
                return self._blocks.block(index), target
            index -= 1
        raise _exhausted("before")

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

    def _last_day(self) -> int:
        if self._days.weekly:
            return LAST // DAY
        return self._days.extra_span[1] if self._days.extra_span else FIRST // DAY

    def _own_span(self, day: int) -> tuple[int, int] | None:
        try:
            return self._own[day]
        except KeyError:
            found = self._own[day] = self._blocks.own(day)
            return found


def always(tz: str | ZoneInfo = "UTC") -> WorkCalendar:
    """A calendar in which every moment counts (24 x 7)."""
    return WorkCalendar(tz, {weekday: [("00:00", "24:00")] for weekday in WEEKDAYS})


ALWAYS = always()


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
