"""What the day of agreed calls shows and how it reads it: the grid beside the due list.

What can be done there is in `callbacks`. Nothing is polled: the desk says what has changed, and the
clock when a call begins or is missed.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer

from agentdesk.desk.api import CallbackLine, CaseView, Day, DeskTrouble
from agentdesk.domain.values import MINUTE, SECOND, Refused
from agentdesk.i18n import format as form
from agentdesk.i18n import t
from agentdesk.screens.live_list import SETTLE, LiveList
from agentdesk.widgets.call_detail import CallDetail
from agentdesk.widgets.day_head import DayHead, banner
from agentdesk.widgets.due_calls import DueCalls
from agentdesk.widgets.lens import lens_of
from agentdesk.widgets.lines import Row
from agentdesk.widgets.slot_grid import SlotGrid

BOTH_FROM = 100
"""Columns from which the grid and the list stand side by side."""

BESIDE = ((150, 56), (0, 46))
"""Columns of the screen -> columns of the list."""


class CallbacksView(LiveList):
    """A day of agreed calls beside what is due."""

    AUTO_FOCUS: ClassVar[str | None] = None

    def __init__(self) -> None:
        super().__init__()
        self.date: date | None = None
        """The day that is shown, in the desk's zone; None until the desk is asked."""
        self.mine = False
        self._list_alone = False
        self._pointing: Timer | None = None
        self._waker: Timer | None = None

    def compose_body(self) -> ComposeResult:
        """The day, the grid, the list, and the call under the cursor."""
        yield DayHead()
        with Horizontal(id="callbacks-main"):
            yield SlotGrid(self.desk.now)
            with Vertical(id="callbacks-beside"):
                yield DueCalls(self.desk.now)
                yield CallDetail(id="detail-beside")
        yield CallDetail(id="detail-below")

    def on_mount(self) -> None:
        """Today."""
        self.date = self.today
        self._lay_out()
        self.grid.focus()
        self._head(None)
        self.read()

    # --- its parts
    @property
    def grid(self) -> SlotGrid:
        """The grid."""
        return self.query_one(SlotGrid)

    @property
    def due(self) -> DueCalls:
        """The due list."""
        return self.query_one(DueCalls)

    @property
    def today(self) -> date:
        """The present day where the desk stands."""
        return form.local(self.desk.now(), self.tz).date()

    @property
    def on_list(self) -> bool:
        """The keys are in the due list."""
        return self.due.has_focus

    @property
    def call(self) -> CallbackLine | None:
        """The call under the cursor that has the keys."""
        return self.due.call if self.on_list else self.grid.call

    # --- layout
    @property
    def both(self) -> bool:
        """There is room for the grid and the list side by side."""
        return self.app.size.width >= BOTH_FROM

    def _lay_out(self) -> None:
        """Side by side where there is room; else one of both."""
        width, both = self.app.size.width, self.both
        beside = self.query_one("#callbacks-beside")
        beside.styles.width = next(w for least, w in BESIDE if width >= least) if both else "1fr"
        self.query_one("#callbacks-main").set_class(both, "-both")
        self.grid.display = both or not self._list_alone
        beside.display = both or self._list_alone
        self.query_one("#detail-beside").display = both
        self.query_one("#detail-below").display = not both

    def on_resize(self, event: events.Resize) -> None:
        """Other columns."""
        self._lay_out()
        self._head(self.grid.day)

    # --- reading
    def read(self, *, keep: bool = True) -> None:
        """Read the day and the list anew; ``keep`` leaves the cursor where it is."""
        self.start(self._read(keep), group="page", exclusive=True)

    async def _read(self, keep: bool) -> None:
        wanted = self.date or self.today
        day = await self.desk.day(wanted.isoformat())
        calls = await self.desk.due_callbacks(who=self.desk.info.me.code if self.mine else None)
        if self.date != wanted:
            return
        lens = lens_of(self.desk, self.desk_app.people)
        same = self.grid.day is not None and self.grid.day.date == day.date
        self.grid.show(day, lens, keep=keep and same)
        self.due.show(calls, lens, mine=self.mine)
        self._head(day)
        self.refresh_frame()
        self._pointed()
        self._wake()

    def _head(self, day: Day | None) -> None:
        shown = self.date or self.today
        weekday = t(f"frame.weekday.{shown.weekday()}")
        month = t(f"frame.month.{shown.month}")
        words = t("callbacks.day", weekday=weekday, day=shown.day, month=month, year=shown.year)
        week = t("callbacks.week", week=shown.isocalendar().week)
        left: Row = [(t("callbacks.title"), "head"), (f" · {words}", "strong")]
        ahead = (shown - self.today).days
        if -1 <= ahead <= 1:
            near = ("frame.day.yesterday", "frame.day.today", "frame.day.tomorrow")[ahead + 1]
            left.append((f" · {t(near)}", "accent" if ahead == 0 else ""))
        left.append((f" · {week}", "quiet"))
        right: Row = []
        if not self.both:  # the other half is out of sight
            other = "grid" if self._list_alone else "list"
            right += [
                (self.key_named("side"), "accent"),
                (f" {t(f'callbacks.head.{other}')}  ", "quiet"),
            ]
        right += [
            (f"{self.key_named('day_back')} {self.key_named('day_on')}", "accent"),
            (f" {t('callbacks.head.day')}  ", "quiet"),
            (self.key_named("today"), "accent"),
            (f" {t('callbacks.head.today')}", "quiet"),
        ]
        self.query_one(DayHead).show(left, right, banner(day))

    # --- time passes
    def _wake(self) -> None:
        """Draw again when a minute is over, or a row begins, or a call is missed."""
        if self._waker is not None:
            self._waker.stop()
        now = self.desk.now()
        instants = [now - now % MINUTE + MINUTE]
        for call in self.due.calls:
            instants += [at for at in (call.at, call.due + 1) if at > now]
        delay = max(0.2, (min(instants) - now) / SECOND)
        self._waker = self.set_timer(delay, self.time_passed)

    def time_passed(self) -> None:
        """The clock has moved on: everything that counts from now reads otherwise."""
        now = self.desk.now()
        for call in (*self.due.calls, *self._calls()):
            if call.state == "set":  # it may have begun or been missed: it stands elsewhere
                self.due.show(self.due.calls, self.due.lens.at(now), mine=self.mine)
                break
        self.grid.lens = self.grid.lens.at(now)
        self.grid.refill()
        self._show_detail(self._seen)
        self._wake()

    def _calls(self) -> list[CallbackLine]:
        day = self.grid.day
        return [call for row in day.rows for slot in row for call in slot.calls] if day else []

    def frame_changed(self) -> None:
        """The minute of the header has changed."""
        super().frame_changed()
        if self.is_mounted and self.grid.day is not None:
            self.time_passed()

    # --- what is under the cursor
    _seen: CaseView | None = None

    def on_slot_grid_moved(self) -> None:
        """Another slot."""
        self._pointed()

    def on_due_calls_moved(self) -> None:
        """Another call."""
        self._pointed()

    def on_descendant_focus(self) -> None:
        """The other side has the keys."""
        self._pointed()

    def _pointed(self) -> None:
        """Show the call at once; its customer's hours and notes when the cursor rests."""
        call = self.call
        same = call is not None and self._seen is not None and self._seen.id == call.case_id
        self._show_detail(self._seen if same else None)
        self.refresh_frame()
        if self._pointing is not None:
            self._pointing.stop()
            self._pointing = None
        if call is not None:
            self._pointing = self.set_timer(SETTLE, self._rested)

    def _rested(self) -> None:
        self._pointing = None
        call = self.call
        if call is not None:
            self.start(self._read_case(call.case_id), group="preview", exclusive=True)

    async def _read_case(self, case_id: int) -> None:
        try:
            view = await self.desk.case(case_id)
        except (Refused, DeskTrouble):
            return  # what is done next says so
        if self.call is not None and self.call.case_id == case_id:
            self._show_detail(view)

    def _show_detail(self, view: CaseView | None) -> None:
        self._seen = view
        lens = lens_of(self.desk, self.desk_app.people)
        for detail in self.query(CallDetail):
            if self.on_list or self.grid.slot is None:
                detail.show(lens, self.due.call, None, view)
            else:
                detail.show(lens, self.grid.call, self.grid.slot, view)

    # --- another day
    def show_day(self, wanted: date) -> None:
        """This day, the cursor where work begins."""
        self.date = wanted
        self._head(None)
        self.read(keep=False)

    def turn(self, days: int) -> None:
        """Days on or back."""
        self.show_day((self.date or self.today) + timedelta(days=days))

    def relabel(self) -> None:
        """The language has changed."""
        self._head(self.grid.day)
        for widget in (self.grid, self.due, *self.query(CallDetail)):
            widget.refill()
        self.read()
        self.refresh_frame()
