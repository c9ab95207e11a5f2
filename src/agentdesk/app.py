"""The program: paints first, then opens the desk; leaves cleanly whatever happens.

The store is imported and opened only after the first frame stands on the screen (`open_desk`, given
by the door, does both). The door has checked before that there is a terminal.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path

from rich.text import Text
from textual.binding import Binding
from textual.screen import Screen
from textual.worker import WorkerFailed

from agentdesk.app_calls import Listen
from agentdesk.app_in_turn import InTurn
from agentdesk.app_keys import KeysApp
from agentdesk.app_painting import PaintingApp
from agentdesk.app_post import Post
from agentdesk.crashlog import CrashLog
from agentdesk.desk.api import DeskApi, DeskTrouble, NewDesk
from agentdesk.domain.values import Refused
from agentdesk.i18n import format as form
from agentdesk.i18n import language, say, set_language, t
from agentdesk.screens.acts import key_text
from agentdesk.screens.opening import OpeningScreen, TroubleScreen
from agentdesk.widgets.frame import FrameState
from agentdesk.widgets.themes import THEMES

OpenDesk = Callable[[], Awaitable[DeskApi]]
FirstRun = Callable[[NewDesk], Awaitable[None]]
Remember = Callable[[str, str], None]


PATIENCE = 2.0
"""Seconds that a program which has opened waits for its rows before it goes on with the rest."""


def styles_dir() -> Path:
    """Where the stylesheets are: inside the package in a wheel, at the top of a clone."""
    here = Path(__file__).parent
    packaged = here / "styles"
    return packaged if packaged.is_dir() else here.parent.parent / "styles"


def stylesheets() -> list[Path]:
    """The theme's stylesheet, then one for each screen."""
    sheets = sorted(styles_dir().glob("*.tcss"))
    return sorted(sheets, key=lambda sheet: sheet.name != "theme.tcss")


class AgentDesk(InTurn, PaintingApp, KeysApp):
    """The desk on a terminal.

    ``open_desk`` imports what it needs (in a thread) and opens the desk; ``first_run``, where there
    is no desk yet, makes one from the answers, ``finish`` one whose making was cut off.
    Without ``may_copy`` nothing goes into the clipboard.
    ``style`` is a set of keys, ``keymap`` what a person changes in it, by id. ``remember(name,
    value)`` keeps a choice of ``lang``, ``theme`` or ``style``. ``log_folder`` is where a crash
    leaves its note.
    """

    TITLE = "agentdesk"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        *,
        open_desk: OpenDesk,
        first_run: FirstRun | None = None,
        finish: FirstRun | None = None,
        keymap: Mapping[str, str] | None = None,
        style: str | None = None,
        theme: str | None = None,
        may_copy: bool = True,
        remember: Remember | None = None,
        log_folder: Path | None = None,
        listen: Listen | None = None,
        post: Post | None = None,
        opened: Callable[[], None] | None = None,
    ) -> None:
        super().__init__([*stylesheets()], style, keymap or {})
        self._open_desk = open_desk
        self.listen = listen
        self.post = post
        self._first_run = first_run
        self._finish = finish
        self._remember = remember
        self.may_copy = may_copy
        self._crashlog = CrashLog(log_folder)
        self._opened = opened
        for known in THEMES:
            self.register_theme(known)
        wanted = f"agentdesk-{theme}"
        self.theme = wanted if wanted in self.available_themes else THEMES[0].name

    def frame_state(self) -> FrameState:
        """What a header shows now."""
        if self._desk is None:
            return FrameState(opening=self._first_run is None)
        return FrameState(self._desk.info, self._counts, self._desk.now())

    # --- life
    def get_default_screen(self) -> Screen[object]:
        """The first frame needs no desk."""
        return OpeningScreen()  # type: ignore[return-value]

    def on_mount(self) -> None:
        """Leave cleanly on signals; open the desk once the first frame has been drawn."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP", "SIGINT"):
            number = getattr(signal, name, None)
            if number is not None:
                try:
                    loop.add_signal_handler(number, partial(self._signalled, int(number)))
                except (NotImplementedError, RuntimeError, ValueError):
                    continue  # not in the main thread, or not on this system
        self.call_after_refresh(self._begin)

    def _signalled(self, number: int) -> None:
        self.exit(return_code=128 + number)

    async def on_unmount(self) -> None:
        """Close the desk."""
        await self.deaf()
        await self.end_post()
        if self._desk is not None:
            await self._desk.aclose()

    def _begin(self, *, again: bool = False) -> None:
        if self._first_run is not None:
            from agentdesk.screens.first_run import FirstRunScreen

            self._uncover()
            self.push_screen(FirstRunScreen(self._first_run, again=again), self._answered)
            self._cover()
            self.screen.call_after_refresh(self.let_keys_in)
        else:
            self.run_worker(self._open(), group="open", exclusive=True)

    def _answered(self, answers: NewDesk | None) -> None:
        if answers is None:
            self.exit(0)
            return
        self._first_run = None
        self.hold_keys()
        self.run_worker(self._open(), group="open", exclusive=True)

    async def _open(self) -> None:
        try:
            desk = await self._open_desk()
            self.people = {person.code: person for person in await desk.people()}
        except DeskTrouble as trouble:
            if trouble.code == "unfinished" and self._finish is not None:
                self._first_run, self._finish = self._finish, None
                self._begin(again=True)
                return
            self._uncover()
            await self.push_screen(TroubleScreen(say.trouble(trouble.code, trouble.params)))
            self._cover()
            self.forget_keys()  # any key would take the sentence away
            return
        from agentdesk.screens.begin import first_screens

        self._desk = desk
        self._uncover()
        for first in first_screens(desk.info):
            await self.push_screen(first)
        self._cover()
        self.refresh_counts()
        self.run_worker(self._watch(desk), group="live", exclusive=True)
        self.run_worker(self.hear_company(desk), group="company", exclusive=True)
        self._next_minute()
        with contextlib.suppress(TimeoutError):  # what nobody waits for comes after the rows
            await asyncio.wait_for(self.desk_screens()[0].stands(), PATIENCE)
        self.let_keys_in()
        self.run_worker(self._offer_drafts(), group="drafts")
        self.run_worker(self.say_unknown(), group="keys")
        await self.hear_calls()
        self.run_worker(self.begin_post(desk), group="post")
        if self._opened is not None:
            self.call_after_refresh(self._opened)

    def get_key_display(self, binding: Binding) -> str:
        """How a key reads."""
        return key_text(binding.key)

    def action_help_quit(self) -> None:
        """ctrl+c: say how to leave; it may be pressed to copy."""
        self.toast(t("frame.how_to_leave"))

    # --- choices
    def switch_language(self) -> None:
        """The other language, at once, on every open screen; remembered."""
        lang = "zh" if language() == "en" else "en"
        set_language(lang)
        for screen in self.desk_screens():
            screen.relabel()
        self.keep_choice("lang", lang)
        self.toast(t("frame.language.now"))

    def switch_theme(self) -> None:
        """The next theme; remembered."""
        names = [known.name for known in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]
        self.keep_choice("theme", self.theme.removeprefix("agentdesk-"))
        self.toast(t("frame.theme.now", name=t(f"frame.theme.{self.theme}")))

    def keep_choice(self, name: str, value: str) -> None:
        """Remember what a person has chosen; a settings file that cannot be written is no harm."""
        if self._remember is not None:
            with contextlib.suppress(OSError):
                self._remember(name, value)

    # --- when something goes wrong
    def _handle_exception(self, error: Exception) -> None:
        """The one place where errors end that nobody caught.

        Refusals and trouble out of a worker are said and the desk goes on. Anything else ends the
        program with one sentence: no traceback, no locals, nothing of a customer (STACK 3.2).
        """
        inner = error.error if isinstance(error, WorkerFailed) else error
        if isinstance(error, WorkerFailed) and self._desk is not None:
            if isinstance(inner, Refused):
                tz = form.zone(self.desk.info.tz)
                self.toast(say.refused(inner, now=self.desk.now(), tz=tz), kind="warning")
                return
            if isinstance(inner, DeskTrouble):
                self.toast(say.trouble(inner.code, inner.params), kind="error", seconds=12)
                return
        note_id, noted = self._crashlog.write(inner)
        if noted:
            text = t("frame.crash", id=note_id, path=str(self._crashlog.path))
        else:
            text = t("frame.crash.nolog", id=note_id)
        self._return_code = 1
        if self._exception is None:  # what a test harness raises again
            self._exception = error
            self._exception_event.set()
        if not self._exit_renderables:  # one sentence, however many errors follow from the first
            self._exit_renderables.append(Text(text))
        self.keep_typed()
        self._close_messages_no_wait()
