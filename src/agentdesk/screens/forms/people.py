"""To whom a case goes: released to the pool or a person, or given by somebody else (C1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from agentdesk.desk.api import CaseView, Done, Person
from agentdesk.i18n import t
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.fields import Field
from agentdesk.widgets.lens import Lens
from agentdesk.widgets.person_picker import PersonPicker


class PersonForm(CaseForm):
    """A person, found by part of the name; enter takes the marked one."""

    def __init__(self, view: CaseView, lens: Lens, people: Sequence[Person]) -> None:
        super().__init__(view, lens)
        self.people = self._others(people)

    def _others(self, people: Sequence[Person]) -> list[Person]:
        others = (person for person in people if person.code != self.view.owner)
        return sorted(others, key=lambda person: person.place)

    def begin(self) -> None:
        """Offer who was known when the desk opened at once, and who works here now right after."""
        super().begin()
        self.start(self._ask_who(), group="people")

    def keys_wait_for(self) -> Collection[str]:
        """Who works here, too: a name means one of them."""
        return (*super().keys_wait_for(), "people")

    async def _ask_who(self) -> None:
        self.people = self._others(await self.desk.people())
        self.picker.offer(self.choices())

    def choices(self) -> Sequence[Person]:
        """Who can be chosen, in order."""
        return self.people

    def fields(self) -> Sequence[Field]:
        """One field."""
        return [Field("to", f"forms.{self.NAME}.to", PersonPicker(self.choices()))]

    def chosen(self) -> Person | None:
        """The marked one."""
        return self.picker.chosen

    @property
    def picker(self) -> PersonPicker:
        """The field's control."""
        picker = self.field("to").widget
        assert isinstance(picker, PersonPicker)
        return picker

    def do_anew(self) -> None:
        """An untouched form: everybody can be chosen again."""
        self.picker.clear()
        super().do_anew()

    def troubles(self) -> Mapping[str, str]:
        """Somebody must be marked."""
        return {} if self.chosen() is not None else {"to": t("forms.people.none")}

    def on_person_picker_chosen(self, event: PersonPicker.Chosen) -> None:
        """Enter: this one."""
        event.stop()
        self.do_save()


class AssignForm(PersonForm):
    """Give it to a person."""

    NAME = "assign"

    async def send(self) -> Done:
        """Give it."""
        person = self.chosen()
        assert person is not None  # troubles() has seen to it
        return await self.desk.assign(self.view.id, person.code, op=self.keeper.op)


class ReleaseForm(PersonForm):
    """Put it back into the pool (the first choice), or hand it to a person."""

    NAME = "release"

    def choices(self) -> Sequence[Person]:
        """The pool first."""
        pool = Person(code="", name=t("forms.release.pool"), role="")
        return [pool, *self.people]

    async def send(self) -> Done:
        """Give it up."""
        person = self.chosen()
        assert person is not None  # troubles() has seen to it
        return await self.desk.release(self.view.id, person.code or None, op=self.keeper.op)
