"""Handing a new case to the desk: checked, sent once, and the words stay if it does not go through.

A store that is locked makes the form wait and say so. What was typed is masked like what is pasted:
a secret is taken out, and the form stays for the agent to look at it before it is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from textual.screen import Screen

from agentdesk.desk.api import CaseView, DeskTrouble, Done
from agentdesk.domain.values import Refused
from agentdesk.i18n import format as form
from agentdesk.i18n import say, t
from agentdesk.screens.acts import key_text
from agentdesk.screens.ahead import TypedAhead
from agentdesk.screens.forms.drafts import Keeper, SentBefore
from agentdesk.screens.forms.fields import Field
from agentdesk.screens.forms.speaker import speaker_of
from agentdesk.screens.intake_fields import new_case
from agentdesk.screens.intake_suggest import FillsItself
from agentdesk.widgets.when_input import WhenInput

PATIENCE = 0.6
"""Seconds after which the form says that it waits for the store."""


class SendsCase(TypedAhead, FillsItself):
    """The part of the form that sends it."""

    keeper: Keeper
    subject: int | None
    prefers: str
    solving: bool
    _fields: list[Field]
    _sending = False

    def values(self) -> dict[str, str]:
        """Everything that stands in the form."""
        raise NotImplementedError

    # --- what keeps it from being sent
    def troubles(self) -> Mapping[str, str]:
        """What is missing or unclear: field name -> sentence."""
        found: dict[str, str] = {}
        if not self.words("text"):
            found["text"] = t("intake.text.missing")
        if self.solving and not self.words("told"):
            found["told"] = t("intake.told.missing")
        if self.solving and not self.words("wrapup"):
            found["wrapup"] = t("intake.wrapup.missing")
        promised = self.promised
        promised.read()
        if promised.trouble and not self.solving:
            found["promised"] = promised.complaint
        return found

    @property
    def promised(self) -> WhenInput:
        """When they were told that they would hear from us."""
        widget = self.field("promised").widget
        assert isinstance(widget, WhenInput)
        return widget

    def point_out(self, troubles: Mapping[str, str]) -> None:
        """Say at each field what is wrong with it, and go to the first such field."""
        for field in self._fields:
            field.say(troubles.get(field.key, ""))
        for field in self._fields:
            if field.key in troubles:
                field.focus_control()
                return

    # --- sending
    def do_register(self) -> None:
        """Send it, once the field has taken what was typed before."""
        self.after_typing(self._register)

    def _register(self) -> None:
        """Register it, or register it as solved."""
        if self._sending:
            return
        troubles = self.troubles()
        self.point_out(troubles)
        if troubles:
            return
        self._sending = True
        self.says.say("refused", "")
        screen = cast(Screen[Any], self)
        timer = screen.set_timer(PATIENCE, self._say_waiting)
        screen.run_worker(self._send(timer), group="send")

    def _say_waiting(self) -> None:
        if self._sending:
            self.says.say("waiting", f"● {t('intake.waiting')}", "soon")

    async def _send(self, timer: Any) -> None:
        try:
            if not await self._masked():
                return
            await self.suggested()  # of the last words, too
            done = await self.keeper.before_sending() or await self._hand_over()
        except Refused as refusal:
            self._stays(self.refusal_text(refusal.code, **refusal.params))
        except DeskTrouble as trouble:
            self._stays(say.trouble(trouble.code, trouble.params))
        except SentBefore:
            key = key_text("ctrl+s")
            self.says.say("refused", f"▲ {t('drafts.sent_before', key=key)}", "late")
        else:
            self.keeper.sent()
            await self._say_done(done)
            cast(Screen[Done], self).dismiss(done)
        finally:
            self._sending = False
            timer.stop()
            if cast(Screen[Any], self).is_attached:
                self.says.say("waiting", "")

    def _stays(self, sentence: str) -> None:
        self.says.say("refused", f"▲ {sentence} {t('forms.still_here')}", "late")

    async def _masked(self) -> bool:
        """Mask what must not be kept in typed words; False: a secret stood there, look at it."""
        typed = self.words("text")
        read = await self.desk.read_paste(typed)
        if read.text.strip() == typed or self.words("text") != typed:
            return True
        self.field("text").control.put(read.text.strip())
        if read.secrets:
            self.says.say("taken", f"● {t('intake.secret.again')}", "soon")
            self.field("text").focus_control()
        return not read.secrets

    async def _hand_over(self) -> Done:
        case = new_case(
            self.values(),
            speaker_of(self.words),
            subject=self.subject,
            prefers=self.prefers,
            promised_at=None if self.solving else self.promised.at,
        )
        if not self.solving:
            return await self.desk.register(case, op=self.keeper.op)
        return await self.desk.solve(
            case, self.words("told"), wrapup=self.words("wrapup"), op=self.keeper.op
        )

    async def _say_done(self, done: Done) -> None:
        """Say what it is called, and by when they hear from us."""
        if self.solving:
            self.say(t("intake.done.solved", ref=done.reference))
            return
        view: CaseView | None = None
        try:
            view = await self.desk.case(done.case_id)
        except (Refused, DeskTrouble):
            view = None  # it is registered all the same
        key = "intake.done" if self.words("mine") == "yes" else "intake.done.pool"
        words = t(key, ref=done.reference)
        dues = [clock.due for clock in view.clocks if clock.open and clock.due] if view else []
        if dues:
            words = (
                f"{words} {t('intake.done.by', at=form.when(min(dues), self.desk.now(), self.tz))}"
            )
        self.say(words)
