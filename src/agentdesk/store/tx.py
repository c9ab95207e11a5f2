"""What a unit of work sees of the store: compiled statements, run in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

from agentdesk.store import errors
from agentdesk.store.factory import RawConnection
from agentdesk.store.keys import Key
from agentdesk.store.sql import Sql

Row: TypeAlias = Any
"""A row: by position or by column name, and it unpacks like a tuple."""

Params: TypeAlias = Mapping[str, Any]
_NONE: Params = {}


class Tx:
    """One transaction, used by a plain function inside the connection's own thread.

    ``now`` is the instant at which it holds its lock (writes) or began (reads); ``audit`` seals
    events. Raises StoreTrouble (``Conflict`` where a constraint refuses). Dead once the unit ends.
    """

    __slots__ = ("_errors", "_path", "_raw", "audit", "digests", "head", "now", "writing")

    def __init__(
        self,
        raw: RawConnection,
        module: ModuleType,
        path: Path,
        *,
        now: int,
        audit: Key,
        writing: bool,
    ) -> None:
        self._raw = raw
        self._errors = module.Error
        self._path = path
        self.now = now
        self.audit = audit
        self.writing = writing
        self.head: tuple[int, bytes] | None = None
        """Seq and mac of the chain's last event, once this unit has asked (see `log`)."""
        self.digests: dict[int, bytes] = {}
        """Digests of contents stored by this unit: `log` need not read them back."""

    def one(self, statement: Sql, params: Params = _NONE) -> Row | None:
        """The first row, or None."""
        try:
            return self._execute(statement, params).fetchone()
        except self._errors as error:
            raise errors.translate(error, self._path) from error

    def all(self, statement: Sql, params: Params = _NONE) -> list[Row]:
        """Every row."""
        try:
            rows: list[Row] = self._execute(statement, params).fetchall()
        except self._errors as error:
            raise errors.translate(error, self._path) from error
        return rows

    def tuples(self, statement: Sql, params: Params = _NONE) -> list[tuple[Any, ...]]:
        """Every row as a plain tuple: for what is read often and by position."""
        try:
            cursor = self._raw.cursor()
            cursor.row_factory = None
            found: list[tuple[Any, ...]] = self._execute(statement, params, cursor).fetchall()
        except self._errors as error:
            raise errors.translate(error, self._path) from error
        return found

    def value(self, statement: Sql, params: Params = _NONE) -> Any:
        """The first column of the first row; None where there is no row."""
        row = self.one(statement, params)
        return None if row is None else row[0]

    def run(self, statement: Sql, params: Params = _NONE) -> int:
        """Execute; how many rows it changed."""
        try:
            return int(self._execute(statement, params).rowcount)
        except self._errors as error:
            raise errors.translate(error, self._path) from error

    def insert(self, statement: Sql, params: Params = _NONE) -> int:
        """Execute an INSERT; the new row's id."""
        try:
            return int(self._execute(statement, params).lastrowid or 0)
        except self._errors as error:
            raise errors.translate(error, self._path) from error

    def many(self, statement: Sql, rows: Iterable[Params]) -> int:
        """Execute once a row; how many rows were changed in all."""
        fixed = statement.fixed
        given = ({**fixed, **row} for row in rows) if fixed else rows
        try:
            return int(self._raw.executemany(statement.text, given).rowcount)
        except self._errors as error:
            raise errors.translate(error, self._path) from error

    def _execute(self, statement: Sql, params: Params, cursor: Any = None) -> Any:
        fixed = statement.fixed
        by = self._raw if cursor is None else cursor
        return by.execute(statement.text, {**fixed, **params} if fixed else params)

    def end(self) -> None:
        """The unit is over: whoever kept this object cannot use it any more."""
        self._raw = None
