"""Agreed calls and visits (C7): rows made of the cases' events, read as a day, as what is due, as
what one person has agreed on, and as their calendar.

A row says what its case's events say; time alone changes none of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    literal_column,
    or_,
    select,
)
from sqlalchemy.sql.selectable import Select

from agentdesk.domain.day import Agreed
from agentdesk.domain.state import CaseState
from agentdesk.store import schema
from agentdesk.store.of_case import RowsOfCases
from agentdesk.store.sql import compiled
from agentdesk.store.tx import Row, Tx

MOST = 2000
"""More rows than that no day has."""

_callback = schema.callback
_b, _c = _callback.c, schema.cases.c
ROWS = RowsOfCases(_callback, _b.id)
"""By id."""

_about = schema.content.alias("about_text")
_place = schema.content.alias("place_text")
_bring = schema.content.alias("bring_text")
_title = schema.content.alias("title_text")
_subject = schema.subject


class Line(NamedTuple):
    """An agreed call with what is shown of its case. Texts as they were stored, None if erased."""

    case_id: int
    id: str
    kind: str
    who: str
    at: int
    until: int
    state: str
    tries: int
    set_by: str
    set_at: int
    changes: int
    changed_at: int
    had: tuple[str, ...]
    ref: str
    status: str
    owner: str | None
    line: str
    about: str
    place: str
    bring: str
    title: str
    customer: str
    phone: str
    tz: str | None


def _lines(*where: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            _b.case_id, _b.id, _b.kind, _b.who, _b.at, _b.until, _b.state, _b.tries, _b.set_by,
            _b.set_at, _b.changes, _b.changed_at, _b.had, _c.ref, _c.status, _c.owner, _c.line,
            _about.c.body, _place.c.body, _bring.c.body, _title.c.body,
            _subject.c.name, _subject.c.phone, _subject.c.tz,
        )
        .select_from(
            _callback.join(schema.cases, _c.id == _b.case_id)
            .outerjoin(_about, _about.c.id == _b.about)
            .outerjoin(_place, _place.c.id == _b.place)
            .outerjoin(_bring, _bring.c.id == _b.bring)
            .outerjoin(_title, _title.c.id == _c.title)
            .outerjoin(_subject, _subject.c.id == _c.subject)
        )
        .where(*where)
        .order_by(_b.at, _b.case_id, _b.id)
        .limit(bindparam("most"))
    )  # fmt: skip


_SET = _b.state == literal_column("'set'")  # written out: the partial index serves only that
_MINE = _b.who == bindparam("who")
_ONE_CASE = compiled(_lines(_b.case_id == bindparam("case")))
_DAY = compiled(_lines(_b.at < bindparam("ends"), _b.at >= bindparam("begins")))
_DUE = compiled(_lines(_SET, _b.at <= bindparam("until")))
_DUE_OF = compiled(_lines(_SET, _MINE, _b.at <= bindparam("until")))
_FROM = compiled(_lines(_b.at >= bindparam("begins"), _b.at < bindparam("ends"),
                        or_(_MINE, _b.had.is_not(None))))  # fmt: skip
_BUSY = compiled(
    select(_b.at, _b.until, _b.id)
    .where(_SET, _MINE, _b.at < bindparam("ends"), _b.until > bindparam("begins"))
    .order_by(_b.at)
)
_FREE = and_(_c.owner.is_(None), _c.status.in_(["new", "open"]))
_begun = (
    select(_b.case_id, _b.id, _b.at, _b.until, _c.ref, case((_FREE, 1), else_=0))
    .join_from(_callback, schema.cases, _c.id == _b.case_id)
    .where(_SET, _MINE, _b.at <= bindparam("now"))
    .order_by(_b.at, _b.case_id)
    .limit(1)
)
_FIRST = compiled(_begun)
_FIRST_FREE = compiled(_begun.where(_FREE))


# --- the projection


def rows(case_id: int, state: CaseState) -> list[dict[str, Any]]:
    """One row for each call of a case, past ones too, by id."""
    return sorted((_row(case_id, one) for one in state.callbacks), key=lambda row: str(row["id"]))


def _row(case_id: int, one: Agreed) -> dict[str, Any]:
    return {
        "case_id": case_id,
        "id": one.id,
        "kind": one.what,
        "who": one.who,
        "at": one.at,
        "until": one.until,
        "state": one.state,
        "tries": len(one.tries),
        "set_by": one.set_by,
        "set_at": one.set_at,
        "about": one.about or None,
        "place": one.place or None,
        "bring": one.bring or None,
        "changes": one.changes,
        "changed_at": one.changed_at,
        "had": json.dumps(one.had, ensure_ascii=False) if one.had else None,
    }


def insert_new(tx: Tx, made: Iterable[tuple[int, CaseState]]) -> None:
    """Write the calls of cases that have none in the store."""
    ROWS.add(tx, [row for case_id, state in made for row in rows(case_id, state)])


def project(tx: Tx, case_id: int, state: CaseState) -> None:
    """Write how a case's calls stand now. A case never loses one: where it has none, there is
    nothing to do."""
    if state.callbacks:
        ROWS.put(tx, case_id, rows(case_id, state))


# --- reading


def lines_of(tx: Tx, case_id: int) -> list[Line]:
    """The calls of one case, by time."""
    return _read(tx.all(_ONE_CASE, {"case": case_id, "most": MOST}))


def day(tx: Tx, begins: int, ends: int) -> list[Line]:
    """Everybody's calls that begin between two instants, whatever became of them, by time."""
    return _read(tx.all(_DAY, {"begins": begins, "ends": ends, "most": MOST}))


def due(tx: Tx, until: int, who: str | None = None) -> list[Line]:
    """Calls still to be made whose window begins by an instant, the oldest first."""
    given = {"until": until, "most": MOST}
    if who is None:
        return _read(tx.all(_DUE, given))
    return _read(tx.all(_DUE_OF, {**given, "who": who}))


def calendar(tx: Tx, who: str, begins: int, ends: int) -> list[Line]:
    """What a person has or had to make between two instants, by time: what went to a colleague has
    to leave their calendar."""
    found = _read(tx.all(_FROM, {"who": who, "begins": begins, "ends": ends, "most": 1 << 30}))
    return [line for line in found if who == line.who or who in line.had]


def busy(tx: Tx, who: str, begins: int, ends: int, but: str | None = None) -> list[tuple[int, int]]:
    """The windows a person has agreed on that lie (partly) between two instants, by time; ``but``:
    the id of a call that is left out."""
    found = tx.all(_BUSY, {"who": who, "begins": begins, "ends": ends})
    return [(at, until) for at, until, id in found if id != but]


def first_set(tx: Tx, who: str) -> Line | None:
    """The next call of a person, missed ones first; None if nothing is agreed."""
    found = _read(tx.all(_DUE_OF, {"who": who, "until": 1 << 62, "most": 1}))
    return found[0] if found else None


class Begun(NamedTuple):
    """A call that is to be made now."""

    case_id: int
    id: str
    at: int
    until: int
    ref: str
    free: int
    """Nobody has the case: it can be claimed."""


def first_begun(tx: Tx, who: str, now: int, *, free: bool = False) -> Begun | None:
    """The oldest call of a person whose window has begun, or None. ``free``: of cases that nobody
    has only."""
    row = tx.one(_FIRST_FREE if free else _FIRST, {"who": who, "now": now})
    return None if row is None else Begun._make(row)


def _read(found: Iterable[Row]) -> list[Line]:
    return [_line(tuple(row)) for row in found]


def _line(row: tuple[Any, ...]) -> Line:
    had = tuple(json.loads(row[12] or "[]"))
    texts = (text or "" for text in row[17:23])
    return Line._make((*row[:12], had, *row[13:17], *texts, row[23]))
