"""Dates in a file, read by a format that somebody stated: never guessed (C4 depends on it).

A format is written with tokens; everything else in it stands for itself:

| token | reads | token | reads |
| --- | --- | --- | --- |
| ``YYYY`` | year, four digits | ``H``, ``HH`` | hour 0-23 |
| ``M``, ``MM`` | month, 1-2 or exactly 2 digits | ``h``, ``hh`` | hour 1-12, with ``A`` |
| ``MMM`` | Jan … Dec | ``A`` | AM or PM |
| ``D``, ``DD`` | day | ``m``, ``mm`` | minute |
| ``Z`` | ``Z``, ``+08:00`` or ``+0800`` | ``s``, ``ss`` | second |
| ``T`` | the letter T | ``f`` | fraction of a second, 1-6 digits |

A date without a time is midnight of the stated zone. A local time skipped by a clock change is the
same distance after the change; one that comes twice is the first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from agentdesk.domain.values import instant

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PATTERNS = {
    "YYYY": r"(?P<year>\d{4})",
    "MMM": r"(?P<name>[A-Za-z]{3})",
    "MM": r"(?P<month>\d{2})",
    "M": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{2})",
    "D": r"(?P<day>\d{1,2})",
    "HH": r"(?P<hour>\d{2})",
    "H": r"(?P<hour>\d{1,2})",
    "hh": r"(?P<half>\d{2})",
    "h": r"(?P<half>\d{1,2})",
    "A": r"(?P<noon>[AaPp][Mm])",
    "mm": r"(?P<minute>\d{2})",
    "m": r"(?P<minute>\d{1,2})",
    "ss": r"(?P<second>\d{2})",
    "s": r"(?P<second>\d{1,2})",
    "f": r"(?P<fraction>\d{1,6})",
    "Z": r"(?P<offset>[Zz]|[+-]\d{2}:?\d{2})",
}
_LITERAL = frozenset({"T"})
_LOOSE = frozenset({"M", "D", "H", "h", "m", "s", "f"})
_TOKEN = re.compile(r"YYYY|MMM|MM|M|DD|D|HH|H|hh|h|A|mm|m|ss|s|f|Z|T|[A-Za-z]+|[^A-Za-z]")
FIRST_YEAR = 1970
LAST_YEAR = 2199


class BadFormat(ValueError):
    """A format that cannot be used. ``code`` names ``imports.format.<code>``.

    token (with ``token``), twice (with ``token``), glued (two numbers of open length beside each
    other), no_year, no_month, no_day, noon (h without A, or A without h), order (minute without
    hour, second without minute).
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class DateFormat:
    """A stated format, ready to read."""

    text: str
    pattern: re.Pattern[str]

    def read(self, text: str, zone: tzinfo) -> int | None:
        """The instant that ``text`` says, or None if it is not written in this format.

        ``zone`` counts unless the format reads an offset (``Z``) from the text itself.
        """
        found = self.pattern.fullmatch(text.strip())
        return _build(found.groupdict(), zone) if found else None


def date_format(text: str) -> DateFormat:
    """Make a format ready. Raises BadFormat."""
    parts: list[str] = []
    fields: set[str] = set()
    loose = False
    for match in _TOKEN.finditer(text):
        token = match[0]
        pattern = _PATTERNS.get(token)
        if pattern is None:
            if token.isascii() and token.isalpha() and token not in _LITERAL:
                raise BadFormat("token", token=token)
            parts.append(re.escape(token))
            loose = False
            continue
        name = pattern[pattern.index("<") + 1 : pattern.index(">")]
        if name in fields:
            raise BadFormat("twice", token=token)
        if loose and "\\d" in pattern and name != "offset":
            raise BadFormat("glued", token=token)
        fields.add(name)
        parts.append(pattern)
        loose = token in _LOOSE
    _complete(fields)
    return DateFormat(text, re.compile("".join(parts), re.ASCII))


def _complete(fields: set[str]) -> None:
    """A format must say the whole date, and no minute without its hour."""
    if "year" not in fields:
        raise BadFormat("no_year")
    if len(fields & {"month", "name"}) != 1:
        raise BadFormat("no_month")
    if "day" not in fields:
        raise BadFormat("no_day")
    if ("half" in fields) != ("noon" in fields) or {"half", "hour"} <= fields:
        raise BadFormat("noon")
    finer = ("minute", "second", "fraction")
    steps = [bool(fields & {"hour", "half"}), *(name in fields for name in finer)]
    if steps != sorted(steps, reverse=True):  # each one needs the one before it
        raise BadFormat("order")


def _build(found: dict[str, str | None], zone: tzinfo) -> int | None:
    try:
        month = _month(found)
        hour = _hour(found)
        if month is None or hour is None:
            return None
        local = datetime(
            int(found["year"] or 0),
            month,
            int(found["day"] or 0),
            hour,
            int(found.get("minute") or 0),
            int(found.get("second") or 0),
            int((found.get("fraction") or "0").ljust(6, "0")),
            tzinfo=_offset(found.get("offset")) or zone,
        )
        if not FIRST_YEAR <= local.year <= LAST_YEAR:
            return None
        return instant(local.astimezone(UTC))
    except (ValueError, OverflowError):
        return None


def _month(found: dict[str, str | None]) -> int | None:
    name = found.get("name")
    if name is None:
        return int(found.get("month") or 0)
    return _MONTHS.index(name.lower()) + 1 if name.lower() in _MONTHS else None


def _hour(found: dict[str, str | None]) -> int | None:
    half = found.get("half")
    if half is None:
        return int(found.get("hour") or 0)
    if not 1 <= int(half) <= 12:
        return None
    return int(half) % 12 + (12 if (found.get("noon") or "").lower() == "pm" else 0)


def _offset(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    if text in "Zz":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    if minutes > 59:
        raise ValueError(text)
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if text[0] == "-" else span)
