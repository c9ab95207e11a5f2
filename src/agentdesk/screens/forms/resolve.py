"""Resolve: what was done and what the customer was told, both (C9); and opening it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from agentdesk.desk.api import CaseView, Done
from agentdesk.domain import events as k
from agentdesk.i18n import language, t
from agentdesk.screens.acts import Act, bindings
from agentdesk.screens.forms.base import FORM_ACTS, CaseForm
from agentdesk.screens.forms.fields import Field
from agentdesk.screens.forms.telling import TellingForm
from agentdesk.widgets.choice import Choice, Option
from agentdesk.widgets.lens import Lens
from agentdesk.widgets.text_box import TextBox

RESOLVE_ACTS = (Act("forms", "as_told", "f3", priority=True),)


class ResolveForm(TellingForm):
    """What was done, and what the customer was told: perhaps just now, then one key takes it."""

    NAME = "resolve"
    ACTS: ClassVar[Sequence[Act]] = (*FORM_ACTS, *RESOLVE_ACTS)
    BINDINGS = bindings((*FORM_ACTS, *RESOLVE_ACTS))

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

    def keys(self) -> Sequence[tuple[str, str]]:
        """Keys and their words; what was told last only where there is such."""
        own = RESOLVE_ACTS if told_last(self.view, self.lens.me) else ()
        acts = [*FORM_ACTS[:1], *own, *FORM_ACTS[1:]]
        return [(self.key_of(act), act.label) for act in acts if act.show]

    def do_as_told(self) -> None:
        """What I told the customer last is what they were told."""
        said = told_last(self.view, self.lens.me)
        if not said:
            self.say(t("forms.resolve.nothing_told"))
            return
        told = self.field("told")
        told.control.put(said)
        told.focus_control()

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


def told_last(view: CaseView, me: str) -> str:
    """What this person told the customer last; "" once the customer has said something since."""
    said = ""
    for entry in sorted(view.timeline, key=lambda entry: entry.event.ver):
        if entry.event.kind == k.CUSTOMER_MESSAGE:
            said = ""
        elif entry.event.kind == k.REPLY:
            said = (entry.text or "") if entry.event.actor == me else ""
    return said


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
