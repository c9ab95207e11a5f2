"""What goes along with a handoff: texts of the timeline, each with it or without it (C5)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from agentdesk.i18n import t
from agentdesk.widgets.cells import plain
from agentdesk.widgets.lines import Lines, Row, clip

SHOWN = 5
"""Entries in view at once."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A text of the timeline: its version, when and whose it is, and how it begins."""

    ver: int
    head: str
    text: str
    usual: bool = False
    """It goes along unless somebody takes it out."""


class AlongList(Lines, can_focus=True):
    """● goes along, ○ does not. ``chosen`` are the versions that do, in their order."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("space", "turn", show=False),
    ]

    class Changed(Message):
        """Another choice."""

    class Done(Message):
        """Enter: on to the next field."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__(classes="along")
        self.entries = tuple(entries)
        self._with = {one.ver for one in entries if one.usual}
        self.at = 0

    @property
    def chosen(self) -> tuple[int, ...]:
        """Versions of what goes along, oldest first."""
        return tuple(sorted(self._with))

    @property
    def words(self) -> str:
        """The chosen versions, as a draft keeps them."""
        return " ".join(str(ver) for ver in self.chosen)

    def put(self, text: str) -> None:
        """Choose these; what is not there is left out."""
        self._with = _versions(text) & {one.ver for one in self.entries}
        self.refill()

    def build(self, width: int) -> list[Row]:
        """A line each, around the one under the cursor; the last one says how many."""
        if not self.entries:
            return [[(t("handoff.along.none"), "quiet")]]
        rows: list[Row] = []
        top = self.top()
        for place, one in enumerate(self.entries[top : top + SHOWN], start=top):
            here = place == self.at and self.has_focus
            chosen = one.ver in self._with
            digit = f"{place + 1} " if place < 9 else "  "
            rows.append(
                clip(
                    [
                        ("▸ " if here else "  ", "accent"),
                        (digit if self.has_focus else "", "quiet"),
                        ("● " if chosen else "○ ", "strong" if chosen else "quiet"),
                        (f"{one.head}  ", "quiet"),
                        (plain(one.text), "focus" if here else "" if chosen else "quiet"),
                    ],
                    width,
                )
            )
        words = t("handoff.along.count", count=len(self._with), total=len(self.entries))
        keys = f" · {t('handoff.along.keys')}" if self.has_focus else ""
        if len(self.entries) > SHOWN or keys:
            rows.append(clip([("  ", ""), (words + keys, "quiet")], width))
        return rows

    def top(self) -> int:
        """The first entry in view."""
        return max(0, min(self.at - SHOWN // 2, len(self.entries) - SHOWN))

    def _turn(self, place: int) -> None:
        """With it or without it."""
        if 0 <= place < len(self.entries):
            self.at = place
            self._with ^= {self.entries[place].ver}
            self.refill()
            self.post_message(self.Changed())

    def action_turn(self) -> None:
        """The one under the cursor."""
        self._turn(self.at)

    def action_move(self, by: int) -> None:
        """Another one; beyond the ends, the field before or after."""
        at = self.at + by
        if 0 <= at < len(self.entries):
            self.at = at
            self.refill()
        elif by < 0:
            self.screen.focus_previous()
        else:
            self.screen.focus_next()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Digits choose here."""
        return self._digit(character) is not None

    def _digit(self, character: str | None) -> int | None:
        typed = unicodedata.normalize("NFKC", character or "")
        if len(typed) != 1 or typed not in "123456789":
            return None
        place = int(typed) - 1
        return place if place < len(self.entries) else None

    def on_key(self, event: events.Key) -> None:
        """Enter goes on; a digit turns its entry."""
        if event.key == "enter":
            event.stop()
            self.post_message(self.Done())
        elif (place := self._digit(event.character)) is not None:
            event.stop()
            self._turn(place)

    def on_click(self, event: events.Click) -> None:
        """Turn the one under the mouse."""
        if event.y < SHOWN:
            self._turn(self.top() + event.y)

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show where the keys go."""
        super().watch_has_focus(has_focus)
        self.refill()


def _versions(text: str) -> set[int]:
    parts: Iterable[str] = text.split()
    return {int(part) for part in parts if part.isdecimal()}
