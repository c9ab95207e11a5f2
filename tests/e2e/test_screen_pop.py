"""A softphone says who rings: the running desk opens its intake on them."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentdesk.channels import pop
from agentdesk.desk.clock import SystemClock
from tests.support.cli import Ran, run
from tests.support.terminal import Terminal

pytestmark = pytest.mark.skipif(not pop.supported(), reason="no Unix sockets here")


@pytest.fixture
def runtime(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("run")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


def rings(desk: Path, number: str) -> Ran:
    return run("pop", "--phone", number, data=desk, clock=SystemClock())


def test_a_call_opens_the_intake_and_waits_for_what_is_typed(tmp_path: Path, runtime: Path) -> None:
    flags = ("--name", "Li Wei", "--desk", "Retail", "--tz", "Asia/Shanghai", "--lang", "en")
    assert run("init", *flags, "--sample", data=tmp_path, clock=SystemClock()).code == 0
    env = {"XDG_RUNTIME_DIR": str(runtime)}
    with Terminal(["--data-dir", str(tmp_path)], env=env) as terminal:
        terminal.until("▌")
        opened = rings(tmp_path, "+86 154 0000 0102")
        assert (opened.code, "Li Wei" in opened.out) == (0, True)
        terminal.until("154 0000 0102")
        terminal.until("Who is it")
        terminal.press("esc").until("Unowned")
        # somebody writes a note: the call waits, the words stay
        terminal.press("n").until("Li Wei (you)")
        terminal.press("o").until("start anew")
        terminal.type("half a sentence").until("half a sentence")
        waiting = rings(tmp_path, "15400000103")
        assert (waiting.code, "sees the call" in waiting.out) == (0, True)
        terminal.until("is ringing")
        assert "154****0103" in terminal.text
        assert "15400000103" not in terminal.text
        terminal.press("f8").until("Who is it")
        terminal.until("15400000103")
        terminal.press("esc").until("Timeline")
        terminal.press("o").until("half a sentence")
        terminal.press("esc", "ctrl+q")
        assert terminal.exit_status() == 0
    assert rings(tmp_path, "15400000103").code == 1
