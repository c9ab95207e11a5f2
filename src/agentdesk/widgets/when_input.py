"""A field for a time to come: what is typed, and beside it how it was understood (C2, C7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Input

from agentdesk.domain.when import Unclear, understand
from agentdesk.i18n import format as form
from agentdesk.i18n import known, t
from agentdesk.widgets.cells import plain
from agentdesk.widgets.lines import Lines, Row, wrap
from agentdesk.widgets.text_box import LineBox


def full_time(at: int, zone_name: str, zone: tzinfo) -> str:
    """A point in time that cannot be mistaken: ``Wed 25 Nov 2026, 10:00 Shanghai``."""
    local = form.local(at, zone)
    return t(
        "forms.when.full",
        weekday=t(f"frame.weekday.{local.weekday()}"),
        day=local.day,
        month=t(f"frame.month.{local.month}"),
        year=local.year,
        time=f"{local:%H:%M}",
        zone=zone_words(zone_name),
    )


def zone_words(name: str) -> str:
    """The city of a zone, in the language in force where the catalogue knows it."""
    key = f"forms.zone.{name}"
    return t(key) if known(key) else plain(name.rsplit("/", 1)[-1].replace("_", " "))


class Echo(Lines):
    """How a field was understood, or what is taken."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, classes="echo")
        self._text = ""
        self._role = "quiet"

    def say(self, text: str, role: str = "quiet") -> None:
        """Show this."""
        if (text, role) != (self._text, self._role):
            self._text, self._role = text, role
            self.refill()

    def build(self, width: int) -> list[Row]:
        """The sentence, wrapped."""
        return [[(line, self._role)] for line in wrap(self._text, width)]


class WhenInput(Container):
    """A time to come. ``at`` is the instant meant, None while there is none.

    ``usual`` is meant where nothing is typed.
    """

    def __init__(
        self,
        now: Callable[[], int],
        zone_name: str,
        *,
        value: str = "",
        usual: int | None = None,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id, classes="when")
        self._now = now
        self._zone_name = zone_name
        self._zone = form.zone(zone_name)
        self._first = value
        self._usual = usual
        self._line = LineBox(value, limit=40)
        self.at: int | None = None
        self.trouble: str | None = None
        """The code why the text is not taken; None for a good or an empty one."""

    def compose(self) -> ComposeResult:
        """The field and its echo."""
        yield self._line
        yield Echo()

    def on_mount(self) -> None:
        """Say at once how a prefilled time is understood."""
        self.read()

    @property
    def words(self) -> str:
        """What was typed."""
        return self._line.words if self.is_mounted else self._first

    def put(self, text: str) -> None:
        """Replace what was typed."""
        if self.is_mounted:
            self._line.put(text)
        self._first = text

    def on_input_changed(self, event: Input.Changed) -> None:
        """Understand it anew with every key."""
        self.read()

    def read(self) -> None:
        """Understand what stands there as of now, and say so."""
        echo = self.query_one(Echo)
        self.at, self.trouble = None, None
        now = self._now()
        try:
            self.at = understand(self.words, now, self._zone)
        except Unclear as unclear:
            if unclear.code == "empty" and self._usual is not None and self._usual > now:
                self.at = self._usual
                usual = full_time(self._usual, self._zone_name, self._zone)
                echo.say(t("forms.when.usual", at=usual, takes=t("forms.when.hint")))
                return
            if unclear.code == "empty":
                echo.say(t("forms.when.hint"))
                return
            self.trouble = unclear.code
            when = unclear.params.get("at")
            at = full_time(when, self._zone_name, self._zone) if when is not None else ""
            echo.say(t(f"forms.when.{unclear.code}", at=at, takes=t("forms.when.takes")), "late")
            return
        ahead = form.duration(self.at - now)
        echo.say(f"= {full_time(self.at, self._zone_name, self._zone)} · {ahead}", "good")
