"""What every screen has: the frame, the desk, one way to carry an act out, one way to say no.

A screen lists its acts (`acts.Act`), binds them with ``BINDINGS = bindings(ACTS)``, carries each
out in ``do_<name>`` and says in ``refusal(name)`` why it cannot be done now. Calls of the desk run
in workers (`start`): a refusal or trouble becomes a toast, never a crash.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.reactive import Reactive
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from agentdesk.desk.api import Done
from agentdesk.domain.drafts import NEW
from agentdesk.i18n import t
from agentdesk.screens.acts import Act, bindings
from agentdesk.screens.common_acts import CALL, COMMON, JUMP, REMINDER
from agentdesk.screens.desk_app import DeskApp
from agentdesk.screens.forms.drafts import drafts_of
from agentdesk.screens.work import DeskWork
from agentdesk.widgets.frame import DeskHeader, KeysFooter
from agentdesk.widgets.lines import LOOKS

__all__ = ["DeskApp", "DeskDialog", "DeskScreen", "DeskWork"]

Result = TypeVar("Result")

FOCUSED: Reactive[Widget | None] = Reactive(None, repaint=False)
"""Which widget has the keys. It draws that itself; Textual would draw the whole screen."""


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
    async def stands(self) -> None:
        """Return once what the screen is for can be read on it."""

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

    def do_going_home(self) -> None:
        """The end of a shift."""
        from agentdesk.screens.going_home import GoingHomeScreen

        self.app.push_screen(GoingHomeScreen())

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

    async def do_quit(self) -> None:
        """Leave the desk."""
        await self.app.action_quit()


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
