"""Fields for words: one line, and many lines that stay quick whatever is pasted into them.

Both take control characters out of what is pasted, and never start with their text selected: the
first key must not replace what stands there.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input, TextArea

from agentdesk.widgets.cells import safe

LONG = 800
"""A line longer than this is cut inside the box: drawing costs the length of a whole line."""
_SOFT = "\u2060\n"
"""A cut of our own: taken out again when the text is read, so nothing is changed by it."""


def tidy(text: str) -> str:
    """Pasted text without anything that drives a terminal; lines are kept."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return "\n".join(safe(line) for line in plain.split("\n"))


def cut_long(text: str) -> str:
    """Lines of at most `LONG` characters, cut at a space where there is one; see `_SOFT`."""
    if all(len(line) <= LONG for line in text.split("\n")):
        return text
    return "\n".join(_SOFT.join(_pieces(line)) for line in text.split("\n"))


def _pieces(line: str) -> list[str]:
    pieces = []
    start = 0
    while len(line) - start > LONG:
        space = line.rfind(" ", start + LONG // 2, start + LONG)
        end = space + 1 if space > 0 else start + LONG
        pieces.append(line[start:end])
        start = end
    pieces.append(line[start:])
    return pieces


class TextBox(TextArea):
    """Many lines. ``words`` is what was typed, exactly; tab leaves it, enter is a new line."""

    def __init__(self, text: str = "", *, id: str | None = None, placeholder: str = "") -> None:
        super().__init__(
            cut_long(tidy(text)),
            id=id,
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            highlight_cursor_line=False,
            placeholder=placeholder,
        )
        self.cursor_blink = False

    @property
    def words(self) -> str:
        """The text as typed, without blank ends."""
        return self.text.replace(_SOFT, "").replace("\u2060", "").strip()

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        """Nobody around asks where the cursor stands; at each key all of them would hear of it."""
        event.stop()

    def put(self, text: str) -> None:
        """Replace the whole text; the cursor goes to its end."""
        self.load_text(cut_long(tidy(text)))
        self.move_cursor(self.document.end)

    async def _on_paste(self, event: events.Paste) -> None:
        """Insert what was pasted, without control characters, its lines of bearable length."""
        event.prevent_default()
        event.stop()
        if self.read_only:
            return
        text = cut_long(tidy(event.text))
        if result := self._replace_via_keyboard(text, *self.selection):
            self.move_cursor(result.end_location)


class LineBox(Input):
    """One line. Enter and the arrows up and down are the form's: they go from field to field."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    def __init__(
        self, value: str = "", *, id: str | None = None, placeholder: str = "", limit: int = 200
    ) -> None:
        super().__init__(
            safe(value), placeholder, id=id, select_on_focus=False, max_length=limit, compact=True
        )
        self.cursor_blink = False

    @property
    def words(self) -> str:
        """The text as typed, without blank ends."""
        return safe(self.value).strip()

    def put(self, text: str) -> None:
        """Replace the whole text; the cursor goes to its end."""
        self.value = safe(text)
        self.cursor_position = len(self.value)

    def _on_paste(self, event: events.Paste) -> None:
        """Insert what was pasted as one line without control characters."""
        event.prevent_default()
        event.stop()
        line = " ".join(safe(part) for part in event.text[: 4 * 1024].split())
        if self.selection.is_empty:
            self.insert_text_at_cursor(line)
        else:
            self.replace(line, *self.selection)
