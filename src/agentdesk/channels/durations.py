"""Spans of time as people type them on a command line: ``8h``, ``90m``, ``1h30m``, ``2d``."""

from __future__ import annotations

import re

from agentdesk.domain.values import DAY, HOUR, MINUTE

_SPAN = re.compile(r"(?:(\d{1,4})d)?(?:(\d{1,5})h)?(?:(\d{1,7})m)?", re.ASCII | re.IGNORECASE)
LONGEST = 366 * DAY


def span(text: str) -> int | None:
    """Microseconds of a span, or None if it is not one (or none at all, or over a year)."""
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        return None
    days, hours, minutes = (int(part or 0) for part in found.groups())
    total = days * DAY + hours * HOUR + minutes * MINUTE
    return total if 0 < total <= LONGEST else None
