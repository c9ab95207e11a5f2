"""The queue as screens see it: windows, figures, reasons. Reads only.

A page is always what folding everything anew would give (`oracle`): stored rows whose instant has
passed are left out of the window, folded in memory and merged in.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass

from agentdesk.desk import reminders, reserve_turn
from agentdesk.desk.api import Counts, Filter, Key, QueuePage, QueueRow, View
from agentdesk.desk.context import Context
from agentdesk.desk.rows import Refolds, queue_row
from agentdesk.domain import words
from agentdesk.store import counts as figures
from agentdesk.store import pages, search
from agentdesk.store.counts import MANY
from agentdesk.store.pages import FEW, Line, Question, Shape
from agentdesk.store.tx import Tx

_DONE = frozenset({"resolved", "closed"})


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a view is asked for."""

    after: Key | None = None
    before: Key | None = None
    around: int | None = None
    limit: int = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """A view with its filter, and its rows that had to be folded, as they stand now."""

    view: str
    question: Question
    stored: Sequence[Line]
    """Rows to be folded, as they are stored."""
    folded: Sequence[Line]
    """The same rows folded, those that are in the view, in order."""
    now: int


def question(ctx: Context, tx: Tx, view: View, where: Filter) -> Question:
    """A view and a filter as the store takes them.

    A search, or a filter for cases that are done, in the view of all looks beyond the queue.
    """
    fields: dict[str, str | None] = {
        "category": where.category,
        "line": where.line,
        "class": where.klass,
        "kind": where.kind,
        "channel": where.channel,
        "status": where.status,
    }
    values: dict[str, str | None] = {name: value for name, value in fields.items() if value}
    named = set(values)
    if where.owner == "none":
        named.add("nobody")
    elif where.owner is not None:
        named.add("owner")
        values["owner"] = ctx.me.code if where.owner == "me" else where.owner
    if where.priority:
        named.add("priority")
        ranks = sorted(where.priority)
        values.update({f"p{n + 1}": ranks[min(n, len(ranks) - 1)] for n in range(3)})
    found = ""
    expression = words.query(where.text) if where.text else None
    if expression is not None:
        values["words"] = expression
        many = "wide" if expression.endswith("*") else "many"
        found = "few" if search.matches(tx, expression, FEW + 1) <= FEW else many
    beyond = view is View.ALL and (found or where.status in _DONE)
    shape = Shape("everything" if beyond else view.value, frozenset(named), found)
    return Question(shape, {"me": ctx.me.code, **values})


def ask(ctx: Context, tx: Tx, refolds: Refolds, view: str, asked: Question) -> Asked:
    """A question with the rows that have to be folded for it. Raises Behind."""
    stored = pages.due_lines(tx, asked, tx.now)
    folded = [
        line
        for line in refolds.fold(ctx, tx, stored, tx.now)
        if pages.in_view(view, line, ctx.me.code)
    ]
    return Asked(view, asked, stored, sorted(folded), tx.now)


def page(
    ctx: Context, tx: Tx, refolds: Refolds, view: View, where: Filter, window: Window
) -> QueuePage:
    """A window of a view. Raises Behind."""
    inner = question(ctx, tx, view, where)
    asked = ask(ctx, tx, refolds, inner.shape.view, inner)
    lines, more_before, more_after = _window(tx, asked, window)
    counts = _by_band(tx, ctx, asked)
    longest = reserve_turn.next_for_reserve(ctx, tx, refolds)
    return QueuePage(
        rows=tuple(queue_row(line, ctx.me.code, longest) for line in lines),
        counts=counts,
        total=sum(counts.values()),
        more_before=more_before,
        more_after=more_after,
        at=asked.now,
    )


def _window(tx: Tx, asked: Asked, window: Window) -> tuple[list[Line], bool, bool]:
    """Rows in order, and whether there are more before and after them."""
    limit = max(1, window.limit)
    if window.around is not None:
        key = _key_of(tx, asked, window.around)
        if key is not None:
            return _around(tx, asked, key, limit)
    if window.before is not None:
        rows = _rows_before(tx, asked, window.before, limit + 1)
        kept = rows[-limit:]
        return kept, len(rows) > limit, bool(_rows_after(tx, asked, _just(window.before, -1), 1))
    if window.after is not None:
        rows = _rows_after(tx, asked, window.after, limit + 1)
        back = bool(_rows_before(tx, asked, _just(window.after, +1), 1))
        return rows[:limit], back, len(rows) > limit
    stored = pages.first(tx, asked.question, asked.now, limit + 1)
    rows = sorted([*stored, *asked.folded[: limit + 1]])
    return rows[:limit], False, len(rows) > limit


def _around(tx: Tx, asked: Asked, key: Key, limit: int) -> tuple[list[Line], bool, bool]:
    """A window with a case in its middle, as far as there are rows on both sides."""
    back = _rows_before(tx, asked, key, limit + 1)
    onward = _rows_after(tx, asked, _just(key, -1), limit + 1)
    place = len(back)
    rows = [*back, *onward]
    start = max(0, min(place - limit // 2, len(rows) - limit))
    end = start + limit
    return rows[start:end], start > 0, end < len(rows)


def _key_of(tx: Tx, asked: Asked, case_id: int) -> Key | None:
    """The key of a case if it is in the view."""
    for line in asked.folded:
        if line.id == case_id:
            return line.key
    stored = pages.line(tx, case_id)
    if stored is None:
        return None
    first = _rows_after(tx, asked, _just(stored.key, -1), 1)
    return stored.key if first and first[0].id == case_id else None


def _just(key: Key, step: int) -> Key:
    """The key right before (-1) or after (+1) a row's."""
    return (*key[:4], key[4] + step)


def _rows_after(tx: Tx, asked: Asked, key: Key, limit: int) -> list[Line]:
    stored = pages.after(tx, asked.question, key, asked.now, limit)
    start = bisect_right(asked.folded, key, key=_key)
    return sorted([*stored, *asked.folded[start : start + limit]])[:limit]


def _rows_before(tx: Tx, asked: Asked, key: Key, limit: int) -> list[Line]:
    stored = pages.before(tx, asked.question, key, asked.now, limit)
    end = bisect_left(asked.folded, key, key=_key)
    return sorted([*stored, *asked.folded[max(0, end - limit) : end]])[-limit:]


def _key(line: Line) -> Key:
    return line.key


def _by_band(tx: Tx, ctx: Context, asked: Asked) -> dict[int, int]:
    """How many rows each band of the view has, as folding everything would count them."""
    in_view = [line for line in asked.stored if pages.in_view(asked.view, line, ctx.me.code)]
    found = figures.by_band(tx, asked.question, MANY + len(in_view))
    for line in in_view:
        found[line.band] -= 1
    for line in asked.folded:
        found[line.band] += 1
    return {band: min(count, MANY) for band, count in found.items()}


def counts(ctx: Context, tx: Tx, refolds: Refolds) -> Counts:
    """The header's figures. Raises Behind."""
    me, now = ctx.me.code, tx.now
    everything = Question(Shape("everything"), {"me": me})
    asked = ask(ctx, tx, refolds, "everything", everything)
    views = {}
    for view in View:
        left = sum(pages.in_view(view.value, line, me) for line in asked.stored)
        come = sum(pages.in_view(view.value, line, me) for line in asked.folded)
        stored = figures.in_view(tx, view.value, me, MANY + len(asked.stored))
        views[view] = min(stored - left + come, MANY)
    until = now + ctx.rules_at(tx, now).soon
    soon = figures.soon(tx, now, until) + sum(_soon(line, now, until) for line in asked.folded)
    return Counts(
        open=views[View.ALL],
        mine=views[View.MINE],
        broken=views[View.LATE],
        soon=min(soon, MANY),
        views=views,
        next_promise=my_first(ctx, tx, asked),
        finished_by_me=figures.finished_by(tx, me),
        next_plan=reminders.next_plan(ctx, tx),
        next_call=reminders.next_call(ctx, tx),
        undelivered=figures.undelivered(tx, me),
        offered=figures.offered(tx, me),
    )


def _soon(line: Line, now: int, until: int) -> bool:
    due = line.clock_due
    return line.band < pages.OUT and due is not None and now <= due <= until


def my_first(ctx: Context, tx: Tx, asked: Asked) -> QueueRow | None:
    """What comes first of mine. ``asked`` holds all rows that had to be folded."""
    me = ctx.me.code
    mine = pages.first(tx, Question(Shape("my_turn"), {"me": me}), asked.now, 1)
    for line in asked.folded:
        if pages.in_view("my_turn", line, me):
            insort(mine, line)
    return queue_row(mine[0], me) if mine else None
