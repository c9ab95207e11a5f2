"""The slow way to a queue: fold every case anew, as it was known at an instant, and sort.

It reads no projection but titles and customers, and so it is what pages are measured against
(``queue --at INSTANT`` and the tests).
"""

from __future__ import annotations

from functools import partial

from agentdesk.desk.api import Filter, QueueRow, View
from agentdesk.desk.context import Context, told
from agentdesk.desk.rows import queue_row
from agentdesk.domain import words
from agentdesk.domain.policy import Timeline
from agentdesk.domain.standing import Standing, standing
from agentdesk.domain.state import CaseState
from agentdesk.domain.values import Event
from agentdesk.store import cases, content, log, pages, subjects
from agentdesk.store.cases import Folded
from agentdesk.store.errors import StoreTrouble
from agentdesk.store.pages import Line
from agentdesk.store.search import About, words_of
from agentdesk.store.tx import Tx

BATCH = 500


async def queue_at(
    ctx: Context, instant: int, view: View = View.ALL, where: Filter | None = None
) -> tuple[QueueRow, ...]:
    """Every row of a view at an instant, in order: what was recorded by then, folded anew."""
    lines: list[Line] = []
    after = 0
    try:
        async with ctx.store.aside() as aside:
            while True:
                batch = partial(_batch, ctx, instant, view, where or Filter(), after)
                last, some = await aside.read(batch)
                lines += some
                if last is None:
                    break
                after = last
    except StoreTrouble as trouble:
        raise told(trouble) from trouble
    return tuple(queue_row(line, ctx.me.code) for line in sorted(lines))


def _batch(
    ctx: Context, instant: int, view: View, where: Filter, after: int, tx: Tx
) -> tuple[int | None, list[Line]]:
    ids = cases.after(tx, after, BATCH)
    if not ids:
        return None, []
    timeline = ctx.rules_now(tx)
    known = tuple(entry for entry in timeline if entry[0] <= instant) or timeline[:1]
    lines: list[Line] = []
    for case_id, events in log.events_of(tx, ids).items():
        so_far = [event for event in events if event.recorded_at <= instant]
        if so_far:
            line = _line(ctx, tx, case_id, so_far, known, instant, view, where)
            if line is not None:
                lines.append(line)
    return ids[-1], lines


def _line(
    ctx: Context,
    tx: Tx,
    case_id: int,
    events: list[Event],
    timeline: Timeline,
    instant: int,
    view: View,
    where: Filter,
) -> Line | None:
    """The row of a case if it is in the view and matches."""
    stands = standing(events, timeline, instant, case_id)
    state = stands.state
    if not _matches(ctx, state, where):
        return None
    if where.text and not _found(tx, case_id, events, state, where.text):
        return None
    line = _as_line(tx, case_id, stands, instant)
    beyond = view is View.ALL and (_searches(where) or where.status in ("resolved", "closed"))
    shown = "everything" if beyond else view.value
    return line if pages.in_view(shown, line, ctx.me.code) else None


def _as_line(tx: Tx, case_id: int, stands: Standing, instant: int) -> Line:
    row = cases.whole_row(Folded(case_id, stands, instant))
    texts = {text.id: text.body for text in content.of_case(tx, case_id)}
    shown = {
        **row,
        "klass": row["class"],
        "title": texts.get(stands.state.title),
        "customer": subjects.get(tx, stands.state.subject).name,
    }
    return Line(**{name: shown[name] for name in Line._fields})


def _matches(ctx: Context, state: CaseState, where: Filter) -> bool:
    """Whether the fields that were named match."""
    owner = ctx.me.code if where.owner == "me" else where.owner
    named = (
        (where.category, state.category),
        (where.line, state.line),
        (where.klass, state.klass.value),
        (where.kind, state.kind.value),
        (where.channel, state.channel),
        (where.status, state.status.value),
        (owner, state.owner or "none"),
    )
    if where.priority and state.priority.value not in where.priority:
        return False
    return all(asked is None or asked == has for asked, has in named)


def _searches(where: Filter) -> bool:
    return bool(where.text) and words.query(where.text) is not None


def _found(tx: Tx, case_id: int, events: list[Event], state: CaseState, text: str) -> bool:
    """Whether every word of a search stands in the case, the last one perhaps as a beginning."""
    wanted = words.query(text)
    if wanted is None:
        return True
    ext_ref = events[0].body.get("ext_ref")
    about = About(case_id, subjects.get(tx, state.subject).words, ext_ref)
    texts = [(stored.audience, stored.body) for stored in content.of_case(tx, case_id)]
    has = f" {words_of(about, texts)} "
    return all(_stands(term, has) for term in _terms(wanted))


def _terms(expression: str) -> list[tuple[str, bool]]:
    """The quoted terms of an expression that `words.query` made, and which are beginnings."""
    parts = expression.split('"')
    return [(parts[n], parts[n + 1].startswith("*")) for n in range(1, len(parts) - 1, 2)]


def _stands(term: tuple[str, bool], has: str) -> bool:
    phrase, beginning = term
    return f" {phrase}" in has if beginning else f" {phrase} " in has
