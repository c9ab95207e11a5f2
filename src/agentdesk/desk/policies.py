"""Versions of the rules: looking at a proposal, putting it in force, bringing open cases along.

A version counts from the instant it is applied (E7). Its event and its row are one transaction;
then open cases are folded anew in batches, each its own short transaction, while agents keep
working. If that is interrupted, whichever desk runs finishes it (`live`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from agentdesk.desk.api import DeskTrouble
from agentdesk.desk.context import Context, os_user, told
from agentdesk.desk.setup import resolved
from agentdesk.domain import policy as rules
from agentdesk.domain.clocks import fold_clocks
from agentdesk.domain.policy import Policy, Timeline
from agentdesk.domain.policy_parse import Problem
from agentdesk.domain.state import ClockState
from agentdesk.domain.values import SECOND, Event, Refused
from agentdesk.store import cases, departments, lease, log, policies, sweep
from agentdesk.store.errors import StoreTrouble
from agentdesk.store.policies import Version
from agentdesk.store.tx import Tx

LEASE = "refold"
LEASE_LASTS = 10 * SECOND

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a proposal would be: its problems, or the policy it makes."""

    problems: tuple[Problem, ...] = ()
    policy: Policy | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """A version in force. ``changed`` False: it was in force already; nothing was written."""

    version: int
    changed: bool


@dataclass(frozen=True, slots=True)
class DueChange:
    """A clock of an open case whose due another policy moves. None: it would not run."""

    case_id: int
    reference: str
    clock: str
    clock_id: str
    old_due: int | None
    new_due: int | None
    old_state: str | None
    new_state: str | None


def check(text: str, tz: str, now: int) -> Checked:
    """Look at a proposal for a desk in a zone: what is wrong with it, or the policy it makes."""
    proposal, problems = rules.parse(text)
    if proposal is None:
        return Checked(problems)
    return Checked((), resolved(text, tz, now))


async def history(ctx: Context) -> Sequence[Version]:
    """Every version that was ever in force, oldest first."""
    return await ctx.read(policies.versions)


async def apply(ctx: Context, text: str, progress: Progress | None = None) -> Applied:
    """Put a proposal in force and bring every open case under it. Leads only.

    ``progress`` gets the number of cases done. Raises Refused ``leads_only`` and DeskTrouble
    ``bad_policy`` (with the first problem) for a text with problems.
    """
    policy = _sound(ctx, text)
    applied = await ctx.write(partial(_put_in_force, ctx, text, policy))
    await bring_along(ctx, progress=progress)
    return applied


def _sound(ctx: Context, text: str) -> Policy:
    checked = check(text, ctx.tz, ctx.store.clock.now())
    if checked.policy is not None:
        return checked.policy
    first, number = checked.problems[0], len(checked.problems)
    raise DeskTrouble("bad_policy", key=first.key, line=first.line or 0, problems=number)


def _put_in_force(ctx: Context, text: str, policy: Policy, tx: Tx) -> Applied:
    if not ctx.lead:
        raise Refused("leads_only")
    timeline = policies.timeline(tx, ctx.timeline)
    if timeline[-1][1].digest == policy.digest:
        return Applied(timeline[-1][1].version, changed=False)
    at = max(tx.now, timeline[-1][0])
    numbered = policies.add(
        tx, at=at, text=text, policy=policy, actor=ctx.me.code, os_user=os_user()
    )
    body = {"version": numbered.version, "digest": numbered.digest}
    applied = Event("policy_applied", at, ctx.me.code, body)
    changed = departments.follow(tx, numbered, timeline[-1][1])
    events = [applied, *(replace(event, at=at, actor=ctx.me.code) for event in changed)]
    log.append(tx, 0, events, now=at, source=ctx.source)
    ctx.read_departments(tx)
    return Applied(numbered.version, changed=True)


async def bring_along(
    ctx: Context, holder: str | None = None, progress: Progress | None = None
) -> bool:
    """Fold open cases anew until all stand under the newest policy.

    With a ``holder`` only while that holder has the lease (a running desk that found it half
    done). True if nothing is left to do.
    """
    after, count = 0, 0
    while True:
        last, done = await ctx.by_itself(partial(_one_batch, ctx, holder, after))
        count += done
        if progress is not None and done:
            progress(count)
        if last is None:
            return True
        if last == after:
            return False
        after = last


def _one_batch(ctx: Context, holder: str | None, after: int, tx: Tx) -> tuple[int | None, int]:
    """The last case done (None: nothing is left), and how many."""
    timeline = ctx.rules_now(tx)
    at, newest = timeline[-1]
    if policies.projected(tx) >= newest.version:
        return None, 0
    who = holder or ctx.source
    free = lease.take(tx, LEASE, who, now=tx.now, lasts=LEASE_LASTS)
    if holder is not None and not free:
        return after, 0
    done = sweep.refold(tx, timeline, max(tx.now, at), policy_at=at, after=after)
    if not done:
        policies.set_projected(tx, newest.version)
        lease.drop(tx, LEASE, who)
        return None, 0
    return done[-1], len(done)


async def moved_dues(ctx: Context, text: str) -> list[DueChange]:
    """Which dues of open cases a proposal would move, were it applied now. Writes nothing.

    Raises DeskTrouble ``bad_policy``.
    """
    now = ctx.store.clock.now()
    policy = _sound(ctx, text)
    timeline = await ctx.read(ctx.rules_now)
    at = max(now, timeline[-1][0])
    then = (*timeline, (at, policy.numbered(timeline[-1][1].version + 1)))
    found: list[DueChange] = []
    try:
        async with ctx.store.aside() as aside:
            after: int | None = 0
            while after is not None:
                after, changes = await aside.read(partial(_compare, timeline, then, at, after))
                found += changes
    except StoreTrouble as trouble:
        raise told(trouble) from trouble
    return found


def _compare(
    old: Timeline, new: Timeline, now: int, after: int, tx: Tx
) -> tuple[int | None, list[DueChange]]:
    ids = cases.open_after(tx, after, sweep.BATCH)
    if not ids:
        return None, []
    changes: list[DueChange] = []
    for case_id, events in log.events_of(tx, ids).items():
        before = {(clock.name, clock.id): clock for clock in fold_clocks(events, old, now)}
        later = {(clock.name, clock.id): clock for clock in fold_clocks(events, new, now)}
        changes += _differences(case_id, before, later)
    return ids[-1], changes


def _differences(
    case_id: int,
    before: dict[tuple[str, str], ClockState],
    later: dict[tuple[str, str], ClockState],
) -> Iterator[DueChange]:
    for name, number in dict.fromkeys((*before, *later)):
        old, new = before.get((name, number)), later.get((name, number))
        if not any(clock is not None and clock.open for clock in (old, new)):
            continue
        was, will = (_due(old), _due(new))
        if was != will:
            yield DueChange(
                case_id, cases.reference(case_id), name, number, was[0], will[0], was[1], will[1]
            )


def _due(clock: ClockState | None) -> tuple[int | None, str | None]:
    return (None, None) if clock is None else (clock.due, clock.state)
