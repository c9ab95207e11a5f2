"""Agree on a call, or on a visit to a branch (C7): what, when, who, about what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agentdesk.desk.api import CaseView, Done
from agentdesk.domain.day import CALL, VISIT
from agentdesk.i18n import t
from agentdesk.screens.forms.fields import Field
from agentdesk.screens.forms.judged import JudgedForm
from agentdesk.widgets.call_words import window_words
from agentdesk.widgets.cells import cut, plain
from agentdesk.widgets.choice import Choice, Option
from agentdesk.widgets.lens import Lens
from agentdesk.widgets.text_box import LineBox

ABOUT = 120
"""Cells of a title that are taken for what a call is about."""


def about_usual(view: CaseView) -> str:
    """What a call is most likely about: the findings that are owed in person, else the case."""
    title = cut(plain(view.title), ABOUT)
    owed = any(clock.name == "complex_callback" and clock.open for clock in view.clocks)
    return t("callbacks.about.findings", title=title) if owed else title


class CallbackForm(JudgedForm):
    """``at`` and ``who`` put a slot of the day in, where one was chosen."""

    NAME = "callback"

    def __init__(self, view: CaseView, lens: Lens, *, at: int | None = None, who: str = "") -> None:
        super().__init__(view, lens)
        self._slot = (at, who)

    def heading(self) -> str:
        """The form's name."""
        return t("callbacks.title.agree")

    def fields(self) -> Sequence[Field]:
        """The fields, in tab order; a visit has two more."""
        what = Choice(
            (
                Option(CALL, t("callbacks.what.call"), "c"),
                Option(VISIT, t("callbacks.what.visit"), "v"),
            ),
            CALL,
            then=self._chosen,
        )
        return [
            Field("what", "callbacks.what", what),
            self.when_field(),
            Field("place", "callbacks.place", LineBox(placeholder=t("callbacks.place.hint"))),
            Field("bring", "callbacks.bring", LineBox(placeholder=t("callbacks.bring.hint"))),
            self.who_field(self.view.owner or self.lens.me),
            Field(
                "about", "callbacks.about", LineBox(about_usual(self.view), limit=500), needed=True
            ),
        ]

    def first_field(self) -> Field:
        """The time; it is a call unless said otherwise."""
        return self.field("when")

    def begin(self) -> None:
        """Put back what was left; the slot that was chosen counts before it."""
        self.put_verdict()
        super().begin()
        at, who = self._slot
        if who:
            self.who_pick().put(who)
        if at is not None:
            self.put_when(at)
        self._show_visit()
        self._say_wishes()

    def _say_wishes(self) -> None:
        """When they may be rung, before a time is typed; and what sticks to them."""
        words = window_words(self.view.calls_from, self.view.calls_until, self.view.zone)
        if words:
            self.says.say("wishes", t("callbacks.wishes", window=words), "quiet")

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values in; a visit shows its own fields."""
        super().fill(values)
        self._show_visit()
        self.judge_soon()

    def kind(self) -> str:
        """A call or a visit."""
        return self.words("what") or CALL

    def _chosen(self) -> None:
        """Chosen by its key: on to the time."""
        self._show_visit()
        self.focus_next()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """A visit has a place, and what to bring."""
        self._show_visit()

    def _show_visit(self) -> None:
        visit = self.kind() == VISIT
        for name in ("place", "bring"):
            self.field(name).display = visit

    def troubles(self) -> Mapping[str, str]:
        """A time, a place for a visit, and what it is about."""
        found = {}
        if not self.words("when"):
            found["when"] = t("callbacks.when.missing")
        if self.kind() == VISIT and not self.words("place"):
            found["place"] = t("callbacks.place.missing")
        if not self.words("about"):
            found["about"] = t("callbacks.about.missing")
        return found

    async def send(self) -> Done:
        """Agree on it. Refused, the verdict says what has changed and what is free."""
        at = self.at("when")
        assert at is not None  # troubles() and _unclear_times() have seen to it
        visit = self.kind() == VISIT
        done = await self.desk.agree(
            self.view.id,
            at,
            self.words("about"),
            until=self.until(),
            who=self.words("who") or None,
            what=self.kind(),
            place=self.words("place") if visit else "",
            bring=self.words("bring") if visit else "",
            op=self.keeper.op,
        )
        when = self.lens.at(self.desk.now()).when(at)
        who = self.lens.who_or_me(self.words("who") or self.lens.me)
        self.done_words = t(f"callbacks.done.{self.kind()}", at=when, who=who)
        return done
