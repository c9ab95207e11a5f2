"""The whole reason of a row as lines: the reason, its promises and their accounts, what is next."""

from __future__ import annotations

from agentdesk.desk.api import QueueRow, WhyView
from agentdesk.domain.explain import account
from agentdesk.domain.state import ClockState, Reason
from agentdesk.i18n import say, t
from agentdesk.widgets.cells import plain, wrap
from agentdesk.widgets.clock_bars import promise_rows
from agentdesk.widgets.lens import Lens
from agentdesk.widgets.lines import Lines, Row, clip


def why_rows(view: WhyView, lens: Lens, width: int) -> list[Row]:
    """Why it stands here; the next one and why; each open promise with how its due came about."""
    rows: list[Row] = [[(t("queue.why.title", reference=view.row.reference), "head")]]
    rows.append(_row_line(view.row, width))
    for reason in view.reasons:
        rows += _sentence(reason, lens, width, mark="▸")
    rows += [[], *_following(view, lens, width)]
    running = [clock for clock in view.clocks if clock.open]
    closed = [clock for clock in view.clocks if not clock.open]
    rows += [[], [(t("queue.why.clocks"), "head")]]
    rows += promise_rows(view.clocks, lens, width)
    rows += [[], [(t("queue.why.account"), "head")]]
    for clock in [*running, *closed]:
        rows += _account(clock, lens, width)
    return rows


def _row_line(row: QueueRow, width: int) -> Row:
    words = [row.priority.value, plain(row.customer), plain(row.title)]
    return clip([(" · ".join(word for word in words if word), "")], width)


def _following(view: WhyView, lens: Lens, width: int) -> list[Row]:
    if view.following is None:
        return [[(t("queue.why.next.none"), "quiet")]]
    title = t("queue.why.next", reference=view.following.reference)
    rows: list[Row] = [[(title, "head")], _row_line(view.following, width)]
    if view.following_reason is not None:
        rows += _sentence(view.following_reason, lens, width, mark="▸")
    rows += _sentence(view.following.reason, lens, width, mark=" ", role="quiet")
    return rows


def _account(clock: ClockState, lens: Lens, width: int) -> list[Row]:
    name = t(f"clock.{clock.name}")
    if clock.id and clock.id != "1":
        name = f"{name} {plain(clock.id)}"
    rows: list[Row] = [clip([(name, "strong" if clock.open else "")], width)]
    for line in account(clock).lines:
        rows += _sentence(line, lens, width, mark=" ", role="" if clock.open else "quiet")
    return rows


def _sentence(reason: Reason, lens: Lens, width: int, *, mark: str, role: str = "") -> list[Row]:
    """A sentence behind its mark, its further lines under its first."""
    text = say.reason(reason, now=lens.now, tz=lens.zone)
    lines = wrap(text, max(10, width - 2))
    return [
        [(f"{mark if place == 0 else ' '} ", "accent"), (line, role)]
        for place, line in enumerate(lines)
    ]


class WhyLines(Lines):
    """The lines of a why view."""

    def __init__(self) -> None:
        super().__init__(id="why-lines")
        self._view: WhyView | None = None
        self._lens = Lens()

    def show(self, view: WhyView, lens: Lens) -> None:
        """This view."""
        self._view, self._lens = view, lens
        self.refill()

    def build(self, width: int) -> list[Row]:
        """Nothing until it has been read."""
        return why_rows(self._view, self._lens, min(width, 96)) if self._view else []
