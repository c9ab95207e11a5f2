"""Which country a time zone lies in, from the tables that come with tzdata."""

from __future__ import annotations

from functools import cache
from importlib import resources

from agentdesk.desk.api import DeskTrouble
from agentdesk.domain.zones import UnknownZone, open_zone


def require_zone(name: str) -> str:
    """The name of a zone that exists here. Raises DeskTrouble ``unknown_zone`` otherwise."""
    try:
        open_zone(name)
    except UnknownZone:
        raise DeskTrouble("unknown_zone", zone=name) from None
    return name


def country_of(zone: str) -> str | None:
    """ISO 3166 code of the country a zone is listed for; None for UTC and the like.

    Old names (``PRC``) are followed to the zone they stand for. A zone that serves several
    countries counts for the one it is named after.
    """
    listed = _countries()
    return listed.get(zone) or listed.get(_links().get(zone, ""))


def _table(name: str) -> list[list[str]]:
    text = (resources.files("tzdata") / "zoneinfo" / name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _countries() -> dict[str, str]:
    return {row[2]: row[0] for row in _table("zone.tab") if len(row) > 2}


@cache
def _links() -> dict[str, str]:
    lines = (" ".join(row).split() for row in _table("tzdata.zi"))
    return {words[2]: words[1] for words in lines if len(words) == 3 and words[0] == "L"}
