"""The program's public doors, as these tests use them: commands, desks, and a terminal."""

from __future__ import annotations

import atexit
import csv
import json
import os
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pyte
from wcwidth import wcwidth

from agentdesk.desk.clock import SystemClock
from tests.e2e.payloads import PAYLOADS
from tests.support import ROOT, cli
from tests.support.terminal import Terminal

WIDE, SMALL, LARGE = (120, 36), (80, 24), (160, 45)
BAR = "▏"
"""What stands between the two halves of a screen."""

MAPPING = """
format = 1
name = "anything"
prefix = "any"
[columns]
reference = "id"
title = "title"
text = "text"
customer = "customer"
phone = "phone"
email = "email"
[constants]
priority = "P2"
class = "common"
kind = "complaint"
line = "personal"
channel = "web"
[category]
column = "category"
[category.values]
"card" = "card"
"""
COLUMNS = ("id", "title", "text", "customer", "phone", "email", "category")


def command(*words: str | bytes | Path, clock: bool = True, **more: str) -> cli.Ran:
    """A command carried out in this process; ``more`` are flags with a value."""
    flags = [part for name, value in more.items() for part in (f"--{name}", value)]
    said = [os.fsdecode(word) for word in words]
    return cli.run(*said, *flags, clock=SystemClock() if clock else None)


@dataclass(frozen=True, slots=True)
class Said:
    """What a process left behind."""

    code: int
    out: bytes
    err: bytes

    @property
    def words(self) -> str:
        """What it told people."""
        return self.err.decode("utf-8")


def process(
    *words: str | bytes | Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    before: Callable[[], None] | None = None,
) -> Said:
    """The program as a shell starts it, without a terminal."""
    outer = {k: v for k, v in os.environ.items() if not k.startswith("AGENTDESK_")}
    done = subprocess.run(
        [sys.executable, "-m", "agentdesk", *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**outer, "LC_ALL": "C.UTF-8", **(env or {})},
        cwd=cwd or ROOT,
        preexec_fn=before,
        timeout=120,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


@cache
def _kept(name: str) -> Path:
    folder = Path(mkdtemp(prefix=f"agentdesk-{name}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _template(kind: str) -> Path:
    """A desk made once in each process that runs tests."""
    folder = _kept(kind) / "desk"
    name, desk = ("Li Wei", "Retail")
    if kind == "hostile":
        name, desk = ("Li [/nope]\x1b[5;31mWei \u202e", "Re[@click=app.quit]tail\x1b]0;owned\x07")
    sample = "--sample" if kind == "sample" else "--no-sample"
    made = command(
        "init", sample, "--data-dir", folder, name=name, desk=desk, tz="Asia/Shanghai", lang="en"
    )
    assert made.code == 0, made.err
    if kind == "hostile":
        done = bring_in(folder, _kept(kind), harmful())
        assert done.code == 0, done.err
        assert not done.json["rejected"], done.err
    return folder


def desk(folder: Path, kind: str = "sample") -> Path:
    """A desk for one test: ``sample``, ``empty`` or ``hostile``."""
    where = folder / "desk"
    shutil.copytree(_template(kind), where)
    return where


def bring_in(desk: Path, folder: Path, rows: Sequence[Sequence[str]], *more: str) -> cli.Ran:
    """Import rows through a CSV file and a mapping, as new complaints of the last hour."""
    table, mapping = folder / "rows.csv", folder / "mapping.toml"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    categories = {row[6] for row in rows if 0 < len(row[6]) < 200} - {"card"}
    extra = "".join(f'{json.dumps(one.strip())} = "card"\n' for one in sorted(categories))
    mapping.write_text(MAPPING + extra, encoding="utf-8")
    return command(
        "import", table, "--data-dir", desk, "--json", "--rejects", folder / "rejects.csv", *more,
        map=str(mapping), **{"as-new": "1h"},
    )  # fmt: skip


def harmful() -> list[list[str]]:
    """A complaint for each payload, the payload in every field; the first brings all at once."""
    short = [text for text in PAYLOADS.values() if len(text) < 1000]
    everything = ["all", "Everything at once", "\n".join(short), "Ann Lee", "", "", "card"]
    rows = [everything]
    for number, text in enumerate(PAYLOADS.values(), 1):
        in_category = _toml_takes(text)
        rows.append([f"{number} {text[:60]}", *[text] * 5, text if in_category else "card"])
    return rows


def _toml_takes(text: str) -> bool:
    """Whether a text can be a key of a mapping: TOML has no surrogates and no raw DEL."""
    return 0 < len(text) < 200 and "\x7f" not in text and max(map(ord, text)) < 0x10000


class Screen(pyte.Screen):
    """A screen that draws on past a mark without a cell: pyte's own drops the rest of the text."""

    def draw(self, data: str) -> None:
        """Draw what has cells, and marks that pyte knows to join."""
        kept = (sign for sign in data if wcwidth(sign) > 0 or unicodedata.combining(sign))
        super().draw("".join(kept))


class Pty(Terminal):
    """A terminal that pastes, changes its size, and whose cells can be counted."""

    def __init__(self, desk: Path, *more: str, size: tuple[int, int] = WIDE, **env: str) -> None:
        super().__init__(["--data-dir", str(desk), *more], columns=size[0], lines=size[1], env=env)
        self.screen = Screen(*size)
        self._stream = pyte.ByteStream(self.screen)

    def paste(self, text: str | bytes) -> Pty:
        """What a terminal sends when somebody pastes."""
        raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        self.child.send(b"\x1b[200~" + raw + b"\x1b[201~")
        return self

    def resize(self, columns: int, lines: int) -> None:
        """Make the window another size."""
        self.screen.resize(lines, columns)
        self.child.setwinsize(lines, columns)

    def cells(self, line: int) -> list[str]:
        """What stands in each cell of a line; the second cell of a wide character is empty."""
        row = self.screen.buffer[line]
        return [row[column].data for column in range(self.screen.columns)]

    def places(self, line: int, sign: str) -> list[int]:
        """Cells of a line in which a sign stands."""
        return [at for at, data in enumerate(self.cells(line)) if data == sign]

    def lines_with(self, text: str) -> list[int]:
        """Lines on which a text stands."""
        return [at for at, shown in enumerate(self.text.split("\n")) if text in shown]
