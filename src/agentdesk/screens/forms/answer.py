"""What the forms of a department share: which handoff they are about, and what is kept for it (C5).

Each form is for one handoff; of several open ones of the case that the person may answer for, the
first field asks which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from agentdesk.desk.api import CaseView, HandoffLine
from agentdesk.domain.drafts import handoff_of, of_case, of_handoff
from agentdesk.i18n import t
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.drafts import drafts_of
from agentdesk.screens.forms.fields import Field
from agentdesk.screens.forms.parts import FormHead
from agentdesk.widgets.choice import Choice, Option
from agentdesk.widgets.lens import Lens, phrase

WHICH = "which"
"""The field that asks for which department."""


def answerable(view: CaseView) -> list[HandoffLine]:
    """The handoffs of a case that the person at the keys may answer for."""
    return [one for one in view.handoffs if one.may_answer and one.ended_at is None]


class AnswerForm(CaseForm):
    """Over one handoff: the given one, the only one, or one that is chosen."""

    def __init__(self, view: CaseView, lens: Lens) -> None:
        super().__init__(view, lens)
        self._mine = answerable(view)
        self.handoff: str | None = None
        self.answer_for(None)

    def answer_for(self, handoff: str | None) -> None:
        """Which handoff this is about, if it can be answered; before the form is opened."""
        mine = [one.id for one in self._mine]
        if handoff in mine:
            self.handoff = handoff
        else:
            self.handoff = mine[0] if len(mine) == 1 else None

    def thing(self) -> str:
        """What is said for one department is kept apart from what is said for another."""
        case_id = self.view.id
        return of_handoff(case_id, self.handoff) if self.handoff else of_case(case_id)

    def values(self) -> dict[str, str]:
        """Everything that stands in the form; for which department, only while that is asked."""
        found = super().values()
        if self.handoff is not None:
            found.pop(WHICH, None)
        return found

    def begin(self) -> None:
        """Put back what was left here, or where nobody can get at it any more."""
        self._gather()
        super().begin()

    def _gather(self) -> None:
        """What was left before it was said for which department, or for one that has ended."""
        drafts = drafts_of(self.desk_app)
        if drafts.get(self.thing(), self.NAME) is not None:
            return
        others = {one.id for one in self._mine if one.id != self.handoff}
        for left in drafts.of_case(self.view.id):
            about = handoff_of(left.thing) or left.values.get(WHICH, "")
            if left.form == self.NAME and about not in others:
                rest = {key: words for key, words in left.values.items() if key != WHICH}
                drafts.move(replace(left, values=rest), self.thing(), self.desk)
                return

    def heading(self) -> str:
        """What this is, and for whom."""
        dept = self.dept
        if not dept:
            return t(f"handoff.{self.NAME}.title")
        return phrase(f"handoff.{self.NAME}.title.of", dept=self.lens.label("department", dept))

    @property
    def dept(self) -> str:
        """The department this is said for, where that is known from the start."""
        return next((one.dept for one in self._mine if one.id == self.handoff), "")

    def which(self) -> Sequence[Field]:
        """The field that asks for which department; none where that is known."""
        if self.handoff is not None:
            return []
        options = [
            Option(one.id, self.lens.label("department", one.dept), "") for one in self._mine
        ]
        choice = Choice(options, then=self._which_chosen)
        return [Field(WHICH, "handoff.which", choice, needed=True)]

    def _chosen(self) -> None:
        self.focus_next()

    def _which_chosen(self) -> None:
        """On to the words; where some were left for this department, the form goes on from them."""
        self.focus_next()
        thing = of_handoff(self.view.id, self.words(WHICH))
        untouched = {**self.values(), WHICH: ""} == self.keeper.blank
        if untouched and drafts_of(self.desk_app).get(thing, self.NAME) is not None:
            self.keeper.drop()
            self.answer_for(self.words(WHICH))
            self.field(WHICH).display = False
            self.query_one(FormHead).name_it(self.heading())
            self.keep_for(thing, self.NAME)

    done_words = ""

    @property
    def answered(self) -> str:
        """The handoff that this is about; "" while none is chosen."""
        return self.handoff or self.words(WHICH)

    def _owner(self) -> str:
        """Who hears of it."""
        return self.lens.who(self.view.owner) if self.view.owner else t("case.who.nobody")

    def case_changed(self, view: CaseView, lens: Lens) -> None:
        """Somebody else may have answered, or the owner taken it back."""
        super().case_changed(view, lens)
        self._mine = answerable(view) or self._mine

    def troubles(self) -> Mapping[str, str]:
        """One must be chosen."""
        return {} if self.answered else {WHICH: t("handoff.which.missing")}
