"""What fills the form besides the agent: what the text suggests, and what a paste tells (A4, A5).

Both only ever fill fields that nobody has set, and mark them; the mark goes when somebody does set
the field. Reading happens off the key path: one at a time, and only the last answer counts.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any, cast

from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input

from agentdesk.domain.suggest import Suggestion
from agentdesk.i18n import language, t
from agentdesk.screens.base import DeskWork
from agentdesk.screens.forms.fields import Field
from agentdesk.screens.forms.marked import MarkedField
from agentdesk.screens.forms.parts import FormSays
from agentdesk.screens.intake_fields import SUGGESTED
from agentdesk.screens.intake_line import Pasted, WordsBox
from agentdesk.screens.intake_start import FACTS, GUESSED, LONGEST_TEXT, Guesses, guesses_of
from agentdesk.widgets.cells import plain
from agentdesk.widgets.choice import Choice
from agentdesk.widgets.lens import Lens
from agentdesk.widgets.pick_one import PickOne

REST = 0.2
"""Seconds without a key after which the text is looked at."""

LONGEST_REST = 1.0
"""Seconds after which it is looked at although keys are still coming."""

ABOUT = {"category": "category", "priority": "priority", "class": "class", "kind": "class"}
"""The ground on which a field is suggested."""


def put(field: Field, words: str) -> None:
    """Put words into a field; none at all choose nothing."""
    widget = field.widget
    if not words and isinstance(widget, Choice):
        widget.value = ""
        widget.refill()
    else:
        field.control.put(words)


class FillsItself(DeskWork):
    """The part of the form that fills fields by itself."""

    lens: Lens
    own: set[str]
    """Fields that a person has set."""
    guessed: dict[str, str]
    """Fields that a paste has filled, and with what."""
    _suggested_for: tuple[str, str] | None = None
    _first_key = _last_key = 0.0
    _due: Timer | None = None

    def field(self, name: str) -> Field:
        """A field by its name."""
        raise NotImplementedError

    def words(self, name: str) -> str:
        """What stands in a field."""
        raise NotImplementedError

    @property
    def says(self) -> FormSays:
        """The form's own words."""
        raise NotImplementedError

    def _mark(self, name: str, text: str) -> None:
        field = self.field(name)
        if isinstance(field, MarkedField):
            field.mark(text)

    # --- a person sets a field
    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Chosen by a person: nothing overwrites it any more."""
        for name in SUGGESTED:
            if self.field(name).widget is event.choice:
                self._is_own(name)

    def on_pick_one_changed(self, event: PickOne.Changed) -> None:
        """A category: kind, line, class and priority go with it, as far as nobody set them."""
        if event.pick is self.field("category").widget:
            self._is_own("category")
            self.suggest()

    def _is_own(self, name: str) -> None:
        self.own.add(name)
        self._mark(name, "")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Edited: it is no guess any more."""
        for name, value in tuple(self.guessed.items()):
            field = self.field(name)
            if event.input is field.widget and field.control.words != value:
                del self.guessed[name]
                self._mark(name, "")

    # --- the text suggests
    def suggest(self) -> None:
        """Look at the text anew once the keys rest, or from time to time if they do not."""
        self._last_key = monotonic()
        if self._due is None:
            self._first_key = self._last_key
            self._due = cast(Screen[Any], self).set_timer(REST, self._look)

    def _look(self) -> None:
        now = monotonic()
        rested = now - self._last_key
        if rested < REST and now - self._first_key < LONGEST_REST:
            self._due = cast(Screen[Any], self).set_timer(REST - rested, self._look)
        else:
            self._due = None
            self.start(self.suggested(), group="suggest")

    def _asked(self) -> tuple[str, str]:
        return self.words("text"), self.words("category") if "category" in self.own else ""

    async def suggested(self) -> None:
        """What the text suggests, as it stands now, has been filled in."""
        while self._suggested_for != (asked := self._asked()):
            found = await asyncio.to_thread(self.desk.suggest, *asked)
            if asked == self._asked():
                self._suggested_for = asked
                self.take(found)

    def take(self, found: Suggestion) -> None:
        """Fill what nobody has set, and say why in a quiet line."""
        grounds = {ground.field for ground in found.grounds}
        chosen = "category" in self.own and bool(found.category)
        values = {
            "category": found.category, "kind": found.kind.value, "line": found.line,
            "class": found.klass.value, "priority": found.priority.value,
        }  # fmt: skip
        for name, code in values.items():
            if name in self.own:
                continue
            put(self.field(name), code)
            why = ABOUT.get(name, "category") in grounds or "category" in grounds or chosen
            self._mark(name, t("intake.mark.suggested") if why and code else "")
        self.says.say("suggest", self._why(found))

    def _why(self, found: Suggestion) -> str:
        parts = []
        zh = language() == "zh"
        for ground in found.grounds:
            word = plain(ground.word)
            if ground.field == "category":
                what = self.lens.label("category", found.category)
                parts.append(t("intake.why.word", what=what, word=word))
                continue
            to = found.priority.value
            if ground.field == "class":
                to = t(f"case.class.{found.klass.value}")
            reason = plain(ground.reason_zh if zh else ground.reason_en)
            parts.append(t("intake.why.reason", what=to, reason=reason, word=word))
        return t("intake.why", what=t("intake.why.and").join(parts)) if parts else ""

    # --- a paste tells
    def on_pasted(self, event: Pasted) -> None:
        """Read it, then put it in where the cursor stands."""
        event.stop()
        self.says.say("pasted", t("intake.reading"))
        self.start(self._read(event.text), group="paste")

    async def _read(self, text: str) -> None:
        pasted = await self.desk.read_paste(text[:LONGEST_TEXT])
        box = self.field("text").widget
        assert isinstance(box, WordsBox)
        box.insert_words(pasted.text)
        self.fill_guesses(guesses_of(pasted, self.tz))
        cut = len(text) - LONGEST_TEXT
        self.say_pasted(secret=bool(pasted.secrets), cut=len(text) if cut > 0 else 0)

    def say_pasted(self, *, secret: bool = False, cut: int = 0) -> None:
        """What became of a paste: filled by guess, a secret taken out, cut."""
        filled = [t(f"intake.field.{name}") for name in GUESSED if name in self.guessed]
        words = [t("intake.filled", what=t("intake.and").join(filled))] if filled else []
        self.says.say("pasted", " ".join(words))
        loud = [t("intake.secret")] if secret else []
        if cut:
            loud.append(t("intake.cut", kept=LONGEST_TEXT, count=cut))
        self.says.say("taken", f"● {' '.join(loud)}" if loud else "", "soon")

    def fill_guesses(self, guesses: Guesses) -> None:
        """Fill fields that are empty or hold an older guess."""
        for name, value in guesses.words.items():
            field = self.field(name)
            stands = field.control.words
            if field.disabled or (stands not in ("", value) and name not in self.guessed):
                continue
            self.guessed[name] = value
            field.control.put(value)
            self.guessed[name] = field.control.words
            unsure = name in guesses.unsure
            self._mark(name, t("intake.mark.unsure" if unsure else "intake.mark.guess"))
        self.show_facts()

    def show_facts(self) -> None:
        """Amount, date and last digits stand there once something is in them."""
        for name in FACTS:
            field = self.field(name)
            field.display = field.display or bool(field.control.words)

    def mark_again(self, marks: Mapping[str, str], names: Sequence[str]) -> None:
        """Fields of a draft that were guessed are marked as such again, and no others."""
        for name in GUESSED:
            self._mark(name, "")
            if name in names and marks.get(name):
                self.guessed[name] = marks[name]
                self._mark(name, t("intake.mark.guess"))
