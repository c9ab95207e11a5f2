"""What comes first, rule by rule, and the reason that is said for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from agentdesk.domain import events as k
from agentdesk.domain.order import NEVER, key, why_before
from agentdesk.domain.policy import Policy, Span
from agentdesk.domain.standing import Standing, as_of, standing
from agentdesk.domain.values import DAY, HOUR, MINUTE, Event
from tests.support.policies import at, bundled, with_clock

NINE = at("09-07 09:00")  # a Monday; the bundled desk is open from 08:00 to 20:00 every day


def life(*later: tuple[int, str] | tuple[int, str, dict[str, Any]], **received: Any) -> list[Event]:
    """A case received at 09:00; then (minutes after that, kind, body)."""
    body = {"priority": "P2", "class": "common", "kind": "enquiry", "line": "personal",
            "category": "account", "channel": "email", **received}  # fmt: skip
    events = [Event(k.RECEIVED, NINE, body=body, ver=1)]
    for minutes, kind, *said in later:
        events.append(Event(kind, NINE + minutes * MINUTE, body=said[0] if said else {}))
    return events


def stand(minutes: int, events: list[Event], policy: Policy | None = None) -> Standing:
    return standing(events, ((0, policy or bundled()),), NINE + minutes * MINUTE, 7)


REGISTERED = (5, k.REGISTERED, {"accountable": "li.wei"})


# --- band 1 --------------------------------------------------------------------------------------


def test_p1_without_a_reply_stands_first_late_or_not() -> None:
    case = life(REGISTERED, priority="P1")
    fresh, late = stand(10, case).place, stand(40, case).place
    assert (fresh.band, fresh.rank, fresh.due, fresh.clock) == (
        1, 0, NINE + 30 * MINUTE, "first_response",
    )  # fmt: skip
    assert fresh.keepable
    assert fresh.reason.code == "p1"
    assert (late.band, late.rank, late.due, late.keepable) == (1, 0, NINE + 30 * MINUTE, False)
    assert late.reason.code == "p1_late"
    assert (late.broken_since, late.broken_clock) == (NINE + 30 * MINUTE, "first_response")


def test_a_p1_that_was_answered_stands_by_its_next_promise() -> None:
    place = stand(40, life(REGISTERED, (20, k.REPLY), priority="P1")).place
    assert (place.band, place.clock, place.due) == (2, "resolution", NINE + DAY)


def test_a_p1_stays_first_until_its_loss_is_contained_where_the_category_asks_for_it() -> None:
    told = life(REGISTERED, (20, k.REPLY, {"text": 1}), priority="P1", category="fraud")
    policy = bundled()
    asks = {**policy.categories, "fraud": replace(policy.categories["fraud"], contain=True)}
    policy = replace(policy, categories=asks)
    place = stand(40, told, policy).place
    assert (place.band, place.rank, place.reason.code) == (1, 0, "contain")
    done = [*told, Event(k.NOTE, NINE + 45 * MINUTE, body={"text": 1, "contained": True})]
    assert stand(50, done, policy).place.band == 2


def test_surge_cases_follow_by_their_earliest_due_kept_or_broken() -> None:
    surge = (10, k.SURGE, {"on": True})
    fresh = stand(20, life(REGISTERED, surge)).place
    assert (fresh.band, fresh.rank, fresh.due, fresh.reason.code) == (
        1, 1, NINE + 2 * HOUR, "surge",
    )  # fmt: skip
    late = stand(150, life(REGISTERED, surge)).place
    assert (late.band, late.due, late.reason.code) == (1, NINE + 2 * HOUR, "surge_late")
    over = stand(20, life(REGISTERED, surge, (15, k.SURGE, {"on": False}))).place
    assert over.band == 2
    p1 = stand(20, life(REGISTERED, surge, priority="P1")).place
    assert key(p1, 9) < key(fresh, 1)
    assert why_before(p1, fresh).code == "before.surge"


# --- band 2 and 3 --------------------------------------------------------------------------------


def test_the_next_promise_that_can_be_kept_places_a_case() -> None:
    place = stand(10, life(REGISTERED)).place
    assert (place.band, place.rank, place.due, place.clock) == (
        2, 0, NINE + 2 * HOUR, "first_response",
    )  # fmt: skip
    assert place.reason.code == "next"
    assert place.reason.params == {"clock": "first_response", "due_at": NINE + 2 * HOUR}


def test_a_promise_can_be_kept_while_the_desk_time_left_is_enough() -> None:
    case = life(REGISTERED)
    due = NINE + 2 * HOUR
    timeline = ((0, bundled()),)
    last = standing(case, timeline, due - 5 * MINUTE, 1).place
    assert (last.clock, last.keepable) == ("first_response", True)
    past = standing(case, timeline, due - 5 * MINUTE + 1, 1).place
    assert (past.clock, past.band, past.broken_since) == ("resolution", 2, None)
    assert last.next_change == due - 5 * MINUTE + 1


def test_desk_time_does_not_pass_at_night() -> None:
    """A resolution due at 09:00 with ten minutes of work can be begun until 08:50."""
    case = life(REGISTERED, (30, k.REPLY))
    night = standing(case, ((0, bundled()),), at("09-08 03:00"), 1).place
    assert (night.clock, night.keepable, night.due) == ("resolution", True, NINE + DAY)
    assert night.next_change == at("09-08 08:50") + 1


def test_after_a_lost_reply_the_resolution_is_next() -> None:
    place = stand(150, life(REGISTERED)).place
    assert (place.band, place.clock, place.due) == (2, "resolution", NINE + DAY)
    assert place.reason.code == "next_broken"
    assert place.broken_since == NINE + 2 * HOUR
    assert place.reason.params["broken"] == "first_response"


def test_nothing_left_to_keep_is_late_by_priority_then_due() -> None:
    two_days = 2 * 24 * 60
    p2 = stand(two_days, life(REGISTERED)).place
    p3 = stand(two_days, life(REGISTERED, priority="P3")).place
    assert (p2.band, p2.rank, p2.due, p2.clock) == (3, 2, NINE + 2 * HOUR, "first_response")
    assert p2.reason.code == "late"
    assert p2.reason.params["priority"] == "P2"
    assert key(p2, 2) < key(p3, 1)
    assert why_before(p2, p3).params == {"first": "P2", "then": "P3"}


def test_too_little_time_is_late_before_it_is_broken() -> None:
    case = life(REGISTERED, (30, k.REPLY))
    place = standing(case, ((0, bundled()),), NINE + DAY - 9 * MINUTE, 1).place
    assert (place.band, place.clock, place.broken_since) == (3, "resolution", None)
    assert place.reason.code == "late_short"
    assert place.reason.params["effort_us"] == 10 * MINUTE


def test_the_handling_of_a_category_comes_before_that_of_its_kind() -> None:
    policy = bundled()
    assert policy.effort("resolution", "fraud", "risk") == 30 * MINUTE
    assert policy.effort("resolution", "account", "transaction") == 20 * MINUTE
    assert policy.effort("resolution", "no_such", "complaint") == 40 * MINUTE
    assert policy.effort("first_response", "fraud", "risk") == 5 * MINUTE


@pytest.mark.parametrize(
    ("received", "code"),
    [({"class": "complaint"}, "complaint_late"), ({"care": True}, "care_late")],
)
def test_complaints_and_customers_in_care_never_sink(received: dict[str, Any], code: str) -> None:
    place = stand(150, life(REGISTERED, **received)).place
    assert (place.band, place.due, place.clock) == (2, NINE + 2 * HOUR, "first_response")
    assert place.reason.code == code
    old = stand(10 * 24 * 60, life(REGISTERED, **received)).place
    assert (old.band, old.due) == (2, NINE + 2 * HOUR)


def test_a_protected_case_with_too_little_time_stays_in_band_2() -> None:
    case = life(REGISTERED, (30, k.REPLY), care=True)
    place = standing(case, ((0, bundled()),), NINE + DAY - 9 * MINUTE, 1).place
    assert (place.band, place.clock, place.reason.code) == (2, "resolution", "care_short")


def test_a_target_that_has_passed_still_orders_and_breaks_nothing() -> None:
    case = life(REGISTERED, (30, k.REPLY), **{"class": "complaint"})
    target = at("09-10 18:00")
    place = standing(case, ((0, bundled()),), target + DAY, 1).place
    assert (place.band, place.due, place.clock) == (2, target, "resolution")
    assert (place.broken_since, place.reason.code) == (None, "target_late")
    owed = [*case, Event(k.CUSTOMER_MESSAGE, target + DAY)]
    still = standing(owed, ((0, bundled()),), target + DAY, 1).place
    assert (still.due, still.clock) == (target, "resolution")


# --- out of the queue, and back ------------------------------------------------------------------

WAITING = (60, k.WAITING, {"text": 1, "remind_at": NINE + 2 * DAY})


def test_a_case_leaves_the_queue_only_when_every_clock_stands_still() -> None:
    case = life(REGISTERED, (30, k.REPLY), WAITING)
    place = stand(70, case).place
    assert (place.band, place.frozen, place.wake_at) == (9, True, NINE + 2 * DAY)
    assert place.next_change == NINE + 2 * DAY
    assert place.reason.code == "waiting"
    assert place.reason.params == {
        "wake_at": NINE + 2 * DAY, "clock": "resolution", "left_us": 23 * HOUR,
    }  # fmt: skip
    told = [*case[:-1], Event(k.REPLY, NINE + 50 * MINUTE, body={"promised_at": NINE + DAY}),
            Event(k.WAITING, NINE + HOUR, body={"remind_at": NINE + 2 * DAY})]  # fmt: skip
    promised = stand(70, told).place
    assert (promised.band, promised.frozen, promised.clock) == (2, False, "promised")


def test_a_late_clock_stands_still_as_well_while_we_wait() -> None:
    case = life(REGISTERED, (30, k.REPLY), (25 * 60, k.WAITING, {"remind_at": NINE + 3 * DAY}))
    place = stand(26 * 60, case).place
    assert (place.band, place.frozen, place.broken_since) == (9, True, NINE + DAY)
    assert place.reason.code == "waiting_late"


def test_the_reminder_brings_a_waiting_case_back_by_its_instant() -> None:
    case = life(REGISTERED, (30, k.REPLY), WAITING)
    before = standing(case, ((0, bundled()),), NINE + 2 * DAY - 1, 1).place
    assert before.frozen
    back = standing(case, ((0, bundled()),), NINE + 2 * DAY, 1).place
    assert (back.band, back.frozen, back.due, back.clock) == (2, False, NINE + 2 * DAY, None)
    assert back.reason.code == "remind"


def test_a_wait_without_a_reminder_says_so() -> None:
    place = stand(70, life(REGISTERED, (30, k.REPLY), (60, k.WAITING))).place
    assert (place.frozen, place.wake_at, place.due) == (True, None, NEVER)
    assert place.reason.code == "waiting_open"


def test_a_resolved_case_stands_by_its_follow_up_then_leaves() -> None:
    done = life(REGISTERED, (60, k.RESOLVED))
    due = at("09-10 18:00")
    place = stand(70, done).place
    assert (place.band, place.clock, place.due) == (2, "follow_up", due)
    late = standing(done, ((0, bundled()),), due + 1, 1).place
    assert (late.band, late.rank, late.broken_since) == (3, 2, due)
    over = stand(200, [*done, Event(k.FOLLOWUP_DONE, NINE + 2 * HOUR)]).place
    assert (over.band, over.frozen, over.reason.code, over.next_change) == (
        9, False, "resolved", None,
    )  # fmt: skip
    closed = stand(200, [*done, Event(k.FOLLOWUP_DONE, NINE + 2 * HOUR),
                         Event(k.CLOSED, NINE + 3 * HOUR)]).place  # fmt: skip
    assert (closed.band, closed.reason.code) == (9, "closed")


def test_a_surge_or_p1_case_that_is_resolved_no_longer_stands_first() -> None:
    case = life(REGISTERED, (10, k.SURGE, {"on": True}), (60, k.RESOLVED), priority="P1")
    assert stand(70, case).place.band == 2


def test_department_clocks_and_the_registration_order_nothing() -> None:
    case = life(priority="P3")
    place = stand(120, case).place
    assert (place.clock, place.broken_since) == ("first_response", None)
    handed = life(REGISTERED, (10, k.REPLY), (20, k.HANDOFF, {"id": "H1", "dept": "it"}))
    late = stand(200, handed)
    assert any(clock.broken and clock.actor == "department" for clock in late.clocks)
    assert (late.place.clock, late.place.broken_since) == ("resolution", None)


def test_a_case_without_any_promise_stands_after_all_others() -> None:
    policy = replace(bundled(), clocks={})
    place = stand(10, life(REGISTERED), policy).place
    assert (place.band, place.due, place.clock, place.reason.code) == (2, NEVER, None, "none")
    assert why_before(stand(10, life(REGISTERED)).place, place).code == "before.no_promise"


# --- the other orders, and why one comes before another ------------------------------------------


def test_the_strict_order_is_priority_then_due() -> None:
    strict = replace(bundled(), order="strict")
    p1 = stand(40, life(REGISTERED, (10, k.REPLY), priority="P1"), strict).place
    p2 = stand(110, life(REGISTERED), strict).place
    assert (p1.band, p1.rank, p2.band, p2.rank) == (2, 1, 2, 2)
    assert key(p1, 2) < key(p2, 1)
    assert stand(150, life(REGISTERED), strict).place.reason.code == "strict_late"


def test_the_due_order_is_the_earliest_due_alone() -> None:
    by_due = replace(bundled(), order="due")
    p1 = stand(40, life(REGISTERED, (10, k.REPLY), priority="P1"), by_due).place
    p2 = stand(40, life(REGISTERED), by_due).place
    assert key(p2, 2) < key(p1, 1)
    assert (p2.due, p1.due) == (NINE + 2 * HOUR, NINE + DAY)


def test_why_one_comes_before_another_names_the_first_difference() -> None:
    fresh = stand(10, life(REGISTERED)).place
    p1 = stand(10, life(REGISTERED, priority="P1")).place
    late = stand(3 * 24 * 60, life(REGISTERED)).place
    waiting = stand(70, life(REGISTERED, (30, k.REPLY), WAITING)).place
    assert why_before(p1, fresh).code == "before.band12"
    assert why_before(p1, late).code == "before.band13"
    assert why_before(fresh, late).code == "before.band23"
    assert why_before(fresh, waiting).code == "before.out"
    later = replace(fresh, due=fresh.due + 1)
    assert why_before(fresh, later).params == {"first_at": fresh.due, "then_at": later.due}
    younger = replace(fresh, received=fresh.received + 1)
    assert why_before(fresh, younger).code == "before.received"
    assert why_before(fresh, fresh).code == "before.number"


# --- standing ------------------------------------------------------------------------------------


def test_a_policy_that_will_come_into_force_is_a_change_known_in_advance() -> None:
    soon = NINE + 20 * MINUTE
    half = with_clock(bundled(), "first_response", by_priority={}, budget=Span(HOUR))
    timeline = ((0, bundled()), (soon, half))
    before = standing(life(REGISTERED), timeline, NINE + 10 * MINUTE, 1).place
    assert (before.due, before.next_change) == (NINE + 2 * HOUR, soon)
    after = standing(life(REGISTERED), timeline, soon, 1).place
    assert after.due == NINE + HOUR


def test_as_of_a_past_instant_later_events_have_not_happened() -> None:
    case = life(REGISTERED, (30, k.REPLY), (60, k.RESOLVED))
    timeline = ((0, bundled()),)
    then = as_of(case, timeline, NINE + 20 * MINUTE, 1)
    assert then == standing(case[:2], timeline, NINE + 20 * MINUTE, 1)
    assert as_of(case, timeline, NINE - 1, 1) is None
    now = as_of(case, timeline, NINE + HOUR, 1)
    assert now == standing(case, timeline, NINE + HOUR, 1)
