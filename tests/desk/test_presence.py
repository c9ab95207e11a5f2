"""Two at once: whoever looks at or works on a case is seen by the others."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agentdesk.desk import staff
from agentdesk.desk.api_presence import At
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.store.presence import FOLDER, STALE, Board
from tests.support import processes
from tests.support.desks import MONDAY, make_desk, request


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[tuple[Desk, Desk, Path]]:
    folder = tmp_path / "desk"
    li = await make_desk(folder)
    await li.add_person("Wang Fang")
    wang = await Desk.open(folder, clock=SetClock(MONDAY), person="wang.fang")
    yield li, wang, folder
    await wang.aclose()
    await li.aclose()


async def seen(desk: Desk, case_id: int, expected: tuple[At, ...]) -> None:
    """Wait until a desk knows who is at a case."""
    async with asyncio.timeout(20):
        if desk.whereabouts.get(case_id, ()) == expected:
            return
        async for _ in desk.comings_and_goings():
            if desk.whereabouts.get(case_id, ()) == expected:
                return


async def test_a_colleague_comes_works_and_goes(two: tuple[Desk, Desk, Path]) -> None:
    li, wang, _ = two
    case_id = (await li.receive(request())).case_id
    wang.be_at(case_id)
    await seen(li, case_id, (At("wang.fang", "looks"),))
    wang.be_at(case_id, "reply")
    await seen(li, case_id, (At("wang.fang", "reply"),))
    wang.be_at(None)
    await seen(li, case_id, ())


async def test_nobody_waits_for_whoever_has_left(two: tuple[Desk, Desk, Path]) -> None:
    li, wang, _ = two
    wang.be_at(5, "reply")
    await seen(li, 5, (At("wang.fang", "reply"),))
    await staff.leave(li.ctx, "wang.fang")
    await wang.people()  # as a program does that hears of it
    wang.be_at(5, "reply")
    await seen(li, 5, ())


async def test_my_own_programs_are_nobody_to_me(two: tuple[Desk, Desk, Path]) -> None:
    li, wang, folder = two
    mine = await Desk.open(folder, clock=SetClock(MONDAY), person="li.wei")
    mine.be_at(7, "reply")
    wang.be_at(7)
    await seen(li, 7, (At("wang.fang", "looks"),))
    await seen(wang, 7, (At("li.wei", "reply"),))
    await mine.aclose()
    await seen(wang, 7, ())


async def test_a_desk_that_ends_leaves_nothing_behind(two: tuple[Desk, Desk, Path]) -> None:
    li, wang, folder = two
    wang.be_at(5)
    await seen(li, 5, (At("wang.fang", "looks"),))
    await wang.aclose()
    await seen(li, 5, ())
    left = list((folder / FOLDER).iterdir())
    assert len(left) == 1, "li's own"


def stand_there(link: processes.Link, folder: Path) -> None:
    Board(folder, "wang.fang").put(9, "reply")
    link.ack("there")
    os.kill(os.getpid(), signal.SIGKILL)


async def test_who_was_killed_is_gone_after_a_while(tmp_path: Path) -> None:
    killed = processes.start(stand_there, "w", tmp_path)
    await asyncio.to_thread(killed.drain)
    board = Board(tmp_path, "li.wei")
    await asyncio.to_thread(board.put, None, "looks")
    assert [here.case_id for _, here in board.others()] == [9]
    left = next(path for path in (tmp_path / FOLDER).iterdir() if b'"case": 9' in path.read_bytes())
    old = left.stat().st_mtime - STALE
    os.utime(left, (old, old))
    assert board.others() == frozenset()
    os.utime(left, (old - 10 * STALE, old - 10 * STALE))
    board.sweep()
    assert not left.exists()


@pytest.mark.parametrize(
    "said",
    [
        b"", b"{", b"null", b"[1]", b'{"person": "li", "case": "x", "doing": "looks"}',
        b'{"person": "\\u001b[31m", "case": 1, "doing": "looks"}', b"\xff\xfe", b"{}" * 1000,
        b'{"person": "li", "case": 1, "doing": "a\\nb"}',
    ],
)  # fmt: skip
def test_a_file_that_is_none_of_ours_says_nothing(tmp_path: Path, said: bytes) -> None:
    board = Board(tmp_path, "li.wei")
    board.put(1, "looks")
    (tmp_path / FOLDER / "1-x.json").write_bytes(said)
    assert board.others() == frozenset()


def test_the_board_is_for_whom_the_store_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o770)
    Board(tmp_path, "li.wei").put(1, "looks")
    board = tmp_path / FOLDER
    assert board.stat().st_mode & 0o777 == 0o770
    assert {path.stat().st_mode & 0o777 for path in board.iterdir()} == {0o660}
