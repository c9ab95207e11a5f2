"""What stands around the fields of a form: its head, its own words, its keys."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agentdesk.widgets.cells import cell_len, cut
from agentdesk.widgets.lines import Lines, Row, clip, ends, row_cells, wrap

_GAP = 3
"""Cells between two keys."""
_AFTER = re.compile("[,，]")


class FormHead(Lines):
    """The form's name, and the case it is about."""

    def __init__(self, title: str, about: str) -> None:
        super().__init__(classes="form-head")
        self._title = title
        self._about = about

    def name_it(self, title: str) -> None:
        """Another name: it was said meanwhile what the form is about."""
        self._title = title
        self.refill()

    def build(self, width: int) -> list[Row]:
        """Both ends of one line."""
        return [
            ends([(self._title, "head")], [(cut(self._about, max(12, width // 2)), "quiet")], width)
        ]


class FormSays(Lines):
    """What was kept, what changed meanwhile, and why it was not sent."""

    def __init__(self) -> None:
        super().__init__(classes="form-says")
        self.notes: dict[str, tuple[str, str]] = {}

    def say(self, key: str, text: str, role: str = "quiet") -> None:
        """Set one of the notes (kept, changed, refused); "" takes it away."""
        if text:
            self.notes[key] = (text, role)
        else:
            self.notes.pop(key, None)
        self.refill()

    def build(self, width: int) -> list[Row]:
        """Each note, wrapped."""
        return [[(line, role)] for text, role in self.notes.values() for line in wrap(text, width)]


class FormKeys(Lines):
    """The keys of the form."""

    def __init__(self, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__(classes="form-keys")
        self._keys = keys
        self._mark = ""

    def show(self, keys: Sequence[tuple[str, str]]) -> None:
        """Other words for what the keys do."""
        if list(keys) != list(self._keys):
            self._keys = keys
            self.refill()

    def mark(self, word: str) -> None:
        """A word at the edge: what was typed is kept."""
        if word != self._mark:
            self._mark = word
            self.refill()

    def build(self, width: int) -> list[Row]:
        """One line: keys and what they do."""
        row = self._row(self._keys)
        room = width - (cell_len(self._mark) + 2 if self._mark else 0)
        if row_cells(row) - _GAP > room:
            # What a comma adds to a word ("leave, text is kept") goes before any key does.
            row = self._row([(key, _AFTER.split(label)[0]) for key, label in self._keys])
        return [ends(row, [(self._mark, "quiet")], width) if self._mark else clip(row, width)]

    def _row(self, keys: Sequence[tuple[str, str]]) -> Row:
        row: Row = []
        for key, label in keys:
            row += [(key, "accent"), (f" {label}{' ' * _GAP}", "quiet")]
        return row
