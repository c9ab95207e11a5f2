"""The queue: what comes first, why, and one key to take it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar
from uuid import uuid4

from textual.timer import Timer

from agentdesk.desk.api import CaseView, Done, Filter, QueueRow, View
from agentdesk.domain.values import Status
from agentdesk.i18n import t
from agentdesk.screens.acts import Act, bindings
from agentdesk.screens.live_list import SETTLE
from agentdesk.screens.over_cases import OverCases
from agentdesk.screens.queue_acts import QUEUE_ACTS, VIEW_OF
from agentdesk.screens.queue_view import PAGE, QueueView
from agentdesk.screens.taking import TakesNext
from agentdesk.widgets.cells import plain
from agentdesk.widgets.filter_bar import FilterBar, case_number
from agentdesk.widgets.frame import KeyHint
from agentdesk.widgets.home_words import counted
from agentdesk.widgets.queue_table import QueueTable
from agentdesk.widgets.queue_window import Window
from agentdesk.widgets.views_line import ViewsLine

SETTLED = (Status.RESOLVED, Status.CLOSED)
"""Nothing is left to do for the customer."""


class QueueScreen(OverCases, TakesNext, QueueView):
    """The live list of cases in the order of the promises, and what can be done with it."""

    ACTS: ClassVar[Sequence[Act]] = QUEUE_ACTS
    BINDINGS = bindings(QUEUE_ACTS)

    def __init__(self) -> None:
        super().__init__()
        self._typing: Timer | None = None

    def hints(self) -> list[KeyHint]:
        """The footer; "clear" only while there is a filter."""
        filtered = not self._where.empty or (bool(self.query(FilterBar)) and self.bar.display)
        hints = [hint for hint in super().hints() if hint.name != "clear" or filtered]
        counts = self.desk_app.counts
        if counts is not None and counts.offered:  # colleagues who go home wait for an answer
            words = counted("home.offered", counts.offered)
            hints.insert(1, KeyHint("going_home", self.key_named("going_home"), words))
        return hints

    # --- views and filter
    def choose(self, view: View) -> None:
        """Show a view from its first row."""
        if view is not self._view:
            self._view = view
            self.refresh_frame()
            self.read(top=True)

    def on_views_line_chosen(self, message: ViewsLine.Chosen) -> None:
        """A view was clicked."""
        self.choose(message.view)

    def do_filter(self) -> None:
        """Type a filter."""
        self.bar.open()
        self.refresh_frame()

    def do_clear(self) -> None:
        """Take the filter away; back to the list."""
        self._unclear = False
        self.bar.clear()
        self.table.focus()
        if not self._where.empty:
            self._where = Filter()
            self.read()
        self.refresh_frame()

    def on_filter_bar_changed(self, message: FilterBar.Changed) -> None:
        """Read what the text means, once the keys rest."""
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(SETTLE, self._typed)

    def _typed(self) -> None:
        self._typing = None
        text = self.bar.text
        number = case_number(text)
        where = Filter() if number is not None else self.desk_app.read_filter(text)
        self._unclear = bool(where.unknown)
        if where.unknown:
            field = ", ".join(plain(name) for name in where.unknown)
            self.bar.found(t("queue.filter.unknown", field=field), wrong=True)
            where = replace(where, unknown=())  # what was understood counts
        elif not text.strip():
            self.bar.found("")
        if number is not None:
            self.start(self._point_at(number), group="find", exclusive=True)
        if where != self._where:
            self._where = where
            self.read(top=True)
        self.refresh_frame()

    async def _point_at(self, number: str) -> None:
        """A number was typed: put the cursor on its case, if this view has it."""
        found = await self.desk.find(number)
        if case_number(self.bar.text) != number:
            return
        if found is None:
            self.bar.found(t("queue.filter.no_case", number=number), wrong=True)
            return
        page = await self.desk.page(self._view, Filter(), around=found, limit=PAGE)
        reference = next((row.reference for row in page.rows if row.id == found), number)
        if any(row.id == found for row in page.rows):
            self._show(Window.of(page), found)
        self.bar.found(t("queue.filter.jump", reference=reference))

    async def on_filter_bar_submitted(self, message: FilterBar.Submitted) -> None:
        """Enter: a number opens its case; other text hands the keys back to the list."""
        number = case_number(message.text)
        if number is not None:
            self.start(self._open_number(number))
            return
        if not message.text.strip():
            self.do_clear()
        else:
            self.table.focus()

    async def _open_number(self, number: str) -> None:
        found = await self.desk.find(number)
        if found is None:
            self.bar.found(t("queue.filter.no_case", number=number), wrong=True)
            return
        self.do_clear()
        self.open_case(found)

    # --- acts
    async def do(self, name: str) -> None:
        """Carry an act out; the seven view keys are one act."""
        if name in VIEW_OF:
            self.choose(VIEW_OF[name])
        else:
            await super().do(name)

    def refusal(self, name: str) -> str | None:
        """Why an act cannot be done on the row under the cursor."""
        if name not in ("open", "why", "claim", "handoff", "callback", "undo", "copy"):
            return None
        row = self.row if self.query(QueueTable) else None
        if row is None:
            return t("queue.no_row")
        if name == "copy":
            return self.not_copied()
        if name == "claim" and row.owner is not None:
            return t("queue.owned.me") if row.mine else t("queue.owned", owner=self.name_of(row))
        return None

    def name_of(self, row: QueueRow) -> str:
        """The name of a row's owner."""
        person = self.desk_app.people.get(row.owner or "")
        return plain(person.name if person is not None else row.owner or "—")

    def taken_in(self, done: Done | None) -> None:
        """The cursor goes to what was made of a call, if this view has it and work is left."""
        if done is not None:
            self._stale = False
            self.read(cursor=None if "resolved" in done.kinds else done.case_id)
            self.desk_app.refresh_counts()

    def do_open(self) -> None:
        """The case under the cursor."""
        if self.table.cursor is not None:
            self.open_case(self.table.cursor)

    def on_queue_table_opened(self, message: QueueTable.Opened) -> None:
        """Double-clicked."""
        self.open_case(message.case_id)

    def open_case(self, case_id: int) -> None:
        """Push the case's own screen."""
        from agentdesk.screens.case import CaseScreen

        self._stale = True
        screen = CaseScreen(case_id)
        self.app.push_screen(screen, lambda _: self._come_back(screen.case_id, screen.view))

    def _come_back(self, case_id: int, view: CaseView | None) -> None:
        """The cursor goes to the case that was looked at last; once that is settled, to the first.

        There may have been several: `n` goes on from case to case.
        """
        window = self.table.window
        before = window.row(case_id)
        was_settled = before is not None and before.status in SETTLED
        settled = view is not None and view.status in SETTLED and not was_settled
        place = window.index.get(case_id) if not settled else None if window.more_before else 0
        if place is not None:  # at once: a key that follows is meant for that row
            self.table.go(place)
        self._stale = False
        self.read(cursor=case_id, top=settled)

    def do_claim(self) -> None:
        """Claim the case under the cursor."""
        if self.table.cursor is not None:
            self.start(self._claim(self.table.cursor))

    async def _claim(self, case_id: int) -> None:
        done = await self.desk.claim(case_id, op=uuid4().hex)
        self.say(t("queue.claimed", reference=done.reference, key=self.key_named("undo")))
        self.read()
        self.desk_app.refresh_counts()

    def do_undo(self) -> None:
        """Take back my last step on the case under the cursor."""
        if self.table.cursor is not None:
            self.start(self._undo(self.table.cursor))

    async def _undo(self, case_id: int) -> None:
        done = await self.desk.undo(case_id)
        self.say(t("queue.undone", reference=done.reference))
        self.read()
        self.desk_app.refresh_counts()

    def do_handoff(self) -> None:
        """Hand the case under the cursor to a department."""
        from agentdesk.screens.forms.handoff import HandoffForm

        if self.table.cursor is not None:
            self.over_case(self.table.cursor, lambda view: ("handoff", HandoffForm))

    def do_departments(self) -> None:
        """What each department has, and by when it answers."""
        from agentdesk.screens.departments import DepartmentsScreen

        self.app.push_screen(DepartmentsScreen())

    def do_callback(self) -> None:
        """Agree on a call with the customer of the case under the cursor, or make it."""
        from agentdesk.screens.forms.ring import ring_or_agree

        if self.table.cursor is not None:
            self.over_case(self.table.cursor, ring_or_agree)

    def do_callbacks(self) -> None:
        """The day of agreed calls."""
        from agentdesk.screens.callbacks import CallbacksScreen

        self.app.push_screen(CallbacksScreen())

    def do_copy(self) -> None:
        """The reference of the case under the cursor."""
        if self.row is not None:
            self.copy(self.row.reference)

    def do_follow_ups(self) -> None:
        """Whom to ask how it was."""
        from agentdesk.screens.followups import FollowUpScreen

        self._stale = True
        self.app.push_screen(FollowUpScreen())

    def do_why(self) -> None:
        """The whole reason of the row under the cursor."""
        from agentdesk.screens.why import WhyScreen

        if self.table.cursor is not None:
            self.app.push_screen(WhyScreen(self.table.cursor), self._from_why)

    def _from_why(self, case_id: int | None) -> None:
        if case_id is not None:
            self.open_case(case_id)

    def _step(self, views: int) -> None:
        every = list(View)
        self.choose(every[(every.index(self._view) + views) % len(every)])

    def do_view_next(self) -> None:
        """The view to the right."""
        self._step(1)

    def do_view_previous(self) -> None:
        """The view to the left."""
        self._step(-1)
