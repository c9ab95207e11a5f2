"""A contact on a case that is open, from the intake: the caller asks after it (催办, C5)."""

from __future__ import annotations

from collections.abc import Sequence

from agentdesk.desk.api import CHASED_OFTEN, CaseView, Done
from agentdesk.i18n import t
from agentdesk.screens.forms.customer import CustomerForm
from agentdesk.screens.forms.fields import Field
from agentdesk.screens.forms.speaker import not_told, speaker_of
from agentdesk.widgets.choice import Choice
from agentdesk.widgets.lens import Lens

PHONE = "phone"


class ContactForm(CustomerForm):
    """What the caller says, by phone unless said otherwise; ``text``: what was pasted."""

    def __init__(self, view: CaseView, lens: Lens, text: str = "") -> None:
        super().__init__(view, lens)
        self._text = text

    def heading(self) -> str:
        """What it is for."""
        return t("intake.contact")

    def fields(self) -> Sequence[Field]:
        """The fields of any contact."""
        fields = super().fields()
        for field in fields:
            if field.key == "channel":
                field.control.put(PHONE)
        return fields

    def begin(self) -> None:
        """What was pasted stands behind what was left here."""
        super().begin()
        if self._text:
            words = self.words("text")
            self.field("text").control.put(f"{words}\n{self._text}" if words else self._text)
        self._say_told()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Another caller: say at once what may be told."""
        self._say_told()

    def _say_told(self) -> None:
        words = not_told(speaker_of(self.words))
        self.says.say("told", f"▲ {words}" if words else "", "late")


def contact_words(done: Done, view: CaseView | None, before: int) -> str:
    """What is said when a contact stands on a case: how often it has been chased by now, if this
    was a chaser. ``before``: how often it was until then."""
    words = t("intake.logged", ref=done.reference)
    if view is None or view.chasers <= before:
        return words
    often = view.chasers >= CHASED_OFTEN
    return f"{words} {t('intake.chased.often' if often else 'intake.chased', count=view.chasers)}"
