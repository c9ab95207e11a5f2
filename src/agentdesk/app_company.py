"""Two at once: the running program says at which case its person is, and hears who else is there.

The place is read off the screens, the topmost first, whenever another one comes on top.
"""

from __future__ import annotations

from pathlib import PurePath

from agentdesk.desk.api import DeskApi
from agentdesk.i18n import t
from agentdesk.screens.desk_app import DeskApp
from agentdesk.screens.work import DeskWork
from agentdesk.widgets.company import said
from agentdesk.widgets.lens import lens_of


class CompanyApp(DeskApp):
    """The part of the program that knows who else is there."""

    def __init__(self, css_path: list[str | PurePath]) -> None:
        super().__init__(css_path=css_path)
        self._warned: set[tuple[int, str, str]] = set()

    def say_where(self) -> None:
        """Another screen is on top: say at which case I am now, and of whom I should know."""
        place = next(filter(None, (screen.place() for screen in self._at_work())), None)
        self.desk.be_at(*(place or (None, "looks")))
        if place is None or place[1] == "looks":
            self._warned.clear()
        else:
            self._warn(*place)

    def _at_work(self) -> list[DeskWork]:
        return [screen for screen in reversed(self.screen_stack) if isinstance(screen, DeskWork)]

    def _warn(self, case_id: int, doing: str) -> None:
        """Once for each form of mine: somebody else works on the same case."""
        lens = lens_of(self.desk, self.people)
        for at in self.desk.whereabouts.get(case_id, ()):
            once = (case_id, doing, at.person)
            if at.works and once not in self._warned:
                self._warned.add(once)
                self.toast(t("company.toast", who=said(at, lens)), kind="warning", seconds=8)

    async def hear_company(self, desk: DeskApi) -> None:
        """Tell the screens of a case who has come to it, gone, or begun something."""
        async for ids in desk.comings_and_goings():
            for screen in self._at_work():
                place = screen.place()
                if place is not None and place[0] in ids:
                    screen.company_changed()
                    if place[1] != "looks":
                        self._warn(*place)
