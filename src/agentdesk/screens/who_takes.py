"""Which colleague: part of the name, pinyin or initials; beside each name how many they have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical

from agentdesk.desk.api import Person
from agentdesk.screens.acts import Act, bindings
from agentdesk.screens.ahead import TypedAhead
from agentdesk.screens.base import DeskDialog
from agentdesk.screens.forms.parts import FormHead, FormKeys
from agentdesk.screens.home_acts import WHO_ACTS
from agentdesk.widgets.home_words import counted
from agentdesk.widgets.person_picker import PersonPicker
from agentdesk.widgets.text_box import LineBox


class WhoTakes(TypedAhead, DeskDialog[str]):
    """Answers with a person's code, None if it is left. ``open_ones``: open cases by person; only
    who stands there can be chosen."""

    ACTS: ClassVar[Sequence[Act]] = WHO_ACTS
    BINDINGS = bindings(WHO_ACTS)
    AUTO_FOCUS: ClassVar[str | None] = ""

    def __init__(
        self, title: str, about: str, people: Sequence[Person], open_ones: Mapping[str, int]
    ) -> None:
        super().__init__(classes="case-form")
        self._title, self._about = title, about
        able = [person for person in people if person.code in open_ones]
        self._people = sorted(able, key=lambda person: person.place)
        self._has = {
            code: counted("home.has", count) if count else counted("home.has.none", 0)
            for code, count in open_ones.items()
        }

    def compose(self) -> ComposeResult:
        """A panel, as every form."""
        with Vertical(classes="panel"):
            yield FormHead(self._title, self._about)
            yield PersonPicker(self._people, about=self._has)
            yield FormKeys([(self.key_of(act), act.label) for act in WHO_ACTS])

    def on_mount(self) -> None:
        """The keys go into the line."""
        self.query_one(LineBox).focus()
        self.begun()

    def acts(self) -> Sequence[Act]:
        """Its own, and those of every dialog."""
        return (*WHO_ACTS, *DeskDialog.ACTS)

    def do_who_take(self) -> None:
        """The marked one, once what was typed is found."""
        self.after_typing(lambda: self.call_later(self._take))

    def _take(self) -> None:
        chosen = self.query_one(PersonPicker).chosen
        if chosen is not None:
            self.dismiss(chosen.code)

    async def do_who_leave(self) -> None:
        """Nobody."""
        await self.do_back()
