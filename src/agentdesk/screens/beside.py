"""What is known of the case under the cursor, beside a list: shown where there is room.

Its row stands there at once; the case is read when the cursor has come to rest.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar

from textual.timer import Timer

from agentdesk.domain.values import Refused
from agentdesk.screens.base import DeskScreen
from agentdesk.widgets.case_lines import CaseLines
from agentdesk.widgets.lens import lens_of

REST = 0.06
"""Seconds without a move after which the cursor rests."""

BESIDE_FROM = 120
"""Columns of the screen from which there is room beside the list."""


class BesideList(DeskScreen[None]):
    """Mixed into lists whose rows are cases: their preview follows the cursor."""

    BESIDE: ClassVar[tuple[tuple[int, int], ...]]
    """Columns of the screen -> columns of the preview, the widest screen first."""

    _pointing: Timer | None = None

    @property
    @abstractmethod
    def preview(self) -> CaseLines[Any]:
        """What stands beside the list."""

    @property
    @abstractmethod
    def case_here(self) -> int | None:
        """The case under the cursor."""

    @abstractmethod
    def point(self) -> None:
        """Say what the row under the cursor says by itself, beside the list as well."""

    def pointed(self) -> None:
        """The cursor is on this row: say it at once, read its case when it rests."""
        self.point()
        if self._pointing is not None:
            self._pointing.stop()
        self._pointing = self.set_timer(REST, self._rested) if self.preview.display else None

    def _rested(self) -> None:
        self._pointing = None
        here = self.case_here
        if here is not None and self.preview.display:
            self.start(self._read_case(here), group="preview", exclusive=True)

    async def _read_case(self, case_id: int) -> None:
        try:
            view = await self.desk.case(case_id)
        except Refused:
            return  # it has gone; the next reading of the rows says so
        for lines in self.query(CaseLines):  # none, if the program has ended meanwhile
            lines.fill(view, lens_of(self.desk, self.desk_app.people))

    def on_resize(self) -> None:
        """Beside the list where there is room, and as wide as there is."""
        width = self.app.size.width
        preview = self.preview
        preview.styles.width = next(cells for least, cells in self.BESIDE if width >= least)
        if preview.display != (width >= BESIDE_FROM):
            preview.display = not preview.display
            if preview.display:
                self.pointed()
