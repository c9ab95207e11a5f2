"""The half of the desk that acts on one case: each call is one step in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from agentdesk.desk import acting, calls, handling, live, reading, taking, updates
from agentdesk.desk.acting import Step
from agentdesk.desk.api import CaseView, Done
from agentdesk.desk.context import Context
from agentdesk.desk.updating import book_of
from agentdesk.domain.values import Audience, CaseClass, Priority
from agentdesk.store import outbox
from agentdesk.store.tx import Tx

_T = TypeVar("_T")


class Casework:
    """What one person does to cases. Every call may raise Refused or DeskTrouble; ``op`` makes a
    retry safe."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        """For the modules of the desk and its doors; screens use the calls below."""

    async def case(self, case_id: int) -> CaseView:
        """A case, whole, as it stands now."""
        return await self.ctx.read(lambda tx: reading.case(self.ctx, tx, case_id))

    async def claim(self, case_id: int, *, op: str | None = None) -> Done:
        """Take an unowned case."""
        return await self._take(lambda tx: taking.claim(self.ctx, tx, case_id, op))

    async def release(self, case_id: int, to: str | None = None, *, op: str | None = None) -> Done:
        """Give a case up, to a person or to the pool."""
        return await self.ctx.write(lambda tx: taking.release(self.ctx, tx, case_id, to, op))

    async def assign(self, case_id: int, to: str, *, op: str | None = None) -> Done:
        """Give a case to a person."""
        return await self._act(case_id, handling.assign(self.ctx, to), op)

    async def note(
        self,
        case_id: int,
        text: str,
        audience: Audience = Audience.INTERNAL,
        *,
        contained: bool = False,
        op: str | None = None,
    ) -> Done:
        """An internal or restricted note."""
        return await self._act(case_id, handling.note(text, audience, contained), op)

    async def reply(
        self,
        case_id: int,
        text: str,
        *,
        channel: str,
        contact: bool = False,
        promised_at: int | None = None,
        finish_at: int | None = None,
        findings: bool = False,
        new: bool = True,
        at: int | None = None,
        contained: bool = False,
        op: str | None = None,
    ) -> Done:
        """A reply, or a spoken contact; ``at`` if it was some time ago."""
        step = handling.reply(
            text, channel=channel, contact=contact, promised_at=promised_at, finish_at=finish_at,
            findings=findings, new=new, at=at, contained=contained,
        )  # fmt: skip
        return await self._act(case_id, step, op)

    async def customer_message(
        self, case_id: int, text: str, *, channel: str, at: int | None = None, op: str | None = None
    ) -> Done:
        """What the customer wrote or said; reopens a case that was done."""
        step = handling.customer_message(text, channel=channel, at=at)
        return await self._act(case_id, step, op)

    async def wait(
        self,
        case_id: int,
        question: str,
        remind_at: int,
        *,
        send: str = "",
        op: str | None = None,
    ) -> Done:
        """Wait on the customer after a question: one that was delivered, or (``send``: email,
        sms) that the desk sends now."""
        step = handling.wait(question, remind_at)
        return await self._tell(case_id, step, send, outbox.QUESTION, op)

    async def change_priority(
        self, case_id: int, to: Priority, why: str, *, op: str | None = None
    ) -> Done:
        """Another priority, with its reason."""
        return await self._act(case_id, handling.change_priority(to, why), op)

    async def change_class(
        self, case_id: int, to: CaseClass, why: str, *, op: str | None = None
    ) -> Done:
        """Another class, with its reason."""
        return await self._act(case_id, handling.change_class(to, why), op)

    async def resolve(
        self,
        case_id: int,
        done: str,
        told: str,
        *,
        wrapup: str = "",
        send: str = "",
        op: str | None = None,
    ) -> Done:
        """What was done, what the customer was told (or, ``send``, what the desk tells them now),
        and the policy's code for what it was."""
        wrapup = calls.known_wrapup(self.ctx, wrapup)
        step = handling.resolve(done, told, wrapup)
        return await self._tell(case_id, step, send, outbox.RESULT, op)

    async def plan(self, case_id: int, text: str, at_time: int, *, op: str | None = None) -> Done:
        """What I mean to do next on a case, and when: my own reminder."""
        return await self._act(case_id, handling.plan(text, at_time), op)

    async def end_plan(self, case_id: int, *, op: str | None = None) -> Done:
        """What was planned is done, or not needed any more."""
        return await self._act(case_id, handling.end_plan(), op)

    async def reopen(
        self, case_id: int, why: str, *, complaint: bool = False, op: str | None = None
    ) -> Done:
        """Open a case that was done, with the reason; as a complaint, in the same step."""
        return await self._act(case_id, handling.reopen(why, complaint), op)

    async def follow_up(
        self,
        case_id: int,
        *,
        reached: bool,
        speed: int | None = None,
        attitude: int | None = None,
        solved: int | None = None,
        text: str = "",
        op: str | None = None,
    ) -> Done:
        """A follow-up call, or a try at one."""
        step = handling.follow_up(
            reached=reached, speed=speed, attitude=attitude, solved=solved, text=text
        )
        return await self._act(case_id, step, op)

    async def close_case(self, case_id: int, *, op: str | None = None) -> Done:
        """Nothing is left to do."""
        return await self._act(case_id, handling.close(), op)

    async def undo(self, case_id: int, *, of: int | None = None, op: str | None = None) -> Done:
        """Take back my last step on a case; ``of``: the version of the one that was seen."""
        return await self.ctx.write(lambda tx: taking.undo(self.ctx, tx, case_id, of, op))

    async def _tell(self, case_id: int, step: Step, way: str, purpose: str, op: str | None) -> Done:
        if not way:
            return await self._act(case_id, step, op)
        ctx, book = self.ctx, await book_of(self.ctx)
        return await ctx.write(
            lambda tx: updates.tell(ctx, tx, case_id, step, way, purpose, book, op)
        )

    async def _act(self, case_id: int, step: Step, op: str | None) -> Done:
        ctx = self.ctx
        return await ctx.write(lambda tx: acting.carry_out(ctx, tx, case_id, step, op)[0])

    async def _take(self, work: Callable[[Tx], _T]) -> _T:
        return await live.abreast(self.ctx, lambda: self.ctx.write(work))
