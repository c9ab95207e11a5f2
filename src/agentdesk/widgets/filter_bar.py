"""The filter of the queue: a line to type into, and what it found."""

from __future__ import annotations

import re
import unicodedata

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

from agentdesk.i18n import t

_NUMBER = re.compile(r"(?:[cC]\s*-?\s*)?#?(\d{1,12})")


def case_number(text: str) -> str | None:
    """The digits of a plain number or reference (``1041``, ``C-1041``); None for other text."""
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return match[1] if match else None


class FilterBar(Horizontal):
    """``/`` and a line of text; hidden while there is neither focus nor text."""

    class Changed(Message):
        """Other text stands in the filter."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

        def can_replace(self, message: Message) -> bool:
            """Only the last text counts."""
            return isinstance(message, FilterBar.Changed)

    class Submitted(Message):
        """Enter was pressed in the filter."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def compose(self) -> ComposeResult:
        """A slash, the line, what was found."""
        yield Label("/", id="filter-slash", markup=False)
        yield Input(id="filter-input", select_on_focus=False, compact=True)
        yield Label("", id="filter-found", markup=False)

    def on_mount(self) -> None:
        """Hidden until it is asked for; no blinking cursor (each blink repaints)."""
        self.display = False
        self.input.cursor_blink = False
        self.relabel()

    @property
    def input(self) -> Input:
        """The line."""
        return self.query_one(Input)

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.input.value

    @property
    def typing(self) -> bool:
        """Whether it has the focus."""
        return self.input.has_focus

    def relabel(self) -> None:
        """The language has changed."""
        self.input.placeholder = t("queue.filter.hint")

    def open(self) -> None:
        """Show it and type."""
        self.display = True
        self.screen.set_focus(self.input)  # at once: keys that come behind belong to it
        self.input.cursor_position = len(self.input.value)

    def clear(self) -> None:
        """Take the text away and hide."""
        self.input.value = ""
        self.found("")
        self.display = False

    def found(self, text: str, *, wrong: bool = False) -> None:
        """Say what was found, or what was not understood."""
        label = self.query_one("#filter-found", Label)
        label.update(text)
        label.set_class(wrong, "wrong")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass the text on."""
        event.stop()
        self.post_message(self.Changed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Pass enter on."""
        event.stop()
        self.post_message(self.Submitted(event.value))
