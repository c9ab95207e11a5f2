"""Lines on the case of a row: what the row says at once, the rest when the case has been read."""

from __future__ import annotations

from itertools import zip_longest
from typing import Generic, TypeVar

from textual.geometry import Region

from agentdesk.desk.api import CaseView
from agentdesk.i18n import t
from agentdesk.widgets.lens import Lens
from agentdesk.widgets.lines import Lines, Row

AboutCase = TypeVar("AboutCase")


class CaseLines(Lines, Generic[AboutCase]):
    """What stands beside a list whose rows are about cases. Its height is the screen's."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._row: AboutCase | None = None
        self._view: CaseView | None = None
        self._lens = Lens()

    def about(self, row: AboutCase) -> int:
        """The case that a row is about."""
        raise NotImplementedError

    @property
    def case_id(self) -> int | None:
        """The case it shows."""
        return self.about(self._row) if self._row is not None else None

    def point(self, row: AboutCase | None, lens: Lens) -> None:
        """Show this row; its case follows."""
        self._row, self._lens = row, lens
        if self._view is not None and self._view.id != self.case_id:
            self._view = None
        self.refill()

    def fill(self, view: CaseView, lens: Lens) -> None:
        """The case has been read; another one's than the row's is not taken."""
        if view.id == self.case_id:
            self._view, self._lens = view, lens
            self.refill()

    def refill(self) -> None:
        """Other rows in the same room: only lines that read differently are painted anew.

        Nothing is laid out.
        """
        before, self._made = self._made, None
        width = self.content_size.width
        if before is None or before[0] != width:
            self.refresh()
            return
        for y, (old, new) in enumerate(zip_longest(before[1], self.rows(width))):
            if old != new:
                self.refresh(Region(0, y, width, 1))


def section(key: str) -> list[Row]:
    """A heading, set off from what stands above it."""
    return [[], [(t(key), "head")]]
