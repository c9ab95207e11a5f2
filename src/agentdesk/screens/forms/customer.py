"""The customer wrote or rang, or somebody for them: who spoke, and what they were promised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agentdesk.desk.api import Done
from agentdesk.i18n import t
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.channels import channel_choice, last_channel
from agentdesk.screens.forms.fields import Field
from agentdesk.screens.forms.speaker import ask_what_matters, speaker_fields, speaker_of
from agentdesk.widgets.choice import Choice
from agentdesk.widgets.text_box import TextBox
from agentdesk.widgets.when_input import WhenInput


class CustomerForm(CaseForm):
    """What was said on a case that is there; a reply is owed from now on."""

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
            Field(
                "promised",
                "forms.reply.promised",
                WhenInput(self.desk.now, self.desk.info.tz, ends=True, hours=self.desk_hours),
            ),
            *speaker_fields(),
        ]

    def first_field(self) -> Field:
        """The words come first."""
        return self.field("text")

    def begin(self) -> None:
        """Put back what was left; the right to act is asked of others than the customer."""
        super().begin()
        ask_what_matters(self._fields)

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values in: another caller brings the question of their right along."""
        super().fill(values)
        ask_what_matters(self._fields)

    def do_anew(self) -> None:
        """An untouched form: the customer again."""
        super().do_anew()
        ask_what_matters(self._fields)

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Another caller: their right matters, or does not; another channel: a recording."""
        ask_what_matters(self._fields)

    def troubles(self) -> Mapping[str, str]:
        """The words, and the channel, must be there."""
        found = {}
        if not self.words("channel"):
            found["channel"] = t("forms.channel.missing")
        if not self.words("text"):
            found["text"] = t("forms.customer_message.missing")
        return found

    async def send(self) -> Done:
        """Write it down: it counts as a chaser where an answer is owed."""
        return await self.desk.log_contact(
            self.view.id,
            self.words("text"),
            channel=self.words("channel"),
            speaker=speaker_of(self.words),
            promised_at=self.at("promised"),
            op=self.keeper.op,
        )
