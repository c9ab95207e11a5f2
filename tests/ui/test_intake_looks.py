"""How the intake looks, as text beside the tests, at three sizes in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentdesk.screens.intake_new import NewCaseScreen
from tests.support.intake_ui import Phone, phone
from tests.support.pictures import assert_picture
from tests.support.ui import LARGE, MIDDLE, SMALL, assert_aligned, calm

pytestmark = pytest.mark.story

SIZES = (LARGE, MIDDLE, SMALL)
WORDS = {
    "en": "A transfer of 50,000 has not arrived, I was scammed!",
    "zh": "转账五万元未到账，卡被盗刷了！",
}


async def pictures(here: Phone, what: str, lang: str) -> None:
    """What stands there, at each size: the terminal is resized under it."""
    for width, height in SIZES:
        if tuple(here.app.size) != (width, height):
            await here.pilot.resize_terminal(width, height)
        name = f"intake-{what}-{lang}-{width}x{height}"
        drawn = await calm(here.pilot)
        assert_aligned(here.app, width)
        assert_picture(name, drawn)


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_the_intake(tmp_path: Path, lang: str) -> None:
    async with phone(tmp_path, size=LARGE, lang=lang) as here:
        await here.open()
        await here.ask("13812345678")
        await here.press("enter", "down", "down", "down")
        await pictures(here, "found", lang)
        await here.press("ctrl+n")
        await here.on(NewCaseScreen)
        await here.type(WORDS[lang])
        await here.until(lambda: here.form.words("priority") == "P1", "suggested")
        await here.sees("✓")
        await pictures(here, "form", lang)
        await here.press("f5")
        await pictures(here, "solved", lang)
