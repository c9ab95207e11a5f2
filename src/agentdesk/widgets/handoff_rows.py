"""The departments of a case: each handoff with its clock, its people, and what came back (C5)."""

from __future__ import annotations

from agentdesk.desk.api import CaseView, HandoffLine
from agentdesk.domain.state import ClockState
from agentdesk.widgets import handoff_words as words
from agentdesk.widgets.cells import cell_len, fit
from agentdesk.widgets.clock_bars import left_cells, open_rows
from agentdesk.widgets.lens import Lens
from agentdesk.widgets.lines import Row, clip, wrap

SAID_LINES = 2
"""Lines of what came back; the timeline has all of it."""


_SIGNS = {"returned": ("✓", "good"), "rejected": ("▲", "late")}


def own_clocks(view: CaseView) -> tuple[ClockState, ...]:
    """The clocks of a case but those that its handoffs show."""
    shown = {one.id for one in view.handoffs if one.ended_at is None}
    return tuple(clock for clock in view.clocks if not (clock.open and clock.handoff in shown))


def handoff_rows(view: CaseView, lens: Lens, width: int, compact: bool = False) -> list[Row]:
    """The lines of all handoffs, the open ones first; ended ones newest first."""
    now_open = [one for one in view.handoffs if one.ended_at is None]
    over = [one for one in reversed(view.handoffs) if one.ended_at is not None]
    now_open.sort(key=lambda one: (one.due is None, one.due or 0))
    names = [words.dept(one, lens) for one in (*now_open, *over)]
    cells = min(max((cell_len(name) for name in names), default=0), 22)
    clocks = {clock.handoff: clock for clock in view.clocks if clock.open and clock.handoff}
    left = left_cells([clocks[one.id] for one in now_open if one.id in clocks], lens)
    rows: list[Row] = []
    for one in now_open:
        rows += _open(one, clocks.get(one.id), lens, (cells, left), width, compact)
        rows += _rest(one, lens, width)
    for one in over:
        rows += _over(one, lens, cells, width)
        rows += _said(one, width)
    return rows


def _open(
    line: HandoffLine,
    clock: ClockState | None,
    lens: Lens,
    columns: tuple[int, int],
    width: int,
    compact: bool,
) -> list[Row]:
    """The clock's lines, under the department's name. ``columns``: cells of names and times."""
    name, (cells, left) = words.dept(line, lens), columns
    if clock is None:
        return [clip([(fit(name, cells), "strong"), ("  ", ""), (words.accepted(line, lens), "")],
                     width)]  # fmt: skip
    owes = "" if compact else words.clock_name(line, long=True)
    return open_rows(clock, lens, cells, width, compact, name=name, owes=owes, left=left)


def _rest(line: HandoffLine, lens: Lens, width: int) -> list[Row]:
    facts = words.flow([words.part(line), *words.facts(line, lens)], width - 2)
    rows: list[Row] = [[("  ", ""), (text, "quiet")] for text in facts]
    return [*rows, *_said(line, width)]


def _over(line: HandoffLine, lens: Lens, cells: int, width: int) -> list[Row]:
    """How it ended, and beneath it why and after how long."""
    sign, role = _SIGNS.get(line.how, ("·", "quiet"))
    name: Row = [(fit(words.dept(line, lens), cells), "quiet"), (" ", ""), (sign, role)]
    ended = (f" {words.ended(line, lens)}", "late" if role == "late" else "")
    why = [words.code_words(line, lens)] if line.code else []
    tail = words.flow(
        [*why, words.part(line), *words.facts(line, lens, with_asked=False)], width - 2
    )
    return [clip([*name, ended], width), *[[("  ", ""), (text, "quiet")] for text in tail]]


def _said(line: HandoffLine, width: int) -> list[Row]:
    text = words.said(line)
    lines = wrap(text, width - 4) if text else []
    if len(lines) > SAID_LINES:
        lines = [*lines[: SAID_LINES - 1], lines[SAID_LINES - 1].rstrip() + " …"]
    return [clip([("  ", ""), ("│ ", "internal"), (one, "")], width) for one in lines]
