"""What agents do to a case: one function a command, each one step in one transaction (C1–C10)."""

from __future__ import annotations

from collections.abc import Sequence

from agentdesk.desk.acting import Ids, Step, text_of
from agentdesk.desk.context import Context
from agentdesk.domain import commands as c
from agentdesk.domain.state import CaseState
from agentdesk.domain.values import Audience, CaseClass, Priority, Refused, Status
from agentdesk.store.people import SPECIALIST


def assign(ctx: Context, to: str) -> Step:
    """Give the case to a person who works here."""
    return Step("assign", lambda _state, _ids: [c.Assign(known_person(ctx, to))])


def note(text: str, audience: Audience, contained: bool = False) -> Step:
    """An internal or restricted note. Raises ValueError for one meant for the customer."""
    if audience is Audience.CUSTOMER:
        raise ValueError("a note is not for the customer")
    return Step(
        "note",
        lambda _state, ids: [c.Note(ids[0], audience, contained)],
        (text_of("note", text, audience),),
    )


def reply(
    text: str,
    *,
    channel: str,
    contact: bool,
    promised_at: int | None,
    finish_at: int | None,
    findings: bool,
    new: bool,
    at: int | None = None,
    contained: bool = False,
) -> Step:
    """A reply, or (``contact``) a spoken contact with what was promised in it."""

    def commands(_state: CaseState, ids: Ids) -> Sequence[c.Command]:
        return [
            c.Reply(channel, ids[0], contact, promised_at, finish_at, findings, new, at, contained)
        ]

    return Step("reply", commands, (text_of("reply", text),))


def customer_message(text: str, *, channel: str, at: int | None = None) -> Step:
    """What the customer wrote or said. On a case that is done it reopens it, at that instant."""

    def commands(state: CaseState, ids: Ids) -> Sequence[c.Command]:
        said = c.CustomerMessage(channel, ids[0], at)
        over = state.status in (Status.RESOLVED, Status.CLOSED)
        return [said, c.Reopen(at=at)] if over else [said]

    return Step("customer_message", commands, (text_of("customer", text),))


def wait(question: str, remind_at: int) -> Step:
    """Wait on the customer: the question that was delivered, and the day of the reminder."""
    return Step(
        "wait", lambda _state, ids: [c.Wait(ids[0], remind_at)], (text_of("question", question),)
    )


def change_priority(to: Priority, why: str) -> Step:
    """Another priority, with its reason."""
    return Step(
        "priority",
        lambda _state, ids: [c.ChangePriority(to, ids[0])],
        (text_of("why", why, Audience.INTERNAL),),
    )


def change_class(to: CaseClass, why: str) -> Step:
    """Another class, with its reason."""
    return Step(
        "class",
        lambda _state, ids: [c.ChangeClass(to, ids[0])],
        (text_of("why", why, Audience.INTERNAL),),
    )


def resolve(done: str, told: str, wrapup: str = "") -> Step:
    """The result: what was done, what the customer was told, and what it was in the end (C9)."""
    return Step(
        "resolve",
        lambda _state, ids: [c.Resolve(ids[0], ids[1], wrapup)],
        (text_of("done", done, Audience.INTERNAL), text_of("told", told)),
    )


def plan(text: str, at_time: int) -> Step:
    """What I mean to do next here, and when."""
    return Step(
        "plan",
        lambda _state, ids: [c.PlanNext(ids[0], at_time)],
        (text_of("plan", text, Audience.INTERNAL, multiline=False),),
    )


def end_plan() -> Step:
    """What was planned is done, or not needed any more."""
    return Step("end_plan", lambda _state, _ids: [c.EndPlan()])


def reopen(why: str, complaint: bool = False) -> Step:
    """Open a case that was done, with the reason; ``complaint``: as one, whoever heard it (A6:
    any dissatisfaction is one from the moment any employee heard it). Raises Refused
    ``why_missing``."""
    reason = text_of("why", why, Audience.INTERNAL)
    if not reason.body:
        raise Refused("why_missing")

    def commands(state: CaseState, ids: Ids) -> Sequence[c.Command]:
        opened: list[c.Command] = [c.Reopen(ids[0])]
        if complaint and state.klass is not CaseClass.COMPLAINT:
            opened.append(c.ChangeClass(CaseClass.COMPLAINT, ids[0]))
        return opened

    return Step("reopen", commands, (reason,))


def follow_up(
    *, reached: bool, speed: int | None, attitude: int | None, solved: int | None, text: str
) -> Step:
    """A follow-up call: what the customer said, or that they were not reached (C10)."""
    return Step(
        "follow_up",
        lambda _state, ids: [c.FollowUp(reached, speed, attitude, solved, ids[0] or None)],
        (text_of("follow_up", text, Audience.INTERNAL),),
    )


def close() -> Step:
    """Nothing is left to do."""
    return Step("close", lambda _state, _ids: [c.Close()])


def known_person(ctx: Context, code: str) -> str:
    """The code of somebody who works here now and may own cases. Raises Refused
    ``unknown_person``, ``not_an_agent``."""
    worker = ctx.by_code.get(code)
    if code and (worker is None or not worker.active):
        raise Refused("unknown_person", person=code)
    if worker is not None and worker.role == SPECIALIST:
        raise Refused("not_an_agent", person=code)
    return code
