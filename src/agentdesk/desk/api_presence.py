"""Who is at which case, as screens see it: two people never work on one case unknowingly."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class At:
    """Somebody at a case."""

    person: str
    doing: str
    """``looks``, or the name of the form that they have open: reply, resolve, handoff, …"""

    @property
    def works(self) -> bool:
        """They do more than look."""
        return self.doing != "looks"


Whereabouts = Mapping[int, tuple[At, ...]]
"""Who is at which case, by case id: who works there first. My own programs are not in it."""


class PresenceApi(Protocol):
    """Saying where I am and hearing where others are. Never refused; trouble is passed over: it is
    a courtesy, and nobody's work waits for it."""

    def be_at(self, case_id: int | None, doing: str = "looks") -> None:
        """I look at a case, have a form of it open, or (None) am at none. Returns at once."""
        ...

    @property
    def whereabouts(self) -> Whereabouts:
        """Who is where, as last heard."""
        ...

    def comings_and_goings(self) -> AsyncIterator[frozenset[int]]:
        """Yields, within a second, the ids of the cases at which somebody has come, gone or begun
        something else. Ends when the desk closes."""
        ...
