"""Whose minutes they were, and how a clock came to its due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agentdesk.domain import events as k
from agentdesk.domain.clocks import fold_clocks
from agentdesk.domain.explain import Account, Minutes, Pause, account, minutes
from agentdesk.domain.policy import Span
from agentdesk.domain.policy_outline import outline
from agentdesk.domain.standing import standing
from agentdesk.domain.state import Reason
from agentdesk.domain.values import DAY, HOUR, MINUTE, Event
from agentdesk.i18n import LANGUAGES, known, language, say, set_language
from tests.support.lives import GAPS, lives
from tests.support.policies import at, bundled, with_clock

NINE = at("09-07 09:00")
TIMELINE = ((0, bundled()),)


def life(*later: tuple[int, str, dict[str, object]], klass: str = "common") -> list[Event]:
    body = {"priority": "P2", "class": klass, "kind": "enquiry", "line": "personal",
            "category": "account", "channel": "email"}  # fmt: skip
    events = [Event(k.RECEIVED, NINE, body=body)]
    events += [Event(kind, NINE + after * MINUTE, body=said) for after, kind, said in later]
    return events


def mine(name: str, events: list[Event], now: int) -> Account:
    (clock,) = [c for c in fold_clocks(events, TIMELINE, now) if c.name == name and c.id == "1"]
    return account(clock)


# --- whose minutes -------------------------------------------------------------------------------


def test_each_minute_belongs_to_the_one_who_has_the_word() -> None:
    events = life(
        (10, k.ASSIGNED, {"to": "li"}),  # 10 queue
        (30, k.HANDOFF, {"id": "H1", "dept": "it"}),  # 20 agent
        (50, k.WAITING, {"text": 1}),  # 20 department
        (90, k.CUSTOMER_MESSAGE, {}),  # 40 customer, though the department has it too
        (100, k.DEPT_RETURN, {"id": "H1"}),  # 10 department
        (115, k.ASSIGNED, {"to": None}),  # 15 agent
        (120, k.ASSIGNED, {"to": "wang"}),  # 5 queue
        (150, k.RESOLVED, {}),  # 30 agent
        (500, k.REOPENED, {}),  # nobody's
        (507, k.RESOLVED, {}),  # 7 agent
    )
    shares = minutes(events, now=NINE + 9 * DAY)
    assert shares == Minutes(
        queue=15 * MINUTE, agent=72 * MINUTE, department=30 * MINUTE, customer=40 * MINUTE
    )


@given(lives(), GAPS)
@settings(deadline=None)
def test_the_shares_sum_to_the_time_the_case_was_open(events: list[Event], gap: int) -> None:
    now = events[-1].at + gap
    elapsed = now - events[0].at
    resolved: int | None = None
    for event in events:
        if event.kind == k.RESOLVED:
            resolved = event.at
        elif event.kind == k.REOPENED and resolved is not None:
            elapsed -= event.at - resolved
            resolved = None
    if resolved is not None:
        elapsed -= now - resolved
    shares = minutes(events, now=now)
    assert shares.total == elapsed
    assert min(shares.queue, shares.agent, shares.department, shares.customer) >= 0


# --- a clock's account ---------------------------------------------------------------------------


def codes(told: Account) -> list[str]:
    return [line.code for line in told.lines]


def test_the_whole_story_of_a_resolution() -> None:
    events = life(
        (60, k.REPLY, {}),
        (120, k.WAITING, {"text": 1}),
        (300, k.CUSTOMER_MESSAGE, {}),
        (360, k.RESOLVED, {}),
        (600, k.REOPENED, {}),
        (660, k.CLASS_CHANGED, {"to": "complaint"}),
        (720, k.RESOLVED, {}),
    )
    told = mine("resolution", events, NINE + DAY)
    assert (told.started, told.calendar, told.state) == (NINE, "office", "met")
    assert told.pauses == (
        Pause(NINE + 120 * MINUTE, NINE + 300 * MINUTE, "customer"),
        Pause(NINE + 360 * MINUTE, NINE + 600 * MINUTE, "result"),
    )
    assert [step.params["why"] for step in told.changes] == ["class"]
    assert codes(told) == [
        "account.started", "account.budget",
        "account.paused", "account.resumed",
        "account.met.resolved", "account.resumed",
        "account.changed.class.complaint", "account.days", "account.new_due",
        "account.met.resolved",
        "account.result.target.met.paused",
    ]  # fmt: skip


def test_a_first_response_names_every_measure_of_it() -> None:
    events = life()
    events[0] = replace(events[0], body={**events[0].body, "channel": "social"})
    told = mine("first_response", events, NINE)
    assert codes(told) == [
        "account.started", "account.budget", "account.channel", "account.cap",
        "account.result.running",
    ]  # fmt: skip
    said = {line.code: dict(line.params) for line in told.lines}
    assert said["account.budget"] == {"budget_us": 2 * HOUR, "calendar": "desk"}
    assert said["account.channel"] == {"channel": "social", "channel_us": HOUR}
    assert said["account.cap"] == {"cap_us": 48 * HOUR}
    assert said["account.result.running"] == {"due_at": NINE + HOUR}


def test_a_breach_by_a_raised_priority_is_charged_to_nobody() -> None:
    events = life((60, k.PRIORITY_CHANGED, {"to": "P1"}))
    told = mine("first_response", events, NINE + 2 * HOUR)
    assert "account.raised" in codes(told)
    assert "account.breached" not in codes(told)


def test_a_pause_that_goes_on_has_no_end() -> None:
    told = mine("resolution", life((60, k.REPLY, {}), (120, k.WAITING, {})), NINE + 9 * HOUR)
    assert told.pauses == (Pause(NINE + 2 * HOUR, None, "customer"),)
    assert told.lines[-1] == Reason("account.result.paused", {"left_us": 22 * HOUR})


@given(lives(), GAPS)
@settings(deadline=None)
def test_an_account_adds_up_to_its_clock(events: list[Event], gap: int) -> None:
    now = events[-1].at + gap
    for clock in fold_clocks(events, TIMELINE, now):
        told = account(clock)
        assert told.lines[0].code == "account.started"
        assert told.lines[-1].code.startswith("account.result.")
        assert told.due == clock.due
        assert all(pause.until is None or pause.since <= pause.until for pause in told.pauses)
        out = sum((now if p.until is None else p.until) - p.since for p in told.pauses)
        assert out == clock.paused_total
        if clock.state == "paused":
            assert told.pauses[-1].until is None
        for pause in told.pauses:  # what comes after the due moves nothing
            assert pause.since >= clock.started
            assert clock.due is None or pause.since <= clock.due


# --- every code has its sentence -----------------------------------------------------------------


@pytest.fixture(params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> object:
    before = language()
    set_language(request.param)
    yield request.param
    set_language(before)


def spoken(prefix: str, reason: Reason) -> None:
    key = f"{prefix}.{reason.code}"
    assert known(key), key
    text = say.sentence(key, reason.params, now=NINE, tz=UTC)
    assert text
    assert "{" not in text


def test_every_reason_and_account_can_be_said(lang: str) -> None:
    half = with_clock(bundled(), "first_response", by_priority={}, budget=Span(HOUR))
    bare = with_clock(half, "update_keep", rule=None)

    @given(lives(), GAPS, st.sampled_from(["promises", "strict", "due"]))
    @settings(deadline=None, max_examples=150)
    def every(events: list[Event], gap: int, order: str) -> None:
        now = events[-1].at + gap
        timeline = (
            (0, replace(bundled(), order=order)),
            (events[0].at + HOUR, replace(bare, order=order)),
        )
        one = standing(events, timeline, now, 1)
        spoken("reason", one.place.reason)
        spoken("reason", replace(one.place.reason, code=f"{one.place.reason.code}.short"))
        for clock in one.clocks:
            for line in account(clock).lines:
                spoken("reason", line)

    every()


def test_everything_a_policy_says_can_be_said(lang: str) -> None:
    for policy in (bundled(), replace(bundled(), clocks={}, callback=None, reserve=0)):
        lines = outline(policy)
        for line in lines:
            spoken("policy", line)
        assert len(lines) > 25
