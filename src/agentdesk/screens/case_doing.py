"""Carrying out what is done to a case: at once or through its form, and saying that it is done."""

from __future__ import annotations

from abc import abstractmethod
from uuid import uuid4

from agentdesk.desk.api import CaseView, DeskTrouble, Done, HandoffLine
from agentdesk.domain.events import ADDRESS_KEPT
from agentdesk.i18n import format as form
from agentdesk.i18n import known, t
from agentdesk.screens.case_acts import FORMS, ON_CASE, PEOPLE_FORMS, UNDOABLE
from agentdesk.screens.followup_offer import (
    Answered,
    ReopenOffer,
    last_answered,
    reopened_words,
)
from agentdesk.screens.forms.answer import AnswerForm, answerable
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.drafts import drafts_of
from agentdesk.screens.forms.ring import RingForm
from agentdesk.screens.taking import TakesNext
from agentdesk.widgets.call_words import open_calls
from agentdesk.widgets.lens import Lens
from agentdesk.widgets.lines import Lines


class CaseDoing(TakesNext):
    """The part of the case screen that acts."""

    case_id: int
    view: CaseView | None
    lens: Lens
    handoff: str | None
    """The handoff that this case was opened for by a department; None: opened for itself."""

    @abstractmethod
    def show_case(self, view: CaseView) -> None:
        """Draw this state of the case."""

    async def do(self, name: str) -> None:
        """Actions with a form open it; the others are carried out at once."""
        if self.view is not None and self.view.offered_to == self.desk.info.me.code:
            name = _ANSWERS.get(name, name)
        if name in FORMS or name in PEOPLE_FORMS:
            if name == "callback" and self.view is not None and open_calls(self.view):
                name = "ring"
            reason = self.refusal(name)
            if reason is not None and not self._typed_before(name):
                self.say(reason, kind="warning")
                return
            self._open(name, reason or "")
            return
        await super().do(name)

    def _typed_before(self, name: str) -> bool:
        """What was typed can be read again, also where it cannot be sent any more."""
        left = any(one.form == name for one in drafts_of(self.app).of_case(self.case_id))
        return left and self.view is not None

    def unsent(self) -> str:
        """Which forms of this case hold words that were not sent: their keys, and since when."""
        drafts = [
            one  # a newer program may have forms that this one does not know
            for one in drafts_of(self.app).of_case(self.case_id)
            if _word(one.form)
        ]
        if not drafts:
            return ""
        keys = {act.name: self.key_of(act) for act in ON_CASE}
        keys["ring"] = keys["callback"]
        what = list(dict.fromkeys(keys.get(one.form, "") for one in drafts))
        if len(what) == 1:
            what = [f"{what[0]} {_word(drafts[0].form)}".strip()]
        since = self.lens.when(max(one.at for one in drafts))
        return t("drafts.of_case", at=since, what=form.joined(what))

    async def read_drafts(self) -> None:
        """Another program of this person may have kept or sent something."""
        try:
            drafts = await self.desk.drafts()
        except DeskTrouble as trouble:
            if trouble.code == "drafts_aside":  # others are said where something is typed
                self.on_trouble(trouble)
            return
        if drafts_of(self.app).learn(drafts):
            for head in self.query("#case-head").results(Lines):
                head.refill()

    def show_draft_of(self, case_id: int) -> None:
        """A case on which there is a draft, in this screen."""
        if case_id != self.case_id:
            self.open_case(case_id)

    def _open(self, name: str, barred: str) -> None:
        assert self.view is not None  # refusal() has seen to it
        lens = self.lens.at(self.desk.now())
        if name in PEOPLE_FORMS:
            people = tuple(
                one for one in self.desk_app.people.values() if one.role != "specialist"
            )  # they own no cases
            dialog: CaseForm = PEOPLE_FORMS[name](self.view, lens, people)
        else:
            form = RingForm if name == "ring" else FORMS[name]
            dialog = form(self.view, lens)
            if isinstance(dialog, AnswerForm):
                dialog.answer_for(self.handoff)
        dialog.barred = barred

        def closed(done: Done | None) -> None:
            if done is not None:
                self._finished(name, getattr(dialog, "done_words", ""))

        self.app.push_screen(dialog, closed)

    def _finished(self, name: str, words: str) -> None:
        """Say that it was done (``words`` where the form says so itself); read the case again."""
        self.start(self._say_done(name, words), group="done")

    async def _say_done(self, name: str, words: str = "") -> None:
        view = await self.desk.case(self.case_id)
        self.show_case(view)
        if words:
            if view.undoable == ADDRESS_KEPT:
                words = form.sentences(words, t("case.done.undoable", key=self.key_named("undo")))
            self.say(words)
            self.desk_app.refresh_counts()
            return
        pool = ".pool" if name == "release" and view.owner is None else ""
        key = f"case.done.{name}{pool}"
        words = t(
            key if known(key) else "case.done.other",
            ref=view.reference,
            who=self.lens.who(view.owner),
            to=view.priority.value if name == "priority" else t(f"case.class.{view.klass.value}"),
        )
        if name in UNDOABLE and view.undoable is not None:
            words = form.sentences(words, t("case.done.undoable", key=self.key_named("undo")))
        if name == "resolve":
            first = (await self.desk.counts()).finished_by_me == 1
            key = "case.done.first" if first else "case.done.next"
            words = form.sentences(words, t(key, key=self.key_named("next")))
        asked = last_answered(view) if name == "follow_up" else None
        if asked is not None and asked.discontent:
            self._offer_reopening(asked)
        else:
            self.say(words)
        self.desk_app.refresh_counts()

    def _offer_reopening(self, asked: Answered) -> None:
        """They are not content: one key opens it again."""

        def closed(done: Done | None) -> None:
            if done is not None:
                self._finished("reopen", reopened_words(asked, self.lens, done))

        self.app.push_screen(ReopenOffer(asked, self.lens), closed)

    # --- acts without a form
    def do_accept(self) -> None:
        """Accept it for the department that asks nobody else: the one I work in."""
        assert self.view is not None  # refusal() has seen to it
        mine = answerable(self.view)
        wanted = [one for one in mine if one.accepted_at is None] or mine
        chosen = next((one for one in wanted if one.id == self.handoff), wanted[0])
        self.start(self._accept(chosen), group="act")

    async def _accept(self, one: HandoffLine) -> None:
        await self.desk.accept(self.case_id, one.id, op=uuid4().hex)
        dept = self.lens.label("department", one.dept)
        await self._say_done("accept", t("handoff.done.accept", ref=one.reference, dept=dept))

    def answer_keys(self) -> tuple[str, str]:
        """With which keys a handover to me is accepted and declined."""
        return self.key_named("accept"), self.key_named("reject")

    def do_take_over(self) -> None:
        """Take over what a colleague who goes home hands to me."""
        self.start(self._take_over(), group="act")

    async def _take_over(self) -> None:
        assert self.view is not None  # refusal() has seen to it
        await self.desk.take_over([self.case_id], op=uuid4().hex)
        await self._say_done("take_over", t("home.done.took", ref=self.view.reference))

    def do_claim(self) -> None:
        """Take it."""
        self.start(self._claim(), group="act")

    async def _claim(self) -> None:
        await self.desk.claim(self.case_id, op=uuid4().hex)
        await self._say_done("claim")

    def shows(self, case_id: int) -> bool:
        """Whether it is this one."""
        return case_id == self.case_id


_ANSWERS = {"accept": "take_over", "reject": "end_offer"}
"""The keys that answer for a department answer for me where a case is handed to me."""


def _word(form: str) -> str:
    """The name of a form's action; "" for one that only a newer program has."""
    found = (f"case.act.{form}", f"callbacks.act.{form}", f"handoff.act.{form}", f"home.act.{form}")
    return next((t(key) for key in found if known(key)), "")
