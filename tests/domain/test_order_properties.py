"""The order against a slow reading of its rules, on random desks (PROMISES, "What comes first")."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from agentdesk.domain import events as k
from agentdesk.domain.clocks import fold_clocks
from agentdesk.domain.order import NEVER, key, place, why_before
from agentdesk.domain.policy import Policy, Timeline
from agentdesk.domain.standing import Standing, standing
from agentdesk.domain.values import DAY, HOUR, MINUTE, Event
from tests.support.lives import GAPS, lives
from tests.support.policies import bundled, bundled_text

POLICY = bundled()
TIMELINE: Timeline = ((0, POLICY),)
RULES = tomllib.loads(bundled_text())
STOOD_STILL = ("update_keep", "complex_callback", "resolution")
DEPARTMENTS = ("dept_feedback", "dept_next")

desks = st.lists(lives(longest=9), min_size=1, max_size=6)


# --- the rules read slowly, from the events and the proposal's own words -------------------------


def minutes(text: str) -> int:
    assert text.endswith("m")
    return int(text[:-1]) * MINUTE


def desk_time(now: int, due: int) -> int:
    """Time between 08:00 and 20:00 in Shanghai (UTC+8 all year), day by day."""
    total = 0
    day = (now + 8 * HOUR) // DAY
    while day * DAY - 8 * HOUR < due:
        opens, closes = day * DAY, day * DAY + 12 * HOUR  # 08:00 in Shanghai is 00:00 UTC
        total += max(0, min(due, closes) - max(now, opens))
        day += 1
    return total


def effort(clock: str, received: dict[str, Any]) -> int:
    if clock != "resolution":
        return minutes(RULES["clocks"][clock]["effort"])
    about = RULES["categories"].get(received["category"], {})
    return minutes(about.get("handling", RULES["kinds"][received["kind"]]["handling"]))


class Read:
    """What the events of a case say, read backwards: nothing of the program's own fold."""

    def __init__(self, events: list[Event]) -> None:
        self.received = dict(events[0].body)
        self.at = events[0].at
        backwards = events[::-1]

        def last(*kinds: str) -> Event | None:
            return next((event for event in backwards if event.kind in kinds), None)

        changed = last(k.PRIORITY_CHANGED)
        self.priority = changed.body["to"] if changed else self.received["priority"]
        changed = last(k.CLASS_CHANGED)
        self.klass = changed.body["to"] if changed else self.received["class"]
        surge = last(k.SURGE)
        self.surge = bool(surge and surge.body["on"])
        ended = last(k.RESOLVED, k.REOPENED)
        self.resolved = ended is not None and ended.kind == k.RESOLVED
        closed = last(k.CLOSED, k.CLOSE_UNDONE, k.REOPENED)
        self.closed = closed is not None and closed.kind == k.CLOSED
        spoke = last(k.WAITING, k.REPLY, k.CUSTOMER_MESSAGE, k.RESOLVED, k.REOPENED)
        self.waiting = spoke is not None and spoke.kind == k.WAITING
        self.remind_at = spoke.body.get("remind_at") if spoke and self.waiting else None
        told = [e for e in events if e.kind in (k.NOTE, k.REPLY) and e.body.get("contained")]
        category = RULES["categories"].get(self.received["category"], {})
        self.to_contain = bool(category.get("contain")) and not told


def oracle(events: list[Event], now: int) -> tuple[int, int, int, int]:
    """Band, rank, due and received by the sentences of PROMISES, one after the other."""
    read = Read(events)
    p1, rank = read.priority == "P1", int(read.priority[1])
    clocks = [
        clock
        for clock in fold_clocks(events, TIMELINE, now)
        if clock.name not in (*DEPARTMENTS, "register")
        and clock.met_at is None
        and clock.state not in ("cancelled", "not_reached")
    ]
    if read.waiting:
        clocks = [clock for clock in clocks if clock.name not in STOOD_STILL]
    dues = [clock.due for clock in clocks if clock.due is not None]
    reminder = [read.remind_at] if read.remind_at is not None and read.remind_at <= now else []
    if not dues and not reminder:
        if read.waiting:
            return (9, 0, read.remind_at or NEVER, read.at)
        if not read.resolved:
            return (2, 0, NEVER, read.at)
        ended = (
            events[-1].at
            if read.closed
            else max(event.at for event in events if event.kind == k.RESOLVED)
        )
        closed = [event.at for event in events if event.kind == k.CLOSED]
        return (9, 0, closed[-1] if read.closed else ended, read.at)
    earliest = min(dues + reminder)
    if not read.resolved:
        replies = [clock.due for clock in clocks if clock.name == "first_response"]
        if p1 and replies:
            return (1, 0, replies[0] or 0, read.at)
        if p1 and read.to_contain:
            return (1, 0, earliest, read.at)
        if read.surge:
            return (1, 1, earliest, read.at)
    protected = read.klass == "complaint" or read.received.get("care", False)
    broken = [clock.due for clock in clocks if clock.breach_at is not None and not clock.target]
    if protected and broken:
        return (2, 0, min(due for due in broken if due is not None), read.at)
    keepable = [
        clock.due
        for clock in clocks
        if clock.due is not None
        and (
            clock.target
            or (
                clock.breach_at is None
                and now <= clock.due
                and desk_time(now, clock.due) >= effort(clock.name, read.received)
            )
        )
    ]
    if keepable or reminder:
        return (2, 0, min(keepable + reminder), read.at)
    return (2, 0, earliest, read.at) if protected else (3, rank, earliest, read.at)


@given(lives(), GAPS)
@settings(deadline=None, max_examples=300)
def test_a_place_is_what_the_slow_reading_says(events: list[Event], gap: int) -> None:
    now = events[-1].at + gap
    found = standing(events, TIMELINE, now, 1)
    assert key(found.place, 1)[:4] == oracle(events, now)


@given(desks, GAPS, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_is_total_stable_and_the_same_as_the_slow_one(
    desk: list[list[Event]], gap: int, random: Random
) -> None:
    now = max(events[-1].at for events in desk) + gap
    cases = list(enumerate(desk, start=1))
    keys = {id: standing(events, TIMELINE, now, id).key(id) for id, events in cases}
    assert len(set(keys.values())) == len(keys)
    expected = sorted(keys, key=lambda id: (*oracle(desk[id - 1], now), id))
    for _ in range(3):
        random.shuffle(cases)
        assert sorted((id for id, _ in cases), key=keys.__getitem__) == expected


@given(desks, GAPS)
@settings(deadline=None)
def test_each_rule_holds_its_definition_on_a_desk(desk: list[list[Event]], gap: int) -> None:
    now = max(events[-1].at for events in desk) + gap
    stood = [standing(events, TIMELINE, now, id) for id, events in enumerate(desk)]
    line = sorted(enumerate(stood), key=lambda pair: pair[1].key(pair[0]))
    places = [one.place for _, one in line]
    for one, events in zip(stood, desk, strict=True):
        _holds(one, events, now)
    for first, second in pairwise(places):
        assert first.band <= second.band
        if first.band == second.band == 2:
            assert first.due <= second.due
        if first.band == second.band == 3:
            assert (first.rank, first.due) <= (second.rank, second.due)
        reason = why_before(first, second)
        assert reason.code.startswith("before.")


def _holds(one: Standing, events: list[Event], now: int) -> None:
    state, where = one.state, one.place
    mine = [clock for clock in one.clocks if clock.actor == "agent" and clock.open]
    broken = sorted((c.breach_at, c.name) for c in mine if c.broken)
    assert (where.broken_since, where.broken_clock) == (broken[0] if broken else (None, None))
    waits = state.status == "waiting"
    assert not where.frozen or waits
    assert (where.band == 9) == (
        where.frozen or (not mine and state.status in ("resolved", "closed"))
    )
    if where.clock is not None and not where.frozen:
        (shown,) = [clock for clock in mine if clock.name == where.clock]
        assert shown.due == where.due == where.clock_due
        assert not (where.keepable and shown.broken)
    if where.band == 3:
        assert not state.care
        assert state.klass != "complaint"
        assert not where.keepable
        assert where.rank == state.priority.rank
    if where.keepable and where.band == 2:  # nothing that can still be kept is due before it
        for clock in mine:
            if clock.state == "running" and clock.due is not None and clock.due < where.due:
                needed = effort(clock.name, dict(events[0].body))
                assert desk_time(now, clock.due) < needed


@given(lives(), GAPS, st.sampled_from(["strict", "due"]))
@settings(deadline=None)
def test_the_other_orders_hold_their_definitions(events: list[Event], gap: int, order: str) -> None:
    now = events[-1].at + gap
    policy = replace(POLICY, order=order)
    one = standing(events, ((0, policy),), now, 1)
    read = Read(events)
    dues = [
        clock.due
        for clock in one.clocks
        if clock.actor == "agent" and clock.open and clock.due is not None
        and not (read.waiting and clock.name in STOOD_STILL)
    ]  # fmt: skip
    if read.remind_at is not None and read.remind_at <= now:
        dues.append(read.remind_at)
    if not dues:
        assert one.place.band == 9 or one.place.due == NEVER
        return
    rank = int(read.priority[1]) if order == "strict" else 0
    assert key(one.place, 1)[:3] == (2, rank, min(dues))


# --- what time alone changes ---------------------------------------------------------------------


@st.composite
def timelines(draw: st.DrawFn, after: int) -> Timeline:
    half = replace(POLICY, efforts=dict.fromkeys(POLICY.efforts, HOUR), version=2)
    moments = sorted(draw(st.sets(st.integers(after - DAY, after + 5 * DAY), max_size=2)))
    policies: list[Policy] = [half, replace(POLICY, version=3)]
    return ((0, POLICY), *zip(moments, policies, strict=False))


@given(st.data(), lives(), GAPS)
@settings(deadline=None)
def test_nothing_changes_before_the_next_change(
    data: st.DataObject, events: list[Event], gap: int
) -> None:
    timeline = data.draw(timelines(events[-1].at))
    now = events[-1].at + gap
    one = standing(events, timeline, now, 1)
    coming = one.place.next_change
    assert coming is None or coming > now
    last = now + 400 * DAY if coming is None else coming - 1
    for then in {last, data.draw(st.integers(now, last)), min(now + 1, last)}:
        later = standing(events, timeline, then, 1)
        assert later.place == one.place
        assert _states(later) == _states(one)


def _states(one: Standing) -> list[tuple[str, str, str, int | None, int | None]]:
    return [(c.name, c.id, c.state, c.due, c.breach_at) for c in one.clocks]


@given(st.data(), lives(longest=8), st.integers(0, 30 * DAY))
@settings(deadline=None)
def test_sweeping_from_change_to_change_is_the_same_as_folding_anew(
    data: st.DataObject, events: list[Event], ahead: int
) -> None:
    timeline = data.draw(timelines(events[-1].at))
    now, until = events[-1].at, events[-1].at + ahead
    swept = standing(events, timeline, now, 1)
    steps = 0
    while swept.place.next_change is not None and swept.place.next_change <= until:
        now = swept.place.next_change
        swept = standing(events, timeline, now, 1)
        steps += 1
        assert steps < 60
    anew = standing(events, timeline, until, 1)
    assert swept.place == anew.place
    assert _states(swept) == _states(anew)


@given(lives(), GAPS)
@settings(deadline=None)
def test_a_place_depends_on_nothing_but_its_values(events: list[Event], gap: int) -> None:
    now = events[-1].at + gap
    one = standing(events, TIMELINE, now, 1)
    assert place(one.state, one.clocks, POLICY, max(now, one.state.last_at), 1) == one.place
    assert place(one.state, one.clocks[::-1], POLICY, max(now, one.state.last_at), 2) == one.place
