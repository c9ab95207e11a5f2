"""Running the command line in this process, on desks of the tests."""

from __future__ import annotations

import atexit
import io
import json
import os
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from agentdesk.cli import main
from agentdesk.desk.clock import SetClock
from agentdesk.domain.values import Clock, instant
from tests.support import ROOT

MONDAY = instant(datetime.fromisoformat("2026-11-23T10:00:00+08:00"))
"""When desks of these tests are made: a working morning in Shanghai."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its stdout, which is JSON and nothing else."""
        return json.loads(self.out)


def run(*argv: str | Path, data: Path | None = None, clock: Clock | None = None) -> Ran:
    """Run a command line here and now."""
    words = [str(word) for word in argv]
    if data is not None:
        words += ["--data-dir", str(data)]
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(words, clock=clock or SetClock(MONDAY))
    return Ran(code, out.getvalue(), err.getvalue())


def spawn(*argv: str | Path, **more: Any) -> subprocess.Popen[str]:
    """Start the program as a person's shell does."""
    env = {**os.environ, "PYTHONIOENCODING": "utf-8", **more.pop("env", {})}
    return subprocess.Popen(
        [sys.executable, "-m", "agentdesk", *(str(word) for word in argv)],
        stdin=subprocess.DEVNULL,
        stdout=more.pop("stdout", subprocess.PIPE),
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=env,
        cwd=ROOT,
        **more,
    )


@cache
def _template(sample: bool, lang: str) -> Path:
    top = Path(mkdtemp(prefix="agentdesk-cli-"))
    atexit.register(shutil.rmtree, top, ignore_errors=True)
    folder = top / "desk"
    made = run(
        "init", "--name", "Li Wei", "--desk", "Retail", "--tz", "Asia/Shanghai", "--lang", lang,
        "--sample" if sample else "--no-sample", data=folder,
    )  # fmt: skip
    assert made.code == 0, made.err
    return folder


def desk(folder: Path, *, sample: bool = True, lang: str = "en") -> Path:
    """A desk of its own in a folder of a test; li.wei leads it."""
    where = folder / "desk"
    shutil.copytree(_template(sample, lang), where)
    return where
