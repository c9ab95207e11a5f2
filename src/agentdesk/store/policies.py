"""Versions of the policy as they were applied: text, digest, and calendars resolved to dates."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, func, insert, select

from agentdesk.domain import policy as rules
from agentdesk.domain.policy import Policy, Timeline
from agentdesk.store import about, schema
from agentdesk.store.sql import compiled
from agentdesk.store.tx import Tx

_policy = schema.policy
_INSERT = compiled(insert(_policy))
_NEWEST = compiled(select(func.coalesce(func.max(_policy.c.version), 0)))
_AFTER = compiled(
    select(_policy.c.version, _policy.c.at, _policy.c.resolved)
    .where(_policy.c.version > bindparam("version"))
    .order_by(_policy.c.version)
)
_LIST = compiled(
    select(
        _policy.c.version,
        _policy.c.at,
        _policy.c.digest,
        _policy.c.actor,
        _policy.c.os_user,
        _policy.c.text,
    ).order_by(_policy.c.version)
)
_PROJECTED = "projected_policy"


@dataclass(frozen=True, slots=True)
class Version:
    """One version as it stands in the store."""

    version: int
    at: int
    digest: str
    actor: str
    os_user: str
    text: str


def add(tx: Tx, *, at: int, text: str, policy: Policy, actor: str, os_user: str) -> Policy:
    """Store a policy as the next version; the policy with its number."""
    version = newest(tx) + 1
    numbered = policy.numbered(version)
    tx.run(
        _INSERT,
        {
            "version": version,
            "at": at,
            "text": text,
            "digest": numbered.digest,
            "resolved": rules.dump(numbered),
            "actor": actor,
            "os_user": os_user,
        },
    )
    return numbered


def newest(tx: Tx) -> int:
    """The newest version's number; 0 where there is none."""
    return int(tx.value(_NEWEST))


def versions(tx: Tx) -> list[Version]:
    """Every version, oldest first."""
    return [Version(*row) for row in tx.all(_LIST)]


def timeline(tx: Tx, known: Timeline = ()) -> Timeline:
    """The timeline of policies. ``known`` is one read before: only newer versions are read."""
    have = known[-1][1].version if known else 0
    if newest(tx) == have:
        return known
    fresh = tx.all(_AFTER, {"version": have})
    return (*known, *((at, rules.load(text).numbered(n)) for n, at, text in fresh))


def projected(tx: Tx) -> int:
    """The version under which every open case has been folded."""
    return int(about.get(tx, _PROJECTED) or 0)


def set_projected(tx: Tx, version: int) -> None:
    """Every open case has been folded under this version."""
    about.put(tx, _PROJECTED, str(version))
