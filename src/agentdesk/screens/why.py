"""Why a case stands where it stands, and why the next one is next: every number of its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from agentdesk.screens.acts import Act, bindings
from agentdesk.screens.base import DeskScreen
from agentdesk.widgets.lens import lens_of
from agentdesk.widgets.why_lines import WhyLines

WHY_ACTS = (
    Act("queue", "why_open", "enter"),
    Act("queue", "why_down", "j,down", show=False, moves=True),
    Act("queue", "why_up", "k,up", show=False, moves=True),
    Act("frame", "back", "escape,w,q"),
)


class WhyScreen(DeskScreen[int]):
    """One case's place, explained; pushed over the queue or a case by its id.

    Its answer is the case where that is to be opened now: over a case nothing is left to open.
    """

    ACTS: ClassVar[Sequence[Act]] = WHY_ACTS
    BINDINGS = bindings(WHY_ACTS)
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, case_id: int) -> None:
        super().__init__()
        self.case_id = case_id

    def compose_body(self) -> ComposeResult:
        """One column of text, as wide as is good to read."""
        with VerticalScroll(id="why"):
            yield WhyLines()

    def on_mount(self) -> None:
        """Read it."""
        self.start(self._read(), group="why", exclusive=True)

    async def _read(self) -> None:
        view = await self.desk.why(self.case_id)
        self.query_one(WhyLines).show(view, lens_of(self.desk, self.desk_app.people))

    def store_changed(self, ids: frozenset[int]) -> None:
        """Read it anew: the next one may be another."""
        self.start(self._read(), group="why", exclusive=True)

    def relabel(self) -> None:
        """The language has changed."""
        self.query_one(WhyLines).refill()
        self.refresh_frame()

    def do_why_open(self) -> None:
        """The case itself."""
        self.dismiss(self.case_id)

    def do_why_down(self) -> None:
        """Scroll down."""
        self.query_one(VerticalScroll).scroll_down(animate=False)

    def do_why_up(self) -> None:
        """Scroll up."""
        self.query_one(VerticalScroll).scroll_up(animate=False)

    def do_back(self) -> None:
        """Back to where it was asked."""
        self.dismiss(None)
