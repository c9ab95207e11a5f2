"""Whether the customer gets a receipt for what is taken in: as the policy says, until F6 (C2)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from agentdesk.desk.api import DeskTrouble
from agentdesk.i18n import t
from agentdesk.screens.base import DeskScreen, DeskWork
from agentdesk.screens.forms.drafts import Keeper
from agentdesk.screens.forms.fields import Field
from agentdesk.screens.forms.speaker import speaker_of

YES, NO = "yes", "no"


class AsksReceipt(DeskWork):
    """The part of the form that asks for it; it is not there where the desk sends nothing."""

    keeper: Keeper
    solving: bool
    _usual = ""
    """What becomes of it by itself: yes, no, or "" where no receipt can go out."""

    def field(self, name: str) -> Field:
        """A field by its name."""
        raise NotImplementedError

    def words(self, name: str) -> str:
        """What stands in a field."""
        raise NotImplementedError

    def begin_receipt(self) -> None:
        """Learn what the policy says."""
        self.start(self._learn_receipt(), group="receipt")

    def keys_wait_for(self) -> Collection[str]:
        """What the policy says, too: until then there is no receipt to ask for."""
        return (*super().keys_wait_for(), "receipt")

    async def _learn_receipt(self) -> None:
        try:
            usual = await self.desk.usual_receipt()
        except DeskTrouble:
            return  # then it is as the policy says
        self._usual = "" if usual is None else YES if usual else NO
        self.show_receipt()
        cast(DeskScreen[Any], self).refresh_frame()

    @property
    def may_ask_receipt(self) -> bool:
        """Whether there is anything to be asked: nobody is told who is not entitled to it (A9)."""
        return bool(self._usual) and not self.solving and speaker_of(self.words).may_be_told

    @property
    def receipt_asked(self) -> str:
        """What was chosen otherwise than the policy says; "" for nothing."""
        chosen = self.words("receipt")
        return chosen if self.may_ask_receipt and chosen != self._usual else ""

    @property
    def receipt_words(self) -> str:
        """What its key reads: with a mark while one goes out, also where the field is out of
        sight."""
        mark = "✓ " if self.words("receipt") == YES else ""
        return f"{mark}{t('intake.act.receipt')}"

    def show_receipt(self) -> None:
        """Show the field, where there is one, with what happens by itself."""
        field = self.field("receipt")
        if not field.control.words:
            field.control.put(self._usual)
        field.display = self.may_ask_receipt

    def do_receipt(self) -> None:
        """The other way."""
        self.field("receipt").control.put(NO if self.words("receipt") == YES else YES)
        self.keeper.changed()
        cast(DeskScreen[Any], self).refresh_frame()
