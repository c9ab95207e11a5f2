"""Steps that are asked about once: closing, and taking something back. Enter or y does it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from textual.containers import VerticalScroll

from agentdesk.desk.api import Done
from agentdesk.domain.drafts import of_case
from agentdesk.domain.events import NO_STEP
from agentdesk.i18n import t
from agentdesk.screens.acts import Act, bindings
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.fields import Field
from agentdesk.widgets.lines import Lines, Row, wrap
from agentdesk.widgets.story import headline

CONFIRM_ACTS = (
    Act("forms", "yes", "enter,y,ctrl+s,f2", priority=True),
    Act("forms", "no", "escape,n", priority=True),
)


class Question(Lines, can_focus=True):
    """What is asked, in full sentences."""

    def __init__(self, text: str) -> None:
        super().__init__(classes="question")
        self._text = text

    def build(self, width: int) -> list[Row]:
        """The sentences, wrapped."""
        return [[(line, "")] for line in wrap(self._text, width)]


class ConfirmForm(CaseForm):
    """One question; enter or y is yes, esc or n is no."""

    ACTS: ClassVar[Sequence[Act]] = CONFIRM_ACTS
    BINDINGS = bindings(CONFIRM_ACTS)

    def fields(self) -> Sequence[Field]:
        """Nothing to fill in."""
        return []

    @abstractmethod
    def question(self) -> str:
        """What is asked."""

    def begin(self) -> None:
        """Ask."""
        self.keep_for(of_case(self.view.id), self.NAME)  # nothing to keep, but sent only once
        question = Question(self.question())
        self.query_one(".form-fields", VerticalScroll).mount(question)
        question.focus()

    def do_yes(self) -> None:
        """Do it."""
        self.do_save()

    async def do_no(self) -> None:
        """Leave everything as it is."""
        await self.do_back()

    def do_anew(self) -> None:
        """There is nothing to empty."""

    def stays(self, sentence: str) -> None:
        """Say why not; there are no words that could be lost."""
        self.says.say("refused", f"▲ {sentence}", "late")

    def acts(self) -> Sequence[Act]:
        """Yes and no only."""
        return CONFIRM_ACTS


class CloseForm(ConfirmForm):
    """Close the case."""

    NAME = "close"

    def question(self) -> str:
        """What closing means."""
        return t("forms.close.question", ref=self.view.reference)

    async def send(self) -> Done:
        """Close it."""
        return await self.desk.close_case(self.view.id, op=self.keeper.op)


class UndoForm(ConfirmForm):
    """Take the last step back, having seen which."""

    NAME = "undo"
    _of: int | None = None
    """The step that is asked about; what is done meanwhile is not taken back in its place."""

    def question(self) -> str:
        """Which step, and until when it can be taken back."""
        steps = [one for one in self.view.timeline if one.event.kind not in NO_STEP]
        last = max(steps, key=lambda entry: entry.event.ver, default=None)
        self._of = last.event.ver if last is not None else None
        what = headline(last, self.lens.on(self.view)) if last is not None else ""
        at = self.lens.clock(last.event.at) if last is not None else ""
        until = self.lens.clock(self.view.undo_until) if self.view.undo_until else ""
        lines = [t("forms.undo.question"), f"  {at}  {what}"]
        if until:
            lines.append(t("forms.undo.until", at=until))
        return "\n".join(lines)

    async def send(self) -> Done:
        """Take back what is asked about, and nothing else."""
        return await self.desk.undo(self.view.id, of=self._of, op=self.keeper.op)
