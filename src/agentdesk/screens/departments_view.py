"""What the departments' screen shows and how it reads it. What can be done there: `departments`.

Nothing is polled: the desk says what has changed, the table says when a due has passed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from agentdesk.desk.api import Department, HandoffLine
from agentdesk.i18n import t
from agentdesk.screens.beside import BesideList
from agentdesk.screens.live_list import LiveList
from agentdesk.screens.over_cases import OverCases
from agentdesk.widgets import handoff_words as words
from agentdesk.widgets.dept_preview import DeptPreview
from agentdesk.widgets.dept_table import DeptTable, empty_words
from agentdesk.widgets.dept_tabs import DeptTabs, name_of
from agentdesk.widgets.lens import lens_of
from agentdesk.widgets.queue_lines import ReasonLine


class DepartmentsView(OverCases, LiveList, BesideList):
    """Departments as tabs, the rows of one of them, what is known of the row under the cursor."""

    AUTO_FOCUS: ClassVar[str | None] = "DeptTable"
    BESIDE = ((180, 64), (150, 54), (0, 42))

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[Department, ...] = ()
        self._here = ""
        self._order: dict[str, int] = {}

    def compose_body(self) -> ComposeResult:
        """Tabs, table and its line; the preview beside them."""
        yield DeptTabs()
        with Horizontal(id="dept-main"):
            with Vertical(id="dept-left"):
                yield DeptTable(self.desk.now)
                yield ReasonLine()
            yield DeptPreview()

    def on_mount(self) -> None:
        """Read what there is."""
        self.table.say_empty(t("handoff.loading"), "")
        self.table.focus()
        self.on_resize()
        self.read()

    # --- its parts
    @property
    def table(self) -> DeptTable:
        """The table."""
        return self.query_one(DeptTable)

    @property
    def preview(self) -> DeptPreview:
        """The preview."""
        return self.query_one(DeptPreview)

    @property
    def mine(self) -> str | None:
        """The department of the person at the keys."""
        return self.desk.info.me.dept

    def dept_name(self, code: str) -> str:
        """A department's name."""
        return lens_of(self.desk, self.desk_app.people).label("department", code)

    # --- reading
    def read(self) -> None:
        """Read departments and rows anew; the last one asked for counts."""
        self.start(self._read(), group="load", exclusive=True)

    async def _read(self) -> None:
        found = await self.desk.departments()
        for one in sorted(found, key=lambda one: (not one.late, not one.open)):
            self._order.setdefault(one.code, len(self._order))
        # While the screen is open a department keeps its place: who tabs finds it where it was.
        self._all = tuple(
            sorted(found, key=lambda one: (one.code != self.mine, self._order[one.code]))
        )
        codes = [one.code for one in self._all]
        if self._here not in codes:
            self._here = codes[0] if codes else ""
        here = self._here
        rows = await self.desk.department_lines(here) if here else ()
        if here == self._here:
            self._show(rows)

    def _show(self, rows: Sequence[HandoffLine]) -> None:
        lens = lens_of(self.desk, self.desk_app.people)
        self.query_one(DeptTabs).show(self._all, self._here)
        self._say_empty()
        self.table.show(rows, lens)
        self.refresh_frame()

    def _say_empty(self) -> None:
        here = next((one for one in self._all if one.code == self._here), None)
        if here is None:
            self.table.say_empty(t("handoff.empty.none"), t("handoff.empty.none.do"))
            return
        late = next((one for one in self._all if one.late and one.code != here.code), None)
        named = name_of(late) if late is not None else ""
        mine, closed = here.code == self.mine, not here.active
        self.table.say_empty(*empty_words(name_of(here), mine, closed, named))

    def choose(self, code: str) -> None:
        """Show a department from its first row."""
        if code != self._here:
            self._here = code
            self.table.anew()
            self.query_one(DeptTabs).show(self._all, code)
            self.read()

    def step(self, by: int) -> None:
        """The next department that has something, round and round; mine is never left out."""
        worth = [one.code for one in self._all if one.open or one.code in (self._here, self.mine)]
        codes = worth if len(worth) > 1 else [one.code for one in self._all]
        if codes:
            at = codes.index(self._here) if self._here in codes else 0
            self.choose(codes[(at + by) % len(codes)])

    def on_dept_tabs_chosen(self, message: DeptTabs.Chosen) -> None:
        """A department was clicked."""
        self.choose(message.code)

    # --- live
    def on_dept_table_time_passed(self) -> None:
        """A due has passed without anybody's doing: figures and marks are other ones."""
        self.read()

    # --- the row under the cursor
    @property
    def case_here(self) -> int | None:
        """The case of the handoff under the cursor."""
        row = self.table.row
        return row.case_id if row is not None else None

    def on_dept_table_moved(self) -> None:
        """Another handoff is under the cursor."""
        self.pointed()

    def point(self) -> None:
        """Its line under the table, and what is asked beside it."""
        row, lens = self.table.row, lens_of(self.desk, self.desk_app.people)
        said = ""
        if row is not None:
            marked = len(self.table.marked)
            facts = [words.part(row), *words.facts(row, lens)]
            if marked:
                facts.insert(0, t("handoff.marked", count=marked))
            said = words.JOIN.join(facts)
        self.query_one(ReasonLine).show(said)
        self.refresh_frame()
        if self.preview.display:
            self.preview.point(row, lens)

    def relabel(self) -> None:
        """The language has changed."""
        self.query_one(DeptTabs).refresh()
        self._say_empty()
        self.table.refresh()
        self.pointed()
        self.refresh_frame()
