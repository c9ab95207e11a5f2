"""Somebody is not content: one key opens the case again, their words are the reason (C9).

Whatever dissatisfaction anybody here hears is a complaint (A6): what is not one yet is offered to
become one in the same step. Never silently: that is a key of its own, and so is leaving it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import uuid4

from textual.app import ComposeResult
from textual.containers import Vertical

from agentdesk.desk.api import CaseView, Done
from agentdesk.domain import events as k
from agentdesk.domain.followups import discontent
from agentdesk.domain.values import CaseClass, Status
from agentdesk.i18n import format as form
from agentdesk.i18n import t
from agentdesk.screens.acts import Act, bindings
from agentdesk.screens.base import DeskDialog
from agentdesk.screens.followup_acts import OFFER_ACTS
from agentdesk.screens.forms.confirm import Question
from agentdesk.screens.forms.parts import FormHead, FormKeys
from agentdesk.widgets.cells import cut, plain
from agentdesk.widgets.lens import Lens, phrase
from agentdesk.widgets.score import QUESTIONS

SHOWN = 120
"""Cells of the customer's words that are shown."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a customer answered, about which case, and whose it is."""

    case_id: int
    reference: str
    title: str
    owner: str | None
    speed: int
    attitude: int
    solved: int
    text: str = ""
    klass: str = CaseClass.COMMON.value

    @property
    def complaint(self) -> bool:
        """It is one already."""
        return self.klass == CaseClass.COMPLAINT

    @property
    def scores(self) -> dict[str, int]:
        """The three answers by their names."""
        return {"speed": self.speed, "attitude": self.attitude, "solved": self.solved}

    @property
    def discontent(self) -> bool:
        """They are not content: the case is to be opened again."""
        return discontent(self.speed, self.attitude, self.solved)


def last_answered(view: CaseView) -> Answered | None:
    """What was answered just now on a case that is resolved; None: nothing."""
    last = max(view.timeline, key=lambda entry: entry.event.ver)
    if last.event.kind != k.FOLLOWUP_DONE or view.status is not Status.RESOLVED:
        return None
    speed, attitude, solved = (int(last.event.body.get(name, 5)) for name in QUESTIONS)
    text = last.text or ""
    return Answered(
        view.id, view.reference, view.title, view.owner, speed, attitude, solved, text,
        view.klass.value,
    )  # fmt: skip


class ReopenOffer(DeskDialog[Done]):
    """Open it again? One key; anything else leaves it as it is."""

    ACTS: ClassVar[Sequence[Act]] = OFFER_ACTS
    BINDINGS = bindings(OFFER_ACTS)
    AUTO_FOCUS: ClassVar[str | None] = "Question"

    def __init__(self, asked: Answered, lens: Lens) -> None:
        super().__init__()
        self._asked, self._lens = asked, lens
        self._op = uuid4().hex
        self._sent = False

    def compose(self) -> ComposeResult:
        """A panel like that of any form."""
        asked = self._asked
        with Vertical(classes="panel"):
            yield FormHead(t("follow.offer"), f"{asked.reference}  {plain(asked.title)}")
            yield Question(self._question())
            yield FormKeys([(self.key_of(act), act.label) for act in self.acts()])

    def _question(self) -> str:
        said = cut(plain(self.reason()), SHOWN)
        words = t("follow.offer.question", **self._asked.scores)
        lines = [f"▲ {words}", goes_to(self._asked, self._lens), t("follow.offer.why", why=said)]
        if not self._asked.complaint:
            lines.append(t("follow.offer.complaint"))
        return "\n".join(lines)

    def reason(self) -> str:
        """Why it is opened again: what the customer said, else how they answered."""
        return self._asked.text or t("follow.offer.scores", **self._asked.scores)

    def acts(self) -> Sequence[Act]:
        """These only; what is a complaint need not become one."""
        return [act for act in OFFER_ACTS if act.name != "complain" or not self._asked.complaint]

    def do_complain(self) -> None:
        """Open it again, as a complaint; one that is one already, as what it is."""
        self._open(complaint=not self._asked.complaint)

    def do_reopen(self) -> None:
        """Open it again."""
        self._open(complaint=False)

    def _open(self, complaint: bool) -> None:
        if not self._sent:
            self._sent = True
            self.start(self._reopen(complaint), group="send")

    async def _reopen(self, complaint: bool) -> None:
        try:
            done = await self.desk.reopen(
                self._asked.case_id, self.reason(), complaint=complaint, op=self._op
            )
        finally:
            self._sent = False
        self.dismiss(done)

    def do_leave(self) -> None:
        """It stays as it is: what they answered is written down."""
        self.dismiss(None)


def goes_to(asked: Answered, lens: Lens) -> str:
    """Whose it is again."""
    return phrase(f"follow.offer.{_whose(asked, lens)}", who=lens.who(asked.owner))


def reopened_words(asked: Answered, lens: Lens, done: Done) -> str:
    """That it is open again, with whom, and as what."""
    key = f"follow.reopened.{_whose(asked, lens)}"
    words = phrase(key, ref=asked.reference, who=lens.who(asked.owner))
    if k.CLASS_CHANGED in done.kinds:
        words = form.sentences(words, t("follow.reopened.complaint"))
    return words


def _whose(asked: Answered, lens: Lens) -> str:
    if asked.owner is None:
        return "pool"
    return "me" if asked.owner == lens.me else "owner"
