"""The end of the day, line by line: what is due before the next shift, what colleagues ask of me,
what was handed over (C12).

The cursor stays on its case while others answer; everything that is mine and that nobody was asked
to take is marked until the mark is taken away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from textual import events
from textual.geometry import Offset
from textual.message import Message

from agentdesk.desk.api import HandedOver, HomeLine, HomeView, Offer
from agentdesk.i18n import t
from agentdesk.widgets import home_words as words
from agentdesk.widgets.cells import cell_len, cut, fit, plain
from agentdesk.widgets.jump_spots import Spot
from agentdesk.widgets.lens import Lens, phrase
from agentdesk.widgets.lines import Lines, Row, ends, row_cells

Thing: TypeAlias = HomeLine | Offer | HandedOver
Key: TypeAlias = tuple[str, int, str]
"""Which part it stands in, its case, and the call it is about."""

TITLE = 8
"""Cells from which a title is worth showing."""

WIDEST = 110
"""Cells after which both ends of a line are too far apart to be read as one."""

NAME, WHO = 12, 14
"""Cells of a customer's and a colleague's name at most."""


def key_of(thing: Thing) -> Key:
    """What a line is about."""
    if isinstance(thing, HomeLine):
        return ("due", thing.case_id, thing.callback)
    if isinstance(thing, HandedOver):
        return ("handed", thing.case_id, thing.callback)
    return ("asked", thing.case_id, "")


class HomeList(Lines, can_focus=True):
    """Three parts, one cursor."""

    class Moved(Message):
        """Another line is under the cursor."""

    class Opened(Message):
        """A line was double-clicked."""

    def __init__(self) -> None:
        super().__init__(id="home-list")
        self.lens = Lens()
        self.view: HomeView | None = None
        self.things: tuple[Thing, ...] = ()
        self.at = 0
        self._marks: dict[Key, bool] = {}
        self._asked: dict[Key, str | None] = {}
        self.barred: dict[Key, str] = {}
        """Lines that could not be handed over just now, and why."""
        self._places: list[int] = []

    # --- what it shows
    def show(self, view: HomeView, offers: Sequence[Offer], lens: Lens) -> None:
        """Draw these; the cursor stays on its case, or on the line where that was."""
        before = key_of(self.here) if self.here is not None else None
        due = {line.case_id for line in view.lines if not line.callback}
        handed = [one for one in view.handed if one.callback or one.case_id not in due]
        self.view, self.lens = view, lens
        self.things = (*view.lines, *offers, *handed)
        self._keep_marks(view)
        places = {key_of(thing): place for place, thing in enumerate(self.things)}
        same = before is not None and before in places
        self.at = places[before] if same and before is not None else self._in_range(self.at)
        self.refill()

    def _keep_marks(self, view: HomeView) -> None:
        """A mark that was set by hand goes when somebody is asked, or has answered."""
        asked = {key_of(line): line.offered_to for line in view.lines}
        for key in list(self._marks):
            if key not in asked or asked[key] != self._asked.get(key):
                del self._marks[key]
                self.barred.pop(key, None)
        self._asked = asked

    def anew(self) -> None:
        """The day of somebody else: from its first line."""
        self.at = 0
        self._marks.clear()
        self._asked.clear()
        self.barred.clear()

    def _in_range(self, place: int) -> int:
        return max(0, min(len(self.things) - 1, place))

    @property
    def here(self) -> Thing | None:
        """What is under the cursor."""
        return self.things[self.at] if self.at < len(self.things) else None

    @property
    def row(self) -> int:
        """The row of the cursor."""
        return self._places[self.at] if self.at < len(self._places) else 0

    @property
    def due(self) -> tuple[HomeLine, ...]:
        """What is due, in its order."""
        return tuple(thing for thing in self.things if isinstance(thing, HomeLine))

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What colleagues ask of me."""
        return tuple(thing for thing in self.things if isinstance(thing, Offer))

    # --- marks
    def is_marked(self, line: HomeLine) -> bool:
        """Marked by hand, or by itself: it is mine, and nobody was asked."""
        return self._marks.get(key_of(line), line.offered_to is None)

    @property
    def marked(self) -> tuple[HomeLine, ...]:
        """What is marked; without a mark what is under the cursor."""
        found = tuple(line for line in self.due if self.is_marked(line))
        if found or not isinstance(self.here, HomeLine):
            return found
        return (self.here,)

    def mark(self) -> None:
        """Mark the line, or take its mark away; on to the next."""
        here = self.here
        if isinstance(here, HomeLine):
            self._marks[key_of(here)] = not self.is_marked(here)
            self.barred.pop(key_of(here), None)
            self.move(1)
            self.refill()

    def bar(self, whys: Mapping[Key, str]) -> None:
        """These could not be handed over: said on their lines, the first of which gets the cursor,
        and marked no more, so that the same key hands over the others."""
        self.barred = dict(whys)
        self._marks.update(dict.fromkeys(whys, False))
        self.at = next((n for n, one in enumerate(self.things) if key_of(one) in whys), self.at)
        self.refill()

    def mark_all(self) -> None:
        """Mark every line; none, if all are."""
        wanted = not all(self.is_marked(line) for line in self.due)
        self._marks = {key_of(line): wanted for line in self.due}
        self.refill()

    # --- moving
    def move(self, by: int) -> None:
        """So many lines on."""
        self.go(self._in_range(self.at + by))

    def go(self, place: int) -> None:
        """The cursor to a line."""
        if place != self.at and self.things:
            self.at = self._in_range(place)
            self.refill()
            self.post_message(self.Moved())

    def go_to_offers(self) -> None:
        """To the first case that is asked of me."""
        place = next((n for n, one in enumerate(self.things) if isinstance(one, Offer)), None)
        if place is not None:
            self.go(place)

    def tick(self, now: int) -> None:
        """Time has passed."""
        self.lens = self.lens.at(now)
        self.refill()

    # --- drawing
    def build(self, width: int) -> list[Row]:
        """A heading for each part, and its lines."""
        self._places, width = [], min(width, WIDEST)
        if self.view is None:
            return [[(t("home.loading"), "quiet")]]
        rows: list[Row] = []
        part = ""
        sizes = {name: self._sizes(name) for name in ("due", "asked", "handed")}
        if not self.due and not self.offers:
            rows.append([(self._nothing(), "quiet")])
        for place, thing in enumerate(self.things):
            name = key_of(thing)[0]
            if name != part:
                part = name
                rows += [*([[]] if rows else []), self._head(part)]
            self._places.append(len(rows))
            rows.append(self._line(thing, place == self.at, sizes[name], width))
        return rows

    def _nothing(self) -> str:
        assert self.view is not None
        if self.view.person == self.lens.me:
            return t("home.nothing")
        return phrase("home.nothing.of", who=self.lens.who(self.view.person))

    def _head(self, part: str) -> Row:
        assert self.view is not None
        count = sum(key_of(thing)[0] == part for thing in self.things)
        at = words.until(self.view, self.lens)
        row: Row = [(phrase(f"home.head.{part}", at=at), "head"), (f"  {count}", "quiet")]
        marked = sum(self.is_marked(line) for line in self.due)
        if part == "due" and marked:
            row.append((f"  {t('home.marked', count=marked)}", "accent"))
        return row

    def _whens(self, thing: Thing) -> tuple[str, str]:
        """When it is due (of a call: when it begins), and the name of its clock."""
        if isinstance(thing, HandedOver) or thing.due is None or thing.clock is None:
            return ("", "")
        call_at = thing.call_at if isinstance(thing, HomeLine) else 0
        return (self.lens.when(call_at or thing.due), words.clock_name(thing.clock))

    def _sizes(self, part: str) -> tuple[int, int, int, int]:
        """Cells of the time and the clock's name in a part, of the case and the customer."""
        told = [thing for thing in self.things if not isinstance(thing, HandedOver)]
        times = [self._whens(thing) for thing in self.things if key_of(thing)[0] == part]
        return (
            max((cell_len(time) for time, _ in times), default=0),
            max((cell_len(name) for _, name in times), default=0),
            max((cell_len(plain(thing.reference)) for thing in self.things), default=0),
            min(NAME, max((cell_len(plain(thing.customer)) for thing in told), default=0)),
        )

    def _line(self, thing: Thing, here: bool, sizes: tuple[int, int, int, int], width: int) -> Row:
        look = "focus" if here and self.has_focus else "strong" if here else ""
        marked = isinstance(thing, HomeLine) and self.is_marked(thing)
        left: Row = [("▸" if here else " ", "accent"), ("✓ " if marked else "  ", "accent")]
        if isinstance(thing, HandedOver):
            return [*left, (fit(plain(thing.reference), sizes[2]), look), *self._went(thing)]
        left += self._what(thing, look, sizes)
        tail = self._tail(thing)
        room = width - row_cells(left) - row_cells(tail) - 4
        if room >= TITLE:
            left.append((f"  {cut(plain(thing.title), room)}", "" if here else "quiet"))
        return ends(left, tail, width)

    def _what(
        self, thing: HomeLine | Offer, look: str, sizes: tuple[int, int, int, int]
    ) -> Iterator[tuple[str, str]]:
        """What is due when, of whom."""
        left = None if thing.due is None else thing.due - self.lens.now
        sign, urgent = " ", ""
        if left is not None and left <= self.lens.soon:
            sign, urgent = ("▲", "late") if left < 0 else ("●", "soon")
        time, clock = self._whens(thing)
        yield (f"{thing.priority.value} ", "strong" if thing.priority.value == "P1" else "quiet")
        yield (f"{sign} ", urgent)
        yield (fit(time, sizes[0]) + " ", urgent or look)
        yield (fit(clock, sizes[1]) + "  ", urgent or "quiet")
        yield (fit(plain(thing.reference), sizes[2]) + "  ", look)
        yield (fit(plain(thing.customer) or "—", max(1, sizes[3])), look)

    def _tail(self, thing: HomeLine | Offer) -> Row:
        if isinstance(thing, Offer):
            who = cut(self.lens.who(thing.by), WHO)
            return [(phrase("home.state.by", who=who, at=self.lens.when(thing.at)), "quiet")]
        assert self.view is not None
        text, look = words.state(thing, self.view, self.lens)
        if key_of(thing) in self.barred:
            text, look = t("home.state.barred"), "late"
        return [(cut(text, 2 * WHO), look)]

    def _went(self, one: HandedOver) -> Row:
        """Where it went."""
        key = "home.went.asked" if not one.accepted else "home.went"
        key = "home.went.duty" if one.duty else key
        said = phrase(key, who=self.lens.who(one.to))
        if one.callback:
            said = f"{said} · {t('home.clock.call')}"
        return [(f"  → {said}", "soon" if not one.accepted else "good")]

    # --- the mouse, jumping
    def on_click(self, event: events.Click) -> None:
        """The cursor goes to the line under the mouse; twice opens its case."""
        if event.y in self._places:
            self.go(self._places.index(event.y))
            if event.chain == 2:
                self.post_message(self.Opened())

    def jump_spots(self) -> Sequence[Spot]:
        """Every line."""
        return [
            Spot(Offset(0, row), partial(self.go, place)) for place, row in enumerate(self._places)
        ]

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show where the keys go."""
        super().watch_has_focus(has_focus)
        self.refill()
