"""Zones: opening one by its name, and the spans over which its offset stays the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from agentdesk.domain.values import DAY, SECOND, instant, moment

_STEP = 2 * DAY
"""Offsets are looked at every two days: no zone has ever changed its clocks twice within three."""

_NONE, _MICRO = timedelta(), timedelta(microseconds=1)

FIRST = instant(datetime(1, 1, 3, tzinfo=UTC))
LAST = instant(datetime(9999, 12, 29, tzinfo=UTC))
"""The first and last instant whose local time can be written in every zone."""


class UnknownZone(ZoneInfoNotFoundError, ValueError):
    """No time zone of that name is known here (neither the system's data nor tzdata's)."""

    def __init__(self, name: object) -> None:
        super().__init__(f"unknown time zone: {name!r} (an IANA name such as Asia/Shanghai)")
        self.name = str(name)

    def __str__(self) -> str:
        return str(self.args[0])


_NO_PLACE = ("localtime", "posixrules", "Factory", "posix/", "right/")
"""Files beside the zones: another one on each machine, none at all, or with leap seconds."""


def open_zone(name: str) -> ZoneInfo:
    """The zone of an IANA name. Raises UnknownZone, whatever makes the name unusable."""
    if str(name).startswith(_NO_PLACE):
        raise UnknownZone(name)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError, TypeError, AttributeError):
        raise UnknownZone(name) from None


def offset_at(zone: tzinfo, at: int) -> int:
    """Microseconds to add to an instant to get its local wall time (clamped to years 1 to 9999)."""
    local = moment(min(max(at, FIRST), LAST)).astimezone(zone)
    return (local.utcoffset() or _NONE) // _MICRO


def spans(zone: tzinfo, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Cut ``[start, end)`` into ``(start, end, offset)`` wherever the zone changes its offset."""
    span_start, offset = start, offset_at(zone, start)
    known = start
    while known < end:
        probe = min(known + _STEP, end)
        after = offset_at(zone, probe)
        if after != offset:
            change = _change(zone, known, probe, offset)
            if change < end:
                yield span_start, change, offset
                span_start, offset = change, after
        known = probe
    yield span_start, end, offset


def _change(zone: tzinfo, low: int, high: int, offset: int) -> int:
    """The instant in ``(low, high]`` at which ``offset`` ends; clocks change on whole seconds."""
    before, after = low // SECOND, -(-high // SECOND)
    while after - before > 1:
        middle = (before + after) // 2
        if offset_at(zone, middle * SECOND) == offset:
            before = middle
        else:
            after = middle
    return after * SECOND
