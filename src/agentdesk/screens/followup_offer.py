"""Somebody is not content: one key opens the case again, their words are the reason (C9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar
from uuid import uuid4

from textual.app import ComposeResult
from textual.containers import Vertical

from agentdesk.desk.api import Done, FollowUpLine
from agentdesk.i18n import t
from agentdesk.screens.acts import Act, bindings
from agentdesk.screens.base import DeskDialog
from agentdesk.screens.followup_acts import OFFER_ACTS
from agentdesk.screens.forms.confirm import Question
from agentdesk.screens.forms.parts import FormHead, FormKeys
from agentdesk.widgets.cells import cut, plain
from agentdesk.widgets.lens import Lens, phrase

SHOWN = 120
"""Cells of the customer's words that are shown."""


class ReopenOffer(DeskDialog[Done]):
    """Open it again? One key; anything else leaves it as it is."""

    ACTS: ClassVar[Sequence[Act]] = OFFER_ACTS
    BINDINGS = bindings(OFFER_ACTS)
    AUTO_FOCUS: ClassVar[str | None] = "Question"

    def __init__(
        self, line: FollowUpLine, scores: Mapping[str, int], text: str, lens: Lens
    ) -> None:
        super().__init__(classes="case-form")
        self._line, self._scores, self._text, self._lens = line, scores, text, lens
        self._op = uuid4().hex
        self._sent = False

    def compose(self) -> ComposeResult:
        """A panel like that of any form."""
        line = self._line
        with Vertical(classes="panel"):
            yield FormHead(t("follow.offer"), f"{line.reference}  {plain(line.title)}")
            yield Question(self._question())
            yield FormKeys([(self.key_of(act), act.label) for act in OFFER_ACTS])

    def _question(self) -> str:
        said = cut(plain(self.reason()), SHOWN)
        words = t("follow.offer.question", **self._scores)
        return f"▲ {words}\n{goes_to(self._line, self._lens)}\n{t('follow.offer.why', why=said)}"

    def reason(self) -> str:
        """Why it is opened again: what the customer said, else how they answered."""
        return self._text or t("follow.offer.scores", **self._scores)

    def acts(self) -> Sequence[Act]:
        """These two only."""
        return OFFER_ACTS

    def do_reopen(self) -> None:
        """Open it again."""
        if not self._sent:
            self._sent = True
            self.start(self._reopen(), group="send")

    async def _reopen(self) -> None:
        try:
            done = await self.desk.reopen(self._line.case_id, self.reason(), op=self._op)
        finally:
            self._sent = False
        self.dismiss(done)

    def do_leave(self) -> None:
        """It stays as it is: what they answered is written down."""
        self.dismiss(None)


def goes_to(line: FollowUpLine, lens: Lens) -> str:
    """Whose it is again."""
    return phrase(f"follow.offer.{_whose(line, lens)}", who=lens.who(line.owner))


def reopened_words(line: FollowUpLine, lens: Lens) -> str:
    """That it is open again, and with whom."""
    key = f"follow.reopened.{_whose(line, lens)}"
    return phrase(key, ref=line.reference, who=lens.who(line.owner))


def _whose(line: FollowUpLine, lens: Lens) -> str:
    if line.owner is None:
        return "pool"
    return "me" if line.owner == lens.me else "owner"
