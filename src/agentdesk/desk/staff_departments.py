"""The departments that a desk may ask, beside those of its policy (C5). Leads only."""

from __future__ import annotations

import re
from dataclasses import replace

from agentdesk.desk import handoffs
from agentdesk.desk.context import Context
from agentdesk.desk.staff import leads_only
from agentdesk.domain.policy import DESK
from agentdesk.domain.text import one_line
from agentdesk.domain.values import Refused
from agentdesk.store import departments, log
from agentdesk.store.departments import Record
from agentdesk.store.tx import Tx

_DEPARTMENT = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)


async def add(ctx: Context, code: str, *, en: str = "", zh: str = "", calendar: str = "") -> Record:
    """A department beside those of the policy, or one that was closed, open again. Raises Refused
    ``leads_only``, ``bad_department``, ``department_name``, ``unknown_calendar``,
    ``department_exists``, ``department_of_policy``."""
    names = one_line(en)[:40].strip(), one_line(zh)[:40].strip()

    def work(tx: Tx) -> Record:
        leads_only(ctx)
        if not _DEPARTMENT.fullmatch(code):
            raise Refused("bad_department", name=one_line(code)[:40])
        ctx.read_departments(tx)
        policy = ctx.rules_now(tx)[-1][1]
        before = ctx.departments.get(code)
        if before is not None and before.active:
            raise Refused("department_exists", dept=code)
        if code in policy.departments and (any(names) or calendar):
            raise Refused("department_of_policy", dept=code)
        if calendar and calendar not in policy.calendars:
            known = ", ".join(policy.calendars)
            raise Refused("unknown_calendar", name=one_line(calendar)[:40], known=known)
        old = before or Record(code, "", "", DESK)
        record = Record(code, names[0] or old.en, names[1] or old.zh, calendar or old.calendar)
        if not record.en or not record.zh:
            raise Refused("department_name", dept=code)
        departments.put(tx, record)
        fact = departments.said(record, tx.now, added=before is None, by=ctx.me.code)
        log.append(tx, 0, [fact], now=tx.now, source=ctx.source)
        ctx.read_departments(tx)
        return record

    return await ctx.write(work)


async def close(ctx: Context, code: str) -> Record:
    """A department takes no new handoffs; what it holds stays with it, visible, and can be taken
    back. Raises Refused ``leads_only``, ``unknown_department``, ``retired_department``."""

    def work(tx: Tx) -> Record:
        leads_only(ctx)
        record = replace(handoffs.known_department(ctx, tx, code), active=False)
        departments.put(tx, record)
        fact = departments.said(record, tx.now, added=False, by=ctx.me.code)
        log.append(tx, 0, [fact], now=tx.now, source=ctx.source)
        ctx.read_departments(tx)
        return record

    return await ctx.write(work)
