"""Somebody who knows the keys does not wait for the screen: what is typed ahead is not lost."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from agentdesk.desk.api import NewCase
from agentdesk.desk.clock import SystemClock
from agentdesk.desk.house import Desk
from agentdesk.domain.values import Status
from tests.support.cli import run
from tests.support.terminal import Terminal


async def solved(folder: Path) -> int:
    desk = await Desk.open(folder, clock=SystemClock())
    try:
        new = NewCase("How do I raise my limit?", category="account", customer="陈洁")
        return (await desk.solve(new, "In the app, under Cards.")).case_id
    finally:
        await desk.aclose()


@pytest.mark.story
def test_a_burst_of_keys_is_a_burst_of_answers(tmp_path: Path) -> None:
    flags = ("--name", "Li Wei", "--desk", "Retail", "--tz", "Asia/Shanghai", "--lang", "en")
    assert run("init", *flags, "--no-sample", data=tmp_path, clock=SystemClock()).code == 0
    reference = f"C-{asyncio.run(solved(tmp_path))}"
    with Terminal(["--data-dir", str(tmp_path)]) as terminal:
        terminal.until("Unowned")
        terminal.type(f"/{reference}\rfy545kind people\x13xy")
        terminal.until("▸ R  nothing is left")
        terminal.press("ctrl+q")
        assert terminal.exit_status() == 0
    case = run("show", reference, "--json", data=tmp_path, clock=SystemClock()).json
    assert case["status"] == Status.CLOSED
    (asked,) = [entry for entry in case["timeline"] if entry["kind"] == "followup_done"]
    assert asked["text"] == "kind people"


def test_a_priority_and_its_reason_in_one_breath(tmp_path: Path) -> None:
    flags = ("--name", "Li Wei", "--desk", "Retail", "--tz", "Asia/Shanghai", "--lang", "en")
    assert run("init", *flags, "--sample", data=tmp_path, clock=SystemClock()).code == 0
    with Terminal(["--data-dir", str(tmp_path)]) as terminal:
        terminal.until("▌")
        terminal.press("n").until("Li Wei (you)")
        terminal.type("p3money is here").press("ctrl+s")
        terminal.until(" P3 ")
        terminal.until("money is here")
        terminal.press("ctrl+q")
        assert terminal.exit_status() == 0


def test_what_is_typed_while_the_desk_opens_is_done_when_it_is_open(tmp_path: Path) -> None:
    flags = ("--name", "Li Wei", "--desk", "Retail", "--tz", "Asia/Shanghai", "--lang", "en")
    assert run("init", *flags, "--no-sample", data=tmp_path, clock=SystemClock()).code == 0
    reference = f"C-{asyncio.run(solved(tmp_path))}"
    with Terminal(["--data-dir", str(tmp_path)]) as terminal:
        terminal.until("opening")
        terminal.type(f"/{reference}\roremember me\x13")
        terminal.until("remember me")
        terminal.until("note")
        terminal.press("ctrl+q")
        assert terminal.exit_status() == 0
    case = run("show", reference, "--json", data=tmp_path, clock=SystemClock()).json
    assert "remember me" in [entry["text"] for entry in case["timeline"]]


@pytest.mark.story
def test_calls_in_one_breath_each(tmp_path: Path) -> None:
    """Who, what, sent; who, which case, what, sent: not one wait, and whole words arrive."""
    flags = ("--name", "Li Wei", "--desk", "Retail", "--tz", "Asia/Shanghai", "--lang", "en")
    assert run("init", *flags, "--no-sample", data=tmp_path, clock=SystemClock()).code == 0
    words = " ".join(f"word{n}" for n in range(60))
    with Terminal(["--data-dir", str(tmp_path)]) as terminal:
        terminal.until("Unowned")
        terminal.type(f"i13812345678\r{words}\x13")
        terminal.type(f"i13812345678\r1{words}, still\x13")
        terminal.type(f"i13812345678\x0eMy limit?\x1b[15~{words}\t4\x13")
        terminal.until("C-1002 is registered and resolved.")
        terminal.press("ctrl+q")
        assert terminal.exit_status() == 0
    first, second = (
        run("show", f"C-{n}", "--json", data=tmp_path, clock=SystemClock()).json
        for n in (1001, 1002)
    )
    assert (first["text"], first["chasers"]) == (words, 1)
    assert first["timeline"][-1]["text"] == f"{words}, still"
    assert (second["status"], second["wrapup"]) == (Status.RESOLVED, "guided")
    assert second["timeline"][-1]["text"] == words
