"""Time zones for people: the one this computer uses, and finding one by part of its name."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

_ALIASES = {
    "北京": "Asia/Shanghai",
    "上海": "Asia/Shanghai",
    "深圳": "Asia/Shanghai",
    "广州": "Asia/Shanghai",
    "中国": "Asia/Shanghai",
    "beijing": "Asia/Shanghai",
    "china": "Asia/Shanghai",
    "乌鲁木齐": "Asia/Urumqi",
    "香港": "Asia/Hong_Kong",
    "澳门": "Asia/Macau",
    "台北": "Asia/Taipei",
    "新加坡": "Asia/Singapore",
    "东京": "Asia/Tokyo",
    "首尔": "Asia/Seoul",
    "伦敦": "Europe/London",
    "柏林": "Europe/Berlin",
    "巴黎": "Europe/Paris",
    "纽约": "America/New_York",
    "芝加哥": "America/Chicago",
    "洛杉矶": "America/Los_Angeles",
    "悉尼": "Australia/Sydney",
}
"""Names that people type and the IANA list does not have."""


@cache
def zone_names() -> tuple[str, ...]:
    """Every IANA zone of a place, in order, and UTC; reads a folder: call it in a thread."""
    places = {name for name in _spellings().values() if _is_place(name)}
    return tuple(sorted(places | {"UTC"}))


@cache
def _spellings() -> dict[str, str]:
    """Every name of the IANA list, by itself in small letters."""
    return {_folded(name): name for name in available_timezones()}


def _is_place(name: str) -> bool:
    head = name.partition("/")[0]
    return "/" in name and head not in ("Etc", "SystemV", "posix", "right", "US", "Brazil")


def system_zone() -> str:
    """The zone of this computer (``TZ``, /etc/localtime, /etc/timezone); UTC if it does not say."""
    candidates = [os.environ.get("TZ", "").lstrip(":")]
    with suppress(OSError, RuntimeError):
        target = str(Path("/etc/localtime").resolve())
        candidates.append(target.partition("zoneinfo/")[2])
    with suppress(OSError, UnicodeDecodeError):
        candidates.append(Path("/etc/timezone").read_text("utf-8").strip())
    return next((name for name in candidates if name and is_zone(name)), "UTC")


def is_zone(name: str) -> bool:
    """Whether a name is a zone of the IANA list, spelt exactly so."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return name == "UTC" or "/" in name


def find_zones(typed: str, names: Sequence[str]) -> list[str]:
    """The zones whose name holds what was typed, best first: a city's start before its middle."""
    want = _folded(typed)
    if not want:
        return []
    found = [zone for alias, zone in _ALIASES.items() if alias.startswith(want)]
    ranked = []
    for name in names:
        folded = _folded(name)
        city = folded.rsplit("/", 1)[-1]
        if folded == want or city == want:
            rank = 0
        elif city.startswith(want):
            rank = 1
        elif folded.startswith(want):
            rank = 2
        elif want in folded:
            rank = 3
        else:
            continue
        ranked.append((rank, len(city), name))
    return list(dict.fromkeys([*found, *(name for _, _, name in sorted(ranked))]))


def nearest_zone(typed: str, names: Sequence[str]) -> str | None:
    """What somebody may have meant who misspelt a zone, or None."""
    want = _folded(typed)
    by_name = {_folded(name): name for name in names}
    by_city = {_folded(name).rsplit("/", 1)[-1]: name for name in names}
    close = get_close_matches(want, by_name, n=1, cutoff=0.7)
    if close:
        return by_name[close[0]]
    close = get_close_matches(want.rsplit("/", 1)[-1], by_city, n=1, cutoff=0.7)
    return by_city[close[0]] if close else None


def exact_zone(typed: str, names: Sequence[str]) -> str | None:
    """The zone of exactly that name, or None.

    Case and spaces do not matter, neither for a name of the list nor for one that the list leaves
    out (``Etc/UTC``, ``US/Pacific``).
    """
    want = _folded(typed)
    found = next((name for name in names if _folded(name) == want), None)
    if found is None and names:  # the names have been read, off the key path
        found = _spellings().get(want)
    return found if found is not None and is_zone(found) else None


def _folded(text: str) -> str:
    return text.strip().casefold().replace(" ", "_")
