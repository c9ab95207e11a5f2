"""What a department reports on a handoff, or on several marked ones at once (C5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agentdesk.desk.api import CaseView, Done, HandoffLine, Hours
from agentdesk.domain.day import REPORTS
from agentdesk.domain.values import Refused
from agentdesk.i18n import t
from agentdesk.screens.forms.answer import AnswerForm
from agentdesk.screens.forms.base import FORM_ACTS
from agentdesk.screens.forms.fields import Field
from agentdesk.screens.forms.parts import FormHead
from agentdesk.widgets.cells import plain
from agentdesk.widgets.choice import Choice, Option
from agentdesk.widgets.dept_table import which
from agentdesk.widgets.lens import Lens, phrase
from agentdesk.widgets.text_box import TextBox
from agentdesk.widgets.when_input import WhenInput

KEYS = {"finding": "f", "result": "r", "question": "q", "next": "n"}
"""What chooses a kind of report, besides its place and the first sign of its word."""


ENDED = frozenset({"unknown_handoff", "handoff_over", "is_resolved", "is_closed", "unregistered"})
"""Refusals of a report on a handoff that has ended."""

NAMED = 5
"""So many cases that have ended are named."""

MOST = 10_000
"""Handoffs of a department that are looked through for those that have ended."""


class NextReport(WhenInput):
    """When the department reports again; the policy's time where nothing is typed and none is
    needed."""

    needed = False

    def _empty(self, now: int) -> str:
        words = t(f"handoff.report.next.{'needed' if self.needed else 'usual'}")
        return f"{words} · {super()._empty(now)}"


class ReportForm(AnswerForm):
    """Finding, result, question or next step; the words; when the next report comes."""

    NAME = "report"

    def __init__(self, view: CaseView, lens: Lens) -> None:
        super().__init__(view, lens)
        self.about: tuple[HandoffLine, ...] = ()
        """The handoffs that this report answers, where they are several."""

    def heading(self) -> str:
        """What this is; how many it answers."""
        if self.about:
            return t("handoff.report.title.many", count=len(self.about))
        return super().heading()

    def fields(self) -> Sequence[Field]:
        """The fields, in tab order."""
        kinds = [Option(code, t(f"handoff.what.{code}"), KEYS[code]) for code in REPORTS]
        text = TextBox(placeholder=t("handoff.report.text.hint"))
        when = NextReport(
            self.desk.now,
            self.desk.info.tz,
            hours=self._hours,
            dept_name=lambda dept: self.lens.label("department", dept),
        )
        return [
            *self.which(),
            Field("what", "handoff.report.what", Choice(kinds, then=self._chosen), needed=True),
            Field("text", "handoff.report.text", text, needed=True),
            Field("next", "handoff.report.next", when),
        ]

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Another kind, stepped to: a next step needs its time."""
        self._show()

    def _chosen(self) -> None:
        self._show()
        super()._chosen()

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values in; what is said of the next report follows."""
        super().fill(values)
        self._show()

    def _show(self) -> None:
        """Say of the next report what holds for this kind."""
        when = self.field("next").widget
        assert isinstance(when, NextReport)
        needed = self.words("what") == "next"
        if when.needed != needed:
            when.needed = needed
            when.read()

    def _hours(self) -> Hours:
        """The department's."""
        dept = next((one.dept for one in self._mine if one.id == self.answered), "")
        return self.desk.hours(line=self.view.line, dept=dept)

    def troubles(self) -> Mapping[str, str]:
        """Kind and words; a next step needs its time."""
        found = dict(super().troubles())
        if not self.words("what"):
            found["what"] = t("handoff.report.what.missing")
        if not self.words("text"):
            found["text"] = t("handoff.report.text.missing")
        if self.words("what") == "next" and self.at("next") is None:
            found["next"] = t("handoff.report.next.missing")
        return found

    async def send(self) -> Done:
        """Report: on all of them, or on none."""
        about = [which(one) for one in self.about] or [(self.view.id, self.answered)]
        done = await self.desk.report(
            about,
            self.words("what"),
            self.words("text"),
            next_at=self.at("next"),
            op=self.keeper.op,
        )
        if self.about:
            self.done_words = t("handoff.done.report.many", count=len(self.about))
        else:
            self.done_words = self._reported()
        return next((one for one in done if one.case_id == self.view.id), done[0])

    def on_refused(self, refusal: Refused) -> None:
        """Of several, those that have ended meanwhile are left out; the words are kept."""
        super().on_refused(refusal)
        if self.about and refusal.code in ENDED:
            self.start(self._leave_out(), group="ended")

    async def _leave_out(self) -> None:
        held = await self.desk.department_lines(self.about[0].dept, limit=MOST)
        still = {which(one) for one in held}
        ended = [plain(one.reference) for one in self.about if which(one) not in still]
        left = tuple(one for one in self.about if which(one) in still)
        if not ended:
            return
        refs = ", ".join(ended[:NAMED]) + (" …" if len(ended) > NAMED else "")
        if not left:
            self.says.say("refused", f"▲ {t('handoff.report.all_ended', refs=refs)}", "late")
            return
        self.about = left
        self.query_one(FormHead).name_it(self.heading())
        many = len(ended) > 1
        key = "handoff.report.left_out.many" if many else "handoff.report.left_out"
        words = t(key, refs=refs, count=len(left), key=self.key_of(FORM_ACTS[0]))
        self.says.say("refused", f"▲ {words}", "late")

    def _reported(self) -> str:
        """Who sees it; no name where the owner wrote it down, or where nobody has the case."""
        if self.view.owner in (None, self.lens.me):
            return t("handoff.done.report.own")
        return phrase("handoff.done.report", who=self._owner())
