"""Reminders of the running program: one note at a time, and the key that goes to its case."""

from __future__ import annotations

from pathlib import PurePath

from agentdesk.desk.api import DeskTrouble, Reminder
from agentdesk.i18n import t
from agentdesk.screens.acts import key_text
from agentdesk.screens.base import DeskDialog, DeskWork
from agentdesk.screens.common_acts import REMINDER
from agentdesk.screens.desk_app import DeskApp
from agentdesk.screens.reminding import AHEAD, Reminding
from agentdesk.widgets.frame import back_text, next_said, reminder_text

STANDS = 12.0
"""Seconds for which a reminder stands; the next one waits for its end."""


class RemindingApp(DeskApp):
    """The part of the program that reminds."""

    def __init__(self, css_path: list[str | PurePath]) -> None:
        super().__init__(css_path=css_path)
        self.reminding = Reminding()
        self._reminder_stands = False

    def remind(self) -> None:
        """Ask the desk what comes, and say what has reached a step."""
        if self.is_open:
            self._say_reminders()  # a promise that runs out now is in the next answer no more
            self.run_worker(self._read_reminders(), group="reminders", exclusive=True)

    async def _read_reminders(self) -> None:
        try:
            self.reminding.know(await self.desk.reminders(AHEAD), self.desk.now())
        except DeskTrouble:
            return  # whatever is done next says so; the next minute asks again
        self._say_reminders()

    def _say_reminders(self) -> None:
        """One note for all that has reached a step, unless one stands."""
        now = self.desk.now()
        due = self.reminding.due(now)
        if self._reminder_stands or not due:
            return
        self.reminding.said(due, now)
        self._reminder_stands = True
        what = back_text(due[0], self.desk.labels)
        if not what:
            what = reminder_text(due[0], self.desk.info, now)
        if len(due) > 1:
            what = t("frame.reminder.more", what=what, count=len(due) - 1)
        words = what
        if len(due) > 1 or not self._is_shown(due[0]):
            words = t("frame.reminder.goes", what=what, key=key_text(self.keys_of(REMINDER)[0]))
        self.toast(words, kind="warning", seconds=STANDS)
        self.set_timer(STANDS, self._reminder_gone)

    def _is_shown(self, one: Reminder) -> bool:
        """Its case is on the screen already."""
        at_work = [here for here in reversed(self.screen_stack) if isinstance(here, DeskWork)]
        place = next(filter(None, (screen.place() for screen in at_work)), None)
        return place is not None and place[0] == one.case_id

    def _reminder_gone(self) -> None:
        self._reminder_stands = False
        if self.is_open:
            self._say_reminders()

    async def go_to_reminder(self) -> None:
        """The case of the reminder; open dialogs are left as esc leaves them, their words kept."""
        reminder = self.reminding.first()
        case_id = reminder.case_id if reminder is not None else self._next_of_mine()
        if case_id is None:
            self.toast(t("frame.reminder.none"))
            return
        while isinstance(top := self.screen, DeskDialog):
            await top.leave()
            if self.screen is top:
                return  # it does not let go: it says why
        from agentdesk.screens.case import CaseScreen

        here = self.screen
        if isinstance(here, CaseScreen) and here.case_id == case_id:
            self.toast(t("frame.reminder.here"))
        else:
            self.push_screen(CaseScreen(case_id))

    def _next_of_mine(self) -> int | None:
        """The case of what the header names as next."""
        counts = self.counts
        if counts is None:
            return None
        said, promise = next_said(counts), counts.next_promise
        if said is not None and (promise is None or promise.due is None or said.at < promise.due):
            return said.case_id
        return promise.id if promise is not None else None
