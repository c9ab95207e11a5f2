"""Finds a person by part of the name: nobody types a code from memory.

``lw`` finds Li Wei (``li.wei``) and 李伟 (by his pinyin), ``wei`` too; the first match is chosen,
arrows choose another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from agentdesk.desk.api import Person
from agentdesk.domain.matching import ranked
from agentdesk.i18n import known, t
from agentdesk.widgets.cells import plain
from agentdesk.widgets.lines import Lines, Row, clip
from agentdesk.widgets.text_box import LineBox

SHOWN = 6
"""Matches that are shown at once."""


def matches(people: Sequence[Person], typed: str) -> list[Person]:
    """The people whose name, code or initials hold what was typed; best match first."""
    return ranked(people, lambda person: (person.name, person.code, person.pinyin), typed)


class PersonList(Lines):
    """The matches, ▸ the chosen one; a window of `SHOWN` around it."""

    def __init__(self) -> None:
        super().__init__(classes="people")
        self.people: list[Person] = []
        self.at = 0
        self.nobody = ""
        self.about: Mapping[str, str] = {}

    def show(self, people: list[Person], at: int) -> None:
        """Draw these."""
        self.people, self.at = people, at
        self.refill()

    def top(self) -> int:
        """The first one in view."""
        return max(0, min(self.at - SHOWN // 2, len(self.people) - SHOWN))

    def build(self, width: int) -> list[Row]:
        """One line a person; always as many lines, so that the form keeps still."""
        rows: list[Row] = []
        top = self.top()
        for place, person in enumerate(self.people[top : top + SHOWN], start=top):
            chosen = place == self.at
            key = f"frame.role.{person.role}"
            role = t(key) if known(key) else plain(person.role)
            words: Row = [
                ("▸ " if chosen else "  ", "accent"),
                (plain(person.name), "focus" if chosen else ""),
            ]
            if person.role:
                words.append((f"  {role}", "quiet"))
            if person.code in self.about:
                words.append((f" · {self.about[person.code]}", "quiet"))
            rows.append(clip(words, width))
        if not rows:
            rows.append([("  " + t("forms.people.none"), "late")])
        more = len(self.people) - top - SHOWN
        rows.append([("  " + t("forms.people.more", count=more), "quiet")] if more > 0 else [])
        return rows + [[] for _ in range(SHOWN + 1 - len(rows))]


class PersonPicker(Vertical):
    """Type part of a name; ``chosen`` is the person marked ▸, None where nobody matches. ``about``:
    what is said beside a name, by code."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
    ]

    class Chosen(Message):
        """Enter: this one."""

    class Marked(Message):
        """Another one is marked by now."""

    def __init__(
        self,
        people: Sequence[Person],
        *,
        id: str | None = None,
        about: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(id=id, classes="picker")
        self._people = tuple(people)
        self._typed = ""
        self._list = PersonList()
        self._list.about = about or {}

    def compose(self) -> ComposeResult:
        """The field and the matches."""
        yield LineBox(placeholder=t("forms.people.type"), limit=40)
        yield self._list

    def on_mount(self) -> None:
        """Show everybody."""
        self._look()

    def offer(self, people: Sequence[Person]) -> None:
        """Choose among these from now on; who is marked stays marked."""
        if tuple(people) != self._people:
            marked = self.words
            self._people = tuple(people)
            self._look()
            self.put(marked)

    @property
    def words(self) -> str:
        """The code of the chosen person, as a draft keeps it."""
        chosen = self.chosen
        return chosen.code if chosen is not None else ""

    @property
    def chosen(self) -> Person | None:
        """The person marked ▸."""
        found = self._list
        return found.people[found.at] if found.people else None

    def put(self, code: str) -> None:
        """Mark a person by code."""
        found = self._list
        places = [at for at, person in enumerate(found.people) if person.code == code]
        if places:
            found.show(found.people, places[0])

    def clear(self) -> None:
        """Nothing typed: everybody again, the first one marked."""
        self.query_one(LineBox).put("")
        self._typed = ""
        self._look()

    def _look(self) -> None:
        self._list.show(matches(self._people, self._typed), 0)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find anew with every key."""
        event.stop()
        self._typed = event.value
        self._look()
        self.post_message(self.Marked())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter takes the marked one."""
        event.stop()
        if self.chosen is not None:
            self.post_message(self.Chosen())

    def action_move(self, by: int) -> None:
        """Mark another one."""
        found = self._list
        if found.people:
            found.show(found.people, max(0, min(len(found.people) - 1, found.at + by)))
            self.post_message(self.Marked())

    def on_click(self, event: events.Click) -> None:
        """Mark the one under the mouse."""
        found = self._list
        if event.widget is found:
            place = found.top() + event.y
            if place < len(found.people):
                found.show(found.people, place)
                self.post_message(self.Marked())
