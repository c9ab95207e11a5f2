"""Building the program from what the door was told: where the desk lives, who acts, what is set.

Nothing of the store is imported before the first frame stands: `open_desk` does that in a thread.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from agentdesk.app import AgentDesk
from agentdesk.app_calls import Listening, Take
from agentdesk.app_post import Posting
from agentdesk.desk.api import DeskApi, NewDesk
from agentdesk.desk.settings import write_setting
from agentdesk.domain.values import Clock

STORE_FILE = "store.db"
"""As `store.factory` names it: read here without importing the store."""


class Folders(Protocol):
    """Where a desk lives."""

    @property
    def data(self) -> Path: ...

    @property
    def config(self) -> Path: ...


class Door(Protocol):
    """What the command line has understood."""

    @property
    def places(self) -> Folders: ...

    @property
    def settings(self) -> Mapping[str, Any]: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def person(self) -> str | None: ...

    def store_language(self, lang: str | None) -> None: ...


async def _room(name: str) -> Any:
    """A module, imported off the key path."""
    return await asyncio.to_thread(importlib.import_module, f"agentdesk.{name}")


def run_desk(door: Door) -> int:
    """Run the desk on this terminal; the exit code of the program."""
    gc.disable()  # until the desk is open: all that is loaded till then stays
    app = build(door, opened=_loaded)
    app.run()
    return app.return_code or 0


def _loaded() -> None:
    """What has been loaded is never looked through for garbage, and the rest less often.

    It took a fifth of a second at every other form, in the middle of somebody's work.
    """
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    gc.enable()


class Behind:
    """What the program asks for once its first frame stands, from the rooms behind the door."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._folder = door.places.data

    async def open_desk(self) -> DeskApi:
        """The desk, in its own language. Raises DeskTrouble."""
        desk = await self._open(self._door.person)
        self._door.store_language(desk.lang)
        return desk  # type: ignore[no-any-return]

    async def make_desk(self, answers: NewDesk) -> None:
        """A desk where there is none, or none that was finished. Raises DeskTrouble."""
        setup = await _room("desk.setup")
        code = await setup.init_desk(
            self._folder,
            person_name=answers.person,
            desk_name=answers.desk,
            tz=answers.tz,
            lang=answers.lang,
            clock=self._door.clock,
            sample=answers.sample,
        )
        if answers.sample:
            desk = await self._open(code, door="init")
            await desk.aclose()

    async def listen(self, take: Take) -> Listening | None:
        """Hear of calls from now on; None where that is not possible."""
        pop = await _room("channels.pop")

        def taken(call: Any, person: str) -> Any:
            return pop.Answer(*take(call, person))

        return await pop.listen(self._folder, taken)  # type: ignore[no-any-return]

    async def post(self, desk: DeskApi) -> Posting:
        """Send letters from now on."""
        return (await _room("channels.desk_post")).begin(desk)  # type: ignore[no-any-return]

    def remember(self, name: str, value: str) -> None:
        """Keep what a person has chosen. Raises OSError."""
        write_setting(self._door.places.config, name, value)

    async def _open(self, person: str | None, **more: Any) -> Any:
        """An open desk with its sample: the run that was to bring it may have been cut off."""
        house, setup = await _room("desk.house"), await _room("desk.setup")
        desk = await house.Desk.open(self._folder, person=person, clock=self._door.clock, **more)
        try:
            if await desk.ctx.read(setup.sample_owed):
                await (await _room("desk.sample")).complete(desk.ctx)
        except BaseException:
            await desk.aclose()
            raise
        return desk


def build(door: Door, opened: Callable[[], None] | None = None) -> AgentDesk:
    """The program for this door: it makes a desk first where there is none."""
    behind, folder = Behind(door), door.places.data
    return AgentDesk(
        open_desk=behind.open_desk,
        first_run=None if (folder / STORE_FILE).exists() else behind.make_desk,
        finish=behind.make_desk,
        remember=behind.remember,
        log_folder=folder,
        listen=behind.listen,
        post=behind.post,
        opened=opened,
        **_wishes(door.settings),
    )


def _wishes(settings: Mapping[str, Any]) -> dict[str, Any]:
    """What a person's settings say about keys, colours and the clipboard. What makes no sense
    there counts as not said."""
    keys, theme, style = settings.get("keys"), settings.get("theme"), settings.get("style")
    return {
        "keymap": {str(k): str(v) for k, v in keys.items()} if isinstance(keys, dict) else None,
        "style": style if isinstance(style, str) else None,
        "theme": theme if isinstance(theme, str) else None,
        "may_copy": settings.get("copy", True) is True,
    }
