"""Statements compiled once: from SQLAlchemy Core to SQL text with named parameters.

SQLAlchemy's statement layer costs as much as the query itself when it runs each time
(PERFORMANCE section 2); here it runs once, when the statement is first used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement

_LIMIT = re.compile(r"LIMIT :(\w+)")
"""SQLite looks at the value of a bare ``LIMIT :n`` when it plans, and so prepares the statement
anew each time one is given: a fifth of what a page costs. It does not look into a sum."""

_DIALECT = sqlite_dialect(paramstyle="named")


@dataclass(frozen=True, slots=True)
class Sql:
    """Reusable SQL text. ``fixed`` are values that stood in the statement itself; ``open`` are the
    names a caller gives each time (from ``bindparam`` or the columns).

    That of a Core statement is made when it is first asked for: a desk that opens shows its rows
    sooner by all that it does not need for them.
    """

    text: str
    fixed: Mapping[str, Any]
    open: frozenset[str]
    source: tuple[ClauseElement, Sequence[str]] | None = field(
        default=None, repr=False, compare=False
    )

    def __getattr__(self, name: str) -> Any:
        # Asked only while the slots are empty.
        if name not in ("text", "fixed", "open") or self.source is None:
            raise AttributeError(name)
        for slot, value in zip(("text", "fixed", "open"), _compile(*self.source), strict=True):
            object.__setattr__(self, slot, value)
        return getattr(self, name)


def compiled(statement: ClauseElement, *columns: str) -> Sql:
    """A Core statement for SQLite.

    For an INSERT without ``values`` name the columns to fill (all of them by default).
    Its first use raises ValueError for an ``IN`` over a list that changes: it has no fixed text
    (use json_each).
    """
    made = object.__new__(Sql)
    object.__setattr__(made, "source", (statement, columns))
    return made


def _compile(
    statement: ClauseElement, columns: Sequence[str]
) -> tuple[str, Mapping[str, Any], frozenset[str]]:
    made = statement.compile(dialect=_DIALECT, column_keys=list(columns) or None)
    assert isinstance(made, SQLCompiler)
    opened = frozenset(name for name, bind in made.binds.items() if bind.required)
    if any(made.binds[name].expanding for name in opened):
        raise ValueError("a list that changes has no fixed text: use json_each")
    # The values that stand in the statement are expanded once; the open ones get a stand-in.
    state = made.construct_expanded_state(dict.fromkeys(opened))
    parameters = state.parameters
    assert isinstance(parameters, Mapping)
    fixed = {name: value for name, value in parameters.items() if name not in opened}
    text = state.statement
    for name in [name for name, value in fixed.items() if value == 0]:
        # SQLAlchemy gives SQLite an offset with every limit.
        if f" OFFSET :{name}" in text:
            text = text.replace(f" OFFSET :{name}", "")
            del fixed[name]
    text = _LIMIT.sub(r"LIMIT :\1 + 0", text)
    return text, fixed, opened
