"""Calls and visits (C7): agreed on, moved, made, tried in vain, cancelled. One transaction each.

A time is judged anew where it is written: of two desks that agree on one slot the second is told
that it is taken, and which times are free. The number on file is rung, never one given today; it
is shown masked and stands in no text.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from agentdesk.desk import acting, calls_terms
from agentdesk.desk.acting import Ids, Loaded, Step, text_of
from agentdesk.desk.after_try import Told, after_try
from agentdesk.desk.api_callbacks import Judged
from agentdesk.desk.api_values import Done
from agentdesk.desk.context import Context
from agentdesk.desk.handling import known_person
from agentdesk.desk.templates import Book
from agentdesk.domain import callbacks as times
from agentdesk.domain import commands as c
from agentdesk.domain import commands_day as day
from agentdesk.domain.callbacks import Terms, Verdict
from agentdesk.domain.day import CALL, CALLBACKS, VISIT, Agreed
from agentdesk.domain.day_facts import open_callback
from agentdesk.domain.state import CaseState
from agentdesk.domain.text import one_line
from agentdesk.domain.values import Audience, Refused
from agentdesk.store import subjects
from agentdesk.store.content import Text
from agentdesk.store.tx import Tx

_REFUSED = {
    "past": "callback_in_past",
    "too_long_ahead": "callback_far",
    "holiday": "callback_holiday",
    "closed": "callback_closed",
    "agent_off": "callback_off",
    "outside_window": "callback_outside",
    "taken": "callback_taken",
    "full": "callback_taken",
}
"""What stands against a time, as the refusal of whoever agrees on it all the same."""

CHANNELS = {CALL: "phone", VISIT: "branch"}
"""By which channel of the policy an agreed talk is held."""

LONGEST_LINE = 200
"""Characters of what it is about, of a place and of what to bring."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A call or visit as somebody wants it."""

    at: int
    until: int | None = None
    who: str | None = None
    what: str = CALL
    about: str = ""
    place: str = ""
    bring: str = ""


# --- judging


def judge(ctx: Context, tx: Tx, case_id: int, wanted: Wanted, moving: str | None = None) -> Judged:
    """Whether a time fits. Raises Refused (``unknown_case``, ``unknown_person``)."""
    ctx.read_people(tx)
    state = acting.load(ctx, tx, case_id).state
    before = next((one for one in state.callbacks if one.id == moving), None)
    what = wanted.what if before is None else before.what
    who = _who(ctx, state, wanted.who, before)
    until = _until(ctx, tx, wanted, before)
    terms = calls_terms.of(ctx, tx, state, who, what, wanted.at, but=moving)
    verdict = times.judge(wanted.at, until, terms, tx.now)
    customer = subjects.get(tx, state.subject)
    problems = tuple((code, _named(params, who)) for code, params in verdict.problems)
    if what == CALL and not customer.phone:  # it may be found by then: said, and not refused
        problems = (*problems, ("no_number", _named({}, who)))
    zone = customer.tz or ""
    zone = "" if zone == ctx.tz else zone
    return Judged(
        at=wanted.at,
        until=until,
        who=who,
        problems=problems,
        blocking=verdict.blocking(terms.myself),
        better=verdict.better,
        zone=zone,
        local=calls_terms.iso_there(wanted.at, zone) if zone else "",
    )


def _named(params: dict[str, object], who: str) -> dict[str, object]:
    return {**params, "person": who}


def _who(ctx: Context, state: CaseState, asked: str | None, before: Agreed | None) -> str:
    """Who makes it: whoever is named, who was to make it, the owner, or me."""
    if asked:
        return known_person(ctx, asked)
    return before.who if before is not None else state.owner or ctx.me.code


def _until(ctx: Context, tx: Tx, wanted: Wanted, before: Agreed | None = None) -> int:
    """The end of the window: as named, as long as before, or the policy's."""
    if wanted.until is not None:
        return wanted.until
    if before is not None:
        return wanted.at + before.until - before.at
    return wanted.at + calls_terms.usual_window(ctx, tx)


def _refuse(verdict: Verdict, terms: Terms, who: str) -> None:
    """Raises Refused for what stands against a time, with the free times near it."""
    if not verdict.blocking(terms.myself):
        return
    passed_over = times.NEVER_BLOCKS if terms.myself else frozenset()
    code, params = next(one for one in verdict.problems if one[0] not in passed_over)
    told = {("busy_at" if name == "at" else name): value for name, value in params.items()}
    told.pop("until", None)
    better = {f"free{n}_at": at for n, at in enumerate(verdict.better, start=1)}
    refusal = _REFUSED[code]
    if not better and refusal not in ("callback_in_past", "callback_far"):
        refusal = "callback_full" if refusal == "callback_taken" else "callback_no_time"
    while 0 < len(better) < times.MOST_BETTER:  # a sentence has room for three
        better[f"free{len(better) + 1}_at"] = verdict.better[-1]
    raise Refused(refusal, **{**told, "person": who, "better": verdict.better, **better})


# --- agreeing


def agree(ctx: Context, tx: Tx, case_id: int, wanted: Wanted, op: str | None) -> Done:
    """Agree on a call or a visit. Raises Refused (``callback_taken``, ``callback_outside``,
    ``callback_holiday``, ``callback_closed``, ``callback_off``, ``callback_far``,
    ``callback_in_past``, ``about_missing``, ``place_missing``, …)."""
    ctx.read_people(tx)  # a colleague may have come, gone, or changed their hours
    if wanted.what not in CALLBACKS:
        raise Refused("callback_kind")
    texts = (
        _line("about", wanted.about), _line("place", wanted.place), _line("bring", wanted.bring),
    )  # fmt: skip
    if not texts[0].body:
        raise Refused("about_missing")
    if wanted.what == VISIT and not texts[1].body:
        raise Refused("place_missing")

    def commands(state: CaseState, ids: Ids) -> Sequence[c.Command]:
        who, until = _who(ctx, state, wanted.who, None), _until(ctx, tx, wanted)
        _fit(ctx, tx, state, who, wanted.what, wanted.at, until)
        about, place, bring = ids
        return [day.SetCallback(_new_id(), wanted.what, who, wanted.at, until, about, place, bring)]

    return acting.carry_out(ctx, tx, case_id, Step("callback", commands, texts), op)[0]


def _fit(
    ctx: Context, tx: Tx, state: CaseState, who: str, what: str, at: int, until: int,
    but: str | None = None,
) -> None:  # fmt: skip
    if until <= at:
        raise Refused("callback_window")
    terms = calls_terms.of(ctx, tx, state, who, what, at, but=but)
    _refuse(times.judge(at, until, terms, tx.now), terms, who)


def refuse_busy(ctx: Context, tx: Tx, state: CaseState, one: Agreed, who: str) -> None:
    """Whether somebody can make a call at the time that was agreed: that time is not judged anew,
    and once its window has begun it is rather made by anybody. Raises Refused ``callback_busy``,
    ``callback_not_there``."""
    if one.at <= tx.now:
        return
    terms = calls_terms.of(ctx, tx, state, who, one.what, one.at, but=one.id)
    for code, params in times.judge(one.at, one.until, terms, tx.now, offer=False).problems:
        if code in ("taken", "full"):
            raise Refused("callback_busy", person=who, busy_at=params["at"])
        if code == "agent_off" and not terms.myself:
            raise Refused("callback_not_there", person=who, call_at=one.at)


def _line(kind: str, text: str) -> Text:
    """What somebody typed about it: one line, for whoever makes the call."""
    return text_of(kind, one_line(text)[:LONGEST_LINE], Audience.INTERNAL, multiline=False)


def move(
    ctx: Context, tx: Tx, case_id: int, callback: str, wanted: Wanted, why: str, op: str | None
) -> Done:
    """Another time, or another person. Raises Refused as `agree`, and ``callback_over``."""
    ctx.read_people(tx)

    def commands(state: CaseState, ids: Ids) -> Sequence[c.Command]:
        before = open_callback(state, callback)
        who, until = _who(ctx, state, wanted.who, before), _until(ctx, tx, wanted, before)
        _fit(ctx, tx, state, who, before.what, wanted.at, until, callback)
        return [day.MoveCallback(callback, who, wanted.at, until, ids[0])]

    step = Step("callback_move", commands, (_line("why", why),))
    return acting.carry_out(ctx, tx, case_id, step, op)[0]


# --- making it


def reached(
    ctx: Context,
    tx: Tx,
    case_id: int,
    callback: str,
    text: str,
    findings: bool,
    promised_at: int | None,
    op: str | None,
) -> Done:
    """They were reached, and this was said: a contact by whoever made the call."""

    def commands(state: CaseState, ids: Ids) -> Sequence[c.Command]:
        what = open_callback(state, callback).what
        return [day.ReachCallback(callback, CHANNELS[what], ids[0], promised_at, findings)]

    step = Step("callback_reach", commands, (text_of("reply", text),))
    return acting.carry_out(ctx, tx, case_id, step, op)[0]


def no_answer(
    ctx: Context, tx: Tx, case_id: int, callback: str, text: str, book: Book, op: str | None
) -> tuple[Done, int | None]:
    """Nobody answered: the try counts, the next one is set by the retry rule, and the customer is
    written to. With the next try's instant (None: unreachable)."""
    again = acting.answer(tx, op)
    if again is not None:
        return again, _next_of(acting.load(ctx, tx, case_id).state, callback)
    loaded = acting.load(ctx, tx, case_id)
    acting.permit(ctx, loaded.state, "callback_try")
    one = open_callback(loaded.state, callback)
    following = _following(ctx, tx, loaded, one)
    ids = acting.store_texts(tx, loaded, (text_of("note", text, Audience.INTERNAL),))
    at = following[0] if following is not None else None
    told = after_try(ctx, tx, loaded, one, following, book, op)
    commands = _tried(one, ids[0], following, told)
    acting.decide(ctx, loaded, [*commands, c.Note(told.note)] if told.note else commands)
    return acting.write_down(ctx, tx, loaded, op), at


def _tried(one: Agreed, text: int, following: times.Window | None, told: Told) -> list[c.Command]:
    """The try as commands. A visit to which nobody came is over: they are rung for another time."""
    again = following if one.what == CALL else None
    at, until = again if again is not None else (None, None)
    tried: list[c.Command] = [day.TryCallback(one.id, text, at, until, told.letter, told.mail)]
    if one.what == VISIT and following is not None:
        tried.append(day.SetCallback(_new_id(), CALL, one.who, *following, one.about))
    return tried


def _new_id() -> str:
    return uuid.uuid4().hex[:12]


def _following(ctx: Context, tx: Tx, loaded: Loaded, one: Agreed) -> times.Window | None:
    """The next try by the rule; whoever did not come to a visit is rung."""
    policy = ctx.rules_at(tx, tx.now)
    if policy.callback is None:
        return None
    now = max(tx.now, loaded.state.last_at)
    terms = calls_terms.of(ctx, tx, loaded.state, one.who, CALL, now, but=one.id)
    tries = (*one.tries, now)
    length = min(one.until - one.at, policy.callback.window)
    return times.next_try(tries, now, policy.callback, terms, length)


def _next_of(state: CaseState, callback: str) -> int | None:
    """When a call is tried next, or who did not come is rung."""
    before = next((one for one in state.callbacks if one.id == callback), None)
    if before is None:
        return None
    open_ones = (one for one in state.callbacks if one.open)
    return next((one.at for one in open_ones if callback == one.id or one.about == before.about),
                None)  # fmt: skip


def cancel(ctx: Context, tx: Tx, case_id: int, callback: str, why: str, op: str | None) -> Done:
    """It is not needed any more. Raises Refused ``why_missing``, ``callback_over``."""

    def commands(state: CaseState, ids: Ids) -> Sequence[c.Command]:
        return [day.EndCallback(callback, ids[0])]

    step = Step("callback_end", commands, (_line("why", why),))
    return acting.carry_out(ctx, tx, case_id, step, op)[0]
