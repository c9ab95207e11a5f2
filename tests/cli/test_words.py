"""The command line is understood, or says in one sentence what is wrong and what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from agentdesk import __version__
from agentdesk.cli.parser import COMMANDS, build
from agentdesk.i18n import set_language
from agentdesk.widgets.cells import cell_len
from tests.support.cli import desk, run


def test_version_and_help_cost_no_desk(tmp_path: Path) -> None:
    assert run("--version").out == f"agentdesk {__version__}\n"
    told = run("--help", data=tmp_path)
    assert told.code == 0
    assert all(name in told.out for name in COMMANDS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [*COMMANDS, "policy apply", "db verify"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_command_explains_itself_in_both_languages(name: str, lang: str) -> None:
    told = run("--lang", lang, *name.split(), "--help")
    assert told.code == 0
    assert told.err == ""
    assert "--data-dir" in told.out
    assert ("用法" in told.out) == (lang == "zh")
    assert "cli." not in told.out


def test_no_help_is_missing() -> None:
    set_language("en")
    for action in build()._actions:
        assert action.help or action.dest == "command"


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["quue"], "“queue”"),
        (["Doctor"], "“doctor”"),
        (["--lang", "zh", "exprot"], "“export”"),
        (["nonsense"], "nonsense"),
        (["queue", "--foo"], "--foo"),
        (["queue", "--limit", "0"], "0"),
        (["queue", "--limit", "ten"], "ten"),
        (["queue", "--view", "none"], "'unowned'"),
        (["import", "x.csv"], "--map"),
        (["show"], "CASE"),
        (["db"], "ACTION"),
        (["policy", "aply"], "'apply'"),
        (["--lang", "fr", "doctor"], "'zh'"),
        (["init", "--name", "x", "--desk", "y"], "--tz"),
    ],
)
def test_a_slip_is_answered_in_a_sentence(argv: list[str], said: str, tmp_path: Path) -> None:
    told = run(*argv, data=tmp_path)
    assert told.code == 2
    assert told.out == ""
    assert said in told.err
    assert "--help" in told.err
    assert "Traceback" not in told.err
    assert len(told.err.splitlines()) == 2


def test_flags_for_every_command_stand_before_or_after_it(tmp_path: Path) -> None:
    where = desk(tmp_path, sample=False)
    before = run("--data-dir", where, "--lang", "zh", "queue")
    after = run("queue", "--lang", "zh", "--data-dir", where)
    assert before.code == after.code == 0
    assert before.out == after.out
    assert "工单" in after.out or "没有" in after.out
    nested = run("db", "--data-dir", where, "verify", "--json")
    assert nested.json["clean"]


def test_language_is_flag_then_environment_then_person_then_store_then_locale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def speaks(*flags: str) -> str:
        told = run("take", *flags, data=where)
        assert told.code == 1
        return "zh" if "责任人" in told.err else "en"

    where = desk(tmp_path, sample=False, lang="zh")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "AGENTDESK_LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert speaks() == "zh"
    (where / "config.toml").write_text('lang = "en"\n', "utf-8")
    assert speaks() == "en"
    monkeypatch.setenv("AGENTDESK_LANG", "zh")
    assert speaks() == "zh"
    assert speaks("--lang", "en") == "en"
    monkeypatch.setenv("AGENTDESK_LANG", "fr")
    told = run("take", data=where)
    assert told.code == 2
    assert "fr" in told.err


def test_without_a_store_the_locale_speaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AGENTDESK_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    told = run("queue", data=tmp_path)
    assert told.code == 2
    assert "客服台" in told.err


def test_the_folder_comes_from_the_environment_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = desk(tmp_path)
    monkeypatch.setenv("AGENTDESK_DATA_DIR", str(where))
    assert len(run("queue", "--json", "--limit", "3").json) == 3


def test_a_folder_without_a_name_is_not_the_users_own(tmp_path: Path) -> None:
    told = run("--data-dir", "", "queue")
    assert told.code == 2
    assert "--data-dir" in told.err
    assert "queue" not in told.err


def test_a_desk_in_the_users_own_folder_is_made_and_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AGENTDESK_DATA_DIR", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    made = run("init", "--name", "Li Wei", "--desk", "Retail", "--tz", "UTC", "--lang", "en")
    assert made.code == 0, made.err
    assert made.out.endswith("Open it: agentdesk\n")
    assert run("queue", "--json").json == []


@pytest.mark.parametrize("name", ["import", "people change"])
def test_chinese_help_stands_in_columns(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = run("--lang", "zh", *name.split(), "--help").out.splitlines()
    assert max(cell_len(line) for line in lines) <= 80
    columns = {
        cell_len(found[1]) for line in lines if (found := re.match(r"(  \S.*? {2,})\S", line))
    }
    assert len(columns) == 1


def test_without_a_folder_the_users_own_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AGENTDESK_DATA_DIR", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    found = run("doctor", "--json").json
    assert found["store"]["folder"] == str(tmp_path / "data" / "agentdesk")
    assert found["settings"]["folder"] == str(tmp_path / "config" / "agentdesk")
    assert list(tmp_path.iterdir()) == []
