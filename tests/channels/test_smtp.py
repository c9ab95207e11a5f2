"""A letter handed to a real mail server: it arrives once, or we know why not and what to do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from agentdesk.channels.mail_config import Smtp
from agentdesk.channels.mail_message import build
from agentdesk.channels.smtp import Mailing, send
from agentdesk.domain.letters import Outcome, Went
from tests.support.certificates import Certificate, certificate
from tests.support.letters import LETTER, local_smtp
from tests.support.smtp_server import SmtpServer, free_port

SOON = 0.2
"""Seconds of patience with a server that will never answer."""


@pytest.fixture(scope="module")
def cert(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


async def tried(mode: str, *, patience: float = 10.0, body: str = "") -> tuple[Outcome, SmtpServer]:
    letter = replace(LETTER, body=body or LETTER.body)
    with SmtpServer(mode) as server:
        return await send(local_smtp(server.port, timeout=patience), letter), server


async def test_a_letter_arrives_as_it_was_written(server: SmtpServer) -> None:
    config = local_smtp(server.port, from_name="零售客服台")
    assert await send(config, LETTER) == Outcome(Went.SENT, "sent", "250 2.0.0 OK queued as 4F3A")
    (taken,) = server.messages
    assert (taken.sender, taken.to) == ("desk@example.com", ("li.wei@example.com",))
    assert taken.raw == build(config, LETTER)
    assert taken.message_id == LETTER.message_id


async def test_what_comes_back_goes_to_an_address_of_its_own(server: SmtpServer) -> None:
    config = local_smtp(server.port, bounces_to="bounces@example.com")
    assert (await send(config, LETTER)).kind is Went.SENT
    (taken,) = server.messages
    assert (taken.sender, taken.raw) == ("bounces@example.com", build(local_smtp(1), LETTER))


async def test_lines_that_begin_with_a_dot_arrive(server: SmtpServer) -> None:
    letter = replace(LETTER, lang="en", body="One\n.\n..\n.two\nFrom here\n")
    config = local_smtp(server.port)
    assert (await send(config, letter)).kind is Went.SENT
    assert server.messages[0].raw == build(config, letter)


async def test_with_encryption_and_a_log_in(cert: Certificate) -> None:
    with SmtpServer(certificate=cert, login=("desk", "word")) as server:
        config = local_smtp(server.port, ca=cert.ca, username="desk", password="word")
        assert (await send(config, LETTER)).kind is Went.SENT
        assert server.ids == [LETTER.message_id]
        assert server.heard[:3] == ["EHLO", "EHLO", "AUTH PLAIN"]


async def test_encryption_from_the_first_byte(cert: Certificate) -> None:
    with SmtpServer(certificate=cert, implicit_tls=True) as server:
        config = local_smtp(server.port, ca=cert.ca, security="tls")
        assert (await send(config, LETTER)).kind is Went.SENT
        assert server.ids == [LETTER.message_id]


async def test_a_wrong_password_is_our_trouble_and_is_not_repeated(cert: Certificate) -> None:
    with SmtpServer(certificate=cert, login=("desk", "word")) as server:
        config = local_smtp(server.port, ca=cert.ca, username="desk", password="s3cret")
        outcome = await send(config, LETTER)
        assert (outcome.kind, outcome.code) == (Went.LATER, "auth")
        assert "s3cret" not in repr((outcome, config))
        assert "MAIL" not in server.heard
        assert (await send(replace(config, password="word"), LETTER)).kind is Went.SENT


async def test_a_server_that_wants_a_log_in_and_gets_none(cert: Certificate) -> None:
    with SmtpServer(certificate=cert, login=("desk", "word")) as server:
        outcome = await send(local_smtp(server.port, ca=cert.ca), LETTER)
        assert (outcome.kind, outcome.code) == (Went.LATER, "auth")


async def test_a_log_in_where_the_server_knows_none(server: SmtpServer) -> None:
    config = local_smtp(server.port, username="desk", password="word")
    assert await send(config, LETTER) == Outcome(Went.LATER, "no_auth")
    assert server.heard == ["EHLO"]


async def test_certificates_that_are_not_to_be_trusted(cert: Certificate, tmp_path: Path) -> None:
    other = certificate(tmp_path, "elsewhere.example")
    nonsense = tmp_path / "nonsense.pem"
    nonsense.write_text("no certificate")
    with SmtpServer(certificate=cert) as server:
        config = local_smtp(server.port, ca=cert.ca)
        for wrong, code in (
            (other.ca, "tls_unknown"),
            (None, "tls_unknown"),
            (nonsense, "tls"),
            (tmp_path / "gone.pem", "tls"),
        ):
            outcome = await send(replace(config, ca_file=wrong), LETTER)
            assert (outcome.kind, outcome.code) == (Went.LATER, code)
    with SmtpServer(certificate=other) as server:  # trusted, but another's name
        outcome = await send(local_smtp(server.port, ca=other.ca), LETTER)
        assert (outcome.kind, outcome.code) == (Went.LATER, "tls_host")
        assert "localhost" in outcome.text


@pytest.mark.parametrize("days", [(-30, -2), (2, 30)])
async def test_a_certificate_out_of_its_time(tmp_path: Path, days: tuple[int, int]) -> None:
    old = certificate(tmp_path, days=days)
    for implicit in (False, True):
        with SmtpServer(certificate=old, implicit_tls=implicit) as server:
            security = "tls" if implicit else "starttls"
            config = local_smtp(server.port, ca=old.ca, security=security)
            outcome = await send(config, LETTER)
            assert (outcome.kind, outcome.code) == (Went.LATER, "tls_expired")
            assert "MAIL" not in server.heard


async def test_nothing_is_said_in_clear_where_encryption_is_asked_for(
    server: SmtpServer, cert: Certificate
) -> None:
    config = local_smtp(server.port, ca=cert.ca, username="desk", password="word")
    assert await send(config, LETTER) == Outcome(Went.LATER, "no_tls")
    assert server.heard == ["EHLO"]
    implicit = replace(config, security="tls")
    assert (await send(implicit, LETTER)).code == "tls"


async def test_a_server_that_is_down() -> None:
    assert await send(local_smtp(free_port()), LETTER) == Outcome(Went.LATER, "unreachable")


async def test_a_server_whose_name_nobody_knows() -> None:
    config = local_smtp(25, host="mail.invalid", timeout=5.0)
    outcome = await send(config, LETTER)
    assert outcome.kind is Went.LATER
    assert outcome.code in ("dns", "timeout")  # a name server may be out of reach, too


@pytest.mark.parametrize(
    ("mode", "kind", "code"),
    [
        ("reject_rcpt", Went.NEVER, "no_mailbox"),
        ("reject_data", Went.NEVER, "rejected"),
        ("reject_from", Went.LATER, "sender"),
        ("tempfail", Went.LATER, "busy"),
        ("tempfail_data", Went.LATER, "busy"),
    ],
)
async def test_a_server_that_refuses(mode: str, kind: Went, code: str) -> None:
    outcome, server = await tried(mode)
    assert (outcome.kind, outcome.code) == (kind, code)
    assert server.messages == []


async def test_what_a_server_says_about_a_customer_is_masked() -> None:
    outcome, _ = await tried("reject_rcpt")
    assert outcome.text.startswith("550 5.1.1 <l***@example.com>: no such person")
    assert "13812345678" not in outcome.text


@pytest.mark.parametrize("phase", ["greeting", "ehlo", "mail", "rcpt", "data"])
async def test_a_server_that_falls_silent_before_the_letter(phase: str) -> None:
    outcome, server = await tried(f"slow:{phase}", patience=SOON)
    assert outcome == Outcome(Went.LATER, "timeout")
    assert server.messages == []


async def test_a_server_that_falls_silent_during_the_log_in() -> None:
    with SmtpServer("slow:auth", login=("desk", "word")) as server:
        config = local_smtp(server.port, timeout=SOON, username="desk", password="word")
        assert await send(config, LETTER) == Outcome(Went.LATER, "timeout")


async def test_a_server_that_never_ends_its_sentence() -> None:
    outcome, _ = await tried("endless")
    assert (outcome.kind, outcome.code) == (Went.LATER, "dropped")


async def test_a_server_that_falls_silent_after_the_letter_leaves_us_unsure() -> None:
    outcome, server = await tried("slow:dot", patience=SOON)
    assert outcome == Outcome(Went.UNSURE, "no_answer")
    assert "DOT" in server.heard


async def test_a_server_that_dies_after_the_dot_may_have_taken_it() -> None:
    outcome, server = await tried("dies_after_dot")
    assert outcome == Outcome(Went.UNSURE, "no_answer")
    assert server.ids == [LETTER.message_id]


async def test_a_server_that_dies_in_the_text_has_taken_nothing() -> None:
    # More than the buffers of both ends: it dies before all of it can have been sent.
    outcome, server = await tried("dies_in_data", body="a long story\n" * 900_000)
    assert outcome == Outcome(Went.LATER, "dropped")
    assert server.messages == []


async def test_a_letter_to_no_address_is_never_sent(server: SmtpServer) -> None:
    letter = replace(LETTER, to_address="li@example.com\r\nRCPT TO:<x@example.org>")
    assert await send(local_smtp(server.port), letter) == Outcome(Went.NEVER, "bad_address")
    assert server.heard == []


async def test_an_address_in_another_script_needs_a_server_that_knows_it() -> None:
    letter = replace(LETTER, to_address="李伟@例子.中国")
    with SmtpServer() as server:
        assert (await send(local_smtp(server.port), letter)).kind is Went.SENT
        assert server.messages[0].to == ("李伟@xn--fsqu00a.xn--fiqs8s",)
    with SmtpServer(utf8=False) as server:
        assert await send(local_smtp(server.port), letter) == Outcome(Went.NEVER, "no_utf8")


async def test_the_letter_is_handed_over_only_if_it_is_still_ours(server: SmtpServer) -> None:
    async def no_longer() -> bool:
        return False

    config = local_smtp(server.port)
    assert await send(config, LETTER, no_longer) == Outcome(Went.LATER, "lost")
    assert server.heard == ["EHLO", "MAIL", "RCPT"]


@pytest.mark.parametrize(("mode", "heard"), [("slow:rcpt", "RCPT"), ("slow:data", "DATA")])
async def test_who_stops_before_the_letter_knows_that_nothing_was_sent(
    mode: str, heard: str
) -> None:
    with SmtpServer(mode) as server:
        mailing = Mailing(local_smtp(server.port), LETTER)
        task = asyncio.create_task(mailing.run())
        await asyncio.to_thread(server.wait_heard, heard)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert mailing.outcome == Outcome(Went.LATER, "stopped")
        assert server.messages == []


async def test_who_stops_after_the_letter_is_unsure() -> None:
    with SmtpServer("slow:dot") as server:
        mailing = Mailing(local_smtp(server.port), LETTER)
        task = asyncio.create_task(mailing.run())
        await asyncio.to_thread(server.wait_heard, "DOT")
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert mailing.outcome == Outcome(Went.UNSURE, "no_answer")


def test_settings_never_show_a_password() -> None:
    assert "word" not in repr(Smtp("h", 1, "tls", "a@b.co", username="d", password="word"))
