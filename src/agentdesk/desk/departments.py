"""The half of the desk that asks departments, and answers for one."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from agentdesk.desk import handoff_lines, handoffs
from agentdesk.desk.api import AskSuggestion, Department, DeskTrouble, Done, HandoffLine
from agentdesk.desk.casework import Casework
from agentdesk.domain.values import Refused


class Departments(Casework):
    """Handoffs (C5). Every call may raise Refused or DeskTrouble; ``op`` makes a retry safe."""

    async def departments(self) -> Sequence[Department]:
        """Every department with what it has now, those with something late first."""
        return await self.ctx.read(lambda tx: handoff_lines.departments(self.ctx, tx))

    async def department_lines(self, dept: str, *, limit: int = 500) -> Sequence[HandoffLine]:
        """What a department has, the earliest due first."""
        return await self.ctx.read(lambda tx: handoff_lines.lines(self.ctx, tx, dept, limit))

    def suggest_department(self, category: str, *, right: str = "") -> AskSuggestion:
        """The department to ask, and why."""
        return handoffs.suggest(self.ctx, category, right)

    async def hand_off(
        self,
        case_id: int,
        dept: str,
        ask: str,
        *,
        along: Sequence[int] = (),
        op: str | None = None,
    ) -> Done:
        """Ask a department."""
        ctx = self.ctx
        return await ctx.write(
            lambda tx: handoffs.hand_off(ctx, tx, case_id, dept, ask, tuple(along), op)
        )

    async def recall(self, case_id: int, handoff: str, *, op: str | None = None) -> Done:
        """The owner does not need the department any more."""
        return await self._act(case_id, handoffs.recall(handoff), op)

    async def accept(self, case_id: int, handoff: str, *, op: str | None = None) -> Done:
        """The department has it."""
        ctx = self.ctx
        return await ctx.write(lambda tx: handoffs.accept(ctx, tx, case_id, handoff, op))

    async def open_as_department(self, case_id: int, handoff: str) -> None:
        """A specialist of the department has opened it: that accepts it, if nobody has."""
        ctx = self.ctx
        with suppress(Refused, DeskTrouble):
            if await ctx.read(lambda tx: handoffs.opens(ctx, tx, case_id, handoff)):
                await ctx.write(lambda tx: handoffs.accept(ctx, tx, case_id, handoff, None))

    async def report(
        self,
        handed: Sequence[tuple[int, str]],
        what: str,
        text: str,
        *,
        next_at: int | None = None,
        op: str | None = None,
    ) -> Sequence[Done]:
        """One report on several handoffs, in one transaction."""
        ctx = self.ctx
        return await ctx.write(lambda tx: handoffs.report(ctx, tx, handed, what, text, next_at, op))

    async def reject(
        self,
        case_id: int,
        handoff: str,
        code: str,
        *,
        right: str = "",
        text: str = "",
        op: str | None = None,
    ) -> Done:
        """Send it back."""
        ctx = self.ctx
        return await ctx.write(
            lambda tx: handoffs.reject(ctx, tx, case_id, handoff, code, right, text, op)
        )

    async def give_back(
        self, case_id: int, handoff: str, text: str, *, op: str | None = None
    ) -> Done:
        """The result."""
        ctx = self.ctx
        return await ctx.write(lambda tx: handoffs.give_back(ctx, tx, case_id, handoff, text, op))
