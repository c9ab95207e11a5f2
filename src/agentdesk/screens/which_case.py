"""Which case: found by its number, or by the customer's name or number; nobody types a code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Input

from agentdesk.desk.api import QueueRow
from agentdesk.i18n import t
from agentdesk.screens.acts import Act, bindings
from agentdesk.screens.ahead import TypedAhead
from agentdesk.screens.base import DeskDialog
from agentdesk.screens.forms.parts import FormHead, FormKeys
from agentdesk.widgets.cells import plain
from agentdesk.widgets.filter_bar import case_number
from agentdesk.widgets.lines import Lines, Row, clip
from agentdesk.widgets.text_box import LineBox

WHICH_ACTS = (
    Act("callbacks", "which_take", "enter", priority=True),
    Act("callbacks", "which_down", "down", show=False, moves=True, priority=True),
    Act("callbacks", "which_up", "up", show=False, moves=True, priority=True),
    Act("callbacks", "which_leave", "escape", priority=True),
)

SHOWN = 8
"""Cases that are shown at once."""

REST = 0.1
"""Seconds without a key after which it is looked for."""


class Found(Lines):
    """The cases found, ▸ the marked one; always as high."""

    def __init__(self) -> None:
        super().__init__(id="which-found")
        self.rows_found: tuple[QueueRow, ...] = ()
        self.at = 0
        self._words = ""

    def show(self, rows: Sequence[QueueRow], words: str = "") -> None:
        """Draw these; ``words`` where there are none."""
        self.rows_found, self._words = tuple(rows), words
        self.at = 0
        self.refill()

    def move(self, by: int) -> None:
        """Mark another one."""
        self.at = max(0, min(len(self.rows_found) - 1, self.at + by))
        self.refill()

    def build(self, width: int) -> list[Row]:
        """A line each."""
        rows: list[Row] = [[(self._words, "quiet")]] if not self.rows_found else []
        top = max(0, min(self.at - SHOWN // 2, len(self.rows_found) - SHOWN))
        for place, row in enumerate(self.rows_found[top : top + SHOWN], start=top):
            here = place == self.at
            line: Row = [
                ("▸ " if here else "  ", "accent"),
                (row.reference, "focus" if here else ""),
                (f"  {plain(row.customer)}", ""),
                (f"  {plain(row.title)}", "quiet"),
            ]
            rows.append(clip(line, width))
        return [*rows, *([[]] * (SHOWN - len(rows)))]

    def on_click(self, event: events.Click) -> None:
        """Mark it."""
        top = max(0, min(self.at - SHOWN // 2, len(self.rows_found) - SHOWN))
        if top + event.y < len(self.rows_found):
            self.at = top + event.y
            self.refill()


class WhichCase(TypedAhead, DeskDialog[int]):
    """A line to type in, and what it finds. Answers with the case's id, None if left."""

    ACTS: ClassVar[Sequence[Act]] = WHICH_ACTS
    BINDINGS = bindings(WHICH_ACTS)
    AUTO_FOCUS: ClassVar[str | None] = ""

    def __init__(self) -> None:
        super().__init__(classes="case-form")
        self._resting: Timer | None = None
        self._looked_for = ""

    def compose(self) -> ComposeResult:
        """A panel, as every form."""
        with Vertical(classes="panel"):
            yield FormHead(t("callbacks.which.title"), "")
            yield LineBox(placeholder=t("callbacks.which.hint"), limit=80)
            yield Found()
            yield FormKeys([(self.key_of(act), act.label) for act in WHICH_ACTS if act.show])

    def on_mount(self) -> None:
        """The keys go into the line."""
        self.query_one(LineBox).focus()
        self.begun()

    def acts(self) -> Sequence[Act]:
        """Its own, and those of every dialog."""
        return (*WHICH_ACTS, *DeskDialog.ACTS)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look, once the keys rest."""
        event.stop()
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(REST, self._rested)

    def _rested(self) -> None:
        self._resting = None
        self.start(self._look(), group="look", exclusive=True)

    async def _look(self) -> None:
        text = self.query_one(LineBox).words
        rows = await self._find(text) if text else []
        if text == self.query_one(LineBox).words:
            self._looked_for = text
            self.query_one(Found).show(rows, t("callbacks.which.none") if text else "")

    async def _find(self, text: str) -> list[QueueRow]:
        """By number: that case. Else what the customers of that name or number have open."""
        found: list[QueueRow] = []
        number = case_number(text)
        case_id = await self.desk.find(number) if number is not None else None
        if case_id is not None:
            found.append((await self.desk.why(case_id)).row)
        lookup = await self.desk.lookup(text)
        for row in (row for customer in lookup.customers for row in customer.open):
            if all(row.id != one.id for one in found):
                found.append(row)
        return found

    def do_which_take(self) -> None:
        """The marked one; what was typed last is looked for first."""
        self.after_typing(lambda: self.start(self._take(), group="act"))

    async def _take(self) -> None:
        if self.query_one(LineBox).words != self._looked_for:
            await self._look()
        found = self.query_one(Found)
        if found.rows_found:
            self.dismiss(found.rows_found[found.at].id)

    def do_which_down(self) -> None:
        """Mark the next one."""
        self.query_one(Found).move(1)

    def do_which_up(self) -> None:
        """Mark the one before."""
        self.query_one(Found).move(-1)

    async def do_which_leave(self) -> None:
        """None of them."""
        await self.do_back()
