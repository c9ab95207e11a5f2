"""What leaves the desk: said, guarded, and without texts unless they are asked for."""

from __future__ import annotations

import csv
import json
from itertools import pairwise
from pathlib import Path

import pytest

from agentdesk.channels.export import cell
from tests.support import ROOT
from tests.support.cli import desk, run


def test_events_leave_as_json_lines_in_the_order_of_the_chain(tmp_path: Path) -> None:
    where = desk(tmp_path)
    told = run("export", "events", data=where)
    events = [json.loads(line) for line in told.out.splitlines()]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert events[0]["prev"] == "00" * 32
    assert all(a["mac"] == b["prev"] for a, b in pairwise(events))
    assert len({event["desk"] for event in events}) == 1
    assert "Left out" in told.err
    assert told.out.isascii()


def test_without_texts_nothing_that_anybody_typed_leaves(tmp_path: Path) -> None:
    where = desk(tmp_path)
    texts = [
        line
        for row in run("queue", "--json", "--limit", "100", data=where).json
        for line in (row["title"], run("show", row["reference"], "--json", data=where).json["text"])
    ]
    for what in ("events", "cases"):
        out = run("export", what, data=where).out
        assert not any(text and text[:20] in out for text in texts)
        assert not any(text and json.dumps(text[:20])[1:-1] in out for text in texts)


def test_with_texts_a_lead_gets_them_and_an_agent_does_not(tmp_path: Path) -> None:
    where = desk(tmp_path)
    told = run("export", "cases", "--with-text", data=where)
    rows = list(csv.DictReader(told.out.splitlines(keepends=True)))
    assert len(rows) == 61
    assert all(row["title"] and row["customer"] for row in rows)
    assert "customers' data" in told.err
    events = [
        json.loads(line)
        for line in run("export", "events", "--with-text", data=where).out.splitlines()
    ]
    assert any(text for event in events for text in event["texts"].values())
    for what in ("events", "cases"):
        refused = run("--as", "tom.a", "export", what, "--with-text", data=where)
        assert refused.code == 2
        assert refused.out == ""


def test_every_export_is_itself_an_event(tmp_path: Path) -> None:
    where = desk(tmp_path)
    run("export", "cases", data=where)
    last = json.loads(run("export", "events", data=where).out.splitlines()[-1])
    assert (last["kind"], last["body"]) == ("exported", {"cases": 61, "events": 0})


def test_a_spreadsheet_runs_nothing_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    where = desk(tmp_path, sample=False)
    run("import", ROOT / "tests" / "data" / "hostile.csv", "--map", "cfpb", data=where)
    told = run("export", "cases", "--with-text", data=where)
    rows = list(csv.reader(told.out.splitlines(keepends=True)))
    assert len(rows) > 40
    cells = [one for row in rows[1:] for one in row if one]
    assert any(one.startswith("'=") for one in cells)
    assert not any(one[0] in "=+-@\t\r" for one in cells)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "|cmd", "%0A=1"])
def test_formulas_get_an_apostrophe(text: str) -> None:
    assert cell("title", text) == f"'{text}"
    assert cell("title", f"a{text}") == f"a{text}"
    assert cell("ver", -1) == "-1"


def test_a_file_is_new_whole_and_for_its_owner_alone(tmp_path: Path) -> None:
    where = desk(tmp_path)
    path = tmp_path / "events.jsonl"
    told = run("export", "events", "--out", path, data=where)
    assert (told.code, told.out) == (0, "")
    assert path.stat().st_mode & 0o077 == 0
    before = path.read_bytes()
    again = run("export", "events", "--out", path, data=where)
    assert again.code == 2
    assert path.read_bytes() == before
    nowhere = run("export", "cases", "--out", tmp_path / "none" / "x.csv", data=where)
    assert nowhere.code == 2
    assert "none" in nowhere.err
    assert sorted(item.name for item in tmp_path.iterdir()) == ["desk", "events.jsonl"]
