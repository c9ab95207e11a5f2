"""Intake: who is calling, before anything else; what they have open shows before a new form.

Enter or down goes into what was found: a digit or enter on an open case writes a contact down on
it, `o` opens it, ctrl+n makes a new case. Hands back what was made of the call.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import ClassVar

from textual.containers import VerticalScroll
from textual.geometry import Region

from agentdesk.desk.api import CaseView, DeskTrouble, Done
from agentdesk.domain.values import Refused
from agentdesk.i18n import t
from agentdesk.screens.acts import Act, bindings
from agentdesk.screens.intake_acts import INTAKE_ACTS
from agentdesk.screens.intake_contact import ContactForm, contact_words
from agentdesk.screens.intake_find import IntakeFind
from agentdesk.screens.intake_new import NewCaseScreen
from agentdesk.screens.intake_start import Start, start_for, start_new, start_with
from agentdesk.widgets.frame import KeyHint
from agentdesk.widgets.hits import Hits, Pick, What
from agentdesk.widgets.lens import lens_of


class IntakeScreen(IntakeFind):
    """What is done with who was found."""

    ACTS: ClassVar[Sequence[Act]] = INTAKE_ACTS
    BINDINGS = bindings(INTAKE_ACTS)

    def __init__(self, typed: str = "") -> None:
        super().__init__(typed)
        self._opening = False
        self._chasers = 0

    @property
    def pick(self) -> Pick | None:
        """What is marked."""
        return self.hits.marked if self.query(Hits) else None

    def hints(self) -> list[KeyHint]:
        """The footer says what enter does with what is marked."""
        on_case = self.pick is not None and self.pick.what is What.CASE
        words = {"choose": t("intake.act.log" if on_case else "intake.act.choose")}
        return [
            KeyHint(h.name, h.key, words.get(h.name, h.label), h.enabled, h.right)
            for h in super().hints()
        ]

    def refusal(self, name: str) -> str | None:
        """Why something cannot be done with what is marked."""
        if name == "look" and (self.pick is None or self.pick.row is None):
            return t("intake.no_case")
        return None

    async def do(self, name: str) -> None:
        """Each digit, and alt with each, is an act of its own; all are on what was found for
        the line as it stands."""
        act, _, digit = name.partition("_")
        if act in ("new", "log", "look"):
            await self.looked()
        if not digit.isdigit():
            await super().do(name)
            return
        pick = self.hits.with_digit(int(digit))
        if pick is None:
            self.say(t("intake.no_digit", digit=digit), kind="warning")
            return
        self.hits.mark(pick)
        self.do_choose() if act == "log" else self.do_look()

    # --- moving about
    def enter(self) -> None:
        """On: into what was found, or straight to the form where nothing is to be chosen."""
        found = self.hits.lookup.customers
        if not found:
            self.do_choose()
        elif len(found) == 1 and found[0].exact and not found[0].open:
            self._form(start_for(found[0]))
        else:
            self._into_list()

    def _into_list(self) -> None:
        self.hits.focus()
        self._in_view()

    def do_into(self) -> None:
        """Down: into the list, and on in it."""
        if self.hits.has_focus:
            self.hits.move(1)
        self._into_list()

    def do_up(self) -> None:
        """Up: and from the first one back to the line."""
        if not (self.hits.has_focus and self.hits.move(-1)):
            self.box.focus()
        self._in_view()

    def do_line(self) -> None:
        """Back to the line."""
        self.box.focus()

    def _in_view(self) -> None:
        pane = self.query_one("#intake-found", VerticalScroll)
        pane.scroll_to_region(Region(0, self.hits.line, 1, 2), animate=False)
        self.refresh_frame()

    def on_hits_moved(self, event: Hits.Moved) -> None:
        """Marked by the mouse."""
        event.stop()
        self._into_list()

    def on_hits_chosen(self, event: Hits.Chosen) -> None:
        """Clicked twice."""
        event.stop()
        self.do_choose()

    # --- acts
    def do_choose(self) -> None:
        """What is marked: a contact on an open case, else a new case."""
        if self.pick is None:
            return
        if self.pick.row is not None:
            self.start(self._log(self.pick.row.id), group="log")
        else:
            self._form(self._start_of(self.pick))

    def do_new(self) -> None:
        """A new case, whatever is open; of several customers one has to be chosen first."""
        if len(self.hits.lookup.customers) > 1 and not self.hits.has_focus:
            self._into_list()
            self.says.say(t("intake.choose_first"), "soon")
        elif self.pick is not None and self.pick.what is not What.DRAFT:
            self._form(self._start_of(self.pick))
        else:
            self._form(start_new(self.box.words))

    def _start_of(self, pick: Pick) -> Start:
        if pick.draft is not None:
            return Start(form=pick.draft.form)
        if pick.customer is not None:
            return start_for(pick.customer)
        return start_new(self.box.words)

    def do_look(self) -> None:
        """The open case itself."""
        from agentdesk.screens.case import CaseScreen

        if self.pick is not None and self.pick.row is not None:
            self.app.push_screen(CaseScreen(self.pick.row.id))

    def do_back(self) -> None:
        """Leave."""
        self.dismiss(None)

    # --- a contact on an open case
    async def _log(self, case_id: int) -> None:
        if self._opening:  # the key was pressed twice
            return
        self._opening = True
        try:
            view = await self.desk.case(case_id)
        finally:
            self._opening = False
        self._chasers = view.chasers
        lens = lens_of(self.desk, self.desk_app.people)
        words = self.pasted.text if self.pasted is not None else ""
        self.app.push_screen(ContactForm(view, lens, words), self._logged)

    def _logged(self, done: Done | None) -> None:
        if done is not None:
            self.start(self._say_logged(done), group="done")

    async def _say_logged(self, done: Done) -> None:
        view: CaseView | None = None
        with suppress(Refused, DeskTrouble):  # it is written down all the same
            view = await self.desk.case(done.case_id)
        self.say(contact_words(done, view, self._chasers))
        self.dismiss(done)

    # --- a new case
    def _form(self, begin: Start) -> None:
        if self.pasted is not None:
            begin = start_with(begin, self.pasted)
        self.app.push_screen(NewCaseScreen(begin), self._registered)

    def _registered(self, done: Done | None) -> None:
        if done is not None:
            self.dismiss(done)
            return
        self.pasted = None  # the form has kept it
        self.offer_drafts()
        self.box.focus()
