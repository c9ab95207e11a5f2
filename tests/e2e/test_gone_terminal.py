"""The terminal goes away under the open desk: it ends by itself, soon, and nothing is harmed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from agentdesk.desk.clock import SystemClock
from agentdesk.driver import GONE
from tests.e2e.doors import desk
from tests.support import cli
from tests.support.line import PATIENCE, Line, line

UNSENT = "unfinished words"
SIGN = "\u00a7"
"""Stands nowhere else; one sign is neither wrapped nor drawn in two pieces."""


@pytest.fixture
def where(tmp_path: Path) -> Path:
    """A desk with the sample in it."""
    return desk(tmp_path)


def is_sound(where: Path) -> bool:
    """Whether the desk proves right and holds no word of what was typed and not sent."""
    told = cli.run("db", "verify", "--json", data=where, clock=SystemClock())
    sent = cli.run("export", "events", "--with-text", data=where, clock=SystemClock())
    assert sent.code == 0, sent.err
    unsent = UNSENT not in sent.out
    return bool(told.json["clean"]) and unsent and not (where / "errors.log").exists()


def types_into_a_note(held: Line) -> None:
    """Somebody has taken a case and is writing a note about it."""
    held.press("n")
    held.until("Timeline")
    held.press("o")
    held.until("who may read")
    held.press(UNSENT)


@pytest.mark.parametrize("hangs_up", [True, pytest.param(False, marks=pytest.mark.story)])
def test_the_terminal_goes_while_somebody_types(where: Path, hangs_up: bool) -> None:
    """Nobody had read for a while: what is drawn waits for room in the line, and none will come."""
    with line(where, hangs_up=hangs_up) as held:
        types_into_a_note(held)
        held.fill()
        held.press_until("x", held.is_full)
        held.cut()
        assert held.process.wait(PATIENCE) == GONE
    assert is_sound(where)


@pytest.mark.story
def test_a_terminal_that_was_left_without_waiting_is_written_to_all_the_same(where: Path) -> None:
    """Other programs leave it so; a full line is then an error of each write, not a pause."""
    with line(where) as held:
        types_into_a_note(held)
        os.set_blocking(held.near, False)
        held.press_until("x", lambda: os.get_blocking(held.near))
        held.press(SIGN)
        held.until(SIGN)
        held.press("\x11")
        held.until_left()
        assert held.process.wait(PATIENCE) == 0
        held.cut()
    assert is_sound(where)
