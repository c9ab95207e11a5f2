"""Times as a letter says them, in the customer's language, whichever this program speaks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from agentdesk.i18n import LANGUAGES, catalogue
from agentdesk.i18n.format import local, zone


def when(at: int, now: int, lang: str, zone_name: str, desk_zone: str = "") -> str:
    """``Friday 27 November, 18:00``; with its year where that is another, with its zone where the
    customer's (``zone_name``) is not the desk's."""
    there, today = local(at, zone(zone_name)), local(now, zone(zone_name))
    said = _when(there, lang, with_year=there.year != today.year)
    return _zoned(said, lang, zone_name, desk_zone)


def window(at: int, until: int, now: int, lang: str, zone_name: str, desk_zone: str = "") -> str:
    """``Friday 27 November, 14:30 to 15:00``."""
    start, end = local(at, zone(zone_name)), local(until, zone(zone_name))
    today = local(now, zone(zone_name))
    first = _when(start, lang, with_year=start.year != today.year)
    last = f"{end:%H:%M}" if end.date() == start.date() else _when(end, lang, with_year=False)
    return _zoned(_say(lang, "when.span", start=first, end=last), lang, zone_name, desk_zone)


def day(at: int, lang: str, zone_name: str) -> str:
    """``23 November 2026``."""
    there = local(at, zone(zone_name))
    return _say(lang, "day", day=there.day, month=_month(there, lang), year=there.year)


def listed(parts: Sequence[str], lang: str) -> str:
    """Names one after the other."""
    return _say(lang, "and").join(parts)


def _when(there: datetime, lang: str, *, with_year: bool) -> str:
    return _say(
        lang,
        "when.year" if with_year else "when",
        weekday=_say(lang, f"weekday.{there.weekday()}"),
        day=there.day,
        month=_month(there, lang),
        year=there.year,
        time=f"{there:%H:%M}",
    )


def _zoned(said: str, lang: str, zone_name: str, desk_zone: str) -> str:
    if not desk_zone or zone_name == desk_zone:
        return said
    texts = catalogue(_known(lang))
    city = texts.get(f"forms.zone.{zone_name}", zone_name.rsplit("/", 1)[-1].replace("_", " "))
    return _say(lang, "zone", when=said, zone=city)


def _month(there: datetime, lang: str) -> str:
    return _say(lang, f"month.{there.month}")


def _say(lang: str, key: str, **params: object) -> str:
    return catalogue(_known(lang))[f"letter.{key}"].format_map(params)


def _known(lang: str) -> str:
    return lang if lang in LANGUAGES else LANGUAGES[0]
