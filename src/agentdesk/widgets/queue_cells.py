"""What stands in the cells of a queue row: text, and the component class that colours it.

Pure functions from a row to pieces; everything is made safe and measured in cells here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import TypeAlias

from agentdesk.desk.api import Labels, QueueRow
from agentdesk.domain.values import MINUTE, Priority
from agentdesk.i18n import format as form
from agentdesk.i18n import known, language, t
from agentdesk.widgets.cells import cell_len, cut, fit, plain, right
from agentdesk.widgets.queue_columns import GAP, LEFT, Columns, Needs

Piece: TypeAlias = tuple[str, str]
"""Text and the name of its look (component class ``queue--<look>``); "" is the plain look."""

TIMED = frozenset({"promised", "callback"})
"""Clocks that name an hour somebody was told: shown as that hour until it is near."""

SPACE = " " * GAP


@dataclass(frozen=True, slots=True)
class Sight:
    """Through what rows are looked at."""

    tz: tzinfo = UTC
    soon: int = 15 * MINUTE
    labels: Labels = field(default_factory=Labels)


def glyph(row: QueueRow, now: int, soon: int) -> Piece:
    """▲ a broken promise, ● little time left, ○ waiting, else nothing."""
    if row.broken:
        return "▲", "late"
    if row.frozen:
        return "○", "dim"
    if row.due is not None and row.clock is not None and row.due - now <= soon:
        return "●", "soon"
    return " ", ""


def urgency(row: QueueRow, now: int, soon: int) -> str:
    """The look of a row's time left."""
    if row.frozen or row.due is None:
        return "dim"
    if row.due < now:
        return "late" if row.broken else "soon"
    return "soon" if row.due - now <= soon else ""


def time_left(row: QueueRow, now: int, tz: tzinfo) -> str:
    """The time left of a row: ``4m12``, ``−2h20``, ``at 14:30``; when it wakes, if it is frozen."""
    if row.due is None:
        return "—"
    if counts_down(row, now):
        return form.left(row.due, now)
    return form.at_time(row.due, now, tz)


def counts_down(row: QueueRow, now: int) -> bool:
    """Whether a row shows the time left (else the hour of its due)."""
    if row.due is None or row.frozen:
        return False
    return row.clock not in TIMED or row.due - now < form.SHOW_SECONDS_UNDER


def face(row: QueueRow, now: int, sight: Sight) -> tuple[str, str, str]:
    """What of a row depends on the time: equal faces are painted alike."""
    left = time_left(row, now, sight.tz)
    return left, glyph(row, now, sight.soon)[0], urgency(row, now, sight.soon)


def left_pieces(row: QueueRow, now: int, sight: Sight) -> list[Piece]:
    """The two columns that change with time: glyph and priority, clock and time left."""
    look = urgency(row, now, sight.soon)
    left = time_left(row, now, sight.tz)
    name = clock_name(row)
    if cell_len(name) + 1 + cell_len(left) > LEFT:
        name = cut(name, max(0, LEFT - 1 - cell_len(left)))
    used = cell_len(name) + cell_len(left) + (1 if name else 0)
    rank = row.priority.value[1:]
    return [
        (rank, "strong" if row.priority is Priority.P1 else ""),
        (" ", ""),
        glyph(row, now, sight.soon),
        (" " * (1 + LEFT - used), ""),
        (f"{name} " if name else "", look or "dim"),
        (left, look),
        (SPACE, ""),
    ]


def clock_name(row: QueueRow) -> str:
    """The short name of the clock that places the row."""
    if row.frozen:
        return t("queue.wake")
    return t(f"clock.{row.clock}.short") if row.clock and known(f"clock.{row.clock}.short") else ""


def merged(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours of one look as one piece: the terminal is told of a colour once."""
    made: list[Piece] = []
    for text, look in pieces:
        if not text:
            continue
        # a space has no colour of its own
        if made and (look == made[-1][1] or (not look and text.isspace())):
            made[-1] = (made[-1][0] + text, made[-1][1])
        else:
            made.append((text, look))
    return made


def rest_pieces(row: QueueRow, cols: Columns, sight: Sight) -> list[Piece]:
    """The columns that do not change with time."""
    pieces: list[Piece] = [(fit(plain(row.reference), cols.case), ""), (SPACE, "")]
    if cols.customer:
        pieces += [(fit(plain(row.customer) or "—", cols.customer), ""), (SPACE, "")]
    pieces += what_pieces(row, cols.what)
    where, owner = where_text(row, sight.labels), owner_text(row)
    if cols.with_:
        text = where or owner
        mine = row.mine and not where
        pieces += [(SPACE, ""), (fit(text, cols.with_), "" if mine else where_look(row))]
    if cols.where:
        pieces += [(SPACE, ""), (fit(where or "—", cols.where), where_look(row))]
    if cols.owner:
        pieces += [(SPACE, ""), (fit(owner, cols.owner), "" if row.mine else "dim")]
    return merged(pieces)


def what_pieces(row: QueueRow, width: int) -> list[Piece]:
    """Title and marks; the title gives way first, then the marks' long words, then marks that do
    not stand out, then all but the first."""
    title = plain(row.title) or "—"
    least = min(cell_len(title), 12)
    short = marks(row, short=True)
    loud = [mark for mark in short if mark[1] == "late"]
    for some in (marks(row), short, loud, short[:1]):
        words = sum(cell_len(text) for text, _ in some) + 2 * len(some)
        room = width - words
        if some and room >= least:
            text = cut(title, room)
            told = [piece for text, look in some for piece in (("  ", ""), (text, look))]
            return merged([(text, ""), *told, (" " * (room - cell_len(text)), "")])
    return [(fit(title, width), "")]


def mark_text(row: QueueRow, *, short: bool = False) -> str:
    """What sets a row apart, in words."""
    return "  ".join(text for text, _ in marks(row, short=short))


def marks(row: QueueRow, *, short: bool = False) -> list[Piece]:
    """What sets a row apart: what came back from a department, next for the reserve, surge, care,
    what a lead should see, chased. What has happened too often stands out."""
    found: list[Piece] = []
    often = "rejected" in row.attention
    if row.back is not None and known(back_key(row)):
        word = t(back_key(row))
        found.append((t("queue.mark.often", what=word), "late") if often else (word, "mark"))
    if row.reserve:
        word = t("queue.mark.reserve.short" if short else "queue.mark.reserve")
        found.append((word, "mark"))
    if row.surge:
        found.append((t("queue.mark.surge"), "mark"))
    if row.care:
        found.append((t("queue.mark.care"), "mark"))
    for why in row.attention:
        key = f"queue.mark.attention.{why}"
        if known(key) and not (why == "rejected" and row.back is not None):
            found.append((t(key), "late"))
    if row.chasers:
        found.append(chased(row))
    return found


def chased(row: QueueRow) -> Piece:
    """How often the customer has asked after it; from the third time on it stands out."""
    if row.chased_often:
        return t("queue.mark.chasers.often", count=row.chasers), "late"
    return t("queue.mark.chasers", count=row.chasers), "mark"


def back_key(row: QueueRow) -> str:
    """The key of what a department did and the owner has not acted on."""
    how, _, code = row.back or ("", "", "")
    return f"queue.mark.{how}.{code}" if code else f"queue.mark.{how}"


def where_text(row: QueueRow, labels: Labels) -> str:
    """The department that holds the case, or with an arrow the one it came back from (C5)."""
    if row.back is not None:
        return t("queue.back", dept=plain(labels.text("department", row.back[1], language())))
    return plain(labels.text("department", row.where, language())) if row.where else ""


def where_look(row: QueueRow) -> str:
    """What was sent back stands out; what was answered, too, but less."""
    if row.back is None:
        return "dim"
    return "late" if row.back[0] == "rejected" else "mark"


def owner_text(row: QueueRow) -> str:
    """``me``, the owner's code, or a dash."""
    if row.mine:
        return t("queue.me")
    return plain(row.owner) if row.owner else "—"


def needs_of(rows: Iterable[QueueRow], labels: Labels) -> Needs:
    """What the columns need for these rows and for their titles."""
    needs = Needs(
        cell_len(t("queue.col.case")),
        0,
        0,
        max(cell_len(t("queue.col.owner")), cell_len(t("queue.col.with"))),
    )
    customer_title, where_title = (cell_len(t(f"queue.col.{x}")) for x in ("customer", "where"))
    for row in rows:
        customer = cell_len(plain(row.customer))
        where = cell_len(where_text(row, labels))
        needs = needs.or_more(
            Needs(
                cell_len(plain(row.reference)),
                max(customer, customer_title) if customer else 0,
                max(where, where_title) if where else 0,
                cell_len(owner_text(row)),
            )
        )
    return needs


def heading_pieces(cols: Columns) -> list[Piece]:
    """The titles of the columns, each above its own."""
    titles = [
        " " + t("queue.col.priority"),
        right(t("queue.col.left"), 4 + LEFT - cell_len(t("queue.col.priority"))),
        SPACE,
        fit(t("queue.col.case"), cols.case) + SPACE,
    ]
    if cols.customer:
        titles.append(fit(t("queue.col.customer"), cols.customer) + SPACE)
    titles.append(fit(t("queue.col.what"), cols.what))
    for name in ("with_", "where", "owner"):
        size = getattr(cols, name)
        if size:
            titles.append(SPACE + fit(t(f"queue.col.{name.rstrip('_')}"), size))
    return [("".join(titles), "dim")]


def rule_pieces(label: str, count: str, width: int, *, strong: bool = True) -> list[Piece]:
    """A band as a quiet rule: its name, a line, its count at the right."""
    room = width - cell_len(label) - cell_len(count) - 6
    look = "band" if strong else "dim"
    return [(f" {label} ", look), ("─" * max(0, room + 2), "rule"), (f" {count} ", look)]
