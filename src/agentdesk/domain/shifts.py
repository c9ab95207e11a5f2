"""When somebody works next (C12): what falls due before that needs another person.

Hours are a `WorkCalendar`; instants are UTC microseconds.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from agentdesk.domain.values import instant, moment
from agentdesk.domain.worktime import WorkCalendar


def next_shift(calendar: WorkCalendar, now: int, tz: str) -> int:
    """When working time begins on the next local day on which there is any.

    What is left of today does not count: whoever goes home does not come back this evening. Raises
    CalendarProblem for a calendar without working time ahead.
    """
    zone = ZoneInfo(tz)
    tomorrow = moment(now).astimezone(zone).date() + timedelta(days=1)
    midnight = instant(datetime.combine(tomorrow, time(), zone))
    return calendar.add_at(midnight, 1) - 1  # the first microsecond of work, less itself
