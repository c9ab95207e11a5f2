"""What both sides of a handoff see (C5): departments, what each one has, and what a case had."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from agentdesk.desk import acting
from agentdesk.desk.api import Department, HandoffLine
from agentdesk.desk.context import Context
from agentdesk.desk.handoffs import calendar_of
from agentdesk.desk.rows import masked
from agentdesk.domain.opening import is_open, turns_at
from agentdesk.domain.policy import DEPARTMENT, Policy
from agentdesk.domain.standing import Standing
from agentdesk.domain.text import mask_numbers, one_line
from agentdesk.domain.values import Priority
from agentdesk.store import cases, handoffs
from agentdesk.store.content import Stored
from agentdesk.store.departments import Record
from agentdesk.store.handoffs import Asked
from agentdesk.store.tx import Tx

LONGEST_ALONG = 200
"""Characters of what goes along, as one line."""


def departments(ctx: Context, tx: Tx) -> tuple[Department, ...]:
    """Every department with what it has now: those with something late first, then by name.
    Retired ones only if they hold something, or if whoever acts works there."""
    ctx.read_departments(tx)
    ctx.read_people(tx)
    policy = ctx.rules_at(tx, tx.now)
    held = handoffs.held(tx, tx.now)
    found = [
        _department(ctx, policy, record, held.get(code, (0, 0)), tx.now)
        for code, record in _with_unknown(ctx.departments, held).items()
        if record.active or code in held or code == ctx.me.dept
    ]
    return tuple(sorted(found, key=lambda one: (not one.late, one.code)))


def _with_unknown(known: Mapping[str, Record], held: Mapping[str, object]) -> dict[str, Record]:
    """What a log that came from elsewhere has handed to somebody nobody knows stays visible."""
    missing = {code: Record(code, code, code, active=False) for code in held if code not in known}
    return {**known, **missing}


def _department(
    ctx: Context, policy: Policy, record: Record, held: tuple[int, int], now: int
) -> Department:
    name = policy.calendar_name(calendar_of(policy, record))
    calendar = policy.calendars[name]
    return Department(
        code=record.code,
        en=record.en,
        zh=record.zh,
        calendar=name,
        active=record.active,
        people=sum(acting.works_in(worker, record.code) for worker in ctx.workers),
        open=held[0],
        late=held[1],
        closes_at=turns_at(calendar, now),
        is_open=is_open(calendar, now),
        answers_by=_answers_by(policy, name, now),
    )


def _answers_by(policy: Policy, calendar: str, now: int) -> int | None:
    """When the first report of a department with this calendar would be due."""
    rule = policy.clocks.get("dept_feedback")
    if rule is None or rule.budget is None:
        return None
    name = calendar if rule.calendar == DEPARTMENT else rule.calendar
    hours, span = policy.calendars[policy.calendar_name(name)], rule.budget
    return hours.closing_after_days(now, span.days) if span.days else hours.add_at(now, span.micros)


def lines(ctx: Context, tx: Tx, dept: str, limit: int) -> tuple[HandoffLine, ...]:
    """What a department has, the earliest due first."""
    ctx.read_people(tx)
    asked = handoffs.lines(tx, dept, max(1, limit))
    wanted = [n for one in asked for n in json.loads(one.row["along"] or "[]")]
    texts = handoffs.bodies(tx, wanted)
    return tuple(_line_of(ctx, one, texts, tx.now) for one in asked)


def _line_of(ctx: Context, asked: Asked, texts: Mapping[int, str], now: int) -> HandoffLine:
    row = asked.row
    return HandoffLine(
        case_id=row["case_id"],
        reference=asked.ref,
        id=row["id"],
        dept=row["dept"],
        main=bool(row["main"]),
        title=one_line(mask_numbers(asked.title)),
        customer=masked(asked.customer),
        priority=Priority(asked.priority),
        owner=asked.owner,
        asked_at=row["asked_at"],
        asked_by=row["asked_by"],
        ask=mask_numbers(asked.ask),
        along=_shown(json.loads(row["along"] or "[]"), texts),
        accepted_at=row["accepted_at"],
        accepted_by=row["accepted_by"],
        reported_at=row["reported_at"],
        clock=row["clock"],
        due=row["due"],
        broken=row["due"] is not None and row["due"] < now,
        hop=row["hop"],
        took=max(0, now - row["asked_at"]),
        may_answer=acting.may_answer(ctx, asked.owner, row["dept"]),
        by_phone=not acting.works_in(ctx.me, row["dept"]),
    )


def of_case(
    ctx: Context,
    case_id: int,
    stands: Standing,
    texts: Mapping[int, Stored],
    title: str,
    customer: str,
    now: int,
) -> tuple[HandoffLine, ...]:
    """Every handoff of a case, oldest first. ``broken``: it was not answered in time, if only once,
    or is not now."""
    state = stands.state
    bodies = {n: text.body for n, text in texts.items() if text.body}
    running = {clock.handoff: clock for clock in stands.clocks if handoffs.of_department(clock)}
    late = {clock.handoff for clock in stands.clocks if clock.breach_at is not None}
    found = []
    for hop, one in enumerate(state.handed, start=1):
        clock = running.get(one.id) if one.open else None
        found.append(
            HandoffLine(
                case_id=case_id,
                reference=cases.reference(case_id),
                id=one.id,
                dept=one.dept,
                main=one.main,
                title=title,
                customer=customer,
                priority=state.priority,
                owner=state.owner,
                asked_at=one.asked_at,
                asked_by=one.asked_by,
                ask=mask_numbers(bodies.get(one.text, "")),
                along=_shown(one.along, bodies),
                accepted_at=one.accepted_at,
                accepted_by=one.accepted_by,
                reported_at=one.reported_at,
                clock=clock.name if clock is not None else None,
                due=clock.due if clock is not None else None,
                broken=one.id in late,
                ended_at=one.ended_at,
                how=one.how,
                hop=hop,
                took=max(0, (now if one.ended_at is None else one.ended_at) - one.asked_at),
                said=one_line(mask_numbers(bodies.get(one.said, ""))),
                said_what=one.said_what,
                code=one.code,
                right=one.right,
                may_answer=one.open and acting.may_answer(ctx, state.owner, one.dept),
                by_phone=not acting.works_in(ctx.me, one.dept),
            )
        )
    return tuple(found)


def _shown(along: Sequence[int], bodies: Mapping[int, str]) -> tuple[str, ...]:
    """What goes along, one line each; what was erased is left out."""
    return tuple(one_line(mask_numbers(bodies[n]))[:LONGEST_ALONG] for n in along if bodies.get(n))
