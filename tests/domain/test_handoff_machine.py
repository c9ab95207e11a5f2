"""Any story at all, with departments in it (C5): beside the case a plain book of who holds what."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from agentdesk.domain import attention
from agentdesk.domain import commands_day as day
from agentdesk.domain.values import HOUR, CaseClass, Priority, Status
from tests.domain.test_case_machine import PEOPLE, TEXTS, CaseMachine

DEPTS = st.sampled_from(["payments", "cards"])
ANYBODY = st.sampled_from(["li", "wang", "chen", "sun"])
"""Sun works in a department and never owns anything."""


class HandoffMachine(CaseMachine):
    """The same three people; now departments are asked, and answer."""

    @initialize(priority=st.sampled_from(Priority), klass=st.sampled_from(CaseClass))
    def begin(self, priority: Priority, klass: CaseClass) -> None:
        super().begin(priority, klass)
        self.given = 0
        self.rejections = 0
        self.back: tuple[str, str, str] | None = None
        self.claim("li")

    @property
    def on_hand(self) -> bool:
        return self.book.registered and not self.book.over

    def one_of(self, n: int) -> str:
        """An open handoff, or one that is none."""
        ids = [*self.book.handed, "h99"]
        return ids[n % len(ids)]

    def answered(self, actor: str, how: str, id: str, code: str) -> None:
        dept = self.book.handed[id]
        self.back = None if actor == self.book.owner else (how, dept, code)

    @rule(actor=PEOPLE, dept=DEPTS, text=TEXTS)
    def hand_off(self, actor: str, dept: str, text: int) -> None:
        book, id = self.book, f"h{self.given + 1}"
        free = dept not in book.handed.values()
        expected = self.on_hand and book.owner == actor and text > 0 and free
        leads = not any(one.main for one in self.state.handed if one.open)
        assert self.attempt(day.Handoff(id, dept, text), actor) is expected
        if expected:
            self.given += 1
            book.handed[id] = dept
            assert self.state.handed[-1].main is leads
            self.taken("handoff", actor, id)

    @rule(actor=PEOPLE, n=st.integers(0, 2))
    def recall(self, actor: str, n: int) -> None:
        id = self.one_of(n)
        expected = self.on_hand and self.book.owner == actor and id in self.book.handed
        assert self.attempt(day.Recall(id), actor) is expected
        if expected:
            del self.book.handed[id]
            self.taken("handoff_recalled", actor)

    @rule(actor=ANYBODY, n=st.integers(0, 2))
    def accept(self, actor: str, n: int) -> None:
        id = self.one_of(n)
        fresh = any(one.id == id and one.accepted_at is None for one in self.state.handed)
        expected = self.on_hand and id in self.book.handed and fresh
        assert self.attempt(day.Accept(id), actor) is expected
        if expected:
            self.taken("dept_accept", actor)

    @rule(
        actor=ANYBODY, n=st.integers(0, 2), what=st.sampled_from(["finding", "next", "gossip"]),
        text=TEXTS, ahead=st.one_of(st.none(), st.integers(-1, 3)),
    )  # fmt: skip
    def report(self, actor: str, n: int, what: str, text: int, ahead: int | None) -> None:
        id = self.one_of(n)
        next_at = None if ahead is None else self.now + ahead * HOUR
        expected = (
            self.on_hand and id in self.book.handed and what != "gossip" and text > 0
            and (ahead is None or ahead > 0) and (what != "next" or ahead is not None)
        )  # fmt: skip
        assert self.attempt(day.Report(id, what, text, next_at), actor) is expected
        if expected:
            self.answered(actor, "report", id, what)
            self.taken("dept_progress", actor)

    @rule(
        actor=ANYBODY, n=st.integers(0, 2),
        code=st.sampled_from(["wrong_department", "missing_document", "busy"]),
        right=st.sampled_from(["", "payments", "loans"]), text=TEXTS,
    )  # fmt: skip
    def reject(self, actor: str, n: int, code: str, right: str, text: int) -> None:
        id = self.one_of(n)
        fits = code != "busy" and (code != "missing_document" or text > 0)
        expected = (
            self.on_hand and id in self.book.handed and fits and right != self.book.handed[id]
        )
        assert self.attempt(day.Reject(id, code, right, text), actor) is expected
        if expected:
            self.answered(actor, "rejected", id, code)
            del self.book.handed[id]
            self.rejections += 1
            self.taken("dept_reject", actor)

    @rule(actor=ANYBODY, n=st.integers(0, 2), text=TEXTS)
    def give_back(self, actor: str, n: int, text: int) -> None:
        id = self.one_of(n)
        expected = self.on_hand and id in self.book.handed and text > 0
        assert self.attempt(day.Return(id, text), actor) is expected
        if expected:
            self.answered(actor, "returned", id, "")
            del self.book.handed[id]
            self.rejections = 0
            self.taken("dept_return", actor)

    # --- the same again where it can be done: chance alone would seldom come so far

    @precondition(lambda self: self.on_hand and self.book.owner)
    @rule(dept=DEPTS)
    def the_owner_asks(self, dept: str) -> None:
        assert self.book.owner
        self.hand_off(self.book.owner, dept, 1)

    @precondition(lambda self: self.on_hand and self.book.handed)
    @rule(actor=ANYBODY, n=st.integers(0, 1))
    def a_department_accepts(self, actor: str, n: int) -> None:
        self.accept(actor, n % len(self.book.handed))

    @precondition(lambda self: self.on_hand and self.book.handed)
    @rule(actor=ANYBODY, n=st.integers(0, 1))
    def a_department_reports(self, actor: str, n: int) -> None:
        self.report(actor, n % len(self.book.handed), "next", 1, 1)

    @precondition(lambda self: self.on_hand and self.book.handed)
    @rule(actor=ANYBODY, n=st.integers(0, 1))
    def a_department_rejects(self, actor: str, n: int) -> None:
        self.reject(actor, n % len(self.book.handed), "missing_document", "", 1)

    @precondition(lambda self: self.on_hand and self.book.handed)
    @rule(actor=ANYBODY, n=st.integers(0, 1))
    def a_department_returns(self, actor: str, n: int) -> None:
        self.give_back(actor, n % len(self.book.handed), 1)

    @invariant()
    def departments_hold_what_the_book_says(self) -> None:
        state, held = self.state, self.book.handed
        assert dict(state.handoffs) == held
        assert state.departments == tuple(dict.fromkeys(held.values()))
        assert [one.id for one in state.handed] == [f"h{n + 1}" for n in range(self.given)]
        assert {one.id for one in state.handed if one.open} == set(held)
        assert sum(one.main for one in state.handed if one.open) <= 1
        assert all(one.how for one in state.handed if not one.open)

    @invariant()
    def the_owner_stays_and_a_lead_hears_of_the_second_rejection(self) -> None:
        state = self.state
        assert state.rejections == self.rejections
        bits = attention.names(attention.attention(state))
        on_hand = state.status in (Status.NEW, Status.OPEN, Status.WAITING)
        assert ("rejected" in bits) is (on_hand and self.rejections >= 2)

    @invariant()
    def what_came_back_stands_until_the_owner_acts(self) -> None:
        last = self.log[-1]
        if last.kind in ("dept_progress", "dept_reject", "dept_return"):
            assert self.state.back == self.back
        elif last.actor == self.book.owner or self.book.over:
            assert self.state.back is None or last.kind == "assigned"


for _name in (
    "the_owner_resolves", "plan", "end_plan", "change_priority", "change_class", "follow_up",
    "close", "receive_again", "register", "customer_message", "wait",
):  # fmt: skip
    setattr(HandoffMachine, _name, None)  # they have had their story, and would end these too soon

TestHandoffMachine = HandoffMachine.TestCase
TestHandoffMachine.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
