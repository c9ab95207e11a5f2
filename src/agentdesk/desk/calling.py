"""The half of the desk that agrees on calls and makes them; see `api_callbacks.CallbackApi`."""

from __future__ import annotations

from collections.abc import Sequence

from agentdesk.desk import call_lists, callbacks, spoken, wishes
from agentdesk.desk.api_callbacks import CallbackLine, Day, Judged
from agentdesk.desk.api_values import Done
from agentdesk.desk.callbacks import Wanted
from agentdesk.desk.context import Context
from agentdesk.desk.updating import book_of
from agentdesk.domain.when_parts import Hours


class Calling:
    """Agreed calls and visits. Every call may raise Refused or DeskTrouble; ``op`` makes a retry
    safe."""

    ctx: Context

    def hours(self, what: str = "", *, line: str = "", dept: str = "") -> Hours:
        """The hours of work by which a typed time is read."""
        return spoken.hours(self.ctx, what, line, dept)

    async def day(self, date: str, *, who: str | None = None) -> Day:
        """A day's grid for the people who take calls (or one of them)."""
        return await self.ctx.read(lambda tx: call_lists.day(self.ctx, tx, date, who))

    async def due_callbacks(self, *, who: str | None = None) -> Sequence[CallbackLine]:
        """What is to be rung now or was missed, then what comes within the day."""
        return await self.ctx.read(lambda tx: call_lists.due(self.ctx, tx, who))

    async def judge_callback(
        self,
        case_id: int,
        at_time: int,
        *,
        until: int | None = None,
        who: str | None = None,
        what: str = "call",
        moving: str | None = None,
    ) -> Judged:
        """Whether a time fits the customer's window, the hours and the capacity."""
        wanted = Wanted(at_time, until, who, what)
        return await self.ctx.read(
            lambda tx: callbacks.judge(self.ctx, tx, case_id, wanted, moving)
        )

    async def agree(
        self,
        case_id: int,
        at_time: int,
        about: str,
        *,
        until: int | None = None,
        who: str | None = None,
        what: str = "call",
        place: str = "",
        bring: str = "",
        op: str | None = None,
    ) -> Done:
        """Agree on a call, or a visit to a branch."""
        wanted = Wanted(at_time, until, who, what, about, place, bring)
        return await self.ctx.write(lambda tx: callbacks.agree(self.ctx, tx, case_id, wanted, op))

    async def move_callback(
        self,
        case_id: int,
        callback: str,
        at_time: int,
        *,
        until: int | None = None,
        who: str | None = None,
        why: str = "",
        op: str | None = None,
    ) -> Done:
        """Another time, or another person."""
        ctx, wanted = self.ctx, Wanted(at_time, until, who)
        return await ctx.write(
            lambda tx: callbacks.move(ctx, tx, case_id, callback, wanted, why, op)
        )

    async def callback_reached(
        self,
        case_id: int,
        callback: str,
        text: str,
        *,
        findings: bool = False,
        promised_at: int | None = None,
        op: str | None = None,
    ) -> Done:
        """They were reached and this was said: a contact like any other."""
        ctx = self.ctx
        return await ctx.write(
            lambda tx: callbacks.reached(
                ctx, tx, case_id, callback, text, findings, promised_at, op
            )
        )

    async def callback_no_answer(
        self, case_id: int, callback: str, text: str = "", *, op: str | None = None
    ) -> tuple[Done, int | None]:
        """Nobody answered; when the retry rule tries again (None: unreachable)."""
        ctx, book = self.ctx, await book_of(self.ctx)
        return await ctx.write(
            lambda tx: callbacks.no_answer(ctx, tx, case_id, callback, text, book, op)
        )

    async def cancel_callback(
        self, case_id: int, callback: str, why: str, *, op: str | None = None
    ) -> Done:
        """It is not needed any more, with the reason."""
        ctx = self.ctx
        return await ctx.write(lambda tx: callbacks.cancel(ctx, tx, case_id, callback, why, op))

    async def set_wishes(
        self,
        subject: int,
        *,
        calls_from: int | None = None,
        calls_until: int | None = None,
        tz: str | None = None,
        no_survey: str | None = None,
        op: str | None = None,
    ) -> None:
        """When a customer may be rung, their zone, and whether they are asked how it was."""
        ctx = self.ctx
        await ctx.write(
            lambda tx: wishes.set_wishes(
                ctx, tx, subject, calls_from, calls_until, tz, no_survey, op
            )
        )
