"""Taking cases and giving them back: the claims of a desk, counted where they happen (C1).

Each runs in one transaction under the write lock, after everything whose instant has passed was
swept: what is taken is what comes first at that very moment, and only one desk can take it.
"""

from __future__ import annotations

from collections.abc import Callable

from agentdesk.desk import acting, addresses, reserve_turn
from agentdesk.desk.acting import Loaded, Step
from agentdesk.desk.api import Done, Taken
from agentdesk.desk.context import Context
from agentdesk.desk.handling import known_person
from agentdesk.desk.rows import Behind
from agentdesk.domain import commands as c
from agentdesk.domain import reserve
from agentdesk.domain.events import ASSIGNED
from agentdesk.domain.standing import standing
from agentdesk.domain.state import Reason
from agentdesk.domain.values import Refused
from agentdesk.store import callbacks, cases, claims, log, ops, pages, sweep
from agentdesk.store.callbacks import Begun
from agentdesk.store.pages import Line, Question, Shape
from agentdesk.store.tx import Tx

_LOOK = 20
"""So many of my own cases are looked at for one that I may act on."""

_RELEASE = Step("release", lambda _state, _ids: [c.Release(None)])


def take(ctx: Context, tx: Tx, op: str | None = None) -> Taken | None:
    """Claim the next unowned case, first of all one in which I am to ring now; None if there is
    none. Raises Refused ``agents_only``."""
    acting.agents_only(ctx)
    again = _before(ctx, tx, op)
    if again is not None:
        return again
    call = callbacks.first_begun(tx, ctx.me.code, tx.now, free=True)
    return _claim_next(ctx, tx, op) if call is None else _to_ring(ctx, tx, call, op)


def go_next(ctx: Context, tx: Tx, op: str | None = None) -> Taken | None:
    """What comes first among my own cases and the unowned ones; an unowned one is claimed. A call
    of mine whose window has begun comes before, whoever owns its case; never before its window."""
    acting.agents_only(ctx)
    again = _before(ctx, tx, op)
    if again is not None:
        return again
    _sweep_all(ctx, tx)
    call = callbacks.first_begun(tx, ctx.me.code, tx.now)
    if call is not None:
        return _to_ring(ctx, tx, call, op)
    mine = _my_first(ctx, tx)
    free = claims.first_to_take(tx, tx.now)
    if mine is not None and (free is None or mine.key < free.key):
        reason = cases.load_reason(mine.reason)
        return Taken(mine.id, mine.ref, claimed=False, reserve=False, reason=reason)
    return _claim_next(ctx, tx, op)


def _to_ring(ctx: Context, tx: Tx, call: Begun, op: str | None) -> Taken:
    """A case in which I have agreed on a call that is to be made now; mine, if nobody has it."""
    why = Reason("callback", {"since_at": call.at, "until_at": call.until})
    if call.free:
        claim(ctx, tx, call.case_id, op)
    return Taken(call.case_id, call.ref, claimed=bool(call.free), reserve=False, reason=why)


def claim(ctx: Context, tx: Tx, case_id: int, op: str | None = None) -> Done:
    """Claim one case by name: a claim of the desk like any other.

    It counts, but only the longest late one uses up the reserve's turn. Raises Refused.
    """
    again = acting.answer(tx, op)
    if again is not None:
        return again
    _sweep_all(ctx, tx)
    turn = reserve_turn.turn_now(ctx, tx)
    loaded = acting.load(ctx, tx, case_id)
    acting.permit(ctx, loaded.state, "claim")
    acting.decide(ctx, loaded, [c.Claim(reserve=turn.case_id == case_id)])
    if turn.case_id in (None, case_id):
        claims.set_turn(tx, turn.count)
    return acting.write_down(ctx, tx, loaded, op)


def release(ctx: Context, tx: Tx, case_id: int, to: str | None, op: str | None = None) -> Done:
    """Give a case up: to a person, or to the pool. Raises Refused."""
    if to is not None:
        given = Step("release", lambda _state, _ids: [c.Release(known_person(ctx, to))])
        return acting.carry_out(ctx, tx, case_id, given, op)[0]
    return _giving_back(ctx, tx, case_id, _RELEASE, op)


def undo(ctx: Context, tx: Tx, case_id: int, of: int | None = None, op: str | None = None) -> Done:
    """Take back the case's last step; ``of``: only if it is this version's. Raises Refused."""
    step = Step("undo", lambda _state, _ids: [c.Undo(of)])
    return _giving_back(ctx, tx, case_id, step, op, addresses.put_back)


def _giving_back(
    ctx: Context,
    tx: Tx,
    case_id: int,
    step: Step,
    op: str | None,
    also: Callable[[Context, Tx, Loaded], None] = lambda ctx, tx, loaded: None,
) -> Done:
    """A step after which nobody may have the case: a reserve case then gives the turn back.
    ``also`` is done in the same transaction, unless it is a retry."""
    done, loaded = acting.carry_out(ctx, tx, case_id, step, op)
    if loaded is not None:
        also(ctx, tx, loaded)
    if loaded is not None and _back_in_pool(loaded):
        every = ctx.rules_at(tx, tx.now).reserve
        claims.set_turn(tx, reserve.give_back(claims.turn(tx), every))
    return done


def _back_in_pool(loaded: Loaded) -> bool:
    last = loaded.fresh[-1]
    if last.kind != ASSIGNED or last.body.get("to") is not None:
        return False
    return reserve_turn.by_reserve(loaded.events)


def _claim_next(ctx: Context, tx: Tx, op: str | None) -> Taken | None:
    _sweep_all(ctx, tx)
    free = claims.first_to_take(tx, tx.now)
    if free is None:
        return None
    turn = reserve_turn.turn_now(ctx, tx)
    case_id, reason = free.id, free.reason  # of the place it had until now
    if turn.case_id is not None:
        line = pages.line(tx, turn.case_id)
        assert line is not None
        case_id, reason = line.id, line.reason
    loaded = acting.load(ctx, tx, case_id)
    acting.decide(ctx, loaded, [c.Claim(reserve=turn.case_id is not None)])
    claims.set_turn(tx, turn.count)
    done = acting.write_down(ctx, tx, loaded, op)
    why = cases.load_reason(reason)
    return Taken(case_id, done.reference, True, turn.case_id is not None, why)


def _my_first(ctx: Context, tx: Tx) -> Line | None:
    """What comes first of mine that I may act on."""
    mine = pages.first(tx, Question(Shape("my_turn"), {"me": ctx.me.code}), tx.now, _LOOK)
    return next((line for line in mine if not _for_a_colleague(ctx, line)), None)


def _for_a_colleague(ctx: Context, line: Line) -> bool:
    """A case I resolved whose follow-up another person has to make (C10)."""
    return line.status == "resolved" and acting.solver_must_not(ctx, line.klass, line.resolved_by)


def _before(ctx: Context, tx: Tx, op: str | None) -> Taken | None:
    """What this operation took when it was carried out. Raises Refused ``op_used`` if it is
    somebody else's, or did something else."""
    found = ops.answered(tx, op)
    if found is None:
        return None
    claimed = [
        event
        for case_id, event in log.events_between(tx, found.first_seq, found.last_seq)
        if case_id == found.case_id and event.kind == ASSIGNED
    ]
    if not claimed or claimed[-1].actor != ctx.me.code:
        raise Refused("op_used", op=op)
    before = [event for event in log.events(tx, found.case_id) if event.seq < found.first_seq]
    at = claimed[-1].recorded_at
    place = standing(before, ctx.rules_now(tx), at, found.case_id).place
    return Taken(
        found.case_id,
        cases.reference(found.case_id),
        claimed=True,
        reserve=any(event.body.get("reserve") for event in claimed),
        reason=place.reason,
    )


def _sweep_all(ctx: Context, tx: Tx) -> None:
    """Move every row whose instant has passed. Raises Behind if they are too many for one
    transaction: the desk then sweeps them in short ones first."""
    late = sweep.due(tx, tx.now)
    if len(late) == sweep.BATCH:
        raise Behind
    cases.project(tx, sweep.fold(tx, ctx.rules_now(tx), late, tx.now))
