"""Which columns a queue shows in a width, and how wide they are. Widths are cells.

Columns give way in order: first owner and place share one column, then that column goes, then the
customer. Priority, glyph, time left, case and what it is about always stay.
"""

from __future__ import annotations

from dataclasses import dataclass

LEFT = 14
"""Clock and time left: ``told Fri 14:30``."""
GAP = 2

TIMED_CELLS = 5 + LEFT
"""Cells at the start of a row that change with time: mark, priority, glyph, time left."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths in cells; 0: the column is not shown. ``with_`` is place and owner in one."""

    width: int
    case: int
    customer: int
    what: int
    where: int = 0
    owner: int = 0
    with_: int = 0


def columns(width: int, case: int = 7) -> Columns:
    """The columns of a table ``width`` cells wide, with references of ``case`` cells."""
    case = max(6, case)
    # mark, priority, space, glyph, space, left, gap, case, gap … one cell of margin
    fixed = 1 + 1 + 1 + 1 + 1 + LEFT + GAP + case + GAP + 1
    free = max(0, width - fixed)
    customer = 8 if width < 96 else 10
    if width >= 100:
        where = 13 if width >= 112 else 11
        owner = 10 if width >= 112 else 9
        what = free - customer - where - owner - 3 * GAP
        return Columns(width, case, customer, what, where=where, owner=owner)
    if width >= 76:
        with_ = 11
        return Columns(width, case, customer, free - customer - with_ - 2 * GAP, with_=with_)
    if width >= 56:
        return Columns(width, case, customer, free - customer - GAP)
    return Columns(width, case, 0, free)
