"""Asking customers how it was: three digits and enter, one after the other (C9, C10).

The questions of whoever is marked have the keys. `o` writes down that nobody answered; who is not
content is offered to be opened again with one key.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.widgets import Input

from agentdesk.desk.api import Done, FollowUpLine
from agentdesk.domain.values import Refused
from agentdesk.i18n import t
from agentdesk.screens.acts import Act, bindings
from agentdesk.screens.followup_acts import FOLLOW_ACTS
from agentdesk.screens.followup_offer import Answered, ReopenOffer, reopened_words
from agentdesk.screens.followups_view import FollowUpView
from agentdesk.screens.forms.drafts import SentBefore
from agentdesk.widgets.choice import Choice
from agentdesk.widgets.frame import KeyHint
from agentdesk.widgets.score import QUESTIONS


class FollowUpScreen(FollowUpView):
    """Whom to ask, and asking them."""

    ACTS: ClassVar[Sequence[Act]] = FOLLOW_ACTS
    BINDINGS = bindings(FOLLOW_ACTS)

    def _answered(self) -> None:
        """An answer given by its key goes on to the next question, and then to their words."""
        self.do_onward()
        self.refresh_frame()

    # --- what can be done
    def refusal(self, name: str) -> str | None:
        """Why something cannot be done with whoever is marked."""
        if name not in ("save", "missed", "anew", "open", "copy"):
            return None
        if self.here is None:
            return t("follow.nobody")
        if name == "copy":
            return self.not_copied()
        if name in ("save", "missed", "anew") and self.here.refusal is not None:
            return self.refusal_text(self.here.refusal)
        if name == "missed" and self.here.not_reached:
            return t("follow.no_more_tries")
        return None

    def hints(self) -> list[KeyHint]:
        """The footer: the digits first; enter opens the case until something is answered."""
        begun = bool(self._fields) and any(self.words(name) for name in QUESTIONS)
        words = {"answer": "1–5", "save": self.key_named("open") if begun else ""}
        return [
            KeyHint(h.name, words.get(h.name) or h.key, h.label, h.enabled, h.right)
            for h in super().hints()
            if h.name != ("open" if begun else "anew")
        ]

    def do_answer(self) -> None:
        """The digits answer: said by the footer, pressed in the questions."""

    def do_open(self) -> None:
        """The case itself."""
        from agentdesk.screens.case import CaseScreen

        if self.here is not None:
            self.let_be()
            self.app.push_screen(CaseScreen(self.here.case_id), self._back_here)

    def _back_here(self, _: None) -> None:
        self.here = None
        self.start(self.read_lines(), group="load")

    def do_copy(self) -> None:
        """The reference of the case."""
        if self.here is not None:
            self.copy(self.here.reference)

    def do_anew(self) -> None:
        """None of it was said."""
        self.fill(self.keeper.anew())
        self.say_kept_from(None)
        self.focus_first()

    def _move(self, by: int) -> None:
        if self.people_list.move(by):
            self.face()

    def do_down(self) -> None:
        """The next one."""
        self._move(1)

    def do_up(self) -> None:
        """The one before."""
        self._move(-1)

    def do_onward(self) -> None:
        """Tab: the next question."""
        self.focus_next(".choice, Input")

    def do_backward(self) -> None:
        """Shift+tab: the question before."""
        self.focus_previous(".choice, Input")

    def do_back(self) -> None:
        """Back to where it was opened from; what was answered is kept."""
        self.let_be()
        self.dismiss(None)

    # --- enter saves
    def on_choice_done(self, event: Choice.Done) -> None:
        """Enter on a question."""
        event.stop()
        self._enter()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter behind their words."""
        event.stop()
        self._enter()

    def _enter(self) -> None:
        if self.answered:
            self.do_save()
        elif any(self.words(field.key) for field in self._fields):
            self.focus_first()
        else:
            self.do_open()

    def do_save(self) -> None:
        """Write it down, once the field has taken what was typed before."""
        self.after_typing(self._save)

    def _save(self) -> None:
        if self.sending or self.here is None:
            return
        for field in self._fields:
            missing = field.key in QUESTIONS and not field.control.words
            field.say(t("forms.follow_up.missing") if missing else "")
        if not self.answered:
            self.focus_first()
            return
        self.sending = True
        self.start(self._write_down(self.here), group="send")

    async def _write_down(self, line: FollowUpLine) -> None:
        speed, attitude, solved = (int(self.words(name)) for name in QUESTIONS)
        text = self.words("text")
        try:
            if await self.keeper.before_sending() is None:
                await self.desk.follow_up(
                    line.case_id, reached=True, speed=speed, attitude=attitude, solved=solved,
                    text=text, op=self.keeper.op,
                )  # fmt: skip
        except SentBefore:
            self.say(t("drafts.sent_before", key=self.key_named("save")), kind="warning")
            return
        finally:
            self.sending = False
        await self._done()
        asked = Answered(
            line.case_id, line.reference, line.title, line.owner, speed, attitude, solved, text,
            line.klass,
        )  # fmt: skip
        if asked.discontent:
            self._offer(asked)
        else:
            self.say(t("follow.recorded", ref=line.reference))

    async def _done(self) -> None:
        """It is written down: on to the next one."""
        self.keeper.sent()
        del self.keeper
        self.here = None
        await self.read_lines()
        self.desk_app.refresh_counts()

    # --- nobody answered
    def do_missed(self) -> None:
        """They were not reached: the try counts."""
        if not self.sending and self.here is not None:
            self.sending = True
            self.start(self._missed(self.here), group="send")

    async def _missed(self, line: FollowUpLine) -> None:
        try:
            await self.desk.follow_up(
                line.case_id, reached=False, text=self.words("text"), op=self.keeper.op
            )
        finally:
            self.sending = False
        place = self.people_list.at
        await self._done()
        if self.people_list.at == place and self.people_list.marked is not None:
            self.people_list.onward()
            self.face()
        self.say(self._what_next(line))

    def _what_next(self, line: FollowUpLine) -> str:
        lens = self.people_list.lens
        if not line.last_try:
            by = lens.when(line.due) if line.due is not None else ""
            return t("follow.missed", ref=line.reference, at=by)
        complaint = ".complaint" if line.klass == "complaint" else ""
        return t(f"follow.missed.last{complaint}", ref=line.reference)

    # --- not content
    def _offer(self, asked: Answered) -> None:
        lens = self.people_list.lens

        def closed(done: Done | None) -> None:
            if done is not None:
                self.say(reopened_words(asked, lens, done))
                self.desk_app.refresh_counts()

        self.app.push_screen(ReopenOffer(asked, lens), closed)

    # --- what goes wrong
    def on_refused(self, refusal: Refused) -> None:
        """Say why; somebody else may have asked meanwhile, so read again."""
        super().on_refused(refusal)
        self.start(self.read_lines(), group="reading", exclusive=True)
