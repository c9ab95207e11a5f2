"""Files out of the desk: events as JSON Lines, cases as CSV that no spreadsheet runs."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import AsyncIterator, Mapping
from typing import IO, Any

from agentdesk.domain.values import moment

INSTANTS = frozenset(
    {"received", "clock_due", "broken_since", "wake_at", "resolved_at", "follow_up_due"}
)
"""Columns of a case that are instants: ISO 8601 in UTC."""
FLAGS = frozenset({"care", "surge"})

_FORMULA = re.compile(r"[=+\-@\t\r\n|%＝＋－＠]")
"""The full-width signs count, too, where spreadsheets speak Chinese or Japanese."""


async def write_events(events: AsyncIterator[Mapping[str, Any]], file: IO[str]) -> None:
    """One event a line, keys sorted; instants stay integers, as the chain was sealed over them.

    ASCII only: nothing in it drives a terminal, and any reader reads it.
    """
    async for event in events:
        file.write(json.dumps(event, sort_keys=True, separators=(",", ":")) + "\n")


async def write_cases(cases: AsyncIterator[Mapping[str, Any]], file: IO[str]) -> None:
    """One case a row under a header; instants as ISO 8601 in UTC, flags as yes and no."""
    writer: Any = None
    async for case in cases:
        if writer is None:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(list(case))
        writer.writerow([cell(name, value) for name, value in case.items()])


def cell(name: str, value: Any) -> str:
    """A value as it stands in a spreadsheet. Text that it would take for a formula gets an
    apostrophe in front (CWE-1236)."""
    if value is None:
        return ""
    if name in FLAGS:
        return "yes" if value else "no"
    if name in INSTANTS:
        return moment(value).isoformat().replace("+00:00", "Z")
    if not isinstance(value, str):
        return str(value)
    return f"'{value}" if _FORMULA.match(value) else value
