"""A field for a time zone: type part of a city; what time it is there shows that it is right."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from agentdesk.i18n import t
from agentdesk.widgets.cells import plain
from agentdesk.widgets.lines import Lines, Row, clip
from agentdesk.widgets.text_box import LineBox

SHOWN = 3
"""Zones that are offered at once."""


class ZoneList(Lines):
    """What the field means now, and the zones that are offered; always as many lines."""

    def __init__(self) -> None:
        super().__init__(classes="zones")
        self.zones: list[str] = []
        self.at = 0
        self.said: tuple[str, str] = ("", "quiet")

    def build(self, width: int) -> list[Row]:
        """A line for the meaning, then the zones around the marked one."""
        text, role = self.said
        rows: list[Row] = [clip([(text, role)], width)]
        top = max(0, min(self.at - SHOWN + 1, len(self.zones) - SHOWN))
        for place, zone in enumerate(self.zones[top : top + SHOWN], start=top):
            here = place == self.at
            rows.append([("▸ " if here else "  ", "accent"), (zone, "focus" if here else "")])
        return rows + [[] for _ in range(SHOWN + 1 - len(rows))]


class ZonePicker(Vertical):
    """Type part of a zone's name; ``zone`` is the IANA name meant, None while there is none.

    ``find`` offers zones for what was typed, ``exact`` knows a whole name, ``near`` corrects a
    misspelt one, ``hour`` says what time it is in a zone.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
    ]

    class Done(Message):
        """Enter: the zone is known, on to the next field."""

    def __init__(
        self,
        value: str,
        *,
        find: Callable[[str], list[str]],
        exact: Callable[[str], str | None],
        near: Callable[[str], str | None],
        hour: Callable[[str], str],
        id: str | None = None,
    ) -> None:
        super().__init__(id=id, classes="picker")
        self._first = value
        self._find, self._exact, self._near, self._hour = find, exact, near, hour

    def compose(self) -> ComposeResult:
        """The field, its meaning, the offers."""
        yield LineBox(self._first, limit=60)
        yield ZoneList()

    def on_mount(self) -> None:
        """Say what the guess means."""
        self.read()

    @property
    def words(self) -> str:
        """What was typed."""
        return self.query_one(LineBox).words if self.is_mounted else self._first

    def put(self, text: str) -> None:
        """Replace what was typed."""
        self._first = text
        if self.is_mounted:
            self.query_one(LineBox).put(text)

    @property
    def zone(self) -> str | None:
        """The zone of exactly this name."""
        return self._exact(self.words)

    def read(self) -> None:
        """Understand what stands there, say so, and offer zones."""
        found = self.query_one(ZoneList)
        zone = self.zone
        if zone is not None:
            found.zones, found.said = [], (t("firstrun.zone.is", time=self._hour(zone)), "good")
        else:
            found.zones = self._find(self.words) if self.words else []
            near = None if found.zones or not self.words else self._near(self.words)
            if near is not None:
                found.zones = [near]
            found.said = self._saying(bool(found.zones), near)
        found.at = 0
        found.refill()

    def _saying(self, offers: bool, near: str | None) -> tuple[str, str]:
        if not self.words:
            return t("firstrun.zone.type"), "quiet"
        if near is not None:
            return t("firstrun.zone.near", typed=plain(self.words)), "late"
        if offers:
            return t("firstrun.zone.choose"), "quiet"
        return t("firstrun.zone.unknown", typed=plain(self.words)), "late"

    def on_input_changed(self, event: Input.Changed) -> None:
        """Understand it anew with every key."""
        event.stop()
        self.read()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter takes the marked zone; with a known one it goes on."""
        event.stop()
        if self.zone is not None:
            self.post_message(self.Done())
            return
        found = self.query_one(ZoneList)
        if found.zones:
            self.put(found.zones[found.at])

    def action_move(self, by: int) -> None:
        """Mark another offer; with none, go to the field above or below."""
        found = self.query_one(ZoneList)
        if not found.zones:
            self.screen.focus_next() if by > 0 else self.screen.focus_previous()
            return
        found.at = max(0, min(len(found.zones) - 1, found.at + by))
        found.refill()
