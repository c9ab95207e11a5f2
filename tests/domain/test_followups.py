"""Who is asked how it was (C10, A6): a customer at most once in thirty days; complaints always."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agentdesk.domain import case as life
from agentdesk.domain import commands as c
from agentdesk.domain.commands_day import WaiveFollowUp
from agentdesk.domain.day import LEFT_ALONE, RECENT
from agentdesk.domain.followups import Asked, Other, Waiver, discontent, let_go, owed, waiver
from agentdesk.domain.policy_rules import FollowUpRule
from agentdesk.domain.state import CaseState
from agentdesk.domain.values import DAY, CaseClass, Refused, Status

ONCE_IN = 30 * DAY
NOW = 1_772_416_800_000_000
ASKING = FollowUpRule(once_in=ONCE_IN, skip=LEFT_ALONE)


@dataclass(frozen=True)
class Rules:
    """A policy that asks about everything, or about nothing."""

    follow_up: FollowUpRule = ASKING
    asks: bool = True
    undo_window: int = 0

    @property
    def follow_up_tries(self) -> int:
        return self.follow_up.tries

    def follow_up_needed(self, state: CaseState) -> bool:
        return self.asks


RULES = Rules()
NOBODY = Asked()


def resolved(klass: CaseClass = CaseClass.COMMON, **more: object) -> CaseState:
    state = CaseState(
        status=Status.RESOLVED, klass=klass, subject=7, resolved_at=NOW, resolved_by="li", ver=5,
        last_at=NOW,
    )  # fmt: skip
    return replace(state, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("why", LEFT_ALONE)
@pytest.mark.parametrize("klass", list(CaseClass))
def test_who_is_left_alone_is_left_alone_whatever_the_case(why: str, klass: CaseClass) -> None:
    assert waiver(resolved(klass), RULES, Asked(why), [], NOW) == Waiver(why)


def test_a_policy_may_ask_them_all_the_same() -> None:
    rules = Rules(FollowUpRule(once_in=ONCE_IN, skip=("bereaved",)))
    assert waiver(resolved(), rules, Asked("litigation"), [], NOW) is None
    assert waiver(resolved(), rules, Asked("bereaved"), [], NOW) == Waiver("bereaved")


def test_asked_twelve_days_ago_is_recent_and_says_which() -> None:
    earlier = Other(1001, NOW - 12 * DAY)
    others = [Other(1000, NOW - 20 * DAY), earlier]
    assert waiver(resolved(), RULES, NOBODY, others, NOW) == Waiver(RECENT, earlier)


@pytest.mark.parametrize(("ago", "asked_now"), [(0, False), (1, False), (ONCE_IN - 1, False),
                                                (ONCE_IN, True), (ONCE_IN + 1, True)])  # fmt: skip
def test_thirty_days_are_thirty_days(ago: int, asked_now: bool) -> None:
    found = waiver(resolved(), RULES, NOBODY, [Other(1, NOW - ago)], NOW)
    assert (found is None) is asked_now


def test_one_that_is_still_owed_is_enough() -> None:
    assert waiver(resolved(), RULES, NOBODY, [Other(3)], NOW) == Waiver(RECENT, Other(3))


def test_nobody_knows_that_two_anonymous_customers_are_the_same() -> None:
    others = [Other(1, NOW - DAY), Other(2)]
    assert waiver(resolved(), RULES, Asked(anonymous=True), others, NOW) is None


def test_without_a_limit_everybody_is_asked_each_time() -> None:
    rules = Rules(FollowUpRule())
    assert waiver(resolved(), rules, NOBODY, [Other(1, NOW), Other(2)], NOW) is None


def test_what_is_not_asked_about_needs_no_waiver() -> None:
    assert waiver(resolved(), Rules(asks=False), Asked("opted_out"), [Other(2)], NOW) is None


def test_a_complaint_is_asked_about_whatever_was_asked_before() -> None:
    others = [Other(1, NOW - DAY), Other(2)]
    assert waiver(resolved(CaseClass.COMPLAINT), RULES, NOBODY, others, NOW) is None
    assert not let_go(resolved(CaseClass.COMPLAINT), RULES)
    assert let_go(resolved(), RULES)


def test_a_complaint_cannot_be_waived_as_recent_by_anybody() -> None:
    with pytest.raises(Refused) as refused:
        life.decide(resolved(CaseClass.COMPLAINT), WaiveFollowUp(RECENT), "li", RULES, NOW)
    assert refused.value.code == "complaint_silent"


def test_who_is_not_asked_is_not_asked() -> None:
    with pytest.raises(Refused) as refused:
        life.decide(
            resolved(followup_waived="bereaved"), c.FollowUp(True, 5, 5, 5), "wang", RULES, NOW
        )
    assert refused.value.code == "not_asked"


def test_what_is_owed() -> None:
    assert owed(resolved())
    assert owed(resolved(followup_tries=2)), "not reached: whoever rings back can still be asked"
    assert not owed(resolved(followed_up_at=NOW))
    assert not owed(resolved(followup_waived=RECENT))
    assert not owed(resolved(closed_at=NOW))
    assert not owed(CaseState())


@pytest.mark.parametrize(
    ("scores", "offered"),
    [((5, 5, 5), False), ((3, 3, 3), False), ((2, 5, 5), True), ((5, 1, 5), True),
     ((5, 5, 2), True), ((None, None, None), False), ((None, None, 1), True)],
)  # fmt: skip
def test_discontent(scores: tuple[int | None, int | None, int | None], offered: bool) -> None:
    assert discontent(*scores) is offered


# --- many lives of a customer, as the desk would carry the rules out


@dataclass
class World:
    """A customer with cases; what the desk does when one is resolved or its customer is asked."""

    now: int = NOW
    cases: dict[int, CaseState] = field(default_factory=dict)
    asked: list[tuple[int, int]] = field(default_factory=list)
    """(instant, case) of each time they were asked."""

    def do(self, case: int, command: c.Command, actor: str = "li") -> bool:
        state = self.cases[case]
        try:
            for event in life.decide(state, command, actor, RULES, self.now):
                state = life.evolve(state, event)
        except Refused:
            return False
        self.cases[case] = state
        return True

    def resolve(self, case: int) -> None:
        if not self.do(case, c.Resolve(5, 6)):
            return
        others = [Other(which, at) for at, which in self.asked]
        others += [
            Other(which) for which, state in self.cases.items()
            if which != case and owed(state) and state.followup_tries < 2
        ]  # fmt: skip
        found = waiver(self.cases[case], RULES, NOBODY, others, self.now)
        if found is not None:
            assert self.do(case, WaiveFollowUp(found.why))

    def ask(self, case: int, reached: bool) -> None:
        scores = (4, 4, 4) if reached else (None, None, None)
        if not self.do(case, c.FollowUp(reached, *scores), "wang") or not reached:
            return
        self.asked.append((self.now, case))
        for which, state in self.cases.items():
            if which != case and let_go(state, RULES):
                assert self.do(which, WaiveFollowUp(RECENT))


STEP = st.tuples(
    st.integers(0, 3),
    st.sampled_from(["resolve", "reached", "not reached", "reopen", "close"]),
    st.integers(0, 20),
)


@settings(max_examples=300, deadline=None)
@given(
    klasses=st.lists(st.sampled_from(list(CaseClass)), min_size=4, max_size=4),
    steps=st.lists(STEP, max_size=40),
)
def test_at_most_one_is_asked_in_thirty_days_and_complaints_always(
    klasses: list[CaseClass], steps: list[tuple[int, str, int]]
) -> None:
    world = World()
    for number, klass in enumerate(klasses):
        world.cases[number] = CaseState(
            status=Status.OPEN, klass=klass, subject=7, owner="li", received_at=NOW, ver=3,
            last_at=NOW,
        )  # fmt: skip
    for case, what, days in steps:
        world.now += days * DAY
        if what == "resolve":
            world.resolve(case)
        elif what == "reopen":
            world.do(case, c.Reopen(5))
        elif what == "close":
            world.do(case, c.Close())
        else:
            world.ask(case, what == "reached")
        complaint = klasses[case] is CaseClass.COMPLAINT
        if complaint:
            assert not world.cases[case].followup_waived, "a complaint is asked about, always"
    for (at, _), (later, case) in zip(world.asked, world.asked[1:], strict=False):
        if klasses[case] is not CaseClass.COMPLAINT:
            assert later - at >= ONCE_IN, "asked twice within thirty days"
