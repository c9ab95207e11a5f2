"""A letter that did not arrive: sent once more, to another address, or told otherwise (C2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.containers import VerticalScroll
from textual.widgets import Input

from agentdesk.desk.api import CaseView, Done, MailLine
from agentdesk.domain.events import ADDRESS_KEPT
from agentdesk.i18n import t
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.fields import Field, yes_no
from agentdesk.screens.forms.parts import FormKeys
from agentdesk.widgets.choice import Choice, Option
from agentdesk.widgets.lens import Lens
from agentdesk.widgets.lines import Lines, Row, wrap
from agentdesk.widgets.mail_words import UNSURE, address_words, failed, failed_words
from agentdesk.widgets.text_box import LineBox

AGAIN, OTHERWISE = "again", "otherwise"

WRONG_ADDRESS = frozenset({"no_mailbox", "no_domain", "bad_address", "no_utf8"})
"""Why a letter did not arrive, where the address itself is at fault: then the one typed instead is
the right one, and not merely another way for today."""


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
        self._show_fields()

    @property
    def _unsure(self) -> bool:
        return self.mail is not None and self.mail.state == UNSURE

    def heading(self) -> str:
        """That it did not arrive, or that nobody knows."""
        return t("forms.mail_seen.title.unsure") if self._unsure else super().heading()

    def fields(self) -> Sequence[Field]:
        """The fields, in tab order."""
        # Sent once more without a thought, one that did arrive would be there twice.
        usual, unsure = (OTHERWISE, ".unsure") if self._unsure else (AGAIN, "")
        how = (
            Option(AGAIN, t("forms.mail_seen.again"), "a"),
            Option(OTHERWISE, t(f"forms.mail_seen.otherwise{unsure}"), "o"),
        )
        to = LineBox(placeholder=t("forms.mail_seen.to.hint"), limit=254)
        lasting = self.mail is not None and self.mail.code in WRONG_ADDRESS
        return [
            Field(
                "how", "forms.mail_seen.how", Choice(how, usual, then=self.on_choice_done_by_key)
            ),
            Field("to", "forms.mail_seen.to", to),
            Field("keep", "forms.mail_seen.keep", yes_no("yes" if lasting else "no")),
        ]

    def on_choice_done_by_key(self) -> None:
        """By its key: on to the address, where one is asked for."""
        self._show_fields()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Told otherwise: there is no address to type."""
        self._show_fields()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another address: is it theirs from now on?"""
        self._show_fields()

    def fill(self, values: Mapping[str, str]) -> None:
        """Put back what a draft holds."""
        super().fill(values)
        self._show_fields()

    def _show_fields(self) -> None:
        self.field("to").display = self.words("how") == AGAIN
        self.field("keep").display = self._may_keep()
        self.query_one(FormKeys).show(self.keys())

    def keys(self) -> Sequence[tuple[str, str]]:
        """Keys and their words: whether it is sent, or only noted."""
        sends = bool(self._fields) and self.words("how") == AGAIN
        (key, save), *more = super().keys()
        return [(key, t("forms.act.send") if sends else save), *more]

    def _may_keep(self) -> bool:
        """A number that was given today is not kept: the one on file is rung (C7)."""
        by_mail = self.mail is not None and self.mail.kind == "email"
        return by_mail and self.words("how") == AGAIN and bool(self.words("to"))

    def first_field(self) -> Field:
        """The address comes first; where nobody knows, the question does."""
        return self.field("how" if self._unsure else "to")

    def troubles(self) -> Mapping[str, str]:
        """Somebody else may have seen to it meanwhile."""
        return {} if self.mail is not None else {"how": t("refused.unknown_mail")}

    async def send(self) -> Done:
        """See to it."""
        assert self.mail is not None  # troubles() has seen to it
        again = self.words("how") == AGAIN
        to = self.words("to") if again else None
        keep = self._may_keep() and self.words("keep") == "yes"
        done = await self.desk.see_to_mail(
            self.view.id, self.mail.id, to, keep=keep, op=self.keeper.op
        )
        self.done_words = t(f"forms.mail_seen.done.{AGAIN if again else OTHERWISE}")
        if ADDRESS_KEPT in done.kinds:
            self.done_words = t("forms.mail_seen.done.kept")
        return done
