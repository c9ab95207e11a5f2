"""Who has a case, whose case it is, its facts, whose minutes they were, and what was asked."""

from __future__ import annotations

from agentdesk.desk.api import CaseView
from agentdesk.domain import events as k
from agentdesk.domain.values import Status
from agentdesk.i18n import format as form
from agentdesk.i18n import t
from agentdesk.widgets.cells import cell_len, fit, plain, right
from agentdesk.widgets.clock_bars import bar
from agentdesk.widgets.follow_words import follow_fact
from agentdesk.widgets.lens import Lens, coded, paragraphs, phrase
from agentdesk.widgets.lines import Row, clip, wrap

REQUEST_LINES = 6
"""Lines of the customer's own text that are shown before it is unfolded."""


def status_words(view: CaseView) -> str:
    """Where the case is in its life, in a word or two."""
    return t(f"case.status.{view.status.value}")


def who_rows(view: CaseView, lens: Lens, width: int) -> list[Row]:
    """Who has it and since when, and who is accountable (C1, A2)."""
    if view.owner is None:
        since = phrase("case.who.nobody.since", at=lens.when(_unowned_since(view)))
        rows: list[Row] = [[(t("case.who.nobody"), "strong"), (f" · {since}", "quiet")]]
    else:
        name = lens.who_or_me(view.owner)
        since = phrase("case.who.owner", at=lens.when(view.owner_since or view.received))
        rows = [[(name, "strong"), (f" · {since}", "quiet")]]
    if view.accountable and view.accountable == view.owner:
        rows[0].append((f" · {t('case.who.same')}", "quiet"))
    elif view.accountable:
        rows.append(
            [(lens.who_or_me(view.accountable), ""), (f" · {t('case.who.accountable')}", "quiet")]
        )
    return [clip(row, width) for row in rows]


def _unowned_since(view: CaseView) -> int:
    """When it was last put down; when it came in, if nobody ever had it."""
    for entry in reversed(view.timeline):
        if entry.event.kind == k.ASSIGNED and entry.event.body.get("to") is None:
            return entry.event.at
    return view.received


def customer_rows(view: CaseView, lens: Lens, width: int) -> list[Row]:
    """The customer, masked: name, how to reach them, what they prefer (B1, B5)."""
    first: Row = [(plain(view.customer) or "–", "strong")]
    if view.language:
        first.append((f" · {coded('case.customer.language', view.language)}", ""))
    if view.prefers:
        channel = lens.channel(view.prefers)
        first.append((f" · {t('case.customer.prefers')} {channel}", ""))
    rows = [first]
    reach = [
        (t(f"case.customer.{name}"), plain(value))
        for name, value in (("phone", view.phone), ("email", view.email))
        if value
    ]
    rows.extend(pairs(reach, width))
    return [clip(row, width) for row in rows]


def fact_rows(view: CaseView, lens: Lens, width: int) -> list[Row]:
    """The coded facts of a case (A1, A3, A4)."""
    facts = [
        ("received", lens.when(view.received)),
        ("kind", lens.label("kind", view.kind)),
        ("area", area(view, lens)),
        ("channel", lens.label("channel", view.channel)),
    ]
    if view.source not in ("", "customer"):
        facts.append(("source", coded("case.fact.source", view.source)))
    if view.ext_ref:
        facts.append(("ext_ref", plain(view.ext_ref)))
    if view.status is Status.WAITING and view.remind_at is not None:
        facts.append(("remind", lens.when(view.remind_at)))
    if view.resolved_at is not None:
        facts.append(("resolved", lens.when(view.resolved_at)))
    after = follow_fact(view, lens)
    if after:
        facts.append(("follow_up", after))
    if view.wrapup:
        facts.append(("wrapup", lens.label("wrapup", view.wrapup)))
    return pairs([(t(f"case.fact.{name}"), value) for name, value in facts if value], width)


def area(view: CaseView, lens: Lens) -> str:
    """Business line and category: ``Personal banking / Transfers``."""
    labels = (lens.label("line", view.line), lens.label("category", view.category))
    return " / ".join(label for label in labels if label)


GAP = 3
"""Cells between a value and the name that stands behind it."""


def pairs(facts: list[tuple[str, str]], width: int) -> list[Row]:
    """Names and values under each other, two to a line where there is room."""
    if not facts:
        return []
    names = max(cell_len(name) for name, _ in facts) + 2
    half = width // 2
    both = half >= names + 16
    rows: list[Row] = []
    pending: Row | None = None
    for name, value in facts:
        cell: Row = [(fit(name, names), "quiet"), (value, "")]
        size = names + cell_len(value)
        if pending is not None and size <= width - half:
            gap = half - sum(cell_len(text) for text, _ in pending)
            rows[-1] = [*pending, (" " * gap, ""), *cell]
            pending = None
            continue
        rows.append(clip(cell, width))
        pending = cell if both and size <= half - GAP else None
    return rows


def minute_rows(view: CaseView, lens: Lens, width: int) -> list[Row]:
    """Whose time it was since the case came in: queue, agent, department, customer."""
    parts = [
        (name, int(getattr(view.minutes, name)))
        for name in ("queue", "agent", "department", "customer")
    ]
    total = sum(micros for _, micros in parts)
    names = max(cell_len(t(f"case.minutes.{name}")) for name, _ in parts)
    spans = max(cell_len(form.duration(micros)) for _, micros in parts)
    cells = max(4, min(24, width - names - spans - 4))
    rows: list[Row] = []
    for name, micros in parts:
        role = "" if micros else "quiet"
        row: Row = [
            (fit(t(f"case.minutes.{name}"), names), role or "quiet"),
            ("  ", ""),
            (right(form.duration(micros), spans), role),
            ("  ", ""),
        ]
        if micros and total:
            row += bar(micros / total, cells, "bar-used", "")[:1]  # the part used alone
        rows.append(clip(row, width))
    return rows


def request_rows(view: CaseView, lens: Lens, width: int, whole: bool) -> list[Row]:
    """The customer's own words, folded after a few lines unless ``whole``."""
    text = paragraphs(view.text)
    if not text:
        return [[(t("case.request.none"), "quiet")]]
    lines = wrap(text, width - 2)
    shown = lines if whole or len(lines) <= REQUEST_LINES + 1 else lines[:REQUEST_LINES]
    rows: list[Row] = [[("┃ ", "customer"), (line, "")] for line in shown]
    if len(shown) < len(lines):
        more = t("case.request.more", lines=len(lines) - len(shown))
        rows.append([("┃ ", "customer"), (f"{more} · {t('case.request.key')}", "quiet")])
    return rows
