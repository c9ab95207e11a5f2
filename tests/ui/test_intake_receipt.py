"""A receipt on request: one key in the form of a new case, beginning as the policy says (C2)."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentdesk.desk.setup import bundled_policy
from agentdesk.screens.intake_new import NewCaseScreen
from agentdesk.store import outbox
from tests.support.intake_ui import Phone, phone

MAIL = 'host = "127.0.0.1"\nsecurity = "none"\nfrom_address = "desk@example.com"\n'


async def _form(here: Phone) -> None:
    """A new case for whoever has this address."""
    await here.open()
    await here.ask("ann@example.com")
    await here.press("ctrl+n")
    await here.on(NewCaseScreen)


async def _taken_in(here: Phone) -> list[str]:
    """What goes out for the case that is registered now."""
    newest = max(row.id for row in (await here.desk.queue_at(here.desk.now())))
    await here.press("ctrl+s")
    await here.back_on_queue()
    return [
        mail.purpose for mail in await here.desk.ctx.read(lambda tx: outbox.of_case(tx, newest + 1))
    ]


@pytest.mark.story
@pytest.mark.parametrize(
    ("receipts", "keys", "sent"),
    [
        ("arrivals", (), []),
        ("arrivals", ("f6",), ["receipt"]),
        ("all", ("f6",), []),
    ],
)
async def test_a_receipt_goes_out_as_the_policy_says_or_as_asked(
    tmp_path: Path, receipts: str, keys: tuple[str, ...], sent: list[str]
) -> None:
    async with phone(tmp_path) as here:
        (tmp_path / "mail.toml").write_text(MAIL)
        text = bundled_policy().replace('receipts = "arrivals"', f'receipts = "{receipts}"')
        await here.desk.apply_policy(text)
        await _form(here)
        usual = receipts == "all"
        await here.sees("F6 ✓ receipt" if usual else "F6 receipt")
        await here.sees("receipt         ● yes" if usual else "receipt         ○ yes")
        await here.type("Where is my card?")
        await here.press(*keys)
        if keys:
            await here.sees("F6 receipt" if usual else "F6 ✓ receipt")
        assert await _taken_in(here) == sent


@pytest.mark.story
async def test_where_nothing_can_be_sent_there_is_nothing_to_ask(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        await _form(here)
        await here.type("Where is my card?")
        await here.press("f6")
        await here.sees("No receipt can go out here.")
        assert "F6 receipt" not in here.text
        assert await _taken_in(here) == []


@pytest.mark.story
async def test_what_was_asked_is_kept_with_the_words(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        (tmp_path / "mail.toml").write_text(MAIL)
        await _form(here)
        await here.type("Where is my card?")
        await here.sees("F6 receipt")
        await here.press("f6")
        await here.sees("draft kept")
        await here.press("escape")
        await here.until(lambda: not isinstance(here.app.screen, NewCaseScreen), "it is left")
        await here.press("ctrl+n")
        await here.on(NewCaseScreen)
        await here.sees("receipt         ● yes")
        await here.press("f5")  # solved at once: they have their answer
        await here.until(lambda: "receipt         " not in here.text, "no receipt for that")
