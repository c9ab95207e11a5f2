"""Who else is at a case, in words: whoever works on it first."""

from __future__ import annotations

from collections.abc import Sequence

from agentdesk.desk.api import At
from agentdesk.i18n import known, t
from agentdesk.widgets.lens import Lens, phrase
from agentdesk.widgets.lines import Row, clip


def said(at: At, lens: Lens) -> str:
    """``Wang Fang works on it: record a reply``."""
    who = lens.who(at.person)
    if not at.works:
        return phrase("company.looks", who=who)
    doing = f"refused.action.{at.doing}"
    if known(doing):
        return phrase("company.works", who=who, doing=t(doing))
    return phrase("company.works.plain", who=who)


def company_row(here: Sequence[At], lens: Lens, width: int) -> list[Row]:
    """One line; none while nobody else is there."""
    if not here:
        return []
    row: Row = [("◆ ", "soon" if here[0].works else "quiet")]
    for number, at in enumerate(here):
        row.append((" · " if number else "", "quiet"))
        row.append((said(at, lens), "soon" if at.works else "quiet"))
    return [clip(row, width)]
