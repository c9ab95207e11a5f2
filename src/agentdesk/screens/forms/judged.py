"""A form that agrees on a time: what stands against it is shown while it is typed (C7).

The desk judges off the key path, a moment after the keys rest: free, taken, a holiday, outside what
the customer wishes. Up to three better times stand beside it, each one key away, and who else is
free at that time.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from textual.containers import VerticalScroll
from textual.timer import Timer
from textual.widgets import Input

from agentdesk.desk.api import Day, Hours, Judged, Slot
from agentdesk.domain.values import Refused
from agentdesk.domain.when import Said, written
from agentdesk.i18n import format as form
from agentdesk.i18n import t
from agentdesk.screens.acts import Act, bindings
from agentdesk.screens.forms.base import FORM_ACTS, CaseForm
from agentdesk.screens.forms.fields import Field
from agentdesk.widgets.call_words import problem, theirs
from agentdesk.widgets.choice import Choice, Option
from agentdesk.widgets.lens import Lens, phrase
from agentdesk.widgets.lines import Lines, Row, wrap
from agentdesk.widgets.pick_one import PickOne
from agentdesk.widgets.when_input import WhenInput

BETTER = (
    Act("callbacks", "better_1", "f5", show=False, priority=True),
    Act("callbacks", "better_2", "f6", show=False, priority=True),
    Act("callbacks", "better_3", "f7", show=False, priority=True),
)
"""One key for each of the better times."""

REST = 0.15
"""Seconds without a key after which a time is judged."""

LABEL = 16
"""Cells of the column in which the labels of fields stand."""

MANY = 4
"""So many others who are free are named."""


class Verdict(Lines):
    """What the desk thinks of the time; nothing while there is none."""

    def __init__(self) -> None:
        super().__init__(id="verdict")
        self._rows: list[tuple[str, str, str]] = []

    def say(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """Say these: (name at the left, sentence, role)."""
        if list(rows) != self._rows:
            self._rows = list(rows)
            self.refill()

    def build(self, width: int) -> list[Row]:
        """Each under the fields, wrapped."""
        rows: list[Row] = []
        for name, words, role in self._rows:
            for place, line in enumerate(wrap(words, max(12, width - LABEL))):
                label = name if place == 0 else ""
                rows.append([(label + " " * (LABEL - len(label)), "quiet"), (line, role)])
        return rows


class JudgedForm(CaseForm):
    """A form with a field ``when``, a field ``who``, and the verdict under the time."""

    ACTS: ClassVar[Sequence[Act]] = (*FORM_ACTS, *BETTER)
    BINDINGS = bindings((*FORM_ACTS, *BETTER))

    _resting: Timer | None = None
    judged: Judged | None = None
    done_words = ""
    """What is said after it was sent."""

    # --- what is judged
    @abstractmethod
    def kind(self) -> str:
        """A call or a visit."""

    def moving(self) -> str | None:
        """The call that this would replace."""
        return None

    def is_asked(self) -> bool:
        """Whether a time is wanted now."""
        return True

    # --- its parts
    def when_input(self) -> WhenInput:
        """The field's control."""
        widget = self.field("when").widget
        assert isinstance(widget, WhenInput)
        return widget

    def who_pick(self) -> PickOne:
        """The field's control."""
        widget = self.field("who").widget
        assert isinstance(widget, PickOne)
        return widget

    def when_field(self) -> Field:
        """A time to come."""
        when = WhenInput(self.desk.now, self.desk.info.tz, window=True, hours=self._hours)
        return Field("when", "callbacks.when", when, needed=True)

    def _hours(self) -> Hours:
        """When customers are rung, or branches receive them."""
        return self.desk.hours(self.kind(), line=self.view.line)

    def who_field(self, usual: str) -> Field:
        """Who rings; ``usual`` unless somebody else is chosen."""
        return Field("who", "callbacks.who", PickOne(self._people({}), usual))

    def _people(self, states: dict[str, str]) -> list[Option]:
        people = sorted(
            self.desk_app.people.values(),
            key=lambda one: (one.code != self.lens.me, one.place),
        )
        options = []
        for one in people:
            state = states.get(one.code, "")
            name = self.lens.who_or_me(one.code)
            options.append(Option(one.code, f"{name} · {state}" if state else name))
        return options

    def put_verdict(self) -> None:
        """Stand the verdict under the time."""
        pane = self.query_one(".form-fields", VerticalScroll)
        pane.mount(Verdict(), after=self.field("when"))

    def until(self) -> int | None:
        """The end of the window that was named (``tomorrow am``); None: as the policy has it."""
        said = getattr(self.when_input(), "said", None)
        return getattr(said, "until", None)

    # --- judging
    def judge_soon(self) -> None:
        """Ask, once the keys rest."""
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(REST, self._rested)

    def _rested(self) -> None:
        self._resting = None
        if not self.is_asked() or self.at("when") is None:
            self.judged = None
            self._say([])
            self.who_pick().offer(self._people({}), "")
            return
        self.start(self._judge(), group="judge", exclusive=True)

    async def _judge(self) -> None:
        at = self.at("when")
        if at is None:
            return
        judged = await self.desk.judge_callback(
            self.view.id,
            at,
            until=self.until(),
            who=self.words("who") or None,
            what=self.kind(),
            moving=self.moving(),
        )
        day = await self.desk.day(f"{form.local(at, self.tz):%Y-%m-%d}")
        if self.at("when") != at:
            return  # it was typed on meanwhile: that is asked next
        self.judged = judged
        self._show(judged, day)

    def _show(self, judged: Judged, day: Day) -> None:
        lens = self.lens.at(self.desk.now())
        states = states_of(day, judged.at)
        self.who_pick().offer(self._people(states), "")
        rows: list[tuple[str, str, str]] = []
        for code, params in judged.problems:
            role = "late" if judged.blocking else "soon"
            rows.append(("", f"▲ {problem(code, params, lens)}", role))
        if not judged.problems:
            rows.append(("", "✓ " + phrase("callbacks.free", who=lens.who(judged.who)), "good"))
        if judged.zone:
            rows.append(("", theirs(judged.at, lens.now, judged.zone, lens.zone), "accent"))
        if judged.better:
            rows.append(("", self._better_words(judged, lens), "accent"))
        others = self._others_free(day, judged, lens)
        if others:
            rows.append(("", others, "quiet"))
        self._say(rows)

    def _better_words(self, judged: Judged, lens: Lens) -> str:
        """``F5 14:30 · F6 15:00 · F7 tomorrow 09:30``."""
        times = [
            f"{self.key_of(act)} {lens.when(at)}"
            for act, at in zip(BETTER, judged.better, strict=False)
        ]
        return t("callbacks.better", times=" · ".join(times))

    def _others_free(self, day: Day, judged: Judged, lens: Lens) -> str:
        """Who else could ring then, where the one who is meant cannot."""
        if not any(code in ("taken", "full", "agent_off") for code, _ in judged.problems):
            return ""
        free = [one.who for one in _slots_at(day, judged.at) if one.free and one.who != judged.who]
        names = [lens.who_or_me(code) for code in free[:MANY]]
        return t("callbacks.also_free", names=form.joined(names)) if names else ""

    def _say(self, rows: Sequence[tuple[str, str, str]]) -> None:
        for verdict in self.query(Verdict):
            verdict.say(rows)

    # --- what changes it
    def on_input_changed(self, event: Input.Changed) -> None:
        """Typed: the time may be another."""
        if self.when_input() in event.input.ancestors:
            self.judge_soon()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """A call is another thing than a visit."""
        self.judge_soon()

    def on_pick_one_changed(self, event: PickOne.Changed) -> None:
        """Somebody else has other hours."""
        self.keeper.changed()
        self.judge_soon()

    def on_pick_one_done(self, event: PickOne.Done) -> None:
        """Enter: the next field."""
        event.stop()
        self._onward()

    def on_refused(self, refusal: Refused) -> None:
        """Somebody else was faster, or it does not fit: said with names, and judged anew."""
        params = dict(refusal.params)
        if isinstance(params.get("person"), str):
            params["person"] = self.lens.who(params["person"])
        super().on_refused(Refused(refusal.code, **params))
        self.judge_soon()

    # --- the better times
    def do_better_1(self) -> None:
        """The first."""
        self._take(0)

    def do_better_2(self) -> None:
        """The second."""
        self._take(1)

    def do_better_3(self) -> None:
        """The third."""
        self._take(2)

    def _take(self, place: int) -> None:
        better = self.judged.better if self.judged is not None else ()
        if place >= len(better):
            self.says.say("better", t("callbacks.better.none"), "quiet")
            return
        self.says.say("better", "")
        said = self.when_input().said
        ranged = said is not None and said.until is not None and not said.part
        assert self.judged is not None
        length = self.judged.until - self.judged.at if ranged else 0
        self.put_when(better[place], length)

    def put_when(self, at: int, length: int = 0) -> None:
        """Put a time into the field, in words that can mean nothing else; with ``length``
        (microseconds) as the window of which a range was typed."""
        said = Said(at, at + length if length else None)
        self.when_input().put(written(said, self.tz))
        self.judge_soon()


def _slots_at(day: Day, at: int) -> list[Slot]:
    return [slot for row in day.rows for slot in row if slot.at <= at < slot.until]


def states_of(day: Day, at: int) -> dict[str, str]:
    """Person -> free, busy, off: at one time of a day."""
    return {
        slot.who: t("callbacks.person.free" if slot.free else f"callbacks.person.{_why(slot.why)}")
        for slot in _slots_at(day, at)
    }


def _why(why: str) -> str:
    return why if why in ("taken", "full", "off", "closed", "past") else "taken"
