"""The sender of an open desk, with the settings in its folder: one for each desk and `watch` (C2).

It belongs to nobody at the desk. It is started when the desk is open, poked when something may
have been put into the outbox, and closed before the desk is.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass

from agentdesk.channels import mail_config
from agentdesk.channels.mail_config import BadMail, Found, MailConfig
from agentdesk.channels.post_room import PostRoom
from agentdesk.channels.sender import Ear, Sender
from agentdesk.crashlog import CrashLog
from agentdesk.desk.api import DeskTrouble
from agentdesk.desk.context import Context
from agentdesk.domain.letters import By


class DeskEar(Ear):
    """What a running desk does about it: an error that nobody expected is noted, once a kind."""

    def __init__(self, log: CrashLog) -> None:
        self._log = log
        self._noted: set[type[Exception]] = set()

    def broke(self, error: Exception) -> None:
        """Trouble of the store is told by whoever uses it."""
        if not isinstance(error, DeskTrouble) and type(error) not in self._noted:
            self._noted.add(type(error))
            self._log.write(error)

    def settings(self, found: Found) -> None:
        """The settings were read and differ from before."""


@dataclass(frozen=True, slots=True)
class HeldUp:
    """Letters that cannot go out: how many, since when the oldest waits (an instant), and the
    settings as found."""

    count: int
    since: int
    found: Found


class Postman:
    """Start it once, in the loop of the desk; close it before the desk."""

    def __init__(
        self, ctx: Context, environ: Mapping[str, str] = os.environ, ear: DeskEar | None = None
    ) -> None:
        self._folder = ctx.store.path.parent
        self._environ = environ
        self._ear = ear or DeskEar(CrashLog(self._folder))
        self._loop = asyncio.get_running_loop()
        self._seen: Found | None = None
        self.room = PostRoom(ctx)
        self._file = self._stamp()
        self._unread = False
        self._reading: asyncio.Task[None] | None = None
        clock = ctx.store.clock
        self._sender = Sender(self.room, self._settings, clock, self._ear, self._mended)

    def start(self) -> None:
        """Begin to send."""
        self._sender.start()

    def poke(self) -> None:
        """Something has changed: look whether there is something to send."""
        self._sender.poke()

    async def aclose(self) -> None:
        """End it cleanly and let another desk send at once. Safe to call twice."""
        await self._sender.stop()
        if self._reading is not None:
            self._reading.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reading
        with contextlib.suppress(DeskTrouble):  # else the lease runs out by itself
            await self.room.leave()

    async def held_up(self, person: str | None = None) -> HeldUp | None:
        """Letters (of a person) for which there are no usable settings; None if there are none.
        Raises DeskTrouble."""
        waiting = await self.room.waiting(person)
        if not waiting:
            return None
        found = await self.found()
        stuck = [at for kind, at in waiting.items() if not _goes(found.config, kind)]
        if not stuck:
            return None
        return HeldUp(sum(count for count, _ in stuck), min(since for _, since in stuck), found)

    async def found(self) -> Found:
        """The settings as they stand; read in a thread."""
        return await asyncio.to_thread(mail_config.look, self._folder, self._environ)

    def _mended(self) -> bool:
        """Whether the file has changed since the last look, a second ago. Once it stays as it is
        (an editor may write it in pieces) it is read and told, also where nothing is to be sent."""
        before, self._file = self._file, self._stamp()
        changed = self._file != before
        if self._unread and not changed:
            self._reading = asyncio.create_task(self._read())
        self._unread = changed
        return changed

    async def _read(self) -> None:
        with contextlib.suppress(BadMail):  # who listens was told
            await asyncio.to_thread(self._settings)

    def _stamp(self) -> tuple[int, int] | None:
        try:
            state = (self._folder / mail_config.FILE).stat()
        except OSError:
            return None
        return state.st_mtime_ns, state.st_size

    def _settings(self) -> MailConfig | None:
        """The settings in force. Runs in a thread. Raises BadMail."""
        found = mail_config.look(self._folder, self._environ)
        if found != self._seen:
            self._seen = found
            with contextlib.suppress(RuntimeError):  # the program is ending
                self._loop.call_soon_threadsafe(self._ear.settings, found)
        if found.problems:
            raise BadMail(found.path, found.problems)
        return found.config


def _goes(config: MailConfig | None, kind: str) -> bool:
    """Whether letters of a kind have a way out."""
    if config is None:
        return False
    return (config.sms if kind == By.SMS else config.smtp) is not None
