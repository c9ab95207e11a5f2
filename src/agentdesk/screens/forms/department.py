"""What a department says to a handoff besides reports: a rejection, the result (C5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agentdesk.desk.api import Done, Label
from agentdesk.domain.day import REJECTIONS
from agentdesk.domain.values import Refused
from agentdesk.i18n import t
from agentdesk.screens.forms.answer import AnswerForm
from agentdesk.screens.forms.fields import Field
from agentdesk.screens.forms.handoff import CLOSED
from agentdesk.widgets.choice import Choice, Option
from agentdesk.widgets.department_picker import DepartmentPicker, spelled
from agentdesk.widgets.lens import phrase
from agentdesk.widgets.pick_one import PickOne
from agentdesk.widgets.text_box import LineBox, TextBox


class RejectForm(AnswerForm):
    """Wrong department, and which is right; or a document is missing, and which."""

    NAME = "reject"

    def fields(self) -> Sequence[Field]:
        """The fields, in tab order; those that the code asks for are shown."""
        codes = [Option(code, t(f"handoff.code.{code}"), code[0]) for code in REJECTIONS]
        return [
            *self.which(),
            Field("code", "handoff.reject.code", Choice(codes, then=self._code_chosen),
                  needed=True),
            Field("right", "handoff.reject.right", self._picker()),
            Field("document", "handoff.reject.document", LineBox(limit=500), needed=True),
            Field("text", "handoff.reject.text", LineBox(limit=2000)),
        ]  # fmt: skip

    def _picker(self) -> DepartmentPicker:
        """Where it may belong: what the category suggests, if that is not who rejects it."""
        suggested = self.desk.suggest_department(self.view.category).dept
        none = t("handoff.reject.right.none")
        return DepartmentPicker(self._labels(), suggested or "", none=none)

    def _labels(self) -> list[Label]:
        """Those that take handoffs and have not got this case."""
        has = {one.dept for one in self.view.handoffs if one.ended_at is None}
        known = self.desk.labels.families.get("department", ())
        return [label for label in known if not label.retired and label.code not in has]

    def on_refused(self, refusal: Refused) -> None:
        """A department that was closed meanwhile is offered no more."""
        super().on_refused(refusal)
        if refusal.code in CLOSED:
            self.picker.only(self._labels())
            self.field("right").focus_control()

    @property
    def picker(self) -> DepartmentPicker:
        """The field for the right department."""
        picker = self.field("right").widget
        assert isinstance(picker, DepartmentPicker)
        return picker

    def begin(self) -> None:
        """Which fields there are follows the code."""
        super().begin()
        self._show()
        self.run_worker(self._spell, thread=True, group="spelling")

    def _spell(self) -> None:
        """Off the key path: the table of readings takes a tenth of a second to load."""
        ways = spelled(self.desk.labels.families.get("department", ()))
        self.app.call_from_thread(self._know, ways)

    def _know(self, ways: Mapping[str, tuple[str, ...]]) -> None:
        if self.is_attached:
            self.picker.know(ways)

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values in; which fields there are follows."""
        super().fill(values)
        self._show()

    def _show(self) -> None:
        wrong = self.words("code") == "wrong_department"
        missing = self.words("code") == "missing_document"
        self.field("right").display = wrong
        self.field("text").display = wrong
        self.field("document").display = missing

    def _code_chosen(self) -> None:
        self._show()
        self.focus_next()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Another code, stepped to."""
        if event.choice is self.field("code").widget:
            self._show()

    def on_pick_one_changed(self, event: PickOne.Changed) -> None:
        """Another department."""
        event.stop()
        self._typed()

    def on_pick_one_done(self, event: PickOne.Done) -> None:
        """Enter in the department."""
        event.stop()
        self._onward()

    def troubles(self) -> Mapping[str, str]:
        """A code; a missing document has a name."""
        found = dict(super().troubles())
        code = self.words("code")
        if not code:
            found["code"] = t("handoff.reject.code.missing")
        if code == "missing_document" and not self.words("document"):
            found["document"] = t("handoff.reject.document.missing")
        return found

    async def send(self) -> Done:
        """Send it back."""
        wrong = self.words("code") == "wrong_department"
        done = await self.desk.reject(
            self.view.id,
            self.answered,
            self.words("code"),
            right=self.picker.value if wrong else "",
            text=self.words("text" if wrong else "document"),
            op=self.keeper.op,
        )
        self.done_words = phrase("handoff.done.reject", ref=self.view.reference, who=self._owner())
        return done


class ReturnForm(AnswerForm):
    """The result."""

    NAME = "return"

    def fields(self) -> Sequence[Field]:
        """The fields, in tab order."""
        text = TextBox(placeholder=t("handoff.return.text.hint"))
        return [*self.which(), Field("text", "handoff.return.text", text, needed=True)]

    def troubles(self) -> Mapping[str, str]:
        """Words."""
        found = dict(super().troubles())
        if not self.words("text"):
            found["text"] = t("handoff.report.text.missing")
        return found

    async def send(self) -> Done:
        """Return it."""
        done = await self.desk.give_back(
            self.view.id, self.answered, self.words("text"), op=self.keeper.op
        )
        self.done_words = phrase("handoff.done.return", who=self._owner())
        return done
