"""Asking customers how it was: whom, beside the three questions, one key each (C9, C10).

The questions of whoever is marked have the keys: three digits, enter. `o` writes down that nobody
answered. What was answered and not saved stays with its case, here and in the case's own form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.geometry import Region
from textual.timer import Timer
from textual.widgets import Input

from agentdesk.desk.api import DeskTrouble, Done, FollowUpLine
from agentdesk.domain.drafts import of_case
from agentdesk.domain.followups import discontent
from agentdesk.domain.values import Refused
from agentdesk.i18n import t
from agentdesk.screens.acts import Act, bindings
from agentdesk.screens.ahead import TypedAhead
from agentdesk.screens.base import DeskScreen
from agentdesk.screens.followup_acts import FOLLOW_ACTS
from agentdesk.screens.followup_offer import ReopenOffer, reopened_words
from agentdesk.screens.forms.drafts import SentBefore
from agentdesk.screens.forms.fields import Field, FieldLabel, FieldTrouble
from agentdesk.screens.forms.keeping import KeepsTyped
from agentdesk.screens.forms.parts import FormSays
from agentdesk.widgets.ask_list import AskList
from agentdesk.widgets.ask_pane import AskHead, AskScript
from agentdesk.widgets.choice import Choice
from agentdesk.widgets.frame import KeyHint
from agentdesk.widgets.lens import lens_of
from agentdesk.widgets.score import QUESTIONS, Score
from agentdesk.widgets.text_box import LineBox

BESIDE = 120
"""Columns from which the questions stand beside the list, not under it."""

TICK = 20
"""Seconds after which what is due is drawn anew."""


class FollowUpScreen(TypedAhead, KeepsTyped, DeskScreen[None]):
    """Whom to ask, and asking them."""

    ACTS: ClassVar[Sequence[Act]] = FOLLOW_ACTS
    BINDINGS = bindings(FOLLOW_ACTS)
    AUTO_FOCUS: ClassVar[str | None] = ""

    def __init__(self) -> None:
        super().__init__()
        self._fields: list[Field] = []
        self._here: FollowUpLine | None = None
        """Whose questions these are."""
        self._sending = False
        self._ticker: Timer | None = None

    # --- layout
    def compose_body(self) -> ComposeResult:
        """The list, and beside or under it the questions."""
        self._fields = [
            *(Field(name, f"forms.follow_up.{name}", Score(self._answered)) for name in QUESTIONS),
            Field("text", "forms.follow_up.text", LineBox(limit=2000)),
        ]
        wide = self.app.size.width >= BESIDE
        with Container(id="follow", classes="-beside" if wide else "-under"):
            with VerticalScroll(id="follow-list", can_focus=False):
                yield AskList()
            with VerticalScroll(id="follow-ask", can_focus=False):
                yield AskHead()
                yield AskScript(whole=wide)
                with Vertical(id="follow-fields"):
                    yield from self._fields
                yield FormSays()

    def on_mount(self) -> None:
        """Read whom there is to ask. (Each class's handler is called by itself.)"""
        self.start(self._first_read(), group="load")
        self._ticker = self.set_interval(TICK, self._tick)

    def on_resize(self, event: events.Resize) -> None:
        """Beside, or under."""
        wide = event.size.width >= BESIDE
        for pane in self.query("#follow"):
            pane.set_class(wide, "-beside")
            pane.set_class(not wide, "-under")
        for script in self.query(AskScript):
            script.whole = wide
            script.refill()

    def relabel(self) -> None:
        """The language has changed: what was answered stays."""
        for lines in (*self.query(AskList), *self.query(AskHead), *self.query(AskScript)):
            lines.refill()
        for lines in (*self.query(FieldLabel), *self.query(FieldTrouble)):
            lines.refill()
        for score in self.query(Score):
            score.reword()
        self.refresh_frame()

    @property
    def people_list(self) -> AskList:
        """Whom to ask."""
        return self.query_one(AskList)

    # --- reading
    async def _first_read(self) -> None:
        try:
            await self._read()
        finally:
            self.begun()

    async def _read(self, keep: int | None = None) -> None:
        found = await self.desk.follow_ups()
        keep = keep if self._here is None else self._here.case_id
        lens = lens_of(self.desk, self.desk_app.people)
        same = self.people_list.show(found, lens, keep)
        if not same and self._here is not None and not self._sending:
            self.say(t("follow.gone", ref=self._here.reference))
        self._face()

    def store_changed(self, ids: frozenset[int]) -> None:
        """Somebody may have asked, or resolved another one."""
        if not self._sending:
            self.start(self._read(), group="reading", exclusive=True)

    def _tick(self) -> None:
        self.people_list.tick(self.desk.now())
        self._describe()

    # --- whose questions these are
    def _face(self) -> None:
        """Show the questions of whoever is marked; what was answered elsewhere is kept there."""
        line = self.people_list.marked
        before, self._here = self._here, line
        self._describe()
        if line is None or before is None or line.case_id != before.case_id:
            self._leave()
            self._blank()
            if line is not None:
                self.keep_for(of_case(line.case_id), "follow_up")
            self._focus_first()
        self.refresh_frame()
        self.call_after_refresh(self._in_view)

    def _describe(self) -> None:
        line, lens = self._here, self.people_list.lens
        self.query_one(AskHead).show(line, lens)
        self.query_one(AskScript).show(line, self.desk.info)
        self.query_one("#follow-fields").display = line is not None and line.refusal is None

    def _leave(self) -> None:
        if hasattr(self, "keeper"):
            self.keeper.left()
            del self.keeper

    def _blank(self) -> None:
        for field in self._fields:
            field.control.put("")
            field.say("")
        for key in ("kept", "unkept"):
            self.query_one(FormSays).say(key, "")

    def _focus_first(self) -> None:
        """The keys go to the first question without an answer, or where nothing can be asked to
        the list."""
        if self._here is None or self._here.refusal is not None:
            self.people_list.focus()
            return
        empty = next((f for f in self._fields if not f.control.words), self._fields[-1])
        empty.focus_control()

    def _in_view(self) -> None:
        for pane in self.query("#follow-list").results(VerticalScroll):
            pane.scroll_to_region(Region(0, self.people_list.row, 1, 1), animate=False)

    def on_ask_list_moved(self, event: AskList.Moved) -> None:
        """Marked by the mouse."""
        event.stop()
        self._face()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The words of the question that has the keys."""
        named = (f.key for f in self._fields if f in event.widget.ancestors_with_self)
        self.query_one(AskScript).at(next(named, ""))

    # --- what stands in the questions
    def words(self, name: str) -> str:
        """What stands in a field."""
        return next(field for field in self._fields if field.key == name).control.words

    def values(self) -> Mapping[str, str]:
        """What was answered, as the form of the case keeps it."""
        return {"reached": "yes", **{field.key: field.control.words for field in self._fields}}

    def fill(self, values: Mapping[str, str]) -> None:
        """Put back what was answered."""
        for field in self._fields:
            field.control.put(values.get(field.key, ""))

    def say_kept_from(self, at: int | None) -> None:
        """What stands here was answered before."""
        lens = self.people_list.lens
        words = t("forms.kept", at=lens.when(at)) if at is not None else ""
        self.query_one(FormSays).say("kept", words, "accent")

    def say_kept(self, kept: bool, trouble: str) -> None:
        """Only trouble is worth a line here."""
        self.query_one(FormSays).say("unkept", trouble and f"▲ {trouble}", "late")

    @property
    def answered(self) -> bool:
        """All three questions have an answer."""
        return all(self.words(name) for name in QUESTIONS)

    def _answered(self) -> None:
        """An answer given by its key goes on to the next question, and then to their words."""
        self.do_onward()
        self.refresh_frame()

    # --- what can be done
    def refusal(self, name: str) -> str | None:
        """Why something cannot be done with whoever is marked."""
        if name not in ("save", "missed", "anew", "open", "copy"):
            return None
        if self._here is None:
            return t("follow.nobody")
        if name == "copy":
            return self.not_copied()
        if name in ("save", "missed", "anew") and self._here.refusal is not None:
            return self.refusal_text(self._here.refusal)
        if name == "missed" and self._here.not_reached:
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

        if self._here is not None:
            self._leave()
            self.app.push_screen(CaseScreen(self._here.case_id), self._back_here)

    def _back_here(self, _: None) -> None:
        self._here = None
        self.start(self._read(), group="load")

    def do_copy(self) -> None:
        """The reference of the case."""
        if self._here is not None:
            self.copy(self._here.reference)

    def do_anew(self) -> None:
        """None of it was said."""
        self.fill(self.keeper.anew())
        self.say_kept_from(None)
        self._focus_first()

    def _move(self, by: int) -> None:
        if self.people_list.move(by):
            self._face()

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
        self._leave()
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
            self._focus_first()
        else:
            self.do_open()

    def do_save(self) -> None:
        """Write it down, once the field has taken what was typed before."""
        self.after_typing(self._save)

    def _save(self) -> None:
        if self._sending or self._here is None:
            return
        for field in self._fields:
            missing = field.key in QUESTIONS and not field.control.words
            field.say(t("forms.follow_up.missing") if missing else "")
        if not self.answered:
            self._focus_first()
            return
        self._sending = True
        self.start(self._write_down(self._here), group="send")

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
            self._sending = False
        await self._done()
        if discontent(speed, attitude, solved):
            self._offer(line, (speed, attitude, solved), text)
        else:
            self.say(t("follow.recorded", ref=line.reference))

    async def _done(self) -> None:
        """It is written down: on to the next one."""
        self.keeper.sent()
        del self.keeper
        self._here = None
        await self._read()
        self.desk_app.refresh_counts()

    # --- nobody answered
    def do_missed(self) -> None:
        """They were not reached: the try counts."""
        if not self._sending and self._here is not None:
            self._sending = True
            self.start(self._missed(self._here), group="send")

    async def _missed(self, line: FollowUpLine) -> None:
        try:
            await self.desk.follow_up(
                line.case_id, reached=False, text=self.words("text"), op=self.keeper.op
            )
        finally:
            self._sending = False
        place = self.people_list.at
        await self._done()
        if self.people_list.at == place and self.people_list.marked is not None:
            self.people_list.onward()
            self._face()
        self.say(self._what_next(line))

    def _what_next(self, line: FollowUpLine) -> str:
        lens = self.people_list.lens
        if not line.last_try:
            by = lens.when(line.due) if line.due is not None else ""
            return t("follow.missed", ref=line.reference, at=by)
        complaint = ".complaint" if line.klass == "complaint" else ""
        return t(f"follow.missed.last{complaint}", ref=line.reference)

    # --- not content
    def _offer(self, line: FollowUpLine, scores: tuple[int, int, int], text: str) -> None:
        lens = self.people_list.lens
        offer = ReopenOffer(line, dict(zip(QUESTIONS, scores, strict=True)), text, lens)

        def closed(done: Done | None) -> None:
            if done is not None:
                self.say(reopened_words(line, lens))
                self.desk_app.refresh_counts()

        self.app.push_screen(offer, closed)

    # --- what goes wrong
    def on_refused(self, refusal: Refused) -> None:
        """Say why; somebody else may have asked meanwhile, so read again."""
        super().on_refused(refusal)
        self.start(self._read(), group="reading", exclusive=True)

    def on_trouble(self, trouble: DeskTrouble) -> None:
        """Say what happened; what was answered stays."""
        super().on_trouble(trouble)
