"""What a slot of the day reads as in a column of the grid, and which lines a day has (C7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from agentdesk.desk.api import CallbackLine, Day, Slot
from agentdesk.i18n import format as form
from agentdesk.i18n import known, t
from agentdesk.widgets.call_words import glyph
from agentdesk.widgets.cells import cell_len, cut, plain
from agentdesk.widgets.lens import Lens
from agentdesk.widgets.lines import Span

LEAST, MOST = 13, 44
"""Cells of a column."""

NAMED, ROOMY = 16, 30
"""Cells from which a column names the customer, and from which it says what a call is about."""

ORDER = {"set": 0, "unreachable": 1, "reached": 2, "cancelled": 3}

Gap: TypeAlias = tuple[int, int]
"""Hours between two rows in which nobody rings, as instants; an end of 0: the rest of the day."""


def lines_of(day: Day) -> list[int | Gap]:
    """The lines of a day: its rows by number, and the gaps between and behind them."""
    lines: list[int | Gap] = []
    ends = 0
    for number, row in enumerate(day.rows):
        if row and ends and row[0].at > ends:
            lines.append((ends, row[0].at))
        lines.append(number)
        ends = row[0].until if row else ends
    return [*lines, (ends, 0)] if ends else lines


def shown_call(slot: Slot) -> CallbackLine | None:
    """The call a cell stands for: one that begins here before one that goes on, one that is to be
    made before what is done."""

    def order(call: CallbackLine) -> tuple[bool, int, int]:
        return (call.at < slot.at, ORDER.get(call.state, 9), call.at)

    return min(slot.calls, key=order, default=None)


def nobody(slots: Sequence[Slot]) -> str:
    """What keeps everybody from this time, in words; "" if somebody could ring."""
    whys = {slot.why for slot in slots}
    if any(slot.calls or slot.free for slot in slots) or len(whys) != 1:
        return ""
    why = whys.pop()
    return t(f"callbacks.cell.{why}") if why in ("closed", "off") else ""


def cell_spans(slot: Slot, now: int, lens: Lens, wide: int, words: str = "") -> list[Span]:
    """``C-1002 ● 何**``; a dot where nothing stands, ``words`` where nobody can ring."""
    call = shown_call(slot)
    past = slot.until <= now
    if call is None:
        key = f"callbacks.cell.{slot.why}"
        why = "" if slot.free or not slot.why or slot.why == "past" or not known(key) else t(key)
        return [(words or why or "·", "rule" if past else "quiet")]
    if call.at < slot.at:
        return [(f"│ {plain(call.reference)}", "quiet")]
    sign, role = glyph(call, now)
    done = call.state != "set"
    spans: list[Span] = [
        (plain(call.reference), "quiet" if done else "strong" if call.mine else ""),
        (f" {sign}", role or ("quiet" if done else "accent")),
    ]
    if call.at != slot.at:
        spans.append((f" :{form.time_of_day(call.at, lens.zone)[3:]}", "quiet"))
    if len(slot.calls) > 1:
        spans.append((f" +{len(slot.calls) - 1}", "soon"))
    if wide >= NAMED:
        name = cut(plain(call.customer), max(0, wide - 2 - cells_of(spans)))
        spans.append((f" {name}", "" if call.mine and not done else "quiet"))
    if wide >= ROOMY:
        spans.append((f"  {cut(plain(call.about), max(0, wide - 4 - cells_of(spans)))}", "quiet"))
    return spans


def cells_of(spans: Sequence[Span]) -> int:
    """Cells that spans take."""
    return sum(cell_len(text) for text, _ in spans)
