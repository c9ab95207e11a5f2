"""The case under the cursor beside the queue: promises, next step, why here, whose minutes."""

from __future__ import annotations

from collections.abc import Callable

from textual.timer import Timer

from agentdesk.desk.api import CaseView, QueueRow
from agentdesk.domain.values import SECOND
from agentdesk.i18n import format as form
from agentdesk.i18n import say
from agentdesk.widgets.case_lines import CaseLines, section
from agentdesk.widgets.cells import plain
from agentdesk.widgets.clock_bars import promise_rows
from agentdesk.widgets.facts import minute_rows, request_rows, status_words
from agentdesk.widgets.lens import Lens, coded
from agentdesk.widgets.lines import Row, clip, wrap
from agentdesk.widgets.next_step import next_step
from agentdesk.widgets.timeline import timeline_rows


class Preview(CaseLines[QueueRow]):
    """What an agent wants to know before opening a case: the row at once, the case when read."""

    def __init__(self, now: Callable[[], int]) -> None:
        super().__init__(id="preview")
        self._now = now
        self._timer: Timer | None = None

    def about(self, row: QueueRow) -> int:
        """The row's own case."""
        return row.id

    def refill(self) -> None:
        """Other rows; they are drawn again when a time left reads differently."""
        super().refill()
        self._arm()

    def build(self, width: int) -> list[Row]:
        """First things first; what does not fit the height is for the case's own screen."""
        row, view, lens = self._row, self._view, self._lens
        if row is None:
            return []
        rows: list[Row] = [clip([(row.reference, "accent"), *_kind(row, view)], width)]
        rows += [[(line, "strong")] for line in wrap(plain(row.title), width)[:3]]
        rows += _customer(row, view, lens, width)
        if view is not None:
            rows += section("queue.preview.next")
            rows += [[(line, "")] for line in wrap(next_step(view, lens).text, width)]
            rows += section("queue.preview.promises")
            rows += promise_rows(view.clocks, lens, width)
        rows += section("queue.preview.why")
        why = say.reason(row.reason, now=lens.now, tz=lens.zone)
        rows += [[(line, "")] for line in wrap(why, width)]
        if view is not None:
            rows += section("queue.preview.minutes")
            rows += minute_rows(view, lens, width)
            rows += section("queue.preview.request")
            rows += request_rows(view, lens, width, whole=False)
            rows += section("case.head.timeline")
            rows += timeline_rows(view, lens, width)
        return rows

    def _arm(self) -> None:
        """Repaint when the time left of a promise reads differently."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._view is None or not self.display:
            return
        now = self._lens.now
        instants = [
            form.span_changes_at(clock.due, now)
            for clock in self._view.clocks
            if clock.state in ("running", "breached") and clock.due is not None
        ]
        if instants:
            self._timer = self.set_timer(max(0.3, (min(instants) - now) / SECOND), self._tick)

    def _tick(self) -> None:
        self._timer = None
        if self.screen.is_current and self.display:
            self._lens = self._lens.at(self._now())
            self.refill()
        else:
            self._arm()


def _kind(row: QueueRow, view: CaseView | None) -> Row:
    words = [row.priority.value]
    if view is not None:
        words += [coded("status.class", view.klass.value), status_words(view)]
    return [("  " + " · ".join(words), "quiet")]


def _customer(row: QueueRow, view: CaseView | None, lens: Lens, width: int) -> list[Row]:
    parts = [plain(row.customer) or "—"]
    if view is not None:
        if view.phone:
            parts.append(plain(view.phone))
        parts.append(lens.label("channel", view.channel))
    return [clip([(" · ".join(part for part in parts if part), "quiet")], width)]
