"""The half of the desk that sees people home (C12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agentdesk.desk import home
from agentdesk.desk.api_home import HomeView, Offer
from agentdesk.desk.api_values import Done
from agentdesk.desk.casework import Casework


class Homing(Casework):
    """Handing over at the end of the day. Every call may raise Refused or DeskTrouble; ``op`` makes
    a retry safe."""

    async def going_home(self, person: str | None = None) -> HomeView:
        """What of mine, or (for a lead) of somebody's, is due before the next shift."""
        return await self.ctx.read(lambda tx: home.going_home(self.ctx, tx, person))

    async def takers(self) -> Mapping[str, int]:
        """Who may take a case over, with how many they have open."""
        return await self.ctx.read(lambda tx: home.takers(self.ctx, tx))

    async def hand_over(
        self,
        case_ids: Sequence[int],
        to: str,
        *,
        calls: Sequence[tuple[int, str]] = (),
        op: str | None = None,
    ) -> Sequence[Done]:
        """Ask a colleague to take cases over, and give them calls: all or none."""
        return await self.ctx.write(
            lambda tx: home.hand_over(self.ctx, tx, case_ids, to, op, calls=calls)
        )

    async def give_to_duty(
        self, case_ids: Sequence[int], *, op: str | None = None
    ) -> Sequence[Done]:
        """Give cases to whoever is on duty for their lines, or leads."""
        return await self.ctx.write(lambda tx: home.give_to_duty(self.ctx, tx, case_ids, op))

    async def offers(self) -> Sequence[Offer]:
        """Cases that colleagues ask me to take over."""
        return await self.ctx.read(lambda tx: home.offers(self.ctx, tx))

    async def take_over(self, case_ids: Sequence[int], *, op: str | None = None) -> Sequence[Done]:
        """Accept what a colleague hands over."""
        return await self.ctx.write(lambda tx: home.take_over(self.ctx, tx, case_ids, op))

    async def decline(self, case_id: int, why: str = "", *, op: str | None = None) -> Done:
        """Not me; or, by who asked, not any more."""
        return await self.ctx.write(lambda tx: home.decline(self.ctx, tx, case_id, why, op))
