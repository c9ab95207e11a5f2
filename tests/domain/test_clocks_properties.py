"""Clocks never run backwards, and a due is what its definition says."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from agentdesk.domain import events as k
from agentdesk.domain.clocks import fold_clocks
from agentdesk.domain.clocks_due import Limit, due_of
from agentdesk.domain.policy import Policy, Span, Timeline
from agentdesk.domain.state import ClockState
from agentdesk.domain.values import DAY, HOUR, MINUTE, Event
from agentdesk.domain.worktime import WorkCalendar
from tests.support.lives import GAPS, START, lives
from tests.support.policies import bundled, with_clock

ALWAYS: Timeline = ((0, bundled()),)
Named = dict[tuple[str, str], ClockState]


def named(clocks: tuple[ClockState, ...]) -> Named:
    found = {(clock.name, clock.id): clock for clock in clocks}
    assert len(found) == len(clocks), "a clock is named twice"
    return found


def tightened() -> Policy:
    half = with_clock(bundled(), "first_response", by_priority={}, budget=Span(HOUR))
    return with_clock(half, "update_owed", budget=Span(30 * MINUTE))


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    """The bundled policy, and perhaps others later."""
    others = (tightened(), with_clock(bundled(), "update_keep", rule=None), bundled())
    moments = sorted(draw(st.lists(st.integers(START, START + 60 * DAY), max_size=3)))
    return ((0, bundled()), *zip(moments, others, strict=False))


@given(lives(), timelines(), st.lists(GAPS, min_size=1, max_size=5))
@settings(deadline=None)
def test_time_alone_never_takes_anything_back(
    events: list[Event], timeline: Timeline, gaps: list[int]
) -> None:
    now = events[-1].at
    timeline = tuple(entry for entry in timeline if entry[0] <= now)
    before = named(fold_clocks(events, timeline, now))
    for gap in gaps:
        now += gap
        after = named(fold_clocks(events, timeline, now))
        assert after.keys() == before.keys()
        for name, was in before.items():
            _only_forward(was, after[name], now)
        before = after


def _only_forward(was: ClockState, now: ClockState, at: int) -> None:
    assert now.due == was.due
    assert now.met_at == was.met_at
    if was.breach_at is not None:
        assert (now.breach_at, now.raised) == (was.breach_at, was.raised)
    if was.state in ("met", "met_late", "cancelled", "not_reached", "paused"):
        assert now.state == was.state
        assert now.remaining == was.remaining
    if was.state == "running":
        assert now.due is not None
        late = now.due < at
        assert now.state == ("breached" if late else "running")
        assert now.breach_at == (now.due if late else None)
    if was.state == "breached":
        assert now.state == "breached"


@given(lives(), timelines())
@settings(deadline=None)
def test_a_further_event_never_undoes_a_breach_or_a_kept_promise(
    events: list[Event], timeline: Timeline
) -> None:
    last: Named = {}
    for count in range(1, len(events) + 1):
        event = events[count - 1]
        clocks = named(fold_clocks(events[:count], timeline, event.at))
        assert last.keys() <= clocks.keys()
        for name, was in last.items():
            now = clocks[name]
            assert now.started == was.started
            if was.breach_at is not None and not was.target:
                assert (now.breach_at, now.target) == (was.breach_at, False)
            if was.met_at is not None and not (
                event.kind == k.REOPENED and name[0] == "resolution"
            ):
                assert (now.state, now.met_at, now.due) == (was.state, was.met_at, was.due)
            if was.state == "cancelled" and was.name in ("dept_feedback", "dept_next"):
                assert now.state == "cancelled" or timeline != ALWAYS
        last = clocks


@given(lives(), timelines(), GAPS)
@settings(deadline=None)
def test_a_state_says_what_its_instants_say(
    events: list[Event], timeline: Timeline, gap: int
) -> None:
    now = events[-1].at + gap
    for clock in fold_clocks(events, timeline, now):
        state = clock.state
        assert (clock.met_at is not None) == (state in ("met", "met_late"))
        if state == "running":
            assert clock.due is not None
            assert clock.due >= now
            assert clock.breach_at is None
        if state == "paused":
            assert clock.due is None
            assert clock.remaining is not None
            assert clock.remaining >= 0
        if state in ("breached", "met_late"):
            assert clock.breach_at is not None
            assert clock.breach_at <= (clock.met_at or now)
        if state == "met":
            assert clock.due is not None
            assert clock.met_at is not None
            assert clock.met_at <= clock.due
        assert clock.raised <= (clock.breach_at is not None)
        assert 0 <= clock.paused_total <= now - clock.started
        assert clock.changes[0].what == "started"
        assert [step.at for step in clock.changes] == sorted(step.at for step in clock.changes)


@given(lives(), GAPS)
@settings(deadline=None)
def test_a_policy_that_says_the_same_changes_nothing(events: list[Event], gap: int) -> None:
    now = events[-1].at + gap
    again = tuple((event.at, replace(bundled(), version=2)) for event in events)
    assert fold_clocks(events, (*ALWAYS, *again), now) == fold_clocks(events, ALWAYS, now)


# --- the due by its definition -------------------------------------------------------------------

OFFICE = WorkCalendar(
    "Asia/Shanghai",
    {day: [("09:00", "12:00"), ("13:00", "18:00")] for day in ("mon", "tue", "wed", "thu", "fri")},
    holidays=["2026-09-10"],
)


@st.composite
def periods(draw: st.DrawFn) -> list[tuple[int, int | None, bool]]:
    """Finished periods in order, none touching another, perhaps one that still goes on."""
    at, found = START, []
    for _ in range(draw(st.integers(0, 4))):
        begin = at + draw(st.integers(1, 30 * HOUR))
        at = begin + draw(st.integers(1, 60 * HOUR))
        found.append((begin, at, draw(st.booleans())))
    if draw(st.booleans()):
        found.append((at + draw(st.integers(1, 30 * HOUR)), None, draw(st.booleans())))
    return found


@given(periods(), st.integers(0, 60 * HOUR), st.booleans(), st.sampled_from([None, OFFICE]))
def test_a_due_is_the_first_instant_at_which_its_budget_is_used(
    stills: list[tuple[int, int | None, bool]],
    micros: int,
    waits_count: bool,
    calendar: WorkCalendar | None,
) -> None:
    def used(until: int) -> int:
        """Time of the calendar from START until an instant, less what stood still."""

        def between(a: int, b: int) -> int:
            return b - a if calendar is None else calendar.between_at(a, b)

        out = sum(
            between(begin, min(until, until if end is None else end))
            for begin, end, is_wait in stills
            if begin < until and not (waits_count and is_wait)
        )
        return between(START, until) - out

    due = due_of([Limit(calendar, micros, START)], stills, waits_count)
    if due.at is not None:
        assert used(due.at) == micros
        assert (
            due.at == START
            or used(due.at - 1) < micros
            or micros == 0
            or _just_resumed(due.at, stills)
        )
    else:
        since, until, _ = due.out[-1]
        assert until is None
        assert due.left is not None
        assert due.left == micros - used(since)
        assert due.left > 0 or used(since - 1) < micros or micros == 0


def _just_resumed(at: int, stills: list[tuple[int, int | None, bool]]) -> bool:
    """Exactly nothing was left when time went on: the due is then and there."""
    return any(end == at for _, end, _ in stills)


@given(periods(), st.lists(st.integers(0, 60 * HOUR), min_size=1, max_size=3))
def test_of_several_limits_the_earliest_due_counts(
    stills: list[tuple[int, int | None, bool]], budgets: list[int]
) -> None:
    limits = [Limit(None, micros, START) for micros in budgets]
    assert due_of(limits, stills, False) == due_of(
        [Limit(None, min(budgets), START)], stills, False
    )
