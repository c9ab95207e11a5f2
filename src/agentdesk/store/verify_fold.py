"""Proving the projections: every case folded anew from its events, at its own ``folded_at``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy import bindparam, func, select

from agentdesk.domain.policy import Timeline
from agentdesk.domain.standing import standing
from agentdesk.domain.values import Event
from agentdesk.store import callbacks, cases, customers, handoffs, log, policies, schema, stickies
from agentdesk.store.cases import Folded
from agentdesk.store.engine import Aside
from agentdesk.store.errors import StoreTrouble
from agentdesk.store.report import Progress, Report
from agentdesk.store.sql import compiled
from agentdesk.store.tx import Tx

BATCH = 200

_wanted = select(func.json_each(bindparam("ids")).table_valued("value").c.value)
_ROWS = compiled(select(schema.cases).where(schema.cases.c.id.in_(_wanted)))
_CLOCKS = compiled(select(schema.clock).where(schema.clock.c.case_id.in_(_wanted)))
_LOGGED = compiled(
    select(schema.event.c.case_id)
    .distinct()
    .where(schema.event.c.case_id > bindparam("after"))
    .order_by(schema.event.c.case_id)
    .limit(BATCH)
)
_EVENT = schema.event.c
UNLOGGED = compiled(
    select(schema.cases.c.id).where(~select(1).where(_EVENT.case_id == schema.cases.c.id).exists())
)
"""Cases of which the log knows nothing."""
_NEWEST = compiled(select(func.coalesce(func.max(_EVENT.case_id), 0)))


def ids_after(tx: Tx, after: int) -> list[int]:
    """The next cases that have events."""
    return [row[0] for row in tx.all(_LOGGED, {"after": after})]


def newest_case(tx: Tx) -> int:
    """The highest id of a case that has events."""
    return int(tx.value(_NEWEST))


def folded(events: Sequence[Event], timeline: Timeline, at: int, case_id: int) -> Folded:
    """A case as it stood at an instant, from its events and the policies applied by then."""
    known = [entry for entry in timeline if entry[0] <= at]
    return Folded(case_id, standing(events, tuple(known) or timeline[:1], at, case_id), at)


def external(events: Sequence[Event]) -> str | None:
    """The reference of another system that a case came in with."""
    told = events[0].body.get("ext_ref")
    return None if told is None else str(told)


async def verify_cases(aside: Aside, report: Report, progress: Progress) -> None:
    """Every case's row and clocks against a fresh fold."""
    total = await aside.read(newest_case)
    after = 0
    timeline: Timeline = ()
    while True:
        work = partial(_verify_batch, after=after, known=timeline, report=report)
        last, timeline = await aside.read(work)
        if last == after:
            break
        after = last
        progress("cases", after, max(total, after))
    for row in await aside.read(lambda tx: tx.all(UNLOGGED)):
        report.found("case_extra", case=cases.reference(row[0]))
    for case_id in await aside.read(callbacks.ROWS.lost):
        report.found("case_callbacks", case=cases.reference(case_id))


def _verify_batch(tx: Tx, after: int, known: Timeline, report: Report) -> tuple[int, Timeline]:
    """Prove the next cases; the last of them (``after`` if there is none), and the policies."""
    ids = ids_after(tx, after)
    timeline = policies.timeline(tx, known)
    if not ids:
        return after, timeline
    wanted = {"ids": json.dumps(ids)}
    rows = {row["id"]: row for row in tx.all(_ROWS, wanted)}
    clocks: dict[int, list[dict[str, Any]]] = {}
    for row in tx.all(_CLOCKS, wanted):
        clocks.setdefault(row["case_id"], []).append(_as_dict(row))
    handed = handoffs.ROWS.of_cases(tx, ids)
    agreed = callbacks.ROWS.of_cases(tx, ids)
    for case_id in ids:
        report.cases += 1
        row = rows.get(case_id)
        if row is None:
            report.found("case_missing", case=cases.reference(case_id))
            continue
        try:
            events = log.events(tx, case_id)
            anew = folded(events, timeline, row["folded_at"], case_id)
            whole = cases.whole_row(anew, external(events))
        except StoreTrouble:
            raise
        except Exception:  # events that nobody checked before: whatever they hold is a finding
            report.found("case_unreadable", case=cases.reference(case_id))
            continue
        wrong = sorted(name for name in whole if row[name] != whole[name])
        if wrong:
            report.found("case_row", case=cases.reference(case_id), columns=", ".join(wrong))
        if _sorted(clocks.get(case_id, [])) != _sorted(cases.clock_rows(anew)):
            report.found("case_clocks", case=cases.reference(case_id))
        if handed.get(case_id, []) != handoffs.rows(case_id, anew.standing):
            report.found("case_handoffs", case=cases.reference(case_id))
        if agreed.get(case_id, []) != callbacks.rows(case_id, anew.standing.state):
            report.found("case_callbacks", case=cases.reference(case_id))
    return ids[-1], timeline


async def verify_customers(aside: Aside, report: Report) -> None:
    """The keys by which customers are found, and the notes that stick to them."""
    after = 0
    while True:
        last, wrong = await aside.read(partial(customers.wrong_batch, after=after))
        for subject in wrong:
            report.found("customer_keys", customer=subject)
        if last == after:
            break
        after = last
    if await aside.read(lambda tx: stickies.wrong(tx, log.events(tx, 0))):
        report.found("stickies")


def _as_dict(row: Any) -> dict[str, Any]:
    return {name: row[name] for name in row.keys()}  # noqa: SIM118  (a row iterates its values)


def _sorted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: (row["name"], row["n"]))
