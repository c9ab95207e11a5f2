"""What a customer wishes: when they are rung, in which zone, whether they are asked (C7, C10)."""

from __future__ import annotations

from dataclasses import replace

from agentdesk.desk import acting
from agentdesk.desk.context import Context
from agentdesk.domain.day import LEFT_ALONE
from agentdesk.domain.values import Event, Refused
from agentdesk.domain.zones import UnknownZone, open_zone
from agentdesk.store import log, ops, subjects
from agentdesk.store.tx import Tx

_DAY = 24 * 60


def set_wishes(
    ctx: Context,
    tx: Tx,
    subject: int,
    calls_from: int | None,
    calls_until: int | None,
    tz: str | None,
    no_survey: str | None,
    op: str | None = None,
) -> None:
    """Write down what a customer wishes, all of it; None (or an empty text): nothing special.

    Minutes of their day; an end before the beginning is on the next day. What is agreed already
    stays. A retry of ``op`` changes nothing: somebody may have been told otherwise since.
    Raises Refused (``unknown_customer``, ``wish_time``, ``wish_zone``, ``waiver_kind``).
    """
    if ops.answered(tx, op) is not None:
        return
    if subjects.secret(tx, subject) is None:
        raise Refused("unknown_customer")
    for minutes in (calls_from, calls_until):
        if minutes is not None and not 0 <= minutes <= _DAY:
            raise Refused("wish_time")
    if calls_from is not None and calls_from == calls_until:
        raise Refused("wish_time")
    if tz:
        _known_zone(tz)
    if no_survey and no_survey not in LEFT_ALONE:
        raise Refused("waiver_kind")
    before = subjects.get(tx, subject)
    after = replace(
        before,
        calls_from=calls_from,
        calls_until=calls_until,
        tz=None if not tz or tz == ctx.tz else tz,
        no_survey=no_survey or None,
    )
    fields = ("calls_from", "calls_until", "tz", "no_survey")
    changed = [name for name in fields if getattr(before, name) != getattr(after, name)]
    if not changed:
        return
    subjects.set_wishes(tx, subject, after)
    body = {"subject": subject, "fields": changed}
    event = Event("customer_changed", tx.now, ctx.me.code, body)
    log.append(tx, 0, [event], now=tx.now, source=ctx.source, op_id=op)
    if after.no_survey and "no_survey" in changed:  # what is still to be asked of them is let go
        acting.leave_alone(ctx, tx, subject, after.no_survey)


def _known_zone(name: str) -> None:
    try:
        open_zone(name)
    except UnknownZone:
        raise Refused("wish_zone", zone=name[:40]) from None
