"""The follow-up: reached or not, and three questions with one key each (C10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agentdesk.desk.api import Done
from agentdesk.i18n import t
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.fields import Field, yes_no
from agentdesk.widgets.choice import Choice
from agentdesk.widgets.score import QUESTIONS, Score
from agentdesk.widgets.text_box import LineBox


class FollowUpForm(CaseForm):
    """Reached? Then speed, attitude and solved from 1 to 5; else the try counts."""

    NAME = "follow_up"

    def fields(self) -> Sequence[Field]:
        """The fields, in tab order."""
        return [
            Field("reached", "forms.follow_up.reached", yes_no("yes", then=self._answered)),
            *(Field(name, f"forms.follow_up.{name}", Score(self._answered)) for name in QUESTIONS),
            Field("text", "forms.follow_up.text", LineBox(limit=2000)),
        ]

    def begin(self) -> None:
        """Put back what was left; scores only for somebody who was reached."""
        super().begin()
        self._show_scores()

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values in; scores only for somebody who was reached."""
        super().fill(values)
        self._show_scores()

    def _show_scores(self) -> None:
        reached = self.words("reached") == "yes"
        for name in QUESTIONS:
            self.field(name).display = reached

    def _answered(self) -> None:
        """An answer given by its key goes on to the next question."""
        self._show_scores()
        self.focus_next()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Reached, or not: stepped to, too."""
        if event.choice is self.field("reached").widget:
            self._show_scores()

    def troubles(self) -> Mapping[str, str]:
        """Who was reached answered the three questions."""
        if self.words("reached") != "yes":
            return {}
        missing = t("forms.follow_up.missing")
        return {name: missing for name in QUESTIONS if not self.words(name)}

    async def send(self) -> Done:
        """Record it."""
        text = self.words("text")
        if self.words("reached") != "yes":
            return await self.desk.follow_up(
                self.view.id, reached=False, text=text, op=self.keeper.op
            )
        speed, attitude, solved = (int(self.words(name)) for name in QUESTIONS)
        return await self.desk.follow_up(
            self.view.id,
            reached=True,
            speed=speed,
            attitude=attitude,
            solved=solved,
            text=text,
            op=self.keeper.op,
        )
