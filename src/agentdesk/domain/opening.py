"""Whether a calendar's people are at work, and until when: what both sides of a handoff see."""

from __future__ import annotations

from agentdesk.domain.localdays import CalendarProblem
from agentdesk.domain.values import DAY
from agentdesk.domain.worktime import WorkCalendar

LOOK = 7 * DAY
"""So far an end of work is looked for: with none by then they are simply open."""


def is_open(calendar: WorkCalendar, at: int) -> bool:
    """Whether an instant counts as working time."""
    return calendar.between_at(at, at + 1) == 1


def turns_at(calendar: WorkCalendar, at: int) -> int | None:
    """When working time ends next, or begins again if they are closed; None if it never does (or
    not within a week, if they are open)."""
    if not is_open(calendar, at):
        try:
            return calendar.add_at(at, 1) - 1
        except CalendarProblem:
            return None
    if calendar.between_at(at, at + LOOK) == LOOK:
        return None
    low, high = 0, LOOK  # open all the way to low, not to high
    while high - low > 1:
        middle = (low + high) // 2
        if calendar.between_at(at, at + middle) == middle:
            low = middle
        else:
            high = middle
    return at + low
