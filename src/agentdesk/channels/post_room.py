"""The desk's own outbox as the sender works with it: each step one transaction of the store (C2).

`store.outbox` keeps the letters and `desk.mail` says in the cases what became of them; here both
meet the lease, so that of several running desks one sends. The lease may change hands while a
letter is under way: the letter itself stays with its holder (`letters.HOLD`).
"""

from __future__ import annotations

import secrets

from agentdesk.desk import mail
from agentdesk.desk.context import Context
from agentdesk.domain.letters import Fate, Letter, Outcome
from agentdesk.domain.values import SECOND
from agentdesk.store import lease, outbox
from agentdesk.store.tx import Tx

LEASE = "mail"
LEASE_LASTS = 30 * SECOND


class PostRoom:
    """An open desk as a `sender.Outbox`. Its methods raise DeskTrouble."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._holder = f"{ctx.store.uid}-{secrets.token_hex(8)}"

    async def claim(self, now: int) -> Letter | None:
        """The next letter that is due, ``sending`` from now on; None if there is none or another
        desk holds the lease. Letters that a desk handed over and never answered for are settled
        as unsure first."""

        def work(tx: Tx) -> Letter | None:
            if not lease.take(tx, LEASE, self._holder, now=now, lasts=LEASE_LASTS):
                return None
            mail.settle_orphans(self._ctx, tx)
            taken = mail.take(tx, self._holder)
            return taken[0].letter() if taken else None

        return await self._ctx.by_itself(work)

    async def handing(self, mail_id: int) -> bool:
        """``handed`` from now on; False if it is another's by now."""
        return await self._ctx.by_itself(
            lambda tx: outbox.handing(tx, mail_id, self._holder, tx.now)
        )

    async def done(self, mail_id: int, outcome: Outcome) -> Fate | None:
        """What came of the try. Nothing, if the letter is another's by now."""

        def work(tx: Tx) -> Fate | None:
            found = outbox.get(tx, mail_id)
            if found is None:
                return None
            return mail.settle(self._ctx, tx, found, self._holder, outcome)

        return await self._ctx.by_itself(work)

    async def next_at(self) -> int | None:
        """When something is due next: a letter, or one whose holder has gone."""
        return await self._ctx.read(outbox.next_at)

    async def try_now(self) -> None:
        """Everything that waits is due."""
        await self._ctx.by_itself(lambda tx: outbox.try_now(tx, tx.now))

    async def tidy(self) -> None:
        """Letters of desks that are gone are told as unsure. Writes only where there are any."""
        if await self._ctx.read(lambda tx: bool(outbox.orphans(tx, tx.now))):
            await self._ctx.by_itself(lambda tx: mail.settle_orphans(self._ctx, tx))

    async def waiting(self, person: str | None = None) -> dict[str, tuple[int, int]]:
        """Letters that wait (of a person: those of their cases, or written by them): by kind, how
        many and since when the oldest waits."""
        return await self._ctx.read(lambda tx: outbox.waiting(tx, person))

    async def leave(self) -> None:
        """Give the lease back, when the sender has stopped. Raises DeskTrouble."""
        await self._ctx.by_itself(lambda tx: lease.drop(tx, LEASE, self._holder))
