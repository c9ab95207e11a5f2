"""One of a few, chosen with the arrows, a digit or a first letter; all of them in view."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from agentdesk.widgets.cells import cell_len, cut, plain
from agentdesk.widgets.lines import Lines, Row


@dataclass(frozen=True, slots=True)
class Option:
    """A code and the word for it; ``key`` chooses it besides its first letter and its place."""

    code: str
    label: str
    key: str = ""


class Choice(Lines, can_focus=True):
    """Options side by side: ● the chosen one. ``value`` is its code, or "" for none yet."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
        Binding("space", "step(1)", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    class Changed(Message):
        """Another option was chosen; ``typed`` by its own key, not by stepping."""

        def __init__(self, choice: Choice, typed: bool) -> None:
            super().__init__()
            self.choice = choice
            self.typed = typed

        @property
        def control(self) -> Choice:
            """The choice it comes from."""
            return self.choice

    class Done(Message):
        """Enter: on to the next field."""

    def __init__(
        self,
        options: Sequence[Option],
        value: str = "",
        *,
        id: str | None = None,
        then: Callable[[], None] | None = None,
    ) -> None:
        """``then`` is called as soon as an option was chosen by its key: a form goes on there, and
        the next key, however fast it follows, belongs to the next field."""
        super().__init__(id=id, classes="choice")
        self._then = then
        self.options = tuple(options)
        self.value = value if value in {option.code for option in options} else ""
        self._spots: list[tuple[int, int, int, str]] = []

    @property
    def words(self) -> str:
        """The chosen code, as a draft keeps it."""
        return self.value

    def put(self, code: str) -> None:
        """Choose a code; one that does not exist chooses nothing."""
        if code in {option.code for option in self.options}:
            self.value = code
            self.refill()

    def build(self, width: int) -> list[Row]:
        """The options in as many lines as they need."""
        rows: list[Row] = [[]]
        self._spots = []
        used = 0
        for option in self.options:
            chosen = option.code == self.value
            text = cut(f"{'●' if chosen else '○'} {plain(option.label)}", width)
            size = cell_len(text)
            if used and used + size > width:
                rows.append([])
                used = 0
            role = "" if not chosen else "focus" if self.has_focus else "strong"
            rows[-1].append((text, role or "quiet"))
            self._spots.append((len(rows) - 1, used, used + size, option.code))
            rows[-1].append(("   ", ""))
            used += size + 3
        return rows

    def _choose(self, code: str, typed: bool) -> None:
        if code != self.value or typed:
            self.value = code
            self.refill()
            self.post_message(self.Changed(self, typed))

    def action_step(self, by: int) -> None:
        """The next or the previous option, round and round."""
        codes = [option.code for option in self.options]
        at = codes.index(self.value) if self.value in codes else (-1 if by > 0 else 0)
        self._choose(codes[(at + by) % len(codes)], typed=False)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key chooses something here: then it is no key of the screen's."""
        typed = unicodedata.normalize("NFKC", character or "").casefold()
        return len(typed) == 1 and typed.isprintable() and self._meant(typed) is not None

    def _forward_event(self, event: events.Event) -> None:
        """A key that chooses does so now, before the next one is looked at: in this widget's own
        queue the keys of somebody who types fast would wait here after the focus has gone on."""
        if not (isinstance(event, events.Key) and self._take(event)):
            super()._forward_event(event)

    def on_key(self, event: events.Key) -> None:
        """Enter goes on."""
        if event.key == "enter":
            event.stop()
            self.post_message(self.Done())

    def _take(self, event: events.Key) -> bool:
        """Choose what a digit or a letter means; whether it means something."""
        typed = unicodedata.normalize("NFKC", event.character or "").casefold()
        if len(typed) != 1 or not typed.isprintable() or typed == " ":
            return False
        code = self._meant(typed)
        if code is None:
            return False
        self._choose(code, typed=True)
        if self._then is not None:
            self._then()
        return True

    def _meant(self, typed: str) -> str | None:
        for option in self.options:
            if option.key and typed == option.key:
                return option.code
        if typed.isdigit():
            place = int(typed) - 1
            return self.options[place].code if 0 <= place < len(self.options) else None
        first = [option.code for option in self.options if option.label[:1].casefold() == typed]
        if not first:
            return None
        if self.value in first:
            return first[(first.index(self.value) + 1) % len(first)]
        return first[0]

    def on_click(self, event: events.Click) -> None:
        """Choose what is under the mouse."""
        for row, start, end, code in self._spots:
            if event.y == row and start <= event.x < end:
                self._choose(code, typed=False)

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show where the keys go."""
        super().watch_has_focus(has_focus)
        self.refill()
