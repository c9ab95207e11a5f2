"""Any story at all: what is accepted, what it leaves, and that the log says the same again.

The oracle beside it is a second, plainer book of a case: a few variables and ifs, written from the
rules and not from the program's table.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from agentdesk.domain import case
from agentdesk.domain import commands as c
from agentdesk.domain.policy import Calendars, ClockRule, Policy
from agentdesk.domain.state import CaseState
from agentdesk.domain.values import (
    HOUR,
    MINUTE,
    SECOND,
    CaseClass,
    Event,
    Kind,
    Priority,
    Refused,
    Status,
)

T0 = 1_800_000_000_000_000
POLICY = Policy(calendars=Calendars({}), clocks={"follow_up": ClockRule()})
PEOPLE = st.sampled_from(["li", "wang", "chen"])
TEXTS = st.sampled_from([0, 1, 2])
SCORES = st.one_of(st.none(), st.integers(0, 6))
STEPS = st.one_of(st.integers(0, 10 * MINUTE), st.sampled_from([0, SECOND, 5 * MINUTE, HOUR]))
BACK = st.one_of(st.none(), st.integers(-MINUTE, 30 * MINUTE))


class Book:
    """The plain book of one case."""

    def __init__(self, priority: Priority, klass: CaseClass) -> None:
        self.registered = self.waiting = self.resolved = self.closed = self.followed = False
        self.tries = 0
        self.owner: str | None = None
        self.priority = priority
        self.klass = klass
        self.answered = self.asked = False
        self.asked_at = 0
        self.last: tuple[str, str, int, Any] | None = None  # kind, who, when, what was before
        self.at = 0
        self.plan: tuple[int, int] | None = None
        self.handed: dict[str, str] = {}  # open handoffs: id -> department

    @property
    def status(self) -> Status:
        if self.closed:
            return Status.CLOSED
        if self.resolved:
            return Status.RESOLVED
        if self.waiting:
            return Status.WAITING
        return Status.OPEN if self.registered else Status.NEW

    @property
    def over(self) -> bool:
        return self.resolved or self.closed


class CaseMachine(RuleBasedStateMachine):
    """Three people do anything to one case, in time that only goes on."""

    @initialize(priority=st.sampled_from(Priority), klass=st.sampled_from(CaseClass))
    def begin(self, priority: Priority, klass: CaseClass) -> None:
        self.now = T0
        self.state = CaseState()
        self.log: list[Event] = []
        self.book = Book(priority, klass)
        asked = c.Receive(priority, klass, Kind.ENQUIRY, "personal", "card", "email", 1, 1, 2)
        assert self.attempt(asked, "system")
        self.book.last = ("received", "system", self.now, None)

    def attempt(self, command: c.Command, actor: str) -> bool:
        """Whether the case took it; nothing has changed if it did not."""
        before, length = self.state, len(self.log)
        name = case.NAMES[type(command)]
        try:
            events = case.decide(self.state, command, actor, POLICY, self.now)
        except Refused as refused:
            no: Refused | None = refused
        else:
            no = None
        if no is not None:
            assert (self.state, len(self.log)) == (before, length)
            assert set(no.params) == set(case.PARAMS[no.code])
            return False
        assert events
        assert case.TABLE[before.status if before.ver else None][name] is None
        for event in events:
            assert before.last_at <= event.at <= max(self.now, before.last_at)
            assert event.ver == self.state.ver + 1
            self.state = case.evolve(self.state, event)
            self.log.append(event)
        self.book.at = events[-1].at
        return True

    def taken(self, kind: str, actor: str, before: Any = None) -> None:
        self.book.last = (kind, actor, self.book.at, before)

    def in_time(self, back: int | None) -> bool:
        return back is None or (back >= 0 and self.now - back >= self.book.at)

    def at(self, back: int | None) -> int | None:
        return None if back is None else self.now - back

    # --- time, and whose it is

    @rule(step=STEPS)
    def time_passes(self, step: int) -> None:
        self.now += step

    @rule(actor=PEOPLE, accountable=st.sampled_from(["li", ""]), back=BACK)
    def register(self, actor: str, accountable: str, back: int | None) -> None:
        expected = not self.book.registered and accountable != "" and self.in_time(back)
        done = self.attempt(c.Register(accountable, self.at(back)), actor)
        assert done is expected
        if done:
            self.book.registered = True
            self.taken("registered", actor)

    @rule(actor=PEOPLE)
    def claim(self, actor: str) -> None:
        expected = self.book.owner is None and not self.book.closed
        assert self.attempt(c.Claim(), actor) is expected
        if expected:
            self.book.registered, self.book.owner = True, actor
            self.taken("assigned", actor, None)

    @rule(actor=PEOPLE, to=st.one_of(st.none(), PEOPLE))
    def release(self, actor: str, to: str | None) -> None:
        book = self.book
        expected = book.owner == actor and to != actor and not book.closed
        assert self.attempt(c.Release(to), actor) is expected
        if expected:
            self.taken("assigned", actor, book.owner)
            book.owner = to

    @rule(actor=PEOPLE, to=PEOPLE)
    def assign(self, actor: str, to: str) -> None:
        book = self.book
        expected = book.owner != to and not book.closed
        assert self.attempt(c.Assign(to), actor) is expected
        if expected:
            self.taken("assigned", actor, book.owner)
            book.registered, book.owner = True, to

    # --- words

    @rule(actor=PEOPLE, text=TEXTS)
    def note(self, actor: str, text: int) -> None:
        assert self.attempt(c.Note(text), actor) is (text > 0)
        if text:
            self.taken("note", actor)

    @rule(actor=PEOPLE, text=TEXTS, back=BACK, ahead=st.one_of(st.none(), st.integers(-9, 9)))
    def reply(self, actor: str, text: int, back: int | None, ahead: int | None) -> None:
        book = self.book
        told = self.now if back is None else self.now - back
        expected = (
            (book.owner == actor and not book.over and text > 0 and self.in_time(back))
            and (ahead is None or ahead > 0)
        )  # fmt: skip
        promised = None if ahead is None else told + ahead
        done = self.attempt(c.Reply("email", text, promised_at=promised, at=self.at(back)), actor)
        assert done is expected
        if done:
            book.waiting, book.answered, book.asked = False, True, False
            self.taken("reply", actor)

    @rule(text=TEXTS, back=BACK)
    def customer_message(self, text: int, back: int | None) -> None:
        book = self.book
        chases = (book.asked or not book.answered) and not book.waiting and not book.over
        chasers = self.state.chasers
        done = self.attempt(c.CustomerMessage("phone", text, self.at(back)), "system")
        assert done is (text > 0 and self.in_time(back))
        if done:
            assert self.state.chasers == chasers + chases
            book.waiting, book.asked, book.asked_at = False, True, book.at
            self.taken("customer_message", "system")

    @rule(actor=PEOPLE, text=TEXTS, ahead=st.integers(-9, 99))
    def wait(self, actor: str, text: int, ahead: int) -> None:
        book = self.book
        expected = book.owner == actor and not book.over and text > 0 < ahead
        done = self.attempt(c.Wait(text, self.now + ahead), actor)
        assert done is expected
        if done:
            book.waiting = book.answered = True
            book.asked = False
            self.taken("waiting", actor)

    # --- what it is

    @rule(actor=PEOPLE, to=st.sampled_from(Priority), why=TEXTS)
    def change_priority(self, actor: str, to: Priority, why: int) -> None:
        book = self.book
        expected = not book.over and why > 0 and to != book.priority
        assert self.attempt(c.ChangePriority(to, why), actor) is expected
        if expected:
            self.taken("priority_changed", actor, book.priority)
            book.priority = to

    @rule(actor=PEOPLE, to=st.sampled_from(CaseClass), why=TEXTS)
    def change_class(self, actor: str, to: CaseClass, why: int) -> None:
        book = self.book
        expected = not book.over and why > 0 and to != book.klass
        assert self.attempt(c.ChangeClass(to, why), actor) is expected
        if expected:
            self.taken("class_changed", actor, book.klass)
            book.klass = to

    @rule(actor=PEOPLE, text=TEXTS, hours=st.integers(-1, 48))
    def plan(self, actor: str, text: int, hours: int) -> None:
        book = self.book
        expected = not book.over and text > 0 and hours > 0
        at_time = self.now + hours * HOUR
        assert self.attempt(c.PlanNext(text, at_time), actor) is expected
        if expected:
            self.taken("planned", actor, book.plan)
            book.plan = (text, at_time)
        assert (self.state.plan_text, self.state.plan_at) == (book.plan or (None, None))

    @rule(actor=PEOPLE)
    def end_plan(self, actor: str) -> None:
        book = self.book
        expected = not book.over and book.plan is not None
        assert self.attempt(c.EndPlan(), actor) is expected
        if expected:
            book.plan = None
            self.taken("plan_ended", actor)

    # --- the end, and after it

    @rule(actor=PEOPLE, done=TEXTS, told=TEXTS)
    def resolve(self, actor: str, done: int, told: int) -> None:
        book = self.book
        expected = book.owner == actor and not book.over and done > 0 and told > 0
        assert self.attempt(c.Resolve(done, told), actor) is expected
        if expected:
            book.waiting, book.resolved, book.answered, book.asked = False, True, True, False
            book.followed, book.tries = False, 0
            book.plan = None
            book.handed = {}
            self.taken("resolved", actor)

    @precondition(lambda self: self.book.owner and not self.book.over)
    @rule()
    def the_owner_resolves(self) -> None:
        assert self.book.owner
        self.resolve(self.book.owner, 1, 2)

    @rule(actor=PEOPLE)
    def reopen(self, actor: str) -> None:
        book = self.book
        expected = book.over
        assert self.attempt(c.Reopen(why=1), actor) is expected
        if expected:
            book.resolved = book.closed = book.followed = False
            book.tries = 0
            # a message that stood alone on a finished case does not wait for an answer
            book.asked = book.asked and book.asked_at == book.at
            self.taken("reopened", actor)

    @rule(actor=PEOPLE, reached=st.booleans(), speed=SCORES, solved=SCORES)
    def follow_up(self, actor: str, reached: bool, speed: int | None, solved: int | None) -> None:
        book = self.book
        given = [score for score in (speed, solved) if score is not None]
        fits = all(1 <= score <= 5 for score in given) if reached else not given
        expected = book.resolved and not book.closed and not book.followed and fits
        done = self.attempt(c.FollowUp(reached, speed=speed, solved=solved), actor)
        assert done is expected
        if done:
            book.followed = reached
            book.tries += not reached
            self.taken("followup", actor)

    @rule(actor=PEOPLE)
    def close(self, actor: str) -> None:
        book = self.book
        silent = not book.followed
        heard = not silent or (book.tries >= 2 and book.klass is not CaseClass.COMPLAINT)
        expected = book.resolved and not book.closed and book.owner == actor and heard
        assert self.attempt(c.Close(), actor) is expected
        if expected:
            book.closed = True
            self.taken("closed", actor)

    @rule(actor=PEOPLE)
    def undo(self, actor: str) -> None:
        book = self.book
        assert book.last is not None
        kind, who, when, before = book.last
        back = {
            "assigned", "priority_changed", "class_changed", "note", "closed", "planned", "handoff"
        }  # fmt: skip
        expected = kind in back and who == actor and self.now - when <= POLICY.undo_window
        was = self.state
        assert self.attempt(c.Undo(), actor) is expected
        if not expected:
            return
        if kind == "assigned":
            book.owner = before
        elif kind == "priority_changed":
            book.priority = before
        elif kind == "class_changed":
            book.klass = before
        elif kind == "closed":
            book.closed = False
        elif kind == "planned":
            book.plan = before
        elif kind == "handoff":
            book.handed.pop(before)
        assert self.state.ver == was.ver + 1  # a step back is a step, too
        self.taken("undone", actor)

    @rule(actor=PEOPLE)
    def receive_again(self, actor: str) -> None:
        again = c.Receive(
            Priority.P1, CaseClass.COMMON, Kind.ENQUIRY, "personal", "card", "email", 1, 1
        )
        assert not self.attempt(again, actor)

    # --- what always holds

    @invariant()
    def the_book_agrees(self) -> None:
        state, book = self.state, self.book
        assert (state.status, state.owner) == (book.status, book.owner)
        assert (state.priority, state.klass) == (book.priority, book.klass)
        assert (state.unanswered_since is not None) is book.asked
        assert (state.first_reply_at is not None) is book.answered

    @invariant()
    def the_log_says_the_same_again(self) -> None:
        assert case.replay(self.log) == self.state

    @invariant()
    def events_only_go_on(self) -> None:
        marks = [(event.ver, event.at) for event in self.log]
        assert [ver for ver, _ in marks] == list(range(1, len(marks) + 1))
        assert all(a[1] <= b[1] for a, b in pairwise(marks))
        assert self.state.last_at == marks[-1][1]

    @invariant()
    def a_status_holds_what_its_name_says(self) -> None:
        state = self.state
        assert (state.status is Status.NEW) is (state.registered_at is None)
        assert (state.status is Status.WAITING) is (state.waiting_since is not None)
        assert (state.status in (Status.RESOLVED, Status.CLOSED)) is (state.resolved_at is not None)
        assert (state.status is Status.CLOSED) is (state.closed_at is not None)
        assert (state.owner is None) is (state.owner_since is None)

    @invariant()
    def what_is_allowed_is_what_decides(self) -> None:
        for actor in ("li", "wang"):
            for name, code in case.allowed(self.state, actor, self.now, POLICY).items():
                no = case.refusal(self.state, name, actor, self.now, POLICY)
                assert (None if no is None else no.code) == code


TestCaseMachine = CaseMachine.TestCase
TestCaseMachine.settings = settings(max_examples=70, stateful_step_count=40, deadline=None)
