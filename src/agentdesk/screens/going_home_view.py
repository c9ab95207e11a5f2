"""What the end of a shift shows and how it reads it (C12). What can be done there: `going_home`.

Nothing is polled: the desk says what has changed, so who accepts or declines is seen at once.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.timer import Timer

from agentdesk.desk.api import HomeLine, HomeView
from agentdesk.i18n import t
from agentdesk.screens.live_list import LiveList
from agentdesk.screens.over_cases import OverCases
from agentdesk.widgets import home_words as words
from agentdesk.widgets.home_list import HomeList, key_of
from agentdesk.widgets.lens import Lens, lens_of, phrase
from agentdesk.widgets.lines import Lines, Row, ends, wrap

TICK = 20
"""Seconds after which what is due is drawn anew."""


class HomeHead(Lines):
    """Whose day ends, when they work next, and the one sentence of the day: up here no note covers
    it."""

    def __init__(self) -> None:
        super().__init__(id="home-head")
        self._view: HomeView | None = None
        self._lens = Lens()

    def show(self, view: HomeView | None, lens: Lens) -> None:
        """Draw this."""
        self._view, self._lens = view, lens
        self.refill()

    def build(self, width: int) -> list[Row]:
        """A line, the sentence behind its sign, a rule."""
        view, left = self._view, [(t("home.title"), "head")]
        rule: Row = [("─" * width, "rule")]
        if view is None:
            return [left, rule]
        if view.person != self._lens.me:
            left.append((f"  {self._lens.who(view.person)}", "soon"))
        at = words.until(view, self._lens)
        first = ends(left, [(phrase("home.next_shift", at=at), "")], width)
        sign, look = "✓", "good"
        if view.lines:
            alone = any(line.offered_to is None for line in view.lines)
            sign, look = ("▲", "late") if alone else ("●", "soon")
        said = wrap(words.sentence(view, self._lens), max(8, width - 2))
        return [
            first,
            *(
                [(f"{sign} " if n == 0 else "  ", look), (line, "strong")]
                for n, line in enumerate(said)
            ),
            rule,
        ]


class HomeDetail(Lines):
    """What is known of the line under the cursor."""

    def __init__(self) -> None:
        super().__init__(id="home-detail")
        self._text = ""

    def show(self, text: str) -> None:
        """Say this."""
        self._text = text
        self.refill()

    def build(self, width: int) -> list[Row]:
        """One line or two."""
        return [[(line, "quiet")] for line in wrap(self._text, width)[:2]] or [[]]


class GoingHomeView(OverCases, LiveList):
    """The sentence, and under it the list."""

    AUTO_FOCUS: ClassVar[str | None] = "HomeList"

    def __init__(self, *, to_offers: bool = False) -> None:
        super().__init__()
        self.person: str | None = None
        """Whose day it is; None: mine."""
        self._to_offers = to_offers
        self._ticker: Timer | None = None

    def compose_body(self) -> ComposeResult:
        """Head, list, detail."""
        yield HomeHead()
        with VerticalScroll(id="home-scroll", can_focus=False):
            yield HomeList()
        yield HomeDetail()

    def on_mount(self) -> None:
        """Read what there is."""
        if self._to_offers:  # a note led here, and covers what it told of
            self.app.clear_notifications()
        self.home_list.focus()
        self.read()
        self._ticker = self.set_interval(TICK, self._tick)

    @property
    def home_list(self) -> HomeList:
        """The list."""
        return self.query_one(HomeList)

    def to_offers(self) -> None:
        """Read anew, and go to what is asked of me."""
        self._to_offers = True
        self.person = None
        self.read()

    # --- reading
    def read(self) -> None:
        """Read anew; the last one asked for counts."""
        self.start(self._read(), group="load", exclusive=True)

    async def _read(self) -> None:
        person = self.person
        view = await self.desk.going_home(person)
        offers = await self.desk.offers() if person is None else ()
        if person != self.person:
            return  # somebody else's day was asked for meanwhile
        lens = lens_of(self.desk, self.desk_app.people)
        self.home_list.show(view, offers, lens)
        if self._to_offers:
            self._to_offers = False
            self.home_list.go_to_offers()
        self.describe()

    def _tick(self) -> None:
        self.home_list.tick(self.desk.now())

    # --- the line under the cursor
    def describe(self) -> None:
        """The sentence, and what is known of the line under the cursor."""
        found = self.home_list
        here, lens = found.here, found.lens
        detail = words.detail(here, lens) if isinstance(here, HomeLine) else ""
        if here is not None and (barred := found.barred.get(key_of(here))):
            detail = barred
        self.query_one(HomeHead).show(found.view, lens)
        self.query_one(HomeDetail).show(detail)
        self.refresh_frame()
        self.call_after_refresh(self._in_view)

    def _in_view(self) -> None:
        for pane in self.query("#home-scroll").results(VerticalScroll):
            # With its heading, where it is the first line below one.
            pane.scroll_to_region(Region(0, max(0, self.home_list.row - 1), 1, 2), animate=False)

    def on_home_list_moved(self) -> None:
        """The cursor is on another line."""
        self.describe()

    def relabel(self) -> None:
        """The language has changed."""
        self.home_list.refill()
        self.describe()
