"""A list of people brought in at once: every row is judged before anything is written.

Rows that are good come in, in one transaction; those that are not are told with their lines.
Bringing the same list in twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from agentdesk.desk import setup, staff
from agentdesk.desk.context import Context
from agentdesk.desk.staff import Asked
from agentdesk.domain.values import Event, Refused
from agentdesk.store import log, people
from agentdesk.store.people import LEAD, Worker
from agentdesk.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the list, by the line it begins in."""

    line: int
    asked: Asked


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that does not come in: ``code`` names the sentence ``refused.<code>``."""

    line: int
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a list."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    same: int = 0
    rejects: tuple[Rejected, ...] = ()


async def bring_in(ctx: Context, rows: Sequence[Row], *, dry_run: bool = False) -> Brought:
    """Judge the whole list, then write it (not with ``dry_run``). Raises Refused ``leads_only``."""
    if dry_run:
        return await ctx.read(lambda tx: _judge(ctx, tx, rows)[0])
    done = await ctx.write(partial(_bring, ctx, rows))
    await ctx.read(ctx.read_people)
    return done


def _bring(ctx: Context, rows: Sequence[Row], tx: Tx) -> Brought:
    brought, workers = _judge(ctx, tx, rows)
    events: list[Event] = []
    for worker in workers:
        if worker.code in brought.added:
            setup.enlist(tx, worker, events, by=ctx.me.code)
        else:
            people.change(tx, worker)
            events.append(staff.said(worker, tx.now, ctx.me.code))
    if events:
        log.append(tx, 0, events, now=tx.now, source=ctx.source)
    return brought


def _judge(ctx: Context, tx: Tx, rows: Sequence[Row]) -> tuple[Brought, list[Worker]]:
    """What would become of the list, and who is written. Raises Refused ``leads_only``."""
    staff.leads_only(ctx)
    ctx.read_people(tx)
    ctx.read_departments(tx)
    before = dict(ctx.by_code)
    after: dict[str, tuple[int, Worker]] = {}
    rejects: list[Rejected] = []
    for row in rows:
        try:
            worker = _one(ctx, tx, row.asked, before, after)
        except Refused as refusal:
            rejects.append(Rejected(row.line, refusal.code, refusal.params))
        else:
            after[worker.code] = (row.line, worker)
    rejects += _without_leads(before, after)
    new = [worker for _, worker in after.values() if worker.code not in before]
    other = [one for _, one in after.values() if one.code in before and one != before[one.code]]
    brought = Brought(
        tuple(worker.code for worker in new),
        tuple(worker.code for worker in other),
        len(after) - len(new) - len(other),
        tuple(sorted(rejects, key=lambda reject: reject.line)),
    )
    return brought, [*new, *other]


def _one(
    ctx: Context,
    tx: Tx,
    told: Asked,
    before: Mapping[str, Worker],
    after: Mapping[str, tuple[int, Worker]],
) -> Worker:
    """Somebody as they stand after their row. Raises Refused."""
    asked = replace(told, dept=_department(ctx, told.dept))
    code = asked.code or _by_name(asked.name, before)
    twin = after.get(code)
    if twin is None and not asked.code:
        twin = next((each for each in after.values() if each[1].name == asked.name), None)
    if twin is not None:
        raise Refused("row_twin", line=twin[0])
    known = before.get(code)
    if known is None:
        return staff.newcomer(ctx, tx, asked, {*before, *after})
    # what a list says of a department holds for who it says is a specialist
    return staff.changed(ctx, tx, known, asked)


def _by_name(name: str, before: Mapping[str, Worker]) -> str:
    """Who is meant by a row without a code: the one of exactly that name, if it is one."""
    same = [worker.code for worker in before.values() if worker.name == name]
    if len(same) > 1:
        raise Refused("row_which", name=name, codes=", ".join(same))
    return same[0] if same else ""


def _department(ctx: Context, told: str) -> str:
    """A department by its code or its name in either language."""
    wanted = told.casefold()
    for record in ctx.departments.values():
        if wanted and wanted in (record.code, record.en.casefold(), record.zh.casefold()):
            return record.code
    return told


def _without_leads(
    before: Mapping[str, Worker], after: dict[str, tuple[int, Worker]]
) -> list[Rejected]:
    """If nobody would lead any more: the rows that bring it about, taken out of ``after``."""
    everybody = {**before, **{code: worker for code, (_, worker) in after.items()}}
    if any(one.active and one.role == LEAD for one in everybody.values()):
        return []
    demoted = [code for code in after if code in before and before[code].role == LEAD]
    return [Rejected(after.pop(code)[0], "last_lead", {"person": code}) for code in demoted]
