"""The benchmarks run from a clone, say what they found, and their floor does the same work."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from benchmarks import customers, desks, floor, worktime
from benchmarks.__main__ import GROUPS, main
from benchmarks.harness import Bench, Goal, Result, at_most, ratio_at_least, ratio_at_most
from benchmarks.insert import Template
from benchmarks.report import table

from agentdesk.store import chain
from agentdesk.store.verify import verify
from tests.support import ROOT


@pytest.mark.story
def test_a_quick_run_prints_a_table_and_writes_json(tmp_path: Path) -> None:
    told = tmp_path / "told.json"
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks", "worktime", "case", "--quick", "--json", str(told)],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert "goals met" in ran.stdout
    found = json.loads(told.read_text("utf-8"))
    assert found["quick"] is True
    assert {"python", "sqlite", "cores", "fsync_ms"} <= set(found["machine"])
    by_name: dict[str, list[dict[str, Any]]] = {}
    for result in found["results"]:
        by_name.setdefault(result["name"], []).append(result)
        assert result["what"] in ran.stdout
    assert set(by_name) == {"worktime", "case"}
    for result in (one for one in found["results"] if "skipped" not in one["note"]):
        assert result["ours"] > 0
        assert result["floor"] > 0
        rounds = zip(result["more"]["ours_rounds"], result["more"]["floor_rounds"], strict=True)
        assert result["ratio"] == pytest.approx(median(ours / floor for ours, floor in rounds))
        assert result["against"]
        assert (result["met"] is None) == (result["goal"] == "")


@pytest.mark.story
def test_nothing_is_left_behind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["worktime", "--quick", "--dir", str(tmp_path)]) == 0
    assert list(tmp_path.iterdir()) == []
    assert "worktime" in capsys.readouterr().out


def test_an_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nothing"]) == 2
    shown = capsys.readouterr().out
    assert all(name in shown for name in GROUPS)


def test_a_group_that_breaks_is_told_and_ends_in_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def breaks(bench: Bench) -> None:
        raise ValueError("no such column")

    monkeypatch.setattr(worktime, "run", breaks)
    assert main(["worktime", "--quick"]) == 1
    shown = capsys.readouterr().out
    assert "FAILED" in shown
    assert "worktime · worktime: FAILED: ValueError: no such column" in shown


async def test_the_customers_that_are_added_are_found_as_any(tmp_path: Path) -> None:
    await desks.make(tmp_path, 3)
    customers.add_customers(tmp_path, 40)
    async with desks.opened(tmp_path) as desk:
        assert (await verify(desk.ctx.store)).findings == []
        assert (await desk.lookup("139")).customers


async def test_arms_are_measured_in_turn_and_judged(tmp_path: Path) -> None:
    order: list[str] = []

    def ours(count: int) -> None:
        order.append("ours")

    async def same(count: int) -> None:
        order.append("floor")

    bench = Bench(tmp_path, quick=True)
    bench.name = "group"
    result = await bench.compare("thing", ours, same, against="same", most=1, goal=at_most(1, "s"))
    measured = order[-2 * bench.rounds :]
    turns = [["ours", "floor"], ["floor", "ours"]]
    assert measured == [arm for n in range(bench.rounds) for arm in turns[n % 2]]
    assert result.goal == "≤ 1 s"
    assert len(result.more["ours_rounds"]) == bench.rounds
    assert bench.skip("other", "no such thing").met is None
    assert [one.what for one in bench.results] == ["thing", "other"]


def test_the_report_says_what_grows_and_what_misses_its_goal() -> None:
    goal = ratio_at_most(1.2)
    rounds = {"ours_rounds": [9.0, 3.0, 4.0], "floor_rounds": [6.0, 3.0, 2.0]}
    result = Result("queue", "page, 100,000 against 1,000", "µs", ours=4.0, floor=3.0, more=rounds)
    result.sizes, result.goal, result.met = (100_000, 1_000), goal.text, goal.met(result)
    assert result.ratio == 1.5  # the middle one of the rounds' own ratios
    shown = table([result])
    assert "page: 1.50× from 1,000 to 100,000 cases, NOT FLAT (goal ≤ 1.2× floor)" in shown
    assert "queue · page, 100,000 against 1,000: 4.00 µs, 1.50× (1.50× at best);" in shown
    result.more.update(ours_cpu=3.0, floor_cpu=2.0)
    assert "4.00 µs, 1.50× (1.50× of CPU time, 1.50× at best); PERFORMANCE asks" in table([result])
    result.met = True
    assert "flat (goal" in table([result])
    assert "PERFORMANCE asks" not in table([result])


@pytest.mark.parametrize(
    ("goal", "ours", "floor", "met"),
    [
        (ratio_at_most(1.5), 3.0, 2.0, True),
        (ratio_at_most(1.5), 3.1, 2.0, False),
        (ratio_at_least(0.5), 1.0, 2.0, True),
        (ratio_at_least(0.5), 0.9, 2.0, False),
        (at_most(2.5, "µs"), 2.5, 9.0, True),
        (at_most(2.5, "µs"), 2.6, 9.0, False),
    ],
)
def test_goals(goal: Goal, ours: float, floor: float, met: bool) -> None:
    assert goal.met(Result("group", "thing", "µs", ours=ours, floor=floor)) is met


async def test_the_floor_writes_what_the_desk_writes(tmp_path: Path) -> None:
    """As many rows in every table, the same words and chain: else it would be no floor."""
    await desks.make(tmp_path / "desk", 3)
    raw = floor.connect(tmp_path / "desk")
    tables = ("subject", "content", "event", "cases", "clock")
    try:
        case_id = raw.execute("SELECT max(id) FROM cases").fetchone()[0]
        before = [_count(raw, table) for table in tables]
        found = "SELECT count(*) FROM search WHERE search MATCH ?"
        assert raw.execute(found, (f'"{case_id}"',)).fetchone() == (1,)
        template = Template(raw, tmp_path / "desk", case_id)
        floor.write(raw, template.write)
        assert raw.execute(found, (f'"{case_id}"',)).fetchone() == (2,)
        added = [_count(raw, table) - was for table, was in zip(tables, before, strict=True)]
        assert added[0] == 1
        for table, more in zip(tables[1:], added[1:], strict=True):
            column = "id" if table == "cases" else "case_id"
            assert more == len(floor.rows(raw, table, f"{column} = ?", case_id)) > 0
        prev = floor.GENESIS
        for row in floor.rows(raw, "event", "1 ORDER BY seq"):
            assert row["prev"] == prev
            prev = chain.mac(template.chain.key, prev, row)
            assert row["mac"] == prev
    finally:
        raw.close()


def _count(raw: floor.Raw, table: str) -> int:
    return int(raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
