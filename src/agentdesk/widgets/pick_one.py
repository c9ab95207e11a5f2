"""One of many, found by typing part of its name: for lists too long to stand side by side.

What is chosen stands in the line as its placeholder; typing looks among the others, the arrows mark
one, enter or tab takes it. Leaving without typing changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, TypeAlias

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from agentdesk.domain.matching import ranked
from agentdesk.i18n import t
from agentdesk.widgets.cells import plain
from agentdesk.widgets.choice import Option
from agentdesk.widgets.lines import Lines, Row, clip
from agentdesk.widgets.text_box import LineBox

SHOWN = 5
"""Matches that are shown at once."""


def matching(options: Sequence[Option], typed: str) -> list[Option]:
    """The options whose label or code holds what was typed, best match first."""
    return ranked(options, lambda one: (one.label, one.code), typed)


Find: TypeAlias = Callable[[Sequence[Option], str], list[Option]]
"""Which options are meant by what was typed, best first."""


class Offers(Lines):
    """The matches, ▸ the marked one; no line while nothing is looked for."""

    def __init__(self) -> None:
        super().__init__(classes="offers")
        self.found: list[Option] = []
        self.at = 0
        self.none = False

    def show(self, found: Sequence[Option], at: int = 0, *, none: bool = False) -> None:
        """Draw these; ``none``: something was looked for and is not there."""
        self.found, self.at, self.none = list(found), at, none
        self.refill()

    def build(self, width: int) -> list[Row]:
        """A line each, around the marked one."""
        if self.none:
            return [[(t("forms.pick.none"), "late")]]
        top = max(0, min(self.at - SHOWN // 2, len(self.found) - SHOWN))
        rows: list[Row] = []
        for place, one in enumerate(self.found[top : top + SHOWN], start=top):
            here = place == self.at
            row: Row = [
                ("▸ " if here else "  ", "accent"),
                (plain(one.label), "focus" if here else ""),
            ]
            rows.append(clip(row, width))
        return rows


class PickOne(Vertical):
    """``value`` is the code of the chosen option, "" while none is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
    ]

    class Changed(Message):
        """A person chose another one."""

        def __init__(self, pick: PickOne) -> None:
            super().__init__()
            self.pick = pick

    class Pointed(Message):
        """Another offer is marked, or none is any more."""

    class Done(Message):
        """Enter: on to the next field."""

    def __init__(
        self,
        options: Sequence[Option],
        value: str = "",
        *,
        none: str = "",
        find: Find = matching,
    ) -> None:
        super().__init__(classes="picker")
        self._find = find
        self.options = tuple(options)
        self.none = none
        """What stands there while nothing is chosen."""
        self.value = value if value in {one.code for one in options} else ""
        self.set_class(bool(self.value), "-chosen")

    def compose(self) -> ComposeResult:
        """The line and the offers."""
        yield LineBox(placeholder=self._label(), limit=40)
        yield Offers()

    def _label(self) -> str:
        return next((one.label for one in self.options if one.code == self.value), self.none)

    @property
    def words(self) -> str:
        """The chosen code, as a draft keeps it."""
        return self.value

    @property
    def pointed(self) -> str:
        """The code of the marked offer; of what is chosen, while nothing is looked for."""
        offers = self.query_one(Offers)
        if offers.none:
            return ""
        return offers.found[offers.at].code if offers.found else self.value

    def put(self, code: str) -> None:
        """Choose a code; one that does not exist chooses nothing."""
        if code in {"", *(one.code for one in self.options)}:
            self.value = code
            self.set_class(bool(code), "-chosen")
            if self.is_mounted:
                self.query_one(LineBox).placeholder = self._label()

    def offer(self, options: Sequence[Option], none: str) -> None:
        """The same codes in other words."""
        self.options, self.none = tuple(options), none
        self.put(self.value)

    # --- finding
    def _offer(self, found: Sequence[Option], at: int = 0, *, none: bool = False) -> None:
        self.query_one(Offers).show(found, at, none=none)
        self.post_message(self.Pointed())

    def _close(self) -> None:
        self.query_one(LineBox).value = ""
        self._offer([])

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find anew with every key."""
        event.stop()
        if not event.value.strip():
            self._offer([])
            return
        found = self._find(self.options, event.value)
        self._offer(found, none=not found)

    def _take(self) -> bool:
        offers = self.query_one(Offers)
        chosen = offers.found[offers.at] if offers.found else None
        self._close()
        if chosen is None:
            return False
        if chosen.code != self.value:
            self.put(chosen.code)
        self.post_message(self.Changed(self))
        return True

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter takes the marked one and goes on; what is not there stays to be corrected."""
        event.stop()
        if not self.query_one(Offers).none:
            self._take()
            self.post_message(self.Done())

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Tab takes the marked one, too."""
        self._take()

    def action_move(self, by: int) -> None:
        """Mark another offer; down in an empty line shows them all, up leaves it."""
        offers = self.query_one(Offers)
        if offers.found:
            at = max(0, min(len(offers.found) - 1, offers.at + by))
            self._offer(offers.found, at)
        elif by < 0:
            self.screen.focus_previous()
        else:
            codes = [one.code for one in self.options]
            self._offer(self.options, codes.index(self.value) if self.value in codes else 0)

    def on_click(self, event: events.Click) -> None:
        """Take the one under the mouse."""
        offers = self.query_one(Offers)
        if event.widget is offers:
            top = max(0, min(offers.at - SHOWN // 2, len(offers.found) - SHOWN))
            if top + event.y < len(offers.found):
                offers.show(offers.found, top + event.y)
                self._take()
