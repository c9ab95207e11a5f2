"""Follow-ups as screens see them (C9, C10): values and one protocol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """A customer who is to be asked how it was. Instants; texts are clean, customers masked."""

    case_id: int
    reference: str
    title: str
    customer: str
    phone: str
    """Masked; the number on file is rung."""
    prefers: str
    """The channel by which they want to be told, or ""."""
    language: str
    """In which language they are asked; "" if nobody knows: the desk's."""
    klass: str
    care: bool
    """They need care (B5): a person rings them, whatever they prefer."""
    solver: str
    """Who resolved it."""
    owner: str | None
    """Who gets it back if it is opened again."""
    resolved_at: int
    done: str
    """What was done, and what they were told; each in one line."""
    told: str
    due: int | None
    """Closing time of the third working day; None where nobody was reached."""
    tries: int
    most_tries: int
    """After so many they count as not reached."""
    refusal: str | None = None
    """Why I may not ask (a code of ``refused``): it was me who resolved it. None: I may."""
    calls_from: int | None = None
    """Minute of their day from which they may be rung, and until which; None: any time."""
    calls_until: int | None = None
    zone: str = ""
    """Their zone, where it is not the desk's."""
    ring_now: bool = True
    """They may be rung at the instant of reading."""

    @property
    def not_reached(self) -> bool:
        """Every try was made, nobody was reached."""
        return self.due is None

    @property
    def last_try(self) -> bool:
        """One more that reaches nobody, and they count as not reached."""
        return self.tries + 1 >= self.most_tries


class FollowUpApi(Protocol):
    """Whom to ask how it was. Asking itself is ``DeskApi.follow_up``."""

    async def follow_ups(self, *, most: int = 200) -> Sequence[FollowUpLine]:
        """The follow-ups that are owed, by whoever may make them, the one that is due first at the
        front; behind them those of the last 30 days that reached nobody, the newest first. Who is
        not asked at all stands in neither. Raises DeskTrouble."""
        ...
