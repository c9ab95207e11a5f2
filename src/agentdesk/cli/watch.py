"""``agentdesk watch``: the desk without a screen: letters go out, clocks move, until a signal (C2).

It takes turns with every open desk by the leases of the store, so any number of them may run. Each
try is one line on stdout, without a name or an address, flushed at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Iterator
from functools import partial
from typing import Any

from agentdesk.channels.mail_config import Found, MailConfig, look
from agentdesk.channels.mail_words import letter_line, trouble_with
from agentdesk.channels.post_room import PostRoom
from agentdesk.channels.postman import DeskEar, Postman
from agentdesk.channels.sender import SHARED, NotKept, run_once
from agentdesk.cli import out
from agentdesk.cli.context import Context
from agentdesk.cli.errors import NOTHING, OK, CliError, sentence
from agentdesk.cli.lines import Lines
from agentdesk.cli.opening import with_desk
from agentdesk.crashlog import CrashLog
from agentdesk.desk.api import DeskTrouble
from agentdesk.desk.house import Desk
from agentdesk.domain.letters import Fate, Letter, Outcome, Went
from agentdesk.i18n import format as form
from agentdesk.i18n import t

_SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP")


def run(ctx: Context) -> int:
    """Watch until a signal, or (``--once``) until nothing is due."""
    return with_desk(ctx, _watch, door="watch")


class Log(DeskEar):
    """What is said of it, one line each: for people, or (``--json``) one object."""

    def __init__(self, ctx: Context, desk: Desk) -> None:
        super().__init__(CrashLog(ctx.places.data))
        self._json = ctx.json
        self._desk = desk
        self._tz = form.zone(desk.info.tz)
        self._wrong = False
        self._last = ""
        self._lines = Lines()
        self._left_out = 0

    def say(self, event: str, text: str, **more: Any) -> None:
        """One line, at once. Nobody may read it, or any more: letters go out all the same."""
        if self._left_out:
            count, self._left_out = self._left_out, 0
            self._put("left_out", t("mail.log.left_out", count=count), count=count)
        self._put(event, text, **more)

    def _put(self, event: str, text: str, **more: Any) -> None:
        now = self._desk.now()
        line = f"{form.local(now, self._tz):%Y-%m-%d %H:%M:%S} {text}"
        if self._json:
            line = out.to_json({"at": out.iso(now), "event": event, **more})
        if not self._lines.say(line):
            self._left_out += more["count"] if event == "left_out" else 1

    def end(self) -> None:
        """Have everything written that is read."""
        self._lines.end()

    def tried(self, letter: Letter, outcome: Outcome, fate: Fate | None) -> None:
        """A try for a letter, and what became of it."""
        self._last = ""
        self.say(
            "letter",
            letter_line(letter, outcome, fate),
            case=letter.reference,
            way=letter.by.value,
            fate=fate.value if fate is not None else None,
            code=outcome.code,
            said=outcome.text,
            message_id=letter.message_id,
        )

    def broke(self, error: Exception) -> None:
        """The store, or a mistake of ours: said once, until something else happens."""
        super().broke(error)
        why = sentence(error)
        if why != self._last:
            self._last = why
            self.say("trouble", t("mail.log.trouble", why=why), why=why)

    def settings(self, found: Found) -> None:
        """The settings have changed."""
        if found.config is None:
            self._wrong = True
            why = trouble_with(found)
            self.say("settings", t("mail.log.broken", why=why), why=why)
        elif self._wrong:
            self._wrong = False
            self.say("settings", t("mail.log.mended"), why=None)


async def _watch(ctx: Context, desk: Desk) -> int:
    found = await asyncio.to_thread(look, ctx.places.data, ctx.environ)
    if found.problems:
        raise CliError("bad_mail", why=trouble_with(found))
    log = Log(ctx, desk)
    try:
        return await _until_ended(ctx, desk, found, log)
    finally:
        log.end()


async def _until_ended(ctx: Context, desk: Desk, found: Found, log: Log) -> int:
    work = _once(desk, found, log) if ctx.args.once else _on_and_on(ctx, desk, found, log)
    with _signals() as signalled:
        task = asyncio.create_task(work)
        await asyncio.wait({task, signalled}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        log.say("ended", t("mail.log.ended"))
        return 128 + signalled.result()


async def _on_and_on(ctx: Context, desk: Desk, found: Found, log: Log) -> int:
    """Send and sweep until it is cancelled. Raises DeskTrouble if the store fails for good."""
    postman = Postman(desk.ctx, ctx.environ, log)
    changes = desk.changes()  # who listens also sweeps
    postman.start()
    try:
        log.say("watching", _says(desk, found.config), desk=desk.info.name, mail=found.there)
        async for _ in changes:
            postman.poke()
        raise DeskTrouble("closed", path=str(ctx.places.data))
    finally:
        await postman.aclose()


async def _once(desk: Desk, found: Found, log: Log) -> int:
    """Send what is due. Raises CliError ``mail_waits``: letters wait, and there is no way."""
    await desk.catch_up()
    room = PostRoom(desk.ctx)
    if found.config is None:
        await room.tidy()
        waiting = sum(count for count, _ in (await room.waiting()).values())
        if waiting:
            raise CliError("mail_waits", count=waiting, why=trouble_with(found))
        return OK
    try:
        return OK if await _emptied(desk, room, found.config, log) else NOTHING
    finally:
        with contextlib.suppress(DeskTrouble):
            await room.leave()


async def _emptied(desk: Desk, room: PostRoom, config: MailConfig, log: Log) -> bool:
    """Try each letter that is due; whether all of them went out."""
    well = True
    while True:
        try:
            outcome = await run_once(room, config, desk.now(), ear=log)
        except NotKept as owed:
            raise owed.__cause__ or owed from None
        if outcome is None:
            due = await room.next_at()
            if due is not None and due <= desk.now():
                log.say("elsewhere", t("mail.log.elsewhere"))
            return well
        well = well and outcome.kind is Went.SENT
        if outcome.code in SHARED:  # the next one would meet the same
            return False


def _says(desk: Desk, config: MailConfig | None) -> str:
    """What is watched, and by which servers letters go."""
    smtp = config.smtp if config is not None else None
    sms = config.sms if config is not None else None
    none = t("mail.log.none")
    return t(
        "mail.log.watching",
        desk=desk.info.name,
        smtp=f"{smtp.host}:{smtp.port}" if smtp is not None else none,
        sms=_host(sms.url) if sms is not None else none,
    )


def _host(url: str) -> str:
    from urllib.parse import urlsplit

    return urlsplit(url).hostname or "-"


@contextlib.contextmanager
def _signals() -> Iterator[asyncio.Future[int]]:
    """The first signal that asks for the end, as soon as there is one."""
    loop = asyncio.get_running_loop()
    first: asyncio.Future[int] = loop.create_future()

    def came(number: int) -> None:
        if not first.done():
            first.set_result(number)

    heard = []
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is not None:
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, partial(came, int(number)))
                heard.append(number)
    try:
        yield first
    finally:
        for number in heard:
            loop.remove_signal_handler(number)
