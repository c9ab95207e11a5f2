"""The desk opened where something is wrong: one sentence on the screen, and again on the terminal.

Commands in the same surroundings are tested in ``tests/cli``, the store itself in ``tests/store``.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from agentdesk.i18n import LANGUAGES
from agentdesk.store import keys
from tests.e2e.doors import SMALL, Pty, command, desk
from tests.support import ROOT

pytestmark = pytest.mark.story

ALL_KEPT = {
    "en": ("not touched", "left as it is", "Nothing was"),
    "zh": ("未被改动", "原样未动", "未作任何改动"),
}
"""One of these says what was kept."""


def another_key(where: Path) -> None:
    """The key of a desk elsewhere."""
    (where / keys.STORE_KEY).unlink()
    keys.write(where / keys.STORE_KEY, keys.new())


def no_key(where: Path) -> None:
    """The key has been lost."""
    (where / keys.STORE_KEY).unlink()


def rubbish(where: Path) -> None:
    """The store was overwritten."""
    (where / "store.db").write_bytes(b"\x00" * 8192)


def cut_short(where: Path) -> None:
    """A copy that was broken off."""
    store = where / "store.db"
    store.write_bytes(store.read_bytes()[: store.stat().st_size // 2])


def from_the_future(where: Path) -> None:
    """A newer program has been here; seen without a key, for a test can change it then."""
    shutil.rmtree(where)
    words = ["--name", "Li Wei", "--desk", "Retail", "--tz", "UTC", "--no-sample", "--plain"]
    assert command("init", *words, "--data-dir", where).code == 0
    with sqlite3.connect(where / "store.db") as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()


HARMS = {
    another_key: ("does not open", "打不开"),
    no_key: ("is not there", "不存在"),
    rubbish: ("damaged", "损坏"),
    cut_short: ("damaged", "损坏"),
    from_the_future: ("newer", "新版本"),
}


@pytest.mark.parametrize("number", range(len(HARMS)), ids=lambda n: list(HARMS)[n].__name__)
def test_a_desk_that_cannot_be_opened_says_why(tmp_path: Path, number: int) -> None:
    """The languages take turns: each sentence is there in both (``tests/store``)."""
    harm, said = list(HARMS.items())[number]
    lang = LANGUAGES[number % 2]
    where = desk(tmp_path, "empty")
    harm(where)
    before = contents(where)
    with Pty(where, "--lang", lang, size=SMALL) as pty:
        words = pty.until(said[LANGUAGES.index(lang)])
        assert any(kept in "".join(words.split("\n")) for kept in ALL_KEPT[lang]), words
        assert one_sentence(words)
        pty.press("x")
        assert pty.exit_status() == 2
        assert one_sentence(pty.text)
    assert contents(where) == before


def contents(where: Path) -> dict[str, bytes]:
    """What stands in the files of a desk."""
    return {path.name: path.read_bytes() for path in where.iterdir() if "-" not in path.name}


def one_sentence(words: str) -> bool:
    """Whether nothing of the program's insides is shown."""
    return not any(part in words for part in ("Traceback", "Error", "trouble.", "sqlite3", ".py"))


def unwrapped(words: str) -> str:
    """A screen without its white space: how long a path is decides where the line breaks."""
    return "".join(words.split())


@pytest.fixture
def own_disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk for the test alone."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "agentdesk", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a disk of its own can only be made by root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_cannot_be_written_to(own_disk: Path) -> None:
    """It binds root, too."""
    where = desk(own_disk, "empty")
    subprocess.run(["mount", "-o", "remount,ro", str(own_disk)], check=True)
    with Pty(where, "--lang", "zh", size=SMALL) as pty:
        assert one_sentence(pty.until(lambda text: "不可写" in unwrapped(text)))
        pty.press("x")
        assert pty.exit_status() == 2
    with Pty(own_disk / "new", "--lang", "en", size=SMALL) as pty:
        pty.until("Welcome")
        pty.type("Ann Lee").until("Ann Lee")
        words = pty.press("ctrl+s").until(lambda text: "cannotbewrittento" in unwrapped(text))
        assert one_sentence(words)
        assert "Ann Lee" in words


def test_the_disk_is_full_when_a_note_is_saved(own_disk: Path) -> None:
    """The words stay in the form; once there is room, saving goes on."""
    where = desk(own_disk, "sample")
    with Pty(where) as pty:
        pty.until("i intake")
        pty.press("n").until("Li Wei (you)")
        pty.press("o").until("who may read")
        pty.type("kept although full").until("kept although full")
        ballast = own_disk / "ballast"
        fill(ballast)
        words = pty.press("ctrl+s").until("no room left")
        assert one_sentence(words)
        assert "kept although full" in words
        ballast.unlink()
        pty.press("ctrl+s").gone("who may read")
        pty.press("ctrl+q")
        assert pty.exit_status() == 0
    assert command("db", "verify", "--json", "--data-dir", where).json["clean"]
    sent = command("export", "events", "--with-text", "--data-dir", where)
    assert sent.out.count("kept although full") == 1


def fill(ballast: Path) -> None:
    """Leave not one byte."""
    with ballast.open("wb", buffering=0) as file:
        size = 1 << 20
        while size:
            try:
                file.write(bytes(size))
            except OSError:
                size //= 2


def test_a_time_zone_of_the_machine_that_there_is_not(tmp_path: Path) -> None:
    """The desk has a zone of its own: what TZ says does not count."""
    with Pty(desk(tmp_path, "empty"), size=SMALL, TZ="Mars/Olympus_Mons") as pty:
        pty.until("i intake")
        pty.press("ctrl+q")
        assert pty.exit_status() == 0


@pytest.mark.parametrize("name", ["stdout", "stderr"])
def test_one_stream_that_is_no_terminal_is_enough(tmp_path: Path, name: str) -> None:
    far, near = os.openpty()
    streams: dict[str, int] = {"stdin": near, "stdout": near, "stderr": near}
    done = subprocess.run(
        [sys.executable, "-m", "agentdesk", "--data-dir", str(tmp_path)],
        **{**streams, name: subprocess.PIPE},  # type: ignore[call-overload]
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    told = done.stderr if name == "stderr" else os.read(far, 4096)
    os.close(near)
    os.close(far)
    assert done.returncode == 2
    assert name.encode() in told
    assert b"\x1b" not in told
    assert not list(tmp_path.iterdir())
