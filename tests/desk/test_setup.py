"""Making a desk: keys, store, the first policy, the first person; and who works there."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentdesk.desk.api import DeskTrouble, Filter, Person, View
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.desk.setup import init_desk, person_code
from agentdesk.domain.values import Refused
from agentdesk.i18n import say
from agentdesk.store import log
from agentdesk.store.engine import Store
from agentdesk.store.verify import verify
from tests.support.desks import MONDAY, desk_of, make_desk, request

CLOCK = SetClock(MONDAY)


async def init(folder: Path, **more: str) -> str:
    said = {"person_name": "Li Wei", "desk_name": "Retail", "tz": "Asia/Shanghai", "lang": "zh"}
    return await init_desk(folder, clock=CLOCK, **{**said, **more})  # type: ignore[arg-type]


async def test_a_new_desk_is_encrypted_and_its_first_person_leads(tmp_path: Path) -> None:
    assert await init(tmp_path / "desk") == "li.wei"
    desk = await Desk.open(tmp_path / "desk", clock=CLOCK)
    try:
        info = desk.info
        assert (info.name, info.tz, info.encrypted) == ("Retail", "Asia/Shanghai", True)
        assert (info.me, desk.lang) == (Person("li.wei", "Li Wei", "lead", "li wei"), "zh")
        assert info.policy_version == 1
        assert desk.policy.calendars.dates["office"].holidays  # China's, from the zone
        events = await desk.ctx.read(lambda tx: log.events(tx, 0))
        assert [event.kind for event in events] == ["desk_made", "person_added", "policy_applied"]
        assert {event.actor for event in events} == {"li.wei"}
        report = await verify(desk.ctx.store)
        assert report.findings == []
        page = await desk.page(View.ALL, Filter())
        assert (page.rows, page.total) == ((), 0)
    finally:
        await desk.aclose()


async def test_a_desk_outside_every_country_has_no_holidays(tmp_path: Path) -> None:
    await init(tmp_path, tz="UTC")
    desk = await Desk.open(tmp_path, clock=CLOCK)
    try:
        assert desk.policy.calendars.dates["office"].holidays == ()
    finally:
        await desk.aclose()


@pytest.mark.parametrize(
    ("said", "code"),
    [({"tz": "Mars/Base"}, "unknown_zone"), ({"tz": ""}, "unknown_zone")],
)
async def test_an_unknown_zone_makes_nothing(
    tmp_path: Path, said: dict[str, str], code: str
) -> None:
    with pytest.raises(DeskTrouble) as trouble:
        await init(tmp_path / "desk", **said)
    assert trouble.value.code == code
    assert not (tmp_path / "desk").exists()


async def test_a_person_and_a_desk_need_names(tmp_path: Path) -> None:
    for said in ({"person_name": " \u202e "}, {"desk_name": ""}):
        with pytest.raises(Refused) as refused:
            await init(tmp_path / "desk", **said)
        assert refused.value.code == "name_missing"
    assert not (tmp_path / "desk").exists()


async def test_a_desk_is_not_made_over_another(tmp_path: Path) -> None:
    await init(tmp_path)
    with pytest.raises(DeskTrouble) as trouble:
        await init(tmp_path, desk_name="Other")
    assert trouble.value.code == "exists"
    desk = await Desk.open(tmp_path, clock=CLOCK)
    assert desk.info.name == "Retail"
    await desk.aclose()


async def test_making_a_desk_goes_on_where_it_was_interrupted(tmp_path: Path) -> None:
    store = await Store.open(tmp_path, clock=CLOCK, create=True)  # and then the power went
    await store.aclose()
    with pytest.raises(DeskTrouble) as trouble:
        await Desk.open(tmp_path, clock=CLOCK)
    assert trouble.value.code == "unfinished"
    assert str(tmp_path / "store.db") in say.trouble("unfinished", trouble.value.params)
    assert await init(tmp_path) == "li.wei"
    desk = await Desk.open(tmp_path, clock=CLOCK)
    await desk.aclose()


async def test_there_is_no_desk_where_none_was_made(tmp_path: Path) -> None:
    with pytest.raises(DeskTrouble) as trouble:
        await Desk.open(tmp_path / "nowhere", clock=CLOCK)
    assert trouble.value.code == "missing"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("name", "taken", "code"),
    [
        ("Li Wei", (), "li.wei"),
        ("José García-López", (), "jose.garcia.lopez"),
        ("李伟", (), "李伟"),
        ("Li Wei", ("li.wei", "li.wei.2"), "li.wei.3"),
        ("李 伟", (), "李伟"),
        ("Anna 王", (), "anna王"),
        ("'\"", (), "person"),
        ("A\ufffd\ufffd[31m <b>", (), "a31mb"),
    ],
)
def test_a_code_is_made_of_a_name(name: str, taken: tuple[str, ...], code: str) -> None:
    assert person_code(name, taken) == code


async def test_leads_let_people_work_here(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        assert await desk.add_person("Zhao Min") == "zhao.min"
        assert await desk.add_person("王芳") == "王芳"
        assert await desk.add_person("Li Wei", role="lead") == "li.wei.2"
        assert [person.code for person in await desk.people()] == [
            "li.wei", "li.wei.2", "zhao.min", "王芳",
        ]  # fmt: skip
        agent = await desk.as_person("zhao.min")
        assert agent.info.me == Person("zhao.min", "Zhao Min", "agent", "zhao min")
        with pytest.raises(Refused) as refused:
            await agent.add_person("Me Too")
        assert refused.value.code == "leads_only"
        with pytest.raises(Refused) as refused:
            await desk.add_person("Zhao Min", code="zhao.min")
        assert refused.value.code == "person_exists"


async def test_who_acts_is_named_by_code_or_name_or_told_by_the_account(tmp_path: Path) -> None:
    desk = await make_desk(tmp_path)
    await desk.add_person("王芳", code="wang.f")
    await desk.aclose()
    for asked, code in ((None, "li.wei"), ("wang.f", "wang.f"), ("王芳", "wang.f")):
        desk = await Desk.open(tmp_path, clock=CLOCK, person=asked)
        assert desk.info.me.code == code
        await desk.aclose()
    with pytest.raises(DeskTrouble) as trouble:
        await Desk.open(tmp_path, clock=CLOCK, person="nobody")
    assert (trouble.value.code, trouble.value.params) == ("unknown_person", {"person": "nobody"})


async def test_every_event_says_who_and_from_where(tmp_path: Path) -> None:
    await make_and_close(tmp_path)
    desk = await Desk.open(tmp_path, clock=CLOCK, door="cli")
    try:
        done = await desk.receive(request())
        events = await desk.ctx.read(lambda tx: log.events(tx, done.case_id))
        door, account, version = events[0].source.split(" ")
        assert door == "cli"
        assert "@" in account
        assert version == __import__("agentdesk").__version__
    finally:
        await desk.aclose()


async def make_and_close(folder: Path) -> None:
    desk = await make_desk(folder)
    await desk.aclose()
