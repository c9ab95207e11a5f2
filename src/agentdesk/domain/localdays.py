"""Which local times of which local dates count: hours, holidays, breaks and extra days (PROMISES).

Knows nothing of zones. A *day* is an integer: local days since 1970-01-01. A *piece* is a half-open
range ``(start, end)`` of microseconds since the day's local midnight, as a wall clock shows them;
a piece that passes midnight ends after `DAY`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from agentdesk.domain.values import DAY, HOUR, MINUTE, SECOND

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Piece = tuple[int, int]
TimeLike = str | time
RangeLike = Sequence[TimeLike]
DateLike = str | date

_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NAMES = dict(zip((*WEEKDAYS, *_FULL), WEEKDAYS * 2, strict=True))
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
_DATE = re.compile(r"(\d{1,4})-(\d{1,2})-(\d{1,2})", re.ASCII)


class CalendarProblem(ValueError):
    """A calendar that cannot be: a stable ``code`` and what was wrong, for a sentence.

    Codes: weekday, time, range, date, zone (definition); exhausted, span, amount (use).
    """

    def __init__(self, code: str, message: str, **params: Any) -> None:
        super().__init__(message)
        self.code = code
        self.params = params


def day_number(day: DateLike) -> int:
    """Days since 1970-01-01 of a date or an ISO date text. Raises CalendarProblem."""
    if isinstance(day, datetime):
        day = day.date()
    if isinstance(day, date):
        return day.toordinal() - _EPOCH_ORDINAL
    found = _DATE.fullmatch(day.strip()) if isinstance(day, str) else None
    if found is not None:
        try:
            return date(*(int(part) for part in found.groups())).toordinal() - _EPOCH_ORDINAL
        except ValueError:
            pass
    raise CalendarProblem("date", f"no such date: {day!r} (write YYYY-MM-DD)", value=str(day))


def day_date(day: int) -> date:
    """The date of a day number."""
    return date.fromordinal(day + _EPOCH_ORDINAL)


def time_of_day(text: TimeLike) -> int:
    """Microseconds since local midnight of ``HH:MM`` or ``HH:MM:SS``; ``24:00`` ends the day."""
    if isinstance(text, time):
        if text.tzinfo is not None:
            raise CalendarProblem("time", "hours are local: no zone in them", value=str(text))
        return text.hour * HOUR + text.minute * MINUTE + text.second * SECOND + text.microsecond
    found = _TIME.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is not None:
        hour, minute, second = (int(part or 0) for part in found.groups())
        at = hour * HOUR + minute * MINUTE + second * SECOND
        if minute < 60 and second < 60 and at <= DAY:
            return at
    raise CalendarProblem(
        "time", f"no such time of day: {text!r} (00:00 to 24:00)", value=str(text)
    )


def pieces(ranges: Iterable[RangeLike]) -> tuple[Piece, ...]:
    """Ranges as pieces, merged and in order. An end not after its start is on the next day."""
    found = []
    for pair in ranges:
        if isinstance(pair, str) or len(pair) != 2:
            raise CalendarProblem("range", f"a range has a start and an end: {pair!r}")
        start, end = time_of_day(pair[0]), time_of_day(pair[1])
        found.append((start, end if end > start else end + DAY))
    return _merged(found)


class LocalDays:
    """The counted local times of every date. Raises CalendarProblem for what cannot be.

    Holidays and breaks mask local dates and times, also those of yesterday's overnight range. An
    extra day's ranges replace its weekday's and lift its holiday; breaks still mask them.
    """

    def __init__(
        self,
        hours: Mapping[str, Sequence[RangeLike]],
        holidays: Iterable[DateLike] = (),
        breaks: Mapping[Any, Sequence[RangeLike]] | None = None,
        extra_days: Mapping[Any, Sequence[RangeLike]] | None = None,
    ) -> None:
        if isinstance(holidays, str):
            raise CalendarProblem("date", "holidays is a list of dates", value=holidays)
        self._week = _week(hours)
        self._holidays = frozenset(day_number(day) for day in holidays)
        self._breaks = _dated(breaks)
        self._extra = _dated(extra_days)
        touched = set(self._holidays)
        for day in (*self._breaks, *self._extra):
            touched.update((day, day + 1))
        self._touched = frozenset(touched)
        """Days whose pieces are not simply those of their weekday."""
        self._plain = tuple(
            _joined(self._week[weekday], self._week[weekday - 1]) for weekday in range(7)
        )
        self.weekly = any(self._week)
        """Some weekday has hours: working time never ends."""
        self.endless = not touched and all(plain == ((0, DAY),) for plain in self._plain)
        """Every moment counts (24 x 7)."""
        self.extra_span = (min(self._extra), max(self._extra) + 1) if self._extra else None
        """First and last day that extra days can give time to, or None."""

    def of(self, day: int) -> tuple[Piece, ...]:
        """What counts within one local date (pieces within 0..DAY), in order, not touching."""
        if day not in self._touched:
            return self._plain[(day + 3) % 7]
        return _without(_joined(self._ranges(day), self._ranges(day - 1)), self._mask(day))

    def own(self, day: int) -> tuple[Piece, ...]:
        """What the ranges that start on a day count, tails past midnight included.

        Nothing for a holiday, though yesterday's night may pass into it or its own out of it.
        """
        if day in self._holidays and day not in self._extra:
            return ()
        ranges = self._ranges(day)
        if day not in self._touched and day + 1 not in self._touched:
            return ranges
        tomorrow = ((start + DAY, end + DAY) for start, end in self._mask(day + 1))
        return _without(_without(ranges, self._mask(day)), tuple(tomorrow))

    def _ranges(self, day: int) -> tuple[Piece, ...]:
        extra = self._extra.get(day)
        return self._week[(day + 3) % 7] if extra is None else extra

    def _mask(self, day: int) -> tuple[Piece, ...]:
        if day in self._holidays and day not in self._extra:
            return ((0, DAY),)
        return _joined(self._breaks.get(day, ()), self._breaks.get(day - 1, ()))


def _week(hours: Mapping[str, Sequence[RangeLike]]) -> tuple[tuple[Piece, ...], ...]:
    week: dict[str, tuple[Piece, ...]] = dict.fromkeys(WEEKDAYS, ())
    for name, ranges in hours.items():
        weekday = _NAMES.get(str(name).strip().lower())
        if weekday is None:
            raise CalendarProblem("weekday", f"no such weekday: {name!r}", value=str(name))
        week[weekday] = pieces(ranges or ())
    return tuple(week[weekday] for weekday in WEEKDAYS)


def _dated(days: Mapping[Any, Sequence[RangeLike]] | None) -> dict[int, tuple[Piece, ...]]:
    return {day_number(day): pieces(ranges or ()) for day, ranges in (days or {}).items()}


def _merged(found: Iterable[Piece]) -> tuple[Piece, ...]:
    """In order, with overlapping and touching pieces made one, and empty ones left out."""
    merged: list[Piece] = []
    for start, end in sorted(found):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _joined(own: Iterable[Piece], yesterday: Iterable[Piece]) -> tuple[Piece, ...]:
    """One date's part of its own pieces and of those that yesterday sent past midnight."""
    today = [(start, min(end, DAY)) for start, end in own]
    tails = [(max(start - DAY, 0), end - DAY) for start, end in yesterday if end > DAY]
    return _merged(today + tails)


def _without(kept: tuple[Piece, ...], masks: tuple[Piece, ...]) -> tuple[Piece, ...]:
    for mask_start, mask_end in masks:
        left = []
        for start, end in kept:
            left += [(start, min(end, mask_start)), (max(start, mask_end), end)]
        kept = tuple(piece for piece in left if piece[0] < piece[1])
    return kept
