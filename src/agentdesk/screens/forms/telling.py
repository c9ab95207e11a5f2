"""How a question or a result gets to the customer: told already, or sent by the desk now (C2)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from agentdesk.i18n import t
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.fields import Field
from agentdesk.widgets.cells import plain
from agentdesk.widgets.choice import Choice, Option

WAYS = ("email", "sms")


class TellingForm(CaseForm):
    """A form with a field ``send``, shown where the desk can send to this customer."""

    def telling(self) -> Sequence[Field]:
        """The field: told already, unless somebody chooses a way."""
        told = Option("", t("forms.tell.told"), "t")
        ways = [Option(way, t(f"forms.tell.{way}"), way[0]) for way in WAYS]
        return [Field("send", "forms.tell", Choice([told, *ways], ""))]

    def begin(self) -> None:
        """Hide the field until it is known what the desk sends."""
        super().begin()
        self.field("send").display = False
        self.start(self._ask(), group="telling")

    def keys_wait_for(self) -> Collection[str]:
        """What the desk sends, too: it decides whether a tab goes to the field or past it."""
        return (*super().keys_wait_for(), "telling")

    async def _ask(self) -> None:
        start = await self.desk.update_start(self.view.id)
        reached = {"email": start.email, "sms": start.phone}
        field = self.field("send")
        choice = field.widget
        assert isinstance(choice, Choice)
        choice.options = tuple(
            option
            if not option.code
            else Option(option.code, f"{option.label} {plain(reached[option.code])}", option.key)
            for option in choice.options
            if not option.code or (option.code in start.sends and reached[option.code])
        )
        if self.words("send") not in {option.code for option in choice.options}:
            choice.put("")
        field.display = len(choice.options) > 1
        choice.refill()
