"""A letter that did not arrive: sent once more, to another address, or told otherwise (C2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.containers import VerticalScroll

from agentdesk.desk.api import CaseView, Done, MailLine
from agentdesk.i18n import t
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.fields import Field
from agentdesk.widgets.choice import Choice, Option
from agentdesk.widgets.lens import Lens
from agentdesk.widgets.lines import Lines, Row, wrap
from agentdesk.widgets.mail_words import address_words, failed, failed_words
from agentdesk.widgets.text_box import LineBox

AGAIN, OTHERWISE = "again", "otherwise"


class WhatFailed(Lines):
    """Which letter, to where, and why it did not arrive."""

    def __init__(self, mail: MailLine, lens: Lens) -> None:
        super().__init__(classes="question")
        self._mail = mail
        self._lens = lens

    def build(self, width: int) -> list[Row]:
        """Its sentences, wrapped."""
        where = [(line, "strong") for line in wrap(address_words(self._mail, self._lens), width)]
        why = [(line, "late") for line in wrap(failed_words(self._mail), width)]
        said = [(line, "quiet") for line in wrap(self._mail.said, width) if self._mail.said]
        return [[span] for span in (*where, *why, *said)]


class UndeliveredForm(CaseForm):
    """What becomes of the oldest letter that did not arrive."""

    NAME = "mail_seen"

    def __init__(self, view: CaseView, lens: Lens) -> None:
        super().__init__(view, lens)
        self.mail = next(iter(failed(view)), None)
        self.done_words = ""

    def begin(self) -> None:
        """Say what it is about, above the fields."""
        super().begin()
        if self.mail is not None:
            pane = self.query_one(".form-fields", VerticalScroll)
            pane.mount(WhatFailed(self.mail, self.lens), before=0)

    def fields(self) -> Sequence[Field]:
        """The fields, in tab order."""
        how = (
            Option(AGAIN, t("forms.mail_seen.again"), "a"),
            Option(OTHERWISE, t("forms.mail_seen.otherwise"), "o"),
        )
        to = LineBox(placeholder=t("forms.mail_seen.to.hint"), limit=254)
        return [
            Field(
                "how", "forms.mail_seen.how", Choice(how, AGAIN, then=self.on_choice_done_by_key)
            ),
            Field("to", "forms.mail_seen.to", to),
        ]

    def on_choice_done_by_key(self) -> None:
        """By its key: on to the address, where one is asked for."""
        self._show_fields()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Told otherwise: there is no address to type."""
        self._show_fields()

    def _show_fields(self) -> None:
        self.field("to").display = self.words("how") == AGAIN

    def first_field(self) -> Field:
        """The address comes first."""
        return self.field("to")

    def troubles(self) -> Mapping[str, str]:
        """Somebody else may have seen to it meanwhile."""
        return {} if self.mail is not None else {"how": t("refused.unknown_mail")}

    async def send(self) -> Done:
        """See to it."""
        assert self.mail is not None  # troubles() has seen to it
        again = self.words("how") == AGAIN
        to = self.words("to") if again else None
        done = await self.desk.see_to_mail(self.view.id, self.mail.id, to, op=self.keeper.op)
        self.done_words = t(f"forms.mail_seen.done.{AGAIN if again else OTHERWISE}")
        return done
