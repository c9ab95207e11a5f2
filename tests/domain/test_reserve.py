"""The reserve's turns: how long a late case waits at most, and when a turn lapses."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agentdesk.domain.reserve import decide_turn, due_next, give_back
from agentdesk.domain.standing import standing
from agentdesk.domain.values import MINUTE, Event
from tests.support.lives import lives
from tests.support.policies import bundled


def test_every_sixth_claim_is_the_reserves() -> None:
    count, turns = 0, []
    for claim in range(1, 19):
        announced = due_next(count, 6)
        turn = decide_turn(count, 6, keepable_band1=False, has_late=True)
        assert turn.use_reserve == announced
        if turn.use_reserve:
            turns.append(claim)
        count = turn.next_count
    assert turns == [6, 12, 18]


@pytest.mark.parametrize(
    ("keepable_band1", "has_late"), [(True, True), (False, False), (True, False)]
)
def test_a_turn_lapses_before_a_band_1_case_and_without_a_late_one(
    keepable_band1: bool, has_late: bool
) -> None:
    assert decide_turn(5, 6, keepable_band1, has_late) == (False, 0)


def test_zero_switches_it_off() -> None:
    for count in range(20):
        assert decide_turn(count, 0, False, True) == (False, 0)
        assert not due_next(count, 0)
    assert give_back(3, 0) == 3


def test_a_smaller_n_in_a_new_policy_is_due_at_once() -> None:
    assert decide_turn(5, 3, False, True) == (True, 0)


def test_one_means_every_claim() -> None:
    assert all(decide_turn(0, 1, False, True).use_reserve for _ in range(3))


def test_a_released_case_gives_the_turn_back() -> None:
    count = decide_turn(5, 6, False, True).next_count
    assert decide_turn(give_back(count, 6), 6, False, True).use_reserve
    # two given back are one turn: the next claim's
    again = give_back(give_back(0, 6), 6)
    assert decide_turn(again, 6, False, True) == (True, 0)


@dataclass
class Late:
    since: int
    allowed: int
    """Claims it may still wait."""


@given(
    every=st.integers(1, 9),
    claims=st.lists(st.tuples(st.booleans(), st.integers(0, 3), st.booleans()), max_size=150),
    start=st.integers(0, 8),
)
def test_a_late_case_waits_at_most_n_times_those_ahead_and_itself(
    every: int, claims: list[tuple[bool, int, bool]], start: int
) -> None:
    """Each claim: whether a band-1 case can be kept, how many turn late before it, and whether the
    person gives a case of the reserve back at once."""
    count, late = min(start, every - 1), []
    for now, (keepable, arrivals, gives_back) in enumerate(claims):
        for _ in range(arrivals):
            late.append(Late(now, every * (len(late) + 1)))
        was_due = due_next(count, every)
        turn = decide_turn(count, every, keepable, bool(late))
        count = turn.next_count
        lapsed = was_due and keepable
        for one in late:
            one.allowed += every * lapsed - 1
        if turn.use_reserve:
            oldest = min(late, key=lambda one: one.since)
            if gives_back:
                count = give_back(count, every)
                for one in late:
                    one.allowed += 1
            else:
                late.remove(oldest)
                assert oldest.allowed >= 0
        assert all(one.allowed >= 0 for one in late), (now, late)


@given(st.lists(lives(longest=4), min_size=4, max_size=25), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40)
def test_on_random_desks_no_late_case_waits_longer(desk: list[list[Event]], random: Random) -> None:
    """Real cases, claimed one by one by their key and the reserve, time going on in between."""
    policy, timeline = bundled(), ((0, bundled()),)
    now = max(events[-1].at for events in desk)
    pool = dict(enumerate(desk, start=1))
    waited: dict[int, int] = {}
    allowed: dict[int, int] = {}
    count = lapsed = 0
    while pool:
        now += random.randint(0, 40) * MINUTE
        stood = {id: standing(events, timeline, now, id) for id, events in pool.items()}
        free = {id: one for id, one in stood.items() if one.state.status in ("new", "open")}
        if not free:
            break
        late = sorted(
            (one.place.broken_since, id)
            for id, one in free.items()
            if one.place.broken_since is not None
        )
        for ahead, (_, id) in enumerate(late):
            if id not in allowed:
                allowed[id] = policy.reserve * (ahead + 1) + policy.reserve * lapsed
                waited[id] = 0
        first = min(free, key=lambda id: stood[id].key(id))
        keepable = any(one.place.band == 1 and one.place.keepable for one in free.values())
        was_due = due_next(count, policy.reserve)
        turn = decide_turn(count, policy.reserve, keepable, bool(late))
        count = turn.next_count
        lapsed += was_due and keepable
        taken = late[0][1] if turn.use_reserve else first
        for _, id in late:
            waited[id] += 1
            assert waited[id] <= allowed[id] + policy.reserve * lapsed
        del pool[taken]
