"""The people who work at this desk, and which account of the operating system is whose."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select, update

from agentdesk.store import about, schema
from agentdesk.store.sql import compiled
from agentdesk.store.tx import Row, Tx

AGENT, LEAD, SPECIALIST = "agent", "lead", "specialist"
ROLES = (AGENT, LEAD, SPECIALIST)

_person = schema.person
_INSERT = compiled(insert(_person))
_UPDATE = compiled(
    update(_person)
    .where(_person.c.code == bindparam("which"))
    .values(
        {name: bindparam(name) for name in ("name", "role", "active", "pinyin", "dept", "hours")}
    )
)
_OWNED = compiled(
    select(schema.cases.c.id)
    .where(
        schema.cases.c.owner == bindparam("code"),
        schema.cases.c.status.in_(("new", "open", "waiting")),
    )
    .order_by(schema.cases.c.id)
)
_CALLS = compiled(
    select(
        schema.callback.c.case_id, schema.callback.c.id, schema.callback.c.at,
        schema.callback.c.until,
    )
    .where(schema.callback.c.who == bindparam("code"), schema.callback.c.state == "set")
    .order_by(schema.callback.c.at)
)  # fmt: skip
_WHOLE = select(
    _person.c.code, _person.c.name, _person.c.role, _person.c.active, _person.c.pinyin,
    _person.c.dept, _person.c.hours,
)  # fmt: skip
_ALL = compiled(_WHOLE.order_by(_person.c.code))
_ONE = compiled(_WHOLE.where(_person.c.code == bindparam("code")))


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who works here. ``pinyin``: what a Latin keyboard finds them by, may be empty."""

    code: str
    name: str
    role: str = AGENT
    active: bool = True
    pinyin: str = ""
    dept: str | None = None
    """The department a specialist works in (C5)."""
    hours: str | None = None
    """Their hours by weekday as JSON; None: those of the desk or the department."""


def add(tx: Tx, worker: Worker) -> None:
    """Store a person. Raises StoreTrouble ``conflict`` if the code is taken."""
    tx.run(
        _INSERT,
        {
            "code": worker.code,
            "name": worker.name,
            "role": worker.role,
            "active": int(worker.active),
            "pinyin": worker.pinyin,
            "dept": worker.dept,
            "hours": worker.hours,
        },
    )


def change(tx: Tx, worker: Worker) -> None:
    """Store what is known of somebody who is there already."""
    tx.run(
        _UPDATE,
        {
            "which": worker.code,
            "name": worker.name,
            "role": worker.role,
            "active": int(worker.active),
            "pinyin": worker.pinyin,
            "dept": worker.dept,
            "hours": worker.hours,
        },
    )


def open_cases(tx: Tx, code: str) -> list[int]:
    """The cases somebody owns that are not resolved, the oldest first."""
    return [row[0] for row in tx.all(_OWNED, {"code": code})]


def open_calls(tx: Tx, code: str) -> list[tuple[int, str, int, int]]:
    """The agreed calls somebody is to make: case, id, from, until; the next one first."""
    return [tuple(row) for row in tx.all(_CALLS, {"code": code})]


def everybody(tx: Tx) -> list[Worker]:
    """Everybody who has ever worked here, by code."""
    return [_worker(row) for row in tx.all(_ALL)]


def one(tx: Tx, code: str) -> Worker | None:
    """Somebody by their code, whether or not they work here still."""
    row = tx.one(_ONE, {"code": code})
    return None if row is None else _worker(row)


def _worker(row: Row) -> Worker:
    code, name, role, active, pinyin, dept, hours = row
    return Worker(code, name, role, bool(active), pinyin, dept, hours)


def map_account(tx: Tx, account: str, code: str) -> None:
    """Say that an account of the operating system is this person's."""
    about.put(tx, _key(account), code)


def of_account(tx: Tx, account: str) -> str | None:
    """Whose account it is, or None."""
    return about.get(tx, _key(account))


def _key(account: str) -> str:
    return f"account:{account}"
