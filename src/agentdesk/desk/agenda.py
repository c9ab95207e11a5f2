"""What a person has agreed to make, as entries of a calendar that leaves the desk (C7, G2).

Nothing of a customer is in it but the case's reference and, where the policy says so
(``callbacks.names``), their masked name. Every export is an event of the desk.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from agentdesk.desk.context import Context
from agentdesk.desk.rows import masked
from agentdesk.domain.callbacks import local_day, local_instant
from agentdesk.domain.localdays import day_number
from agentdesk.domain.text import mask_numbers, one_line
from agentdesk.domain.values import DAY, Event, Refused
from agentdesk.domain.zones import open_zone
from agentdesk.store import callbacks, log
from agentdesk.store.callbacks import Line
from agentdesk.store.tx import Tx

_FOREVER = 1 << 62


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a calendar. Instants; ``uid`` stays the same whatever becomes of it."""

    uid: str
    sequence: int
    """How often it was changed: the higher one is the later word."""
    what: str
    """call or visit."""
    at: int
    until: int
    made_at: int
    changed_at: int
    reference: str
    cancelled: bool
    """It is off, or a colleague makes it now."""
    due: bool = False
    """It is still to be made, by me."""
    place: str = ""
    customer: str = ""
    """Masked; empty unless the policy lets names out."""


async def entries(ctx: Context, first: str | None, last: str | None) -> tuple[Entry, ...]:
    """My calls and visits from a day to a day (ISO, by the desk's zone; None: from today, and
    whatever comes). Raises Refused ``no_such_day``, ``days_turned`` (the last before the first)."""
    return await ctx.write(lambda tx: _entries(ctx, tx, first, last))


def _entries(ctx: Context, tx: Tx, first: str | None, last: str | None) -> tuple[Entry, ...]:
    zone = open_zone(ctx.tz)
    begin = local_day(zone, tx.now) if first is None else _day(first)
    begins = local_instant(zone, begin * DAY)
    ends = _FOREVER if last is None else local_instant(zone, (_day(last) + 1) * DAY)
    if ends <= begins:
        raise Refused("days_turned", day=last)
    lines = callbacks.calendar(tx, ctx.me.code, begins, ends)
    body = {"events": 0, "cases": 0, "calls": len(lines)}
    told = Event("exported", tx.now, ctx.me.code, body)
    log.append(tx, 0, [told], now=tx.now, source=ctx.source)
    names = ctx.rules_at(tx, tx.now).calls.names
    return tuple(_entry(ctx, line, names) for line in lines)


def _day(written: str) -> int:
    try:
        return day_number(date.fromisoformat(written))
    except ValueError:
        raise Refused("no_such_day", day=one_line(written)[:20]) from None


def _entry(ctx: Context, line: Line, names: bool) -> Entry:
    return Entry(
        uid=f"{line.id}.{line.case_id}@{ctx.store.uid}",
        sequence=line.changes,
        what=line.kind,
        at=line.at,
        until=line.until,
        made_at=line.set_at,
        changed_at=line.changed_at,
        reference=line.ref,
        cancelled=line.state == "cancelled" or line.who != ctx.me.code,
        due=line.state == "set" and line.who == ctx.me.code,
        place=one_line(mask_numbers(line.place)),
        customer=masked(line.customer) if names else "",
    )
