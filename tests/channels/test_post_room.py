"""The outbox of a real desk and a real mail server; the sender is killed again and again."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from pathlib import Path

import pytest

from agentdesk.channels.mail_config import MailConfig
from agentdesk.channels.post_room import PostRoom
from agentdesk.channels.postman import Postman
from agentdesk.channels.sender import run_once
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.domain.letters import HOLD, Went
from agentdesk.domain.values import MINUTE
from agentdesk.store import outbox
from tests.support.desks import MONDAY, desk_of
from tests.support.letters import local_smtp
from tests.support.mailers import send_mail, states, write_letters
from tests.support.processes import start
from tests.support.smtp_server import SmtpServer


async def test_a_letter_of_a_case_goes_out_and_the_case_says_so(tmp_path: Path) -> None:
    with SmtpServer() as server:
        async with desk_of(tmp_path / "desk", plain=True) as desk:
            (written,) = await write_letters(desk, 1)
            room, config = PostRoom(desk.ctx), MailConfig(local_smtp(server.port))
            outcome = await run_once(room, config, MONDAY)
            assert outcome is not None
            assert outcome.kind is Went.SENT
            assert await states(desk) == {written: "sent"}
            assert await room.next_at() is None
        (taken,) = server.messages
        assert taken.message_id == written
        assert taken.message["Subject"] == "进度 0"
        assert taken.message["To"] == "陈洁 <chen@example.com>"


async def test_of_two_desks_one_sends_until_it_leaves(tmp_path: Path) -> None:
    clock = SetClock(MONDAY)
    with SmtpServer() as server:
        config = MailConfig(local_smtp(server.port))
        async with desk_of(tmp_path / "desk", clock, plain=True) as desk:
            other = await Desk.open(tmp_path / "desk", clock=clock, plain=True)
            try:
                await write_letters(desk, 2)
                here, there = PostRoom(desk.ctx), PostRoom(other.ctx)
                assert await run_once(here, config, MONDAY) is not None
                assert await run_once(there, config, MONDAY) is None
                await here.leave()
                assert await run_once(there, config, MONDAY) is not None
            finally:
                await other.aclose()
            assert Counter((await states(desk)).values()) == {"sent": 2}
        assert len(set(server.ids)) == len(server.ids) == 2


async def test_a_letter_whose_desk_is_gone_is_tried_again_or_told_as_unsure(
    tmp_path: Path,
) -> None:
    clock = SetClock(MONDAY)
    with SmtpServer() as server:
        config = MailConfig(local_smtp(server.port))
        async with desk_of(tmp_path / "desk", clock, plain=True) as desk:
            first, second = await write_letters(desk, 2)
            gone = PostRoom(desk.ctx)
            handed = await gone.claim(MONDAY)
            claimed = await gone.claim(MONDAY)
            assert handed is not None
            assert claimed is not None
            assert await gone.handing(handed.mail_id)
            clock.forward(HOLD)
            assert await run_once(PostRoom(desk.ctx), config, clock.now()) is not None
            assert await states(desk) == {first: "unsure", second: "sent"}
            # It wakes up, and may not send what another has sent.
            assert not await gone.handing(claimed.mail_id)
        assert server.ids == [second]


async def test_a_letter_nobody_answered_for_is_told_without_settings_too(tmp_path: Path) -> None:
    clock = SetClock(MONDAY)
    async with desk_of(tmp_path / "desk", clock, plain=True) as desk:
        (written,) = await write_letters(desk, 1)
        gone = PostRoom(desk.ctx)
        letter = await gone.claim(MONDAY)
        assert letter is not None
        assert await gone.handing(letter.mail_id)
        postman = Postman(desk.ctx, {})
        await postman.room.tidy()
        assert await states(desk) == {written: "handed"}
        clock.forward(HOLD)
        postman.start()
        async with asyncio.timeout(60):
            async for _ in desk.changes():
                if await states(desk) == {written: "unsure"}:
                    break
        await postman.aclose()
        case = await desk.ctx.read(lambda tx: outbox.get(tx, letter.mail_id))
        assert case is not None
        assert (await desk.case(case.case_id)).mails[0].failed


async def killed_again_and_again(
    folder: Path, kills: int, count: int, seed: int
) -> Counter[tuple[str, int]]:
    """Kill senders while they talk to the server, then let one end; every letter is accounted
    for: delivered once, or told to be unsure and delivered at most once. How many ended in which
    state, having come how often."""
    dice = random.Random(seed)
    clock = SetClock(MONDAY)
    with SmtpServer() as server:
        async with desk_of(folder, clock, plain=True) as desk:
            written = await write_letters(desk, count)
        at = MONDAY
        for number in range(kills):
            at += HOLD + MINUTE
            before = len(server.heard)
            sender = start(send_mail, f"w{number}", folder, server.port, at)
            wanted = before + dice.randint(1, 9)
            while len(server.heard) < wanted and not sender.ended:
                if sender.connection.poll(dice.uniform(0, 0.004)):
                    sender.listen()
            if not sender.ended:
                sender.kill()
            assert sender.error == ""
        for _ in range(2):  # what the last one had begun, and what that leaves
            at += HOLD + MINUTE
            last = start(send_mail, "last", folder, server.port, at)
            last.drain()
            assert last.error == ""
        desk = await Desk.open(folder, clock=SetClock(at), plain=True)
        try:
            ended = await states(desk)
        finally:
            await desk.aclose()
        came = Counter(server.ids)
    assert sorted(ended) == sorted(written)
    assert set(ended.values()) <= {"sent", "unsure"}
    assert not [one for one in written if came[one] > 1], "none twice"
    assert not [one for one in written if ended[one] == "sent" and came[one] != 1], "none lost"
    assert sum(state == "unsure" for state in ended.values()) <= kills
    return Counter((state, came[one]) for one, state in ended.items())


async def test_senders_killed_at_any_point_lose_no_letter_and_send_none_twice(
    tmp_path: Path,
) -> None:
    await killed_again_and_again(tmp_path / "desk", kills=4, count=8, seed=1)


@pytest.mark.torture
async def test_100_kills_of_the_sender(tmp_path: Path) -> None:
    await killed_again_and_again(tmp_path / "desk", kills=100, count=160, seed=2)
