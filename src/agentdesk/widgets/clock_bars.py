"""Promises of a case with what is left of each: name, time left, bar of budget used, due (C4).

Open promises come first, by due; kept ones stay quiet, one line for each kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from agentdesk.domain.state import ClockState
from agentdesk.i18n import format as form
from agentdesk.i18n import t
from agentdesk.widgets.cells import cell_len, cut, fit, right
from agentdesk.widgets.lens import Lens, coded, phrase
from agentdesk.widgets.lines import Row, Span, clip, row_cells

LEFT = 8
"""Cells of a time left, where none is longer."""
LEAST_BAR, MOST_BAR = 8, 20
"""Cells of a bar."""
_FULL, _HALF, _REST = "━", "╸", "─"
"""A line, not a block: the figures beside it are what is read."""


def bar(part: float, cells: int, full: str, rest: str) -> Row:
    """A bar of ``cells`` cells filled to ``part`` (0 to 1), to half a cell."""
    whole, half = divmod(round(min(1.0, max(0.0, part)) * cells * 2), 2)
    filled = _FULL * whole + _HALF * half
    return [(filled, full), (_REST * (cells - len(filled)), rest)]


def used(clock: ClockState, now: int) -> float:
    """The share of its budget that a clock has used, 0 to 1. Working time where it is known."""
    if clock.state == "breached":
        return 1.0
    if clock.budget and clock.remaining is not None:
        return min(1.0, max(0.0, 1 - clock.remaining / clock.budget))
    if clock.due is None or clock.due <= clock.started:
        return 0.0
    return min(1.0, max(0.0, (now - clock.started) / (clock.due - clock.started)))


def promise_rows(
    clocks: Sequence[ClockState], lens: Lens, width: int, compact: bool = False
) -> list[Row]:
    """The lines of a case's promises for a width in cells: two each; ``compact`` makes it one."""
    running = sorted((c for c in clocks if c.open), key=lambda c: (c.due or 0, c.name, c.id))
    closed = [c for c in clocks if not c.open]
    names = [t(f"clock.{c.name}") for c in (*running, *closed)]
    name_cells = min(max((cell_len(name) for name in names), default=0), 22)
    left = left_cells(running, lens)
    rows: list[Row] = []
    for clock in running:
        rows.extend(open_rows(clock, lens, name_cells, width, compact, left=left))
    if not running:
        rows.append([(t("case.promise.none"), "quiet")])
    for name, group in groupby(sorted(closed, key=_closed_order), key=lambda c: c.name):
        rows.append(_closed(name, list(group), lens, name_cells, width))
    return rows


def left_cells(clocks: Iterable[ClockState], lens: Lens) -> int:
    """Cells of the column of times left; the longest stands there whole."""
    return max([LEFT, *(cell_len(_left(clock, lens)) for clock in clocks)])


def open_rows(
    clock: ClockState,
    lens: Lens,
    name_cells: int,
    width: int,
    compact: bool,
    *,
    name: str = "",
    owes: str = "",
    left: int = 0,
) -> list[Row]:
    """The lines of one open promise. ``name`` stands for the clock's own name, and ``owes`` then
    says what is due; ``left`` are the cells of `left_cells`."""
    left = left or left_cells([clock], lens)
    role, glyph = _urgency(clock, lens)
    called: Span = (fit(name or t(f"clock.{clock.name}"), name_cells), "strong" if role else "")
    start: Row = [called, (" ", ""), (right(_left(clock, lens), left), role), ("  ", "")]
    state: Row = [(f"{glyph} ", role), (_state(clock, lens), role if role == "late" else "")]
    if owes:
        state.insert(1, (f"{owes} ", "late" if role == "late" else ""))
    extra: Row = []
    if clock.state != "paused":
        extra.append((f" · {coded('case.calendar', clock.calendar)}", "quiet"))
        if clock.paused_total:
            extra.append((f" · {_paused(clock)}", "quiet"))
    look = f"bar-{role}" if role in ("late", "soon") else "bar-used"
    if clock.state == "paused":
        look = "bar-quiet"
    if compact:
        room = width - row_cells(start) - row_cells(state) - 2  # what is due goes before its bar
        cells = min(LEAST_BAR, max(2, room))
        line = [*start, *bar(used(clock, lens.now), cells, look, "bar"), ("  ", ""), *state]
        return [_with(clip(line, width), extra, width)]
    cells = min(MOST_BAR, max(0, width - row_cells(start)))
    line = [*start, *bar(used(clock, lens.now), cells, look, "bar")]
    return [clip(line, width), _with(clip([("  ", ""), *state], width), extra, width)]


def _with(line: Row, extra: Row, width: int) -> Row:
    """The line and as many of the quiet extras as fit whole."""
    for part in extra:
        if row_cells(line) + cell_len(part[0]) > width:
            break
        line = [*line, part]
    return line


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
        words = (
            phrase("case.promise.target.past", at=due)
            if past
            else phrase("case.promise.due", at=due)
        )
        return words if past else f"{t('case.promise.target')} · {words}"
    if clock.state == "breached":
        if clock.raised and clock.breach_at is not None:
            return phrase("case.promise.raised", at=lens.when(clock.breach_at))
        return phrase("case.promise.late", at=due)
    return phrase("case.promise.due", at=due)


def _paused(clock: ClockState) -> str:
    return phrase("case.promise.frozen", span=form.duration(clock.paused_total))


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
        words = phrase("case.promise.kept_late", by=by, at=lens.when(last.met_at))
    elif last.state == "met" and last.met_at is not None:
        words = phrase("case.promise.kept", at=lens.when(last.met_at))
    else:
        words = t(f"case.promise.{'not_reached' if last.state == 'not_reached' else 'cancelled'}")
    if kept and last.paused_total:
        words = f"{words} · {_paused(last)}"
    title = cut(t(f"clock.{name}"), name_cells)
    return clip(
        [(fit(title, name_cells), "quiet"), (" ", ""), (glyph, role), (f" {words}", "quiet")], width
    )
