"""One case on the command line: whole, and how every due came about."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentdesk.desk.clock import SetClock
from agentdesk.domain.values import DAY
from tests.support.cli import MONDAY, desk, run


def test_a_case_is_found_by_number_and_reference(tmp_path: Path) -> None:
    where = desk(tmp_path)
    first = run("show", "1001", "--json", data=where).json
    for name in ("C-1001", "c-1001", "c1001"):
        assert run("show", name, "--json", data=where).json == first
    assert first["reference"] == "C-1001"
    assert first["timeline"][0]["kind"] == "received"


@pytest.mark.parametrize("command", ["show", "explain"])
@pytest.mark.parametrize("name", ["9999", "C-0", "hello", "", "-", "1 OR 1=1"])
def test_a_case_that_is_not_there(tmp_path: Path, command: str, name: str) -> None:
    told = run(command, "--", name, data=None) if name == "-" else None
    told = run("--data-dir", desk(tmp_path), command, "--", name)
    assert told.code == 2
    assert told.out == ""
    assert "Traceback" not in told.err


def test_show_tells_the_whole_story_and_masks_the_customer(tmp_path: Path) -> None:
    where = desk(tmp_path)
    case = run("show", "1018", "--json", data=where).json
    told = run("show", "1018", data=where).out
    assert case["title"] in told
    assert "*" in case["customer"]
    assert case["customer"] in told
    for entry in case["timeline"]:
        for line in (entry["text"] or "").splitlines()[:1]:
            assert line[:12] in told
    chinese = run("--lang", "zh", "show", "1018", data=where).out
    assert "处理轨迹" in chinese


def test_explain_accounts_for_every_clock(tmp_path: Path) -> None:
    where = desk(tmp_path)
    for row in run("queue", "--json", "--limit", "500", data=where).json:
        found = run("explain", row["reference"], "--json", data=where).json
        case = run("show", row["reference"], "--json", data=where).json
        assert [one["name"] for one in found["clocks"]] == [one["name"] for one in case["clocks"]]
        for clock in found["clocks"]:
            assert clock["started"]
            assert clock["calendar"]
            assert clock["account"], "a clock without a story"
            assert clock["state"] in (
                "running", "met", "met_late", "breached", "paused", "cancelled", "not_reached",
            )  # fmt: skip
        if row["place"] > 12:
            break


def test_minutes_are_split_and_add_up(tmp_path: Path) -> None:
    where = desk(tmp_path)
    case = run("explain", "1018", "--json", data=where, clock=SetClock(MONDAY)).json
    later = run("explain", "1018", "--json", data=where, clock=SetClock(MONDAY + DAY)).json
    assert case["status"] == "open"
    spent = sum(later["minutes"].values()) - sum(case["minutes"].values())
    assert abs(spent - 24 * 3600) <= 4  # each share is rounded down to a second


def test_a_wait_shows_in_the_account(tmp_path: Path) -> None:
    where = desk(tmp_path)
    waiting = run("queue", "--json", "--view", "waiting", data=where).json
    assert waiting
    found = run("explain", waiting[0]["reference"], "--json", data=where).json
    paused = [clock for clock in found["clocks"] if clock["state"] == "paused"]
    assert paused
    assert all(clock["pauses"] and clock["remaining_s"] is not None for clock in paused)
    told = run("explain", waiting[0]["reference"], data=where).out
    assert "Stood still" in told
    assert "Whose minutes" in told


@pytest.mark.parametrize(("lang", "words"), [("en", "nothing was late."), ("zh", "均未超时")])
def test_why_a_case_was_late_is_one_paragraph(tmp_path: Path, lang: str, words: str) -> None:
    where = desk(tmp_path)
    said = {
        row["reference"]: run(
            "--lang", lang, "explain", row["reference"], "--paragraph", data=where
        ).out
        for row in run("queue", "--json", "--limit", "8", data=where).json
    }
    assert all(text.startswith(ref) and text.count("\n") == 1 for ref, text in said.items())
    assert any(words in text for text in said.values())
