"""Promises of a case with what is left of each: name, time left, bar of budget used, due (C4).

Open promises come first, by due; kept ones stay quiet, one line for each kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from agentdesk.desk.api import CaseView
from agentdesk.domain.state import ClockState
from agentdesk.i18n import format as form
from agentdesk.i18n import t
from agentdesk.widgets.cells import cell_len, cut, fit, right
from agentdesk.widgets.lens import Lens, coded
from agentdesk.widgets.lines import Lines, Row, clip

WIDE = 74
"""From here a promise fits one line."""
_EIGHTHS = " ▏▎▍▌▋▊▉█"


def bar(part: float, cells: int, full: str, rest: str) -> Row:
    """A bar of ``cells`` cells filled to ``part`` (0 to 1), to an eighth of a cell."""
    eighths = round(min(1.0, max(0.0, part)) * cells * 8)
    whole, more = divmod(eighths, 8)
    filled = "█" * whole + (_EIGHTHS[more] if more else "")
    return [(filled, full), ("░" * (cells - len(filled)), rest)]


def used(clock: ClockState, now: int) -> float:
    """The share of its budget that a clock has used, 0 to 1. Working time where it is known."""
    if clock.state == "breached":
        return 1.0
    if clock.budget and clock.remaining is not None:
        return min(1.0, max(0.0, 1 - clock.remaining / clock.budget))
    if clock.due is None or clock.due <= clock.started:
        return 0.0
    return min(1.0, max(0.0, (now - clock.started) / (clock.due - clock.started)))


def promise_rows(clocks: Sequence[ClockState], lens: Lens, width: int) -> list[Row]:
    """The lines of a case's promises for a width in cells."""
    running = sorted((c for c in clocks if c.open), key=lambda c: (c.due or 0, c.name, c.id))
    closed = [c for c in clocks if not c.open]
    names = [t(f"clock.{c.name}") for c in (*running, *closed)]
    name_cells = min(max((cell_len(name) for name in names), default=0), 22)
    rows: list[Row] = []
    for clock in running:
        rows.extend(_open(clock, lens, name_cells, width))
    if not running:
        rows.append([(t("case.promise.none"), "quiet")])
    for name, group in groupby(sorted(closed, key=_closed_order), key=lambda c: c.name):
        rows.append(_closed(name, list(group), lens, name_cells, width))
    return rows


def _open(clock: ClockState, lens: Lens, name_cells: int, width: int) -> list[Row]:
    role, glyph = _urgency(clock, lens)
    left, state = _left(clock, lens), _state(clock, lens)
    calendar = coded("case.calendar", clock.calendar)
    name = (fit(t(f"clock.{clock.name}"), name_cells), "strong" if role else "")
    used_role = f"bar-{role}" if role in ("late", "soon") else "bar-used"
    if clock.state == "paused":
        used_role = "bar-quiet"
    tail: Row = [(glyph, role), (" ", ""), (state, role if role == "late" else "")]
    if clock.state != "paused":
        tail.append((f" · {calendar}", "quiet"))
    if clock.paused_total and clock.state != "paused":
        tail.append((f" · {_paused(clock)}", "quiet"))
    cells = 14 if width >= WIDE else max(6, width - name_cells - 8 - 7)
    line: Row = [name, (" ", ""), (right(left, 8), role), ("  ", "")]
    line += bar(used(clock, lens.now), min(cells, 20), used_role, "bar")
    if width >= WIDE:
        return [clip([*line, ("  ", ""), *tail], width)]
    return [clip(line, width), clip([("  ", ""), *tail], width)]


def _urgency(clock: ClockState, lens: Lens) -> tuple[str, str]:
    """The role that colours a promise, and its glyph: late, soon, paused, target, or at ease."""
    if clock.broken:
        return "late", "▲"
    if clock.state == "paused":
        return "", "○"
    if clock.due is not None and clock.state == "running" and clock.due - lens.now <= lens.soon:
        return ("soon", "●") if not clock.target else ("soon", "◆")
    if clock.state == "breached":
        return "soon", "◆"
    return "", "◆" if clock.target else " "


def _left(clock: ClockState, lens: Lens) -> str:
    if clock.state == "paused" and clock.remaining is not None:
        return form.span(clock.remaining)
    if clock.due is None:
        return ""
    return form.left(clock.due, lens.now)


def _state(clock: ClockState, lens: Lens) -> str:
    if clock.state == "paused":
        whom = ".department" if clock.actor == "department" else ""
        return t(f"case.promise.paused{whom}")
    due = lens.when(clock.due) if clock.due is not None else ""
    if clock.target:
        past = clock.state == "breached"
        words = t("case.promise.target.past", at=due) if past else t("case.promise.due", at=due)
        return words if past else f"{t('case.promise.target')} · {words}"
    if clock.state == "breached":
        if clock.raised and clock.breach_at is not None:
            return t("case.promise.raised", at=lens.when(clock.breach_at))
        return t("case.promise.late", at=due)
    return t("case.promise.due", at=due)


def _paused(clock: ClockState) -> str:
    return t("case.promise.frozen", span=form.duration(clock.paused_total))


def _closed_order(clock: ClockState) -> tuple[str, int]:
    return (clock.name, clock.met_at or clock.due or 0)


def _closed(name: str, clocks: list[ClockState], lens: Lens, name_cells: int, width: int) -> Row:
    """One quiet line for all closed clocks of a name."""
    kept = [c for c in clocks if c.state in ("met", "met_late")]
    late = [c for c in kept if c.state == "met_late" and not c.target]
    glyph, role = ("✓", "good") if kept and not late else ("▲", "late") if late else ("·", "quiet")
    last = (kept or clocks)[-1]
    if len(kept) > 1:
        key = "case.promise.kept.mixed" if late else "case.promise.kept.many"
        words = t(key, count=len(kept), late=len(late), last=lens.when(last.met_at or 0))
    elif last.state == "met_late" and last.due is not None and last.met_at is not None:
        by = form.duration(last.met_at - last.due)
        words = t("case.promise.kept_late", by=by, at=lens.when(last.met_at))
    elif last.state == "met" and last.met_at is not None:
        words = t("case.promise.kept", at=lens.when(last.met_at))
    else:
        words = t(f"case.promise.{'not_reached' if last.state == 'not_reached' else 'cancelled'}")
    if kept and last.paused_total:
        words = f"{words} · {_paused(last)}"
    title = cut(t(f"clock.{name}"), name_cells)
    return clip(
        [(fit(title, name_cells), "quiet"), (" ", ""), (glyph, role), (f" {words}", "quiet")], width
    )


class ClockBars(Lines):
    """The promises of a case; told the time, it draws what has changed."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._view: CaseView | None = None
        self._lens = Lens()

    def show(self, view: CaseView, lens: Lens) -> None:
        """Draw this case."""
        self._view, self._lens = view, lens
        self.refill()

    def build(self, width: int) -> list[Row]:
        """The rows for a width in cells."""
        return promise_rows(self._view.clocks, self._lens, width) if self._view else []
