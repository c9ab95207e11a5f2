"""Departments that take handoffs (C5): those of the policy, and those added beside it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import insert

from agentdesk.domain.policy import DESK, Policy
from agentdesk.domain.values import Event
from agentdesk.store import schema
from agentdesk.store.sql import compiled
from agentdesk.store.tx import Tx

_department = schema.department
_new = insert(_department)
_PUT = compiled(
    _new.on_conflict_do_update(
        index_elements=[_department.c.code],
        set_={name: _new.excluded[name] for name in ("en", "zh", "calendar", "active")},
    )
)
_ALL = compiled(select(_department).order_by(_department.c.code))
_COUNT = compiled(select(func.count()).select_from(_department))


@dataclass(frozen=True, slots=True)
class Record:
    """A department as it stands in the store. ``active``: it takes new handoffs."""

    code: str
    en: str
    zh: str
    calendar: str = DESK
    active: bool = True


def everything(tx: Tx) -> list[Record]:
    """Every department there has ever been, by code."""
    return [
        Record(code, en, zh, calendar, bool(active))
        for code, en, zh, calendar, active in tx.all(_ALL)
    ]


def any_stored(tx: Tx) -> bool:
    """Whether there is any: a store of before has none until it is opened."""
    return bool(tx.value(_COUNT))


def put(tx: Tx, record: Record) -> None:
    """Store a department, in place of the one with its code."""
    tx.run(
        _PUT,
        {
            "code": record.code,
            "en": record.en,
            "zh": record.zh,
            "calendar": record.calendar,
            "active": int(record.active),
        },
    )


def of_policy(policy: Policy) -> dict[str, Record]:
    """The departments that a policy names, by code."""
    return {
        label.code: Record(
            label.code,
            label.en,
            label.zh,
            policy.department_calendar(label.code),
            not label.retired,
        )
        for label in policy.labels.get("department", ())
    }


def follow(tx: Tx, policy: Policy, before: Policy | None = None) -> list[Event]:
    """Bring the records up to a policy; what was changed, as events of the desk without an actor.

    Names and calendars are the policy's. One that it names for the first time opens, one that it
    retires or names no more closes; one that was closed or added here stays as it is.
    """
    named, earlier = of_policy(policy), of_policy(before) if before is not None else {}
    present = {record.code: record for record in everything(tx)}
    for code in earlier.keys() - named.keys():
        known = present.get(code)
        if known is not None:
            named[code] = Record(code, known.en, known.zh, known.calendar, active=False)
    events = []
    for code, wanted in sorted(named.items()):
        known, was = present.get(code), earlier.get(code)
        if known is not None and was is not None and was.active == wanted.active:
            wanted = Record(code, wanted.en, wanted.zh, wanted.calendar, known.active)
        if wanted != known:
            put(tx, wanted)
            events.append(said(wanted, tx.now, added=known is None))
    return events


def said(record: Record, at: int, *, added: bool, by: str = "") -> Event:
    """The fact that a department was added or changed."""
    body: dict[str, object] = {"code": record.code, "calendar": record.calendar}
    if not added:
        body["active"] = record.active
    return Event("department_added" if added else "department_changed", at, by, body)
