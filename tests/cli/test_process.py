"""The program as a shell starts it: quick to say no, quiet in pipes, light before it is needed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT
from tests.support.cli import desk, run, spawn
from tests.support.terminal import Terminal


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_desk_needs_a_terminal(tmp_path: Path, lang: str) -> None:
    process = spawn("--data-dir", tmp_path, "--lang", lang)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert "stdin" in err
    assert "\x1b" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_reader_who_leaves_is_no_error(tmp_path: Path) -> None:
    where = desk(tmp_path)
    process = spawn("--data-dir", where, "export", "events")
    assert process.stdout is not None
    assert process.stderr is not None
    json.loads(process.stdout.readline())
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) == 141
    assert "Traceback" not in err
    assert "Exception" not in err


def shell(line: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A line of a shell with the program as ``$DESK``; Python buffers as it does for everybody."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.run(
        ["/bin/sh", "-c", line],
        env={**env, "DESK": f"{sys.executable} -m agentdesk --lang en", **more},
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("line", ["doctor >&-", "doctor >/dev/full", "--help >/dev/full"])
def test_a_stdout_that_takes_nothing_is_said(line: str) -> None:
    told = shell(f"$DESK {line}")
    assert told.returncode == 2
    assert told.stderr.startswith("agentdesk: ")
    assert "Traceback" not in told.stderr
    assert "Exception" not in told.stderr


def test_a_stderr_that_takes_nothing_changes_nothing(tmp_path: Path) -> None:
    where = str(desk(tmp_path))
    told = shell('$DESK --data-dir "$WHERE" queue --json --limit 1 <&- 2>&-', WHERE=where)
    assert (told.returncode, len(json.loads(told.stdout))) == (0, 1)
    told = shell('$DESK --data-dir "$WHERE" show none 2>/dev/full', WHERE=where)
    assert (told.returncode, told.stdout) == (2, "")


def test_ctrl_c_ends_at_once_and_says_so(tmp_path: Path) -> None:
    where = desk(tmp_path)
    fifo = tmp_path / "slow.toml"
    os.mkfifo(fifo)
    process = spawn("--data-dir", where, "policy", "check", fifo)
    with fifo.open("w"):  # it is reading now
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert "Traceback" not in err
    assert err.strip()


def loaded(code: str) -> set[str]:
    """Modules that are loaded after some code ran in a fresh interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print('\\n'.join(sys.modules))"],
        capture_output=True, text=True, check=True, cwd=ROOT, timeout=60,
    )  # fmt: skip
    return {name.partition(".")[0] for name in done.stdout.splitlines()}


HEAVY = {"sqlalchemy", "alembic", "aiosqlite", "sqlcipher3", "holidays"}


def test_nothing_heavy_is_imported_for_a_version(tmp_path: Path) -> None:
    code = "from agentdesk.cli import main; main(['--version'])"
    assert not loaded(code) & (HEAVY | {"textual", "asyncio"})


def test_doctor_imports_neither_the_statement_layer_nor_the_screens(tmp_path: Path) -> None:
    code = f"from agentdesk.cli import main; main(['doctor', '--data-dir', {str(tmp_path)!r}])"
    assert not loaded(code) & (HEAVY - {"sqlcipher3"} | {"textual"})


def test_the_desk_imports_no_store_before_its_first_frame() -> None:
    assert not loaded("import agentdesk.launch") & HEAVY
    assert "textual" in loaded("import agentdesk.launch")


def test_an_import_at_a_terminal_shows_how_far_it_is(tmp_path: Path) -> None:
    where = desk(tmp_path, sample=False)
    file = ROOT / "tests" / "data" / "twin-2019.csv"
    with Terminal(["--data-dir", str(where), "import", str(file), "--map", "cfpb"]) as terminal:
        assert terminal.exit_status() == 0
        assert "60 cases added" in terminal.text
    assert b"Checking [" in terminal.raw
    assert b"Importing [##############################] 100%" in terminal.raw


@pytest.mark.parametrize("words", [["take", "--op"], ["show"], ["queue", "--filter"], ["--as"]])
def test_bytes_that_are_no_text_are_no_crash(tmp_path: Path, words: list[str]) -> None:
    where = desk(tmp_path)
    told = run(*words, "caf\udce9 \x1b[2J", *([] if words != ["--as"] else ["take"]), data=where)
    assert told.code in (0, 2)
    assert "Traceback" not in told.err
    assert "should not" not in told.err
    assert "\x1b" not in told.out + told.err


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("x")
    for words in (["queue"], ["init", "--name", "x", "--desk", "y", "--tz", "UTC"], ["doctor"]):
        told = run(*words, data=path)
        assert told.code in (1, 2)
        assert str(path) in told.out + told.err
        assert "Traceback" not in told.err
        assert "config.toml" not in told.err


def test_settings_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    where = desk(tmp_path, sample=False)
    for content in (b"lang = ", b"\xff\xfe", b'lang = "fr"'):
        (where / "config.toml").write_bytes(content)
        told = run("queue", data=where)
        assert told.code == 2
        assert "config.toml" in told.err
        assert "Traceback" not in told.err


def test_what_nobody_expected_is_a_sentence_and_a_note_without_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from agentdesk.desk.house import Desk

    secret = "DE89370400440532013000"

    async def broken(self: Desk, text: str) -> int | None:
        raise KeyError(secret)

    where = desk(tmp_path)
    monkeypatch.setattr(Desk, "find", broken)
    told = run("show", "1001", data=where)
    assert told.code == 2
    assert "Traceback" not in told.err
    assert "KeyError" in told.err
    assert secret not in told.err
    note = (where / "errors.log").read_text("utf-8")
    assert "test_process.py" in note
    assert secret not in note
