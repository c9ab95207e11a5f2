"""What every screen and every dialog does alike: calls of the desk off the key path, acts carried
out or refused with a reason, jumping, copying.

A refusal or trouble becomes a toast, never a crash.
"""

from __future__ import annotations

import inspect
import weakref
from collections.abc import Collection, Coroutine, Sequence
from datetime import tzinfo
from functools import partial
from typing import Any, ClassVar, cast

from textual import events
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widget import MountError
from textual.worker import Worker

from agentdesk.desk.api import DeskApi, DeskTrouble
from agentdesk.domain.values import Refused
from agentdesk.i18n import format as form
from agentdesk.i18n import language, say, t
from agentdesk.screens.acts import Act, key_text
from agentdesk.screens.desk_app import DeskApp
from agentdesk.widgets.cells import plain
from agentdesk.widgets.frame import KeyHint


class DeskWork:
    """Mixed into screens and dialogs: the desk, its workers, acts and refusals."""

    ACTS: ClassVar[Sequence[Act]] = ()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """On top: its widgets were styled as they were mounted, and are at every change of theme.

        Textual would style them all once more.
        """
        event.refresh_styles = False
        if self.desk_app.is_open:
            self.desk_app.say_where()

    @property
    def desk_app(self) -> DeskApp:
        """The program around this screen."""
        return cast(DeskApp, cast(Screen[Any], self).app)

    @property
    def desk(self) -> DeskApi:
        """The open desk."""
        return self.desk_app.desk

    @property
    def tz(self) -> tzinfo:
        """The zone people see."""
        return form.zone(self.desk.info.tz)

    def say(self, text: str, *, kind: str = "information") -> None:
        """A toast."""
        self.desk_app.toast(text, kind=kind)

    def start(
        self,
        work: Coroutine[Any, Any, Any],
        *,
        group: str = "default",
        exclusive: bool = False,
    ) -> Worker[Any]:
        """Run desk calls off the key path; refusals and trouble are said as toasts."""
        screen = cast(Screen[Any], self)
        worker = screen.run_worker(partial(self._guarded, work), group=group, exclusive=exclusive)
        # A worker that is cancelled before it began never awaits its work: close that quietly.
        weakref.finalize(worker, work.close).atexit = False
        return worker

    async def _guarded(self, work: Coroutine[Any, Any, Any]) -> Any:
        try:
            return await work
        except Refused as refusal:
            self.on_refused(refusal)
        except DeskTrouble as trouble:
            self.on_trouble(trouble)
        except (NoMatches, MountError):
            if not self.is_leaving:
                raise
        return None

    @property
    def is_leaving(self) -> bool:
        """Being taken away: its widgets go first and its workers are cancelled after them, so an
        answer that arrives in between has nothing left to be painted on."""
        screen = cast(Screen[Any], self)
        return not (screen.is_attached and screen.display)

    def on_refused(self, refusal: Refused) -> None:
        """A command was refused: say why."""
        self.say(self.refusal_text(refusal.code, **refusal.params), kind="warning")

    def on_trouble(self, trouble: DeskTrouble) -> None:
        """The store failed: say what happened, what was kept, what to do."""
        self.desk_app.toast(say.trouble(trouble.code, trouble.params), kind="error", seconds=12)

    def refusal_text(self, code: str, **params: Any) -> str:
        """The sentence of a refusal code; people and departments by their names."""
        refusal = Refused(code, **{name: self._named(name, it) for name, it in params.items()})
        return say.refused(refusal, now=self.desk.now(), tz=self.tz)

    def _named(self, name: str, value: Any) -> Any:
        """A parameter of a refusal as people know it."""
        if name == "dept" and isinstance(value, str):
            return plain(self.desk.labels.text("department", value, language()))
        if name in ("owner", "person", "to", "who") and isinstance(value, str):
            person = self.desk_app.people.get(value)
            return plain(
                person.name if person is not None else self.desk.info.gone.get(value, value)
            )
        return value

    def keys_wait_for(self) -> Collection[str]:
        """Groups of workers that a key may have started, and that the next key waits for: they
        open something, or change what a key means."""
        return ("default", "next", "act", "load", "log", "done", "send")

    def place(self) -> tuple[int, str] | None:
        """At which case this screen is, and what is done there (``looks``, or a form's name)."""
        return None

    def company_changed(self) -> None:
        """Somebody has come to the case of this screen, gone, or begun something."""

    def keep_typed(self) -> None:
        """The program ends, whatever it is that ends it: keep what was typed here and not sent."""

    # --- acts
    def do_jump(self) -> None:
        """Letters over every place of this screen; one of them goes there."""
        from agentdesk.screens.jump import JumpScreen
        from agentdesk.widgets.jump_spots import spots

        screen = cast(Screen[Any], self)
        found = spots(screen)
        if found:
            screen.app.push_screen(JumpScreen(found))
        else:
            self.say(t("keys.jump.none"))

    def not_copied(self) -> str | None:
        """Why nothing goes into the clipboard: the desk's policy, or the settings here."""
        if not self.desk.info.copies:
            return t("keys.copy.policy")
        return None if self.desk_app.may_copy else t("case.copy.off")

    def copy(self, reference: str) -> None:
        """The reference of a case into the clipboard of the terminal: it tells of nobody."""
        cast(Screen[Any], self).app.copy_to_clipboard(reference)
        self.say(t("keys.copied", reference=reference))

    async def do_call(self) -> None:
        """Take the call that waits."""
        await self.desk_app.take_call()

    async def do_reminder(self) -> None:
        """To what was reminded of."""
        await self.desk_app.go_to_reminder()

    def refusal(self, name: str) -> str | None:
        """Why an act cannot be done now, as a sentence; None if it can."""
        return None

    def acts(self) -> Sequence[Act]:
        """Everything that can be done here: the screen's own acts, then those of its bases."""
        found: dict[str, Act] = {}
        for base in type(self).__mro__:
            for act in base.__dict__.get("ACTS", ()):
                found.setdefault(act.name, act)
        return tuple(found.values())

    async def action_do(self, name: str) -> None:
        """Carry an act out, or say why not."""
        await self.do(name)

    async def do(self, name: str) -> None:
        """Carry an act out by its name, or say why it cannot be done now."""
        reason = self.refusal(name)
        if reason is not None:
            self.say(reason, kind="warning")
            return
        outcome = getattr(self, f"do_{name}")()
        if inspect.isawaitable(outcome):
            await outcome

    def key_of(self, act: Act) -> str:
        """The key of an act as it reads now (it may have been rebound)."""
        return key_text(self.desk_app.keys_of(act)[0])

    def key_named(self, name: str) -> str:
        """The key of an act of this screen, as it reads now."""
        return next(self.key_of(act) for act in self.acts() if act.name == name)

    def hints(self) -> list[KeyHint]:
        """The footer's keys, in the order of the acts."""
        return [
            KeyHint(
                act.name, self.key_of(act), act.label, self.refusal(act.name) is None, act.right
            )
            for act in self.acts()
            if act.show
        ]
