"""Another priority, another class: chosen with one key, with a reason (A4)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence

from agentdesk.desk.api import Done
from agentdesk.domain.values import CaseClass, Priority
from agentdesk.i18n import t
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.fields import Field
from agentdesk.widgets.choice import Choice, Option
from agentdesk.widgets.text_box import LineBox


class ChangeForm(CaseForm):
    """A new value and why."""

    @abstractmethod
    def options(self) -> Sequence[Option]:
        """What can be chosen."""

    @abstractmethod
    def current(self) -> str:
        """What it is now."""

    def fields(self) -> Sequence[Field]:
        """The fields, in tab order."""
        return [
            Field(
                "to",
                f"forms.{self.NAME}.to",
                Choice(self.options(), self.current(), then=self._chosen_by_key),
            ),
            Field("why", "forms.why", LineBox(placeholder=t("forms.why.hint")), needed=True),
        ]

    def _chosen_by_key(self) -> None:
        """On to the reason."""
        self.field("why").focus_control()

    def troubles(self) -> Mapping[str, str]:
        """Something else than now, and a reason."""
        found = {}
        if self.words("to") == self.current():
            found["to"] = t("forms.change.same")
        if not self.words("why"):
            found["why"] = t("forms.why.missing")
        return found


class PriorityForm(ChangeForm):
    """P1, P2 or P3, and why."""

    NAME = "priority"

    def options(self) -> Sequence[Option]:
        """1, 2 and 3 choose."""
        return [Option(p.value, t(f"forms.priority.{p.value}"), str(p.rank)) for p in Priority]

    def current(self) -> str:
        """The priority now."""
        return self.view.priority.value

    async def send(self) -> Done:
        """Change it: every due is counted anew."""
        return await self.desk.change_priority(
            self.view.id, Priority(self.words("to")), self.words("why"), op=self.keeper.op
        )


class ClassForm(ChangeForm):
    """Common, complex or complaint, and why."""

    NAME = "class"

    def options(self) -> Sequence[Option]:
        """1, 2 and 3 choose, and first letters."""
        return [Option(c.value, t(f"case.class.{c.value}")) for c in CaseClass]

    def current(self) -> str:
        """The class now."""
        return self.view.klass.value

    async def send(self) -> Done:
        """Change it: every due is counted anew."""
        return await self.desk.change_class(
            self.view.id, CaseClass(self.words("to")), self.words("why"), op=self.keeper.op
        )
