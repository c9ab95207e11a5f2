"""Calls that a softphone tells of: the intake opens on the caller, or waits for what is typed."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable
from pathlib import PurePath
from typing import Protocol

from agentdesk.desk.api import DeskInfo
from agentdesk.domain.text import mask_name, mask_phone
from agentdesk.i18n import t
from agentdesk.screens.acts import key_text
from agentdesk.screens.base import DeskDialog
from agentdesk.screens.common_acts import CALL
from agentdesk.screens.desk_app import DeskApp

STANDS = 30.0
"""Seconds for which a call that waits is told: so long it rings."""


class Ringing(Protocol):
    """Who rings, as a telephone system says it."""

    @property
    def phone(self) -> str: ...

    @property
    def name(self) -> str: ...


class Listening(Protocol):
    """An ear for calls; closed at the end."""

    async def aclose(self) -> None: ...


Take = Callable[[Ringing, str], tuple[str, str]]
"""Who rings, and for whom (empty: anybody): what became of it, and who works here."""

Listen = Callable[[Take], Awaitable[Listening | None]]


class CallsApp(DeskApp):
    """The part of the program that is told of calls."""

    def __init__(self, css_path: list[str | PurePath]) -> None:
        super().__init__(css_path=css_path)
        self.listen: Listen | None = None
        self._line: Listening | None = None
        self._waiting: Ringing | None = None

    @property
    @abstractmethod
    def info(self) -> DeskInfo | None:
        """The desk and who works at it; None before it is open."""

    async def hear_calls(self) -> None:
        """Be told of calls from now on."""
        if self.listen is not None:
            self._line = await self.listen(self.ring)

    async def deaf(self) -> None:
        """Be told no more."""
        if self._line is not None:
            await self._line.aclose()
            self._line = None

    def ring(self, call: Ringing, person: str) -> tuple[str, str]:
        """Somebody rings: open the intake, or say so where something is being typed."""
        if self.info is None:
            return "not_open", ""
        me = self.info.me
        if person and person.casefold() not in (me.code.casefold(), me.name.casefold()):
            return "other_person", me.name
        self._waiting = call
        if not self._typing():
            self.call_later(self.take_call)
            return "opened", me.name
        who = mask_phone(call.phone)
        if call.name:
            who = f"{mask_name(call.name)} · {who}"
        key = key_text(self.keys_of(CALL)[0])
        self.toast(t("frame.call.waits", who=who, key=key), kind="warning", seconds=STANDS)
        return "waiting", me.name

    async def take_call(self) -> None:
        """The intake, on who rings; what is being typed is kept as esc keeps it."""
        from agentdesk.screens.intake import IntakeScreen
        from agentdesk.screens.intake_new import NewCaseScreen

        call, self._waiting = self._waiting, None
        if call is None:
            self.toast(t("frame.call.none"))
            return
        while isinstance(top := self.screen, DeskDialog | NewCaseScreen | IntakeScreen):
            await top.do("back")
            if self.screen is top:  # it does not let go: it says why
                self._waiting = call
                return
        self.push_screen(IntakeScreen(call.phone or call.name))

    def _typing(self) -> bool:
        """Whether a form is open, or somebody is being looked for."""
        from agentdesk.screens.intake import IntakeScreen
        from agentdesk.screens.intake_new import NewCaseScreen

        return any(
            isinstance(screen, DeskDialog | NewCaseScreen)
            or (isinstance(screen, IntakeScreen) and bool(screen.box.words))
            for screen in self.screen_stack
        )
