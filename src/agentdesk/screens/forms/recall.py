"""Taking a handoff back from a department (C5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agentdesk.desk.api import Done
from agentdesk.i18n import t
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.fields import Field
from agentdesk.widgets.choice import Choice, Option


class RecallForm(CaseForm):
    """Take it back from a department: enter does it; of several, which."""

    NAME = "recall"
    done_words = ""

    def heading(self) -> str:
        """What this is."""
        return t("handoff.recall.title")

    def fields(self) -> Sequence[Field]:
        """The departments that have it."""
        options = [
            Option(one.id, self.lens.label("department", one.dept))
            for one in self.view.handoffs
            if one.ended_at is None
        ]
        chosen = options[-1].code if options else ""
        return [Field("which", "handoff.recall.which", Choice(options, chosen), needed=True)]

    def troubles(self) -> Mapping[str, str]:
        """Which one."""
        return {} if self.words("which") else {"which": t("handoff.which.missing")}

    async def send(self) -> Done:
        """Take it back."""
        which = self.words("which")
        done = await self.desk.recall(self.view.id, which, op=self.keeper.op)
        dept = next((one.dept for one in self.view.handoffs if one.id == which), "")
        named = self.lens.label("department", dept)
        self.done_words = t("handoff.done.recall", ref=self.view.reference, dept=named)
        return done
