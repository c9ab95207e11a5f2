"""The handoff under the cursor beside its table: what is asked, what goes along, the case (C5)."""

from __future__ import annotations

from agentdesk.desk.api import HandoffLine
from agentdesk.i18n import t
from agentdesk.widgets import handoff_words as words
from agentdesk.widgets.case_lines import CaseLines, section
from agentdesk.widgets.cells import plain
from agentdesk.widgets.facts import status_words
from agentdesk.widgets.lens import paragraphs
from agentdesk.widgets.lines import Row, clip, wrap
from agentdesk.widgets.say_now import say
from agentdesk.widgets.timeline import timeline_rows

ASK_LINES = 12
"""Lines of what is asked; the case has all of it."""


ALONG_LINES = 3
"""Lines of each text that goes along."""


LONGEST = 2000
"""Characters of a text that are looked at: its lines here end before that."""


class DeptPreview(CaseLines[HandoffLine]):
    """What a specialist wants to know before opening the case."""

    def __init__(self) -> None:
        super().__init__(id="dept-preview")

    def about(self, row: HandoffLine) -> int:
        """The case that was handed over."""
        return row.case_id

    def build(self, width: int) -> list[Row]:
        """First things first; what does not fit the height is for the case's own screen."""
        line, lens = self._row, self._lens
        if line is None:
            return []
        part = f"{words.dept(line, lens)} {words.part(line)}"
        rows: list[Row] = [clip([(plain(line.reference), "accent"), (f"  {part}", "quiet")], width)]
        rows += section("handoff.head.ask")
        asked = wrap(paragraphs(line.ask[:LONGEST]) or "—", width)
        rows += [[(one, "strong")] for one in asked[:ASK_LINES]]
        rows += [[(one, "quiet")] for one in words.flow(words.facts(line, lens), width)]
        if line.along:
            rows += section("handoff.head.along")
            for text in line.along:
                lines = wrap(plain(text[:LONGEST]), width - 2)[:ALONG_LINES]
                rows += [[("┃ ", "customer"), (one, "")] for one in lines]
        return [*rows, *self._case(line, width)]

    def _case(self, line: HandoffLine, width: int) -> list[Row]:
        view, lens = self._view, self._lens
        rows = section("handoff.head.case")
        rows += [[(one, "")] for one in wrap(plain(line.title[:LONGEST]) or "—", width)[:3]]
        about = [plain(line.customer), line.priority.value]
        if view is not None:
            about += [t(f"case.class.{view.klass.value}"), status_words(view)]
        about.append(
            t("handoff.owner", who=lens.who(line.owner)) if line.owner else t("handoff.owner.none")
        )
        rows += [[(one, "quiet")] for one in words.flow(filter(None, about), width)]
        if view is None:
            return rows
        rows += section("handoff.head.say")
        rows += [[(one, "")] for one in wrap(say(view, lens), width)]
        rows += section("case.head.timeline")
        return [*rows, *timeline_rows(view, lens, width)]
