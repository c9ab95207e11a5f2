"""Thirty real complaints, worked to closure by keys at a real terminal, as an agent does it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from agentdesk.desk.clock import SystemClock
from tests.support import ROOT, shared_or_none
from tests.support.cli import run
from tests.support.terminal import Terminal


def complaints() -> Path:
    """The real complaints where they lie beside this clone, else their invented twin."""
    shared = shared_or_none()
    real = shared / "data/cfpb/complaints-2019-2020.csv" if shared else None
    return real if real and real.is_file() else ROOT / "tests/data/twin-2019.csv"


def agentdesk(folder: Path, *arguments: str) -> str:
    """Run a command of the program; what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "agentdesk", "--data-dir", str(folder), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


class Agent:
    """Li Wei, who knows the keys: she types a form in one breath, then looks what came of it."""

    def __init__(self, terminal: Terminal) -> None:
        self.at = terminal

    def takes_the_next_promise(self) -> str:
        """`n`: what comes first is hers, and its page is open."""
        self.at.press("n")
        screen = self.at.until(lambda text: "Li Wei (you)" in text)
        return next(line.split()[0] for line in screen.splitlines() if line.startswith(" C-"))

    def tells_the_customer(self, words: str) -> None:
        """`u`: a reply, sent with ctrl+s."""
        self.at.type("u" + words).press("ctrl+s").until("the customer has heard from us")

    def resolves(self, done: str, told: str) -> None:
        """`r`: what was done, tab, what the customer was told."""
        self.at.type("r" + done).press("tab").type(told).press("ctrl+s").until(" resolved · ")

    def follows_up(self, speed: str, attitude: str, solved: str) -> None:
        """`f`: reached, and three questions with one key each."""
        self.at.type("fy" + speed + attitude + solved).press("ctrl+s").until("▸ x ")

    def closes(self) -> None:
        """`x`, and yes."""
        self.at.type("xy").until("▸ R  nothing is left")

    def goes_back_to_the_queue(self) -> None:
        """`esc`."""
        self.at.press("esc").until("Unowned")


@pytest.mark.parametrize("cases", [3, pytest.param(30, marks=pytest.mark.story)])
def test_complaints_are_worked_to_closure(tmp_path: Path, cases: int) -> None:
    desk = tmp_path / "desk"
    agentdesk(
        desk, "init", "--name", "Li Wei", "--desk", "Retail",
        "--tz", "Asia/Shanghai", "--lang", "en", "--no-sample",
    )  # fmt: skip
    agentdesk(desk, "import", str(complaints()), "--map", "cfpb", "--as-new", "8h")

    worked: list[str] = []
    with Terminal(["--data-dir", str(desk)]) as terminal:
        li_wei = Agent(terminal)
        terminal.until("Unowned")
        terminal.until("▌")
        for number in range(1, cases + 1):
            reference = li_wei.takes_the_next_promise()
            li_wei.tells_the_customer(f"Letter {number}: we look into it today.")
            li_wei.resolves(f"Corrected, entry {number}.", f"It is corrected, see letter {number}.")
            li_wei.follows_up("5", "4", "5")
            li_wei.closes()
            li_wei.goes_back_to_the_queue()
            worked.append(reference)
        terminal.press("ctrl+q")
        assert terminal.exit_status() == 0

    assert len(set(worked)) == cases, "the next promise was always another case"
    for reference in worked:
        case = run("show", reference, "--json", data=desk, clock=SystemClock()).json
        assert case["status"] == "closed"
        states = {clock["name"]: clock["state"] for clock in case["clocks"]}
        assert states["register"] == "met"
        assert states["first_response"] in ("met", "met_late")
        assert states["follow_up"] == "met"
    assert "right" in agentdesk(desk, "db", "verify")
