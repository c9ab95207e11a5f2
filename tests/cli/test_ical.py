"""A person's calendar, as the calendar they live by reads it: read back with the same library."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.domain.values import DAY, HOUR, MINUTE, moment
from tests.support.cli import MONDAY, desk, run
from tests.support.desks import request
from tests.support.policies import bundled_text

ELEVEN, THREE = MONDAY + HOUR, MONDAY + 5 * HOUR


def agreed(where: Path, **more: Any) -> dict[str, str]:
    """Three things Li Wei has agreed on, one of which is cancelled and one goes to a colleague."""

    async def work() -> dict[str, str]:
        clock = SetClock(MONDAY)
        opened = await Desk.open(where, clock=clock)
        try:
            await opened.add_person("Zhao Min")
            if "policy" in more:
                await opened.apply_policy(more["policy"])
            case = (await opened.receive(request("Kontoauszug <b>1234567890123</b>"))).case_id
            await opened.claim(case)
            await opened.agree(case, ELEVEN, "Tell them where it is: 13812345678")
            await opened.agree(case, THREE, "Second", what="visit", place="Branch 5", bring="ID")
            await opened.agree(case, MONDAY + DAY, "Third")
            await opened.agree(case, MONDAY + DAY + HOUR, "Fourth")
            first, second, third, fourth = (await opened.case(case)).callbacks
            clock.forward(MINUTE)
            await opened.move_callback(case, first.id, ELEVEN + HOUR)
            await opened.cancel_callback(case, third.id, "not needed")
            await opened.move_callback(case, fourth.id, fourth.at, who="zhao.min")
            return {name: one.id for name, one in zip("abcd", (first, second, third, fourth),
                                                      strict=True)}  # fmt: skip
        finally:
            await opened.aclose()

    return asyncio.run(work())


def events(text: str) -> dict[str, Any]:
    """Every entry by the beginning of its UID."""
    assert all(line.endswith("\r\n") for line in text.splitlines(keepends=True))
    assert all(len(line.encode()) <= 75 for line in text.splitlines())
    calendar = Calendar.from_ical(text)
    assert str(calendar["version"]) == "2.0"
    assert not calendar.errors
    found = {str(one["uid"]).partition(".")[0]: one for one in calendar.walk("VEVENT")}
    assert all(not one.errors for one in found.values())
    return found


def test_a_calendar_reads_what_was_agreed_moved_cancelled_and_given_away(tmp_path: Path) -> None:
    where = desk(tmp_path, sample=False)
    ids = agreed(where)
    told = run("export", "--ical", data=where)
    assert (told.code, "4 entries" in told.err) == (0, True)
    found = events(told.out)
    assert set(found) == set(ids.values())
    first = found[ids["a"]]
    assert (
        first.decoded("dtstart") == moment(ELEVEN + HOUR) == datetime(2026, 11, 23, 4, tzinfo=UTC)
    )
    assert first.decoded("dtend") - first.decoded("dtstart") == moment(30 * MINUTE) - moment(0)
    assert int(first["sequence"]) == 1
    assert str(first["status"]) == "CONFIRMED"
    assert str(first["summary"]) == "Call C-1001"
    assert int(found[ids["b"]]["sequence"]) == 0
    assert str(found[ids["b"]]["location"]) == "Branch 5"
    assert str(found[ids["b"]]["summary"]) == "Visit C-1001"
    assert {str(found[ids[n]]["status"]) for n in "cd"} == {"CANCELLED"}
    assert [int(found[ids[n]]["sequence"]) for n in "cd"] == [1, 1]


def by_hand(data: bytes) -> list[list[tuple[str, str]]]:
    """The entries of a calendar as RFC 5545 has them, read without a library: (name, value)."""
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")  # no sign is cut in two
    found: list[list[tuple[str, str]]] = []
    for line in data.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append([])
        elif found and found[-1][-1:] != [("END", "VEVENT")]:
            found[-1].append((name, value))
    return found


def unescaped(value: str) -> str:
    """RFC 5545, 3.3.11."""
    signs = {"n": "\n", "N": "\n", ",": ",", ";": ";", "\\": "\\"}
    return re.sub(r"\\(.)", lambda match: signs[match[1]], value)


PLACE = "上海市浦东新区世纪大道一千号金茂支行;二楼,三号窗口\\ 贵宾室，请从东门进入并登记"


def agree_in_chinese(where: Path) -> None:
    async def work() -> None:
        clock = SetClock(MONDAY)
        opened = await Desk.open(where, clock=clock)
        try:
            case = (await opened.receive(request())).case_id
            await opened.claim(case)
            await opened.agree(case, ELEVEN, "x", what="visit", place=PLACE)
            await opened.agree(case, THREE, "y")
            call = (await opened.case(case)).callbacks[-1]
            clock.at = THREE + MINUTE
            await opened.callback_no_answer(case, call.id)
        finally:
            await opened.aclose()

    asyncio.run(work())


def test_it_is_what_the_standard_says_also_in_chinese(tmp_path: Path) -> None:
    where = desk(tmp_path, sample=False)
    agree_in_chinese(where)
    file = tmp_path / "mine.ics"
    assert run("--lang", "zh", "export", "--ical", "--out", file, data=where).code == 0
    assert b"METHOD" not in file.read_bytes(), "an invitation would have to name an organizer"
    visit, call = by_hand(file.read_bytes())
    named = dict(visit)
    assert unescaped(named["LOCATION"]) == PLACE
    assert named["SUMMARY"] == "网点预约 C-1001"
    assert (named["DTSTART"], named["DTEND"]) == ("20261123T030000Z", "20261123T033000Z")
    assert (named["DTSTAMP"], named["LAST-MODIFIED"]) == (named["CREATED"],) * 2
    once = ("UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "CLASS")
    for entry in (visit, call):
        assert [sum(name == one for name, _ in entry) for one in once] == [1] * len(once)
        alarm = entry[entry.index(("BEGIN", "VALARM")) + 1 : entry.index(("END", "VALARM"))]
        assert {"ACTION": "DISPLAY", "TRIGGER": "-PT15M"}.items() <= dict(alarm).items()
        assert dict(alarm)["DESCRIPTION"] == dict(entry)["SUMMARY"]
    assert int(dict(call)["SEQUENCE"]) == 1, "a try in vain moves it"
    assert dict(call)["DTSTART"] > "20261123T080000Z"


def test_reading_it_again_moves_entries_and_doubles_none(tmp_path: Path) -> None:
    """A calendar keeps one entry a UID; the later word is the one with the higher SEQUENCE."""
    where = desk(tmp_path, sample=False)
    ids = agreed(where)
    kept: dict[str, dict[str, str]] = {}

    def read() -> None:
        for entry in by_hand(run("export", "--ical", data=where).out.encode()):
            told = dict(entry)
            if int(told["SEQUENCE"]) >= int(kept.get(told["UID"], told)["SEQUENCE"]):
                kept[told["UID"]] = told

    read()
    read()
    assert len(kept) == 4
    before = dict(kept)

    async def change() -> None:
        opened = await Desk.open(where, clock=SetClock(MONDAY + 2 * MINUTE))
        try:
            await opened.move_callback(1001, ids["a"], ELEVEN + 3 * HOUR)
            await opened.move_callback(1001, ids["d"], MONDAY + DAY + 2 * HOUR, who="li.wei")
            await opened.cancel_callback(1001, ids["b"], "They wrote")
        finally:
            await opened.aclose()

    asyncio.run(change())
    read()
    assert set(kept) == set(before)
    by_id = {uid.partition(".")[0]: told for uid, told in kept.items()}
    assert [by_id[ids[n]]["STATUS"] for n in "abcd"] == [
        "CONFIRMED", "CANCELLED", "CANCELLED", "CONFIRMED",
    ]  # fmt: skip
    assert by_id[ids["a"]]["DTSTART"] == "20261123T060000Z"
    assert by_id[ids["d"]]["DTSTART"] == "20261124T040000Z"
    assert ["TRIGGER" in by_id[ids[n]] for n in "abcd"] == [True, False, False, True]


def test_a_colleague_finds_what_was_given_to_them_under_the_same_uid(tmp_path: Path) -> None:
    where = desk(tmp_path, sample=False)
    ids = agreed(where)
    mine = events(run("export", "--ical", data=where).out)
    theirs = events(run("--as", "zhao.min", "export", "--ical", data=where).out)
    assert set(theirs) == {ids["d"]}
    assert str(theirs[ids["d"]]["uid"]) == str(mine[ids["d"]]["uid"])
    assert str(theirs[ids["d"]]["status"]) == "CONFIRMED"


def test_nothing_of_the_customer_leaves_but_the_reference(tmp_path: Path) -> None:
    where = desk(tmp_path, sample=False)
    agreed(where)
    out = run("export", "--ical", data=where).out.replace("\r\n ", "")
    for word in ("Chen", "C***", "1381", "5678", "Konto", "Tell them", "ID"):
        assert word not in "".join(line for line in out.splitlines() if "PRODID" not in line
                                   and not line.startswith("UID"))  # fmt: skip


def test_a_policy_may_let_masked_names_out(tmp_path: Path) -> None:
    where = desk(tmp_path, sample=False)
    ids = agreed(where, policy=bundled_text().replace("names = false", "names = true"))
    found = events(run("export", "--ical", data=where).out)
    assert str(found[ids["a"]]["summary"]) == "Call C-1001 · C*** J*"


def test_the_same_calendar_is_the_same_text_and_days_bound_it(tmp_path: Path) -> None:
    where = desk(tmp_path, sample=False)
    ids = agreed(where)
    assert run("export", "--ical", data=where).out == run("export", "--ical", data=where).out
    one_day = run("export", "--ical", "--from", "2026-11-24", "--to", "2026-11-24", data=where)
    assert set(events(one_day.out)) == {ids["c"], ids["d"]}
    file = tmp_path / "mine.ics"
    assert run("export", "--ical", "--to", "2026-11-23", "--out", file, data=where).code == 0
    found = events(file.read_bytes().decode())
    assert set(found) == {ids["a"], ids["b"]}
    assert {one.decoded("dtstart").date() for one in found.values()} == {date(2026, 11, 23)}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (("export",), "Say what to export"),
        (("export", "cases", "--ical"), "Say what to export"),
        (("export", "--ical", "--with-text"), "holds no texts"),
        (("export", "cases", "--from", "2026-11-24"), "with “--ical” only"),
        (("export", "--ical", "--from", "tomorrow"), "There is no such day: tomorrow"),
        (("export", "--ical", "--from", "2026-12-02", "--to", "2026-12-01"), "before they begin"),
    ],
)
def test_what_makes_no_sense_is_said(tmp_path: Path, said: tuple[str, ...], words: str) -> None:
    told = run(*said, data=desk(tmp_path, sample=False))
    assert (told.code, told.out) == (2, "")
    assert words in told.err


def test_the_export_is_an_event(tmp_path: Path) -> None:
    where = desk(tmp_path, sample=False)
    agreed(where)
    run("export", "--ical", data=where)
    assert (
        '\\"calls\\":4' in run("export", "events", data=where).out
        or '"calls":4' in run("export", "events", data=where).out
    )
