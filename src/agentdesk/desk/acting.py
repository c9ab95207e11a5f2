"""One step on one case, in one transaction: load, decide, append, project, index.

Every command of an agent goes through `carry_out`; what is special about one of them stands in
`handling`. Nothing here awaits: it runs inside one unit of work of the store.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from agentdesk.desk import asking
from agentdesk.desk.api import Done
from agentdesk.desk.context import Context
from agentdesk.domain import case as life
from agentdesk.domain import commands as c
from agentdesk.domain import policy as rules
from agentdesk.domain.commands_day import WaiveFollowUp
from agentdesk.domain.day import RECENT
from agentdesk.domain.followups import let_go, owed
from agentdesk.domain.policy import Policy, Timeline
from agentdesk.domain.standing import standing
from agentdesk.domain.state import CaseState
from agentdesk.domain.text import clean
from agentdesk.domain.values import Audience, Event, Refused
from agentdesk.store import cases, content, log, ops, people, search
from agentdesk.store.cases import Folded
from agentdesk.store.content import Text
from agentdesk.store.people import SPECIALIST, Worker
from agentdesk.store.tx import Tx

Ids = Sequence[int]
Commands = Callable[[CaseState, Ids], Sequence[c.Command]]
"""From the case as it stands and the ids of the texts (0: an empty one) to what is asked of it."""


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody does to a case: its texts, the commands made of them, and who may."""

    action: str
    """Its name in `case.ACTIONS`."""
    commands: Commands
    texts: tuple[Text, ...] = ()


@dataclass(slots=True)
class Loaded:
    """A case read inside a transaction, growing as commands are decided on it."""

    case_id: int
    events: list[Event]
    state: CaseState
    timeline: Timeline
    now: int
    fresh: list[Event] = field(default_factory=list)


def text_of(
    kind: str, body: str, audience: Audience = Audience.CUSTOMER, *, multiline: bool = True
) -> Text:
    """A text as typed, made harmless. Raises Refused ``secret_in_text`` where one of ours holds
    what is never kept; the customer's own words are not refused, they are masked (G2)."""
    harmless = clean(body, multiline=multiline).strip()
    if audience is not Audience.CUSTOMER:
        refuse_secrets(harmless)
    return Text(kind, harmless, audience)


def refuse_secrets(text: str) -> None:
    """Raises Refused ``secret_in_text`` for a text that tells a card's check digits, a password or
    a one-time code (G2)."""
    from agentdesk.domain.pasted_secrets import secrets  # its patterns take as long as a page

    found = secrets(text)
    if found:
        raise Refused("secret_in_text", secret=found[0].kind)


def load(ctx: Context, tx: Tx, case_id: int) -> Loaded:
    """A case with its whole log. Raises Refused ``unknown_case``."""
    events = log.events(tx, case_id) if case_id > 0 else []
    if not events:
        raise Refused("unknown_case")
    return Loaded(case_id, events, life.replay(events), ctx.rules_now(tx), tx.now)


def decide(ctx: Context, loaded: Loaded, commands: Sequence[c.Command]) -> None:
    """Decide commands one after the other; their events stand in ``fresh``. Raises Refused."""
    policy = rules.at(loaded.timeline, loaded.now)
    for command in commands:
        for event in life.decide(loaded.state, command, ctx.me.code, policy, loaded.now):
            loaded.fresh.append(event)
            loaded.state = life.evolve(loaded.state, event)


def write_down(ctx: Context, tx: Tx, loaded: Loaded, op: str | None = None) -> Done:
    """Append what was decided, and bring the case's rows up to it."""
    policy = rules.at(loaded.timeline, loaded.now)
    decide(ctx, loaded, asking.waived(tx, loaded.case_id, loaded.state, loaded.fresh, policy))
    # An event is as late as the case's last one where a colleague's clock runs ahead of ours.
    now = max(loaded.now, loaded.fresh[-1].at)
    after = loaded.events[-1].ver if loaded.events else 0
    stamped = log.append(
        tx, loaded.case_id, loaded.fresh, now=now, source=ctx.source, op_id=op, after=after
    )
    whole = [*loaded.events, *stamped]
    stands = standing(whole, loaded.timeline, now, loaded.case_id, state=loaded.state)
    folded = Folded(loaded.case_id, stands, now)
    cases.project(tx, [folded])
    _ask_once(ctx, tx, loaded, policy)
    return done(loaded.case_id, stamped)


def _ask_once(ctx: Context, tx: Tx, asked: Loaded, policy: Policy) -> None:
    """C10: who has just been asked how it was, is not asked about other cases as well."""
    at = asking.just_asked(asked.state, asked.fresh)
    if at is None:
        return
    for case_id in asking.still_open(tx, asked.state.subject, but=asked.case_id):
        other = load(ctx, tx, case_id)
        if let_go(other.state, policy):
            decide(ctx, other, [WaiveFollowUp(RECENT, asked.case_id, at)])
            write_down(ctx, tx, other)


def leave_alone(ctx: Context, tx: Tx, subject: int, why: str) -> list[int]:
    """A customer is not to be asked any more (``day.LEFT_ALONE``): what is still to be asked of
    them is let go, in this transaction. The cases; none if the policy asks them all the same."""
    policy = rules.at(ctx.rules_now(tx), tx.now)
    if why not in policy.follow_up.skip:
        return []
    let = []
    for case_id in asking.still_open(tx, subject):
        loaded = load(ctx, tx, case_id)
        if owed(loaded.state):
            decide(ctx, loaded, [WaiveFollowUp(why)])
            write_down(ctx, tx, loaded)
            let.append(case_id)
    return let


def carry_out(
    ctx: Context, tx: Tx, case_id: int, step: Step, op: str | None = None
) -> tuple[Done, Loaded | None]:
    """Do one step; what was done, and the case as read and decided on (None for a retry).

    A retry of ``op`` answers from its own events and changes nothing. Raises Refused.
    """
    again = answer(tx, op)
    if again is not None:
        return again, None
    loaded = load(ctx, tx, case_id)
    permit(ctx, loaded.state, step.action)
    ids = store_texts(tx, loaded, step.texts)
    decide(ctx, loaded, step.commands(loaded.state, ids))
    return write_down(ctx, tx, loaded, op), loaded


def answer(tx: Tx, op: str | None) -> Done | None:
    """What an operation did, if it was carried out before."""
    found = ops.answered(tx, op)
    if found is None:
        return None
    logged = log.events_between(tx, found.first_seq, found.last_seq)
    return done(found.case_id, [event for case_id, event in logged if case_id == found.case_id])


def answers(tx: Tx, op: str | None) -> list[Done]:
    """What an operation on several cases did, if it was carried out before: one answer a case."""
    found = ops.answered(tx, op)
    if found is None:
        return []
    by_case: dict[int, list[Event]] = {}
    for case_id, event in log.events_between(tx, found.first_seq, found.last_seq):
        by_case.setdefault(case_id, []).append(event)
    return [done(case_id, events) for case_id, events in by_case.items()]


def done(case_id: int, stamped: Sequence[Event]) -> Done:
    """The answer to a command."""
    kinds = tuple(event.kind for event in stamped)
    return Done(case_id, cases.reference(case_id), stamped[-1].ver, kinds)


# --- who may

OWN_OR_FREE = frozenset({"assign", "priority", "class", "offer"})
"""What agents do to their own and to unowned cases only; leads to any."""


ANSWERS = frozenset({"accept", "report", "reject", "return"})
"""What a department does with what it was asked (C5)."""

SPECIALISTS = ANSWERS | {"note", "undo"}
"""What specialists do to a case: the rest is for agents and leads. Only the owner promises and
closes (C1, C5)."""


def works_in(worker: Worker, dept: str) -> bool:
    """Whether somebody is a specialist of a department, and here still."""
    return worker.active and worker.role == SPECIALIST and worker.dept == dept


def may_answer(ctx: Context, owner: str | None, dept: str) -> bool:
    """Whether I may answer for a department: its specialists and the leads do; where it has nobody
    here, the case's owner writes down what it said by phone."""
    if works_in(ctx.me, dept) or ctx.lead:
        return True
    return owner == ctx.me.code and not any(works_in(one, dept) for one in ctx.workers)


def not_permitted(ctx: Context, state: CaseState, action: str) -> Refused | None:
    """Why this person may not do this to a case by role, or None.

    Being the owner, where only the owner may, is the domain's to say.
    """
    if ctx.me.role == SPECIALIST and action not in SPECIALISTS and not _my_call(ctx, state, action):
        return Refused("agents_only")
    if action in ANSWERS and state.departments:
        free = [dept for dept in state.departments if may_answer(ctx, state.owner, dept)]
        if not free:
            return Refused("not_your_department", dept=state.departments[-1])
    mine = state.owner is None or state.owner == ctx.me.code
    if action in OWN_OR_FREE and not mine and not ctx.lead:
        return Refused("not_owner", owner=state.owner)
    times = ctx.policy.wait.times
    if action == "wait" and times and state.waits >= times and not ctx.lead:
        return Refused("asked_enough", count=state.waits)
    if action == "follow_up" and solver_must_not(ctx, state.klass, state.resolved_by):
        return Refused("solver_follows_up")
    return None


def _my_call(ctx: Context, state: CaseState, action: str) -> bool:
    """What was agreed with somebody is theirs to make, whatever they are: a branch receives."""
    mine = any(one.open and one.who == ctx.me.code for one in state.callbacks)
    return mine and action in ("callback_reach", "callback_try")


def permit(ctx: Context, state: CaseState, action: str) -> None:
    """Raises Refused if this person may not do this by role, unless the domain says no first."""
    refusal = not_permitted(ctx, state, action)
    if refusal is not None and life.TABLE[state.status][action] is None:
        raise refusal


def agents_only(ctx: Context) -> None:
    """Raises Refused ``agents_only`` for a specialist: intake and taking cases is not theirs."""
    if ctx.me.role == SPECIALIST:
        raise Refused("agents_only")


def solver_must_not(ctx: Context, klass: str, resolved_by: str | None) -> bool:
    """C10: complaints and complex cases are followed up by another person, where there is one (a
    department's specialist speaks with no customer)."""
    others = any(
        worker.active and worker.code != ctx.me.code and worker.role != people.SPECIALIST
        for worker in ctx.workers
    )
    return others and klass in ctx.policy.follow_up.other_person and resolved_by == ctx.me.code


def store_texts(tx: Tx, loaded: Loaded, texts: Sequence[Text]) -> list[int]:
    """Store and index the texts of a step; an empty one gets the id 0."""
    written = [text for text in texts if text.body]
    if not written:
        return [0] * len(texts)
    search.extend(tx, loaded.case_id, written)
    stored = iter(
        content.add(tx, case_id=loaded.case_id, subject=loaded.state.subject, texts=written)
    )
    return [next(stored) if text.body else 0 for text in texts]
