"""Clocks under changing policies, and what examples in a file cannot say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agentdesk.domain import events as k
from agentdesk.domain.clocks import fold_clocks
from agentdesk.domain.policy import Policy, Span, Timeline
from agentdesk.domain.state import ClockState
from agentdesk.domain.values import DAY, HOUR, MINUTE, SECOND, Event
from tests.support.policies import at, bundled, with_clock

NINE = at("09-07 09:00")  # a Monday


def received(
    moment: int = NINE, priority: str = "P2", klass: str = "common", **body: object
) -> Event:
    return Event(k.RECEIVED, moment, body={"priority": priority, "class": klass, **body}, ver=1)


def one(clocks: tuple[ClockState, ...], name: str, id: str = "1") -> ClockState:
    (found,) = [clock for clock in clocks if (clock.name, clock.id) == (name, id)]
    return found


def names(clocks: tuple[ClockState, ...]) -> set[str]:
    return {clock.name for clock in clocks}


def from_start(*policies: tuple[int, Policy]) -> Timeline:
    return ((0, bundled()), *policies)


def seen(events: list[Event], now: int, *policies: tuple[int, Policy]) -> tuple[ClockState, ...]:
    return fold_clocks(events, from_start(*policies), now)


# --- policies that change while a case is open ---------------------------------------------------


def shorter(micros: int = HOUR) -> Policy:
    return with_clock(bundled(), "first_response", by_priority={}, budget=Span(micros))


def test_a_new_policy_counts_from_the_original_start() -> None:
    clock = one(seen([received()], NINE + 30 * MINUTE, (NINE + 10 * MINUTE, shorter())),
                "first_response")  # fmt: skip
    assert (clock.due, clock.state, clock.raised) == (NINE + HOUR, "running", False)


def test_a_new_policy_whose_due_is_past_breaks_at_the_change_and_is_charged_to_nobody() -> None:
    change = NINE + 70 * MINUTE
    clock = one(seen([received()], NINE + 2 * HOUR, (change, shorter())), "first_response")
    assert (clock.due, clock.breach_at, clock.raised) == (NINE + HOUR, change, True)
    assert clock.state == "breached"


def test_at_the_very_instant_a_new_due_is_still_in_time() -> None:
    change = NINE + HOUR
    at_change = one(seen([received()], change, (change, shorter())), "first_response")
    assert at_change.state == "running"
    later = one(seen([received()], change + 1, (change, shorter())), "first_response")
    assert (later.state, later.breach_at) == ("breached", change)


def test_a_breach_before_the_change_stays_where_it_was() -> None:
    longer = with_clock(bundled(), "first_response", by_priority={}, budget=Span(8 * HOUR))
    now = NINE + 3 * HOUR
    clock = one(seen([received()], now, (now, longer)), "first_response")
    assert (clock.breach_at, clock.due, clock.raised) == (
        NINE + 2 * HOUR, NINE + 8 * HOUR, False,
    )  # fmt: skip
    assert clock.state == "breached"


def test_closed_clocks_never_change() -> None:
    reply = Event(k.REPLY, NINE + 90 * MINUTE)
    clock = one(seen([received(), reply], NINE + DAY, (NINE + 2 * HOUR, shorter())),
                "first_response")  # fmt: skip
    assert (clock.state, clock.due, clock.met_at) == ("met", NINE + 2 * HOUR, reply.at)


def test_a_policy_at_the_instant_of_an_event_counts_before_it() -> None:
    reply = Event(k.REPLY, NINE + 90 * MINUTE)
    clock = one(seen([received(), reply], NINE + DAY, (reply.at, shorter())), "first_response")
    assert (clock.state, clock.raised, clock.breach_at) == ("met_late", True, reply.at)


def test_a_clock_that_a_new_policy_no_longer_names_ends() -> None:
    without = with_clock(bundled(), "first_response", rule=None)
    change = NINE + 30 * MINUTE
    clock = one(seen([received()], NINE + 3 * HOUR, (change, without)), "first_response")
    assert (clock.state, clock.breach_at) == ("cancelled", None)
    again = seen([received()], NINE + 3 * HOUR, (change, without), (NINE + HOUR, bundled()))
    assert one(again, "first_response").breach_at == NINE + 2 * HOUR


def test_a_clock_that_only_a_new_policy_names_counts_from_the_original_start() -> None:
    without = with_clock(bundled(), "first_response", rule=None)
    timeline = ((0, without), (NINE + HOUR, bundled()))
    assert "first_response" not in names(fold_clocks([received()], timeline, NINE + HOUR - 1))
    clock = one(fold_clocks([received()], timeline, NINE + HOUR), "first_response")
    assert (clock.started, clock.due, clock.state) == (NINE, NINE + 2 * HOUR, "running")


def test_the_first_policy_counts_for_everything_before_it() -> None:
    timeline = ((NINE + 5 * DAY, bundled()),)
    assert fold_clocks([received()], timeline, NINE + HOUR) == seen([received()], NINE + HOUR)
    assert fold_clocks([received()], timeline, NINE + 9 * DAY) == seen([received()], NINE + 9 * DAY)


def test_a_policy_yet_to_come_does_not_count() -> None:
    later = (NINE + 2 * HOUR, shorter())
    assert seen([received()], NINE + HOUR, later) == seen([received()], NINE + HOUR)


def test_a_new_policy_while_waiting_moves_what_is_left() -> None:
    events = [received(), Event(k.REPLY, NINE + HOUR), Event(k.WAITING, NINE + 2 * HOUR)]
    rules = bundled().clocks["resolution"].by_class
    longer = with_clock(
        bundled(),
        "resolution",
        by_class={**rules, "common": replace(rules["common"], budget=Span(48 * HOUR))},
    )
    clock = one(seen(events, NINE + 9 * HOUR, (NINE + 5 * HOUR, longer)), "resolution")
    assert (clock.state, clock.due, clock.remaining) == ("paused", None, 46 * HOUR)
    assert clock.paused_total == 7 * HOUR


# --- pieces that the form of the examples cannot show --------------------------------------------


def test_nothing_runs_before_a_case_was_received() -> None:
    assert seen([], NINE) == ()


def test_an_event_later_than_now_is_the_present() -> None:
    """A system clock that was set back does not make an event unhappen."""
    events = [received(), Event(k.REPLY, NINE + HOUR)]
    assert seen(events, NINE) == seen(events, NINE + HOUR)


def test_without_a_promise_recorded_in_person_is_not_an_answer() -> None:
    plain = one(seen([received(in_person=True)], NINE), "first_response")
    assert plain.state == "running"
    told = seen([received(in_person=True, promised_at=NINE + HOUR)], NINE)
    assert one(told, "first_response").met_at == NINE
    assert one(told, "promised").due == NINE + HOUR
    by_mail = seen([received(promised_at=NINE + HOUR)], NINE)
    assert one(by_mail, "first_response").state == "running"


def test_a_message_on_a_resolved_case_counts_only_with_its_reopening() -> None:
    result = [received(), Event(k.RESOLVED, NINE + HOUR)]
    message = Event(k.CUSTOMER_MESSAGE, NINE + 2 * HOUR)
    apart = [*result, message, Event(k.REOPENED, NINE + 3 * HOUR)]
    assert "update_owed" not in names(seen(apart, NINE + 4 * HOUR))
    together = [*result, message, Event(k.REOPENED, NINE + 2 * HOUR)]
    assert one(seen(together, NINE + 3 * HOUR), "update_owed").started == NINE + 2 * HOUR
    other_way = [*result, Event(k.REOPENED, NINE + 2 * HOUR), message]
    assert one(seen(other_way, NINE + 3 * HOUR), "update_owed").started == NINE + 2 * HOUR


def test_the_question_sent_as_a_reply_is_one_update_not_two() -> None:
    asked = NINE + HOUR
    events = [
        received(klass="complex"),
        Event(k.REPLY, asked, body={"text": 1}),
        Event(k.WAITING, asked, body={"text": 1, "remind_at": asked + DAY}),
    ]
    kept = [clock for clock in seen(events, asked + HOUR) if clock.name == "update_keep"]
    assert [(clock.id, clock.state, clock.remaining) for clock in kept] == [
        ("1", "paused", 24 * HOUR)
    ]


def test_findings_told_before_a_case_became_complex_owe_no_call() -> None:
    events = [
        received(),
        Event(k.REPLY, NINE + HOUR, body={"findings": True}),
        Event(k.CLASS_CHANGED, NINE + 2 * HOUR, body={"to": "complex"}),
    ]
    assert "complex_callback" not in names(seen(events, NINE + 9 * DAY))


def test_a_promise_told_on_a_resolved_case_runs() -> None:
    told = Event(k.REPLY, NINE + 2 * HOUR, body={"promised_at": NINE + 4 * HOUR})
    events = [received(klass="complex"), Event(k.RESOLVED, NINE + HOUR), told]
    clocks = seen(events, NINE + 5 * HOUR)
    assert one(clocks, "promised").state == "breached"
    assert "update_keep" not in names(clocks)


def test_kinds_that_are_not_followed_up_have_no_follow_up() -> None:
    rule = replace(bundled().follow_up, kinds=("complaint",))
    policy = replace(bundled(), follow_up=rule)
    events = [received(kind="suggestion"), Event(k.RESOLVED, NINE + HOUR)]
    assert "follow_up" not in names(fold_clocks(events, ((0, policy),), NINE + DAY))
    events[0] = received(kind="complaint")
    assert "follow_up" in names(fold_clocks(events, ((0, policy),), NINE + DAY))


def test_a_line_with_hours_of_its_own_counts_by_them() -> None:
    policy = bundled()
    lines = {**policy.lines, "securities": replace(policy.lines["securities"], calendar="office")}
    policy = replace(policy, lines=lines)
    noon = at("09-07 11:30")
    clocks = fold_clocks([received(noon, line="securities")], ((0, policy),), noon)
    assert one(clocks, "first_response").due == at("09-07 14:30")
    clocks = fold_clocks([received(noon, line="personal")], ((0, policy),), noon)
    assert one(clocks, "first_response").due == at("09-07 13:30")


def test_a_department_counts_by_its_own_calendar() -> None:
    evening = at("09-07 17:00")
    events = [received(), *(
        Event(k.HANDOFF, evening, body={"id": dept, "dept": dept})
        for dept in ("payments", "fraud", "it", "unknown")
    )]  # fmt: skip
    clocks = seen(events, evening)
    dues = {clock.handoff: clock.due for clock in clocks if clock.name == "dept_feedback"}
    assert dues == {
        "payments": at("09-08 10:00"),  # office hours end at 18:00
        "fraud": at("09-07 19:00"),  # open day and night
        "it": at("09-07 19:00"),  # by the desk's hours
        "unknown": at("09-07 19:00"),
    }


def test_a_target_passed_becomes_a_promise_broken_by_the_change_of_class() -> None:
    change = at("09-11 10:00")
    events = [received(klass="complaint"), Event(k.REPLY, NINE + HOUR),
              Event(k.CLASS_CHANGED, change, body={"to": "common"})]  # fmt: skip
    before = one(seen(events[:2], change), "resolution")
    assert (before.state, before.target, before.broken) == ("breached", True, False)
    after = one(seen(events, change + HOUR), "resolution")
    assert (after.breach_at, after.raised, after.broken) == (change, True, True)


def test_what_we_do_not_know_moves_nothing() -> None:
    odd = [
        received(),
        Event("teleported", NINE + MINUTE, body={"id": 1}),
        Event(k.DEPT_PROGRESS, NINE + 2 * MINUTE, body={"id": "H9"}),
        Event(k.DEPT_REJECT, NINE + 2 * MINUTE, body={"id": "H9"}),
        Event(k.REOPENED, NINE + 3 * MINUTE),
        Event(k.FOLLOWUP_DONE, NINE + 3 * MINUTE),
        Event(k.FOLLOWUP_TRIED, NINE + 3 * MINUTE),
        Event(k.CLOSE_UNDONE, NINE + 3 * MINUTE),
    ]
    assert seen(odd, NINE + HOUR) == seen(odd[:1], NINE + HOUR)


@pytest.mark.parametrize("seconds", [0, 1])
def test_exactly_at_due_is_in_time_to_the_microsecond(seconds: int) -> None:
    due = NINE + 2 * HOUR
    reply = Event(k.REPLY, due + seconds * SECOND)
    clock = one(seen([received(), reply], due + DAY), "first_response")
    assert clock.state == ("met_late" if seconds else "met")
    a_hair = Event(k.REPLY, due + 1)
    assert one(seen([received(), a_hair], due + DAY), "first_response").breach_at == due
