"""Explaining: whose minutes a case's time was, and how a clock came to its due (PROMISES, Clocks).

Both are made of the same events and clock states that sort the queue; nothing is kept beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agentdesk.domain import events as k
from agentdesk.domain.state import CaseState, Change, ClockState, Reason
from agentdesk.domain.values import Event


@dataclass(frozen=True, slots=True)
class Minutes:
    """Whose time it was, in microseconds of wall clock; together the time the case was open."""

    queue: int = 0
    agent: int = 0
    department: int = 0
    customer: int = 0

    @property
    def total(self) -> int:
        """From receipt to now or the result, without the time between resolved and reopened."""
        return self.queue + self.agent + self.department + self.customer


def minutes(
    events: Sequence[Event],
    state: CaseState | None = None,
    clocks: Sequence[ClockState] = (),
    now: int = 0,
) -> Minutes:
    """Split a case's open time: queue, agent, department, customer.

    At each moment one answers for it: the customer while we wait on them, else a department that
    holds a handoff, else the owner, else nobody (queue). ``now`` ends the time of an open case.
    """
    shares = {"queue": 0, "agent": 0, "department": 0, "customer": 0}
    owner: object = None
    waiting = False
    resolved = True  # nothing counts before it was received
    handoffs: set[str] = set()
    since = 0
    for event in events:
        if not resolved:
            shares[_whose(waiting, handoffs, owner)] += max(event.at - since, 0)
        since = max(since, event.at)
        kind, body = event.kind, event.body
        if kind == k.RECEIVED or kind == k.REOPENED:
            resolved = False
        elif kind == k.RESOLVED:
            resolved, waiting = True, False
            handoffs.clear()
        elif kind == k.ASSIGNED:
            owner = body.get("to")
        elif kind == k.WAITING:
            waiting = not resolved
        elif kind in (k.REPLY, k.CUSTOMER_MESSAGE):
            waiting = False
        elif kind == k.HANDOFF:
            handoffs.add(str(body.get("id")))
        elif kind in (k.DEPT_REJECT, k.DEPT_RETURN, k.HANDOFF_RECALLED):
            handoffs.discard(str(body.get("id")))
    if not resolved:
        shares[_whose(waiting, handoffs, owner)] += max(now - since, 0)
    return Minutes(**shares)


def _whose(waiting: bool, handoffs: set[str], owner: object) -> str:
    if waiting:
        return "customer"
    if handoffs:
        return "department"
    return "queue" if owner is None else "agent"


# --- how a clock came to its due -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which a clock stood still: until None, it still does."""

    since: int
    until: int | None
    whom: str
    """customer, or result (between resolved and reopened)."""


@dataclass(frozen=True, slots=True)
class Account:
    """A clock, explained: what measured it, when it stood still, what changed it, how it ended."""

    name: str
    id: str
    started: int
    budget: int | None
    calendar: str
    pauses: tuple[Pause, ...]
    changes: tuple[Change, ...]
    """Changes of its budget alone: priority, class, policy, a date told."""
    due: int | None
    state: str
    lines: tuple[Reason, ...]
    """The whole account as sentences, in order of time; the last says how it stands."""


def account(clock: ClockState) -> Account:
    """The account of a clock from its own steps."""
    return Account(
        name=clock.name,
        id=clock.id,
        started=clock.started,
        budget=clock.budget,
        calendar=clock.calendar,
        pauses=tuple(Pause(*pause) for pause in clock.pauses),
        changes=tuple(step for step in clock.changes if step.what == "budget"),
        due=clock.due,
        state=clock.state,
        lines=(*(line for step in clock.changes for line in _lines(step)), _result(clock)),
    )


def _lines(step: Change) -> list[Reason]:
    """One step as a sentence, and what else measured the clock from there."""
    said = {"at": step.at, **step.params}
    if step.what == "started":
        start = {**said, "at": said.get("start_at", step.at)}
        return [Reason("account.started", {"started_at": start["at"]}), *_measures(said)]
    if step.what == "budget":
        why, to = said.get("why"), said.get("to")
        params = {"to": to} if why in ("priority", "policy") else {}
        code = f"account.changed.class.{to}" if why == "class" else f"account.changed.{why}"
        first = Reason(code, {"changed_at": step.at, **params})
        due = said.get("due_at")
        moved = [] if due is None else [Reason("account.new_due", {"due_at": due})]
        return [first, *_measures(said), *moved]
    return [Reason(code, params) for code, params in _plain_lines(step)]


def _plain_lines(step: Change) -> list[tuple[str, dict[str, object]]]:
    said = step.params
    if step.what == "paused":
        return [("account.paused", {"since_at": said["since_at"], "left_us": said["left_us"]})]
    if step.what == "resumed":
        return [("account.resumed", {"resumed_at": step.at, "due_at": said.get("due_at")})]
    if step.what == "breached":
        code = "account.raised" if said.get("raised") else "account.breached"
        return [(code, {"breach_at": step.at, "due_at": said.get("due_at")})]
    if step.what == "tried":
        return [("account.tried", {"tried_at": step.at, "number": said["number"]})]
    if step.what == "met":
        return [(f"account.met.{said.get('by')}", {"met_at": step.at})]
    return [(f"account.{step.what}.{said.get('by')}", {"ended_at": step.at})]


def _measures(said: dict[str, object]) -> list[Reason]:
    """The budget, and whatever else may bring the due forward."""
    found = []
    if "begins_at" in said:
        agreed = {name: said[name] for name in ("begins_at", "ends_at", "grace_us")}
        found.append(Reason("account.window", agreed))
    elif "date_at" in said:
        found.append(Reason("account.date", {"date_at": said["date_at"]}))
    elif "days" in said:
        found.append(Reason("account.days", {"days": said["days"], "calendar": said["calendar"]}))
    elif "budget_us" in said:
        found.append(
            Reason("account.budget", {"budget_us": said["budget_us"], "calendar": said["calendar"]})
        )
    if "channel" in said:
        params = {"channel": said["channel"], "channel_us": said["channel_us"]}
        found.append(Reason("account.channel", params))
    if "cap_us" in said:
        found.append(Reason("account.cap", {"cap_us": said["cap_us"]}))
    if "told_at" in said:
        found.append(Reason("account.told", {"told_at": said["told_at"]}))
    return found


def _result(clock: ClockState) -> Reason:
    """How it stands, with its paused time beside a promise that was kept."""
    target = "target." if clock.target else ""
    state = clock.state
    said: dict[str, object] = {}
    if state == "paused":
        said = {"left_us": clock.remaining}
    elif state in ("running", "breached", "met", "met_late") and clock.due is not None:
        said = {"due_at": clock.due}
        if state in ("met", "met_late"):
            said["met_at"] = clock.met_at
            if clock.paused_total:
                return Reason(
                    f"account.result.{target}{state}.paused",
                    {**said, "paused_us": clock.paused_total},
                )
    elif state == "breached":
        state = "breached.paused"
    return Reason(f"account.result.{target}{state}", said)
