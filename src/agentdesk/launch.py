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
    """A module of the desk, imported off the key path."""
    return await asyncio.to_thread(importlib.import_module, f"agentdesk.desk.{name}")


async def _bring_sample(desk: Any) -> None:
    """The sample, where the desk asked for it and has not got it."""
    setup = await _room("setup")
    if await desk.ctx.read(setup.sample_owed):
        sample = await _room("sample")
        await sample.complete(desk.ctx)


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


def build(door: Door, opened: Callable[[], None] | None = None) -> AgentDesk:
    """The program for this door: it makes a desk first where there is none."""
    folder = door.places.data

    async def open_desk() -> DeskApi:
        house = await _room("house")
        desk = await house.Desk.open(folder, person=door.person, clock=door.clock)
        try:
            await _bring_sample(desk)  # the first run may have been cut off before it
        except BaseException:
            await desk.aclose()
            raise
        door.store_language(desk.lang)
        return desk  # type: ignore[no-any-return]

    async def make_desk(answers: NewDesk) -> None:
        setup, house = await _room("setup"), await _room("house")
        code = await setup.init_desk(
            folder,
            person_name=answers.person,
            desk_name=answers.desk,
            tz=answers.tz,
            lang=answers.lang,
            clock=door.clock,
            sample=answers.sample,
        )
        if answers.sample:
            desk = await house.Desk.open(folder, person=code, clock=door.clock, door="init")
            try:
                await _bring_sample(desk)
            finally:
                await desk.aclose()

    def remember(name: str, value: str) -> None:
        write_setting(door.places.config, name, value)

    async def listen(take: Take) -> Listening | None:
        pop = await asyncio.to_thread(importlib.import_module, "agentdesk.channels.pop")

        def taken(call: Any, person: str) -> Any:
            return pop.Answer(*take(call, person))

        return await pop.listen(folder, taken)  # type: ignore[no-any-return]

    async def post(desk: Any) -> Posting:
        module = await asyncio.to_thread(importlib.import_module, "agentdesk.channels.desk_post")
        return module.begin(desk)  # type: ignore[no-any-return]

    keys = door.settings.get("keys")
    theme, style = door.settings.get("theme"), door.settings.get("style")
    return AgentDesk(
        open_desk=open_desk,
        first_run=None if (folder / STORE_FILE).exists() else make_desk,
        finish=make_desk,
        keymap={str(k): str(v) for k, v in keys.items()} if isinstance(keys, dict) else None,
        style=style if isinstance(style, str) else None,
        theme=theme if isinstance(theme, str) else None,
        may_copy=door.settings.get("copy", True) is True,
        remember=remember,
        log_folder=folder,
        listen=listen,
        post=post,
        opened=opened,
    )
