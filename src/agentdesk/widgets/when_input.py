"""A field for a time to come: what is typed, and beside it how it was understood (C2, C7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, tzinfo

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message
from textual.widgets import Input

from agentdesk.domain.when import LONGEST_TYPED, Hours, Said, Unclear, read, written
from agentdesk.i18n import format as form
from agentdesk.i18n import known, t
from agentdesk.widgets.alt_digits import ALT_DIGIT
from agentdesk.widgets.cells import cell_len, plain
from agentdesk.widgets.lens import phrase
from agentdesk.widgets.lines import Lines, Row, wrap
from agentdesk.widgets.text_box import LineBox

_DOT = " · "
EDGES = ("from", "until")
"""The ends of a range, as they are asked for."""


def full_time(at: int, zone_name: str, zone: tzinfo, until: int | None = None) -> str:
    """A point in time that cannot be mistaken: ``Wed 25 Nov 2026, 10:00 Shanghai``.

    With ``until`` a window of that day: ``…, 09:00–12:00 Shanghai``.
    """
    local = form.local(at, zone)
    end = "" if until is None else f"–{form.time_of_day(until, zone)}"
    return t(
        "forms.when.full",
        weekday=t(f"frame.weekday.{local.weekday()}"),
        day=local.day,
        month=t(f"frame.month.{local.month}"),
        year=local.year,
        time=f"{local:%H:%M}{end}",
        zone=zone_words(zone_name),
    )


def full_day(day: date) -> str:
    """A date that cannot be mistaken: ``Wed 25 Nov 2026``."""
    return t(
        "forms.when.day",
        weekday=t(f"frame.weekday.{day.weekday()}"),
        day=day.day,
        month=t(f"frame.month.{day.month}"),
        year=day.year,
    )


def zone_words(name: str) -> str:
    """The city of a zone, in the language in force where the catalogue knows it."""
    key = f"forms.zone.{name}"
    return t(key) if known(key) else plain(name.rsplit("/", 1)[-1].replace("_", " "))


def hours_words(hours: Hours, dept: str = "") -> str:
    """Whose hours of work have decided a time: ``by desk hours``. ``dept``: the department's name,
    if they are its."""
    if dept:
        return t("forms.when.hours.dept", dept=dept)
    key = f"case.calendar.{hours.name}"
    return phrase("forms.when.hours", hours=t(key) if known(key) else plain(hours.name))


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
        """The sentence, wrapped; what stands between its dots stays together where it fits."""
        lines: list[str] = []
        for part in self._text.split(_DOT):
            if lines and cell_len(lines[-1] + _DOT + part) <= width:
                lines[-1] += _DOT + part
            else:
                lines.extend(wrap(part, width))
        return [[(line, self._role)] for line in lines]


class WhenLine(LineBox):
    """The line of a `WhenInput`: alt with a digit says which of several readings is meant.

    In its own queue, behind what was typed before it; a bare digit is part of a time.
    """

    class Chose(Message):
        """alt and this digit."""

        def __init__(self, digit: int) -> None:
            super().__init__()
            self.digit = digit

    async def _on_key(self, event: events.Key) -> None:
        """Take alt and a digit; anything else is the line's."""
        if digit := ALT_DIGIT.get(event.key):
            event.stop()
            event.prevent_default()
            self.post_message(self.Chose(digit))


class WhenInput(Container):
    """A time to come. ``at`` is the instant meant, None while there is none.

    ``usual`` is meant where nothing is typed. ``ends``: of a part of the day (``tomorrow am``) its
    end is meant, as of a promise; else its beginning, as of a reminder. ``window``: both ends are
    kept, as of a call; else it is asked which end of a range (``2-4pm``) is meant. ``hours``: asked
    for the hours of work that working days and parts of the day are taken from (C7); ``dept_name``:
    how the department is called whose hours they are.
    """

    def __init__(
        self,
        now: Callable[[], int],
        zone_name: str,
        *,
        value: str = "",
        usual: int | None = None,
        ends: bool = False,
        window: bool = False,
        hours: Callable[[], Hours] = Hours,
        dept_name: Callable[[str], str] = str,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id, classes="when")
        self._now = now
        self._zone_name = zone_name
        self._zone = form.zone(zone_name)
        self._first = value
        self._usual = usual
        self._ends = ends
        self._window = window
        self._hours = hours
        self._dept_name = dept_name
        self._line = WhenLine(value, limit=LONGEST_TYPED)
        self.at: int | None = None
        self.said: Said | None = None
        """What was typed, as it was understood: with the end of a window."""
        self.choices: tuple[Said, ...] = ()
        """What can be meant, while that is asked."""
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

    @property
    def complaint(self) -> str:
        """What has to be done before this can be sent."""
        return t("forms.when.undecided" if self.choices else "forms.when.unfinished")

    def put(self, text: str) -> None:
        """Replace what was typed."""
        if self.is_mounted:
            self._line.put(text)
        self._first = text

    def on_input_changed(self, event: Input.Changed) -> None:
        """Understand it anew with every key."""
        self.read()

    def on_when_line_chose(self, event: WhenLine.Chose) -> None:
        """Put the reading that was chosen in the place of what was typed."""
        event.stop()
        self.read()
        if event.digit <= len(self.choices):
            said = self.choices[event.digit - 1]
            part = t(f"forms.when.part.{said.part}") if said.part else ""
            self._line.put(written(said, self._zone, part))

    def read(self) -> None:
        """Understand what stands there as of now, and say so."""
        echo = self.query_one(Echo)
        self.at, self.said, self.trouble, self.choices = None, None, None, ()
        now = self._now()
        try:
            self.said = self._read(now)
        except Unclear as unclear:
            if unclear.code == "empty":
                echo.say(self._empty(now))
                return
            self.trouble, self.choices = unclear.code, unclear.choices
            echo.say(self._asked(unclear, now), "soon" if self._is_question else "late")
            return
        until = self.said.until
        self.at = until if self._ends and until is not None else self.said.at
        words = full_time(self.said.at, self._zone_name, self._zone, until)
        if until is not None and not self._window:
            key = "forms.when.until" if self._ends else "forms.when.from"
            words += _DOT + t(key, time=form.time_of_day(self.at, self._zone))
        words += _DOT + form.duration(self.at - now)
        if self.said.worked:
            words += _DOT + self._whose()
        echo.say(f"= {words}", "good")

    def _read(self, now: int) -> Said:
        """What stands there. Raises Unclear; ``edges``: which end of a range is meant."""
        said = read(self.words, now, self._zone, self._hours())
        if said.until is None or said.part or self._window:
            return said
        raise Unclear("edges", choices=(Said(said.at), Said(said.until)))

    def _whose(self) -> str:
        """Whose hours of work have decided it."""
        hours = self._hours()
        return hours_words(hours, plain(self._dept_name(hours.dept)) if hours.dept else "")

    @property
    def _is_question(self) -> bool:
        return self.trouble in ("which", "hour", "edges")

    def _empty(self, now: int) -> str:
        """What counts while nothing is typed, or what can be."""
        if self._usual is None or self._usual <= now:
            return t("forms.when.hint")
        self.at = self._usual
        usual = full_time(self._usual, self._zone_name, self._zone)
        return t("forms.when.usual", at=usual, takes=t("forms.when.hint"))

    def _asked(self, unclear: Unclear, now: int) -> str:
        """The question, or why the text is not taken."""
        if unclear.choices:
            told = [f"{n} {self._short(one, now)}" for n, one in enumerate(unclear.choices, 1)]
            if unclear.code == "edges":
                told = [
                    f"{n} {t(f'forms.when.edge.{end}', at=self._short(one, now))}"
                    for n, (end, one) in enumerate(zip(EDGES, unclear.choices, strict=True), 1)
                ]
            keys = [f"alt+{n}" for n in range(1, len(told) + 1)]
            return t("forms.when.which", choices=_DOT.join(told), keys=form.joined(keys))
        when = unclear.params.get("at")
        at = full_time(when, self._zone_name, self._zone) if when is not None else ""
        days = " / ".join(full_day(day) for day in unclear.params.get("days", ()))
        return t(f"forms.when.{unclear.code}", at=at, days=days, takes=t("forms.when.takes"))

    def _short(self, said: Said, now: int) -> str:
        """One of several readings: ``today 15:30``, ``Fri 4 Dec at 09:00–12:00``."""
        words = f"{form.when(said.at, now, self._zone):full}"
        if form.local(said.at, self._zone).date() == form.local(now, self._zone).date():
            words = f"{form.day(said.at, now, self._zone)} {words}"
        if said.until is not None:
            words += f"–{form.time_of_day(said.until, self._zone)}"
        return words
