"""Drafts: real files beside a real store; offered again, never to anybody else, never twice."""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path

import pytest

from agentdesk.desk.api import DeskTrouble
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.domain.drafts import NEW, case_of, of_case
from agentdesk.domain.values import MINUTE
from agentdesk.store.factory import cipher_available
from tests.support.desks import MONDAY, desk_of, make_desk, request

TYPED = "五万元 not arrived, she is at her mother's until Friday"
WORDS = {"text": TYPED, "channel": "phone"}


def files(folder: Path) -> list[Path]:
    """The draft files of a desk, one a person."""
    return sorted((folder / "drafts").glob("*.db"))


def bytes_of(folder: Path) -> bytes:
    """Every byte of every file under a folder."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def names_in(folder: Path) -> str:
    """Every name under a folder."""
    return " ".join(str(path.relative_to(folder)) for path in folder.rglob("*"))


async def opened(folder: Path, clock: SetClock, person: str = "li.wei", **more: bool) -> Desk:
    return await Desk.open(folder, clock=clock, person=person, **more)


@pytest.mark.parametrize("plain", [False, True], ids=["encrypted", "plain"])
async def test_a_draft_is_there_when_the_desk_opens_again(tmp_path: Path, plain: bool) -> None:
    clock = SetClock(MONDAY)
    async with desk_of(tmp_path, clock, plain=plain) as desk:
        assert await desk.drafts() == ()
        assert not (tmp_path / "drafts").exists(), "who only reads makes no file"
        await desk.keep_draft(of_case(7), "reply", WORDS, op="op-1", typing=True)
        clock.forward(MINUTE)
        await desk.keep_draft(NEW, "intake", {"name": "Chen"})
    again = await opened(tmp_path, clock, plain=plain)
    try:
        first, second = await again.drafts()
        assert (first.thing, first.form, first.values) == (NEW, "intake", {"name": "Chen"})
        assert (second.values, second.at, second.op, second.typing) == (
            WORDS, MONDAY, "op-1", True
        )  # fmt: skip
        assert await again.draft(of_case(7), "reply") == second
        assert (case_of(second.thing), case_of(first.thing)) == (7, None)
        await again.drop_draft(of_case(7), "reply")
        assert await again.draft(of_case(7), "reply") is None
    finally:
        await again.aclose()


async def test_never_two_drafts_for_one_thing(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        for words in ("a", "ab", "abc"):
            await desk.keep_draft(of_case(1), "note", {"text": words})
        await desk.keep_draft(of_case(1), "reply", {"text": "another form"})
        kept = {one.form: one.values["text"] for one in await desk.drafts()}
        assert kept == {"note": "abc", "reply": "another form"}


@pytest.mark.skipif(not cipher_available(), reason="this machine has no SQLCipher")
async def test_nothing_typed_and_no_name_can_be_read_in_the_folder(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        await desk.keep_draft(of_case(1), "reply", WORDS)
        while_open = bytes_of(tmp_path)
        names = names_in(tmp_path)
        [file] = files(tmp_path)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    for content in (while_open, bytes_of(tmp_path)):
        assert "五万元".encode() not in content
        assert b"her mother" not in content
        assert b"reply" not in files(tmp_path)[0].read_bytes()
    assert "li.wei" not in names


async def test_the_drafts_of_one_are_not_offered_to_another(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        await desk.add_person("Zhao Min")
        await desk.keep_draft(of_case(1), "note", WORDS)
        zhao = await desk.as_person("zhao.min")
        assert await zhao.drafts() == ()
        await zhao.keep_draft(of_case(1), "note", {"text": "hers"})
        assert (await desk.draft(of_case(1), "note")).values == WORDS  # type: ignore[union-attr]
        assert len(files(tmp_path)) == 2


async def test_a_burst_becomes_few_writes_and_the_latest_counts(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        await desk.keep_draft(of_case(1), "note", {"text": ""})
        changes = await _changes(tmp_path, desk)
        kept = [
            asyncio.ensure_future(desk.keep_draft(of_case(1), "note", {"text": "x" * n}))
            for n in range(200)
        ]
        await asyncio.gather(*kept)
        assert await _changes(tmp_path, desk) - changes <= 2
        assert (await desk.draft(of_case(1), "note")).values == {"text": "x" * 199}  # type: ignore[union-attr]


async def _changes(folder: Path, desk: Desk) -> int:
    """How many transactions this desk has written into its drafts."""
    book = desk.ctx.books["li.wei"]
    raw = book._file._raw
    return int(raw.execute("SELECT total_changes()").fetchone()[0])


async def test_who_waits_no_longer_does_not_stop_the_writer(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        for n in range(30):
            waiting = asyncio.ensure_future(desk.keep_draft(of_case(n), "note", {"text": str(n)}))
            await asyncio.sleep(0)
            waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        assert len(await desk.drafts()) == 30
    again = await opened(tmp_path, SetClock(MONDAY))
    try:
        assert len(await again.drafts()) == 30
    finally:
        await again.aclose()


async def test_closing_writes_what_was_handed_in_last(tmp_path: Path) -> None:
    desk = await make_desk(tmp_path)
    last = asyncio.ensure_future(desk.keep_draft(of_case(1), "note", {"text": "last words"}))
    await asyncio.sleep(0)
    await desk.aclose()
    await last
    again = await opened(tmp_path, SetClock(MONDAY))
    try:
        assert [one.values["text"] for one in await again.drafts()] == ["last words"]
    finally:
        await again.aclose()


async def test_two_programs_of_one_person(tmp_path: Path) -> None:
    clock = SetClock(MONDAY)
    async with desk_of(tmp_path, clock) as here:
        there = await opened(tmp_path, clock)
        try:  # both begin the file at once
            await asyncio.gather(
                *(
                    desk.keep_draft(of_case(number), "note", {"text": f"{name} {number}"})
                    for number in range(20)
                    for name, desk in (("here", here), ("there", there))
                )
            )
            await here.keep_draft(of_case(99), "reply", {"text": "from here"})
            await there.keep_draft(of_case(99), "reply", {"text": "from there"})
            for desk in (here, there):
                drafts = await desk.drafts()
                assert len(drafts) == 21
                [one] = [one for one in drafts if one.form == "reply"]
                assert one.values == {"text": "from there"}
            assert len(files(tmp_path)) == 1
            assert not list((tmp_path / "drafts").glob("*.new-*"))
        finally:
            await there.aclose()


async def test_what_was_sent_is_not_offered_again(tmp_path: Path) -> None:
    clock = SetClock(MONDAY)
    async with desk_of(tmp_path, clock) as desk:
        case_id = (await desk.receive(request())).case_id
        await desk.keep_draft(of_case(case_id), "note", {"text": "once"}, op="op-1")
        done = await desk.note(case_id, "once", op="op-1")
        # The program dies here: nobody drops the draft.
        assert await desk.carried_out("op-1") == done
        assert await desk.carried_out("op-2") is None
        assert await desk.drafts() == ()
        await desk.note(case_id, "once", op="op-1")
        kinds = [entry.event.kind for entry in (await desk.case(case_id)).timeline]
        assert kinds.count("note") == 1
        # What was typed after it was sent is a draft of its own: its operation is a new one.
        clock.forward(MINUTE)
        await desk.keep_draft(of_case(case_id), "note", {"text": "and more"}, op="op-1")
        [more] = await desk.drafts()
        assert (more.values, more.op) == ({"text": "and more"}, "")


@pytest.mark.parametrize("damage", ["other", "zeros", "plain", "cut"])
async def test_a_damaged_file_is_set_aside_and_said_once(tmp_path: Path, damage: str) -> None:
    clock = SetClock(MONDAY)
    async with desk_of(tmp_path, clock) as desk:
        for number in range(40):
            await desk.keep_draft(of_case(number), "note", {"text": TYPED * 40})
    [file] = files(tmp_path)
    content = file.read_bytes()
    file.write_bytes(
        {
            "other": b"\x07" * len(content),
            "zeros": bytes(len(content)),
            "plain": b"SQLite format 3\0" + content[16:],
            "cut": content[: len(content) // 2],
        }[damage]
    )
    broken = file.read_bytes()
    again = await opened(tmp_path, clock)
    try:
        with pytest.raises(DeskTrouble) as trouble:
            await again.drafts()
        assert trouble.value.code == "drafts_aside"
        [aside] = (tmp_path / "drafts").glob("*.damaged-*")
        assert str(aside) == trouble.value.params["path"]
        assert aside.read_bytes() == broken
        assert await again.drafts() == ()
        await again.keep_draft(of_case(1), "note", {"text": "from now on"})
        assert [one.values["text"] for one in await again.drafts()] == ["from now on"]
    finally:
        await again.aclose()


async def test_a_file_damaged_under_the_writer_keeps_what_is_being_typed(tmp_path: Path) -> None:
    clock = SetClock(MONDAY)
    async with desk_of(tmp_path, clock) as desk:
        await desk.keep_draft(of_case(1), "note", {"text": "before"})
        await desk.ctx.books["li.wei"].close()
        [file] = files(tmp_path)
        file.write_bytes(b"\x07" * 9000)
        with pytest.raises(DeskTrouble) as trouble:
            await desk.keep_draft(of_case(2), "note", {"text": "while typing"})
        assert trouble.value.code == "drafts_aside"
        assert [one.values["text"] for one in await desk.drafts()] == ["while typing"]


async def test_a_file_that_was_taken_away_is_begun_anew(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        await desk.keep_draft(of_case(1), "note", {"text": "gone"})
        for part in (tmp_path / "drafts").iterdir():
            part.unlink()
        await desk.keep_draft(of_case(2), "note", {"text": "here"})
        assert [one.values["text"] for one in await desk.drafts()] == ["here"]


async def test_drafts_that_cannot_be_kept_are_tried_again(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        in_the_way = tmp_path / "drafts"
        in_the_way.write_text("a file where the folder belongs")
        with pytest.raises(DeskTrouble):
            await desk.keep_draft(of_case(1), "note", {"text": "first"})
        in_the_way.unlink()
        await desk.keep_draft(of_case(2), "note", {"text": "second"})
        assert {one.values["text"] for one in await desk.drafts()} == {"first", "second"}
