"""The bundled sample: the same calm picture at any hour of any day, made by real work."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from agentdesk.desk import sample, setup
from agentdesk.desk.api import Filter, View
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.desk.sample_plan import Planned, people, plan
from agentdesk.domain import case
from agentdesk.domain import commands as c
from agentdesk.domain.policy import Policy
from agentdesk.domain.standing import Standing, standing
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
    instant,
)
from agentdesk.store.verify import verify

LATE = {"en-fees-late", "en-keep-late", "zh-promise-late"}
FICTIONAL = re.compile(r"07700 900\d{3}|154000001\d\d")
MOMENTS = [
    ("Asia/Shanghai", "2026-11-25T14:00"),  # a working afternoon
    ("Asia/Shanghai", "2026-11-26T03:00"),  # the desk is closed
    ("Asia/Shanghai", "2026-11-29T11:20"),  # Sunday
    ("Asia/Shanghai", "2027-02-06T09:30"),  # Chinese New Year
    ("Europe/London", "2026-12-25T19:58"),  # Christmas, two minutes before closing
    ("America/New_York", "2026-11-01T01:30"),  # the night in which an hour comes twice
]


def moment(tz: str, local: str) -> int:
    return instant(datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(tz)))


@cache
def rules(tz: str) -> Policy:
    return setup.resolved(setup.bundled_policy(), tz, moment(tz, "2026-11-25T12:00"))


def lived(planned: Planned, policy: Policy) -> list[Event]:
    """The events of a story, each step decided at its own time. Raises Refused."""
    request, log, state = planned.request, list[Event](), CaseState()
    assert request.kind
    assert request.klass
    assert request.priority
    assert request.line
    received = c.Receive(
        request.priority, request.klass, request.kind, request.line, request.category,
        request.channel, 1, 1, 2, request.source, request.care, request.in_person,
        request.received_at,
    )  # fmt: skip
    steps: list[tuple[str, int, c.Command, int]] = [("system", planned.received, received, 0)]
    if request.registered:
        assert request.accountable
        steps.append(("system", planned.received, c.Register(request.accountable), 0))
    ids = range(3, 99)
    steps += [(move.by, move.at, move.command(ids), len(move.texts)) for move in planned.moves]
    for actor, at, command, _ in steps:
        for event in case.decide(state, command, actor, policy, at):
            log.append(event)
            state = case.evolve(state, event)
    return log


def stands(tz: str, now: int, lang: str = "en") -> dict[str, Standing]:
    policy = rules(tz)
    return {
        planned.id: standing(lived(planned, policy), ((0, policy),), now, n)
        for n, planned in enumerate(plan(now, "me", policy, tz, lang), start=1001)
    }


# --- what is written -----------------------------------------------------------------------------


def everything() -> tuple[Planned, ...]:
    return plan(moment(*MOMENTS[0]), "me", rules("Asia/Shanghai"), "Asia/Shanghai", "zh")


def test_every_code_is_one_of_the_bundled_policy() -> None:
    policy = rules("Asia/Shanghai")
    known = {family: {label.code for label in labels} for family, labels in policy.labels.items()}
    for planned in everything():
        request = planned.request
        assert request.line in known["line"], planned.id
        assert request.category in known["category"], planned.id
        assert request.kind in known["kind"], planned.id
        assert {request.channel, request.prefers} <= known["channel"], planned.id


def test_it_shows_all_that_a_desk_can_meet() -> None:
    requests = [planned.request for planned in everything()]
    assert 55 <= len(requests) <= 65
    spoken = Counter(request.language for request in requests)
    assert abs(spoken["en"] - spoken["zh"]) <= 6
    assert {request.kind for request in requests} == set(Kind)
    assert {request.klass for request in requests} == set(CaseClass)
    assert {request.priority for request in requests} == set(Priority)
    policy = rules("Asia/Shanghai")
    for family in ("line", "channel"):
        wanted = {label.code for label in policy.labels[family]}
        assert {getattr(request, family) for request in requests} == wanted
    assert sum(request.care for request in requests) >= 2
    assert max(len(request.text) for request in requests) > 900
    assert any(request.source == "regulator" for request in requests)


def test_everybody_is_invented() -> None:
    requests = [planned.request for planned in everything()]
    assert len({request.customer for request in requests}) == len(requests)
    for request in requests:
        assert not request.phone or FICTIONAL.fullmatch(request.phone), request.customer
        assert not request.email or request.email.endswith("@example.com"), request.customer
        assert request.title.strip()
        assert len(request.title) <= 60
        assert request.text.strip()
    phones = [request.phone for request in requests if request.phone]
    assert len(set(phones)) == len(phones)
    codes = [worker.code for worker in people()]
    assert len(set(codes)) == len(codes) >= 6


def test_told_times_stand_in_the_texts() -> None:
    texts = [text.body for planned in everything() for move in planned.moves for text in move.texts]
    assert [text for text in texts if "{" in text or "}" in text] == []
    assert any("11月25日14:45" in text for text in texts)
    tz, local = MOMENTS[4]
    english = plan(moment(tz, local), "me", rules(tz), tz, "en")
    told = [text.body for planned in english for move in planned.moves for text in move.texts]
    assert any("08:25 on 26 Dec" in text for text in told)  # the desk closes before 20:23


# --- how it stands -------------------------------------------------------------------------------


def hours() -> Iterator[tuple[str, str]]:
    yield from MOMENTS
    for tz, day in (
        ("Asia/Shanghai", "2026-10-08"),  # the day after the golden week
        ("Europe/London", "2026-03-29"),  # the day without its second hour
        ("America/New_York", "2027-07-05"),
    ):
        yield from ((tz, f"{day}T{hour:02}:{minute:02}") for hour in range(24) for minute in (7,))


@pytest.mark.parametrize(("tz", "local"), list(hours()))
def test_three_are_late_at_any_hour(tz: str, local: str) -> None:
    cases = stands(tz, moment(tz, local))
    assert {name for name, s in cases.items() if s.place.broken_since is not None} == LATE
    for name, s in cases.items():
        broken = [clock.name for clock in s.clocks if clock.broken]
        assert broken == [] or name in LATE, name
        missed = [clock.name for clock in s.clocks if clock.state == "met_late"]
        assert missed == [], name
    bands = Counter(s.place.band for s in cases.values())
    assert (bands[1], bands[3]) == (2, 1)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_first_case_speaks_the_language_of_the_desk(lang: str) -> None:
    tz, local = MOMENTS[0]
    cases = stands(tz, moment(tz, local), lang)
    first = min(cases, key=lambda name: cases[name].place.due + cases[name].place.band * DAY * 999)
    assert first.startswith(lang)
    left = cases[first].place.due - moment(tz, local)
    assert 5 * MINUTE < left <= 15 * MINUTE  # minutes left, and the glyph that says so


# --- in a real desk ------------------------------------------------------------------------------


@asynccontextmanager
async def desk_with_sample(
    folder: Path, tz: str, local: str, person: str = "Li Wei"
) -> AsyncIterator[Desk]:
    clock = SetClock(moment(tz, local))
    await setup.init_desk(
        folder, person_name=person, desk_name="Retail", tz=tz, lang="en", clock=clock
    )
    desk = await Desk.open(folder, clock=clock)
    try:
        await sample.load(desk.ctx)
        yield desk
    finally:
        await desk.aclose()


async def the_rest_of_the_day_is_there(desk: Desk) -> None:
    """Departments, calls, a note: whoever presses their keys sees something, and nothing shouts."""
    departments = await desk.departments()
    assert {one.code: one.open for one in departments if one.open} == {
        "cards": 2, "it": 2, "payments": 1,
    }  # fmt: skip
    assert {one.code: one.people for one in departments if one.people} == {"cards": 1, "it": 1}
    assert sum(one.late for one in departments) == 0
    held = [line for one in departments for line in await desk.department_lines(one.code)]
    assert sum(line.accepted_at is None for line in held) == 1
    assert sum(line.reported_at is not None for line in held) == 3
    assert all(line.due is not None and line.due > desk.now() for line in held)
    page = await desk.page(View.ALL, Filter())
    back = [row for row in page.rows if row.back is not None and row.back[0] == "rejected"]
    assert [row.owner for row in back] == ["tom.a"]
    assert await desk.reminders(15 * MINUTE) == ()  # nothing to say as the program opens

    cases = [await desk.case(row.id) for row in page.rows]
    calls = [line for view in cases for line in view.callbacks]
    assert sorted(line.what for line in calls) == ["call"] * 4 + ["visit"]
    assert sum(line.mine for line in calls) == 2
    assert all(line.at > desk.now() + 40 * MINUTE for line in calls)
    for line in calls:
        verdict = await desk.judge_callback(line.case_id, line.at, moving=line.id)
        assert verdict.problems == ()
    assert await desk.due_callbacks()  # some of them come within the day

    noted = await desk.page(View.ALL, Filter(text="loans line"))
    (note,) = (await desk.case(noted.rows[0].id)).stickies
    assert note.by == "priya.h"
    assert len(await desk.follow_ups()) == 4


@pytest.mark.parametrize(("tz", "local"), MOMENTS)
async def test_a_desk_opens_on_a_calm_picture(tmp_path: Path, tz: str, local: str) -> None:
    async with desk_with_sample(tmp_path / "desk", tz, local) as desk:
        counts = await desk.counts()
        views = counts.views
        assert counts.broken == views[View.LATE] == 3
        assert counts.soon <= 4
        assert counts.finished_by_me == 0  # the first case I finish is the first
        assert 10 <= views[View.UNOWNED] <= 20
        assert views[View.UNREGISTERED] == 2
        assert 4 <= views[View.WAITING] <= 8
        assert views[View.FOLLOW_UPS] == 4
        assert views[View.MINE] >= 4
        page = await desk.page(View.ALL, Filter())
        owned = [row for row in page.rows if row.owner is not None]
        assert len(owned) > len(page.rows) * 0.6
        assert page.counts[1] == 2
        assert page.counts.get(3, 0) <= 2
        answered = [row for row in page.rows if row.clock != "first_response"]
        assert len(answered) > len(page.rows) * 0.6
        promised = [row for row in page.rows if row.clock == "promised" and not row.broken]
        assert len(promised) >= 4
        top = page.rows[0]
        assert (top.priority, top.owner, top.band) == (Priority.P1, None, 1)
        assert "*" in top.customer
        found = await desk.page(View.ALL, Filter(text="退保"))
        assert found.total == 1
        await the_rest_of_the_day_is_there(desk)
        assert (await verify(desk.ctx.store)).findings == []


def test_a_desk_with_rules_of_its_own_goes_without_what_they_do_not_know() -> None:
    tz, local = MOMENTS[0]
    bare = replace(rules(tz), departments={})
    events = [
        event for one in plan(moment(tz, local), "me", bare, tz) for event in lived(one, bare)
    ]
    kinds = {event.kind for event in events}
    assert "callback_set" in kinds
    assert not kinds & {"handoff", "dept_accept", "dept_progress", "dept_reject"}


async def test_stories_are_recorded_now_and_happened_then(tmp_path: Path) -> None:
    async with desk_with_sample(tmp_path / "desk", *MOMENTS[0]) as desk:
        page = await desk.page(View.ALL, Filter(text="Proxby"))
        view = await desk.case(page.rows[0].id)
        assert view.received < desk.now()
        assert {entry.event.recorded_at for entry in view.timeline} == {desk.now()}
        ats = [entry.event.at for entry in view.timeline]
        assert ats == sorted(ats)
        assert view.undoable is None


async def test_it_comes_once_and_only_to_an_empty_desk(tmp_path: Path) -> None:
    async with desk_with_sample(tmp_path / "desk", *MOMENTS[0]) as desk:
        with pytest.raises(Refused) as again:
            await sample.load(desk.ctx)
        assert again.value.code == "desk_in_use"
        assert len(await desk.people()) == 1 + len(people())


async def test_who_bears_the_name_of_an_invented_colleague_keeps_it(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    async with desk_with_sample(folder, *MOMENTS[0], person="Tom A") as desk:
        codes = {person.code for person in await desk.people()}
        assert {"tom.a", "tom.a.2"} <= codes
        assert desk.info.me.code == "tom.a"
        mine = await desk.page(View.MINE, Filter())
        theirs = await desk.page(View.ALL, Filter(owner="tom.a.2"))
        assert mine.total >= 4
        assert theirs.total >= 4
        assert not {row.id for row in mine.rows} & {row.id for row in theirs.rows}


async def test_thirty_cases_can_be_worked_to_closure(tmp_path: Path) -> None:
    """Mine first, then what `take` hands out; a colleague asks after the hard ones (C10)."""
    async with desk_with_sample(tmp_path / "desk", *MOMENTS[0]) as desk:
        colleague = await desk.as_person("maya.f")
        mine = await desk.page(View.MINE, Filter())
        worked = {row.id for row in mine.rows}
        while len(worked) < 30:
            taken = await desk.take()
            assert taken is not None
            assert taken.case_id not in worked
            worked.add(taken.case_id)
        for case_id in worked:
            view = await desk.case(case_id)
            if view.status is not Status.RESOLVED:
                await desk.resolve(case_id, "put right", "told the customer")
            hard = view.klass is not CaseClass.COMMON
            asks = colleague if hard else desk
            await asks.follow_up(case_id, reached=True, speed=5, attitude=5, solved=5)
            for call in view.callbacks:  # what was agreed is not needed any more
                await desk.cancel_callback(case_id, call.id, "solved before")
            await desk.close_case(case_id)
        closed = [(await desk.case(case_id)).status for case_id in worked]
        assert closed == [Status.CLOSED] * 30
        assert (await desk.counts()).views[View.MINE] == 0
        assert (await verify(desk.ctx.store)).findings == []
