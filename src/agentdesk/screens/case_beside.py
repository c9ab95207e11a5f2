"""What a case screen does beside acting on its case: the customer's other cases, why it was late,
and the planned step that is done."""

from __future__ import annotations

from abc import abstractmethod
from uuid import uuid4

from agentdesk.domain.lateness import late_promises
from agentdesk.i18n import t
from agentdesk.i18n.why_late import paragraph
from agentdesk.screens.case_doing import CaseDoing

_OTHER = "other_"


class CaseBeside(CaseDoing):
    """Mixed into the case screen."""

    @abstractmethod
    def go_to(self, case_id: int) -> None:
        """Another case over this one: esc comes back here."""

    async def do(self, name: str) -> None:
        """A digit opens one of the customer's other cases."""
        if name.startswith(_OTHER):
            self._open_other(int(name.removeprefix(_OTHER)))
        else:
            await super().do(name)

    def not_beside(self, name: str) -> str | None:
        """Why one of these cannot be done now."""
        view = self.view
        if view is None:
            return None
        if name in ("copy_late", "copy"):
            return self.not_copied()
        if name == "unstick" and not view.stickies:
            return t("case.sticky.none")
        if name == "other" and not view.others:
            return t("case.other.none")
        return None

    def do_other(self) -> None:
        """The first of the customer's other cases."""
        self._open_other(1)

    def _open_other(self, place: int) -> None:
        """The case at a place of the list, over this one: esc comes back here."""
        others = self.view.others if self.view is not None else ()
        if not 1 <= place <= len(others):
            self.say(t("case.other.none") if not others else t("case.other.fewer", n=len(others)))
            return
        self.go_to(others[place - 1].id)

    def do_end_plan(self) -> None:
        """What was planned is done."""
        self.start(self._end_plan(), group="act")

    async def _end_plan(self) -> None:
        await self.desk.end_plan(self.case_id, op=uuid4().hex)
        await self._say_done("end_plan")

    def do_copy(self) -> None:
        """The reference of this case."""
        if self.view is not None:
            self.copy(self.view.reference)

    def do_copy_late(self) -> None:
        """Why it was late, as one paragraph, into the clipboard of the terminal."""
        if self.view is None:
            return
        now = self.desk.now()
        events = [entry.event for entry in self.view.timeline]
        late = late_promises(self.view.clocks, events, now)
        self.app.copy_to_clipboard(paragraph(self.view.reference, late, now, self.tz))
        self.say(t("case.copied" if late else "case.copied.none"))
