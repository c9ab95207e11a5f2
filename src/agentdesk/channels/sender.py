"""Sends what the outbox holds: one letter at a time, by whichever desk holds the lease (C2).

The order of things is what keeps a letter from being lost or sent twice, whatever is killed when:

1. `Outbox.claim` writes ``sending`` before the network is touched;
2. `Outbox.handing` writes ``handed`` before the text goes out, and refuses if the letter is no
   longer this desk's (it slept, and another has taken over);
3. `Outbox.done` writes what came of it. If that cannot be written, it is tried until it can, and
   nothing else is claimed meanwhile.

Killed before 2, nothing was handed over: another desk takes the letter once its hold has run out.
Killed after 2, nobody can know: the letter is `letters.ORPHANED` and a person is told, also where
no letter could be sent now (`Outbox.tidy`).

Whatever goes wrong, the task goes on until it is stopped: what broke is told, and tried again.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Protocol

from agentdesk.channels.delivery import STOPPED, Delivery
from agentdesk.channels.mail_config import BadMail, MailConfig
from agentdesk.domain.letters import By, Fate, Letter, Outcome, Went
from agentdesk.domain.values import SECOND, Clock

LOOK_SECONDS = 1.0
"""So often the outbox is looked at, unless somebody pokes."""

PAUSE = 30 * SECOND
"""From the beginning of a try that met trouble which is not the letter's own: the next letter would
meet the same, so it is not tried at once."""

GRACE_SECONDS = 3.0
"""A letter that is being handed over when the desk closes has so long to be answered."""

SHARED = frozenset(
    {"unreachable", "dns", "timeout", "dropped", "garbled", "tls", "tls_expired", "tls_host",
     "tls_unknown", "no_tls", "auth", "no_auth", "sender", "hook"}
)  # fmt: skip
"""Trouble that the next letter would meet as well."""

NOT_SET_UP = Outcome(Went.LATER, "not_set_up")


class Outbox(Protocol):
    """Where letters wait. Its methods raise DeskTrouble or StoreTrouble when the store fails."""

    async def claim(self, now: int) -> Letter | None:
        """Take or keep the lease and mark a letter that is due as ``sending``, durably. None if
        nothing is due, or another desk holds the lease."""

    async def handing(self, mail_id: int) -> bool:
        """Mark it as ``handed``, durably. False if it is no longer ours: it must not be sent."""

    async def done(self, mail_id: int, outcome: Outcome) -> Fate | None:
        """Write what came of the try (`letters.after`); None if the letter is another's by now."""

    async def next_at(self) -> int | None:
        """The instant at which something is due next; None if nothing waits."""

    async def try_now(self) -> None:
        """Have everything that waits tried at once."""

    async def tidy(self) -> None:
        """Settle letters that somebody handed over and never answered for, without sending."""


class Ear:
    """Who wants to hear how the sending goes; here, nobody."""

    def tried(self, letter: Letter, outcome: Outcome, fate: Fate | None) -> None:
        """A try is over and written down; ``fate`` None: another desk has the letter by now."""

    def broke(self, error: Exception) -> None:
        """Something went wrong that is no letter's fault; it is tried again."""


NOBODY = Ear()


class NotKept(Exception):
    """A try was made, and what came of it could not be written; tell `Outbox.done` again."""

    def __init__(self, letter: Letter, outcome: Outcome) -> None:
        super().__init__(outcome.code)
        self.letter = letter
        self.outcome = outcome


def delivery_of(config: MailConfig, letter: Letter) -> Delivery | None:
    """One try for a letter, not begun; None if its way is not set up."""
    if letter.by is By.SMS:
        from agentdesk.channels.sms_hook import Posting

        return Posting(config.sms, letter) if config.sms else None
    from agentdesk.channels.smtp import Mailing

    return Mailing(config.smtp, letter) if config.smtp else None


async def run_once(
    outbox: Outbox,
    config: MailConfig,
    now: int,
    begun: Callable[[bool], None] = lambda handed: None,
    ear: Ear = NOBODY,
) -> Outcome | None:
    """Claim one letter and try to send it; None if there was none to claim.

    ``begun`` is told when it is about to be handed over (True) and when that is over (False).
    ``ear`` is told what came of the try. Raises DeskTrouble or StoreTrouble if the store failed
    before anything was handed over, else NotKept. Cancelled, it cuts the connection, writes what
    came of it and goes.
    """
    letter = await _claimed(outbox, now)
    if letter is None:
        return None
    delivery = delivery_of(config, letter)
    if delivery is None:
        await _keep(outbox, letter, NOT_SET_UP, ear)
        return NOT_SET_UP

    async def allow() -> bool:
        ours = await outbox.handing(letter.mail_id)
        begun(ours)
        return ours

    try:
        outcome = await delivery.run(allow)
    except BaseException:
        # Cancelled, or the store refused to write: still this desk knows how far it came.
        with contextlib.suppress(NotKept):
            await _keep(outbox, letter, delivery.outcome or STOPPED, ear)
        raise
    finally:
        begun(False)
    await _keep(outbox, letter, outcome, ear)
    return outcome


async def _claimed(outbox: Outbox, now: int) -> Letter | None:
    """Claim; who is cancelled meanwhile gives the letter back, or it would wait for its hold."""
    task = asyncio.ensure_future(outbox.claim(now))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        letter = None if task.cancelled() or task.exception() else task.result()
        if letter is not None:
            with contextlib.suppress(NotKept):
                await _keep(outbox, letter, STOPPED)
        raise


async def _keep(outbox: Outbox, letter: Letter, outcome: Outcome, ear: Ear = NOBODY) -> None:
    try:
        fate = await _to_its_end(outbox.done(letter.mail_id, outcome))
    except Exception as trouble:  # whatever it was: what became of a letter must not be forgotten
        raise NotKept(letter, outcome) from trouble
    ear.tried(letter, outcome, fate)


async def _to_its_end(work: Awaitable[Fate | None]) -> Fate | None:
    """Await something that must not be left half done, even if we are cancelled meanwhile."""
    task: asyncio.Future[Fate | None] = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        task.exception()
        raise


class Sender:
    """The background task that empties the outbox. `start` it once; `stop` ends it cleanly.

    ``settings`` is asked before each letter (it may read `mail_config.read_mail`, in a thread), so
    that mended settings count at once. While it gives None or raises BadMail nothing is claimed.
    ``mended`` says whether the settings have changed since it was asked last: then what waits for
    its next try is tried at once. It must not take long.
    """

    def __init__(
        self,
        outbox: Outbox,
        settings: Callable[[], MailConfig | None],
        clock: Clock,
        ear: Ear = NOBODY,
        mended: Callable[[], bool] = lambda: False,
    ) -> None:
        self._outbox = outbox
        self._settings = settings
        self._clock = clock
        self._ear = ear
        self._mended = mended
        self._task: asyncio.Task[None] | None = None
        self._poked = asyncio.Event()
        self._ending = False
        self._handing = False
        self._owed: NotKept | None = None
        self._not_before = 0

    def start(self) -> None:
        """Begin, unless it has begun."""
        if self._task is None:
            self._ending = False
            self._task = asyncio.create_task(self._run(), name="agentdesk-sender")

    def poke(self) -> None:
        """Look at the outbox now: something was put into it."""
        self._poked.set()

    async def stop(self) -> None:
        """End it. A letter that is being handed over may still be answered, for a moment; any
        other try is cut off, and its letter waits again."""
        task, self._task = self._task, None
        if task is None:
            return
        self._ending = True
        self.poke()
        if self._handing:
            await asyncio.wait({task}, timeout=GRACE_SECONDS)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    async def _run(self) -> None:
        while not self._ending:
            self._poked.clear()
            try:
                more = await self._round()
            except NotKept as owed:
                self._owed, more = owed, False
                self._heard(owed.__cause__)
            except Exception as error:  # the store, or a mistake of ours: the others must not wait
                more = False
                self._heard(error)
            if not more:
                await self._rest()

    async def _round(self) -> bool:
        """Send one letter, if one is due; whether to look for another at once."""
        if self._owed is not None:
            await _keep(self._outbox, self._owed.letter, self._owed.outcome, self._ear)
            self._owed = None
        if self._mended():
            self._not_before = 0
            await self._outbox.try_now()
        now = self._clock.now()
        if now < self._not_before:
            return False
        due = await self._outbox.next_at()
        if due is None or due > now:
            return False
        config = await asyncio.to_thread(self._config)
        if config is None:
            await self._outbox.tidy()
            return False
        outcome = await run_once(self._outbox, config, now, self._begun, self._ear)
        if outcome is not None and outcome.code in SHARED:
            self._not_before = now + PAUSE
        return outcome is not None

    def _heard(self, error: BaseException | None) -> None:
        if isinstance(error, Exception):
            with contextlib.suppress(Exception):  # who listens must not end the sending
                self._ear.broke(error)

    def _begun(self, handed: bool) -> None:
        self._handing = handed

    def _config(self) -> MailConfig | None:
        try:
            return self._settings()
        except BadMail:
            return None

    async def _rest(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOK_SECONDS):
                await self._poked.wait()
