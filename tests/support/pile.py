"""The least outbox that keeps the promises of `channels.sender.Outbox`, in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from agentdesk.desk.clock import SetClock
from agentdesk.domain.letters import Fate, Letter, Outcome, after
from agentdesk.store.errors import StoreTrouble


@dataclass
class Kept:
    """A letter of the pile and where it stands."""

    letter: Letter
    state: str = "waiting"
    tries: int = 0
    next_at: int | None = 0
    outcome: Outcome | None = None


class Pile:
    """An outbox. ``trouble`` fails so many of the next calls of `done`; ``ours`` answers
    `handing`; ``changed`` wakes those who wait with `until`."""

    def __init__(self, clock: SetClock, *letters: Letter) -> None:
        self.clock = clock
        self.kept = {letter.mail_id: Kept(letter) for letter in letters}
        self.claims: list[int] = []
        self.trouble = 0
        self.tidied = 0
        self.ours = True
        self.gate: asyncio.Event | None = None
        """Where set, `claim` waits for it, with the letter marked already."""
        self.changed = asyncio.Condition()

    async def claim(self, now: int) -> Letter | None:
        for kept in self.kept.values():
            if kept.state == "waiting" and kept.next_at is not None and kept.next_at <= now:
                kept.state = "sending"
                self.claims.append(kept.letter.mail_id)
                await self.tell()
                if self.gate:
                    await self.gate.wait()
                return kept.letter
        return None

    async def handing(self, mail_id: int) -> bool:
        if self.ours:
            self.kept[mail_id].state = "handed"
        return self.ours

    async def done(self, mail_id: int, outcome: Outcome) -> Fate | None:
        if self.trouble:
            self.trouble -= 1
            raise StoreTrouble("busy", path="")
        kept = self.kept[mail_id]
        assert kept.state in ("sending", "handed")
        verdict = after(outcome, kept.tries, self.clock.now(), mail_id, 0)
        kept.state, kept.tries, kept.next_at = verdict.fate.value, verdict.tries, verdict.next_at
        kept.outcome = outcome
        await self.tell()
        return verdict.fate

    async def next_at(self) -> int | None:
        found = [one.next_at for one in self.kept.values() if one.state == Fate.WAITING]
        return min((at for at in found if at is not None), default=None)

    async def try_now(self) -> None:
        for kept in self.kept.values():
            if kept.state == "waiting":
                kept.next_at = self.clock.now()

    async def tidy(self) -> None:
        self.tidied += 1
        await self.tell()

    async def tell(self) -> None:
        async with self.changed:
            self.changed.notify_all()

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so."""
        async with self.changed, asyncio.timeout(60):
            await self.changed.wait_for(is_so)

    @property
    def states(self) -> list[str]:
        """Of each letter."""
        return [kept.state for kept in self.kept.values()]
