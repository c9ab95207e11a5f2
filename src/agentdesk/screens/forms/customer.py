"""The customer wrote or rang: their words, and by which channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agentdesk.desk.api import Done
from agentdesk.i18n import t
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.channels import channel_choice, last_channel
from agentdesk.screens.forms.fields import Field
from agentdesk.widgets.text_box import TextBox


class CustomerForm(CaseForm):
    """What the customer said; a reply is owed from now on."""

    NAME = "customer_message"

    def fields(self) -> Sequence[Field]:
        """The fields, in tab order."""
        return [
            Field("channel", "forms.channel", channel_choice(self.lens, last_channel(self.view))),
            Field(
                "text",
                "forms.customer_message.text",
                TextBox(placeholder=t("forms.customer_message.hint")),
                needed=True,
            ),
        ]

    def first_field(self) -> Field:
        """The words come first."""
        return self.field("text")

    def troubles(self) -> Mapping[str, str]:
        """The words, and the channel, must be there."""
        found = {}
        if not self.words("channel"):
            found["channel"] = t("forms.channel.missing")
        if not self.words("text"):
            found["text"] = t("forms.customer_message.missing")
        return found

    async def send(self) -> Done:
        """Record it."""
        return await self.desk.customer_message(
            self.view.id, self.words("text"), channel=self.words("channel")
        )
