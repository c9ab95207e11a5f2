"""A lead notes that somebody has left while their program is open, with half a sentence in it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from agentdesk.desk.clock import SystemClock
from agentdesk.desk.house import Desk
from tests.support.cli import Ran, run
from tests.support.desks import request
from tests.support.terminal import Terminal

WORDS = {
    "en": {
        "told": "You do not work at this desk any more, Maya",
        "header": "Maya, left",
        "refused": "so nothing was changed",
        "back": "You work here again, Maya",
        "sent": "Maya · internal note",
        "door": "Maya does not work at this desk any more",
    },
    "zh": {
        "told": "标记为离岗",
        "header": "Maya，已离岗",
        "refused": "本次操作未执行",
        "back": "已恢复在岗",
        "sent": "Maya · 内部备注",
        "door": "Maya 已离岗",
    },
}


def agentdesk(folder: Path, *words: str, code: int = 0) -> Ran:
    ran = run(*words, data=folder, clock=SystemClock())
    assert ran.code == code, ran.err
    return ran


async def comes_in(folder: Path) -> None:
    desk = await Desk.open(folder, clock=SystemClock())
    try:
        await desk.receive(request("Where is my transfer?"))
    finally:
        await desk.aclose()


@pytest.mark.story
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_who_has_left_is_told_at_once_and_loses_no_word(tmp_path: Path, lang: str) -> None:
    words = WORDS[lang]
    flags = ("--name", "Li Wei", "--desk", "Retail", "--tz", "UTC", "--lang", lang, "--no-sample")
    agentdesk(tmp_path, "init", *flags)
    agentdesk(tmp_path, "people", "add", "Maya")
    asyncio.run(comes_in(tmp_path))

    with Terminal(["--data-dir", str(tmp_path), "--as", "maya"]) as maya:
        maya.until("C-1001")
        maya.press("enter").until("Where is my transfer?")
        maya.press("o").type("half a sen").until("half a sen")

        agentdesk(tmp_path, "people", "leave", "maya")
        maya.until(words["told"])
        maya.until(words["header"])
        maya.type("tence").until("half a sentence")  # every key still goes where it went
        maya.press("ctrl+s").until(words["refused"])
        assert "half a sentence" in maya.text
        refused = agentdesk(tmp_path, "take", "--as", "maya", "--lang", lang, code=2)
        assert words["door"] in refused.err

        agentdesk(tmp_path, "people", "change", "maya", "--back")
        maya.until(words["back"])
        maya.press("ctrl+s").until(words["sent"])
        assert words["header"] not in maya.text
        maya.press("ctrl+q")
        assert maya.exit_status() == 0
    case = agentdesk(tmp_path, "show", "C-1001", "--json").json
    notes = [entry["text"] for entry in case["timeline"] if entry["kind"] == "note"]
    assert notes == ["half a sentence"]
