"""Making an agreed call: whom, at which number, and what came of it (C7).

Reached: what was said, and what was promised. No answer: the desk says when it is tried again. The
customer may want another time, or none. Who they are and what sticks to them stands above it, to be
read before the number is dialled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from textual.containers import VerticalScroll

from agentdesk.desk.api import CallbackLine, CaseView, Done
from agentdesk.domain.day import VISIT
from agentdesk.domain.values import Refused
from agentdesk.i18n import t
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.callback import CallbackForm
from agentdesk.screens.forms.fields import Field, yes_no
from agentdesk.screens.forms.judged import JudgedForm
from agentdesk.widgets.call_words import (
    about_lines,
    first_call,
    glyph,
    open_calls,
    stands,
    theirs,
    window_words,
)
from agentdesk.widgets.cells import plain
from agentdesk.widgets.choice import Choice, Option
from agentdesk.widgets.customer_part import sticky_rows
from agentdesk.widgets.lens import Lens
from agentdesk.widgets.lines import Lines, Row, clip, wrap
from agentdesk.widgets.text_box import LineBox, TextBox
from agentdesk.widgets.when_input import WhenInput

REACHED, NO_ANSWER, MOVED, CANCEL = "reached", "no_answer", "moved", "cancel"
HOWS = ((REACHED, "r"), (NO_ANSWER, "o"), (MOVED, "m"), (CANCEL, "x"))
"""What can come of it, and the key that says so: the keys of the day's list."""

SHOWN = {
    REACHED: ("text", "promised", "findings"),
    NO_ANSWER: ("left",),
    MOVED: ("when", "who", "why"),
    CANCEL: ("why",),
}
"""The fields of each outcome."""


class WhomToRing(Lines):
    """Notes that stick first, then the number on file, their hours, and what it is about."""

    def __init__(self, view: CaseView, call: CallbackLine, lens: Lens) -> None:
        super().__init__(id="whom-to-ring")
        self._view, self._call, self._lens = view, call, lens

    def show(self, view: CaseView, call: CallbackLine, lens: Lens) -> None:
        """As it stands now."""
        self._view, self._call, self._lens = view, call, lens
        self.refill()

    def build(self, width: int) -> list[Row]:
        """A few lines, and a blank one."""
        view, call, lens = self._view, self._call, self._lens
        rows = [row for note in view.stickies for row in sticky_rows(note, lens, width)]
        sign, role = glyph(call, lens.now)
        rows.append(
            [
                (f"{sign} ", role or "accent"),
                (f"{lens.when(call.at)} {stands(call, lens.now)}", role or "strong"),
                (f" · {lens.who_or_me(call.who)}", ""),
                (f" · {t('callbacks.tries', count=call.tries)}" if call.tries else "", "soon"),
            ]
        )
        number: Row = [("  ", ""), (plain(call.customer), "strong")]
        if call.what != VISIT:
            phone = plain(call.phone) or t("callbacks.no_number")
            number += [(f"  {phone}", "accent"), (f"  {t('callbacks.on_file')}", "quiet")]
        hours = window_words(view.calls_from, view.calls_until, view.zone)
        if hours:
            number.append((f" · {t('callbacks.wishes', window=hours)}", "quiet"))
        rows.append(number)
        if call.zone:
            rows.append([("  ", ""), (theirs(lens.now, lens.now, call.zone, lens.zone), "quiet")])
        for words in about_lines(replace(call, zone=""), lens):  # it is rung now, not then
            rows += [[("  ", ""), (line, "")] for line in wrap(words, max(8, width - 2))][:3]
        return [*(clip(row, width) for row in rows), []]


class RingForm(JudgedForm):
    """``call`` None: the first one of the case, mine before another's; ``how`` presets what came
    of it."""

    NAME = "ring"

    def __init__(
        self, view: CaseView, lens: Lens, call: CallbackLine | None = None, how: str = ""
    ) -> None:
        super().__init__(view, lens)
        found = call or first_call(view, lens.me)
        if found is None:
            raise Refused("unknown_callback")
        self.call = found
        self._preset = how
        self._how = how or (REACHED if found.begun(lens.now) else MOVED)

    def heading(self) -> str:
        """A call is rung, a visitor received."""
        return t(f"callbacks.title.{'receive' if self.call.what == VISIT else 'ring'}")

    def fields(self) -> Sequence[Field]:
        """The outcome, then the fields of every outcome; those of the others are not shown."""
        visit = ".visit" if self.call.what == VISIT else ""
        options = [Option(name, t(f"callbacks.how.{name}{visit}"), key) for name, key in HOWS]
        tz = self.desk.info.tz
        promised = WhenInput(self.desk.now, tz, ends=True, hours=self.desk_hours)
        return [
            Field("how", "callbacks.how", Choice(options, self._how, then=self._chosen)),
            Field(
                "text", "callbacks.text", TextBox(placeholder=t("callbacks.text.hint")), needed=True
            ),
            Field("promised", "callbacks.promised", promised),
            Field("findings", "callbacks.findings", yes_no("no")),
            Field("left", "callbacks.left", LineBox(placeholder=t("callbacks.left.hint"))),
            self.when_field(),
            self.who_field(self.call.who),
            Field("why", "callbacks.why", LineBox(placeholder=t("callbacks.why.hint"))),
        ]

    def first_field(self) -> Field:
        """The first one to fill in, for what came of it."""
        return self.field(SHOWN[self._outcome()][0])

    def begin(self) -> None:
        """Whom to ring stands above everything."""
        pane = self.query_one(".form-fields", VerticalScroll)
        pane.mount(
            WhomToRing(self.view, self.call, self.lens.at(self.desk.now())),
            before=self._fields[0],
        )
        self.put_verdict()
        super().begin()
        if self._preset:
            self.field("how").control.put(self._preset)
        self._show_fields()
        self.first_field().focus_control()

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values in, and show what belongs to their outcome."""
        super().fill(values)
        self._show_fields()

    def kind(self) -> str:
        """As it was agreed."""
        return self.call.what

    def moving(self) -> str | None:
        """The call itself stands not against its new time."""
        return self.call.id

    def is_asked(self) -> bool:
        """Only for another time."""
        return self._outcome() == MOVED

    def _outcome(self) -> str:
        return self.words("how") or REACHED

    def _chosen(self) -> None:
        """By its key: on to what is to be said of it."""
        self._show_fields()
        self.focus_next()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Another outcome has other fields."""
        if event.choice is self.field("how").widget:
            self._show_fields()

    def _show_fields(self) -> None:
        shown = SHOWN[self._outcome()]
        for field in self._fields[1:]:
            field.display = field.key in shown
        self.judge_soon()

    def case_changed(self, view: CaseView, lens: Lens) -> None:
        """Somebody may have made the call meanwhile."""
        super().case_changed(view, lens)
        same = [one for one in view.callbacks if one.id == self.call.id]
        if same:
            self.call = same[0]
        for whom in self.query(WhomToRing):
            whom.show(view, self.call, lens)
        if same and self.call.state != "set":
            self.says.say("over", f"▲ {t('refused.callback_over')}", "soon")

    # --- sending
    def _unclear_times(self) -> dict[str, str]:
        """Only times that are asked for now."""
        shown = SHOWN[self._outcome()]
        return {name: words for name, words in super()._unclear_times().items() if name in shown}

    def troubles(self) -> Mapping[str, str]:
        """What each outcome needs."""
        how = self._outcome()
        if how == REACHED and not self.words("text"):
            return {"text": t("callbacks.text.missing")}
        if how == MOVED and not self.words("when"):
            return {"when": t("callbacks.when.missing")}
        if how == CANCEL and not self.words("why"):
            return {"why": t("callbacks.why.missing")}
        return {}

    async def send(self) -> Done:
        """Record what came of it."""
        how = self._outcome()
        if how == REACHED:
            return await self._reached()
        if how == NO_ANSWER:
            return await self._no_answer()
        if how == MOVED:
            return await self._moved()
        done = await self.desk.cancel_callback(
            self.view.id, self.call.id, self.words("why"), op=self.keeper.op
        )
        self.done_words = t("callbacks.done.cancel")
        return done

    async def _reached(self) -> Done:
        done = await self.desk.callback_reached(
            self.view.id,
            self.call.id,
            self.words("text"),
            findings=self.words("findings") == "yes",
            promised_at=self.at("promised"),
            op=self.keeper.op,
        )
        self.done_words = t("callbacks.done.reached")
        return done

    async def _no_answer(self) -> Done:
        done, again = await self.desk.callback_no_answer(
            self.view.id, self.call.id, self.words("left"), op=self.keeper.op
        )
        if again is None:
            self.done_words = t("callbacks.done.unreachable")
        else:
            at = self.lens.at(self.desk.now()).when(again)
            self.done_words = t("callbacks.done.again", at=at)
        return done

    async def _moved(self) -> Done:
        at = self.at("when")
        assert at is not None  # troubles() and _unclear_times() have seen to it
        done = await self.desk.move_callback(
            self.view.id,
            self.call.id,
            at,
            until=self.until(),
            who=self.words("who") or None,
            why=self.words("why"),
            op=self.keeper.op,
        )
        when = self.lens.at(self.desk.now()).when(at)
        self.done_words = t("callbacks.done.moved", at=when)
        return done


def ring_or_agree(view: CaseView) -> tuple[str, type[CaseForm]]:
    """What one key means on a case: to make the call that is agreed, or to agree on one."""
    return ("callback_reach", RingForm) if open_calls(view) else ("callback", CallbackForm)
