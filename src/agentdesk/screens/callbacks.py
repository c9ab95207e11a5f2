"""The day of agreed calls: who rings whom when, what is due, and every step one key (C7)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from agentdesk.desk.api import CallbackLine, CaseView, Done
from agentdesk.i18n import t
from agentdesk.screens.acts import Act, bindings
from agentdesk.screens.callbacks_acts import CALLBACKS_ACTS, ON_CALL, TO_MAKE
from agentdesk.screens.callbacks_view import CallbacksView
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.callback import CallbackForm
from agentdesk.screens.forms.ring import CANCEL, MOVED, NO_ANSWER, RingForm
from agentdesk.screens.over_cases import OverCases
from agentdesk.screens.which_case import WhichCase
from agentdesk.widgets.due_calls import DueCalls
from agentdesk.widgets.lens import Lens
from agentdesk.widgets.slot_grid import SlotGrid

ACTIONS = {MOVED: "callback_move", NO_ANSWER: "callback_try", CANCEL: "callback_end"}
"""What came of a call -> the action that records it."""


class CallbacksScreen(OverCases, CallbacksView):
    """A day as a grid of slots by agent, beside the list of what is due."""

    ACTS: ClassVar[Sequence[Act]] = CALLBACKS_ACTS
    BINDINGS = bindings(CALLBACKS_ACTS, at_once=True)

    # --- what can be done
    def refusal(self, name: str) -> str | None:
        """Why not now."""
        if name not in ON_CALL:
            return None
        call = self.call if self.query(SlotGrid) else None
        if call is None:
            return t("callbacks.no_call")
        if name == "copy":
            return self.not_copied()
        if name in TO_MAKE and call.state != "set":
            return t("callbacks.made")
        if name == "no_answer" and call.at > self.desk.now():
            return self.refusal_text("callback_early", at=call.at)
        return None

    def do_open(self) -> None:
        """Make the call under the cursor; agree on one where the slot is free."""
        call = self.call
        if call is None:
            self.do_book()
        elif call.state == "set":
            self._ring(call, "")
        else:
            self.do_case()

    def on_slot_grid_opened(self, message: SlotGrid.Opened) -> None:
        """Double-clicked."""
        self.do_open()

    def on_due_calls_opened(self, message: DueCalls.Opened) -> None:
        """Double-clicked."""
        self.do_open()

    def _ring(self, call: CallbackLine, how: str) -> None:
        def make(view: CaseView, lens: Lens) -> CaseForm:
            same = (one for one in view.callbacks if one.id == call.id)
            return RingForm(view, lens, next(same, call), how)

        action = ACTIONS.get(how, "callback_reach")
        self.over_case(call.case_id, lambda view: (action, make))

    def do_move(self) -> None:
        """Another time."""
        self._on_call(MOVED)

    def do_no_answer(self) -> None:
        """Nobody answered."""
        self._on_call(NO_ANSWER)

    def do_cancel(self) -> None:
        """It is not needed any more."""
        self._on_call(CANCEL)

    def _on_call(self, how: str) -> None:
        call = self.call
        assert call is not None  # refusal() has seen to it
        self._ring(call, how)

    def do_book(self) -> None:
        """Agree on a call in the slot under the cursor: asks for the case first."""
        slot = None if self.on_list else self.grid.slot
        if slot is not None and not slot.free and slot.until <= self.desk.now():
            self.say(t("callbacks.slot.late"), kind="warning")
            return

        def chosen(case_id: int | None) -> None:
            if case_id is None:
                return
            at, who = (slot.at, slot.who) if slot is not None else (None, "")
            if at is not None and at <= self.desk.now():
                at = None  # the present slot: a time in it is typed
            form = partial(CallbackForm, at=at, who=who)
            self.over_case(case_id, lambda view: ("callback", form))

        self.app.push_screen(WhichCase(), chosen)

    def form_closed(self, dialog: CaseForm, done: Done | None) -> None:
        """What was done shows at once."""
        super().form_closed(dialog, done)
        if done is not None:
            self.read()

    def do_case(self) -> None:
        """The case of the call under the cursor; esc comes back."""
        from agentdesk.screens.case import CaseScreen

        call = self.call
        if call is not None:
            self.app.push_screen(CaseScreen(call.case_id))

    def do_copy(self) -> None:
        """The reference of its case."""
        call = self.call
        if call is not None:
            self.copy(call.reference)

    def do_export(self) -> None:
        """How these calls get into a calendar."""
        self.say(t("callbacks.export"))

    def do_mine(self) -> None:
        """Only my calls in the list."""
        self._whose(True)

    def do_everybody(self) -> None:
        """Everybody's calls in the list."""
        self._whose(False)

    def _whose(self, mine: bool) -> None:
        if mine != self.mine:
            self.mine = mine
            self.read()

    # --- days
    def do_day_back(self) -> None:
        """The day before."""
        self.turn(-1)

    def do_day_on(self) -> None:
        """The next day."""
        self.turn(1)

    def do_today(self) -> None:
        """Today, the present row."""
        self.show_day(self.today)

    # --- moving
    def do_side(self) -> None:
        """From the grid to the list and back; where only one of them fits, the other."""
        to_list = not self.on_list
        self._list_alone = to_list
        self._lay_out()
        self._head(self.grid.day)
        (self.due if to_list else self.grid).focus()
        self._pointed()

    def do_down(self) -> None:
        """A row down."""
        self._move(1)

    def do_up(self) -> None:
        """A row up."""
        self._move(-1)

    def _move(self, by: int) -> None:
        if self.on_list:
            self.due.move(by)
        else:
            self.grid.move(down=by)

    def do_left(self) -> None:
        """The agent to the left."""
        self._sideways(-1)

    def do_right(self) -> None:
        """The agent to the right; from the last one nowhere."""
        self._sideways(1)

    def _sideways(self, by: int) -> None:
        if self.on_list:
            if by < 0:
                self.do_side()
        else:
            self.grid.move(right=by)

    def do_page_down(self) -> None:
        """A page down."""
        self._page(1)

    def do_page_up(self) -> None:
        """A page up."""
        self._page(-1)

    def _page(self, pages: int) -> None:
        if self.on_list:
            self.due.move(pages * 5)
        else:
            self.grid.move_page(pages)

    def do_first(self) -> None:
        """The first row."""
        self._move(-9999)

    def do_last(self) -> None:
        """The last row."""
        self._move(9999)

    def do_back(self) -> None:
        """Back to where it was opened from."""
        self.dismiss(None)
