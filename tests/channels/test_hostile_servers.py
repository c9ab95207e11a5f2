"""Servers that mean no good, or are merely broken: no letter is lost, none is taken for sent."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from agentdesk.channels import sms_hook, smtp
from agentdesk.channels.mail_config import Sms
from agentdesk.domain.letters import By, Outcome, Went
from tests.support.hook_server import HookServer
from tests.support.letters import LETTER, local_smtp
from tests.support.raw_server import CLOSE, HANG, RawServer, Step, drips, hears, hears_request

SOON = 0.3
"""Seconds after which these tests lose their patience."""

HELLO: tuple[Step, ...] = (b"220 mail.test\r\n", hears("EHLO"))
PLAIN: tuple[Step, ...] = (*HELLO, b"250 mail.test\r\n")
SMS = replace(LETTER, by=By.SMS, to_address="+8613812345678")


async def sent(*steps: Step, **given: object) -> Outcome:
    with RawServer(steps) as server:
        return await smtp.send(local_smtp(server.port, **{"timeout": SOON, **given}), LETTER)


# --- a mail server


@pytest.mark.parametrize(
    "steps",
    [
        (HANG,),
        (drips(b"220-"),),
        (b"220-", drips(b"x")),
        (*HELLO, drips(b"250-x\r\n")),
        (*PLAIN, hears("MAIL"), HANG),
        (*PLAIN, hears("MAIL"), b"250 ok\r\n", hears("RCPT"), drips(b"2")),
        (*PLAIN, hears("MAIL"), b"250 ok\r\n", hears("RCPT"), b"250 ok\r\n", hears("DATA"), HANG),
    ],
)
async def test_one_that_stalls_or_drips_is_left_in_time_and_the_letter_waits(
    steps: tuple[Step, ...],
) -> None:
    outcome = await sent(*steps)
    assert (outcome.kind, outcome.code) in [(Went.LATER, "timeout"), (Went.LATER, "garbled")]


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_one_that_stalls_in_the_middle_of_the_encryption(security: str) -> None:
    offers = (*HELLO, b"250-x\r\n250 STARTTLS\r\n", hears("STARTTLS"), b"220 go\r\n")
    before = () if security == "tls" else offers
    assert await sent(*before, HANG, security=security) == Outcome(Went.LATER, "timeout")
    for broken in (b"250 this is no TLS\r\n" * 100, b"\x16\x03\x01\xff\xff"):
        outcome = await sent(*before, broken, CLOSE, security=security)
        assert outcome.kind is Went.LATER
        assert outcome.code in ("tls", "dropped")


@pytest.mark.parametrize("said", [b"", b"250-mail.test\r\n", b"250 mail.test\r\n", b"250"])
async def test_one_that_hangs_up_after_our_hello(said: bytes) -> None:
    assert await sent(*HELLO, said, CLOSE) == Outcome(Went.LATER, "dropped")


async def test_one_that_offers_a_log_in_only_without_encryption_never_hears_the_password() -> None:
    heard: list[bytes] = []

    def listens(line: object) -> None:
        heard.extend(line.file)  # type: ignore[attr-defined]

    outcome = await sent(
        *HELLO, b"250-mail.test\r\n250 AUTH PLAIN LOGIN\r\n", listens,
        security="starttls", username="desk", password="s3cret",
    )  # fmt: skip
    assert outcome == Outcome(Went.LATER, "no_tls")
    assert b"AUTH" not in b"".join(heard)


async def test_a_log_in_in_a_way_that_nobody_here_knows() -> None:
    outcome = await sent(
        *HELLO, b"250-mail.test\r\n250 AUTH GSSAPI NTLM\r\n", HANG, username="desk", password="word"
    )
    assert outcome == Outcome(Went.LATER, "no_auth")


@pytest.mark.parametrize(
    "greeting",
    [b"220 " + b"x" * 100_000 + b"\r\n", b"220-x\r\n" * 20_000 + b"220 x\r\n", b"x" * 100_000],
)
async def test_a_greeting_of_100_kb(greeting: bytes) -> None:
    outcome = await sent(greeting, HANG, timeout=10.0)
    assert outcome.kind is Went.LATER
    assert outcome.code in ("garbled", "dropped")
    assert len(outcome.text) <= 250


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (b"552 5.3.4 Message size exceeds fixed limit\r\n", Went.NEVER, "too_large"),
        (b"552 message too big\r\n", Went.NEVER, "too_large"),
        (b"452 4.3.1 Insufficient storage\r\n", Went.LATER, "busy"),
        (b"530 5.7.0 Log in first\r\n", Went.LATER, "auth"),
        (b"999 what\r\n", Went.LATER, "garbled"),
        (b"hello\r\n", Went.LATER, "garbled"),
    ],
)
async def test_answers_to_the_size_of_a_letter(answer: bytes, kind: Went, code: str) -> None:
    hello = b"250-mail.test\r\n250 SIZE 10\r\n"
    outcome = await sent(*HELLO, hello, hears("MAIL"), answer, HANG)
    assert (outcome.kind, outcome.code) == (kind, code)


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (b"450 4.2.0 Greylisted\r\n", Went.LATER, "busy"),
        (b"452 4.5.3 Too many recipients\r\n", Went.LATER, "busy"),
        (b"550 5.1.1 User unknown\r\n", Went.NEVER, "no_mailbox"),
        (b"550 5.1.2 Bad destination\r\n", Went.NEVER, "no_domain"),
        (b"552 5.2.2 Over quota\r\n", Went.NEVER, "mailbox_full"),
        ("550 该用户不存在\r\n".encode("gb18030"), Went.NEVER, "rejected"),
        ("550 该用户不存在\r\n".encode(), Went.NEVER, "no_mailbox"),
        (b"550-5.7.1 no\r\n550 5.7.1 spam\r\n", Went.NEVER, "rejected"),
        (b"550 \x1b[2J\xff\x00 no\r\n", Went.NEVER, "rejected"),
    ],
)
async def test_answers_about_a_recipient(answer: bytes, kind: Went, code: str) -> None:
    outcome = await sent(*PLAIN, hears("MAIL"), b"250 ok\r\n", hears("RCPT"), answer, HANG)
    assert (outcome.kind, outcome.code) == (kind, code)
    assert outcome.text.isprintable()


async def test_one_that_answers_before_it_was_asked_is_not_believed() -> None:
    taken = (*PLAIN, hears("MAIL"), b"250 ok\r\n", hears("RCPT"), b"250 ok\r\n", hears("DATA"))
    outcome = await sent(*taken, b"354 go on\r\n250 taken\r\n", HANG)
    assert outcome == Outcome(Went.LATER, "dropped")


# --- a service for text messages

REFUSED = [
    {"success": False, "message": "no balance"},
    {"ok": False},
    {"status": "FAILED", "reason": "number +8613812345678"},
    {"error": {"code": 17}},
    {"errors": ["bad number"]},
]
TAKEN = [
    {"id": 17},
    {"code": 0},
    {"error": None, "errors": [], "success": True},
    {"status": "queued"},
    ["whatever"],
]


@pytest.mark.parametrize("body", REFUSED)
async def test_a_service_that_answers_200_and_means_no(body: object) -> None:
    with HookServer(body=json.dumps(body).encode()) as server:
        outcome = await sms_hook.send(Sms(server.url), SMS)
    assert (outcome.kind, outcome.code) == (Went.NEVER, "rejected")
    assert "13812345678" not in outcome.text


@pytest.mark.parametrize("body", TAKEN)
async def test_a_service_that_answers_200_and_means_yes(body: object) -> None:
    with HookServer(body=json.dumps(body).encode()) as server:
        assert (await sms_hook.send(Sms(server.url), SMS)).kind is Went.SENT


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"code": 0}', Went.SENT),
        (b'{"code": "0", "success": false}', Went.SENT),
        (b'{"code": 40017, "message": "sign"}', Went.NEVER),
        (b'{"code": true}', Went.NEVER),
        (b'{"message": "hello"}', Went.UNSURE),
        (b"<html>please log in</html>", Went.UNSURE),
        (b"", Went.UNSURE),
        (b"[" * 60_000, Went.UNSURE),
        ('{"code": 1, "message": "余额不足"}'.encode("gb18030"), Went.UNSURE),
    ],
)
async def test_the_settings_say_what_means_yes(body: bytes, kind: Went) -> None:
    with HookServer(body=body) as server:
        config = Sms(server.url, ok_field="code", ok_value="0")
        assert (await sms_hook.send(config, SMS)).kind is kind


MOVED = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n"


@pytest.mark.parametrize(
    ("steps", "kind", "code"),
    [
        ((HANG,), Went.UNSURE, "no_answer"),
        ((drips(b"HTTP/1.1 200 "),), Went.UNSURE, "no_answer"),
        ((b"HTTP/1.1 200 OK\r\n", drips(b"X: y\r\n")), Went.UNSURE, "no_answer"),
        ((b"nonsense\r\n\r\n", HANG), Went.UNSURE, "no_answer"),
        ((b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 10_000, HANG), Went.UNSURE, "no_answer"),
        ((b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000, HANG), Went.UNSURE, "no_answer"),
        ((MOVED, CLOSE), Went.LATER, "hook"),
        ((b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nok", CLOSE), Went.SENT, "sent"),
        ((CLOSE,), Went.UNSURE, "no_answer"),
    ],
)  # fmt: skip
async def test_a_service_that_hangs_redirects_or_babbles(
    steps: tuple[Step, ...], kind: Went, code: str
) -> None:
    with RawServer([hears_request, *steps]) as server:
        config = Sms(f"http://127.0.0.1:{server.port}/send", timeout=SOON)
        outcome = await sms_hook.send(config, SMS)
    assert (outcome.kind, outcome.code) == (kind, code)
    assert server.connections == 1


async def test_one_that_hangs_before_the_encryption_has_taken_nothing() -> None:
    with RawServer([HANG]) as server:
        config = Sms(f"https://127.0.0.1:{server.port}/send", timeout=SOON)
        assert await sms_hook.send(config, SMS) == Outcome(Went.LATER, "timeout")
