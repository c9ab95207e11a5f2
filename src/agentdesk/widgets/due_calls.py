"""What is to be rung: missed first, then now, then what comes; a cursor in it (C7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from textual import events
from textual.geometry import Offset
from textual.message import Message

from agentdesk.desk.api import CallbackLine
from agentdesk.i18n import format as form
from agentdesk.i18n import t
from agentdesk.widgets.call_words import glyph, stands, state_of
from agentdesk.widgets.cells import cell_len, fit, plain
from agentdesk.widgets.jump_spots import Spot
from agentdesk.widgets.lens import Lens
from agentdesk.widgets.lines import Lines, Row, clip, ends

BANDS = ("missed", "now", "set")


class DueCalls(Lines, can_focus=True):
    """The due list. The cursor stays on its call while the list changes under it."""

    class Moved(Message):
        """The cursor is on another call."""

        def can_replace(self, message: Message) -> bool:
            """Only the last place counts."""
            return isinstance(message, DueCalls.Moved)

    class Opened(Message):
        """A call was double-clicked."""

    def __init__(self, now: Callable[[], int]) -> None:
        super().__init__(id="due-calls")
        self._now = now
        self.calls: tuple[CallbackLine, ...] = ()
        self.lens = Lens()
        self.mine = False
        self._read = False
        self._at = 0
        self._top = 0
        self._made_of: list[int | None] = []

    # --- what it shows
    def show(self, calls: Sequence[CallbackLine], lens: Lens, *, mine: bool) -> None:
        """Draw these; the cursor stays on its call, or takes the one that came in its place."""
        before = self.call
        now = self._now()
        order = {band: place for place, band in enumerate(BANDS)}
        ranked = sorted(calls, key=lambda one: (order.get(state_of(one, now), 9), one.at))
        self.calls, self.lens, self.mine, self._read = tuple(ranked), lens, mine, True
        same = [n for n, one in enumerate(ranked) if before and _same(one, before)]
        self._at = same[0] if same else max(0, min(self._at, len(ranked) - 1))
        self.refill()
        self.post_message(self.Moved())

    @property
    def call(self) -> CallbackLine | None:
        """The call under the cursor."""
        return self.calls[self._at] if self._at < len(self.calls) else None

    def move(self, by: int) -> None:
        """Another call."""
        self.go(max(0, min(len(self.calls) - 1, self._at + by)))

    def go(self, place: int) -> None:
        """The call at a place of the list."""
        if 0 <= place < len(self.calls):
            self._at = place
            self.refill()
            self.post_message(self.Moved())

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show where the keys go."""
        super().watch_has_focus(has_focus)
        self.refill()

    def on_resize(self) -> None:
        """More or fewer of them are in view."""
        self.refill()

    # --- painting
    def build(self, width: int) -> list[Row]:
        """Bands with their number, two lines a call where there is room; a window around it."""
        whose: Row = [
            (t("callbacks.due.mine"), "here" if self.mine else "quiet"),
            (" · ", "quiet"),
            (t("callbacks.due.all"), "quiet" if self.mine else "here"),
        ]
        head = ends([(t("callbacks.due"), "head")], whose, width)
        if not self.calls:
            words = t("callbacks.due.none") if self._read else t("callbacks.loading")
            self._made_of = [None, None]
            return [head, clip([(f"  {words}", "quiet")], width)]
        rows: list[Row] = []
        of: list[int | None] = []
        now, band = self._now(), ""
        for place, call in enumerate(self.calls):
            state = state_of(call, now)
            if state != band:
                band = state
                count = sum(state_of(one, now) == band for one in self.calls)
                rows.append(_band(band, count, width))
                of.append(None)
            lines = self._call(call, place == self._at, width)
            rows += lines
            of += [place] * len(lines)
        room = max(2, self.size.height - 1)
        here = of.index(self._at)
        self._top = max(here + 2 - room, min(self._top, max(0, here - 1)), 0)
        self._top = max(0, min(self._top, len(rows) - room))
        self._made_of = [None, *of[self._top : self._top + room]]
        return [head, *rows[self._top : self._top + room]]

    def _call(self, call: CallbackLine, here: bool, width: int) -> list[Row]:
        """``▸ 14:20  C-0994  B***n   ▲ missed by 12m``; under it what it is about."""
        now = self._now()
        sign, role = glyph(call, now)
        time = self.lens.when(call.at)
        cursor = here and self.has_focus
        left: Row = [
            ("▸ " if here else "  ", "accent" if cursor else "quiet"),
            (fit(time, max(5, cell_len(time))), "focus" if cursor else "strong"),
            (f"  {plain(call.reference)}", "" if call.mine or self.mine else "quiet"),
            (f"  {plain(call.customer)}", ""),
        ]
        tail: Row = [(f"{sign} {stands(call, now)}", role or "quiet")]
        what = plain(call.about)
        if call.what == "visit":
            what = f"{t('callbacks.visit_at', place=plain(call.place))} · {what}"
        under: Row = [("  ", ""), (self.lens.who_or_me(call.who), "" if call.mine else "quiet")]
        if call.off:
            under.append((f" · {t('callbacks.not_there')}", "soon"))
        if call.tries:
            under.append((f" · {t('callbacks.tries', count=call.tries)}", "soon"))
        under.append((f" · {what}", "quiet"))
        return [ends(left, tail, width), clip(under, width)]

    # --- the mouse, and jumping
    def jump_spots(self) -> Sequence[Spot]:
        """The first line of every call in view."""
        return [
            Spot(Offset(0, y), partial(self._jump, place))
            for y, place in enumerate(self._made_of)
            if place is not None and (y == 0 or self._made_of[y - 1] != place)
        ]

    def _jump(self, place: int) -> None:
        self.screen.set_focus(self)
        self.go(place)

    def on_click(self, event: events.Click) -> None:
        """The cursor goes there; twice opens."""
        place = self._made_of[event.y] if event.y < len(self._made_of) else None
        if place is not None:
            self.go(place)
            if event.chain == 2:
                self.post_message(self.Opened())

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.move(-1)


def _band(state: str, count: int, width: int) -> Row:
    name = f"{t(f'callbacks.band.{state}')} " if state in BANDS else ""
    number = f" {form.count(count)}"
    rule = "─" * max(0, width - cell_len(name) - cell_len(number))
    return clip([(name, "late" if state == "missed" else "quiet"), (rule, "rule"),
                 (number, "quiet")], width)  # fmt: skip


def _same(one: CallbackLine, other: CallbackLine) -> bool:
    return (one.case_id, one.id) == (other.case_id, other.id)
