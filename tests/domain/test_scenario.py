"""Scenarios: the examples pass, and every single expectation of them counts."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from agentdesk.domain import scenario
from agentdesk.domain.scenario import ScenarioTrouble
from tests.support import ROOT, shared
from tests.support.policies import bundled

OWN = ROOT / "tests" / "data" / "scenarios.jsonl"
STATES = ["running", "met", "met_late", "breached", "paused", "cancelled", "not_reached"]


def examples() -> Path:
    return shared() / "design" / "examples" / "sla-scenarios.jsonl"


def lines(file: Path) -> list[str]:
    return file.read_text("utf-8").splitlines()


def test_the_shared_examples_pass() -> None:
    report = scenario.examine(lines(examples()))
    assert report.differences == ()
    assert report.scenarios == len(lines(examples())) - 1
    assert report.expectations > 30


def test_our_own_examples_pass_and_name_every_clock() -> None:
    report = scenario.examine(lines(OWN))
    assert report.differences == ()
    assert report.scenarios >= 60
    named = {one["clock"] for row in lines(OWN)[1:] for one in json.loads(row)["expect"]}
    assert named == set(json.loads(lines(OWN)[0])["policy"])


def moved(field: str, value: Any) -> Iterator[Any]:
    """Other values of one field of an expectation."""
    if field == "state":
        yield from (state for state in STATES if state != value)
    elif field == "id":
        yield 99
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield from (value + 1, value - 1, None)
    elif value is None:
        yield "2026-09-07T09:00:00+08:00"
    else:
        at = datetime.fromisoformat(value)
        yield from (
            (at + timedelta(seconds=1)).isoformat(),
            (at - timedelta(seconds=1)).isoformat(),
            None,
        )


@pytest.mark.parametrize("which", ["shared", "own"])
def test_moving_any_one_expectation_makes_a_difference(which: str) -> None:
    header, *rows = lines(examples() if which == "shared" else OWN)
    file, tried = [header], []
    for row in rows:
        whole = json.loads(row)
        for place, expectation in enumerate(whole["expect"]):
            for field in expectation.keys() - {"clock"}:
                for other in moved(field, expectation[field]):
                    changed = copy.deepcopy(whole)
                    changed["id"] = f"{whole['id']} {expectation['clock']}.{field} = {other}"
                    changed["expect"][place][field] = other
                    file.append(json.dumps(changed))
                    tried.append(changed["id"])
    assert len(tried) > 200
    seen = {one.scenario for one in scenario.run(file)}
    assert [id for id in tried if id not in seen] == []


def test_a_policy_of_ones_own_counts_instead_of_the_files() -> None:
    asks = [{"clock": "first_response", "due": "2026-09-07T13:30:00+08:00"}]
    events = [{**RECEIVED, "at": "2026-09-07T12:10:00+08:00"}]
    row = one_row(asof="2026-09-07T12:20:00+08:00", events=events, expect=asks)
    assert scenario.run(row) == ()
    (noon,) = scenario.run(row, bundled())
    assert noon.found == "2026-09-07T12:40:00+08:00"  # the bundled desk is open at noon


def test_a_policy_of_ones_own_works_by_the_calendar_that_a_scenario_names() -> None:
    row = {
        "id": "x", "desk": "night", "asof": "2026-09-08T00:00:01+08:00",
        "events": [{"at": "2026-09-07T15:00:00+08:00", "type": "received", "priority": "P2",
                    "class": "common"}],
        "expect": [{"clock": "first_response", "due": "2026-09-08T00:00:00+08:00",
                    "state": "breached"}],
    }  # fmt: skip
    assert scenario.run([lines(OWN)[0], json.dumps(row)], bundled()) == ()
    del row["desk"]
    (due,) = scenario.run([lines(OWN)[0], json.dumps(row)], bundled())
    # two hours of the bundled desk (08:00 to 20:00) from 15:00
    assert (due.field, due.found) == ("due", "2026-09-07T17:00:00+08:00")


def test_without_a_header_a_policy_is_enough() -> None:
    row = {
        "id": "x", "asof": "2026-09-07T10:00:00+08:00",
        "events": [{"at": "2026-09-07T09:00:00+08:00", "type": "received", "priority": "P1",
                    "class": "common"}],
        "expect": [{"clock": "first_response", "due": "2026-09-07T09:30:00+08:00"}],
    }  # fmt: skip
    assert scenario.run([json.dumps(row)], bundled()) == ()
    with pytest.raises(ScenarioTrouble) as trouble:
        scenario.run([json.dumps(row)])
    assert trouble.value.code == "no_header"


def one_row(**changes: Any) -> list[str]:
    row = json.loads(lines(OWN)[1])
    row.update(changes)
    return [lines(OWN)[0], json.dumps(row)]


RECEIVED = {"at": "2026-09-07T09:00:00+08:00", "type": "received", "priority": "P1",
            "class": "common"}  # fmt: skip


def test_what_is_expected_and_missing_is_a_difference() -> None:
    (one,) = scenario.run(one_row(expect=[{"clock": "follow_up", "state": "running"}]))
    assert (one.clock, one.field, one.expected, one.found) == (
        "follow_up", "missing", "running", "-",
    )  # fmt: skip
    (typo,) = scenario.run(one_row(expect=[{"clock": "frist_response", "state": "met_late"}]))
    assert typo.field == "missing"


def test_events_after_the_asof_have_not_happened() -> None:
    late = [RECEIVED, {"at": "2026-09-07T11:00:00+08:00", "type": "resolved"}]
    expect = [{"clock": "resolution", "state": "running", "met_at": None}]
    assert scenario.run(one_row(asof="2026-09-07T10:00:00+08:00", events=late, expect=expect)) == ()


def test_a_clock_that_the_policy_does_not_name_does_not_run() -> None:
    header = json.loads(lines(OWN)[0])
    del header["policy"]["resolution"]["complex"]
    del header["policy"]["register"]
    row = json.loads(lines(OWN)[1])
    row["events"][0]["class"] = "complex"
    found = scenario.run([json.dumps(header), json.dumps(row)])
    assert {(one.clock, one.field) for one in found} == {
        ("register", "missing"), ("resolution", "missing"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"asof": "2026-09-07T10:00:00"}, "instant"),
        ({"asof": "tomorrow"}, "instant"),
        ({"asof": 17}, "instant"),
        ({"desk": "moon"}, "calendar"),
        ({"events": []}, "no_received"),
        ({"events": [{"at": "2026-09-07T10:00:00+08:00", "type": "resolved"}]}, "no_received"),
        ({"events": [RECEIVED, {**RECEIVED, "type": "agent_replied"}]}, "event"),
        ({"events": [{**RECEIVED, "class": "comon"}]}, "wrong"),
        ({"events": [RECEIVED, {**RECEIVED, "type": "handoff"}]}, "missing"),
        ({"events": "none"}, "wrong"),
        ({"expect": [{"clock": "resolution", "met": "now"}]}, "field"),
        ({"expect": [{"state": "met"}]}, "missing"),
        ({"expect": [{"clock": "resolution", "due": "soon"}]}, "instant"),
    ],
)
def test_a_row_that_is_not_of_this_form_is_named_by_its_line(
    changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(ScenarioTrouble) as trouble:
        scenario.run(one_row(**changes))
    assert (trouble.value.code, trouble.value.line) == (code, 2)


@pytest.mark.parametrize(
    ("text", "code"),
    [("{not json", "json"), ("[1]", "not_object"), ('"text"', "not_object"), ("[" * 9999, "json")],
)
def test_a_line_that_is_no_object_is_named_by_its_number(text: str, code: str) -> None:
    with pytest.raises(ScenarioTrouble) as trouble:
        scenario.run([lines(OWN)[0], "", text])
    assert (trouble.value.code, trouble.value.line) == (code, 3)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda h: h["calendars"]["desk"].update(tz="Asia/Shangai"), "calendar_wrong"),
        (lambda h: h["calendars"]["desk"].update(hours={"mon": [["09:00", "25:00"]]}),
         "calendar_wrong"),
        (lambda h: h["calendars"]["desk"].update(hours={"mon": [["09:00"]]}), "wrong"),
        (lambda h: h["calendars"]["desk"].update(hours={}), "calendar_wrong"),
        (lambda h: h["policy"]["first_response"].update(calendar="moon"), "calendar"),
        (lambda h: h["policy"]["register"].update(seconds=-1), "seconds"),
        (lambda h: h["policy"]["register"].update(seconds="900"), "seconds"),
    ],
)  # fmt: skip
def test_a_header_that_cannot_be_is_refused(spoil: Any, code: str) -> None:
    header = json.loads(lines(OWN)[0])
    spoil(header)
    with pytest.raises(ScenarioTrouble) as trouble:
        scenario.run([json.dumps(header), *lines(OWN)[1:]])
    assert trouble.value.code == code
