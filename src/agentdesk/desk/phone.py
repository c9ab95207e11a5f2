"""The half of the desk that answers the phone: who calls, and what is made of the call."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from agentdesk.desk import calls, customers, receipts, reminders
from agentdesk.desk.api import Done, Lookup, NewCase, Reminder
from agentdesk.desk.casework import Casework
from agentdesk.desk.country import country_of
from agentdesk.desk.updating import book_of
from agentdesk.domain import suggest as suggesting
from agentdesk.domain.suggest import Suggestion
from agentdesk.domain.values import THE_CUSTOMER, Speaker

if TYPE_CHECKING:
    from agentdesk.domain.pasted import Pasted


class Phone(Casework):
    """Customers, new cases and contacts. Every call may raise Refused or DeskTrouble; ``op``
    makes a retry safe."""

    async def lookup(self, text: str) -> Lookup:
        """Who a number, name, reference or address may mean, with what they have open."""
        return await self.ctx.read(lambda tx: customers.lookup(self.ctx, tx, text))

    def suggest(self, text: str, category: str = "") -> Suggestion:
        """What a text suggests under the policy in force, as last read."""
        return suggesting.suggest(text, self.ctx.policy, category)

    async def read_paste(self, text: str) -> Pasted:
        """What a pasted text tells, and the text fit to be kept; a long one takes a second."""
        return await asyncio.to_thread(self._read_paste, text)

    def _read_paste(self, text: str) -> Pasted:
        from agentdesk.domain import pasted

        tz, now = self.ctx.tz, self.ctx.store.clock.now()
        return pasted.read(text, now=now, tz=tz, country=country_of(tz))

    async def usual_receipt(self) -> bool | None:
        """Whether a request that is taken in gets a receipt; None: nothing leaves this desk."""
        book = await book_of(self.ctx)
        if not book.sends or book.receipt is None:
            return None
        return receipts.wanted(self.ctx.policy, None, by_itself=False)

    async def register(self, new: NewCase, *, op: str | None = None) -> Done:
        """A request becomes a case, registered to me; mine, too, if the request says so."""
        book = await book_of(self.ctx)
        return await self.ctx.write(lambda tx: calls.register(self.ctx, tx, new, op, book))

    async def solve(
        self, new: NewCase, told: str, *, done: str = "", wrapup: str = "", op: str | None = None
    ) -> Done:
        """Solved on the call: registered, owned, replied and resolved, in one transaction."""
        ctx = self.ctx
        return await ctx.write(lambda tx: calls.solve(ctx, tx, new, told, done, wrapup, op))

    async def log_contact(
        self,
        case_id: int,
        text: str,
        *,
        channel: str = "phone",
        speaker: Speaker = THE_CUSTOMER,
        promised_at: int | None = None,
        op: str | None = None,
    ) -> Done:
        """A contact on a case that is there, by whoever took the call."""
        step = calls.contact(text, channel=channel, speaker=speaker, promised_at=promised_at)
        return await self._act(case_id, step, op)

    async def put_sticky(
        self, subject: int, text: str, until: int, *, op: str | None = None
    ) -> None:
        """A word to whoever deals with this customer next, until an instant."""
        ctx = self.ctx
        await ctx.write(lambda tx: customers.put_sticky(ctx, tx, subject, text, until, op))

    async def end_sticky(self, subject: int, sticky: int, *, op: str | None = None) -> None:
        """Take a note off a customer."""
        ctx = self.ctx
        await ctx.write(lambda tx: customers.end_sticky(ctx, tx, subject, sticky, op))

    async def reminders(self, ahead: int) -> Sequence[Reminder]:
        """My plans and the promises of my cases, as far ahead as asked, oldest first."""
        return await self.ctx.read(lambda tx: reminders.reminders(self.ctx, tx, ahead))
