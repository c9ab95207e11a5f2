"""``agentdesk queue`` and ``agentdesk take``: what comes first, for people and for scripts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, tzinfo

from agentdesk.cli import out, values
from agentdesk.cli.context import Context
from agentdesk.cli.errors import NOTHING, OK, CliError
from agentdesk.cli.opening import with_desk
from agentdesk.cli.out import Column
from agentdesk.desk.api import Filter, QueueRow, View
from agentdesk.desk.house import Desk
from agentdesk.domain.text import one_line
from agentdesk.domain.values import instant
from agentdesk.i18n import format as form
from agentdesk.i18n import say, t

LONGEST_OP = 100
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?", re.ASCII
)


def run(ctx: Context) -> int:
    """Print the queue, or take from it: 1 if there is nothing to take."""
    return with_desk(ctx, _take if ctx.args.command == "take" else _queue)


async def _queue(ctx: Context, desk: Desk) -> int:
    args = ctx.args
    tz = form.zone(desk.info.tz)
    where = desk.parse_filter(args.filter)
    if where.unknown:
        raise CliError("bad_filter", unknown=", ".join(where.unknown))
    view = View(args.view)
    if args.at is not None:
        at = read_instant(args.at, tz)
        every: Sequence[QueueRow] = await desk.queue_at(at, view, where)
        rows, more = every[: args.limit], len(every) > args.limit
    else:
        rows, at, more = await _rows(desk, view, where, args.limit)
    if ctx.json:
        out.data([values.queue_row(row, n, at, tz) for n, row in enumerate(rows, 1)])
    else:
        _show(desk, rows, at, tz, view)
        if more:
            which = "cli.queue.more.one" if len(rows) == 1 else "cli.queue.more.many"
            out.tell(t(which, shown=len(rows)))
    return OK


async def _rows(
    desk: Desk, view: View, where: Filter, limit: int
) -> tuple[Sequence[QueueRow], int, bool]:
    """The first rows of a view, page by page, the moment of the first page, and if there are
    more."""
    page = await desk.page(view, where, limit=min(limit, 500))
    rows, at = list(page.rows), page.at
    while page.more_after and len(rows) < limit:
        page = await desk.page(view, where, after=rows[-1].key, limit=min(limit - len(rows), 500))
        rows.extend(page.rows)
    return rows[:limit], at, page.more_after or len(rows) > limit


async def _take(ctx: Context, desk: Desk) -> int:
    taken = await desk.take(op=_operation(ctx.args.op))
    if ctx.json:
        tz = form.zone(desk.info.tz)
        out.data(
            {
                "reference": taken.reference if taken else None,
                "id": taken.case_id if taken else None,
                "claimed": bool(taken and taken.claimed),
                "reserve": bool(taken and taken.reserve),
                "reason": values.reason(taken.reason, desk.now(), tz) if taken else None,
                "owner": desk.info.me.code if taken else None,
            }
        )
    if taken is None:
        out.tell(t("cli.take.nothing"))
        return NOTHING
    if not ctx.json:
        said = t("cli.take.reserve") if taken.reserve else t("cli.take.took")
        out.say(f"{taken.reference}  {said}")
        tz = form.zone(desk.info.tz)
        out.say(say.reason(taken.reason, now=desk.now(), tz=tz))
    return OK


def _operation(text: str | None) -> str | None:
    """An operation's id as somebody made it up. Raises CliError."""
    if text is None:
        return None
    shown = one_line(text)
    if not shown or len(shown) > LONGEST_OP:
        raise CliError("bad_op", limit=LONGEST_OP)
    return shown


def read_instant(text: str, tz: tzinfo) -> int:
    """An instant as written on a command line, local to the desk unless it says its offset.

    Raises CliError; a local time that a clock change repeats is the first of the two.
    """
    typed = text.strip()
    if _MOMENT.fullmatch(typed):
        try:
            moment = datetime.fromisoformat(typed)
            return instant(moment if moment.tzinfo else moment.replace(tzinfo=tz))
        except (ValueError, OverflowError):
            pass
    raise CliError("bad_instant", value=typed[:40])


def _show(desk: Desk, rows: Sequence[QueueRow], now: int, tz: tzinfo, view: View) -> None:
    from agentdesk.widgets import queue_cells as cells

    if not rows:
        out.say(t(f"queue.empty.{view.value}"))
        return
    soon = desk.info.soon
    columns = (
        Column(t("queue.col.priority")),
        Column(" "),
        Column(t("queue.col.left"), right=True, most=20),
        Column(t("queue.col.case")),
        Column(t("queue.col.customer"), most=16),
        Column(t("queue.col.what"), most=80, gives=True),
        Column(t("queue.col.where"), most=14),
        Column(t("queue.col.owner"), most=16),
    )
    lines = [
        (
            row.priority.value,
            cells.glyph(row, now, soon)[0],
            " ".join(
                part for part in (cells.clock_name(row), cells.time_left(row, now, tz)) if part
            ),
            row.reference,
            row.customer or "—",
            "  ".join(part for part in (row.title, cells.mark_text(row)) if part),
            cells.where_text(row, desk.labels) or "—",
            cells.owner_text(row),
        )
        for row in rows
    ]
    bands = [t(f"queue.band.{row.band}") for row in rows]
    out.say(out.table(columns, lines, out.width(), groups=bands))
