"""The customer beside the bare facts: notes that stick to them, who speaks for them, what else is
open (A9, B1)."""

from __future__ import annotations

from agentdesk.desk.api import CaseView, QueueRow, Sticky
from agentdesk.domain.values import Caller
from agentdesk.i18n import format as form
from agentdesk.i18n import t
from agentdesk.widgets.cells import cell_len, cut, plain
from agentdesk.widgets.facts import customer_rows
from agentdesk.widgets.lens import Lens, coded, phrase
from agentdesk.widgets.lines import Row, clip, wrap


def whole_customer_rows(view: CaseView, lens: Lens, width: int) -> list[Row]:
    """Notes first: they are read before the number is dialled; then the customer, then who speaks
    for them."""
    return [
        *(row for note in view.stickies for row in sticky_rows(note, lens, width)),
        *customer_rows(view, lens, width),
        *_left_alone(view, width),
        *_caller(view, width),
    ]


def _left_alone(view: CaseView, width: int) -> list[Row]:
    """That they are not to be asked how it was, and why (C10)."""
    if not view.no_survey:
        return []
    words = phrase("follow.left_alone", why=coded("follow.waived", view.no_survey))
    return [[(line, "quiet")] for line in wrap(words, width)]


def sticky_rows(note: Sticky, lens: Lens, width: int) -> list[Row]:
    """A note that sticks: ``◆ Hard of hearing: speak slowly · until 5 Apr, Li Wei``."""
    until = form.day(note.until, lens.now, lens.zone)
    tail = phrase("case.sticky.until", day=until, who=lens.who(note.by))
    lines = wrap(plain(note.text), width - 2)
    rows: list[Row] = [
        [("◆ " if place == 0 else "  ", "accent"), (line, "accent")]
        for place, line in enumerate(lines)
    ]
    if cell_len(lines[-1]) + cell_len(tail) + 5 <= width:
        rows[-1].append((f" · {tail}", "quiet"))
    else:
        rows.append(clip([("  ", ""), (tail, "quiet")], width))
    return rows


def _caller(view: CaseView, width: int) -> list[Row]:
    """Somebody else than the customer: who, and whether they may be told anything."""
    speaker = view.speaker
    if speaker.caller is Caller.CUSTOMER:
        return []
    who = coded("case.caller", speaker.caller.value)
    right = coded("case.authority", speaker.authority.value)
    words = phrase("case.customer.caller", who=who, right=right)
    rows: list[Row] = [[(line, "")] for line in wrap(words, width)]
    if not speaker.may_be_told:
        nothing = t("case.customer.tell_nothing")
        rows += [[(line, "soon")] for line in wrap(f"▲ {nothing}", width)]
    return rows


def other_rows(view: CaseView, lens: Lens, width: int) -> list[Row]:
    """The customer's other cases that are not closed, each with the digit that opens it."""
    return [
        clip(_other(place, row, lens, width), width) for place, row in enumerate(view.others, 1)
    ]


def _other(place: int, row: QueueRow, lens: Lens, width: int) -> Row:
    tail = t(f"case.status.{row.status.value}")
    if row.due is not None and not row.frozen and row.clock:
        tail = f"{t(f'clock.{row.clock}.short')} {form.left(row.due, lens.now)}"
    start = f"{row.reference}  "
    room = width - 3 - cell_len(start) - cell_len(tail) - 3
    return [
        (f"{place}  ", "accent"),
        (start, ""),
        (cut(plain(row.title), max(4, room)), ""),
        (" · ", "quiet"),
        (tail, "late" if row.broken else "quiet"),
    ]
