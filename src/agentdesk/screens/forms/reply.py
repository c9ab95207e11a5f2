"""Record a reply or a contact: what the customer heard, and what was promised to them (C2, C4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agentdesk.desk.api import Done
from agentdesk.i18n import t
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.channels import channel_choice, usual_channel
from agentdesk.screens.forms.fields import Field, yes_no
from agentdesk.widgets.choice import Choice, Option
from agentdesk.widgets.text_box import TextBox
from agentdesk.widgets.when_input import WhenInput

SPOKEN = frozenset({"phone", "branch"})
"""Channels on which an update is spoken unless the person says otherwise."""


class ReplyForm(CaseForm):
    """Channel, spoken or written, the words, promises made, findings told."""

    NAME = "reply"

    def fields(self) -> Sequence[Field]:
        """The fields, in tab order."""
        info = self.desk.info
        channel = usual_channel(self.view, self.lens)
        how = Choice(
            (
                Option("spoken", t("forms.reply.spoken"), "s"),
                Option("written", t("forms.reply.written"), "w"),
            ),
            "spoken" if channel in SPOKEN else "written",
        )
        return [
            Field("channel", "forms.channel", channel_choice(self.lens, channel, reply=True)),
            Field("how", "forms.reply.how", how),
            Field(
                "text",
                "forms.reply.text",
                TextBox(placeholder=t("forms.reply.text.hint")),
                needed=True,
            ),
            Field("promised", "forms.reply.promised", WhenInput(self.desk.now, info.tz, ends=True)),
            Field("finish", "forms.reply.finish", WhenInput(self.desk.now, info.tz, ends=True)),
            Field("findings", "forms.reply.findings", yes_no("no")),
            Field("new", "forms.reply.new", yes_no("yes")),
            *self._containment(),
        ]

    def _containment(self) -> Sequence[Field]:
        """Only where a loss is still running: that it was stopped lets the case leave band 1."""
        if not self.view.to_contain:
            return []
        return [Field("contained", "forms.reply.contained", yes_no("no"))]

    def first_field(self) -> Field:
        """The words come first; the channel is the usual one."""
        return self.field("text")

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Another channel brings its usual way of speaking."""
        if event.choice is self.field("channel").widget:
            spoken = "spoken" if event.choice.value in SPOKEN else "written"
            self.field("how").control.put(spoken)

    def troubles(self) -> Mapping[str, str]:
        """The words, and the channel, must be there."""
        found = {}
        if not self.words("channel"):
            found["channel"] = t("forms.channel.missing")
        if not self.words("text"):
            found["text"] = t("forms.reply.text.missing")
        return found

    async def send(self) -> Done:
        """Record it."""
        return await self.desk.reply(
            self.view.id,
            self.words("text"),
            channel=self.words("channel"),
            contact=self.words("how") == "spoken",
            promised_at=self.at("promised"),
            finish_at=self.at("finish"),
            findings=self.words("findings") == "yes",
            new=self.words("new") == "yes",
            contained=self.view.to_contain and self.words("contained") == "yes",
            op=self.keeper.op,
        )
