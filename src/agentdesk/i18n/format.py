"""Times, days and durations as people read them, in the language in force.

Every instant and duration is an integer of microseconds (UTC). A zone is the desk's, handed in.
Time left never uses a colon: ``4m12`` is a duration, ``14:30`` a time of day.
"""

from __future__ import annotations

import re
from datetime import date, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from agentdesk.domain.values import DAY, HOUR, MINUTE, SECOND, moment
from agentdesk.i18n import language, t

SHOW_SECONDS_UNDER = 15 * MINUTE
"""Seconds are shown only with less than this left: else a table would repaint each second."""

MINUS = "−"

_BETWEEN_HAN = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])|(?<=[，。：；！？）]) (?=\w)")


@lru_cache(maxsize=8)
def zone(name: str) -> tzinfo:
    """The zone of an IANA name; UTC for a name that this system does not know."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def local(at: int, tz: tzinfo) -> datetime:
    """The local, aware datetime of an instant."""
    return moment(at).astimezone(tz)


def unspaced(text: str) -> str:
    """Without the spaces between two characters of Chinese, or after its punctuation."""
    return _BETWEEN_HAN.sub("", text)


def sentences(*said: str) -> str:
    """Sentences one after the other, as the language writes them."""
    text = " ".join(filter(None, said))
    return unspaced(text) if language() == "zh" else text


def left(due: int, now: int) -> str:
    """Time left until ``due``, short: ``4m12``, ``26m``, ``1h58``, ``3d 4h``; ``−`` when late."""
    return span(due - now)


def span(micros: int) -> str:
    """A duration, short and rounded down; seconds only under 15 minutes."""
    size = abs(micros)
    seconds = size // SECOND
    sign = MINUS if micros < 0 and seconds else ""
    if seconds < 60:
        return sign + t("frame.span.s", s=seconds)
    if size < SHOW_SECONDS_UNDER:
        return sign + t("frame.span.ms", m=seconds // 60, s=f"{seconds % 60:02d}")
    minutes = size // MINUTE
    if minutes < 60:
        return sign + t("frame.span.m", m=minutes)
    if size < DAY:
        return sign + t("frame.span.hm", h=minutes // 60, m=f"{minutes % 60:02d}")
    days, hours = size // DAY, size % DAY // HOUR
    if days < (10 if sign else 100):  # late by weeks, the hours would not fit the column
        return sign + t("frame.span.dh", d=days, h=hours)
    return sign + t("frame.span.d", d=min(days, 9999))


def span_changes_at(due: int, now: int) -> int:
    """The first instant after ``now`` at which ``left(due, now)`` may read differently."""
    rest = due - now
    size = abs(rest)
    unit = SECOND if size < SHOW_SECONDS_UNDER else MINUTE if size < DAY else HOUR
    if rest > 0:
        return now + rest % unit + 1
    return now + unit - size % unit


def duration(micros: int) -> str:
    """A duration in words, rounded down to minutes: ``1 h 58 min``, ``1 小时 58 分钟``."""
    minutes = max(0, micros) // MINUTE
    if minutes == 0 and micros > 0:
        return t("frame.duration.s", s=max(1, micros // SECOND))
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    parts = []
    if days:
        parts.append(t("frame.duration.d", d=days))
    if hours:
        parts.append(t("frame.duration.h", h=hours))
    if (rest and not days) or not parts:
        parts.append(t("frame.duration.m", m=rest))
    return " ".join(parts)


def time_of_day(at: int, tz: tzinfo) -> str:
    """``14:30``, local."""
    return f"{local(at, tz):%H:%M}"


def repeated(at: int, tz: tzinfo) -> str:
    """``¹`` or ``²`` for an hour that a clock change repeats: the first or the second of them."""
    here = local(at, tz)
    if here.fold:
        return "²"
    return "¹" if here.replace(fold=1).utcoffset() != here.utcoffset() else ""


def day(at: int, now: int, tz: tzinfo) -> str:
    """A local day: ``today``, ``tomorrow``, ``Fri``, ``24 Nov``, ``24 Nov 2025``."""
    that, today = local(at, tz).date(), local(now, tz).date()
    ahead = (that - today).days
    if -1 <= ahead <= 1:
        return t(("frame.day.yesterday", "frame.day.today", "frame.day.tomorrow")[ahead + 1])
    if 1 < ahead < 7:
        return t(f"frame.weekday.{that.weekday()}")
    return _date(that, with_year=that.year != today.year)


class When(str):
    """A point in time as a sentence takes it; the catalogue chooses the form.

    ``{at}``: ``14:30`` (today), ``tomorrow 09:00``, ``Fri 14:30``, ``24 Nov 14:30``. ``{at:full}``:
    ``14:30``, ``tomorrow at 09:00``, ``Mon 23 Nov at 10:00``, as one says it to a customer.
    ``{at:on}``: the same with its preposition, ``at 14:30``, ``on Mon 23 Nov at 10:00``.
    ``{at:whole}``: ``23 Nov 2026, 10:00``, whenever it is read. One that is not known
    (``When("–")``) reads the same in every form.
    """

    __slots__ = ("_at", "_now", "_tz")
    _at: int | None
    _now: int
    _tz: tzinfo

    def __new__(cls, short: str) -> When:
        told = super().__new__(cls, short)
        told._at = None
        return told

    @classmethod
    def made(cls, short: str, at: int, now: int, tz: tzinfo) -> When:
        """An instant, seen at another, in a zone; ``short`` is its short form."""
        told = cls(short)
        told._at, told._now, told._tz = at, now, tz
        return told

    def __format__(self, spec: str) -> str:
        if spec not in ("full", "on", "whole"):
            return super().__format__(spec)
        if self._at is None:
            return str(self)
        if spec == "whole":
            there = local(self._at, self._tz)
            return t("frame.whole", date=_date(there.date(), with_year=True), time=f"{there:%H:%M}")
        that, today = local(self._at, self._tz), local(self._now, self._tz).date()
        time, ahead = f"{that:%H:%M}", (that.date() - today).days
        if ahead == 0:
            return t("frame.on", full=time) if spec == "on" else time
        if abs(ahead) == 1:
            return t("frame.full.near", day=day(self._at, self._now, self._tz), time=time)
        weekday = t(f"frame.weekday.{that.weekday()}")
        date = _date(that.date(), with_year=that.year != today.year)
        full = t("frame.full", weekday=weekday, date=date, time=time)
        return t("frame.on.date", full=full) if spec == "on" else full


def when(at: int, now: int, tz: tzinfo) -> When:
    """A point in time: ``14:30`` (today), ``tomorrow 09:00``, ``Fri 14:30``, ``24 Nov 14:30``."""
    short = time_of_day(at, tz)
    if local(at, tz).date() != local(now, tz).date():
        short = f"{day(at, now, tz)} {short}"
    return When.made(short, at, now, tz)


def at_time(at: int, now: int, tz: tzinfo) -> str:
    """For a narrow column: ``at 14:30``, ``Fri 14:30``, ``24 Nov``; in Chinese without "at"."""
    that, today = local(at, tz), local(now, tz)
    ahead = (that.date() - today.date()).days
    if ahead == 0:
        return t("frame.at", time=f"{that:%H:%M}")
    if 0 < ahead < 7:
        weekday = t(f"frame.weekday.{that.weekday()}")
        return t("frame.at.day", day=weekday, time=f"{that:%H:%M}")
    return _date(that.date(), with_year=False)


def _date(day: date, *, with_year: bool) -> str:
    month = t(f"frame.month.{day.month}")
    key = "frame.date.year" if with_year else "frame.date"
    return t(key, day=day.day, month=month, year=day.year)


def iso_minute(at: int, tz: tzinfo) -> str:
    """``2026-11-23 14:30``, local: for logs and timelines older than a week."""
    return f"{local(at, tz):%Y-%m-%d %H:%M}"


def count(value: int) -> str:
    """A figure that stops at 999: ``41``, ``999+`` (the store stops counting there)."""
    return "999+" if value >= 999 else str(value)


def joined(parts: list[str]) -> str:
    """Parts of a sentence side by side, with the comma of the language."""
    return ("、" if language() == "zh" else ", ").join(parts)
