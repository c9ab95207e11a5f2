"""Forms of a case, opened from a list: it is read first, and followed while the form is open."""

from __future__ import annotations

from collections.abc import Callable

from agentdesk.desk.api import CaseView, DeskTrouble, Done
from agentdesk.domain.values import Refused
from agentdesk.screens.base import DeskScreen
from agentdesk.screens.forms.base import CaseForm
from agentdesk.widgets.lens import Lens, lens_of

Form = Callable[[CaseView, Lens], CaseForm]
Make = Callable[[CaseView], tuple[str, Form]]
"""For a case as it stands: the action (its name in ``CaseView.actions``) and its form."""


class OverCases(DeskScreen[None]):
    """Mixed into lists whose rows are cases."""

    _over: CaseForm | None = None

    def over_case(self, case_id: int, make: Make) -> None:
        """Open the form that ``make`` gives over a case, unless its action is impossible now."""
        self.start(self._open_over(case_id, make), group="act")

    async def _open_over(self, case_id: int, make: Make) -> None:
        view = await self.desk.case(case_id)
        lens = lens_of(self.desk, self.desk_app.people)
        action, form = make(view)
        code = view.actions.get(action)
        if code is not None:
            self.say(self.refusal_text(code, **lens.names_of(view)), kind="warning")
            return
        dialog = form(view, lens)
        self._over = dialog

        def closed(done: Done | None) -> None:
            self._over = None
            self.form_closed(dialog, done)

        self.app.push_screen(dialog, closed)

    def form_closed(self, dialog: CaseForm, done: Done | None) -> None:
        """A form was sent (``done``) or left: say what it did."""
        if done is not None:
            words = getattr(dialog, "done_words", "")
            if words:
                self.say(words)
            self.desk_app.refresh_counts()

    def store_changed(self, ids: frozenset[int]) -> None:
        """Tell the open form that its case was changed."""
        super().store_changed(ids)
        over = self._over
        if over is not None and (not ids or over.view.id in ids):
            self.start(self._tell(over), group="tell", exclusive=True)

    async def _tell(self, over: CaseForm) -> None:
        try:
            view = await self.desk.case(over.view.id)
        except (Refused, DeskTrouble):
            return  # whatever is sent next says so
        if self._over is over and over.is_attached:
            over.case_changed(view, lens_of(self.desk, self.desk_app.people))
