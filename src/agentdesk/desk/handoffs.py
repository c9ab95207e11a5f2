"""Asking departments, and answering for one (C5). What both sides see stands in `handoff_lines`.

Who answers for a department: its specialists and the leads; where it has nobody at this desk, the
case's owner writes down what it said. Everybody but its specialists writes *by phone*.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from agentdesk.desk import acting
from agentdesk.desk.acting import Ids, Loaded, Step, text_of
from agentdesk.desk.api import AskSuggestion, Done
from agentdesk.desk.context import Context
from agentdesk.domain import case as life
from agentdesk.domain import commands as c
from agentdesk.domain import commands_day as day
from agentdesk.domain.day import Handed
from agentdesk.domain.day_facts import open_handoff
from agentdesk.domain.policy import Policy
from agentdesk.domain.state import CaseState
from agentdesk.domain.values import Audience, Refused
from agentdesk.store import content, handoffs, log
from agentdesk.store import departments as records
from agentdesk.store.content import Text
from agentdesk.store.departments import Record
from agentdesk.store.tx import Tx

_NOT_ALONG = frozenset({"title", "letter", "address", "before"})
"""No words of the case: what is sent whole, and where to."""

_Answer = Callable[[Handed, bool, Ids], c.Command]
"""From the handoff, whether it is written down by phone, and the ids of the texts."""


# --- departments


def first_departments(ctx: Context, tx: Tx) -> None:
    """Departments of the policy for a store of before they were records."""
    if not records.any_stored(tx):
        records.follow(tx, ctx.rules_now(tx)[-1][1])
    ctx.read_departments(tx)


def calendar_of(policy: Policy, record: Record) -> str:
    """The calendar a department works by: the policy's word, else its own, if that still exists."""
    if record.code in policy.departments or record.calendar not in policy.calendars:
        return policy.department_calendar(record.code)
    return record.calendar


def suggest(ctx: Context, category: str, right: str = "") -> AskSuggestion:
    """The department a rejection named, else the one of the category; none that is retired."""
    if right and _takes(ctx, right):
        return AskSuggestion(right, "handoff.why.right")
    about = ctx.policy.categories.get(category)
    dept = about.department if about is not None else None
    if dept is None:
        return AskSuggestion(None, "handoff.why.none")
    if not _takes(ctx, dept):
        return AskSuggestion(None, "handoff.why.retired")
    return AskSuggestion(dept, "handoff.why.category")


def _takes(ctx: Context, dept: str) -> bool:
    record = ctx.departments.get(dept)
    return record is not None and record.active


def known_department(ctx: Context, tx: Tx, dept: str) -> Record:
    """A department that takes handoffs. Raises Refused ``unknown_department``,
    ``retired_department``."""
    ctx.read_departments(tx)
    record = ctx.departments.get(dept)
    if record is None:
        raise Refused("unknown_department", dept=dept)
    if not record.active:
        raise Refused("retired_department", dept=dept)
    return record


# --- the owner asks


def hand_off(
    ctx: Context,
    tx: Tx,
    case_id: int,
    dept: str,
    ask: str,
    along: Sequence[int],
    op: str | None = None,
) -> Done:
    """Ask a department. Raises Refused."""
    again = acting.answer(tx, op)
    if again is not None:
        return again
    loaded = acting.load(ctx, tx, case_id)

    def commands(state: CaseState, ids: Ids) -> Sequence[c.Command]:
        record = known_department(ctx, tx, dept) if dept else None
        own = ""
        if record is not None and dept not in ctx.policy.departments:
            own = calendar_of(ctx.policy, record)
        goes = _along(tx, loaded, along)
        id = f"h{len(state.handed) + 1}"
        return [day.Handoff(id, dept, ids[0], own, goes)]

    step = Step("handoff", commands, (text_of("ask", ask, Audience.INTERNAL),))
    return acting.carry_out(ctx, tx, case_id, step, op)[0]


def _along(tx: Tx, loaded: Loaded, versions: Sequence[int]) -> tuple[int, ...]:
    """The texts of timeline entries. Raises Refused ``unknown_entry`` for one that is none, and
    ``along_restricted`` for a note that only leads may read."""
    texts = {text.id: text for text in content.of_case(tx, loaded.case_id)} if versions else {}
    found: list[int] = []
    for ver in versions:
        if not 1 <= ver <= len(loaded.events):
            raise Refused("unknown_entry")
        body = loaded.events[ver - 1].body
        keys = (key for key in log.CONTENT_KEYS if key not in _NOT_ALONG)
        ids = [body[key] for key in keys if body.get(key)]
        if not ids:
            raise Refused("unknown_entry")
        if any(texts[n].audience is Audience.RESTRICTED for n in ids if n in texts):
            raise Refused("along_restricted")
        found += ids
    return tuple(dict.fromkeys(found))


def recall(handoff: str) -> Step:
    """The owner does not need the department any more."""
    return Step("recall", lambda _state, _ids: [day.Recall(handoff)])


# --- the department answers


def accept(ctx: Context, tx: Tx, case_id: int, handoff: str, op: str | None) -> Done:
    """The department has it."""
    return _answer(ctx, tx, case_id, handoff, "accept", lambda one, by_phone, _ids: day.Accept(
        one.id, by_phone
    ), op)  # fmt: skip


def opens(ctx: Context, tx: Tx, case_id: int, handoff: str) -> bool:
    """Whether opening it now accepts it: by a specialist of its department, the first to do so."""
    row = next((row for row in handoffs.ROWS.of_case(tx, case_id) if row["id"] == handoff), None)
    if row is None or row["accepted_at"] is not None or row["ended_at"] is not None:
        return False
    return acting.works_in(ctx.me, row["dept"])


def report(
    ctx: Context,
    tx: Tx,
    handed: Sequence[tuple[int, str]],
    what: str,
    text: str,
    next_at: int | None,
    op: str | None,
) -> tuple[Done, ...]:
    """One report on several handoffs; one answer a case. Raises Refused, then nothing is done."""
    by_case: dict[int, list[str]] = {}
    for case_id, handoff in dict.fromkeys(handed):
        by_case.setdefault(case_id, []).append(handoff)
    again = acting.answers(tx, op)
    if again:
        return tuple(again)
    if not by_case:
        raise Refused("unknown_handoff")
    said = text_of("report", text, Audience.INTERNAL)

    def command(one: Handed, by_phone: bool, ids: Ids) -> c.Command:
        return day.Report(one.id, what, ids[0], next_at, by_phone)

    return tuple(
        _answer_all(ctx, tx, case_id, ids, "report", command, op, said)
        for case_id, ids in by_case.items()
    )


def reject(
    ctx: Context,
    tx: Tx,
    case_id: int,
    handoff: str,
    code: str,
    right: str,
    text: str,
    op: str | None,
) -> Done:
    """Send it back. Raises Refused ``reject_code``, ``document_missing``, ``unknown_department``
    (the right one), ``right_is_same`` and others."""

    def command(one: Handed, by_phone: bool, ids: Ids) -> c.Command:
        if right and right != one.dept:
            known_department(ctx, tx, right)
        return day.Reject(one.id, code, right, ids[0], by_phone)

    said = text_of("reject", text, Audience.INTERNAL)
    return _answer(ctx, tx, case_id, handoff, "reject", command, op, said)


def give_back(ctx: Context, tx: Tx, case_id: int, handoff: str, text: str, op: str | None) -> Done:
    """The result."""

    def command(one: Handed, by_phone: bool, ids: Ids) -> c.Command:
        return day.Return(one.id, ids[0], by_phone)

    said = text_of("return", text, Audience.INTERNAL)
    return _answer(ctx, tx, case_id, handoff, "return", command, op, said)


def _answer(
    ctx: Context,
    tx: Tx,
    case_id: int,
    handoff: str,
    action: str,
    command: _Answer,
    op: str | None,
    *texts: Text,
) -> Done:
    again = acting.answer(tx, op)
    if again is not None:
        return again
    return _answer_all(ctx, tx, case_id, [handoff], action, command, op, *texts)


def _answer_all(
    ctx: Context,
    tx: Tx,
    case_id: int,
    ids: Sequence[str],
    action: str,
    command: _Answer,
    op: str | None,
    *texts: Text,
) -> Done:
    """What a department says to some handoffs of one case. Raises Refused
    ``not_your_department``."""
    ctx.read_people(tx)
    loaded = acting.load(ctx, tx, case_id)
    acting.permit(ctx, loaded.state, action)
    stored = acting.store_texts(tx, loaded, texts)
    for id in ids:
        one = _mine_to_answer(ctx, loaded, action, id)
        by_phone = not acting.works_in(ctx.me, one.dept)
        acting.decide(ctx, loaded, [command(one, by_phone, stored)])
    return acting.write_down(ctx, tx, loaded, op)


def _mine_to_answer(ctx: Context, loaded: Loaded, action: str, id: str) -> Handed:
    """The handoff, if I may answer for it. Raises Refused; the case's own word comes first."""
    refusal = life.refusal(loaded.state, action, ctx.me.code, loaded.now, ctx.policy)
    if refusal is not None:
        raise refusal
    one = open_handoff(loaded.state, id)
    if not acting.may_answer(ctx, loaded.state.owner, one.dept):
        raise Refused("not_your_department", dept=one.dept)
    return one
