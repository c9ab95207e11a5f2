"""What stands in the cells of a department's row: text, and the look that colours it (C5).

Pure functions; everything is made safe and measured in cells here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from agentdesk.desk.api import HandoffLine
from agentdesk.domain.values import Priority
from agentdesk.i18n import t
from agentdesk.widgets import handoff_words as words
from agentdesk.widgets.cells import cell_len, cut, fit, plain, right
from agentdesk.widgets.lens import Lens

Piece: TypeAlias = tuple[str, str]
"""Text and the name of its look (component class ``dept--<look>``); "" is the plain look."""

LEFT = 14
"""Cells for the clock's name and the time left."""

GAP = "  "
CUSTOMER = 9
WITH, BY = (11, 16), (18, 28)
"""Cells of who accepted and of who asked: as many as are needed, between these."""
WITH_FROM, BY_FROM = 66, 100
"""Widths from which there is a column for who accepted, and for who asked."""


LONGEST = 300
"""Characters of a text that are looked at: no column shows more."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Cells of each column; 0: not shown."""

    case: int
    customer: int
    ask: int
    by: int
    with_: int


def columns(rows: Sequence[HandoffLine], lens: Lens, width: int) -> Columns:
    """The columns at a width: what is asked takes the room that is left."""
    case = max(cell_len(t("handoff.col.case")), *(cell_len(plain(row.reference)) for row in rows))
    customer = CUSTOMER
    with_ = _between(WITH, [_with(row, lens) for row in rows]) if width >= WITH_FROM else 0
    by = _between(BY, [_by(row, lens) for row in rows]) if width >= BY_FROM else 0
    used = 6 + LEFT + len(GAP) + case + len(GAP) + customer + len(GAP)
    used += sum(size + len(GAP) for size in (by, with_) if size)
    return Columns(case, customer, max(8, width - used - 1), by, with_)


def _between(sizes: tuple[int, int], texts: Sequence[str]) -> int:
    least, most = sizes
    return min(most, max(least, *(cell_len(text) for text in texts)))


def _by(row: HandoffLine, lens: Lens) -> str:
    """When it was asked, and by whom."""
    return f"{lens.when(row.asked_at)} {lens.who(row.asked_by)}"


def _with(row: HandoffLine, lens: Lens) -> str:
    """Who accepted it."""
    return lens.who(row.accepted_by) if row.accepted_by else "—"


def titles(cols: Columns) -> list[Piece]:
    """The titles, each above its column."""
    parts = [
        (t("handoff.col.case"), cols.case),
        (t("handoff.col.customer"), cols.customer),
        (t("handoff.col.ask"), cols.ask),
        (t("handoff.col.by"), cols.by),
        (t("handoff.col.with"), cols.with_),
    ]
    text = " " * 6 + right(t("handoff.col.due"), LEFT)
    return [(text + "".join(GAP + fit(title, size) for title, size in parts if size), "title")]


def row_pieces(
    row: HandoffLine, cols: Columns, lens: Lens, *, here: bool, marked: bool
) -> list[Piece]:
    """The cells of a row for the instant of its lens."""
    sign, role = words.glyph(row, lens.now, lens.soon)
    name, left = words.clock_name(row), words.left(row, lens.now)
    name = cut(name, max(0, LEFT - 1 - cell_len(left)))
    space = LEFT - cell_len(name) - cell_len(left) - (1 if name else 0)
    rank = row.priority.value[1:]
    pieces = [
        ("▌" if here else " ", "pointer"),
        ("✓" if marked else " ", "mark"),
        (rank, "strong" if row.priority is Priority.P1 else ""),
        (" ", ""),
        (sign, role),
        (" " * (1 + max(0, space)), ""),
        (f"{name} " if name else "", role or "dim"),
        (left, role),
        (GAP, ""),
        (fit(plain(row.reference), cols.case), ""),
        (GAP, ""),
        (fit(plain(row.customer[:LONGEST]) or "—", cols.customer), ""),
        (GAP, ""),
        (
            fit(plain(row.ask[:LONGEST]) or "—", cols.ask),
            "" if row.accepted_at is not None else "strong",
        ),
    ]
    if cols.by:
        pieces += [(GAP, ""), (fit(_by(row, lens), cols.by), "dim")]
    if cols.with_:
        mine = row.accepted_by == lens.me
        pieces += [(GAP, ""), (fit(_with(row, lens), cols.with_), "" if mine else "dim")]
    return pieces
