"""The queue and the next case, for people and for scripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentdesk.desk.clock import SetClock
from agentdesk.domain.values import HOUR, MINUTE
from tests.support.cli import MONDAY, desk, run


def test_the_queue_is_an_array_in_order(tmp_path: Path) -> None:
    rows = run("queue", "--json", "--limit", "500", data=desk(tmp_path)).json
    assert rows
    keys = [row["key"] for row in rows]
    assert keys == sorted(keys)
    assert [row["place"] for row in rows] == list(range(1, len(rows) + 1))
    assert all(row["reference"].startswith("C-") for row in rows)
    assert {row["band"] for row in rows} <= {1, 2, 3}
    assert all(row["reason"]["text"] for row in rows)


def test_a_limit_cuts_and_pages_join_without_a_seam(tmp_path: Path) -> None:
    where = desk(tmp_path)
    whole = run("queue", "--json", "--limit", "1000", data=where).json
    cut = run("queue", "--json", "--limit", "7", data=where).json
    assert [row["id"] for row in cut] == [row["id"] for row in whole[:7]]


@pytest.mark.parametrize("ahead", [0, 3 * MINUTE, 5 * HOUR])
def test_at_an_instant_the_slow_way_agrees(tmp_path: Path, ahead: int) -> None:
    where = desk(tmp_path)
    clock = SetClock(MONDAY + ahead)
    at = "2026-11-23T10:00:00+08:00" if not ahead else None
    if ahead:
        minutes = 10 * 60 + ahead // MINUTE
        at = f"2026-11-23 {minutes // 60:02d}:{minutes % 60:02d}"  # the desk's own zone
    fast = run("queue", "--json", "--limit", "1000", data=where, clock=clock).json
    slow = run("queue", "--json", "--limit", "1000", "--at", at or "", data=where).json
    shown = ("reference", "band", "due", "left_s", "broken", "clock", "key", "reason")
    assert [[row[name] for name in shown] for row in fast] == [
        [row[name] for name in shown] for row in slow
    ]


@pytest.mark.parametrize(
    "text",
    ["yesterday", "2026-11-23", "14:30", "2026-13-01T10:00", "2026-11-23T25:00", "", "9" * 99],
)
def test_what_is_no_moment_is_refused(tmp_path: Path, text: str) -> None:
    told = run("queue", "--at", text, data=desk(tmp_path))
    assert told.code == 2
    assert "2026-11-22T14:30" in told.err


def test_views_and_filters(tmp_path: Path) -> None:
    where = desk(tmp_path)

    def rows(*flags: str) -> list[dict[str, object]]:
        found = run("queue", "--json", "--limit", "500", *flags, data=where).json
        assert isinstance(found, list)
        return found

    everything = rows()
    assert {row["owner"] for row in rows("--view", "unowned")} == {None}
    assert all(row["mine"] for row in rows("--view", "mine"))
    assert all(row["broken"] for row in rows("--view", "late"))
    urgent = rows("--filter", "p:1")
    assert urgent
    assert {row["priority"] for row in urgent} == {"P1"}
    assert len(urgent) < len(everything)
    found = rows("--filter", "转账")
    assert found
    assert rows("--filter", "owner:none p:1,2,3") == rows("--view", "unowned", "--filter", "")
    told = run("queue", "--filter", "colour:red", data=where)
    assert told.code == 2
    assert "colour" in told.err


def test_people_read_a_table_in_their_language(tmp_path: Path) -> None:
    where = desk(tmp_path)
    english = run("queue", data=where).out
    assert english.splitlines()[0].split()[:3] == ["P", "Left", "Case"]
    assert "P1 without a reply:" in english
    chinese = run("--lang", "zh", "queue", data=where).out
    assert "一级" in chinese
    assert chinese.count("C-") == english.count("C-")


def test_nothing_in_the_queue_is_an_empty_array_and_a_sentence(tmp_path: Path) -> None:
    where = desk(tmp_path, sample=False)
    assert run("queue", "--json", data=where).json == []
    assert run("queue", data=where).out.strip()


def test_take_claims_what_comes_first(tmp_path: Path) -> None:
    where = desk(tmp_path)
    first = run("queue", "--json", "--view", "unowned", "--limit", "1", data=where).json[0]
    taken = run("take", "--json", data=where).json
    assert taken["reference"] == first["reference"]
    assert taken["claimed"]
    case = run("show", taken["reference"], "--json", data=where).json
    assert case["owner"] == "li.wei"


def test_an_op_of_somebody_else_or_of_something_else_takes_nothing(tmp_path: Path) -> None:
    where = desk(tmp_path)
    taken = run("take", "--op", "job-7", "--json", data=where).json["reference"]
    told = run("take", "--op", "job-7", "--as", "tom.a", "--json", data=where)
    assert (told.code, told.out) == (2, "")
    assert "job-7" in told.err
    assert run("show", taken, "--json", data=where).json["owner"] == "li.wei"


def test_a_retry_with_the_same_op_takes_nothing_more(tmp_path: Path) -> None:
    where = desk(tmp_path)
    before = len(run("queue", "--json", "--view", "unowned", data=where).json)
    first = run("take", "--op", "job-7", "--json", data=where).json
    again = run("take", "--op", "job-7", "--json", data=where).json
    assert again["reference"] == first["reference"]
    other = run("take", "--op", "job-8", "--json", data=where).json
    assert other["reference"] != first["reference"]
    assert len(run("queue", "--json", "--view", "unowned", data=where).json) == before - 2


def test_nothing_to_take_is_exit_1_and_an_object_without_a_reference(tmp_path: Path) -> None:
    where = desk(tmp_path, sample=False)
    told = run("take", "--json", data=where)
    assert told.code == 1
    assert told.json["reference"] is None
    assert told.err.strip()
    quiet = run("take", data=where)
    assert (quiet.code, quiet.out) == (1, "")


def test_who_acts_is_said_by_flag_environment_or_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = desk(tmp_path)
    assert run("--as", "maya.f", "take", "--json", data=where).json["owner"] == "maya.f"
    assert run("take", "--as", "Tom Aldergate", "--json", data=where).json["owner"] == "tom.a"
    monkeypatch.setenv("AGENTDESK_AS", "maya.f")
    assert run("take", "--json", data=where).json["owner"] == "maya.f"
    monkeypatch.delenv("AGENTDESK_AS")
    (where / "config.toml").write_text('person = "tom.a"\n', "utf-8")
    assert run("take", "--json", data=where).json["owner"] == "tom.a"
    told = run("--as", "nobody", "take", data=where)
    assert told.code == 2
    assert "nobody" in told.err


def test_events_say_by_which_door_and_account_they_came(tmp_path: Path) -> None:
    where = desk(tmp_path)
    taken = run("take", "--json", data=where).json
    last = run("show", taken["reference"], "--json", data=where).json["timeline"][-1]
    assert last["kind"] == "assigned"
    assert last["who"] == "li.wei"
    assert last["source"].startswith("cli ")
    assert "@" in last["source"]
