"""The coded choices of a proposal, with their labels in both languages (A1, A3, A4, C5)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from agentdesk.domain.policy import (
    DESK,
    FAMILIES,
    Category,
    Criterion,
    Department,
    Label,
    Line,
)
from agentdesk.domain.policy_clocks import CLASSES, PRIORITIES
from agentdesk.domain.policy_reader import Table
from agentdesk.domain.values import Kind

_LABEL = ("en", "zh", "retired")
_TABLES = dict(
    zip(
        FAMILIES,
        ("channels", "kinds", "lines", "categories", "departments", "wrapups"),
        strict=True,
    )
)
_OWN: dict[str, tuple[str, ...]] = {
    "channel": (),
    "kind": ("handling",),
    "line": ("calendar", "duty"),
    "category": (
        "line", "class", "kind", "priority", "department", "handling", "contain", "words",
    ),
    "department": ("calendar",),
    "wrapup": (),
}  # fmt: skip
_MAY_LACK = ("department", "wrapup")
_KINDS = tuple(kind.value for kind in Kind)


@dataclass(slots=True)
class Codes:
    """What was read."""

    labels: dict[str, tuple[Label, ...]] = field(default_factory=dict)
    handling: dict[str, int] = field(default_factory=dict)
    lines: dict[str, Line] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    criteria: tuple[Criterion, ...] = ()


def read_codes(top: Table, calendars: Collection[str]) -> Codes:
    """Every family of labels, and what its codes mean."""
    codes = Codes()
    tables: dict[str, dict[str, Table]] = {}
    for family in FAMILIES:
        if family not in _MAY_LACK:
            top.need(_TABLES[family])
        allowed = (*_LABEL, *_OWN[family])
        tables[family] = dict(top.table(_TABLES[family]).coded(allowed))
        codes.labels[family] = tuple(_label(code, one) for code, one in tables[family].items())
    kinds = top.table("kinds")
    for code, one in tables["kind"].items():
        kinds.chosen(code, code, _KINDS)
        if one.need("handling"):
            codes.handling[code] = one.duration("handling", 0)
    for code, one in tables["line"].items():
        calendar = one.choice("calendar", calendars) if one.has("calendar") else None
        duty = one.text("duty") if one.has("duty") else None
        codes.lines[code] = Line(code, calendar or None, duty or None)
    for code, one in tables["department"].items():
        codes.departments[code] = Department(code, one.choice("calendar", calendars, DESK))
    for code, one in tables["category"].items():
        codes.categories[code] = _category(code, one, codes)
    criteria = top.table("criteria").coded(("words", "reason", "priority", "class"))
    codes.criteria = tuple(_criterion(code, one) for code, one in criteria)
    return codes


def _label(code: str, table: Table) -> Label:
    return Label(code, table.text("en"), table.text("zh"), table.flag("retired"))


def _category(code: str, table: Table, codes: Codes) -> Category:
    department = None
    if table.has("department"):
        department = table.choice("department", codes.departments) or None
    handling = table.duration("handling", 0)
    return Category(
        code=code,
        line=table.choice("line", codes.lines),
        klass=table.choice("class", CLASSES),
        kind=table.choice("kind", _KINDS),
        priority=table.choice("priority", PRIORITIES),
        department=department,
        handling=handling or None,
        contain=table.flag("contain"),
        words=table.words("words"),
    )


def _criterion(code: str, table: Table) -> Criterion:
    if table.need("words") and not table.data["words"]:
        table.problem("empty_list", "words")
    table.need("reason")
    reason = table.table("reason", ("en", "zh"))
    priority = table.choice("priority", PRIORITIES) if table.has("priority") else None
    klass = table.choice("class", CLASSES) if table.has("class") else None
    if not (table.has("priority") or table.has("class")):
        table.problem("suggests_nothing", "words")
    return Criterion(
        code=code,
        words=table.words("words"),
        reason_en=reason.text("en") if table.has("reason") else "",
        reason_zh=reason.text("zh") if table.has("reason") else "",
        priority=priority or None,
        klass=klass or None,
    )
