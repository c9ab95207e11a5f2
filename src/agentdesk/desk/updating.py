"""The half of the desk that tells customers: updates, and letters that did not arrive (C2)."""

from __future__ import annotations

import asyncio

from agentdesk.desk import mail, updates
from agentdesk.desk.api import Done
from agentdesk.desk.api_update import Update, UpdateStart
from agentdesk.desk.context import Context
from agentdesk.desk.templates import Book


class Updating:
    """Updates and their letters. Every call may raise Refused or DeskTrouble; ``op`` makes a retry
    safe."""

    ctx: Context

    async def update_start(self, case_id: int) -> UpdateStart:
        """Templates, addresses and known values for an update of this case."""
        book = await book_of(self.ctx)
        return await self.ctx.read(lambda tx: updates.start(self.ctx, tx, case_id, book))

    async def update(self, case_id: int, update: Update, *, op: str | None = None) -> Done:
        """Tell the customer: sent by the desk where it can, else recorded as made."""
        ctx, book = self.ctx, await book_of(self.ctx)
        return await ctx.write(lambda tx: updates.update(ctx, tx, case_id, update, book, op))

    async def see_to_mail(
        self,
        case_id: int,
        mail_id: int,
        to: str | None = None,
        *,
        keep: bool = False,
        op: str | None = None,
    ) -> Done:
        """See to a letter that did not arrive: once more ``to`` an address (empty: the one on
        file), or (None) the customer is told otherwise. ``keep``: that address is on file then."""
        ctx = self.ctx
        return await ctx.write(lambda tx: mail.see_to(ctx, tx, case_id, mail_id, to, op, keep=keep))


async def book_of(ctx: Context) -> Book:
    """The templates and the ways of sending in force; files are read in a thread."""
    return await asyncio.to_thread(ctx.shelf.look, ctx.store.path.parent)
