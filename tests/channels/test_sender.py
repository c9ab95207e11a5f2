"""The sender and real servers: every letter goes out once, or waits, or is told to a person."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from agentdesk.channels import sender as module
from agentdesk.channels.mail_config import BadMail, MailConfig, Sms
from agentdesk.channels.sender import PAUSE, NotKept, Sender, run_once
from agentdesk.desk.clock import SetClock
from agentdesk.domain.letters import By, Letter, Outcome, Went
from agentdesk.domain.values import MINUTE, Refused
from tests.support.hook_server import HookServer
from tests.support.letters import LETTER, local_smtp
from tests.support.pile import Pile
from tests.support.smtp_server import SmtpServer, free_port


def letters(count: int) -> tuple[Letter, ...]:
    return tuple(
        replace(LETTER, mail_id=number, message_id=f"{number}@d3sk.agentdesk")
        for number in range(1, count + 1)
    )


def pile(count: int = 1) -> Pile:
    return Pile(SetClock(1_000 * MINUTE), *letters(count))


def mail(server: SmtpServer | int, timeout: float = 10.0) -> MailConfig:
    port = server if isinstance(server, int) else server.port
    return MailConfig(local_smtp(port, timeout=timeout))


@asynccontextmanager
async def sending(outbox: Pile, settings: Callable[[], MailConfig | None]) -> AsyncIterator[Sender]:
    sender = Sender(outbox, settings, outbox.clock)
    sender.start()
    try:
        yield sender
    finally:
        await sender.stop()


async def test_everything_that_waits_goes_out_once() -> None:
    outbox = pile(5)
    with SmtpServer() as server:
        async with sending(outbox, lambda: mail(server)):
            await outbox.until(lambda: outbox.states == ["sent"] * 5)
        assert server.ids == [letter.message_id for letter in letters(5)]


async def test_an_sms_goes_its_own_way() -> None:
    outbox = Pile(SetClock(0), replace(LETTER, by=By.SMS, to_address="+8613812345678"))
    with HookServer() as hook:
        await run_once(outbox, MailConfig(sms=Sms(hook.url)), 0)
    assert outbox.states == ["sent"]
    assert hook.taken[0][1]["to"] == "+8613812345678"


async def test_nothing_is_claimed_before_its_time_and_nothing_is_none() -> None:
    outbox = pile()
    outbox.kept[1].next_at = 2_000 * MINUTE
    assert await run_once(outbox, mail(free_port()), outbox.clock.now()) is None
    assert outbox.claims == []


async def test_a_server_that_was_down_gets_the_letters_when_it_is_back() -> None:
    outbox, port = pile(2), free_port()
    async with sending(outbox, lambda: mail(port)) as sender:
        await outbox.until(lambda: outbox.kept[1].tries == 1)
        # The second letter would meet the same: it is not tried until a moment has passed.
        assert outbox.claims == [1]
        with SmtpServer(port=port) as server:
            outbox.clock.forward(PAUSE)
            sender.poke()
            await outbox.until(lambda: outbox.states == ["waiting", "sent"])
            outbox.clock.forward(MINUTE)
            sender.poke()
            await outbox.until(lambda: outbox.states == ["sent", "sent"])
            assert sorted(server.ids) == [letter.message_id for letter in letters(2)]
    assert outbox.kept[1].tries == 2


@pytest.mark.parametrize(
    ("mode", "state"),
    [("reject_rcpt", "bounced"), ("tempfail", "waiting"), ("dies_after_dot", "unsure")],
)
async def test_what_the_server_did_is_kept(mode: str, state: str) -> None:
    outbox = pile()
    with SmtpServer(mode) as server:
        outcome = await run_once(outbox, mail(server), outbox.clock.now())
        assert outcome == outbox.kept[1].outcome
        assert outbox.states == [state]
        # Neither what was refused nor what may have arrived is ever tried again.
        server.mode = "normal"
        assert await run_once(outbox, mail(server), outbox.clock.now()) is None


async def test_a_letter_that_somebody_else_has_taken_over_is_not_sent() -> None:
    outbox = pile()
    outbox.ours = False
    with SmtpServer() as server:
        outcome = await run_once(outbox, mail(server), outbox.clock.now())
        assert outcome == Outcome(Went.LATER, "lost")
        assert "DATA" not in server.heard


async def test_what_cannot_be_written_down_is_written_before_anything_else_is_sent() -> None:
    outbox = pile(2)
    outbox.trouble = 1
    with SmtpServer() as server:
        with pytest.raises(NotKept) as raised:
            await run_once(outbox, mail(server), outbox.clock.now())
        assert (raised.value.letter.mail_id, raised.value.outcome.kind) == (1, Went.SENT)
        assert outbox.states == ["handed", "waiting"]


async def test_a_store_that_is_busy_for_a_while_costs_no_letter() -> None:
    outbox = pile(2)
    outbox.trouble = 2
    with SmtpServer() as server:
        async with sending(outbox, lambda: mail(server)) as sender:
            await outbox.until(lambda: outbox.claims == [1])
            await asyncio.to_thread(server.wait_for, 1)
            sender.poke()
            await outbox.until(lambda: outbox.states == ["sent", "sent"])
        assert server.ids == [letter.message_id for letter in letters(2)]


async def test_nothing_is_claimed_until_the_settings_are_right() -> None:
    outbox = pile()
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    with SmtpServer() as server:
        right = mail(server)
        answers: list[MailConfig | BadMail | None] = [None, BadMail(Path("mail.toml"), ())]

        def settings() -> MailConfig | None:
            answer = answers.pop(0) if answers else right
            loop.call_soon_threadsafe(asked.set)
            if isinstance(answer, BadMail):
                raise answer
            return answer

        async with sending(outbox, settings) as sender:
            for _ in range(2):
                await asked.wait()
                asked.clear()
                assert outbox.claims == []
                sender.poke()
            await outbox.until(lambda: outbox.states == ["sent"])


async def test_a_way_that_is_not_set_up_is_no_try() -> None:
    outbox = pile()
    outcome = await run_once(outbox, MailConfig(sms=Sms("https://x.example")), 1_000 * MINUTE)
    assert outcome == Outcome(Went.LATER, "not_set_up")
    assert (outbox.states, outbox.kept[1].tries) == (["waiting"], 0)


async def test_a_desk_that_closes_before_the_letter_leaves_it_waiting_untried() -> None:
    outbox = pile()
    with SmtpServer("slow:rcpt") as server:
        async with sending(outbox, lambda: mail(server)):
            await asyncio.to_thread(server.wait_heard, "RCPT")
        assert outbox.states == ["waiting"]
        assert outbox.kept[1].tries == 0
        assert outbox.kept[1].next_at == outbox.clock.now()


async def test_a_desk_that_closes_after_the_letter_tells_that_it_is_unsure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "GRACE_SECONDS", 0.1)
    outbox = pile()
    with SmtpServer("slow:dot") as server:
        async with sending(outbox, lambda: mail(server)):
            await asyncio.to_thread(server.wait_heard, "DOT")
        assert outbox.states == ["unsure"]


async def test_a_desk_that_closes_while_it_claims_gives_the_letter_back() -> None:
    outbox = pile()
    outbox.gate = asyncio.Event()
    with SmtpServer() as server:
        task = asyncio.create_task(run_once(outbox, mail(server), outbox.clock.now()))
        await outbox.until(lambda: outbox.states == ["sending"])
        task.cancel()
        outbox.gate.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (outbox.states, server.heard) == (["waiting"], [])


async def test_it_starts_and_stops_as_often_as_one_likes() -> None:
    outbox = pile()
    with SmtpServer() as server:
        sender = Sender(outbox, lambda: mail(server), outbox.clock)
        await sender.stop()
        sender.start()
        sender.start()
        await outbox.until(lambda: outbox.states == ["sent"])
        await sender.stop()
        await sender.stop()
        assert len(server.messages) == 1


async def test_nothing_but_its_stop_ends_the_sending() -> None:
    outbox = pile()
    broke: list[Exception] = []

    class Told(module.Ear):
        def broke(self, error: Exception) -> None:
            broke.append(error)

    whole = outbox.next_at

    async def refuses() -> int | None:
        outbox.next_at = whole  # type: ignore[method-assign]
        raise Refused("unknown_case")

    outbox.next_at = refuses  # type: ignore[method-assign]
    with SmtpServer() as server:
        sender = Sender(outbox, lambda: mail(server), outbox.clock, Told())
        sender.start()
        sender.poke()
        await outbox.until(lambda: outbox.states == ["sent"])
        await sender.stop()
    assert [type(error) for error in broke] == [Refused]


async def test_letters_of_a_desk_that_is_gone_are_told_also_without_settings() -> None:
    outbox = pile()
    async with sending(outbox, lambda: None):
        await outbox.until(lambda: outbox.tidied > 0)
    assert outbox.claims == []


async def test_mended_settings_count_at_once_for_what_waits() -> None:
    outbox = pile()
    outbox.kept[1].next_at = 2_000 * MINUTE
    answers = [True]
    with SmtpServer() as server:
        sender = Sender(
            outbox,
            lambda: mail(server),
            outbox.clock,
            mended=lambda: bool(answers and answers.pop()),
        )
        sender.start()
        await outbox.until(lambda: outbox.states == ["sent"])
        await sender.stop()
