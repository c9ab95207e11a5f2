"""Every string is there in both languages, with the same parameters, and somebody says it."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import agentdesk
from agentdesk.i18n import catalogue

SOURCES = Path(agentdesk.__file__).parent

DYNAMIC = {
    "clock.": "names of clocks: the code of a clock rule",
    "refused.": "domain.values.Refused: its code",
    "letter.": "i18n.letter_times: in the customer's language, not in the one in force",
    "trouble.": "store.errors.StoreTrouble and desk.api.DeskTrouble: their code",
    "reason.": "domain.state.Reason: its code",
    "status.": "domain.values: statuses, classes, kinds of event",
    "policy.": "domain.policy_reader.Problem: its code",
}
"""Areas whose keys are made from codes, so that no source names them literally."""

BANNED = {
    "案件": "工单 (complaint: 投诉件)",
    "逾期": "超时 (逾期 is about loans)",
    "违约": "超时 (违约 is default)",
    "移交": "转办",
}
"""Words that mean something else in a bank (GLOSSARY)."""


def params(text: str) -> set[str]:
    return {
        name.split(".")[0].split("[")[0] for _, name, _, _ in string.Formatter().parse(text) if name
    }


@cache
def trees() -> dict[Path, ast.Module]:
    return {
        path: ast.parse(path.read_text("utf-8"))
        for path in sorted(SOURCES.rglob("*.py"))
        if path.relative_to(SOURCES).parts[:1] != ("i18n",) or path.stem in ("format", "say")
    }


def literal_keys() -> Iterator[tuple[Path, int, str]]:
    """Every string that reads like a key of an area of the catalogue."""
    areas = "|".join(sorted({key.partition(".")[0] for key in catalogue("en")}))
    key = re.compile(rf"({areas})(\.[a-z0-9_]+)+")
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
                continue
            if key.fullmatch(node.value) and not node.value.endswith(".toml"):
                yield path, node.lineno, node.value


@cache
def said() -> frozenset[str]:
    """Every whole string in the sources."""
    return frozenset(
        node.value
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@cache
def made() -> re.Pattern[str]:
    """The keys that f-strings of the sources may make, such as ``{area}.act.{name}``.

    A form that leaves a whole area open does not count: such areas stand in DYNAMIC.
    """
    forms = set()
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                parts = [
                    part.value if isinstance(part, ast.Constant) else None for part in node.values
                ]
                constant = "".join(str(part) for part in parts if part is not None)
                if "." not in constant or not re.fullmatch(r"[a-z_.]+", constant):
                    continue
                if re.search(r"[a-z_]{2}", constant.partition(".")[2]):
                    forms.add("".join(".+" if p is None else re.escape(str(p)) for p in parts))
    return re.compile("|".join(sorted(forms)))


def test_both_languages_hold_the_same_keys() -> None:
    english, chinese = catalogue("en"), catalogue("zh")
    assert sorted(set(english) - set(chinese)) == []
    assert sorted(set(chinese) - set(english)) == []


def test_both_languages_use_the_same_parameters() -> None:
    english, chinese = catalogue("en"), catalogue("zh")
    differing = {
        key: (params(english[key]), params(chinese[key]))
        for key in english.keys() & chinese.keys()
        if params(english[key]) != params(chinese[key])
    }
    assert differing == {}


def test_no_text_is_empty_or_still_english() -> None:
    english, chinese = catalogue("en"), catalogue("zh")
    assert [key for key, text in {**english, **chinese}.items() if not text.strip()] == []
    han = re.compile("[\u4e00-\u9fff]")
    words = re.compile("[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")
    assert [
        key for key, text in chinese.items() if words.search(text) and not han.search(text)
    ] == []


def test_every_key_that_is_asked_for_exists() -> None:
    english = catalogue("en")
    missing = [
        f"{path.relative_to(SOURCES)}:{line} {key}"
        for path, line, key in literal_keys()
        if key not in english and not any(whole.startswith(f"{key}.") for whole in english)
    ]
    assert missing == []


RAISED = {
    "Refused": "refused",
    "StoreTrouble": "trouble",
    "DeskTrouble": "trouble",
    "CliError": "cli.error",
    "FileProblem": ("imports.file", "people.file"),
    "RowRejected": "imports.reject",
    "NoMapping": "imports.nomap",
    "BadFormat": "imports.format",
    "ScenarioTrouble": "policy.scenario",
}
"""Exceptions whose code names a sentence."""


def test_every_code_that_is_raised_has_a_sentence() -> None:
    english = catalogue("en")
    missing = []
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            named, first = RAISED.get(node.func.id, ()), node.args[0]
            areas = (named,) if isinstance(named, str) else named
            if areas and isinstance(first, ast.Constant):
                keys = [f"{area}.{first.value}" for area in areas]
                if not any(key in english for key in keys):
                    missing.append(f"{path.relative_to(SOURCES)}:{node.lineno} {keys[0]}")
            if node.func.id == "Reason" and isinstance(first, ast.Constant):
                keys = [f"reason.{first.value}", f"policy.{first.value}"]
                if not any(key in english for key in keys):
                    missing.append(f"{path.relative_to(SOURCES)}:{node.lineno} {keys[0]}")
    assert missing == []


def test_every_key_is_said_somewhere() -> None:
    unsaid = [
        key
        for key in catalogue("en")
        if key not in said() and not key.startswith(tuple(DYNAMIC)) and not made().fullmatch(key)
    ]
    assert unsaid == []


@pytest.mark.parametrize("word", BANNED)
def test_chinese_keeps_to_the_glossary(word: str) -> None:
    found = [key for key, text in catalogue("zh").items() if word in text]
    assert found == [], f"say {BANNED[word]} instead of {word}"
