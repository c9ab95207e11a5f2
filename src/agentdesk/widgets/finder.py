"""A list that is searched while it is shown: the arrows move in it while the text has the focus."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from agentdesk.i18n import t
from agentdesk.widgets.cells import cell_len, fit
from agentdesk.widgets.lines import Lines, Row, clip


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list: what it is, how it is called, its key, and why not now.

    ``also`` is what it is called in the other language.
    """

    name: str
    label: str
    key: str = ""
    more: str = ""
    why_not: str | None = None
    also: str = ""

    def rank(self, words: Sequence[str], initials: str = "") -> int | None:
        """How well it matches every word: 0 by what is shown, 1 in the other language, 2 by the
        pinyin initials; None: not at all."""
        text = ""
        for rank, more in enumerate((self._shown(), folded(self.also), initials)):
            text = f"{text} {more}"
            if all(word in text for word in words):
                return rank
        return None

    def _shown(self) -> str:
        return folded(f"{self.label} {self.more} {self.name} {self.key}")


def folded(text: str) -> str:
    """Text as it is compared: full-width letters and case do not matter."""
    return unicodedata.normalize("NFKC", text).casefold()


class FinderList(Lines):
    """The items that match, the chosen one marked."""

    class Chosen(Message):
        """An item was clicked."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, items: Sequence[Item]) -> None:
        super().__init__(id="finder-list")
        self._items = tuple(items)
        self._found = self._items
        self._here = 0
        self._text = ""
        self._initials: Mapping[str, str] = {}

    @property
    def here(self) -> Item | None:
        """The chosen item."""
        return self._found[self._here] if self._found else None

    @property
    def line(self) -> int:
        """The line of the chosen item."""
        return self._here

    def replace(self, items: Sequence[Item], text: str = "") -> None:
        """Other items (another language)."""
        self._items = tuple(items)
        self.find(text)

    def know(self, initials: Mapping[str, str]) -> None:
        """The pinyin initials of the items by their names, as soon as they have been read."""
        self._initials = initials
        if self._text and not self._here:  # not under the hands of somebody who chooses
            self.find(self._text)

    def find(self, text: str) -> None:
        """Show what matches every word; what is shown before what is only meant."""
        self._text = text
        words = folded(text).split()
        ranked = [
            (item.rank(words, self._initials.get(item.name, "")), item) for item in self._items
        ]
        found = [(rank, item) for rank, item in ranked if rank is not None]
        self._found = tuple(item for _, item in sorted(found, key=lambda one: one[0]))
        self._here = 0
        self.refill()

    def move(self, lines: int) -> None:
        """Choose another line."""
        if self._found:
            self._here = min(len(self._found) - 1, max(0, self._here + lines))
            self.refill()

    def build(self, width: int) -> list[Row]:
        """A line for each: key at the left, name, why not."""
        if not self._found:
            return [[(t("queue.find.none"), "quiet")]]
        keys = max(cell_len(item.key) for item in self._items)
        return [
            clip(self._item_row(item, place, keys, width), width)
            for place, item in enumerate(self._found)
        ]

    def _item_row(self, item: Item, place: int, keys: int, width: int) -> Row:
        here = place == self._here
        can = item.why_not is None
        row: Row = [
            ("▸ " if here else "  ", "accent"),
            (fit(item.key, keys), "accent" if can else "quiet"),
            ("  ", ""),
            (item.label, ("strong" if here else "") if can else "quiet"),
        ]
        if item.why_not is not None:
            row.append((f"  {t('queue.find.cannot', why=item.why_not)}", "quiet"))
        return row

    def on_click(self, event: events.Click) -> None:
        """A click chooses and does."""
        place = event.y + self.scroll_offset.y
        if 0 <= place < len(self._found):
            self._here = place
            self.refill()
            self.post_message(self.Chosen(self._found[place].name))
