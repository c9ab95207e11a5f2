"""The first line of the intake: whatever one has of a caller, typed or pasted."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from agentdesk.widgets.alt_digits import ALT_SIGNS
from agentdesk.widgets.text_box import LineBox, TextBox

LONGEST_LINE = 80
"""A paste of one line that is no longer is what one has of a caller; a longer one is a message."""


class Pasted(Message):
    """Something was pasted that is to be read before it stands anywhere."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class WhoBox(LineBox):
    """One line. Down goes into what was found; a pasted message is read, not inserted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "screen.do('into')", show=False),
        Binding("up", "screen.do('nothing')", show=False),
    ]

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Signs that alt with a digit arrives as are keys of the screen, not text."""
        return key not in ALT_SIGNS and super().check_consume_key(key, character)

    def _on_paste(self, event: events.Paste) -> None:
        """A number, a name: into the line. A message: to the screen."""
        text = event.text.strip()
        if len(text) <= LONGEST_LINE and "\n" not in text and "\r" not in text:
            super()._on_paste(event)
            return
        event.prevent_default()
        event.stop()
        self.post_message(Pasted(event.text))


class WordsBox(TextBox):
    """What a caller says. What is pasted into it is read first: numbers are masked in it."""

    async def _on_paste(self, event: events.Paste) -> None:
        """To the screen, which puts it in (`insert_words`)."""
        event.prevent_default()
        event.stop()
        if event.text.strip():
            self.post_message(Pasted(event.text))

    def insert_words(self, text: str) -> None:
        """Put words where the cursor is, as if they were typed."""
        from agentdesk.widgets.text_box import cut_long, tidy

        if result := self._replace_via_keyboard(cut_long(tidy(text)), *self.selection):
            self.move_cursor(result.end_location)
