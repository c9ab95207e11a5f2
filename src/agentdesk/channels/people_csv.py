"""A list of people as CSV: ``code,name,role,department,pinyin,hours``; only the name is needed.

UTF-8, or GB18030 as a Chinese office program writes it; semicolons or tabs instead of commas, too.
Roles are understood in either language.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from agentdesk.channels.csv_read import CsvRow, FileProblem, fingerprint, open_csv
from agentdesk.desk.staff import Asked
from agentdesk.desk.staff_import import Rejected, Row

COLUMNS = ("code", "name", "role", "department", "pinyin", "hours")
LONGEST = 8_000_000
"""Bytes of a list that is read."""

_ROLES = {
    "agent": "agent",
    "坐席": "agent",
    "客服": "agent",
    "lead": "lead",
    "team lead": "lead",
    "班组长": "lead",
    "组长": "lead",
    "specialist": "specialist",
    "专员": "specialist",
    "部门专员": "specialist",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """What a file holds: rows that can be read, and those that cannot."""

    rows: tuple[Row, ...]
    rejects: tuple[Rejected, ...]
    encoding: str


def read(path: Path) -> Listed:
    """A whole list. Raises FileProblem for a file that cannot be one."""
    if fingerprint(path).size > LONGEST:
        raise FileProblem("too_long", path=str(path), most=LONGEST // 1_000_000)
    encoding, delimiter = _written(path)
    rows: list[Row] = []
    rejects: list[Rejected] = []
    with open_csv(path, encoding, delimiter) as file:
        header = file.header
        file.places(("name",))
        unknown = [name for name in header if name not in COLUMNS]
        if unknown:
            raise FileProblem("strange_column", column=unknown[0], known=", ".join(COLUMNS))
        file.places([name for name in COLUMNS if name in header])
        for row in file.rows():
            if not any(value.strip() for value in row.values):
                continue
            if row.undecodable:
                rejects.append(Rejected(row.line, "row_bytes"))
            elif len(row.values) != len(header):
                width = {"found": len(row.values), "expected": len(header)}
                rejects.append(Rejected(row.line, "row_width", width))
            else:
                rows.append(Row(row.line, _asked(header, row)))
    return Listed(tuple(rows), tuple(rejects), encoding)


def _written(path: Path) -> tuple[str, str]:
    """Its encoding, and the sign between its columns: a comma, or what its first line has."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise FileProblem("unreadable", path=str(path), detail=error.strerror or "") from None
    try:
        raw.decode("utf-8-sig")
        encoding = "utf-8"
    except UnicodeDecodeError:
        encoding = "gb18030"
    first = raw.split(b"\n", 1)[0]
    others = [sign for sign in (";", "\t") if sign.encode() in first]
    return encoding, "," if b"," in first or not others else others[0]


def _asked(header: list[str], row: CsvRow) -> Asked:
    told = {name: value.strip() for name, value in zip(header, row.values, strict=True)}
    role = told.get("role", "")
    return Asked(
        name=told.get("name", ""),
        role=_ROLES.get(role.casefold(), role),
        code=told.get("code", ""),
        dept=told.get("department", ""),
        pinyin=told.get("pinyin", ""),
        hours=told.get("hours", ""),
    )
