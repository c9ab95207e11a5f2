"""A note: for everybody who works on the case, or for named roles only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agentdesk.desk.api import Done
from agentdesk.domain.values import Audience
from agentdesk.i18n import t
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.fields import Field
from agentdesk.widgets.choice import Choice, Option
from agentdesk.widgets.text_box import TextBox


class NoteForm(CaseForm):
    """The note and who may read it; never the customer."""

    NAME = "note"

    def fields(self) -> Sequence[Field]:
        """The fields, in tab order."""
        audience = Choice(
            (
                Option(Audience.INTERNAL.value, t("forms.note.internal")),
                Option(Audience.RESTRICTED.value, t("forms.note.restricted")),
            ),
            Audience.INTERNAL.value,
        )
        return [
            Field(
                "text", "forms.note.text", TextBox(placeholder=t("forms.note.hint")), needed=True
            ),
            Field("audience", "forms.note.audience", audience),
        ]

    def troubles(self) -> Mapping[str, str]:
        """A note has words."""
        return {} if self.words("text") else {"text": t("forms.note.missing")}

    async def send(self) -> Done:
        """Record it."""
        audience = Audience(self.words("audience"))
        return await self.desk.note(self.view.id, self.words("text"), audience, op=self.keeper.op)
