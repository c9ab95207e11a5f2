"""Going home (C12): what of somebody's is due before they work next, and to whom it goes.

A case that is offered stays with its owner until the colleague accepts; what is given to whoever is
on duty is theirs at once: that is what being on duty means. A lead does both for somebody away.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from agentdesk.desk import acting, callbacks
from agentdesk.desk.api_home import HandedOver, HomeLine, HomeView, NotPossible, Offer
from agentdesk.desk.api_values import Done
from agentdesk.desk.calls_terms import own_hours
from agentdesk.desk.context import Context
from agentdesk.desk.handling import known_person
from agentdesk.desk.rows import masked
from agentdesk.domain import commands as c
from agentdesk.domain import commands_day as day
from agentdesk.domain.day_facts import open_callback
from agentdesk.domain.events import CALLBACK_MOVED, OFFER_ENDED
from agentdesk.domain.policy import DESK
from agentdesk.domain.shifts import next_shift
from agentdesk.domain.text import mask_numbers, one_line
from agentdesk.domain.values import Audience, Priority, Refused, Status, instant, moment
from agentdesk.store import content, counts, handover
from agentdesk.store.cases import reference
from agentdesk.store.handover import Whose
from agentdesk.store.people import LEAD, SPECIALIST
from agentdesk.store.tx import Tx

Due = tuple[int, str]
"""When something runs out, and what."""


def going_home(ctx: Context, tx: Tx, person: str | None = None) -> HomeView:
    """What of a person's is due before their next shift. Raises Refused ``leads_only`` for that of
    another, ``unknown_person``."""
    ctx.read_people(tx)
    who = known_person(ctx, person or ctx.me.code)
    if who != ctx.me.code and not ctx.lead:
        raise Refused("leads_only")
    policy = ctx.rules_at(tx, tx.now)
    hours = own_hours(ctx, policy, who) or policy.calendars[DESK]
    shift = next_shift(hours, tx.now, ctx.tz)
    theirs, dues = handover.mine(tx, who), handover.dues(tx, who)
    lines = []
    for case in theirs:
        first = _first(case, who, dues.get(case.id, []))
        if first is not None and first[0] < shift:
            lines.append(_line(ctx, tx, case, first))
    for call in handover.calls_elsewhere(tx, who):
        if call.until < shift:
            line = _line(ctx, tx, call.case, (call.until, "call"))
            lines.append(replace(line, callback=call.id, call_at=call.at, duty=None))
    open_ones = [case for case in theirs if case.status != Status.RESOLVED]
    due_now = {line.case_id for line in lines}
    return HomeView(
        person=who,
        next_shift=shift,
        lines=tuple(sorted(lines, key=lambda line: (line.due, line.case_id))),
        staying=sum(case.id not in due_now for case in open_ones),
        handed=_handed(ctx, tx, who),
        at=tx.now,
    )


def takers(ctx: Context, tx: Tx) -> dict[str, int]:
    """Who may take a case over, by code, with how many cases they have open (no more than 999)."""
    ctx.read_people(tx)
    able = (worker.code for worker in ctx.workers if worker.active and worker.role != SPECIALIST)
    return {code: counts.in_view(tx, "mine", code, counts.MANY) for code in able}


def hand_over(
    ctx: Context,
    tx: Tx,
    case_ids: Sequence[int],
    to: str,
    op: str | None = None,
    *,
    calls: Sequence[tuple[int, str]] = (),
) -> list[Done]:
    """Ask a colleague to take cases over; ``calls`` (case and call) are theirs at once. Raises
    Refused (``unknown_person``, ``agents_take_over``; for a line ``not_owner``, ``same_owner``,
    ``already_offered``, ``callback_over``, ``callback_busy``, ``callback_not_there``, …)."""
    ctx.read_people(tx)
    colleague = known_person(ctx, to)
    if ctx.by_code[colleague].role == SPECIALIST:
        raise Refused("agents_take_over", person=colleague)
    lines = [_Line(case_id, "offer", lambda _loaded: day.Offer(colleague)) for case_id in case_ids]
    lines += [_given_call(ctx, tx, case_id, callback, colleague) for case_id, callback in calls]
    return _each(ctx, tx, lines, op)


def _given_call(ctx: Context, tx: Tx, case_id: int, callback: str, to: str) -> _Line:
    """A call becomes a colleague's: the time that the customer was told stands."""

    def given(loaded: acting.Loaded) -> c.Command:
        one = open_callback(loaded.state, callback)
        callbacks.refuse_busy(ctx, tx, loaded.state, one, to)
        return day.MoveCallback(callback, to, one.at, one.until)

    return _Line(case_id, "callback_move", given, callback)


def give_to_duty(
    ctx: Context, tx: Tx, case_ids: Sequence[int], op: str | None = None
) -> list[Done]:
    """Give cases to whoever is on duty for their lines. Raises Refused ``no_duty``."""
    ctx.read_people(tx)

    def given(loaded: acting.Loaded) -> c.Command:
        duty = on_duty(ctx, tx, loaded.state.line, loaded.state.owner)
        if duty is None:
            raise Refused("no_duty")
        return c.Assign(duty, "duty")

    return _each(ctx, tx, [_Line(case_id, "assign", given) for case_id in case_ids], op)


def take_over(ctx: Context, tx: Tx, case_ids: Sequence[int], op: str | None = None) -> list[Done]:
    """Accept what a colleague hands over. Raises Refused ``no_offer``, ``offered_to``."""
    lines = [_Line(case_id, "take_over", lambda _loaded: day.TakeOver()) for case_id in case_ids]
    return _each(ctx, tx, lines, op)


def decline(ctx: Context, tx: Tx, case_id: int, why: str, op: str | None = None) -> Done:
    """Not me; or, by who asked, not any more."""
    step = acting.Step(
        "end_offer",
        lambda _state, ids: [day.EndOffer(ids[0])],
        (acting.text_of("why", why, Audience.INTERNAL),),
    )
    return acting.carry_out(ctx, tx, case_id, step, op)[0]


def offers(ctx: Context, tx: Tx) -> tuple[Offer, ...]:
    """Cases that colleagues ask me to take over, the earliest due first."""
    found, dues = [], handover.dues(tx, ctx.me.code)
    for case in handover.offered(tx, ctx.me.code):
        state = acting.load(ctx, tx, case.id).state
        first = _first(case, state.owner or "", dues.get(case.id, []))
        found.append(
            Offer(
                case_id=case.id,
                reference=case.ref,
                priority=Priority(case.priority),
                customer=masked(case.customer or ""),
                title=_said(case.title),
                by=state.offered_by or "",
                at=state.offered_at or 0,
                clock=first[1] if first is not None else None,
                due=first[0] if first is not None else None,
            )
        )
    return tuple(sorted(found, key=lambda one: (one.due is None, one.due or 0, one.case_id)))


def on_duty(ctx: Context, tx: Tx, line: str, owner: str | None) -> str | None:
    """Who answers for a line when its people are gone: its duty owner, else a lead; never the one
    who goes home."""
    named = ctx.rules_at(tx, tx.now).lines.get(line)
    duty = ctx.by_code.get(named.duty or "") if named is not None else None
    leads = [worker for worker in ctx.workers if worker.role == LEAD]
    for worker in [*([duty] if duty is not None else []), *leads]:
        if worker.active and worker.code != owner:
            return worker.code
    return None


# --- inside


@dataclass(frozen=True, slots=True)
class _Line:
    """One thing that is to be handed over, by a command on its case."""

    case_id: int
    action: str
    command: Callable[[acting.Loaded], c.Command]
    callback: str = ""


def _each(ctx: Context, tx: Tx, lines: Sequence[_Line], op: str | None) -> list[Done]:
    """A command on each of several cases in one transaction: all or none. Raises Refused as the
    first line that cannot be, with all of them as ``lines``."""
    again = acting.answers(tx, op)
    if again:
        return again
    done: dict[int, Done] = {}
    barred: list[NotPossible] = []
    for line in {(one.case_id, one.callback): one for one in lines}.values():
        try:
            loaded = acting.load(ctx, tx, line.case_id)
            acting.permit(ctx, loaded.state, line.action)
            acting.decide(ctx, loaded, [line.command(loaded)])
            written = acting.write_down(ctx, tx, loaded, op)
            before = done[line.case_id].kinds if line.case_id in done else ()
            done[line.case_id] = replace(written, kinds=(*before, *written.kinds))
        except Refused as refusal:
            ref = reference(line.case_id)
            barred.append(
                NotPossible(ref, refusal.code, refusal.params, line.case_id, line.callback)
            )
    if barred:  # raised in the end: each line has been looked at, and none is kept
        raise Refused(barred[0].code, **{**barred[0].params, "lines": tuple(barred)})
    return list(done.values())


def _first(case: Whose, who: str, clocks: Sequence[tuple[str, str, int]]) -> Due | None:
    """What of a case asks for its owner first: a clock, the reminder of a wait, their own plan."""
    found: list[Due] = []
    if case.status == Status.WAITING:  # its clocks stand still until then
        if case.wake_at is not None:
            found.append((case.wake_at, "remind"))
        found += [(due, name) for name, _, due in clocks if name == "callback"]
    else:
        found += [(due, name) for name, _, due in clocks]
    if case.plan_at is not None and case.plan_by == who:
        found.append((case.plan_at, "plan"))
    return min(found, default=None)


def _line(ctx: Context, tx: Tx, case: Whose, first: Due) -> HomeLine:
    loaded = acting.load(ctx, tx, case.id)
    state = loaded.state
    return HomeLine(
        case_id=case.id,
        reference=case.ref,
        priority=Priority(case.priority),
        status=Status(case.status),
        customer=masked(case.customer or ""),
        title=_said(case.title),
        clock=first[1],
        due=first[0],
        duty=on_duty(ctx, tx, case.line, case.owner),
        offered_to=state.offered_to,
        offered_at=state.offered_at,
        declined_by=state.declined_by,
        declined_why=_declined_why(tx, loaded) if state.declined_by else "",
    )


def _declined_why(tx: Tx, loaded: acting.Loaded) -> str:
    """The words with which it was declined last."""
    ended = (one.body.get("text") for one in reversed(loaded.events) if one.kind == OFFER_ENDED)
    written = next(ended, None)
    texts = {text.id: text.body for text in content.of_case(tx, loaded.case_id)}
    return _said(texts.get(written or 0))


def _said(title: str | None) -> str:
    return one_line(mask_numbers(title or ""))


def _handed(ctx: Context, tx: Tx, who: str) -> tuple[HandedOver, ...]:
    """What this person has handed over today, or a lead for them: the last word on each case."""
    zone = ZoneInfo(ctx.tz)
    today = moment(tx.now).astimezone(zone).date()
    since = instant(datetime.combine(today, time(), zone))
    given: dict[tuple[int, str], HandedOver] = {}
    for case_id, kind, written in handover.given_since(tx, since):
        body = json.loads(written)
        call = str(body["id"]) if kind == CALLBACK_MOVED else ""
        to = body.get("who" if call else "to")
        if body.get("from") == who and to:
            duty = body.get("how") == "duty"
            given[case_id, call] = HandedOver(case_id, reference(case_id), to, True, duty, call)
        elif to == who:  # it came back
            given.pop((case_id, call), None)
    waiting = [
        HandedOver(case.id, case.ref, case.offered_to, False)
        for case in handover.mine(tx, who)
        if case.offered_to is not None
    ]
    return (*given.values(), *waiting)
