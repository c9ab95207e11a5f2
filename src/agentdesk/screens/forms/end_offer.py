"""A handover that comes to nothing: whoever is asked declines with a word, or it is withdrawn."""

from __future__ import annotations

from collections.abc import Sequence

from agentdesk.desk.api import Done
from agentdesk.i18n import t
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.fields import Field
from agentdesk.widgets.cells import plain
from agentdesk.widgets.text_box import LineBox


class EndOfferForm(CaseForm):
    """Why not, in a line; it may stay empty."""

    NAME = "end_offer"
    done_words = ""

    @property
    def _mine(self) -> bool:
        """I was asked; else I take back what was asked of somebody."""
        return self.view.offered_to == self.lens.me

    def heading(self) -> str:
        """Declining, or taking back."""
        return t("home.decline.title" if self._mine else "home.withdraw.title")

    def fields(self) -> Sequence[Field]:
        """One line."""
        hint = t("home.decline.hint") if self._mine else ""
        return [Field("text", "home.decline.why", LineBox(placeholder=hint, limit=200))]

    async def send(self) -> Done:
        """Say it."""
        mine, asked = self._mine, self.lens.who(self.view.offered_by)
        done = await self.desk.decline(self.view.id, self.words("text"), op=self.keeper.op)
        ref = plain(self.view.reference)
        key = "home.done.declined" if mine else "home.done.withdrawn"
        self.done_words = t(key, ref=ref, who=asked) if mine else t(key, ref=ref)
        return done
