"""What the stories of the sample are told against: the moment, the desk's rules, who is who.

Its times are written as spans back from that moment, or on from it at an hour of the day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from agentdesk.desk.calls_terms import calendar_name
from agentdesk.domain import callbacks
from agentdesk.domain.callbacks import Terms, Window, Wishes
from agentdesk.domain.policy import Policy
from agentdesk.domain.values import DAY, HOUR, MINUTE, SECOND, instant, moment

OPENS, CLOSES = 8, 20
"""Local hours in which the sample's people promise to call: those of the bundled policy's desk."""
ROUND = 5 * MINUTE
"""Times told to people are round."""

_UNITS = {"d": DAY, "h": HOUR, "m": MINUTE, "s": SECOND}
_SPAN = re.compile(r"(\d+)([dhms])")
_AFTER = re.compile(r"([+-])([0-9dhms]+)(?:@(\d\d):(\d\d))?")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a story is told against."""

    now: int
    policy: Policy
    tz: tzinfo
    lang: str
    duty: Mapping[str, str]
    receipt: Mapping[str, str]
    names: Mapping[str, str]
    busy: dict[str, list[Window]] = field(default_factory=dict)
    """What everybody has agreed on in the stories told so far."""

    def code(self, name: str) -> str:
        """The code of who a story names."""
        return self.names.get(name, name)

    def before(self, text: str) -> int:
        """So long before the moment: ``2d4h30m``."""
        return self.now - span(text)

    def time(self, text: str) -> int:
        """``+45m`` from now, at a round time; ``+2d@10:00`` at 10:00 local time, two days on.
        Raises ValueError for anything else."""
        found = _AFTER.fullmatch(text)
        if found is None:
            raise ValueError(text)
        sign, length, hour, minute = found.groups()
        if sign == "-":
            return _round(self.before(length))
        local = moment(self.now + span(length)).astimezone(self.tz)
        if hour is not None:
            return instant(
                local.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
            )
        if OPENS <= local.hour < CLOSES:
            return _round(instant(local))
        # Nobody promises a call for the night: as long after the next opening instead.
        return _round(self._opening(local) + min(span(length), 2 * HOUR))

    def _opening(self, local: datetime) -> int:
        day = local if local.hour < OPENS else local + timedelta(days=1)
        return instant(day.replace(hour=OPENS, minute=0, second=0, microsecond=0))

    def spoken(self, language: str, at: int) -> str:
        """A time as it is told in a text."""
        local = moment(at).astimezone(self.tz)
        if language == "zh":
            return f"{local.month}月{local.day}日{local:%H:%M}"
        return f"{local:%H:%M} on {local.day} {local:%b}"

    def agree(self, who: str, what: str, line: str, text: str) -> Window | None:
        """The first free time of somebody from one on, in the hours of calls or of visits; they
        have it from now on. None where the desk's rules leave no such time."""
        taken = self.busy.setdefault(who, [])
        name = calendar_name(self.policy, what, line)
        calendar = self.policy.calendars[name]
        terms = Terms(self.policy.calls, calendar, Wishes(self.tz), busy=tuple(taken))
        rule = self.policy.callback
        length = rule.window if rule is not None else terms.rule.slot
        for at in self._grid(self.time(text), terms.rule.slot):
            if callbacks.free(at, at + length, terms, self.now):
                taken.append((at, at + length))
                return taken[-1]
        return None

    def _grid(self, begin: int, slot: int) -> Iterator[int]:
        """The slots of the days from a time on, as far as other times are looked for."""
        midnight = callbacks.local_instant(self.tz, callbacks.local_day(self.tz, begin) * DAY)
        first = begin + (midnight - begin) % slot
        yield from range(first, begin + callbacks.LOOK_AHEAD, slot)


def span(text: str) -> int:
    """``2d4h30m`` in microseconds. Raises ValueError for anything else."""
    if not re.fullmatch(r"(?:\d+[dhms])+", text):
        raise ValueError(text)
    return sum(int(number) * _UNITS[unit] for number, unit in _SPAN.findall(text))


def _round(at: int) -> int:
    return -(-at // ROUND) * ROUND  # every zone's offset is a multiple of five minutes
