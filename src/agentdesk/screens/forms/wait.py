"""Wait on the customer: only with a question they have, and a day on which we remind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agentdesk.desk.api import Done, Hours
from agentdesk.i18n import t
from agentdesk.screens.forms.fields import Field
from agentdesk.screens.forms.telling import TellingForm
from agentdesk.widgets.text_box import TextBox
from agentdesk.widgets.when_input import WhenInput


class WaitForm(TellingForm):
    """The question that was delivered, and when we remind them."""

    NAME = "wait"

    def fields(self) -> Sequence[Field]:
        """The fields, in tab order."""
        usual = self.view.remind_usual
        remind = WhenInput(self.desk.now, self.desk.info.tz, usual=usual, hours=self._hours)
        return [
            Field(
                "question",
                "forms.wait.question",
                TextBox(placeholder=t("forms.wait.hint")),
                needed=True,
            ),
            Field("remind", "forms.wait.remind", remind),
            *self.telling(),
        ]

    def _hours(self) -> Hours:
        """The working days after which they are reminded."""
        return self.desk.hours("wait", line=self.view.line)

    def troubles(self) -> Mapping[str, str]:
        """Both must be there."""
        found = {}
        if not self.words("question"):
            found["question"] = t("forms.wait.missing")
        if not self.words("remind") and self.at("remind") is None:
            found["remind"] = t("forms.wait.remind.missing")
        return found

    async def send(self) -> Done:
        """Record it: the clocks stand still from now on."""
        remind_at = self.at("remind")
        assert remind_at is not None  # troubles() and _unclear_times() have seen to it
        return await self.desk.wait(
            self.view.id,
            self.words("question"),
            remind_at,
            send=self.words("send"),
            op=self.keeper.op,
        )
