"""Clocks that can be handed to a desk. Nothing below the doors asks the system what time it is."""

from __future__ import annotations

import time

from agentdesk.domain.values import SECOND

_NANOS_PER_MICRO = 1_000


class SystemClock:
    """The clock of this machine, in whole microseconds UTC."""

    def now(self) -> int:
        """The present instant."""
        return time.time_ns() // _NANOS_PER_MICRO


class SetClock:
    """A clock that shows what it was set to, and moves only when it is moved (tests, examples)."""

    def __init__(self, at: int) -> None:
        self.at = at

    def now(self) -> int:
        """The instant it was set to."""
        return self.at

    def forward(self, micros: int) -> int:
        """Move on by some microseconds; the new instant."""
        self.at += micros
        return self.at

    def forward_s(self, seconds: float) -> int:
        """Move on by some seconds; the new instant."""
        return self.forward(int(seconds * SECOND))
