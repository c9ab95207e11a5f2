"""Drafts at the desk: kept off the key path, the latest counts, never offered once they were sent.

One writer that nobody cancels carries the changes to the file (`store.drafts`): while it is at
work, what comes in waits, and of several changes to one draft only the last is written. What was
sent stands in the store under the draft's operation id: a program that died between sending and
dropping leaves a draft that nobody is offered.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from agentdesk.desk import acting
from agentdesk.desk.api import DeskTrouble, Done
from agentdesk.desk.context import Context, told
from agentdesk.domain.drafts import Draft
from agentdesk.store import log, ops
from agentdesk.store.drafts import DraftFile
from agentdesk.store.errors import StoreTrouble
from agentdesk.store.tx import Tx

_Changes = dict[tuple[str, str], Draft | None]


class DraftBook:
    """The drafts of one person while the desk is open. Raises DeskTrouble; ``drafts_aside`` once
    after a damaged file was set aside: whatever was asked has been done all the same."""

    def __init__(self, file: DraftFile) -> None:
        self._file = file
        self._todo: _Changes = {}
        self._doing: _Changes = {}
        self._writer: asyncio.Future[None] | None = None

    async def keep(self, draft: Draft) -> None:
        """Keep a draft; it has reached the disk when this returns, or a later one has."""
        await self._change(draft.thing, draft.form, draft)

    async def drop(self, thing: str, form: str) -> None:
        """Keep nothing there any more."""
        await self._change(thing, form, None)

    async def drop_sent(self, draft: Draft) -> None:
        """This one was sent: drop it, unless more was typed meanwhile."""
        if not {(draft.thing, draft.form)} & {*self._todo, *self._doing}:
            await self.drop(draft.thing, draft.form)

    async def all(self) -> list[Draft]:
        """Every draft, the newest first, as last handed in."""
        before = {**self._doing, **self._todo}
        try:
            found = await asyncio.to_thread(self._file.all)
        except StoreTrouble as trouble:
            raise told(trouble) from trouble
        self._tell_aside()
        now: _Changes = {(one.thing, one.form): one for one in found}
        now |= {**before, **self._doing, **self._todo}
        return sorted((one for one in now.values() if one), key=lambda one: one.at, reverse=True)

    async def close(self) -> None:
        """Write what is still to be written and close the file."""
        try:
            while self._todo or (self._writer is not None and not self._writer.done()):
                await self._written()
        except StoreTrouble:
            pass  # who typed it has been told by their own call
        finally:
            await asyncio.to_thread(self._file.close)

    # --- inside

    async def _change(self, thing: str, form: str, draft: Draft | None) -> None:
        self._todo[thing, form] = draft
        try:
            await self._written()
        except StoreTrouble as trouble:
            raise told(trouble) from trouble
        self._tell_aside()

    async def _written(self) -> None:
        if self._writer is None or self._writer.done():
            self._writer = asyncio.ensure_future(self._write())
            self._writer.add_done_callback(_looked_at)
        await asyncio.shield(self._writer)

    async def _write(self) -> None:
        while self._todo:
            self._doing, self._todo = self._todo, {}
            try:
                await asyncio.to_thread(self._file.write, self._doing)
            except BaseException:
                self._todo = {**self._doing, **self._todo}  # with the next change once more
                raise
            finally:
                self._doing = {}

    def _tell_aside(self) -> None:
        path = self._file.take_aside()
        if path is not None:
            raise DeskTrouble("drafts_aside", path=str(path))


class Drafting:
    """What the desk offers of drafts: those of the person who works at it."""

    ctx: Context

    async def keep_draft(
        self,
        thing: str,
        form: str,
        values: Mapping[str, str],
        *,
        op: str = "",
        typing: bool = False,
    ) -> Draft:
        """Keep what stands in a form, in place of what was kept there."""
        draft = Draft(thing, form, dict(values), self.ctx.store.clock.now(), op, typing)
        await book_of(self.ctx).keep(draft)
        return draft

    async def drop_draft(self, thing: str, form: str) -> None:
        """Keep nothing there any more."""
        await book_of(self.ctx).drop(thing, form)

    async def draft(self, thing: str, form: str) -> Draft | None:
        """What was left in a form and not sent."""
        wanted = (thing, form)
        return next((one for one in await self.drafts() if (one.thing, one.form) == wanted), None)

    async def drafts(self) -> Sequence[Draft]:
        """Every draft that was not sent, the newest first."""
        book = book_of(self.ctx)
        found = await book.all()
        sent = await self.ctx.read(lambda tx: _sent(tx, found)) if found else {}
        kept = []
        for one in found:
            if one.op not in sent:
                kept.append(one)
            elif one.at > sent[one.op]:  # typed after that: it is to be sent by itself
                kept.append(Draft(one.thing, one.form, one.values, one.at, typing=one.typing))
            else:
                await book.drop_sent(one)
        return tuple(kept)

    async def carried_out(self, op: str) -> Done | None:
        """What an operation did; None if it was not carried out."""
        return await self.ctx.read(lambda tx: acting.answer(tx, op))


def book_of(ctx: Context) -> DraftBook:
    """The book of who acts; made at first use, one a person."""
    code = ctx.me.code
    if code not in ctx.books:
        ctx.books[code] = DraftBook(DraftFile(ctx.store.place, code))
    return ctx.books[code]


async def close_all(ctx: Context) -> None:
    """Write what is still to be written, for everybody who acted here."""
    for book in tuple(ctx.books.values()):
        await book.close()


def _sent(tx: Tx, drafts: Sequence[Draft]) -> dict[str, int]:
    """The operations among these that were carried out, and when."""
    found = {}
    for op in {one.op for one in drafts if one.op}:
        answer = ops.answered(tx, op)
        if answer is not None:
            events = log.events_between(tx, answer.first_seq, answer.last_seq)
            found[op] = max((event.recorded_at for _, event in events), default=tx.now)
    return found


def _looked_at(writer: asyncio.Future[None]) -> None:
    if not writer.cancelled():
        writer.exception()
