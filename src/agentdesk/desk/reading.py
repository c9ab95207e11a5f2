"""One case, whole: facts, clocks, story, whose minutes, what can be done, why it stands there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypedDict

from agentdesk.desk import acting, call_lists, handoff_lines, queue, reserve_turn, updates
from agentdesk.desk import case_parts as parts
from agentdesk.desk.api import (
    CaseView,
    Filter,
    HandoffLine,
    Minutes,
    QueueRow,
    Sticky,
    TimelineEntry,
    View,
    WhyView,
)
from agentdesk.desk.context import Context
from agentdesk.desk.queue import Window
from agentdesk.desk.rows import Refolds, folded_line, masked, queue_row
from agentdesk.domain import case as life
from agentdesk.domain import events as k
from agentdesk.domain import explain
from agentdesk.domain import policy as rules
from agentdesk.domain.case import Rules
from agentdesk.domain.order import why_before
from agentdesk.domain.standing import Standing, standing
from agentdesk.domain.state import CaseState
from agentdesk.domain.text import mask_numbers, one_line
from agentdesk.domain.values import Audience, Event, Refused
from agentdesk.store import cases, content, customers, log, pages, stickies, subjects
from agentdesk.store.cases import Folded
from agentdesk.store.content import Stored
from agentdesk.store.tx import Tx

_NUMBER = re.compile(r"\s*(?:[cCＣｃ]\s*[-－—]?\s*)?([0-9０-９]{1,12})\s*")
_TEXT_KEYS = ("text", "why", "about", "place", "bring")

MOST_OTHERS = 9
"""So many other cases of a customer are shown: each has a digit as its key."""


def find(tx: Tx, text: str) -> int | None:
    """The case that a plain number or a reference names (``1041``, ``C-1041``, ``c1041``)."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    case_id = int(match[1])
    return case_id if cases.exists(tx, case_id) else None


def case(ctx: Context, tx: Tx, case_id: int) -> CaseView:
    """A case as it stands now. Raises Refused ``unknown_case``."""
    loaded = acting.load(ctx, tx, case_id)
    state, now = loaded.state, max(tx.now, loaded.state.last_at)
    policy = rules.at(loaded.timeline, now)
    stands = standing(loaded.events, loaded.timeline, now, case_id, state=state)
    texts = {text.id: text for text in content.of_case(tx, case_id)}
    known = subjects.get(tx, state.subject)
    return CaseView(
        id=case_id,
        reference=cases.reference(case_id),
        ver=state.ver,
        at=now,
        **parts.request(state, loaded.events[0], texts),
        **parts.holder(state),
        **parts.caller(state.subject, known, care=state.care),
        **parts.standing_of(stands, policy, now),
        stickies=customer_notes(tx, state.subject),
        others=_others(ctx, tx, state.subject, case_id),
        **_doing(ctx, state, now, policy),
        plan=parts.plan(state, texts),
        mails=updates.mail_lines(tx, case_id, state.undelivered),
        handoffs=_handoffs(ctx, tx, case_id, stands, texts, known.name, now),
        callbacks=call_lists.of_case(ctx, tx, case_id, state),
        timeline=tuple(_story(ctx, loaded.events, texts)),
        minutes=_minutes(loaded.events, now),
    )


class Doing(TypedDict):
    """What can be done to it now, by whoever reads it."""

    actions: Mapping[str, str | None]
    undoable: str | None
    undo_until: int | None


def _doing(ctx: Context, state: CaseState, now: int, policy: Rules) -> Doing:
    actions = _actions(ctx, state, now, policy)
    last = state.last if actions["undo"] is None else None
    return Doing(
        actions=actions,
        undoable=last.kind if last is not None else None,
        undo_until=last.at + policy.undo_window if last is not None else None,
    )


def _handoffs(
    ctx: Context,
    tx: Tx,
    case_id: int,
    stands: Standing,
    texts: Mapping[int, Stored],
    customer: str,
    now: int,
) -> tuple[HandoffLine, ...]:
    state = stands.state
    if not state.handed:
        return ()
    if any(one.dept not in ctx.departments for one in state.handed):
        ctx.read_departments(tx)  # one that was added since
    title = one_line(parts.body(texts, state.title))
    return handoff_lines.of_case(ctx, case_id, stands, texts, title, masked(customer), now)


def _others(ctx: Context, tx: Tx, subject: int, case_id: int) -> tuple[QueueRow, ...]:
    """The customer's other cases that are not closed."""
    lines = customers.open_cases(tx, subject, MOST_OTHERS + 1)
    rows = [queue_row(line, ctx.me.code) for line in lines if line.id != case_id]
    return tuple(rows[:MOST_OTHERS])


def customer_notes(tx: Tx, subject: int) -> tuple[Sticky, ...]:
    """The notes on a customer that hold now, newest first."""
    return tuple(
        Sticky(note.id, note.by, note.at, note.until, note.text)
        for note in stickies.of_customer(tx, subject, tx.now)
    )


def why(ctx: Context, tx: Tx, refolds: Refolds, case_id: int) -> WhyView:
    """The whole reason of a row, and why the next one is next. Raises Refused, Behind."""
    line = pages.line(tx, case_id)
    if line is None:
        raise Refused("unknown_case")
    stands = _fold(ctx, tx, case_id)
    line = folded_line(line, Folded(case_id, stands, tx.now))
    longest = reserve_turn.next_for_reserve(ctx, tx, refolds)
    row = queue_row(line, ctx.me.code, longest)
    following = _following(ctx, tx, refolds, row) if row.band < pages.OUT else None
    then = None
    if following is not None:
        then = why_before(stands.place, _fold(ctx, tx, following.id).place)
    return WhyView(row, stands.clocks, (stands.place.reason,), following, then)


def _following(ctx: Context, tx: Tx, refolds: Refolds, row: QueueRow) -> QueueRow | None:
    window = Window(after=row.key, limit=1)
    rows = queue.page(ctx, tx, refolds, View.ALL, Filter(), window).rows
    return rows[0] if rows else None


def _fold(ctx: Context, tx: Tx, case_id: int) -> Standing:
    return standing(log.events(tx, case_id), ctx.rules_now(tx), tx.now, case_id)


def _actions(ctx: Context, state: CaseState, now: int, policy: Rules) -> Mapping[str, str | None]:
    """Every action: None if it can be done now, else why not, by the domain or by role."""
    answers = dict(life.allowed(state, ctx.me.code, now, policy))
    for action, code in answers.items():
        if code is None:
            refusal = acting.not_permitted(ctx, state, action)
            answers[action] = refusal.code if refusal is not None else None
    return answers


def _minutes(events: Sequence[Event], now: int) -> Minutes:
    spent = explain.minutes(events, now=now)
    return Minutes(spent.queue, spent.agent, spent.department, spent.customer)


def _story(
    ctx: Context, events: Sequence[Event], texts: Mapping[int, Stored]
) -> list[TimelineEntry]:
    """The story, oldest first, each line with its text where this person may read it.

    A result makes two lines: what was done stays inside, what was told is the customer's.
    """
    withdrawn = {event.body.get("of") for event in events if event.kind == k.NOTE_WITHDRAWN}
    return [
        _entry(ctx, event, texts, keys, event.ver in withdrawn)
        for event in events
        for keys in ((("done",), ("told",)) if event.kind == k.RESOLVED else (_TEXT_KEYS,))
    ]


def _entry(
    ctx: Context,
    event: Event,
    texts: Mapping[int, Stored],
    keys: Sequence[str],
    withdrawn: bool,
) -> TimelineEntry:
    ids = [event.body[key] for key in keys if event.body.get(key)]
    told = [texts[n] for n in ids if n in texts]
    audience = told[-1].audience if told else _without_text(event)
    # Restricted notes (suspicion) are for who wrote them and the leads (G2).
    readable = audience is not Audience.RESTRICTED or ctx.lead or event.actor == ctx.me.code
    bodies = [mask_numbers(stored.body) for stored in told if stored.body] if readable else []
    return TimelineEntry(
        event=event,
        who=event.actor,
        text="\n".join(bodies) or None,
        audience=audience,
        withdrawn=withdrawn,
    )


def _without_text(event: Event) -> Audience:
    """A receipt or a reply whose text is gone (erased) reached the customer all the same."""
    return Audience.CUSTOMER if event.kind in (k.AUTO_ACK, k.REPLY) else Audience.INTERNAL
