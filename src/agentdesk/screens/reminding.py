"""When a reminder is said: 15, 5 and 0 minutes before its time, each once while a program runs."""

from __future__ import annotations

from collections.abc import Sequence

from agentdesk.desk.api import Reminder
from agentdesk.domain.values import HOUR, MINUTE

STEPS = (0, 5 * MINUTE, 15 * MINUTE)
"""Time left at which something is said, the last step first (microseconds)."""

AHEAD = 2 * HOUR
"""So far ahead the desk is asked: what comes is known before its first step is reached, also on a
machine that has slept."""

BACK = "back"
"""The kind of a reminder of what a department did: its time is when it did."""

_FAR = 1 << 62


def step_of(left: int) -> int | None:
    """The step that has been reached with so much time left; None: it is further off."""
    return next((step for step in STEPS if left <= step), None)


class Reminding:
    """What is to be said, and what was."""

    def __init__(self) -> None:
        self._known: tuple[Reminder, ...] = ()
        self._said: dict[tuple[int, str, int], int] = {}
        self._begun = False
        self.last: Reminder | None = None
        """What the newest one said was about."""

    def know(self, reminders: Sequence[Reminder], now: int) -> None:
        """What the desk tells of now. What has come up meanwhile, closer than a step, was made just
        now: nobody has to be told of that step."""
        before = {_key(one) for one in self._known}
        self._known = tuple(reminders)
        if self._begun:  # what came back from a department is news whenever it comes
            fresh = [one for one in self._known if _key(one) not in before and one.kind != BACK]
            self._pass_over(fresh, now)
        self._begun = True

    def _pass_over(self, reminders: Sequence[Reminder], now: int) -> None:
        """Take the steps that these have reached as said."""
        for one in reminders:
            step = step_of(one.at - now)
            if step is not None:
                self._said[_key(one)] = min(step, self._said.get(_key(one), _FAR))

    @property
    def coming(self) -> tuple[Reminder, ...]:
        """What the desk told of last."""
        return self._known

    def due(self, now: int) -> list[Reminder]:
        """What has reached a step that was not said yet, the earliest first."""
        found = [one for one in self._known if self._reached(one, now)]
        return sorted(found, key=lambda one: one.at)

    def _reached(self, one: Reminder, now: int) -> bool:
        step = step_of(one.at - now)
        return step is not None and step < self._said.get(_key(one), _FAR)

    def said(self, reminders: Sequence[Reminder], now: int) -> None:
        """These have been said, for the step that they have reached."""
        self._pass_over(reminders, now)
        self.last = reminders[0] if reminders else self.last

    def first(self) -> Reminder | None:
        """Where a key leads: what was said last if it still stands, else what comes first."""
        if self.last is not None and self.last in self._known:
            return self.last
        return min(self._known, key=lambda one: (one.kind == BACK, one.at), default=None)


def _key(one: Reminder) -> tuple[int, str, int]:
    return (one.case_id, one.kind, one.at)
