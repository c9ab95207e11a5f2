"""Which part of a case stands in which column, by the width there is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from agentdesk.desk.api import CaseView
from agentdesk.i18n import format as form
from agentdesk.i18n import t
from agentdesk.widgets.call_words import agreed_rows
from agentdesk.widgets.clock_bars import promise_rows
from agentdesk.widgets.customer_part import other_rows, whole_customer_rows
from agentdesk.widgets.facts import (
    fact_rows,
    minute_rows,
    request_rows,
    who_rows,
)
from agentdesk.widgets.handoff_rows import handoff_rows, own_clocks
from agentdesk.widgets.lens import Lens
from agentdesk.widgets.lines import Row, wrap
from agentdesk.widgets.say_now import say
from agentdesk.widgets.section import Section
from agentdesk.widgets.timeline import Show, shows, timeline_rows

TWO, THREE = 120, 160
"""Widths from which there are two and three columns."""

_COLUMNS: dict[int, tuple[tuple[str, ...], ...]] = {
    1: (
        (
            "promises",
            "departments",
            "calls",
            "who",
            "say",
            "customer",
            "others",
            "request",
            "timeline",
            "facts",
            "minutes",
        ),
    ),
    2: (
        ("promises", "departments", "calls", "who", "customer", "others", "facts", "minutes"),
        ("request", "say", "timeline"),
    ),
    3: (
        ("promises", "departments", "calls", "who", "customer", "others", "facts"),
        ("timeline",),
        ("request", "say", "minutes"),
    ),
}


class Shown(Protocol):
    """What the parts are drawn from; it changes, they ask each time."""

    view: CaseView | None
    lens: Lens
    showing: Show
    whole: bool

    @property
    def compact(self) -> bool:
        """Lines are dear: one line for each promise."""
        ...


def columns(width: int) -> int:
    """How many columns a width gives."""
    return 3 if width >= THREE else 2 if width >= TWO else 1


def sections(shown: Shown, count: int) -> list[list[Section]]:
    """The parts of each column."""
    return [[_section(shown, name, count) for name in names] for names in _COLUMNS[count]]


def _section(shown: Shown, name: str, count: int) -> Section:
    draw, aside = _DRAW[name], _ASIDE.get(name)

    def rows(width: int) -> list[Row]:
        return draw(shown, shown.view, width) if shown.view is not None else []

    return Section(
        name,
        lambda: t(f"case.head.{name}{'.short' if count == 1 else ''}"),
        rows,
        head=(lambda: aside(shown)) if aside is not None else None,
        beside=count == 1,
        live=name in ("promises", "departments", "calls", "say", "others"),
    )


def _filters(shown: Shown) -> Row:
    """The views of the story, the present one marked."""
    row: Row = []
    for show in shows(shown.view) if shown.view is not None else ():
        if row:
            row.append((" · ", "quiet"))
        row.append((t(f"case.timeline.{show}"), "here" if show is shown.showing else "quiet"))
    return row


def _total(shown: Shown) -> Row:
    """The time a case has taken in all; not where lines are dear."""
    if shown.view is None or shown.compact:
        return []
    spent = shown.view.minutes
    total = spent.queue + spent.agent + spent.department + spent.customer
    return [(t("case.minutes.total", span=form.duration(total)), "quiet")]


_ASIDE: dict[str, Callable[[Shown], Row]] = {"timeline": _filters, "minutes": _total}
_DRAW: dict[str, Callable[[Shown, CaseView, int], list[Row]]] = {
    "promises": lambda s, view, width: promise_rows(own_clocks(view), s.lens, width, s.compact),
    "departments": lambda s, view, width: handoff_rows(view, s.lens, width, s.compact),
    "calls": lambda s, view, width: agreed_rows(view, s.lens, width),
    "who": lambda s, view, width: who_rows(view, s.lens, width),
    "customer": lambda s, view, width: whole_customer_rows(view, s.lens, width),
    "others": lambda s, view, width: other_rows(view, s.lens, width),
    "facts": lambda s, view, width: fact_rows(view, s.lens, width),
    "minutes": lambda s, view, width: minute_rows(view, s.lens, width),
    "request": lambda s, view, width: request_rows(view, s.lens, width, s.whole),
    "say": lambda s, view, width: [[(line, "")] for line in wrap(say(view, s.lens), width)],
    "timeline": lambda s, view, width: timeline_rows(view, s.lens, width, s.showing, s.whole),
}
