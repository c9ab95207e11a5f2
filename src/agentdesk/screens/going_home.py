"""Going home: what is due before the next shift goes to somebody; nothing is forgotten (C12)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar
from uuid import uuid4

from agentdesk.desk.api import Done, HandedOver, HomeLine, NotPossible, Offer
from agentdesk.domain.values import Refused
from agentdesk.i18n import format as form
from agentdesk.i18n import language, t
from agentdesk.screens.acts import Act, bindings
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.end_offer import EndOfferForm
from agentdesk.screens.going_home_view import GoingHomeView
from agentdesk.screens.home_acts import HOME_ACTS
from agentdesk.screens.who_takes import WhoTakes
from agentdesk.widgets.cells import plain
from agentdesk.widgets.frame import KeyHint
from agentdesk.widgets.home_list import HomeList
from agentdesk.widgets.home_words import NAMED, counted

PAGE = 10
"""Lines of a page."""


class GoingHomeScreen(GoingHomeView):
    """The end of a shift."""

    ACTS: ClassVar[Sequence[Act]] = HOME_ACTS
    BINDINGS = bindings(HOME_ACTS, at_once=True)

    # --- what can be done
    def refusal(self, name: str) -> str | None:
        """Why not now."""
        if not self.query(HomeList):
            return None
        found = self.home_list
        here = found.here
        if name in ("give", "duty"):
            return None if found.marked else t("home.no_line")
        if name in ("open", "copy"):
            if here is None:
                return t("home.no_line")
            return self.not_copied() if name == "copy" else None
        if name in ("mark", "mark_all"):
            on_line = isinstance(here, HomeLine) if name == "mark" else bool(found.due)
            return None if on_line else t("home.no_line")
        if name in ("accept", "decline"):
            return None if isinstance(here, Offer) else t("home.no_offer")
        if name == "accept_all":
            return None if found.offers else t("home.no_offer")
        if name == "withdraw":
            return None if self._asked_here() is not None else t("home.not_asked")
        if name == "person" and self.desk.info.me.role != "lead":
            return self.refusal_text("leads_only")
        return None

    def _asked_here(self) -> int | None:
        """The case under the cursor, if somebody is asked to take it."""
        here = self.home_list.here
        asked = (isinstance(here, HomeLine) and here.offered_to is not None) or (
            isinstance(here, HandedOver) and not here.accepted
        )
        return here.case_id if here is not None and asked else None

    def hints(self) -> list[KeyHint]:
        """The footer: what can be done now comes before what cannot."""
        return sorted(super().hints(), key=lambda hint: not hint.enabled)

    # --- to a colleague
    def do_give(self) -> None:
        """Ask a colleague to take the marked ones over."""
        lines = self.home_list.marked
        title = t("home.who.title")
        about = counted("home.who.about", len(lines))
        self._choose(title, about, lambda code: self._give(lines, code))

    def _choose(self, title: str, about: str, then: Callable[[str], object]) -> None:
        """Ask for a person: how many cases each has is read first."""
        self.start(self._ask_who(title, about, then), group="act")

    async def _ask_who(self, title: str, about: str, then: Callable[[str], object]) -> None:
        open_ones = dict(await self.desk.takers())
        open_ones.pop(self.person or self.desk.info.me.code, None)
        people = tuple(self.desk_app.people.values())

        def chosen(code: str | None) -> None:
            if code is not None:
                then(code)

        self.app.push_screen(WhoTakes(title, about, people, open_ones), chosen)

    def _give(self, lines: Sequence[HomeLine], code: str) -> None:
        self.start(self._hand_over(lines, code), group="send")

    async def _hand_over(self, lines: Sequence[HomeLine], code: str) -> None:
        """Cases are asked of them, a call on a colleague's case is theirs at once: all or none."""
        who = self.home_list.lens.who(code)
        cases = [line.case_id for line in lines if not line.callback]
        calls = [line for line in lines if line.callback]
        given = [(call.case_id, call.callback) for call in calls]
        try:
            await self.desk.hand_over(cases, code, calls=given, op=uuid4().hex)
        except Refused as refusal:
            self._not_done(refusal, len(lines))
            return
        said = [counted("home.done.asked", len(cases), who=who)] if cases else []
        said += [t("home.done.call", ref=plain(call.reference), who=who) for call in calls]
        self._done(" ".join(said))

    def _not_done(self, refusal: Refused, of: int) -> None:
        """Nothing was: which lines stand in the way, and why. The others go with the same key."""
        lines: Sequence[NotPossible] = refusal.params.get("lines", ())
        if not lines:
            raise refusal
        whys = {
            ("due", one.case_id, one.callback): self.refusal_text(one.code, **one.params)
            for one in lines
        }
        told = [
            t("home.not.line", ref=plain(one.reference), why=why)
            for one, why in zip(lines[:NAMED], whys.values(), strict=False)
        ]
        if len(lines) > NAMED:
            told.append(counted("home.not.more", len(lines) - NAMED))
        if of > len(lines):
            told.append(t("home.not.others", key=self.key_named("give")))
        self.home_list.bar(whys)
        self.say("\n".join([t("home.not.done"), *told]), kind="warning")
        self.read()

    def _done(self, words: str) -> None:
        """Say what was done, and show it."""
        if words:
            self.say(form.unspaced(words) if language() == "zh" else words)
        self.read()
        self.desk_app.refresh_counts()

    # --- to whoever is on duty
    def do_duty(self) -> None:
        """Give the marked ones to whoever is on duty for their line."""
        marked = self.home_list.marked
        cases = [line for line in marked if not line.callback]
        able = [line for line in cases if line.duty is not None]
        if not cases:
            self.say(t("home.duty.calls", key=self.key_named("give")), kind="warning")
        elif not able:
            self.say(self.refusal_text("no_duty"), kind="warning")
        else:
            self.start(self._to_duty(able, len(marked) - len(able)), group="send")

    async def _to_duty(self, lines: Sequence[HomeLine], left: int) -> None:
        try:
            await self.desk.give_to_duty([line.case_id for line in lines], op=uuid4().hex)
        except Refused as refusal:
            self._not_done(refusal, len(lines))
            return
        lens = self.home_list.lens
        names = form.joined([lens.who(code) for code in dict.fromkeys(one.duty for one in lines)])
        words = counted("home.done.duty", len(lines), who=names)
        if left:
            words += " " + counted("home.done.left", left)
        self._done(words)

    # --- asked of me
    def do_accept(self) -> None:
        """Take the one under the cursor over."""
        here = self.home_list.here
        if isinstance(here, Offer):
            self.start(self._take_over([here]), group="send")

    def do_accept_all(self) -> None:
        """Take all over that is asked of me."""
        self.start(self._take_over(self.home_list.offers), group="send")

    async def _take_over(self, offers: Sequence[Offer]) -> None:
        await self.desk.take_over([one.case_id for one in offers], op=uuid4().hex)
        refs = form.joined([plain(one.reference) for one in offers])
        self._done(t("home.done.took", ref=refs))

    def do_decline(self) -> None:
        """Not me: with a word why."""
        here = self.home_list.here
        if isinstance(here, Offer):
            self.over_case(here.case_id, lambda view: ("end_offer", EndOfferForm))

    def form_closed(self, dialog: CaseForm, done: Done | None) -> None:
        """What was declined is gone at once."""
        super().form_closed(dialog, done)
        if done is not None:
            self.read()

    def do_withdraw(self) -> None:
        """Nobody need take it any more."""
        case_id = self._asked_here()
        if case_id is not None:
            self.start(self._withdraw(case_id), group="send")

    async def _withdraw(self, case_id: int) -> None:
        done = await self.desk.decline(case_id, op=uuid4().hex)
        self._done(t("home.done.withdrawn", ref=plain(done.reference)))

    # --- for somebody who is away
    def do_person(self) -> None:
        """Whose day it is: a lead sees to it for somebody who is away; again: back to mine."""
        if self.person is not None:
            self._whose(None)
        else:
            self._choose(t("home.person.title"), "", self._whose)

    def _whose(self, code: str | None) -> None:
        self.person = code
        self.home_list.anew()
        self.read()

    # --- marks, the case, moving
    def do_mark(self) -> None:
        """Mark this one, or take its mark away."""
        self.home_list.mark()
        self.describe()

    def do_mark_all(self) -> None:
        """Mark all, or none."""
        self.home_list.mark_all()
        self.describe()

    def do_open(self) -> None:
        """The case under the cursor; esc comes back."""
        from agentdesk.screens.case import CaseScreen

        here = self.home_list.here
        if here is not None:
            self._stale = True
            self.app.push_screen(CaseScreen(here.case_id))

    def on_home_list_opened(self) -> None:
        """Double-clicked."""
        self.do_open()

    def do_copy(self) -> None:
        """The reference of the case under the cursor."""
        here = self.home_list.here
        if here is not None:
            self.copy(plain(here.reference))

    def do_going_home(self) -> None:
        """It is shown already: to what is asked of me."""
        self.home_list.go_to_offers()

    def do_down(self) -> None:
        """One line down."""
        self.home_list.move(1)

    def do_up(self) -> None:
        """One line up."""
        self.home_list.move(-1)

    def do_page_down(self) -> None:
        """A page down."""
        self.home_list.move(PAGE)

    def do_page_up(self) -> None:
        """A page up."""
        self.home_list.move(-PAGE)

    def do_first(self) -> None:
        """The first line."""
        self.home_list.go(0)

    def do_last(self) -> None:
        """The last line."""
        self.home_list.move(len(self.home_list.things))

    def do_back(self) -> None:
        """Back to where it was opened from."""
        self.dismiss(None)
