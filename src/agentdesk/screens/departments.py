"""The departments' own screen: what each has by due, and what they say to it (C5).

For a specialist it is where the day begins, on the own department. An act goes to the marked
handoffs where it can (a report), else to the one under the cursor; a row that has gone meanwhile
is never hit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar
from uuid import uuid4

from agentdesk.desk.api import CaseView, Done, HandoffLine
from agentdesk.i18n import t
from agentdesk.screens.acts import Act, bindings
from agentdesk.screens.departments_acts import DEPARTMENTS_ACTS, ON_ROW
from agentdesk.screens.departments_view import DepartmentsView
from agentdesk.screens.forms.answer import AnswerForm
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.department import RejectForm, ReturnForm
from agentdesk.screens.forms.report import ReportForm
from agentdesk.screens.over_cases import Form
from agentdesk.widgets.cells import plain
from agentdesk.widgets.dept_table import DeptTable
from agentdesk.widgets.frame import KeyHint
from agentdesk.widgets.lens import Lens

_FORMS: dict[str, type[AnswerForm]] = {
    "report": ReportForm,
    "reject": RejectForm,
    "return": ReturnForm,
}


class DepartmentsScreen(DepartmentsView):
    """What departments have, and what can be done with it."""

    ACTS: ClassVar[Sequence[Act]] = DEPARTMENTS_ACTS
    BINDINGS = bindings(DEPARTMENTS_ACTS, at_once=True)

    def refusal(self, name: str) -> str | None:
        """Why an act cannot be done on the row under the cursor."""
        if name not in ON_ROW:
            return None
        row = self.table.row if self.query(DeptTable) else None
        if row is None:
            return t("handoff.no_row")
        if name == "copy":
            return self.not_copied()
        if name in ("open", "mark"):
            return None
        if not self._about(name, row).may_answer:
            return t("handoff.not_yours", dept=self.dept_name(row.dept))
        if name == "accept" and row.accepted_at is not None:
            return self.refusal_text("already_accepted", person=row.accepted_by or "")
        return None

    def _about(self, name: str, row: HandoffLine) -> HandoffLine:
        """The row that an act is about first."""
        marked = self.table.marked if name == "report" else ()
        return marked[0] if marked else row

    def hints(self) -> list[KeyHint]:
        """The footer: what can be done now comes before what cannot."""
        return sorted(super().hints(), key=lambda hint: not hint.enabled)

    # --- acts
    def do_open(self) -> None:
        """Open the case; for a specialist of the department that accepts it."""
        row = self.table.row
        if row is not None:
            self.start(self._open(row), group="act")

    def on_dept_table_opened(self) -> None:
        """Double-clicked."""
        self.do_open()

    async def _open(self, row: HandoffLine) -> None:
        from agentdesk.screens.case import CaseScreen

        await self.desk.open_as_department(row.case_id, row.id)
        self.app.push_screen(CaseScreen(row.case_id, handoff=row.id))

    def do_accept(self) -> None:
        """Accept it for the department."""
        row = self.table.row
        if row is not None:
            self.start(self._accept(row), group="act")

    async def _accept(self, row: HandoffLine) -> None:
        done = await self.desk.accept(row.case_id, row.id, op=uuid4().hex)
        dept = self.dept_name(row.dept)
        self.say(t("handoff.done.accept", ref=done.reference, dept=dept))
        self.read()

    def do_report(self) -> None:
        """Report on the marked ones, or on the one under the cursor."""
        self._answer("report", self.table.marked)

    def do_reject(self) -> None:
        """Reject the one under the cursor."""
        self._answer("reject", ())

    def do_return(self) -> None:
        """Return the one under the cursor with its result."""
        self._answer("return", ())

    def _answer(self, name: str, marked: Sequence[HandoffLine]) -> None:
        row = self.table.row
        if row is None:
            return
        about = [one for one in marked if one.may_answer] or [row]
        first = about[0]

        def make(view: CaseView) -> tuple[str, Form]:
            return name, lambda view, lens: self._form(name, view, lens, first, about[1:])

        self.over_case(first.case_id, make)

    def _form(
        self,
        name: str,
        view: CaseView,
        lens: Lens,
        first: HandoffLine,
        also: Sequence[HandoffLine],
    ) -> AnswerForm:
        form = _FORMS[name](view, lens)
        form.answer_for(first.id)
        if isinstance(form, ReportForm) and also:
            form.about = (first, *also)
        return form

    def form_closed(self, dialog: CaseForm, done: Done | None) -> None:
        """What was answered is marked no more."""
        super().form_closed(dialog, done)
        if done is not None:
            self.table.unmark()
            self.read()

    def do_mark(self) -> None:
        """Mark this one."""
        self.table.mark()

    def do_mark_all(self) -> None:
        """Mark all, or none."""
        self.table.mark_all()

    def do_copy(self) -> None:
        """The reference of the case under the cursor."""
        if self.table.row is not None:
            self.copy(plain(self.table.row.reference))

    # --- moving
    def do_tab_next(self) -> None:
        """The next department."""
        self.step(1)

    def do_tab_back(self) -> None:
        """The department before."""
        self.step(-1)

    def do_down(self) -> None:
        """One row down."""
        self.table.move(1)

    def do_up(self) -> None:
        """One row up."""
        self.table.move(-1)

    def do_page_down(self) -> None:
        """A page down."""
        self.table.move_page(1)

    def do_page_up(self) -> None:
        """A page up."""
        self.table.move_page(-1)

    def do_first(self) -> None:
        """To the first row."""
        self.table.go(0)

    def do_last(self) -> None:
        """To the last row."""
        self.table.go(len(self.table.rows) - 1)

    def do_back(self) -> None:
        """Back to where it was opened from."""
        self.dismiss(None)
