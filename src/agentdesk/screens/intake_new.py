"""The form of a new case: taken in while somebody speaks, registered with one key.

Only their words are needed. F5 makes it a call that is solved at once: what they were told and the
wrap-up code, and it is registered, owned, answered and resolved in one step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.widgets import Input, TextArea

from agentdesk.desk.api import Done
from agentdesk.domain.drafts import NEW
from agentdesk.i18n import t
from agentdesk.screens.acts import Act, bindings
from agentdesk.screens.base import DeskScreen
from agentdesk.screens.forms.fields import Field
from agentdesk.screens.forms.keeping import KeepsTyped
from agentdesk.screens.forms.parts import FormSays
from agentdesk.screens.forms.speaker import ask_what_matters, not_told, speaker_of
from agentdesk.screens.intake_acts import NEW_ACTS
from agentdesk.screens.intake_fields import (
    SOLVED,
    UNSOLVED,
    WHO,
    choice_fields,
    say_like,
    words_fields,
)
from agentdesk.screens.intake_receipt import AsksReceipt
from agentdesk.screens.intake_send import SendsCase
from agentdesk.screens.intake_start import FACTS, Start
from agentdesk.screens.intake_suggest import put
from agentdesk.widgets.cells import plain
from agentdesk.widgets.choice import Choice
from agentdesk.widgets.frame import KeyHint
from agentdesk.widgets.lens import lens_of
from agentdesk.widgets.lines import Lines, Row, ends
from agentdesk.widgets.pick_one import PickOne

WIDE = 120
"""Columns from which the choices stand beside the words."""

TALL = 34
"""Lines from which the words have more of them."""


class CallerLine(Lines):
    """Whose case it will be, and whether what was typed has been kept."""

    def __init__(self) -> None:
        super().__init__(id="intake-caller")
        self.who = ""
        self.solved = False
        self.kept = ""

    def build(self, width: int) -> list[Row]:
        """Both ends of a line."""
        title = t("intake.title.solved" if self.solved else "intake.title")
        who = plain(self.who) or t("intake.title.new")
        left: Row = [(title, "head"), ("   ", ""), (who, "accent")]
        return [ends(left, [(self.kept, "quiet")] if self.kept else [], width)]


class NewCaseScreen(AsksReceipt, SendsCase, KeepsTyped, DeskScreen[Done]):
    """The form, as ``begin`` says; hands back what the desk has made of it."""

    ACTS: ClassVar[Sequence[Act]] = NEW_ACTS
    BINDINGS = bindings(NEW_ACTS)
    AUTO_FOCUS: ClassVar[str | None] = ""

    def __init__(self, begin: Start) -> None:
        super().__init__()
        self.first = begin
        self.subject = begin.subject
        self.who = begin.who
        self.prefers = begin.prefers
        self.own: set[str] = set()
        self.guessed: dict[str, str] = {}
        self.solving = False
        self._fields: list[Field] = []
        self._says = FormSays()
        self._line = CallerLine()

    # --- layout
    def compose_body(self) -> ComposeResult:
        """Whose it is, the words, the choices, what the form says."""
        self.lens = lens_of(self.desk, self.desk_app.people)
        left, right = words_fields(), choice_fields(self.desk, self.lens)
        self._fields = [*left, *right]
        self._says, self._line = FormSays(), CallerLine()
        yield self._line
        with VerticalScroll(id="intake-form", can_focus=False), Container(id="intake-halves"):
            with Vertical(id="intake-words"):
                yield from left
            with Vertical(id="intake-choices"):
                yield from right
        yield self._says

    def on_mount(self) -> None:
        """Begin: who it is, what was left, what was pasted."""
        self._lay_out()
        for name in WHO:
            self.field(name).control.put(getattr(self.first, name))
        self.take(self.desk.suggest(""))
        self.keep_for(NEW, self.first.draft)
        if self.first.text:
            words = self.words("text")
            pasted = self.first.text
            self.field("text").control.put(f"{words}\n{pasted}" if words else pasted)
            self.fill_guesses(self.first.guesses)
            self.desk_app.clear_notifications()  # what the intake said of it is said here
            self.say_pasted(secret=self.first.secret, cut=self.first.length)
        self.show()
        self.begin_receipt()
        self.field("text").focus_control()
        self.begun()

    def on_resize(self, event: events.Resize) -> None:
        """Beside one another where there is room."""
        self._lay_out()

    def _lay_out(self) -> None:
        halves, size = self.query_one("#intake-halves"), self.app.size
        halves.set_class(size.width >= WIDE, "-wide")
        halves.set_class(size.height >= TALL, "-tall")

    def show(self) -> None:
        """Show the fields that matter as things stand: of whom, by whom, solved or not."""
        new = self.subject is None
        for name in WHO:
            self.field(name).display = new
            self.field(name).disabled = not new
        for name in SOLVED:
            self.field(name).display = self.solving
        for name in UNSOLVED:
            self.field(name).display = not self.solving
        for name in FACTS:
            self.field(name).display = bool(self.words(name))
        self.show_receipt()
        ask_what_matters(self._fields)
        told = not_told(speaker_of(self.words))
        self.says.say("told", f"▲ {told}" if told else "", "late")
        self._line.who, self._line.solved = self.who, self.solving
        self._line.refill()
        self.refresh_frame()

    def relabel(self) -> None:
        """Another language: everything is said anew, in place; nothing that was typed moves."""
        self.lens = lens_of(self.desk, self.desk_app.people)
        fresh = (*words_fields(), *choice_fields(self.desk, self.lens))
        for field, other in zip(self._fields, fresh, strict=True):
            say_like(field.widget, other.widget)
        for lines in self.query(Lines):
            lines.refill()
        self._suggested_for = None
        self.suggest()
        self.show()

    # --- values
    @property
    def says(self) -> FormSays:
        """The form's own words."""
        return self._says

    def field(self, name: str) -> Field:
        """A field by its name."""
        return next(field for field in self._fields if field.key == name)

    def words(self, name: str) -> str:
        """What stands in a field."""
        return self.field(name).control.words

    def values(self) -> dict[str, str]:
        """Everything that stands in the form, and whose it is."""
        return {
            **{field.key: field.control.words for field in self._fields},
            "receipt": self.receipt_asked,
            "subject": "" if self.subject is None else str(self.subject),
            "who": self.who,
            "prefers": self.prefers,
            "own": " ".join(sorted(self.own)),
            "guessed": " ".join(sorted(self.guessed)),
            "solving": "yes" if self.solving else "",
        }

    def fill(self, values: Mapping[str, str]) -> None:
        """Put back what a draft holds."""
        subject = values.get("subject", "")
        self.subject = int(subject) if subject.isdecimal() else None
        self.who, self.prefers = values.get("who", ""), values.get("prefers", "")
        self.own = set(values.get("own", "").split())
        self.solving = values.get("solving") == "yes"
        self.guessed = {}
        for field in self._fields:
            put(field, values.get(field.key, ""))
        self.mark_again(values, values.get("guessed", "").split())
        self.show()

    def say_kept_from(self, at: int | None) -> None:
        """Say what this is, and from when."""
        words = t("forms.kept", at=self.lens.when(at)) if at is not None else ""
        self.says.say("kept", words, "accent")

    def say_kept(self, kept: bool, trouble: str) -> None:
        """A quiet word beside the title; trouble in full."""
        self._line.kept = t("drafts.kept") if kept else ""
        self._line.refill()
        self.says.say("unkept", trouble and f"▲ {trouble}", "late")

    # --- typing
    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """What they say suggests what it is."""
        if event.text_area is self.field("text").widget:
            self.field("text").say("")
            self.suggest()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Another caller may be told other things; a wrap-up code needs no complaint."""
        if event.choice in (self.field("caller").widget, self.field("authority").widget):
            self._caller_changed()
        if event.choice is self.field("line").widget:
            self.promised.read()  # it may have hours of its own
        if event.choice is self.field("wrapup").widget:
            self.field("wrapup").say("")
        if event.choice is self.field("receipt").widget:
            self.refresh_frame()

    def _caller_changed(self) -> None:
        if self.solving and not speaker_of(self.words).may_be_told:
            self.solving = False
            self.say(t("intake.not_solved"), kind="warning")
        self.show()

    def on_pick_one_changed(self, event: PickOne.Changed) -> None:
        """Another category is typed text, too; another channel has a recording, or none."""
        self.keeper.changed()
        if event.pick is self.field("channel").widget:
            self.show()

    # --- acts
    def hints(self) -> list[KeyHint]:
        """F5 goes there and back; F6 is there where a receipt can go out."""
        words = {"receipt": self.receipt_words}
        if self.solving:
            words |= {"solved": t("intake.act.unsolved"), "register": t("intake.act.solve")}
        return [
            KeyHint(h.name, h.key, words.get(h.name, h.label), h.enabled, h.right)
            for h in super().hints()
            if h.name != "receipt" or self.may_ask_receipt
        ]

    def refusal(self, name: str) -> str | None:
        """Nobody is told anything who is not entitled to it (A9)."""
        if name == "receipt" and self._fields and not self.may_ask_receipt:
            return t("intake.no_receipt")
        if name == "solved" and not self.solving and self._fields:
            return not_told(speaker_of(self.words)) or None
        return None

    def do_solved(self) -> None:
        """Solved on the call, or not after all."""
        self.solving = not self.solving
        self.show()
        self.keeper.changed()
        self.field("told" if self.solving else "text").focus_control()

    async def do_back(self) -> None:
        """Leave; what was typed is kept."""
        self.keeper.left()
        self.dismiss(None)

    def do_anew(self) -> None:
        """An untouched form for the same caller; what was kept is forgotten."""
        self.fill(self.keeper.anew())
        for name in ("kept", "refused", "pasted", "taken", "waiting"):
            self.says.say(name, "")
        self.point_out({})
        self._suggested_for = None
        self.suggest()
        self.field("text").focus_control()

    def do_onward(self) -> None:
        """Tab: the next field."""
        self.focus_next()

    def do_backward(self) -> None:
        """Shift+tab: the field before."""
        self.focus_previous()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in a line: the next field."""
        event.stop()
        self.focus_next()

    def on_choice_done(self, event: Choice.Done) -> None:
        """Enter on a choice: the next field."""
        event.stop()
        self.focus_next()

    def on_pick_one_done(self, event: PickOne.Done) -> None:
        """Enter on a category: the next field."""
        event.stop()
        self.focus_next()

    def on_paste(self, event: events.Paste) -> None:
        """A paste that no field took goes nowhere."""
        event.stop()
