"""Which columns a queue shows in a width, and how wide they are. Widths are cells.

Columns are as wide as what stands in them, up to a limit. They give way in order: first owner and
place share one column, then that column goes, then the customer. Priority, glyph, time left, case
and what it is about always stay. A column in which nothing would stand is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

LEFT = 14
"""Clock and time left: ``told Fri 14:30``."""
GAP = 2

TIMED_CELLS = 5 + LEFT
"""Cells at the start of a row that change with time: mark, priority, glyph, time left."""


class Needs(NamedTuple):
    """The widest text of each column, its title among them; 0 where no row has any."""

    case: int = 6
    customer: int = 8
    where: int = 0
    owner: int = 5

    def or_more(self, other: Needs) -> Needs:
        """The wider of both: columns that only grow do not jump about."""
        return Needs(*map(max, self, other))


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


def columns(width: int, needs: Needs | None = None) -> Columns:
    """The columns of a table ``width`` cells wide."""
    needs = needs or Needs()
    case = min(max(needs.case, 6), 10)
    # mark, priority, space, glyph, space, left, gap, case, gap … one cell of margin
    free = max(0, width - (TIMED_CELLS + GAP + case + GAP + 1))
    customer = min(needs.customer, 8 if width < 96 else 12)
    left = free - (customer + GAP if customer else 0)
    if width >= 100:
        owner = min(needs.owner, 12)
        where = min(needs.where, 14 if width >= 112 else 11)
        what = left - owner - GAP - (where + GAP if where else 0)
        return Columns(width, case, customer, what, where=where, owner=owner)
    if width >= 76:
        with_ = min(max(needs.where, needs.owner), 11)
        return Columns(width, case, customer, left - with_ - GAP, with_=with_)
    if width >= 56:
        return Columns(width, case, customer, left)
    return Columns(width, case, 0, free)
