"""What a mapping is, and how it turns one row of a CSV file into one case to be received (A1-A4).

A mapping is a small TOML file (see ``mapping_file``): which columns hold what, how dates are
written, and which codes of the desk's policy the values mean. Nothing is guessed: a row that the
mapping does not cover is rejected with its reason. Values are compared without regard to letter
case and to blanks at their ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from agentdesk.channels.dates import DateFormat
from agentdesk.domain.text import clean, mask_numbers, one_line
from agentdesk.domain.values import CaseClass, Kind, Priority

FIELDS = ("priority", "class", "kind", "line", "category", "channel", "source", "language")
"""What a case needs beside its words; each comes from a constant, a value map or a rule."""
REQUIRED = frozenset({"priority", "class", "kind", "line", "category", "channel"})
FROM_POLICY = ("line", "category", "channel")
"""Fields whose values are codes of the policy in force."""

LONGEST_REFERENCE = 120
LONGEST_TITLE = 500
LONGEST_TEXT = 200_000
LONGEST_CONTACT = 200


class RowRejected(Exception):
    """A row that is not taken: ``code`` names the sentence ``imports.reject.<code>``."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold the words of a case. Several columns are joined."""

    reference: tuple[str, ...]
    title: tuple[str, ...]
    text: tuple[str, ...] = ()
    customer: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()
    email: tuple[str, ...] = ()

    def all(self) -> Iterable[str]:
        """Every column named."""
        for part in (self.reference, self.title, self.text, self.customer, self.phone, self.email):
            yield from part


@dataclass(frozen=True, slots=True)
class Received:
    """Where the moment of receipt stands, and how it is written."""

    column: str
    format: DateFormat
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class ValueMap:
    """One field out of one column, value by value. Without ``otherwise`` a value that is not
    listed rejects its row; an empty cell keeps what the constants say."""

    column: str
    values: Mapping[str, str]
    otherwise: str | None = None


@dataclass(frozen=True, slots=True)
class Test:
    """One condition of a rule: ``kind`` is is, one_of, contains, starts or empty."""

    column: str
    kind: str
    words: tuple[str, ...] = ()

    def holds(self, cell: str) -> bool:
        """Whether a cell meets it."""
        value = folded(cell)
        if self.kind == "empty":
            return not value
        if self.kind == "filled":
            return bool(value)
        if self.kind == "contains":
            return any(word in value for word in self.words)
        if self.kind == "starts":
            return value.startswith(self.words)
        return value in self.words


@dataclass(frozen=True, slots=True)
class Rule:
    """When every test holds, fields are set; later rules win over earlier ones."""

    when: tuple[Test, ...]
    set: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Care:
    """Which tags in which column mark a customer who needs care (B5)."""

    column: str
    values: frozenset[str]
    separator: str = ","

    def needed(self, cell: str) -> bool:
        """Whether one of the tags in the cell is among them."""
        return any(folded(tag) in self.values for tag in cell.split(self.separator))


@dataclass(frozen=True, slots=True)
class ImportMap:
    """A whole mapping, checked."""

    name: str
    prefix: str
    columns: Columns
    received: Received | None
    constants: Mapping[str, str]
    maps: Mapping[str, ValueMap] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    care: Care | None = None
    encoding: str = "utf-8"
    delimiter: str = ","

    def needed_columns(self) -> tuple[str, ...]:
        """Every column the file must have, once each, in the order of the mapping."""
        names = list(self.columns.all())
        if self.received:
            names.append(self.received.column)
        names.extend(values.column for values in self.maps.values())
        names.extend(test.column for rule in self.rules for test in rule.when)
        if self.care:
            names.append(self.care.column)
        return tuple(dict.fromkeys(names))

    def codes(self) -> Mapping[str, frozenset[str]]:
        """Every value that may be set, by field: what the policy in force must know."""
        found: dict[str, set[str]] = {name: {code} for name, code in self.constants.items()}
        for name, values in self.maps.items():
            extra = {values.otherwise} if values.otherwise else set()
            found.setdefault(name, set()).update(values.values.values(), extra)
        for rule in self.rules:
            for name, code in rule.set.items():
                found.setdefault(name, set()).add(code)
        return {name: frozenset(codes) for name, codes in found.items()}


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as the mapping reads it: clean words, codes, and when it was received."""

    line: int
    reference: str
    title: str
    text: str
    customer: str
    phone: str
    email: str
    received: int | None
    priority: Priority
    klass: CaseClass
    kind: Kind
    business_line: str
    category: str
    channel: str
    source: str
    language: str
    care: bool


def folded(cell: str) -> str:
    """A cell as it is compared."""
    return cell.strip().casefold()


def read_row(mapping: ImportMap, line: int, cells: Mapping[str, str]) -> ReadRow:
    """One row as a case to be received. Raises RowRejected."""
    fields = _fields(mapping, cells)
    columns = mapping.columns
    title = _short(cells, columns.title, " · ", LONGEST_TITLE)
    text = _words(cells, columns.text)
    if not title:
        title = one_line(text)[:LONGEST_TITLE].strip()
    if not title:
        raise RowRejected("no_title", columns=" + ".join(columns.title))
    return ReadRow(
        line=line,
        reference=reference(mapping, cells),
        title=title,
        text=text,
        customer=_short(cells, columns.customer, " ", LONGEST_CONTACT),
        phone=_short(cells, columns.phone, " ", LONGEST_CONTACT),
        email=_short(cells, columns.email, " ", LONGEST_CONTACT),
        received=_received(mapping.received, cells),
        priority=Priority(fields["priority"]),
        klass=CaseClass(fields["class"]),
        kind=Kind(fields["kind"]),
        business_line=fields["line"],
        category=fields["category"],
        channel=fields["channel"],
        source=fields.get("source", "customer"),
        language=fields.get("language", ""),
        care=mapping.care.needed(cells[mapping.care.column]) if mapping.care else False,
    )


def reference(mapping: ImportMap, cells: Mapping[str, str]) -> str:
    """The external reference: the mapping's prefix and the row's id. Raises RowRejected."""
    parts = [one_line(cells[name]).strip() for name in mapping.columns.reference]
    if not all(parts):
        raise RowRejected("no_reference", column=" + ".join(mapping.columns.reference))
    joined = f"{mapping.prefix}:{'-'.join(parts)}"
    if len(joined) > LONGEST_REFERENCE:
        raise RowRejected("long_reference", limit=LONGEST_REFERENCE)
    return joined


def _fields(mapping: ImportMap, cells: Mapping[str, str]) -> dict[str, str]:
    fields = dict(mapping.constants)
    for name, values in mapping.maps.items():
        cell = folded(cells[values.column])
        code = values.values.get(cell, values.otherwise if cell else None)
        if code is not None:
            fields[name] = code
        elif cell:
            raise RowRejected("unknown_value", column=values.column, value=_shown(cell))
    for rule in mapping.rules:
        if all(test.holds(cells[test.column]) for test in rule.when):
            fields.update(rule.set)
    for name in sorted(REQUIRED - fields.keys()):
        column = mapping.maps[name].column if name in mapping.maps else "-"
        raise RowRejected("not_set", field=name, column=column)
    return fields


def _received(where: Received | None, cells: Mapping[str, str]) -> int | None:
    if where is None:
        return None
    cell = cells[where.column]
    at = where.format.read(cell, where.zone)
    if at is None:
        raise RowRejected(
            "bad_date", column=where.column, value=_shown(cell), format=where.format.text
        )
    return at


def _short(cells: Mapping[str, str], names: Sequence[str], glue: str, limit: int) -> str:
    """Columns of one line each, joined; what is empty or repeats the one before is left out."""
    parts = list(dict.fromkeys(one_line(cells[name]).strip() for name in names))
    return glue.join(part for part in parts if part)[:limit].strip()


def _words(cells: Mapping[str, str], names: Sequence[str]) -> str:
    """Columns of many lines, a blank line between them. Raises RowRejected if too long."""
    parts = [clean(cells[name], multiline=True).strip() for name in names]
    joined = "\n\n".join(part for part in parts if part)
    if len(joined) > LONGEST_TEXT:
        raise RowRejected("long_text", limit=LONGEST_TEXT, length=len(joined))
    return joined


def _shown(cell: str) -> str:
    """A few characters of a cell, fit for a message: clean, and no customer's story."""
    flat = mask_numbers(one_line(cell)).strip()
    return flat if len(flat) <= 40 else flat[:39] + "…"
