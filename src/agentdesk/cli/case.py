"""``agentdesk show CASE``: a case, whole, in the words of the case screen."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from agentdesk.cli import out, values
from agentdesk.cli.context import Context
from agentdesk.cli.errors import OK, CliError
from agentdesk.cli.opening import with_desk
from agentdesk.desk.api import CaseView
from agentdesk.desk.house import Desk
from agentdesk.i18n import format as form
from agentdesk.i18n import say, t


def run(ctx: Context) -> int:
    """Print a case."""
    return with_desk(ctx, _show)


async def named_case(desk: Desk, text: str) -> CaseView:
    """The case that a reference or a number names. Raises CliError."""
    case_id = await desk.find(text)
    if case_id is None:
        raise CliError("no_case", case=text[:40])
    return await desk.case(case_id)


async def _show(ctx: Context, desk: Desk) -> int:
    view = await named_case(desk, ctx.args.case)
    if ctx.json:
        out.data(values.case(view, form.zone(desk.info.tz)))
    else:
        await _print(desk, view)
    return OK


async def _print(desk: Desk, view: CaseView) -> None:
    from agentdesk.widgets.call_words import agreed_rows
    from agentdesk.widgets.case_title import title_rows
    from agentdesk.widgets.clock_bars import promise_rows
    from agentdesk.widgets.customer_part import other_rows, whole_customer_rows
    from agentdesk.widgets.facts import (
        fact_rows,
        minute_rows,
        request_rows,
        who_rows,
    )
    from agentdesk.widgets.lens import lens_of
    from agentdesk.widgets.lines import Row, row_text, wrap
    from agentdesk.widgets.say_now import say as say_now
    from agentdesk.widgets.timeline import timeline_rows

    lens = lens_of(desk, {person.code: person for person in await desk.people()}).at(view.at)
    width = room()

    def part(name: str, rows: Sequence[Row]) -> None:
        if rows:
            out.say()
            out.say(t(f"case.head.{name}"))
            for row in rows:
                out.say(f"  {row_text(row)}".rstrip())

    for row in title_rows(view, lens, width):
        out.say(row_text(row).rstrip())
    out.say(say.reason(view.place.reason, now=lens.now, tz=lens.zone))
    inner = width - 2
    part("promises", promise_rows(view.clocks, lens, inner))
    part("who", who_rows(view, lens, inner))
    part("calls", agreed_rows(view, lens, inner))
    part("say", [[(line, "")] for line in wrap(say_now(view, lens), inner)])
    part("customer", whole_customer_rows(view, lens, inner))
    part("others", other_rows(view, lens, inner))
    part("facts", fact_rows(view, lens, inner))
    part("minutes", minute_rows(view, lens, inner))
    part("request", request_rows(view, lens, inner, True))
    part("timeline", timeline_rows(view, lens, inner, whole=True))


def room() -> int:
    """Cells of a line: the terminal's, at most 120; 100 in a pipe."""
    return min(120, max(60, shutil.get_terminal_size((100, 24)).columns))
