"""What I mean to do next on a case, and when: a line of the case, and my own reminder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agentdesk.desk.api import Done
from agentdesk.i18n import t
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.fields import Field
from agentdesk.widgets.text_box import LineBox
from agentdesk.widgets.when_input import WhenInput


class PlanForm(CaseForm):
    """What, and when. It takes the place of what was planned before."""

    NAME = "plan"

    def fields(self) -> Sequence[Field]:
        """The fields, in tab order."""
        when = WhenInput(self.desk.now, self.desk.info.tz, hours=self.desk_hours)
        return [
            Field(
                "what", "forms.plan.what", LineBox(placeholder=t("forms.plan.hint")), needed=True
            ),
            Field("when", "forms.plan.when", when, needed=True),
        ]

    def troubles(self) -> Mapping[str, str]:
        """Both must be there."""
        found = {}
        if not self.words("what"):
            found["what"] = t("forms.plan.missing")
        if not self.words("when"):
            found["when"] = t("forms.plan.when.missing")
        return found

    async def send(self) -> Done:
        """Plan it: it reminds me."""
        at = self.at("when")
        assert at is not None  # troubles() and _unclear_times() have seen to it
        return await self.desk.plan(self.view.id, self.words("what"), at, op=self.keeper.op)
