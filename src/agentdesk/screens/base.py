"""What every screen has: the frame, the desk, one way to carry an act out, one way to say no.

A screen lists its acts (`acts.Act`), binds them with ``BINDINGS = bindings(ACTS)``, carries each
out in ``do_<name>`` and says in ``refusal(name)`` why it cannot be done now. Calls of the desk run
in workers (`start`): a refusal or trouble becomes a toast, never a crash.
"""

from __future__ import annotations

import inspect
import weakref
from collections.abc import Collection, Coroutine, Sequence
from datetime import tzinfo
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.reactive import Reactive
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.worker import Worker

from agentdesk.desk.api import DeskApi, DeskTrouble, Done
from agentdesk.domain.drafts import NEW
from agentdesk.domain.values import Refused
from agentdesk.i18n import format as form
from agentdesk.i18n import say, t
from agentdesk.screens.acts import Act, bindings, key_text
from agentdesk.screens.desk_app import DeskApp
from agentdesk.screens.forms.drafts import drafts_of
from agentdesk.widgets.frame import DeskHeader, KeyHint, KeysFooter
from agentdesk.widgets.lines import LOOKS

__all__ = ["COMMON", "INTAKE", "DeskApp", "DeskDialog", "DeskScreen", "DeskWork"]

Result = TypeVar("Result")

FOCUSED: Reactive[Widget | None] = Reactive(None, repaint=False)
"""Which widget has the keys. It draws that itself; Textual would draw the whole screen."""


class DeskWork:
    """Mixed into screens and dialogs: the desk, its workers, acts and refusals."""

    ACTS: ClassVar[Sequence[Act]] = ()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """On top: its widgets were styled as they were mounted, and are at every change of theme.

        Textual would style them all once more.
        """
        event.refresh_styles = False

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
        return None

    def on_refused(self, refusal: Refused) -> None:
        """A command was refused: say why."""
        self.say(self.refusal_text(refusal.code, **refusal.params), kind="warning")

    def on_trouble(self, trouble: DeskTrouble) -> None:
        """The store failed: say what happened, what was kept, what to do."""
        self.desk_app.toast(say.trouble(trouble.code, trouble.params), kind="error", seconds=12)

    def refusal_text(self, code: str, **params: Any) -> str:
        """The sentence of a refusal code."""
        refusal = Refused(code, **params)
        return say.refused(refusal, now=self.desk.now(), tz=self.tz)

    def keys_wait_for(self) -> Collection[str]:
        """Groups of workers that a key may have started, and that the next key waits for: they
        open something, or change what a key means."""
        return ("default", "next", "act", "load", "log", "done", "send")

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


INTAKE = Act("intake", "intake", "i,f2")
"""Taking a call in: of the screens from which an agent works."""

CALL = Act("frame", "call", "f8", show=False, priority=True)
"""To the caller of whom a softphone has told."""

REMINDER = Act("frame", "reminder", "f9", show=False, priority=True)
"""To what was reminded of: from every screen, and out of every dialog."""

JUMP = Act("keys", "jump", "semicolon,ctrl+g", show=False, moves=True, priority=True)
"""Letters over every place that can be gone to."""

COPY = Act("keys", "copy", "Y,ctrl+k", show=False)
"""The reference of a case into the clipboard: of the screens that have one."""

COMMON = (
    Act("frame", "help", "question_mark,f1", right=True),
    Act("frame", "palette", "ctrl+p", right=True, priority=True),
    Act("frame", "quit", "ctrl+q", show=False, priority=True),
    REMINDER,
    CALL,
    Act("frame", "language", "", show=False),
    Act("frame", "theme", "", show=False),
    Act("keys", "style", "", show=False),
    JUMP,
    Act("drafts", "draft", "", show=False),
)
"""Acts of every screen."""


class DeskScreen(DeskWork, Screen[Result], Generic[Result]):
    """A screen of the desk: header, what `compose_body` gives, footer."""

    ACTS: ClassVar[Sequence[Act]] = COMMON
    BINDINGS = bindings(COMMON)
    AUTO_FOCUS: ClassVar[str | None] = "*"
    COMPONENT_CLASSES: ClassVar[set[str]] = LOOKS

    focused = FOCUSED

    def compose(self) -> ComposeResult:
        """The frame around the body."""
        yield DeskHeader()
        with Vertical(id="body"):
            yield from self.compose_body()
        yield KeysFooter()

    def compose_body(self) -> ComposeResult:
        """What stands between header and footer."""
        yield from ()

    # --- the frame
    def refresh_frame(self) -> None:
        """Draw header and footer as things stand now."""
        if not self.is_mounted:
            return
        for header in self.query(DeskHeader):
            header.show(self.desk_app.frame_state())
        for footer in self.query(KeysFooter):
            footer.show(self.hints())

    def on_mount(self) -> None:
        """Draw the frame; say which keys the person's settings gave to two actions."""
        self.refresh_frame()
        taken: dict[str, str] = {}
        for act in self.acts():
            for key in filter(None, self.desk_app.keys_of(act)):
                if taken.setdefault(key, act.name) != act.name:
                    self.desk_app.say_clash(key)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """On top again: draw the frame as things stand now."""
        self.refresh_frame()

    def on_keys_footer_pressed(self, message: KeysFooter.Pressed) -> None:
        """A key of the footer was clicked."""
        self.run_worker(self.do(message.name))

    # --- hooks
    def store_changed(self, ids: frozenset[int]) -> None:
        """These cases have changed (empty: something else did). Called on every open screen."""

    def frame_changed(self) -> None:
        """The header's figures or its time have changed. Called on every open screen."""
        if self.is_current:
            self.refresh_frame()

    def relabel(self) -> None:
        """The language has changed: say everything anew."""
        self.refresh(recompose=True)
        self.call_after_refresh(self.refresh_frame)

    # --- what every screen can do
    def do_help(self) -> None:
        """The keys of this screen, searchable."""
        from agentdesk.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self), self._chosen)

    def do_palette(self) -> None:
        """Every action, by name."""
        from agentdesk.screens.help import PaletteScreen

        self.app.push_screen(PaletteScreen(self), self._chosen)

    async def _chosen(self, name: str | None) -> None:
        if name is not None:
            await self.do(name)

    def do_language(self) -> None:
        """The other language."""
        self.desk_app.switch_language()

    def do_theme(self) -> None:
        """The next theme."""
        self.desk_app.switch_theme()

    def do_style(self) -> None:
        """The other set of keys."""
        self.desk_app.switch_style()

    def do_draft(self) -> None:
        """The case of the newest draft."""
        case_id = drafts_of(self.app).newest_case()
        if case_id is None and drafts_of(self.app).of(NEW):
            self.do_intake()
        elif case_id is None:
            self.say(t("drafts.none"))
        else:
            self.show_draft_of(case_id)

    def do_intake(self, typed: str = "") -> None:
        """Take a call in; ``typed``: what is known of the caller already (a screen pop)."""
        from agentdesk.screens.intake import IntakeScreen

        self.app.push_screen(IntakeScreen(typed), self.taken_in)

    def taken_in(self, done: Done | None) -> None:
        """A call was taken in, and this is what was made of it; None: nothing."""

    def show_draft_of(self, case_id: int) -> None:
        """Open a case on which there is a draft."""
        from agentdesk.screens.case import CaseScreen

        self.app.push_screen(CaseScreen(case_id))

    def do_quit(self) -> None:
        """Leave the desk."""
        self.app.exit(0)


class DeskDialog(DeskWork, ModalScreen[Result], Generic[Result]):
    """A dialog over a screen; ``escape`` leaves it without loss."""

    ACTS: ClassVar[Sequence[Act]] = (REMINDER, CALL, JUMP)
    BINDINGS = bindings((REMINDER, CALL, JUMP))

    async def leave(self) -> None:
        """Leave it without loss, for somewhere else."""
        await self.do_back()

    COMPONENT_CLASSES: ClassVar[set[str]] = LOOKS

    focused = FOCUSED

    async def do_back(self) -> None:
        """Leave."""
        self.dismiss(None)
