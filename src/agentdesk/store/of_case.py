"""Rows that are made of one case's events, several to a case, and made anew with it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, delete, func, insert, select

from agentdesk.store import schema
from agentdesk.store.sql import compiled
from agentdesk.store.tx import Row, Tx

Rows = list[dict[str, Any]]


class RowsOfCases:
    """A table whose rows belong to cases by ``case_id``, in the order of one more column."""

    def __init__(self, table: Table, order: ColumnElement[Any]) -> None:
        self.columns = tuple(column.name for column in table.columns)
        of, cases = table.c.case_id, schema.cases.c.id
        one = of == bindparam("case")
        many = of.in_(select(func.json_each(bindparam("ids")).table_valued("value").c.value))
        nowhere = of.not_in(select(cases))
        self._insert = compiled(insert(table))
        self._clear = compiled(delete(table).where(one))
        self._one = compiled(select(table).where(one).order_by(order))
        self._many = compiled(select(table).where(many).order_by(of, order))
        self._drop = compiled(delete(table).where(many))
        self._lost = compiled(select(of).distinct().where(nowhere).order_by(of))
        self._drop_lost = compiled(delete(table).where(nowhere))

    def plain(self, row: Row) -> dict[str, Any]:
        """The table's own columns of a row."""
        return {name: row[name] for name in self.columns}

    def add(self, tx: Tx, rows: Rows) -> None:
        """Write rows of cases that have none."""
        if rows:
            tx.many(self._insert, rows)

    def put(self, tx: Tx, case_id: int, wanted: Rows) -> None:
        """Write how a case's rows stand now, if they do not stand so already."""
        if wanted != self.of_case(tx, case_id):
            tx.run(self._clear, {"case": case_id})
            tx.many(self._insert, wanted)

    def of_case(self, tx: Tx, case_id: int) -> Rows:
        """The rows of a case as they stand."""
        return [self.plain(row) for row in tx.all(self._one, {"case": case_id})]

    def of_cases(self, tx: Tx, ids: Sequence[int]) -> dict[int, Rows]:
        """The rows of many cases; a case without any has no entry."""
        found: dict[int, Rows] = {}
        for row in tx.all(self._many, {"ids": json.dumps(list(ids))}):
            found.setdefault(row["case_id"], []).append(self.plain(row))
        return found

    def drop(self, tx: Tx, ids: Sequence[int]) -> None:
        """Take away every row of some cases."""
        tx.run(self._drop, {"ids": json.dumps(list(ids))})

    def lost(self, tx: Tx) -> list[int]:
        """Cases that are not there and have rows all the same."""
        return [row[0] for row in tx.all(self._lost)]

    def drop_lost(self, tx: Tx) -> None:
        """Take away rows of cases that are not there."""
        tx.run(self._drop_lost)
