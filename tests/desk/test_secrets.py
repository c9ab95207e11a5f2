"""What must never be kept is refused in every internal text, and little else is."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from agentdesk.desk.acting import refuse_secrets
from agentdesk.desk.api import NewCase
from agentdesk.desk.house import Desk
from agentdesk.domain.values import DAY, Audience, CaseClass, Priority, Refused
from agentdesk.i18n import format as form
from agentdesk.i18n import language, say, set_language
from tests.support import ROOT
from tests.support.desks import MONDAY, desk_of

OTP = "She read it to me, the verification code is 884213"

WRITE: dict[str, Callable[[Desk, int], Awaitable[object]]] = {
    "note": lambda desk, case: desk.note(case, OTP),
    "restricted": lambda desk, case: desk.note(case, OTP, Audience.RESTRICTED),
    "done": lambda desk, case: desk.resolve(case, OTP, "It is done."),
    "priority": lambda desk, case: desk.change_priority(case, Priority.P1, OTP),
    "class": lambda desk, case: desk.change_class(case, CaseClass.COMPLEX, OTP),
    "plan": lambda desk, case: desk.plan(case, OTP, MONDAY + DAY),
    "sticky": lambda desk, case: desk.put_sticky(1, OTP, MONDAY + DAY),
}


@pytest.mark.parametrize("what", WRITE)
async def test_every_internal_text_refuses_a_secret(tmp_path: Path, what: str) -> None:
    async with desk_of(tmp_path) as desk:
        done = await desk.register(NewCase("Where is it?", customer="Chen", category="transfer"))
        before = await desk.case(done.case_id)
        with pytest.raises(Refused) as refused:
            await WRITE[what](desk, done.case_id)
        assert refused.value.code == "secret_in_text"
        assert await desk.case(done.case_id) == before
        # what the customer says is taken down: it is masked where it is read, never refused
        await desk.customer_message(done.case_id, OTP, channel="phone")


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("CVV 123", "the card's security digits (CVV)", "卡片安全码"),
        ("客户密码是 abc123!", "a password or PIN", "密码"),
        ("验证码123456", "a one-time code", "短信验证码等一次性密码"),
    ],
)
def test_the_refusal_names_what_it_found_and_does_not_repeat_it(
    text: str, english: str, chinese: str
) -> None:
    before = language()
    with pytest.raises(Refused) as refused:
        refuse_secrets(text)
    try:
        for lang, words in (("en", english), ("zh", chinese)):
            set_language(lang)
            said = say.refused(refused.value, now=MONDAY, tz=form.zone("Asia/Shanghai"))
            assert words in said
            assert "123" not in said
    finally:
        set_language(before)


def test_few_false_alarms() -> None:
    lines = (ROOT / "tests/data/pasted/secrets.jsonl").read_text("utf-8").splitlines()
    harmless = [row["text"] for row in map(json.loads, lines) if not row["secrets"]]
    assert len(harmless) > 10
    for text in (
        *harmless,
        "Customer forgot the password; reset link sent by e-mail.",
        "Card 8812 blocked 14:30, reference TRX 88-1207, amount 50,000.",
        "客户忘记密码，已指引在手机银行重置。",
        "收不到验证码，已换绑手机尾号 5678，工单 C-1041。",
    ):
        refuse_secrets(text)
