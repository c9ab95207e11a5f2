"""A person's agreed calls and visits as iCalendar (RFC 5545), for the calendar they live by.

UIDs are stable and SEQUENCE counts the changes, so that a calendar that reads the file again moves
an entry instead of doubling it; what is off, or a colleague's now, is told as CANCELLED. Times are
UTC: no calendar can misread them. There is no METHOD: this is a calendar to be read, not an
invitation, which would have to name an organizer (RFC 5546).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from agentdesk.desk.agenda import Entry
from agentdesk.domain.values import MINUTE, moment
from agentdesk.i18n import t

if TYPE_CHECKING:
    from icalendar import Alarm, Event

BEFORE = 15 * MINUTE
"""So long before it begins a calendar rings: the first note of the desk comes then, too."""


def written(entries: Iterable[Entry], name: str) -> str:
    """The whole calendar; the same entries make the same text. ``name``: how it is called."""
    from icalendar import Calendar  # 60 ms that no other command needs

    calendar = Calendar()
    calendar.add("prodid", "-//agentdesk//calls//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)  # RFC 7986
    calendar.add("x-wr-calname", name)  # what calendars knew before
    for entry in entries:
        calendar.add_component(_event(entry))
    text: bytes = calendar.to_ical()
    return text.decode("utf-8")


def _event(entry: Entry) -> Event:
    from icalendar import Event

    key = "calls.ical.visit" if entry.what == "visit" else "calls.ical.call"
    summary = t(key, reference=entry.reference)
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", moment(entry.changed_at).replace(microsecond=0))
    event.add("created", moment(entry.made_at).replace(microsecond=0))
    event.add("last-modified", moment(entry.changed_at).replace(microsecond=0))
    event.add("dtstart", moment(entry.at).replace(microsecond=0))
    event.add("dtend", moment(entry.until).replace(microsecond=0))
    event.add("summary", f"{summary} · {entry.customer}" if entry.customer else summary)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    if entry.place:
        event.add("location", entry.place)
    if entry.due:
        event.add_component(_alarm(str(event["summary"])))
    return event


def _alarm(words: str) -> Alarm:
    """Rings before it, as the desk itself does."""
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", timedelta(microseconds=-BEFORE))
    return alarm
