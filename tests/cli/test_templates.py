"""``agentdesk templates``: what customers are written with, and what is wrong with a file."""

from __future__ import annotations

from pathlib import Path

from agentdesk.cli.errors import FAILED, NOTHING, OK
from tests.support.cli import run

BAD = '[en]\nname = "x"\nsubject = "y {finsh}"\nbody = "z"\n'


def test_the_bundled_ones_are_listed_and_shown(tmp_path: Path) -> None:
    listed = run("templates", "list", "--json", data=tmp_path)
    assert listed.code == OK
    codes = [one["code"] for one in listed.json["templates"]]
    assert {"progress", "complaint", "receipt"} <= set(codes)
    shown = run("templates", "show", "delay", data=tmp_path)
    assert "new date" in shown.out
    assert "延期说明" in shown.out
    assert run("templates", "show", "nothing", data=tmp_path).code == NOTHING


def test_a_file_that_cannot_be_used_is_explained_and_the_rest_stands(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "delay.toml").write_text(BAD)
    (folder / "ours.toml").write_bytes(b'\xff\xfe"')
    checked = run("templates", "check", data=tmp_path)
    assert checked.code == FAILED
    assert "line 3, en.subject: there is no field {finsh}; did you mean finish?" in checked.err
    assert "zh: this is missing" in checked.err
    assert "not UTF-8" in checked.err
    listed = run("templates", "list", "--json", data=tmp_path)
    assert listed.code == FAILED
    codes = [one["code"] for one in listed.json["templates"]]
    assert "progress" in codes
    assert "delay" not in codes
