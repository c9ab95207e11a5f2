"""What comes of reading a spoken time: an instant or a window, or why there is none (C2, C7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """One reading of a typed time. Instants in microseconds, whole minutes, UTC.

    ``at``: the instant, or where a window begins. ``until``: where the window ends; None for an
    instant. ``part``: the part of the day that the window is: morning, lunchtime, afternoon,
    dusk, evening; "" for an instant, and for a window whose both ends were named. ``worked``: the
    hours of work have decided it.
    """

    at: int
    until: int | None = None
    part: str = ""
    worked: bool = field(default=False, compare=False)


class Unclear(ValueError):
    """A typed time that is not taken. ``code`` names the sentence ``forms.when.<code>``.

    - empty, unclear: nothing, or nothing that is surely a time;
    - no_such: the date or hour does not exist; differs: the weekday is not that date's;
    - skipped, twice: the clocks change there;
    - past (with ``at``, the instant it would have been), far;
    - hour (with ``days``, the dates it can be): a day is named and no hour;
    - worktime: it needs the hours of work, and none are given; closed: nobody works then; always:
      somebody always works, there is no end of the day;
    - which (with ``choices``): more than one reading, earliest first. To be asked, never chosen.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    @property
    def choices(self) -> tuple[Said, ...]:
        """What can be meant, if the code is ``which``."""
        found: tuple[Said, ...] = self.params.get("choices", ())
        return found
