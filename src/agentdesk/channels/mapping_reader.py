"""Walks a mapping's table once: what is wrong with it, key by key and line by line, and what it
says where nothing is."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import Any

from agentdesk.channels import mapping as m
from agentdesk.channels.dates import BadFormat, date_format
from agentdesk.domain.policy_lines import Lines
from agentdesk.domain.values import CaseClass, Kind, Priority
from agentdesk.domain.zones import UnknownZone, open_zone

_ENUMS: dict[str, tuple[str, ...]] = {
    "priority": tuple(Priority),
    "class": tuple(CaseClass),
    "kind": tuple(Kind),
    "language": ("en", "zh"),
}
_CODE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")
_PREFIX = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,19}")
_TOP = ("format", "name", "prefix", "file", "columns", "received", "constants", "care", "rule")
_COLUMNS = ("reference", "title", "text", "customer", "phone", "email")
_TESTS = ("is", "one_of", "contains", "starts", "empty")


At = tuple[str, ...]
"""Where a key stands, part by part."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a mapping: ``code`` names the sentence ``imports.map.<code>``."""

    key: str
    line: int | None
    code: str
    params: dict[str, Any] = field(default_factory=dict)


class MappingReader:
    """Collects problems, and builds what can be built."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.problems: list[Problem] = []

    def problem(self, at: At, code: str, **params: Any) -> None:
        line = self.lines.of(at, params.get("value"))
        self.problems.append(Problem(".".join(at), line, code, params))

    def mapping(self, table: dict[str, Any], name: str) -> m.ImportMap | None:
        self.unknown((), table, (*_TOP, *m.FIELDS))
        if table.get("format") != 1:
            self.problem(("format",), "version", value=_said(table.get("format")))
        prefix = self.text(("prefix",), table.get("prefix"), required=True)
        if prefix and not _PREFIX.fullmatch(prefix):
            self.problem(("prefix",), "prefix", value=_said(prefix))
        file = self.table(("file",), table.get("file", {}), ("encoding", "delimiter"))
        columns = self.columns(table.get("columns"))
        received = self.received(table.get("received"))
        constants = self.constants(table.get("constants", {}))
        maps = {
            field_name: found
            for field_name in m.FIELDS
            if field_name in table and (found := self.value_map(field_name, table[field_name]))
        }
        rules = self.rules(table.get("rule", []))
        care = self.care(table["care"]) if "care" in table else None
        self.coverage(constants, maps)
        encoding, delimiter = self.encoding(file), self.delimiter(file)
        if columns is None or self.problems:
            return None
        return m.ImportMap(
            name=str(table.get("name", name)),
            prefix=prefix,
            columns=columns,
            received=received,
            constants=constants,
            maps=maps,
            rules=rules,
            care=care,
            encoding=encoding,
            delimiter=delimiter,
        )

    # --- pieces

    def unknown(self, at: At, table: dict[str, Any], allowed: tuple[str, ...]) -> None:
        for key in table:
            if key not in allowed:
                self.problem((*at, key), "unknown_key", allowed=", ".join(allowed))

    def table(self, at: At, value: Any, allowed: tuple[str, ...] | None) -> dict[str, Any]:
        if not isinstance(value, dict):
            self.problem(at, "not_table")
            return {}
        if allowed is not None:
            self.unknown(at, value, allowed)
        return value

    def text(self, at: At, value: Any, *, required: bool = False) -> str:
        if value is None and not required:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.problem(at, "missing" if value is None else "not_text")
            return ""
        return value

    def words(self, at: At, value: Any) -> tuple[str, ...]:
        """One text or a list of texts."""
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not items:
            self.problem(at, "not_texts")
            return ()
        if not all(isinstance(item, str) and item.strip() for item in items):
            self.problem(at, "not_texts")
            return ()
        return tuple(items)

    def code(self, at: At, name: str, value: Any) -> str:
        """A value that a field may have: of its list, or shaped like a code."""
        if not isinstance(value, str):
            self.problem(at, "not_text")
            return ""
        allowed = _ENUMS.get(name)
        if allowed is not None and value not in allowed:
            self.problem(at, "not_allowed", value=_said(value), allowed=", ".join(allowed))
        elif allowed is None and not _CODE.fullmatch(value):
            self.problem(at, "not_code", value=_said(value))
        return value

    def columns(self, value: Any) -> m.Columns | None:
        if value is None:
            self.problem(("columns",), "missing")
            return None
        table = self.table(("columns",), value, _COLUMNS)
        found = {key: self.words(("columns", key), table[key]) for key in _COLUMNS if key in table}
        for key in ("reference", "title"):
            if key not in found:
                self.problem(("columns", key), "missing")
        return m.Columns(**found) if {"reference", "title"} <= found.keys() else None

    def received(self, value: Any) -> m.Received | None:
        if value is None:
            return None
        table = self.table(("received",), value, ("column", "format", "zone"))
        column = self.text(("received", "column"), table.get("column"), required=True)
        form = self.text(("received", "format"), table.get("format"), required=True)
        zone = self.text(("received", "zone"), table.get("zone"), required=True)
        if not (column and form and zone):
            return None
        try:
            return m.Received(column, date_format(form), open_zone(zone))
        except BadFormat as error:
            params = {"reason": error.code, "token": error.params.get("token", "")}
            self.problem(("received", "format"), "date_format", value=_said(form), **params)
        except UnknownZone:
            self.problem(("received", "zone"), "zone", value=_said(zone))
        return None

    def constants(self, value: Any) -> dict[str, str]:
        table = self.table(("constants",), value, m.FIELDS)
        return {
            key: self.code(("constants", key), key, item)
            for key, item in table.items()
            if key in m.FIELDS
        }

    def value_map(self, name: str, value: Any) -> m.ValueMap | None:
        table = self.table((name,), value, ("column", "values", "else"))
        column = self.text((name, "column"), table.get("column"), required=True)
        values = self.table((name, "values"), table.get("values", {}), None)
        if not values:
            self.problem((name, "values"), "missing")
        found = {
            m.folded(key): self.code((name, "values", key), name, code)
            for key, code in values.items()
        }
        otherwise = table.get("else")
        if otherwise is not None:
            otherwise = self.code((name, "else"), name, otherwise)
        return m.ValueMap(column, found, otherwise) if column else None

    def rules(self, value: Any) -> tuple[m.Rule, ...]:
        if not isinstance(value, list):
            self.problem(("rule",), "not_rules")
            return ()
        found = []
        for number, item in enumerate(value, 1):
            at = (f"rule[{number}]",)
            table = self.table(at, item, ("when", "set"))
            tests = table.get("when", [])
            tests = tests if isinstance(tests, list) else [tests]
            if not tests:
                self.problem((*at, "when"), "missing")
            when = [test for one in tests if (test := self.test((*at, "when"), one))]
            chosen = self.table((*at, "set"), table.get("set", {}), m.FIELDS)
            if not chosen:
                self.problem((*at, "set"), "missing")
            codes = {
                key: self.code((*at, "set", key), key, code)
                for key, code in chosen.items()
                if key in m.FIELDS
            }
            found.append(m.Rule(tuple(when), codes))
        return tuple(found)

    def test(self, at: At, value: Any) -> m.Test | None:
        table = self.table(at, value, ("column", *_TESTS))
        column = self.text((*at, "column"), table.get("column"), required=True)
        kinds = [kind for kind in _TESTS if kind in table]
        if len(kinds) != 1:
            self.problem(at, "one_test", allowed=", ".join(_TESTS))
            return None
        kind = kinds[0]
        if kind == "empty":
            if not isinstance(table[kind], bool):
                self.problem((*at, "empty"), "not_bool")
            return m.Test(column, "empty" if table[kind] else "filled")
        words = self.words((*at, kind), table[kind])
        return m.Test(column, kind, tuple(m.folded(word) for word in words)) if words else None

    def care(self, value: Any) -> m.Care | None:
        table = self.table(("care",), value, ("column", "values", "separator"))
        column = self.text(("care", "column"), table.get("column"), required=True)
        values = self.words(("care", "values"), table.get("values"))
        separator = table.get("separator", ",")
        if not isinstance(separator, str) or not separator:
            self.problem(("care", "separator"), "not_text")
            return None
        return m.Care(column, frozenset(m.folded(tag) for tag in values), separator)

    def coverage(self, constants: dict[str, str], maps: dict[str, m.ValueMap]) -> None:
        """Every needed field must come from somewhere (a rule alone may not meet every row)."""
        for name in m.FIELDS:
            if name in m.REQUIRED and name not in constants and name not in maps:
                self.problem(("constants", name), "not_covered", field=name)

    def encoding(self, file: dict[str, Any]) -> str:
        name = file.get("encoding", "utf-8")
        try:
            b"  ".decode(str(name), "ignore")  # refuses codecs that are no text encodings
            return codecs.lookup(str(name)).name
        except (LookupError, ValueError):
            self.problem(("file", "encoding"), "encoding", value=_said(name))
            return "utf-8"

    def delimiter(self, file: dict[str, Any]) -> str:
        sign = file.get("delimiter", ",")
        if not isinstance(sign, str) or len(sign) != 1 or sign in '"\r\n':
            self.problem(("file", "delimiter"), "delimiter", value=_said(sign))
            return ","
        return sign


def _said(value: Any) -> str:
    """What somebody wrote, short enough for a message."""
    text = "" if value is None else str(value)
    return text if len(text) <= 40 else text[:39] + "…"
