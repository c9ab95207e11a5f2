"""Who may be calling: customers that were found, their notes, and what they have open (B1).

Each customer, each open case and "somebody new" is a *pick*: the arrows mark one, digits stand
before the first nine open cases. Names and numbers are masked by the desk already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial

from textual import events
from textual.geometry import Offset
from textual.message import Message

from agentdesk.desk.api import Customer, Lookup, QueueRow, Sticky
from agentdesk.domain.drafts import Draft
from agentdesk.i18n import t
from agentdesk.widgets import queue_cells
from agentdesk.widgets.cells import cell_len, cut, fit, plain, right, wrap
from agentdesk.widgets.jump_spots import Spot
from agentdesk.widgets.lens import Lens
from agentdesk.widgets.lines import Lines, Row, Span, clip, ends
from agentdesk.widgets.queue_cells import Sight

DIGITS = 9
DRAFTS = 3
"""So many of what was typed and not sent are offered."""

OWNER = 12
"""Cells of an owner's name at most."""

LEFT = 13
"""Cells for the clock of a case and its time left; more where one needs them."""


class What(Enum):
    """What a pick is."""

    DRAFT = "draft"
    CUSTOMER = "customer"
    CASE = "case"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Pick:
    """Something that can be chosen."""

    what: What
    customer: Customer | None = None
    row: QueueRow | None = None
    digit: int = 0
    """The digit before an open case; 0 from the tenth on."""
    draft: Draft | None = None
    """What was typed for a new case and not sent."""


class Hits(Lines, can_focus=True):
    """The customers found, one block each."""

    class Moved(Message):
        """Another pick was marked by the mouse."""

    class Chosen(Message):
        """A pick was clicked twice."""

    def __init__(self) -> None:
        super().__init__(id="intake-hits")
        self.lens = Lens()
        self.lookup = Lookup("")
        self.drafts: tuple[Draft, ...] = ()
        self.picks: tuple[Pick, ...] = ()
        self.at = 0
        self._lines: list[int] = []

    # --- what is shown
    def show(self, lookup: Lookup, lens: Lens, drafts: tuple[Draft, ...] = ()) -> None:
        """Show these; what was marked stays marked while it is there."""
        before = self.marked if lookup.asked == self.lookup.asked else None
        self.lookup, self.lens = lookup, lens
        self.drafts = drafts[:DRAFTS]
        self.picks = tuple(self._all_picks())
        self.at = self._first()
        if before is not None:
            same = [n for n, pick in enumerate(self.picks) if _same(pick, before)]
            self.at = same[0] if same else self.at
        self.refill()

    def _all_picks(self) -> list[Pick]:
        picks = [Pick(What.DRAFT, draft=draft) for draft in self.drafts]
        digit = 0
        for customer in self.lookup.customers:
            picks.append(Pick(What.CUSTOMER, customer))
            for row in customer.open:
                digit += 1
                picks.append(Pick(What.CASE, customer, row, digit if digit <= DIGITS else 0))
        return [*picks, Pick(What.NEW)]

    def _first(self) -> int:
        """What is marked at first: the first open case, else whoever was found first."""
        wanted = (What.CASE, What.CUSTOMER, What.NEW)
        for what in wanted:
            for n, pick in enumerate(self.picks):
                if pick.what is what:
                    return n
        return 0

    @property
    def marked(self) -> Pick | None:
        """The pick that is marked."""
        return self.picks[self.at] if self.picks else None

    @property
    def line(self) -> int:
        """The line of the marked pick."""
        return self._lines[self.at] if self.at < len(self._lines) else 0

    def with_digit(self, digit: int) -> Pick | None:
        """The open case behind a digit."""
        return next((pick for pick in self.picks if pick.digit == digit), None)

    def mark(self, pick: Pick) -> None:
        """Mark this one."""
        self.at = next((n for n, one in enumerate(self.picks) if _same(one, pick)), self.at)
        self.refill()

    def move(self, by: int) -> bool:
        """Mark another one; False at the end of the list."""
        at = self.at + by
        if not 0 <= at < len(self.picks):
            return False
        self.at = at
        self.refill()
        return True

    def jump_spots(self) -> Sequence[Spot]:
        """Every pick; going there marks it."""
        places = zip(self.picks, self._lines, strict=False)
        return [Spot(Offset(0, line), partial(self._jump, pick)) for pick, line in places]

    def _jump(self, pick: Pick) -> None:
        self.screen.set_focus(self)
        self.mark(pick)

    def tick(self, now: int) -> None:
        """Time has passed."""
        self.lens = self.lens.at(now)
        self.refill()

    # --- drawing
    def build(self, width: int) -> list[Row]:
        """The draft, each customer with notes and open cases, somebody new."""
        rows: list[Row] = []
        self._lines = []
        rows_shown = [pick.row for pick in self.picks if pick.row is not None]
        status = max((cell_len(_status(row)) for row in rows_shown), default=0)
        left = max([LEFT, *(cell_len(self._left(row)) for row in rows_shown)])
        owner = max((cell_len(self._owner(row)) for row in rows_shown), default=0)
        for n, pick in enumerate(self.picks):
            here = n == self.at
            if pick.what is What.CUSTOMER and rows:
                rows.append([])
            if pick.what is What.NEW and rows:
                rows.append([])
            self._lines.append(len(rows))
            if pick.row is not None:
                rows.append(self._case(pick, pick.row, (status, left, owner), here, width))
            elif pick.customer is not None:
                rows += self._customer(pick.customer, here, width)
            elif pick.draft is not None:
                rows.append(self._draft(pick.draft, here, width))
            else:
                rows.append(self._new(here, width))
        return rows

    def _mark(self, here: bool) -> Span:
        return ("▸ " if here else "  ", "accent" if self.has_focus else "strong")

    def _look(self, here: bool, usual: str = "") -> str:
        return usual if not here else "focus" if self.has_focus else "strong"

    def _draft(self, draft: Draft, here: bool, width: int) -> Row:
        words = t("intake.unsent", at=self.lens.when(draft.at))
        who = plain(draft.values.get("who", ""))
        row: Row = [self._mark(here), (words, self._look(here, "soon"))]
        if who:
            row.append((f"  {who}", ""))
        row.append((f"  {plain(draft.values.get('text', '')[:200])}", "quiet"))
        return clip(row, width)

    def _new(self, here: bool, width: int) -> Row:
        typed = plain(self.lookup.asked)
        words = t("intake.new.typed", typed=typed) if typed else t("intake.new")
        return clip([self._mark(here), ("+ ", "accent"), (words, self._look(here))], width)

    def _customer(self, who: Customer, here: bool, width: int) -> list[Row]:
        name = plain(who.name) or t("intake.nameless")
        left: Row = [self._mark(here), (name, self._look(here, "strong"))]
        for part in (plain(who.phone), plain(who.email)):
            if part:
                left.append((f"   {part}", ""))
        if who.care:
            left.append((f"   ◆ {t('case.care')}", "soon"))
        found = t(f"intake.matched.{who.matched}")
        cases = t("intake.cases.one" if who.cases == 1 else "intake.cases", count=who.cases)
        rows = [ends(left, [(f"{found} · {cases}", "quiet")], width)]
        for note in who.stickies:
            rows += self._note(note, width)
        if not who.open:
            last = self.lens.when(who.last_at) if who.last_at is not None else ""
            words = t("intake.nothing_open.last", at=last) if last else t("intake.nothing_open")
            rows.append([("    ", ""), (words, "quiet")])
        return rows

    def _note(self, note: Sticky, width: int) -> list[Row]:
        by = t("intake.sticky.by", who=self.lens.who(note.by), until=self.lens.when(note.until))
        lines = wrap(f"◆ {plain(note.text)}", max(10, width - 6 - cell_len(by)))
        first: Row = [("    ", ""), (lines[0], "accent"), (f"  {by}", "quiet")]
        return [clip(first, width), *([("      ", ""), (line, "accent")] for line in lines[1:])]

    def _left(self, row: QueueRow) -> str:
        """The name of the clock that runs on a case, and what is left of it."""
        left = queue_cells.time_left(row, self.lens.now, self.lens.zone)
        return f"{queue_cells.clock_name(row)} {left}".strip()

    def _owner(self, row: QueueRow) -> str:
        name = t("queue.me") if row.mine else self.lens.who(row.owner) if row.owner else "—"
        return cut(name, OWNER)

    def _case(
        self, pick: Pick, row: QueueRow, sizes: tuple[int, int, int], here: bool, width: int
    ) -> Row:
        lens = self.lens
        sight = Sight(lens.zone, lens.soon, lens.labels)
        sign, sign_look = queue_cells.glyph(row, lens.now, sight.soon)
        urgency = queue_cells.urgency(row, lens.now, sight.soon)
        digit = str(pick.digit) if pick.digit else " "
        status, left, owner = sizes
        begin: Row = [
            self._mark(here),
            (f" {digit} ", "accent"),
            (f" {row.reference} ", self._look(here)),
            (f" {fit(_status(row), status)}  ", "quiet"),
            (sign, _ROLES.get(sign_look, "")),
            (right(self._left(row), left) + "  ", _ROLES.get(urgency, "")),
            (plain(row.title), self._look(here)),
        ]
        tail: Row = []
        if row.chasers:
            words, look = queue_cells.chased(row)
            tail.append((f"{words}   ", "late" if look == "late" else "accent"))
        tail.append((fit(self._owner(row), owner), "" if row.mine else "quiet"))
        return ends(begin, tail, width)

    def on_click(self, event: events.Click) -> None:
        """Mark what is under the mouse; twice chooses it."""
        inside = [n for n, line in enumerate(self._lines) if line <= event.y]
        if inside:
            self.at = inside[-1]
            self.refill()
            self.post_message(self.Moved())
            if event.chain == 2:
                self.post_message(self.Chosen())

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show where the keys go."""
        super().watch_has_focus(has_focus)
        self.refill()


_ROLES = {"late": "late", "soon": "soon", "dim": "quiet"}


def _status(row: QueueRow | None) -> str:
    return t(f"case.status.{row.status.value}") if row is not None else ""


def _same(one: Pick, other: Pick) -> bool:
    def key(pick: Pick) -> tuple[What, int, int]:
        case = pick.row.id if pick.row else 0
        return pick.what, pick.customer.id if pick.customer else 0, case

    return key(one) == key(other)


def described(who: Customer) -> str:
    """A customer in one line, masked: ``陈*  138****5678``."""
    parts = (plain(who.name), plain(who.phone) or plain(who.email))
    return "  ".join(part for part in parts if part) or t("intake.nameless")
