"""The rules on the command line: looked at, tried, put in force."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.support import ROOT, shared
from tests.support.cli import desk, run

BUNDLED = ROOT / "src" / "agentdesk" / "data" / "policy.toml"
SCENARIOS = ROOT / "tests" / "data" / "scenarios.jsonl"


def changed(folder: Path, old: str, new: str) -> Path:
    text = BUNDLED.read_text("utf-8")
    assert old in text
    path = folder / "own.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def test_show_prints_what_is_in_force_and_its_text(tmp_path: Path) -> None:
    where = desk(tmp_path, sample=False)
    found = run("policy", "show", "--json", data=where).json
    assert found["version"] == 1
    assert found["text"] == BUNDLED.read_text("utf-8")
    assert found["outline"]
    assert run("policy", "show", "--toml", data=where).out.rstrip() == found["text"].rstrip()
    told = run("policy", "show", data=where).out
    assert all(line in told for line in found["outline"])


def test_the_guide_in_the_readme_can_be_followed_as_it_stands(tmp_path: Path) -> None:
    where = desk(tmp_path, sample=False)
    readme = (ROOT / "README.md").read_text("utf-8")
    steps = re.findall(r"^    agentdesk (policy .*?)(?:  +#.*)?$", readme, re.MULTILINE)
    assert [step.split()[1] for step in steps] == ["show", "check", "test", "apply"]
    for step in steps:
        words, _, into = step.partition(" > ")
        if "examples.jsonl" in words:
            continue  # stories of one's own
        told = run(*(str(tmp_path / word) if word.endswith(".toml") else word
                     for word in words.split()), data=where)  # fmt: skip
        assert told.code == 0, told.err
        if into:
            (tmp_path / into.strip()).write_text(told.out, "utf-8")
    assert "Version 1" in told.out + told.err


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_check_explains_a_sound_policy_without_a_desk(tmp_path: Path, lang: str) -> None:
    told = run("--lang", lang, "policy", "check", BUNDLED, data=tmp_path)
    assert told.code == 0
    assert len(told.out.splitlines()) > 20
    assert "says." not in told.out
    assert list(tmp_path.iterdir()) == []


def test_check_names_key_line_and_what_is_allowed(tmp_path: Path) -> None:
    path = changed(tmp_path, 'order = "promises"', 'order = "promisses"')
    line = next(
        n for n, row in enumerate(path.read_text("utf-8").splitlines(), 1) if "promisses" in row
    )
    for flags in ([], ["--json"]):
        told = run("policy", "check", path, *flags, data=tmp_path)
        assert told.code == 2
        assert f"line {line}" in told.err
        assert "desk.order" in told.err
        assert "promises" in told.err
    assert told.json["problems"][0]["line"] == line


@pytest.mark.parametrize(
    ("content", "said"), [(b"[desk", "line 1"), (b"\xff\xfe\x00", "UTF-8"), (None, "no file")]
)
@pytest.mark.parametrize("action", ["check", "apply"])
def test_a_file_that_is_no_policy(
    tmp_path: Path, action: str, content: bytes | None, said: str
) -> None:
    where = desk(tmp_path, sample=False)
    path = tmp_path / "odd.toml"
    if content is not None:
        path.write_bytes(content)
    told = run("policy", action, path, data=where)
    assert told.code == 2
    assert said in told.err
    assert "Traceback" not in told.err
    assert run("policy", "show", "--json", data=where).json["version"] == 1


def test_the_scenario_examples_pass_and_a_moved_expectation_fails(tmp_path: Path) -> None:
    examples = shared() / "design" / "examples" / "sla-scenarios.jsonl"
    for path in (examples, SCENARIOS):
        told = run("policy", "test", path, data=tmp_path)
        assert (told.code, told.err) == (0, "")
    lines = examples.read_text("utf-8").splitlines()
    first = json.loads(lines[1])
    first["expect"][0]["due"] = first["expect"][0]["due"].replace(":15:", ":16:")
    moved = tmp_path / "moved.jsonl"
    moved.write_text("\n".join([lines[0], json.dumps(first), *lines[2:]]), "utf-8")
    told = run("policy", "test", moved, "--json", data=tmp_path)
    assert told.code == 1
    (difference,) = told.json["differences"]
    assert difference["scenario"] == first["id"]
    assert difference["line"] == 2
    assert difference["field"] == "due"
    words = run("policy", "test", moved, data=tmp_path)
    assert words.code == 1
    assert first["id"] in words.out


def test_another_policy_can_be_tried_on_the_same_scenarios(tmp_path: Path) -> None:
    strict = changed(tmp_path, 'budget = { P1 = "30m", P2 = "2h", P3 = "4h" }', 'budget = "5m"')
    told = run("policy", "test", SCENARIOS, "--policy", strict, "--json", data=tmp_path)
    assert told.code == 1
    assert any(one["clock"] == "first_response" for one in told.json["differences"])


@pytest.mark.parametrize("content", ["", "[]", "not json", '{"header": true}\n{"id": 1}'])
def test_a_file_that_holds_no_scenarios_is_told_with_its_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_text(content, "utf-8")
    told = run("policy", "test", path, data=tmp_path)
    assert told.code == 2
    assert "line 1" in told.err or "line 2" in told.err
    assert "Traceback" not in told.err


def test_apply_makes_a_version_and_open_cases_follow(tmp_path: Path) -> None:
    where = desk(tmp_path)
    path = changed(tmp_path, 'P3 = "4h"', 'P3 = "3h"')
    before = {
        row["reference"]: row for row in run("queue", "--json", "--limit", "500", data=where).json
    }
    tried = run("policy", "apply", path, "--dry-run", "--json", data=where).json
    assert (tried["version"], tried["changed"], tried["dry_run"]) == (2, True, True)
    assert run("policy", "show", "--json", data=where).json["version"] == 1
    applied = run("policy", "apply", path, "--dues", "--json", data=where).json
    assert applied["version"] == 2
    assert applied["dues"] == tried["dues"]
    moved = [one for one in applied["dues"] if one["clock"] == "first_response"]
    assert moved
    after = {
        row["reference"]: row for row in run("queue", "--json", "--limit", "500", data=where).json
    }
    for one in moved:
        row = after[one["reference"]]
        assert before[one["reference"]]["due"] == one["old_due"]
        assert row["due"] == one["new_due"]
        assert row["priority"] == "P3"
    assert run("db", "verify", "--json", data=where).json["clean"]
    again = run("policy", "apply", path, "--json", data=where).json
    assert (again["version"], again["changed"]) == (2, False)


def test_only_leads_put_rules_in_force(tmp_path: Path) -> None:
    where = desk(tmp_path)
    path = changed(tmp_path, 'P3 = "4h"', 'P3 = "3h"')
    told = run("--as", "tom.a", "policy", "apply", path, data=where)
    assert told.code == 2
    assert told.out == ""
    assert run("policy", "show", "--json", data=where).json["version"] == 1


def test_of_a_long_line_that_is_not_toml_the_beginning_is_shown(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(f"[desk]\nreserve = $x  # {'y' * 200}\n")
    told = run("policy", "check", wrong, data=tmp_path / "none")
    assert told.code == 2
    assert "line 2" in told.err
    assert "reserve = $x" in told.err
    assert "…" in told.err
