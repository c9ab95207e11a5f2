"""A note that sticks to the customer until a day: put it on, take it off (B1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agentdesk.desk.api import Done
from agentdesk.domain.values import DAY
from agentdesk.i18n import format as form
from agentdesk.i18n import t
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.fields import Field
from agentdesk.widgets.cells import cut, plain
from agentdesk.widgets.choice import Choice, Option
from agentdesk.widgets.text_box import LineBox
from agentdesk.widgets.when_input import WhenInput

USUAL_DAYS = 30
"""A note that nobody ends goes by itself after a month."""

LONGEST = 400


class StickyForm(CaseForm):
    """A word to whoever deals with this customer next, and until when it is true."""

    NAME = "sticky"

    def fields(self) -> Sequence[Field]:
        """The fields, in tab order."""
        last = form.local(self.desk.now() + USUAL_DAYS * DAY, self.tz)
        until = WhenInput(
            self.desk.now,
            self.desk.info.tz,
            value=f"{last:%Y-%m-%d} 18:00",
            ends=True,
            hours=self.desk_hours,
        )
        text = LineBox(placeholder=t("forms.sticky.hint"), limit=LONGEST)
        return [
            Field("text", "forms.sticky.text", text, needed=True),
            Field("until", "forms.sticky.until", until, needed=True),
        ]

    def troubles(self) -> Mapping[str, str]:
        """Both must be there."""
        found = {}
        if not self.words("text"):
            found["text"] = t("forms.sticky.missing")
        if not self.words("until"):
            found["until"] = t("forms.sticky.until.missing")
        return found

    async def send(self) -> Done:
        """Put it on the customer."""
        until = self.at("until")
        assert until is not None  # troubles() and _unclear_times() have seen to it
        await self.desk.put_sticky(self.view.subject, self.words("text"), until, op=self.keeper.op)
        return Done(self.view.id, self.view.reference, self.view.ver, ())


class UnstickForm(CaseForm):
    """Which of the notes is taken off; with one note enter is enough."""

    NAME = "unstick"

    def fields(self) -> Sequence[Field]:
        """One field."""
        notes = [
            Option(str(note.id), cut(plain(note.text), 40), str(place))
            for place, note in enumerate(self.view.stickies, 1)
        ]
        first = notes[0].code if notes else ""
        return [Field("note", "forms.unstick.note", Choice(notes, first), needed=True)]

    async def send(self) -> Done:
        """Take it off."""
        note = int(self.words("note"))
        await self.desk.end_sticky(self.view.subject, note, op=self.keeper.op)
        return Done(self.view.id, self.view.reference, self.view.ver, ())
