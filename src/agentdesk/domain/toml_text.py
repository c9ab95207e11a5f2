"""TOML from a file of somebody's: one kind of refusal, however it is broken."""

from __future__ import annotations

import re
import tomllib
from typing import Any

_PLACE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)\s*$")
_SHOWN = 60
"""Characters of a line that are quoted."""


def read_toml(text: str) -> dict[str, Any]:
    """The table of a TOML text. Raises tomllib.TOMLDecodeError (a ValueError), also for brackets
    in brackets without end, at which tomllib itself gives up with a RecursionError."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise tomllib.TOMLDecodeError("brackets are nested too deeply") from None


def broken(error: ValueError, text: str) -> tuple[str, int, str]:
    """What is wrong with a text, in which line (the last, if in none), and the line: cut if it is
    long, empty if it cannot be shown."""
    message = str(error)
    place = _PLACE.search(message)
    line = int(place[1]) if place and place[1] else text.count("\n") + 1
    row = text.split("\n")[line - 1].strip() if place and place[1] else ""
    if not row.isprintable():
        row = ""
    if len(row) > _SHOWN:
        row = f"{row[: _SHOWN - 1]}…"
    return _PLACE.sub("", message).strip(), line, row
