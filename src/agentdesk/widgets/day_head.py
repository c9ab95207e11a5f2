"""Which day of agreed calls is shown, and what keeps it free of them (C7)."""

from __future__ import annotations

from agentdesk.desk.api import Day
from agentdesk.i18n import t
from agentdesk.widgets.lines import Lines, Row, ends, wrap


class DayHead(Lines):
    """Which day it is, and how to get to another; a holiday says so."""

    def __init__(self) -> None:
        super().__init__(id="day-head")
        self._left: Row = []
        self._right: Row = []
        self._banner = ""

    def show(self, left: Row, right: Row, banner: str) -> None:
        """Draw these."""
        if (left, right, banner) != (self._left, self._right, self._banner):
            self._left, self._right, self._banner = left, right, banner
            self.refill()

    def build(self, width: int) -> list[Row]:
        """One line, a rule, and the holiday."""
        rows: list[Row] = [ends(self._left, self._right, width), [("─" * width, "rule")]]
        banner = wrap(self._banner, width - 2) if self._banner else []
        return [*rows, *([("◆ " if n == 0 else "  ", "soon"), (line, "")]
                         for n, line in enumerate(banner))]  # fmt: skip


def banner(day: Day | None) -> str:
    """What keeps the whole day free of calls: a holiday, or no hours at all."""
    if day is None or (day.rows and not day.holiday):
        return ""
    if day.holiday == "holiday":
        return t("callbacks.holiday")
    return t("callbacks.no_hours") if not day.rows or day.holiday else ""
