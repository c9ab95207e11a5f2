"""How many letters wait and how many did not arrive, read with a bare connection: for who looks at
a store without opening the desk, and without the statement layer (`agentdesk doctor`)."""

from __future__ import annotations

from dataclasses import dataclass

from agentdesk.store.factory import RawConnection

SINCE = "0003"
"""The version of the schema from which on there is an outbox."""


@dataclass(frozen=True, slots=True)
class Left:
    """``since``: the instant at which the oldest one that waits was written; None if none does.
    ``zone`` is the desk's, by its IANA name."""

    waiting: int
    since: int | None
    undelivered: int
    zone: str


def left(raw: RawConnection) -> Left:
    """What is left in the outbox, and what came to nothing that nobody has seen to (C2)."""
    waiting, since = raw.execute(
        "SELECT count(*), min(made_at) FROM outbox WHERE ended_at IS NULL AND state = 'waiting'"
    ).fetchone()
    failed = raw.execute(
        "SELECT coalesce(sum(undelivered), 0) FROM cases WHERE undelivered > 0"
    ).fetchone()[0]
    zone = raw.execute("SELECT value FROM meta WHERE key = 'tz'").fetchone()
    return Left(waiting, since, failed, zone[0] if zone else "UTC")
