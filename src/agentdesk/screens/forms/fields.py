"""A field of a form: its label, its control, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, cast

from textual.app import ComposeResult
from textual.containers import Container
from textual.widget import Widget

from agentdesk.i18n import t
from agentdesk.widgets.cells import cell_len, fit
from agentdesk.widgets.choice import Choice, Option
from agentdesk.widgets.lines import Lines, Row, wrap
from agentdesk.widgets.text_box import LineBox, TextBox
from agentdesk.widgets.when_input import WhenInput

LABEL = 15
"""Cells for the label of a field where it stands beside its control."""


class Control(Protocol):
    """What a field holds: words that can be read, and put back from a draft."""

    @property
    def words(self) -> str:
        """What stands there, as text."""
        ...

    def put(self, text: str) -> None:
        """Put it back."""
        ...


class FieldLabel(Lines):
    """The name of a field; a field that must be filled says so."""

    def __init__(self, key: str, needed: bool) -> None:
        super().__init__(classes="field-label")
        self._key = key
        self._needed = needed

    def build(self, width: int) -> list[Row]:
        """The label in one line."""
        text = t(self._key)
        mark = " *" if self._needed else ""
        return [[(fit(text + mark, max(width, cell_len(text + mark))), "quiet")]]


class FieldTrouble(Lines):
    """What is wrong with a field; no line while nothing is."""

    def __init__(self) -> None:
        super().__init__(classes="field-trouble")
        self._text = ""

    def say(self, text: str) -> None:
        """Say what is wrong; "" for nothing."""
        if text != self._text:
            self._text = text
            self.refill()

    def build(self, width: int) -> list[Row]:
        """The sentence, wrapped."""
        if not self._text:
            return []
        return [[(line, "late")] for line in wrap(f"▲ {self._text}", width)]


class Field(Container):
    """A labelled control. ``name`` is its key in drafts; ``label`` its catalogue key."""

    def __init__(self, name: str, label: str, control: Widget, *, needed: bool = False) -> None:
        super().__init__(id=f"field-{name}", classes="field")
        self.key = name
        self.needed = needed
        self._label = label
        self.widget = control
        self.set_class(isinstance(control, TextBox), "-tall")
        self.set_class(isinstance(control, WhenInput), "-when")

    def compose(self) -> ComposeResult:
        """Label, control, trouble."""
        yield FieldLabel(self._label, self.needed)
        with Container(classes="field-control"):
            yield self.widget
            yield FieldTrouble()

    @property
    def control(self) -> Control:
        """The control as what holds words."""
        return cast(Control, self.widget)

    def say(self, text: str) -> None:
        """Say what is wrong with it; "" for nothing."""
        self.query_one(FieldTrouble).say(text)

    @property
    def _focus_sort_key(self) -> tuple[int, int]:
        """Tab goes through fields as they were made. By its place on the screen, one that has just
        come to be shown would be the first of all: it has none yet."""
        return (self.parent.children.index(self) if self.parent is not None else 0, 0)

    def focus_control(self) -> None:
        """Put the keys into it."""
        target = self.widget
        if not target.can_focus:
            target = target.query_one(LineBox)
        target.focus()


def yes_no(value: str, *, id: str | None = None, then: Callable[[], None] | None = None) -> Choice:
    """Yes or no; y and n, 是 and 否 choose. ``then`` follows a choice by its key at once."""
    options = (Option("yes", t("forms.yes"), "y"), Option("no", t("forms.no"), "n"))
    return Choice(options, value, id=id, then=then)
