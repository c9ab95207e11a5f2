"""``agentdesk people``: who works here, and the departments that may be asked (C5)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from agentdesk.channels import people_csv
from agentdesk.channels.csv_read import FileProblem
from agentdesk.cli import out
from agentdesk.cli.context import Context
from agentdesk.cli.errors import FAILED, NOTHING, OK
from agentdesk.cli.opening import department, named, with_desk
from agentdesk.cli.out import Column
from agentdesk.desk import staff, staff_departments, staff_import
from agentdesk.desk.api import Department
from agentdesk.desk.house import Desk
from agentdesk.desk.staff import Asked
from agentdesk.desk.staff_import import Brought, Rejected
from agentdesk.domain import hours
from agentdesk.domain.localdays import WEEKDAYS
from agentdesk.domain.values import Refused
from agentdesk.i18n import format as form
from agentdesk.i18n import known, language, say, t
from agentdesk.store import cases
from agentdesk.store.people import Worker

_SHOWN = 20
"""So many rejected rows are listed on the terminal; JSON has all of them."""


def run(ctx: Context) -> int:
    """Carry out the action. 1 if some rows of a list were rejected, 2 if all were."""
    action = ctx.args.action
    if action == "departments":
        return with_desk(ctx, _DEPARTMENTS[ctx.args.what or "list"])
    if action != "import":
        return with_desk(ctx, _ACTIONS[action])
    try:
        return with_desk(ctx, _import)
    except FileProblem as problem:
        key = f"people.file.{problem.code}"
        if not known(key):
            key = f"imports.file.{problem.code}"
        out.tell(t(key, **problem.params))
        return FAILED


# --- people


async def _list(ctx: Context, desk: Desk) -> int:
    everybody = await staff.everybody(desk.ctx)
    shown = [one for one in everybody if one.active or ctx.args.all]
    if ctx.json:
        out.data([_person(one) for one in shown])
        return OK
    columns = (
        Column(t("people.col.code"), most=24),
        Column(t("people.col.name"), most=30, gives=True),
        Column(t("people.col.role"), most=16),
        Column(t("people.col.department"), most=24, gives=True),
        Column(t("people.col.hours"), most=44, gives=True),
    )
    rows = [
        [one.code, one.name, _role(one), _department(desk, one.dept), shown_hours(one.hours)]
        for one in shown
    ]
    out.say(out.table(columns, rows, out.width()))
    return OK


def _person(one: Worker) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "role": one.role,
        "department": one.dept,
        "pinyin": one.pinyin,
        "hours": hours.shown(one.hours) or None,
        "active": one.active,
    }


def _role(one: Worker) -> str:
    role = t(f"people.role.{one.role}") if known(f"people.role.{one.role}") else one.role
    return role if one.active else t("people.left", role=role)


def _department(desk: Desk, code: str | None) -> str:
    return "" if code is None else desk.labels.text("department", code, language())


def shown_hours(written: str | None) -> str:
    """Hours in the language in force; empty for those of the desk."""
    days = {day: t(f"people.day.{day}") for day in WEEKDAYS}
    return hours.shown(written, days, t("people.day.to"))


def _asked(ctx: Context, name: str, code: str = "") -> Asked:
    args = ctx.args
    return Asked(
        name=name,
        role=args.role or "",
        code=code,
        dept=args.dept or "",
        pinyin=args.pinyin or "",
        hours=args.hours or "",
    )


async def _add(ctx: Context, desk: Desk) -> int:
    added = await staff.add(desk.ctx, _asked(ctx, ctx.args.name, ctx.args.code or ""))
    _tell(ctx, _person(added), t("people.added", name=added.name, code=added.code))
    return OK


async def _change(ctx: Context, desk: Desk) -> int:
    code = ctx.args.code
    asked = _asked(ctx, ctx.args.name or "")
    did = await staff.change(desk.ctx, code, asked, back=ctx.args.back)
    said = t("people.changed" if did else "people.same", code=code)
    _tell(ctx, {**_person(desk.ctx.by_code[code]), "changed": did}, said)
    return OK


async def _leave(ctx: Context, desk: Desk) -> int:
    gone = await staff.leave(desk.ctx, ctx.args.code, give_to=ctx.args.give_to)
    references = [cases.reference(case_id) for case_id in gone.cases]
    offered = [cases.reference(case_id) for case_id in gone.offered]
    told = {
        "code": gone.code,
        "given_to": gone.to,
        "cases": references,
        "calls": gone.calls,
        "offered": offered,
    }
    said = t("people.gone", code=gone.code)
    if references or gone.calls:
        first = ", ".join(references[: staff.NAMED])
        more = ", …" if len(references) > staff.NAMED else ""
        figures = {"count": len(references), "calls": gone.calls}
        said += " " + t("people.gone.gave", to=gone.to, cases=first + more, **figures)
    if offered:
        said += " " + t("people.gone.offered", cases=", ".join(offered))
    _tell(ctx, told, said)
    return OK


# --- a list


async def _import(ctx: Context, desk: Desk) -> int:
    staff.leads_only(desk.ctx)
    listed = await asyncio.to_thread(people_csv.read, Path(ctx.args.file))
    brought = await staff_import.bring_in(desk.ctx, listed.rows, dry_run=ctx.args.dry_run)
    rejects = sorted((*listed.rejects, *brought.rejects), key=lambda one: one.line)
    if ctx.json:
        out.data(_figures(desk, brought, rejects, dry_run=ctx.args.dry_run))
    else:
        for one in rejects[:_SHOWN]:
            out.tell(t("people.reject.line", line=one.line, what=_why(desk, one)))
        if len(rejects) > _SHOWN:
            out.tell(t("people.reject.more", count=len(rejects) - _SHOWN))
        figures = {"added": len(brought.added), "changed": len(brought.changed)}
        key = "people.would" if ctx.args.dry_run else "people.done"
        out.say(t(key, same=brought.same, rejected=len(rejects), **figures))
    good = len(brought.added) + len(brought.changed) + brought.same
    if not rejects:
        return OK
    return NOTHING if good else FAILED


def _why(desk: Desk, reject: Rejected) -> str:
    key = f"people.reject.{reject.code}"
    if known(key):
        return t(key, **reject.params)
    zone = form.zone(desk.info.tz)
    refusal = Refused(reject.code, **named(desk, reject.params))
    return say.refused(refusal, now=desk.now(), tz=zone)


def _figures(
    desk: Desk, brought: Brought, rejects: Sequence[Rejected], *, dry_run: bool
) -> dict[str, Any]:
    return {
        "added": list(brought.added),
        "changed": list(brought.changed),
        "same": brought.same,
        "rejects": [
            {"line": one.line, "code": one.code, "reason": _why(desk, one)} for one in rejects
        ],
        "dry_run": dry_run,
    }


# --- departments


async def _departments(ctx: Context, desk: Desk) -> int:
    found = sorted(await desk.departments(), key=lambda one: one.code)
    if ctx.json:
        out.data([_one_department(one) for one in found])
        return OK
    columns = (
        Column(t("people.col.code"), most=24),
        Column(t("people.col.department"), most=30, gives=True),
        Column(t("people.col.calendar"), most=16),
        Column(t("people.col.people"), right=True),
        Column(t("people.col.open"), right=True),
        Column(t("people.col.late"), right=True),
    )
    rows = [
        [
            one.code,
            _named(one),
            one.calendar,
            str(one.people),
            str(one.open),
            str(one.late),
        ]
        for one in found
    ]
    out.say(out.table(columns, rows, out.width()))
    return OK


def _named(one: Department) -> str:
    name = one.zh if language() == "zh" else one.en
    return name if one.active else t("people.closed", name=name)


def _one_department(one: Department) -> dict[str, Any]:
    return {
        "code": one.code,
        "en": one.en,
        "zh": one.zh,
        "calendar": one.calendar,
        "active": one.active,
        "people": one.people,
        "open": one.open,
        "late": one.late,
        "is_open": one.is_open,
        "turns_at": out.iso(one.closes_at),
    }


async def _add_department(ctx: Context, desk: Desk) -> int:
    args = ctx.args
    record = await staff_departments.add(
        desk.ctx, args.code, en=args.en or "", zh=args.zh or "", calendar=args.calendar or ""
    )
    name = department(desk, record.code)
    said = t("people.department.added", name=name, calendar=record.calendar)
    _tell(ctx, {"code": record.code, "calendar": record.calendar, "active": True}, said)
    return OK


async def _close_department(ctx: Context, desk: Desk) -> int:
    record = await staff_departments.close(desk.ctx, ctx.args.code)
    held = [one for one in await desk.departments() if one.code == record.code]
    count = held[0].open if held else 0
    key = "people.department.closed_holds" if count else "people.department.closed"
    _tell(
        ctx,
        {"code": record.code, "active": False, "open": count},
        t(key, name=department(desk, record.code), count=count),
    )
    return OK


def _tell(ctx: Context, value: dict[str, Any], words: str) -> None:
    if ctx.json:
        out.data(value)
    else:
        out.say(words)


_ACTIONS = {"list": _list, "add": _add, "change": _change, "leave": _leave}
_DEPARTMENTS = {"list": _departments, "add": _add_department, "close": _close_department}
