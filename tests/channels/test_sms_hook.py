"""An SMS handed to a real HTTP service: taken once, or we know why not and what to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from agentdesk.channels.mail_config import Sms
from agentdesk.channels.sms_hook import send
from agentdesk.domain.letters import By, Outcome, Went
from tests.support.certificates import certificate
from tests.support.hook_server import HookServer
from tests.support.letters import LETTER
from tests.support.smtp_server import free_port

SMS = replace(LETTER, by=By.SMS, to_address="+8613812345678", body="款项已转出。\u202e\x1b[2J\n")


async def test_an_sms_is_posted_as_json_with_a_key_that_stays_the_same() -> None:
    with HookServer() as server:
        config = Sms(server.url, token="t0ken", to_field="mobile", text_field="content")
        assert (await send(config, SMS)).kind is Went.SENT
        assert (await send(config, SMS)).kind is Went.SENT
    (headers, body), (again, _) = server.taken
    assert body == {
        "mobile": "+8613812345678",
        "content": "款项已转出。[2J",
        "id": "17@d3sk.agentdesk",
    }
    assert headers["Authorization"] == "Bearer t0ken"
    assert headers["Idempotency-Key"] == again["Idempotency-Key"] == "17@d3sk.agentdesk"
    assert headers["Content-Type"] == "application/json"


async def test_a_header_of_its_own_carries_the_bare_token() -> None:
    with HookServer() as server:
        await send(Sms(server.url, header="X-Key", token="t0ken"), SMS)
    assert server.taken[0][0]["X-Key"] == "t0ken"


@pytest.mark.parametrize(
    ("mode", "kind", "code"),
    [
        ("202", Went.SENT, "sent"),
        ("400", Went.NEVER, "rejected"),
        ("422", Went.NEVER, "rejected"),
        ("401", Went.LATER, "hook"),
        ("404", Went.LATER, "hook"),
        ("429", Went.LATER, "busy"),
        ("503", Went.LATER, "busy"),
        ("500", Went.UNSURE, "no_answer"),
        ("504", Went.UNSURE, "no_answer"),
        ("redirect", Went.LATER, "hook"),
        ("dies", Went.UNSURE, "no_answer"),
    ],
)
async def test_what_an_answer_means(mode: str, kind: Went, code: str) -> None:
    with HookServer(mode) as server:
        outcome = await send(Sms(server.url, token="t0ken"), SMS)
    assert (outcome.kind, outcome.code) == (kind, code)
    assert len(server.taken) == 1
    assert "13812345678" not in outcome.text
    assert "li.wei@" not in outcome.text
    assert "t0ken" not in outcome.text


async def test_a_service_that_takes_it_and_never_answers() -> None:
    with HookServer("slow") as server:
        outcome = await send(Sms(server.url, timeout=0.2), SMS)
    assert outcome == Outcome(Went.UNSURE, "no_answer")
    assert len(server.taken) == 1


async def test_a_service_that_is_down() -> None:
    outcome = await send(Sms(f"http://127.0.0.1:{free_port()}/"), SMS)
    assert outcome == Outcome(Went.LATER, "unreachable")


async def test_encrypted_and_only_where_the_certificate_is_trusted(tmp_path: Path) -> None:
    cert = certificate(tmp_path)
    with HookServer(certificate=cert) as server:
        config = Sms(server.url, ca_file=cert.ca, token="t0ken")
        outcome = await send(replace(config, ca_file=None), SMS)
        assert (outcome.kind, outcome.code) == (Went.LATER, "tls_unknown")
        assert (await send(config, SMS)).kind is Went.SENT
    assert len(server.taken) == 1
    old = certificate(tmp_path, days=(-9, -2))
    other = certificate(tmp_path, "elsewhere.example")
    for wrong, code in ((old, "tls_expired"), (other, "tls_host")):
        with HookServer(certificate=wrong) as server:
            outcome = await send(Sms(server.url, ca_file=wrong.ca), SMS)
        assert (outcome.kind, outcome.code) == (Went.LATER, code)


async def test_an_sms_is_posted_only_if_it_is_still_ours() -> None:
    async def no_longer() -> bool:
        return False

    with HookServer() as server:
        assert await send(Sms(server.url), SMS, no_longer) == Outcome(Went.LATER, "lost")
    assert server.taken == []
