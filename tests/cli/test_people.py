"""``agentdesk people``: who works here, from a list too, and the departments that may be asked."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.desk.setup import init_desk
from agentdesk.domain import hours
from agentdesk.store import log
from tests.support.cli import MONDAY, Ran, run
from tests.support.desks import request


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    asyncio.run(
        init_desk(
            folder, person_name="Li Wei", desk_name="Retail", tz="Asia/Shanghai", lang="en",
            clock=SetClock(MONDAY), plain=True,
        )
    )  # fmt: skip
    return folder


def people(*words: str | Path, data: Path, code: int = 0) -> Ran:
    done = run("people", *words, data=data)
    assert done.code == code, done.err
    return done


def staff(data: Path, *words: str) -> dict[str, dict[str, Any]]:
    return {one["code"]: one for one in people("list", "--json", *words, data=data).json}


def with_desk(folder: Path, work: Any) -> Any:
    async def carry_out() -> Any:
        desk = await Desk.open(folder, clock=SetClock(MONDAY))
        try:
            return await work(desk)
        finally:
            await desk.aclose()

    return asyncio.run(carry_out())


def events(folder: Path) -> list[str]:
    async def kinds(desk: Desk) -> list[str]:
        return [one.kind for one in await desk.ctx.read(lambda tx: log.events(tx, 0))]

    found: list[str] = with_desk(folder, kinds)
    return found


# --- one by one


def test_somebody_is_added_changed_and_leaves(desk: Path) -> None:
    said = people("add", "王芳", "--code", "wang.f", "--dept", "payments", data=desk).out
    assert said == "王芳 works here now: wang.f.\n"
    people("change", "wang.f", "--hours", "周一至周五 9:00-12:00,13:00-18:00", data=desk)
    wang = staff(desk)["wang.f"]
    assert (wang["role"], wang["department"]) == ("specialist", "payments")
    assert wang["hours"] == "mon-fri 09:00-12:00, 13:00-18:00"
    assert "nothing was different" in people("change", "wang.f", "--name", "王芳", data=desk).out
    table = run("people", "list", "--lang", "zh", data=desk).out
    assert "部门专员" in table
    assert "周一至周五 09:00-12:00, 13:00-18:00" in table
    people("change", "wang.f", "--role", "agent", "--hours", "-", data=desk)
    assert staff(desk)["wang.f"]["department"] is staff(desk)["wang.f"]["hours"] is None
    people("leave", "wang.f", data=desk)
    assert "wang.f" not in staff(desk)
    assert not staff(desk, "--all")["wang.f"]["active"]
    assert "--back" in people("change", "wang.f", "--name", "Wang Fang", data=desk, code=2).err
    people("change", "wang.f", "--back", data=desk)
    assert staff(desk)["wang.f"]["active"]
    assert events(desk)[2:] == ["policy_applied", "person_added", *["person_changed"] * 4]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("add", "A", "--role", "specialist"), "Say in which"),
        (("add", "A", "--role", "agent", "--dept", "payments"), "Only specialists"),
        (("add", "A", "--dept", "nosuch"), "no department nosuch"),
        (("add", "A", "--hours", "monday"), "“monday” is not understood"),
        (("add", "A", "--code", "a b\n"), "cannot be a"),
        (("add", "A", "--code", "li.wei"), "already works here"),
        (("add", "  "), "A name is missing"),
        (("change", "nobody", "--name", "B"), "Nobody called nobody"),
        (("change", "li.wei", "--role", "agent"), "Nobody would lead"),
        (("leave", "li.wei"), "Nobody would lead"),
        (("departments", "add", "Night!", "--en", "N", "--zh", "夜"), "cannot be a"),
        (("departments", "add", "night", "--en", "Night"), "--en and --zh"),
        (("departments", "add", "cards", "--en", "C", "--zh", "卡"), "already"),
        (("departments", "add", "night", "--en", "N", "--zh", "夜", "--calendar", "x"), "office"),
        (("departments", "close", "nosuch"), "no department"),
    ],
)
def test_what_cannot_be_is_one_sentence(desk: Path, words: tuple[str, ...], why: str) -> None:
    done = run("people", *words, data=desk)
    assert done.code == 2
    assert why in done.err
    assert "Traceback" not in done.err
    assert done.err.count("\n") <= 2
    zh = run("people", *words, "--lang", "zh", data=desk)
    assert zh.code == 2
    assert zh.err != done.err
    assert set(staff(desk, "--all")) == {"li.wei"}  # nothing was written


def test_what_was_offered_to_who_leaves_is_named(desk: Path) -> None:
    people("add", "Zhao Min", data=desk)

    async def offer(open_desk: Desk) -> None:
        case = (await open_desk.receive(request())).case_id
        await open_desk.claim(case)
        await open_desk.hand_over([case], "zhao.min")

    with_desk(desk, offer)
    said = people("leave", "zhao.min", data=desk).out
    assert "What they were asked to take over stays with its owner: C-1001." in said


def test_departments_are_called_by_their_names(desk: Path) -> None:
    """A person knows the label; the code stands beside it where it is to be typed."""
    again = ("departments", "add", "cards", "--en", "C", "--zh", "卡")
    assert "Cards (cards) takes handoffs already" in people(*again, data=desk, code=2).err
    zh = people(*again, "--lang", "zh", data=desk, code=2).err
    assert "银行卡部（cards）已在接收转办" in zh
    unknown = people("add", "A", "--dept", "card", data=desk, code=2).err
    assert "no department card. “agentdesk people departments”" in unknown
    assert "Cards (cards) takes no new" in people("departments", "close", "cards", data=desk).out
    closed = people("add", "A", "--dept", "cards", data=desk, code=2).err
    assert "Cards (cards) takes no new handoffs. “agentdesk people departments add" in closed
    opened = people("departments", "add", "cards", "--lang", "zh", data=desk).out
    assert opened.startswith("银行卡部（cards）可以接收转办")
    file = desk / "list.csv"
    file.write_text("name,role,department\nA,specialist,cards\nB,specialist,card\n", "utf-8")
    people("departments", "close", "cards", data=desk)
    told = people("import", file, data=desk, code=2).err
    assert "line 2: Cards (cards) takes no new handoffs" in told
    assert "line 3: There is no department card." in told


def test_leads_only(desk: Path) -> None:
    people("add", "Zhao Min", data=desk)
    for words in (("add", "A"), ("leave", "li.wei"), ("departments", "close", "cards")):
        done = run("people", *words, "--as", "zhao.min", data=desk)
        assert (done.code, "team lead" in done.err) == (2, True)
    assert run("people", "list", "--as", "zhao.min", data=desk).code == 0


def test_nobody_leaves_with_cases_that_nobody_gets(desk: Path) -> None:
    people("add", "Zhao Min", data=desk)
    people("add", "Wang Fang", "--dept", "cards", data=desk)

    async def two_cases(desk: Desk) -> None:
        for title in ("One", "Two"):
            done = await desk.receive(request(title))
            await desk.assign(done.case_id, "zhao.min")

    with_desk(desk, two_cases)
    done = people("leave", "zhao.min", data=desk, code=2)
    assert "zhao.min has 2 open: C-1001, C-1002." in done.err
    assert "--give-to" in done.err
    assert (
        "owns no cases"
        in people("leave", "zhao.min", "--give-to", "wang.fang", data=desk, code=2).err
    )
    people("leave", "zhao.min", "--give-to", "zhao.min", data=desk, code=2)
    assert "has 2 open" in people("change", "zhao.min", "--dept", "cards", "--role",
                                  "specialist", data=desk, code=2).err  # fmt: skip
    said = people("leave", "zhao.min", "--give-to", "li.wei", "--json", data=desk).json
    assert said == {
        "code": "zhao.min", "given_to": "li.wei", "cases": ["C-1001", "C-1002"], "calls": 0,
        "offered": []
    }  # fmt: skip
    shown = run("show", "1001", "--json", data=desk).json
    assert shown["owner"] == "li.wei"


# --- a list

LIST = """\
code,name,role,department,pinyin,hours
zhao.min,赵敏,agent,,zhao min,
wang.f,王芳,专员,支付结算部,wang fang,周一至周五 09:00-18:00
,Chen Yu,班组长,,,
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_comes_in_once(desk: Path, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(LIST.encode(encoding))
    would = people("import", file, "--dry-run", "--json", data=desk).json
    assert (would["added"], would["dry_run"]) == (["zhao.min", "wang.f", "chen.yu"], True)
    assert set(staff(desk)) == {"li.wei"}
    assert people("import", file, data=desk).out.startswith("3 added, 0 changed, 0 as before")
    here = staff(desk)
    assert here["wang.f"]["department"] == "payments"
    assert here["chen.yu"]["role"] == "lead"
    before = events(desk)
    assert people("import", file, data=desk).out.startswith("0 added, 0 changed, 3 as before")
    assert events(desk) == before
    file.write_bytes(LIST.replace(",", ";").encode(encoding))
    assert people("import", file, data=desk).out.startswith("0 added, 0 changed, 3 as before")
    file.write_bytes(LIST.replace("专员,支付结算部", "specialist,cards").encode(encoding))
    assert people("import", file, "--json", data=desk).json["changed"] == ["wang.f"]
    assert staff(desk)["wang.f"]["department"] == "cards"


def test_rows_that_are_wrong_are_told_by_their_lines(desk: Path, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(
        "name,code,role,department,hours\n"
        "Good One,good.one,agent,,\n"
        '"Two\nlines",two,king,,\n'
        "No Department,nodept,specialist,,\n"
        "Other Department,other,specialist,Nowhere,\n"
        "Bad Hours,hours,agent,,every now and then\n"
        "Good One,good.one,agent,,\n"
        "Short,short\n"
        ",nameless,agent,,\n"
        "\n"
        "Li Wei,li.wei,agent,,\n"
        "=cmd()\x1b[31m,evil,agent,,\n",
        encoding="utf-8",
    )
    done = people("import", file, data=desk, code=1)
    told = dict(line.split(": ", 1) for line in done.err.splitlines())
    assert told["line 3"] == "There is no role king. The roles are agent, lead and specialist."
    assert told["line 5"].startswith("A specialist works in a department")
    assert told["line 6"].startswith("There is no department Nowhere")
    assert told["line 7"].startswith("“every now and then” is not understood")
    assert told["line 8"].startswith("This is the same person as in line 2")
    assert told["line 9"] == "has 2 fields where the header has 5"
    assert told["line 10"].startswith("A name is missing")
    assert told["line 12"].startswith("Nobody would lead")
    assert len(told) == 8
    assert done.out.startswith("2 added, 0 changed, 0 as before, 8 rejected")
    assert "\x1b" not in "".join(one["name"] for one in staff(desk).values())
    zh = run("people", "import", file, "--lang", "zh", data=desk)
    assert "第 9 行：有 2 个字段，而表头有 5 个" in zh.err


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no rows"),
        (b"code,full_name\na,b\n", "no column name"),
        (b"name,salary\na,1\n", "no use for a column salary"),
        (b"name,name\na,b\n", "Two columns are called name"),
        (b'name\n"never closed\n', "never closed"),
        (b"\xff\xfen\x00a\x00", "Save it as UTF-8"),
    ],
)
def test_a_file_that_is_no_list_changes_nothing(
    desk: Path, tmp_path: Path, content: bytes, why: str
) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(content)
    done = people("import", file, data=desk, code=2)
    assert why in done.err
    assert "apping" not in done.err  # there is none here
    assert run("people", "import", file, "--lang", "zh", data=desk).err != done.err
    assert run("people", "import", tmp_path / "nowhere.csv", data=desk).code == 2
    assert set(staff(desk)) == {"li.wei"}


# --- departments


def test_departments_are_listed_added_and_closed(desk: Path) -> None:
    people("departments", "add", "night", "--en", "Night watch", "--zh", "夜班", data=desk)
    people("add", "Wu Di", "--dept", "night", data=desk)
    here = {one["code"]: one for one in people("departments", "--json", data=desk).json}
    assert (here["night"]["calendar"], here["night"]["people"]) == ("desk", 1)
    assert here["fraud"]["calendar"] == "always"
    assert "夜班" in run("people", "departments", "list", "--lang", "zh", data=desk).out

    async def asked(desk: Desk) -> None:
        done = await desk.receive(request())
        await desk.claim(done.case_id)
        await desk.hand_off(done.case_id, "night", "Look, please")

    with_desk(desk, asked)
    said = people("departments", "close", "night", data=desk).out
    assert "It holds 1" in said
    assert "Night watch (closed)" in people("departments", data=desk).out
    people("departments", "add", "night", data=desk)  # open again, with its names
    shown = run("show", "1001", "--json", data=desk).json
    assert [one["department"] for one in shown["handoffs"]] == ["night"]
    clock = next(one for one in shown["clocks"] if one["name"] == "dept_feedback")
    assert (clock["acts"], clock["handoff"]) == ("department", "h1")
    explained = run("explain", "1001", data=desk)
    assert explained.code == 0
    assert "department feedback · Night watch h1" in explained.out


# --- hours as people write them


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mon-fri 09:00-18:00", "mon-fri 09:00-18:00"),
        ("Mon – Fri 9:00 – 12:00, 13:00–18:00", "mon-fri 09:00-12:00, 13:00-18:00"),
        ("mon-fri 9:00-12:00 13:00-18:00", "mon-fri 09:00-12:00, 13:00-18:00"),
        ("mon, wed 09:00-17:00; sat 10:00-14:00",
         "mon 09:00-17:00; wed 09:00-17:00; sat 10:00-14:00"),
        ("周一至周五 9：00至18：00；周六 10:00-14:00", "mon-fri 09:00-18:00; sat 10:00-14:00"),
        ("星期一、星期三 9:00-12:00", "mon 09:00-12:00; wed 09:00-12:00"),
        ("每天 08:00-20:00", "mon-sun 08:00-20:00"),
        ("fri-mon 20:00-04:00", "mon 20:00-04:00; fri-sun 20:00-04:00"),
        ("", ""),
    ],
)  # fmt: skip
def test_hours_as_people_write_them(typed: str, meant: str) -> None:
    kept = hours.read(typed)
    assert hours.shown(kept) == meant
    assert hours.read(hours.shown(kept)) == kept


@pytest.mark.parametrize(
    "typed", ["mon", "09:00-18:00", "mon 25:00-26:00", "mon 9-18", "mon 9:00-9:00", "x" * 300]
)
def test_hours_that_mean_nothing_are_refused(typed: str) -> None:
    with pytest.raises(hours.BadHours):
        hours.read(typed)
