"""What stands where customers are asked how it was: whom, beside the three questions (C10).

What can be done there is in `followups`. Answers that are not saved stay with their case, here and
in the case's own form.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.geometry import Region

from agentdesk.desk.api import FollowUpLine
from agentdesk.domain.drafts import of_case
from agentdesk.i18n import t
from agentdesk.screens.ahead import TypedAhead
from agentdesk.screens.base import DeskScreen
from agentdesk.screens.forms.fields import Field, FieldLabel, FieldTrouble
from agentdesk.screens.forms.keeping import KeepsTyped
from agentdesk.screens.forms.parts import FormSays
from agentdesk.widgets.ask_list import AskList
from agentdesk.widgets.ask_pane import AskHead, AskScript
from agentdesk.widgets.lens import lens_of
from agentdesk.widgets.score import QUESTIONS, Score
from agentdesk.widgets.text_box import LineBox

BESIDE = 120
"""Columns from which the questions stand beside the list, not under it."""

TICK = 20
"""Seconds after which what is due is drawn anew."""


class FollowUpView(TypedAhead, KeepsTyped, DeskScreen[None]):
    """The list, and the questions of whoever is marked in it."""

    AUTO_FOCUS: ClassVar[str | None] = ""

    def __init__(self) -> None:
        super().__init__()
        self._fields: list[Field] = []
        self.here: FollowUpLine | None = None
        """Whose questions these are."""
        self.sending = False

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
                yield AskHead(whole=wide)
                yield AskScript(whole=wide)
                with Vertical(id="follow-fields"):
                    yield from self._fields
                yield FormSays()

    def on_mount(self) -> None:
        """Read whom there is to ask. (Each class's handler is called by itself.)"""
        self.start(self._first_read(), group="load")
        self.set_interval(TICK, self._tick)

    def on_resize(self, event: events.Resize) -> None:
        """Beside, or under."""
        wide = event.size.width >= BESIDE
        for pane in self.query("#follow"):
            pane.set_class(wide, "-beside")
            pane.set_class(not wide, "-under")
        for lines in (*self.query(AskHead), *self.query(AskScript)):
            lines.whole = wide
            lines.refill()

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
            await self.read_lines()
        finally:
            self.begun()

    async def read_lines(self, keep: int | None = None) -> None:
        found = await self.desk.follow_ups()
        keep = keep if self.here is None else self.here.case_id
        lens = lens_of(self.desk, self.desk_app.people)
        same = self.people_list.show(found, lens, keep)
        if not same and self.here is not None and not self.sending:
            self.say(t("follow.gone", ref=self.here.reference))
        self.face()

    def store_changed(self, ids: frozenset[int]) -> None:
        """Somebody may have asked, or resolved another one."""
        if not self.sending:
            self.start(self.read_lines(), group="reading", exclusive=True)

    def _tick(self) -> None:
        self.people_list.tick(self.desk.now())
        self._describe()

    # --- whose questions these are
    def face(self) -> None:
        """Show the questions of whoever is marked; what was answered elsewhere is kept there."""
        line = self.people_list.marked
        before, self.here = self.here, line
        self._describe()
        if line is None or before is None or line.case_id != before.case_id:
            self.let_be()
            self._blank()
            if line is not None:
                self.keep_for(of_case(line.case_id), "follow_up")
            self.focus_first()
        self.refresh_frame()
        self.call_after_refresh(self._in_view)

    def _describe(self) -> None:
        line, lens = self.here, self.people_list.lens
        self.query_one(AskHead).show(line, lens)
        self.query_one(AskScript).show(line, self.desk.info)
        self.query_one("#follow-fields").display = line is not None and line.refusal is None

    def let_be(self) -> None:
        if hasattr(self, "keeper"):
            self.keeper.left()
            del self.keeper

    def _blank(self) -> None:
        for field in self._fields:
            field.control.put("")
            field.say("")
        for key in ("kept", "unkept"):
            self.query_one(FormSays).say(key, "")

    def focus_first(self) -> None:
        """The keys go to the first question without an answer, or where nothing can be asked to
        the list."""
        if self.here is None or self.here.refusal is not None:
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
        self.face()

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

    @abstractmethod
    def _answered(self) -> None:
        """A question was answered by its key."""
