"""Public holidays and make-up working days of a country, as dates (PROMISES, "Working time" 4).

The only file that knows the ``holidays`` library, and only while it resolves: importing this module
costs nothing. What it answers is stored with a policy version, so an update of the library moves no
due by itself.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

MAKE_UP_COUNTRIES = frozenset({"CN"})
"""Countries that rearrange working days by a yearly notice: a year without any is not known yet."""


class UnknownCountry(ValueError):
    """The library knows no holidays of that country (or of that part of it)."""

    def __init__(self, country: object) -> None:
        super().__init__(f"no public holidays are known for {country!r} (ISO 3166, such as CN)")
        self.country = str(country)


@dataclass(frozen=True, slots=True)
class ResolvedDays:
    """Dates as ISO texts, in order, as `WorkCalendar` takes them."""

    holidays: tuple[str, ...] = ()
    makeup_days: tuple[str, ...] = ()
    """Weekend days that are worked in exchange for a weekday off."""
    provisional_years: tuple[int, ...] = ()
    """Years whose official schedule is not known: what is given for them is a guess by statute."""


def resolve(country: str | None, years: Iterable[int]) -> ResolvedDays:
    """The public holidays of whole years. ``country`` is ISO 3166, with a part as in ``GB-SCT``.

    None or an empty text means a desk without public holidays. A year is provisional if the country
    gives its make-up days by a yearly notice and none is known, if dates of it are only estimated
    (a lunar calendar by sight), or if the library does not reach it. Raises UnknownCountry.
    """
    wanted = sorted(set(years))
    if not country or not wanted:
        return ResolvedDays()
    # A year's schedule may move days into the years beside it (a Sunday of December is worked).
    around = {near for year in wanted for near in (year - 1, year, year + 1) if 1 <= near <= 9999}
    days = _load(country, around)
    kept = set(wanted)
    makeup = sorted(day for day in days.weekend_workdays if day.year in kept)
    guessed = {day.year for day, name in days.items() if _estimated(days, name)}
    guessed.update(year for year in wanted if not days.start_year <= year <= days.end_year)
    if days.country in MAKE_UP_COUNTRIES:
        guessed.update(kept - {day.year for day in makeup})
    return ResolvedDays(
        holidays=tuple(day.isoformat() for day in sorted(days) if day.year in kept),
        makeup_days=tuple(day.isoformat() for day in makeup),
        provisional_years=tuple(year for year in wanted if year in guessed),
    )


def _load(country: str, years: set[int]) -> Any:
    import holidays  # 90 ms and 250 modules: only when a policy is resolved

    code, _, part = country.strip().upper().replace("_", "-").partition("-")
    try:
        with warnings.catch_warnings():  # what it warns of is said by `provisional_years`
            warnings.simplefilter("ignore")
            found = holidays.country_holidays(code, subdiv=part or None, years=sorted(years))
    except NotImplementedError:
        raise UnknownCountry(country) from None
    # The library also takes names; only codes are ours, so that a policy says one thing one way.
    if len(code) not in (2, 3):
        raise UnknownCountry(country)
    return found


def _estimated(days: Any, name: str) -> bool:
    """The library marks dates that it can only estimate in the name of the holiday."""
    for label in ("estimated_label", "observed_estimated_label"):
        text = getattr(days, label, None)
        if text and any(mark in name for mark in _marks(days.tr(text))):
            return True
    return False


def _marks(label: str) -> list[str]:
    return [part.strip() for part in label.split("%s") if part.strip()]
