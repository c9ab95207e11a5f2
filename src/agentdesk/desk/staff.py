"""The people of a desk: added, changed, gone (C5). Leads only."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from agentdesk.desk import acting, handoffs
from agentdesk.desk.acting import Loaded
from agentdesk.desk.context import Context
from agentdesk.desk.setup import enlist, latin_of, person_code, shown_name
from agentdesk.domain import commands as c
from agentdesk.domain import commands_day as day
from agentdesk.domain import hours
from agentdesk.domain.text import one_line
from agentdesk.domain.values import ITSELF, Event, Refused
from agentdesk.store import cases, handover, log, people
from agentdesk.store.people import AGENT, LEAD, ROLES, SPECIALIST, Worker
from agentdesk.store.tx import Tx

NAMED = 5
"""So many cases are named to whoever wants to let their owner go."""

_CODE = re.compile(r"[^\W_][\w.\-]{0,39}")


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who is to work here, as a person says it. Empty: not said."""

    name: str = ""
    role: str = ""
    code: str = ""
    dept: str = ""
    pinyin: str = ""
    hours: str = ""
    """As `domain.hours` reads them; ``-``: none of their own."""


@dataclass(frozen=True, slots=True)
class Gone:
    """Somebody who left, and what was given to whom."""

    code: str
    to: str | None = None
    cases: tuple[int, ...] = ()
    calls: int = 0
    offered: tuple[int, ...] = ()
    """Cases that they were asked to take over: nobody is asked any more."""


def leads_only(ctx: Context) -> None:
    """Raises Refused ``leads_only`` for everybody else. To be asked inside the unit that writes: a
    lead may have made somebody a lead, or an agent, since they opened the desk."""
    if not ctx.lead:
        raise Refused("leads_only")


# --- people


async def everybody(ctx: Context) -> Sequence[Worker]:
    """Everybody who has ever worked here, by code."""
    await ctx.read(ctx.read_people)
    return ctx.workers


async def add(ctx: Context, asked: Asked) -> Worker:
    """Let somebody work here. Raises Refused: ``leads_only``, ``name_missing``, ``unknown_role``,
    ``person_exists``, ``bad_code``, ``specialist_dept``, ``dept_of_agent``,
    ``unknown_department``, ``retired_department``, ``bad_hours``."""

    def work(tx: Tx) -> Worker:
        leads_only(ctx)
        ctx.read_people(tx)
        worker = newcomer(ctx, tx, asked, ctx.by_code)
        events: list[Event] = []
        enlist(tx, worker, events, by=ctx.me.code)
        log.append(tx, 0, events, now=tx.now, source=ctx.source)
        return worker

    added = await ctx.write(work)
    await ctx.read(ctx.read_people)
    return added


def newcomer(ctx: Context, tx: Tx, asked: Asked, taken: Collection[str]) -> Worker:
    """Somebody new, as they will stand in the store. Raises Refused, as `add`."""
    name = shown_name(asked.name)
    code = asked.code or person_code(name, taken)
    if not _CODE.fullmatch(code):
        raise Refused("bad_code", name=one_line(code)[:40])
    if code in taken:
        raise Refused("person_exists", person=code)
    role = asked.role or (SPECIALIST if asked.dept else AGENT)
    return _sound(ctx, tx, Worker(code, name, role), replace(asked, name=name, role=role))


async def change(ctx: Context, code: str, asked: Asked, *, back: bool = False) -> bool:
    """Change what is said of somebody; False if nothing was different. ``back``: they work here
    again. Raises Refused as `add`, and ``unknown_person``, ``last_lead``, ``has_open_cases``."""

    def work(tx: Tx) -> bool:
        leads_only(ctx)
        ctx.read_people(tx)
        before = known(ctx, code)
        if not before.active and not back:
            raise Refused("person_left", person=code)
        after = changed(ctx, tx, before, asked)
        if not another_lead(ctx, after):
            raise Refused("last_lead", person=code)
        return _put(ctx, tx, before, after)

    did = await ctx.write(work)
    await ctx.read(ctx.read_people)
    return did


def changed(ctx: Context, tx: Tx, before: Worker, asked: Asked) -> Worker:
    """Somebody as they stand once what was asked is done; they work here then. Raises Refused."""
    named = replace(before, name=shown_name(asked.name)) if asked.name else before
    if asked.role and asked.role != before.role:
        named = replace(named, role=asked.role)
        if asked.role == SPECIALIST:
            _has_nothing_open(tx, before.code)
    return _sound(ctx, tx, replace(named, active=True), asked)


def _sound(ctx: Context, tx: Tx, worker: Worker, asked: Asked) -> Worker:
    """Role, department, pinyin and hours, as they can be. Raises Refused."""
    if worker.role not in ROLES:
        raise Refused("unknown_role", role=one_line(worker.role)[:40])
    dept = asked.dept or worker.dept
    if worker.role == SPECIALIST:
        if not dept:
            raise Refused("specialist_dept", person=worker.code)
        if asked.dept:
            handoffs.known_department(ctx, tx, asked.dept)
    elif asked.dept:
        raise Refused("dept_of_agent", person=worker.code)
    else:
        dept = None
    return replace(
        worker,
        dept=dept,
        pinyin=one_line(asked.pinyin)[:60] or worker.pinyin or latin_of(worker.code, worker.name),
        hours=read_hours(asked.hours) if asked.hours else worker.hours,
    )


def read_hours(text: str) -> str | None:
    """Hours as they are kept; None for ``-``. Raises Refused ``bad_hours``."""
    if text.strip() == "-":
        return None
    try:
        return hours.read(text) or None
    except hours.BadHours as error:
        raise Refused("bad_hours", text=one_line(error.part)) from None


def known(ctx: Context, code: str) -> Worker:
    """Somebody by their code, whether or not they work here still. Raises Refused."""
    worker = ctx.by_code.get(code)
    if worker is None:
        raise Refused("unknown_person", person=one_line(code)[:40])
    return worker


def another_lead(ctx: Context, after: Worker) -> bool:
    """Whether somebody still leads once a person is what they will be."""
    everybody = {**ctx.by_code, after.code: after}
    return any(one.active and one.role == LEAD for one in everybody.values())


def _put(ctx: Context, tx: Tx, before: Worker, after: Worker) -> bool:
    if after == before:
        return False
    people.change(tx, after)
    log.append(tx, 0, [said(after, tx.now, ctx.me.code)], now=tx.now, source=ctx.source)
    return True


def said(worker: Worker, at: int, by: str) -> Event:
    """The fact that something about a person is different now."""
    body = {
        "code": worker.code,
        "role": worker.role,
        "active": worker.active,
        "dept": worker.dept,
    }
    return Event("person_changed", at, by, body)


# --- somebody leaves


async def leave(ctx: Context, code: str, *, give_to: str | None = None) -> Gone:
    """Somebody works here no more. What they have open goes to a colleague who is named, in the
    same transaction; without one it is refused (``has_open_cases``, ``has_open_calls``). Raises
    Refused, also ``last_lead``, ``person_left``, ``unknown_person``, ``not_an_agent``."""

    def work(tx: Tx) -> Gone:
        leads_only(ctx)
        ctx.read_people(tx)
        before = known(ctx, code)
        if not before.active:
            raise Refused("person_left", person=code)
        after = replace(before, active=False)
        if not another_lead(ctx, after):
            raise Refused("last_lead", person=code)
        gone = _nothing_left(tx, code) if give_to is None else _hand_over(ctx, tx, code, give_to)
        _put(ctx, tx, before, after)
        return replace(gone, offered=_asked_no_more(ctx, tx, code))

    done = await ctx.write(work)
    await ctx.read(ctx.read_people)
    return done


def _asked_no_more(ctx: Context, tx: Tx, code: str) -> tuple[int, ...]:
    """C12: what they were asked to take over stays with whose it is, who sees that."""
    itself = replace(ctx, me=Worker(ITSELF, ITSELF))
    asked = tuple(one.id for one in handover.offered(tx, code))
    for case_id in asked:
        loaded = acting.load(ctx, tx, case_id)
        acting.decide(itself, loaded, [day.EndOffer()])
        acting.write_down(itself, tx, loaded)
    return asked


def _nothing_left(tx: Tx, code: str) -> Gone:
    _has_nothing_open(tx, code)
    calls = people.open_calls(tx, code)
    if calls:
        first = ", ".join(dict.fromkeys(cases.reference(call[0]) for call in calls[:NAMED]))
        raise Refused("has_open_calls", person=code, count=len(calls), cases=first)
    return Gone(code)


def _has_nothing_open(tx: Tx, code: str) -> None:
    owned = people.open_cases(tx, code)
    if owned:
        first = ", ".join(cases.reference(case_id) for case_id in owned[:NAMED])
        more = "" if len(owned) <= NAMED else ", …"
        raise Refused("has_open_cases", person=code, count=len(owned), cases=first + more)


def _hand_over(ctx: Context, tx: Tx, code: str, to: str) -> Gone:
    """Cases and calls, to one colleague: also a call whose window has begun or passed, for the
    customer still waits for it."""
    heir = known(ctx, to)
    if not heir.active or to == code:
        raise Refused("unknown_person", person=to)
    if heir.role == SPECIALIST:
        raise Refused("not_an_agent", person=to)
    owned = people.open_cases(tx, code)
    calls = people.open_calls(tx, code)
    asked: dict[int, list[c.Command]] = {case_id: [c.Assign(to)] for case_id in owned}
    for case_id, id, at, until in calls:
        asked.setdefault(case_id, []).append(day.MoveCallback(id, to, at, until))
    for case_id, commands in asked.items():
        loaded: Loaded = acting.load(ctx, tx, case_id)
        acting.decide(ctx, loaded, commands)
        acting.write_down(ctx, tx, loaded)
    return Gone(code, to, tuple(owned), len(calls))
