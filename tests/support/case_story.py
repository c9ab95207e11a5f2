"""One case that grows by commands, a minute each: for tests of the life of a case."""

from __future__ import annotations

import pytest

from agentdesk.domain import case
from agentdesk.domain import commands as c
from agentdesk.domain import commands_day as day
from agentdesk.domain.policy import Calendars, ClockRule, Policy
from agentdesk.domain.state import CaseState
from agentdesk.domain.values import (
    DAY,
    MINUTE,
    CaseClass,
    Event,
    Kind,
    Priority,
    Refused,
    Status,
)

T0 = 1_800_000_000_000_000
RULES = Policy(calendars=Calendars({}), clocks={"follow_up": ClockRule()})
NO_FOLLOW_UP = Policy(calendars=Calendars({}))


def receive(klass: CaseClass = CaseClass.COMMON) -> c.Receive:
    return c.Receive(
        priority=Priority.P2,
        klass=klass,
        kind=Kind.ENQUIRY,
        line="personal",
        category="card",
        channel="email",
        subject=1,
        title=1,
        text=2,
    )


class Story:
    """A case that grows by commands, a minute each."""

    def __init__(self, policy: Policy = RULES) -> None:
        self.policy = policy
        self.now = T0
        self.state = CaseState()
        self.log: list[Event] = []

    def do(self, command: c.Command, actor: str = "li", *, after: int = MINUTE) -> list[Event]:
        self.now += after
        events = case.decide(self.state, command, actor, self.policy, self.now)
        for event in events:
            self.state = case.evolve(self.state, event)
        self.log += events
        return events

    def tell(self, kind: str, body: dict[str, object], actor: str = "li") -> None:
        """An event that nobody decided on: what a log may hold."""
        self.now += MINUTE
        event = Event(kind, self.now, actor, body, self.state.ver + 1)
        self.state = case.evolve(self.state, event)
        self.log.append(event)

    def refuses(self, command: c.Command, actor: str = "li") -> Refused:
        with pytest.raises(Refused) as caught:
            case.decide(self.state, command, actor, self.policy, self.now)
        return caught.value


def story(status: Status | None, klass: CaseClass = CaseClass.COMMON) -> Story:
    """A case of li's in a status (new: nobody's), as ordinary work brings it there."""
    s = Story()
    if status is None:
        return s
    s.do(receive(klass), "system")
    if status is Status.NEW:
        return s
    s.do(c.Claim())
    if status is Status.WAITING:
        s.do(c.Wait(question=9, remind_at=T0 + DAY))
    if status in (Status.RESOLVED, Status.CLOSED):
        s.do(c.Resolve(done=3, told=4))
    if status is Status.CLOSED:
        s.do(c.FollowUp(reached=True, speed=5, attitude=5, solved=5))
        s.do(c.Close())
    assert s.state.status is status
    return s


def valid(name: str, s: Story) -> c.Command:
    """A command whose texts and times are right."""
    other = Priority.P1 if s.state.priority is not Priority.P1 else Priority.P3
    later = CaseClass.COMPLEX if s.state.klass is not CaseClass.COMPLEX else CaseClass.COMMON
    commands: dict[str, c.Command] = {
        "receive": receive(),
        "register": c.Register(accountable="li"),
        "claim": c.Claim(),
        "release": c.Release(),
        "assign": c.Assign(to="wang"),
        "note": c.Note(text=5),
        "reply": c.Reply(channel="phone", text=5),
        "auto_ack": c.AutoAck(text=5),
        "customer_message": c.CustomerMessage(channel="email", text=5),
        "wait": c.Wait(question=5, remind_at=s.now + DAY),
        "priority": c.ChangePriority(to=other, why=5),
        "class": c.ChangeClass(to=later, why=5),
        "resolve": c.Resolve(done=5, told=6),
        "plan": c.PlanNext(text=5, at_time=s.now + DAY),
        "end_plan": c.EndPlan(),
        "reopen": c.Reopen(why=5),
        "follow_up": c.FollowUp(reached=True, speed=4, attitude=5, solved=5),
        "close": c.Close(),
        "undo": c.Undo(),
        "handoff": day.Handoff("h9", "cards", text=5),
        "recall": day.Recall("h1"),
        "accept": day.Accept("h1"),
        "report": day.Report("h1", "finding", text=5),
        "reject": day.Reject("h1", "wrong_department"),
        "return": day.Return("h1", text=5),
        "callback": day.SetCallback("b9", "call", "li", s.now + DAY, s.now + DAY + 1, about=5),
        "callback_move": day.MoveCallback("b1", "li", s.now + DAY, s.now + DAY + 1),
        "callback_try": day.TryCallback("b1"),
        "callback_reach": day.ReachCallback("b1", "phone", text=5),
        "callback_end": day.EndCallback("b1", why=5),
        "mail_sent": day.MailSent(3),
        "mail_failed": day.MailFailed(3, "bounced"),
        "mail_seen": day.MailSeen(3),
        "keep_address": day.KeepAddress(5, 6),
        "waive": day.WaiveFollowUp("opted_out"),
        "offer": day.Offer("wang"),
        "take_over": day.TakeOver(),
        "end_offer": day.EndOffer(),
    }
    return commands[name]
