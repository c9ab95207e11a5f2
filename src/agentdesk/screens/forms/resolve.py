"""Resolve: what was done and what the customer was told, both (C9); and opening it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agentdesk.desk.api import Done
from agentdesk.i18n import language, t
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.fields import Field
from agentdesk.screens.forms.telling import TellingForm
from agentdesk.widgets.choice import Choice, Option
from agentdesk.widgets.lens import Lens
from agentdesk.widgets.text_box import TextBox


class ResolveForm(TellingForm):
    """What was done, and what the customer was told."""

    NAME = "resolve"

    def fields(self) -> Sequence[Field]:
        """The fields, in tab order."""
        return [
            Field(
                "done",
                "forms.resolve.done",
                TextBox(placeholder=t("forms.resolve.done.hint")),
                needed=True,
            ),
            Field(
                "told",
                "forms.resolve.told",
                TextBox(placeholder=t("forms.resolve.told.hint")),
                needed=True,
            ),
            *self._wrapup(),
            *self.telling(),
        ]

    def _wrapup(self) -> Sequence[Field]:
        """What it was in the end, where the policy has words for it; nobody has to say."""
        options = wrapup_options(self.lens)
        return [Field("wrapup", "forms.resolve.wrapup", Choice(options))] if options else []

    def troubles(self) -> Mapping[str, str]:
        """Both must be there."""
        return {
            name: t(f"forms.resolve.{name}.missing")
            for name in ("done", "told")
            if not self.words(name)
        }

    async def send(self) -> Done:
        """Resolve it."""
        done, told = self.words("done"), self.words("told")
        wrapup = self.values().get("wrapup", "")
        return await self.desk.resolve(
            self.view.id,
            done,
            told,
            wrapup=wrapup,
            send=self.words("send"),
            op=self.keeper.op,
        )


def wrapup_options(lens: Lens) -> list[Option]:
    """The wrap-ups of the policy that are in use: a digit chooses, and a first letter."""
    labels = lens.labels.families.get("wrapup", ())
    zh = language() == "zh"
    return [
        Option(label.code, label.zh if zh else label.en) for label in labels if not label.retired
    ]


class ReopenForm(CaseForm):
    """Why it is opened again."""

    NAME = "reopen"

    def fields(self) -> Sequence[Field]:
        """The fields, in tab order."""
        why = TextBox(placeholder=t("forms.reopen.hint"))
        return [Field("why", "forms.reopen.why", why, needed=True)]

    def troubles(self) -> Mapping[str, str]:
        """A reason."""
        return {} if self.words("why") else {"why": t("forms.why.missing")}

    async def send(self) -> Done:
        """Open it again."""
        return await self.desk.reopen(self.view.id, self.words("why"), op=self.keeper.op)
