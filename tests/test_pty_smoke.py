"""The real program on a real terminal: it opens, answers keys, and gives the terminal back.

Run on every Python there is (.ci/run): pilot tests alone never start the real driver.
"""

from __future__ import annotations

import asyncio
import re
import signal
import termios
from pathlib import Path

import pytest

from agentdesk.desk.clock import SystemClock
from agentdesk.desk.setup import init_desk
from agentdesk.store.engine import Store
from tests.support.cli import run
from tests.support.terminal import Terminal

SIZES = [(80, 24), (120, 36)]
LEFT_ALTERNATE = b"\x1b[?1049l"
CURSOR_BACK = b"\x1b[?25h"


def desk(folder: Path, lang: str = "en") -> Path:
    """A desk with the sample, made now: the program at the terminal has the machine's clock."""
    where = folder / "desk"
    flags = ["--name", "Li Wei", "--desk", "Retail", "--tz", "Asia/Shanghai", "--lang", lang]
    made = run("init", *flags, "--sample", data=where, clock=SystemClock())
    assert made.code == 0, made.err
    return where


def opened(where: Path, size: tuple[int, int], *flags: str) -> Terminal:
    columns, lines = size
    return Terminal(
        ["--data-dir", str(where), *flags],
        columns=columns,
        lines=lines,
        cwd=where.parent,
        env={"COLUMNS": "200", "LINES": "60"},  # what a shell exported is not the terminal's size
    )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_queue_opens_is_walked_and_left(
    tmp_path: Path, size: tuple[int, int], lang: str
) -> None:
    with opened(desk(tmp_path, lang), size) as terminal:
        terminal.until(lambda text: len(re.findall(r"C-10\d\d", text)) >= 8)
        assert "Retail" in terminal.text.splitlines()[0]
        terminal.press("j", "j", "k", "enter")
        terminal.until("处理轨迹" if lang == "zh" else "Timeline")
        terminal.press("esc")
        terminal.until(lambda text: len(re.findall(r"C-10\d\d", text)) >= 8)
        terminal.press("ctrl+q")
        assert terminal.exit_status() == 0
    assert LEFT_ALTERNATE in terminal.raw
    assert CURSOR_BACK in terminal.raw


def test_the_next_case_is_one_key(tmp_path: Path) -> None:
    where = desk(tmp_path)

    def mine() -> set[str]:
        flags = ("--json", "--view", "mine", "--limit", "500")
        return {
            row["reference"] for row in run("queue", *flags, data=where, clock=SystemClock()).json
        }

    before = mine()
    with opened(where, (120, 36)) as terminal:
        terminal.until("C-10")
        terminal.press("n")
        terminal.until("Timeline")
        terminal.press("ctrl+q")
        assert terminal.exit_status() == 0
    assert len(mine() - before) == 1


def test_without_colour_nothing_is_lost(tmp_path: Path) -> None:
    flags = ["--data-dir", str(desk(tmp_path))]
    with Terminal(flags, columns=80, lines=24, env={"NO_COLOR": "1"}) as terminal:
        terminal.until("C-10")
        cells = terminal.screen.buffer
        assert any(all(cells[y][x].reverse for x in range(1, 79)) for y in range(24))  # the cursor
        terminal.press("n").until("Timeline")
        terminal.press("a").until("the question")
        terminal.press("tab").until(lambda _: cursors(terminal) == 1)
        terminal.type("+2h").until("= ")
        row = next(y for y, text in enumerate(terminal.text.splitlines()) if "+2h" in text)
        field = [cells[row][x] for x in range(18, 36)]
        assert all(cell.underscore for cell in field)
        assert sum(cell.reverse for cell in field) == 1
        assert b"\x1b[38;" not in terminal.raw
        assert b"\x1b[48;" not in terminal.raw


def cursors(terminal: Terminal) -> int:
    cells = (cell for line in terminal.screen.buffer.values() for cell in line.values())
    return sum(cell.reverse and cell.underscore for cell in cells)


@pytest.mark.parametrize(
    "sent", [signal.SIGTERM, signal.SIGINT, pytest.param(signal.SIGHUP, marks=pytest.mark.story)]
)
def test_a_signal_gives_the_terminal_back(tmp_path: Path, sent: signal.Signals) -> None:
    where = desk(tmp_path)
    with opened(where, (80, 24)) as terminal:
        before = termios.tcgetattr(terminal.child.child_fd)
        terminal.until("C-10")
        terminal.kill(sent)
        assert terminal.exit_status() == 128 + sent
    assert LEFT_ALTERNATE in terminal.raw
    assert CURSOR_BACK in terminal.raw
    assert before[3] & termios.ECHO
    assert run("db", "verify", "--json", data=where, clock=SystemClock()).json["clean"]


@pytest.mark.parametrize(
    "sent", [signal.SIGSTOP, pytest.param(signal.SIGTSTP, marks=pytest.mark.story)]
)
def test_who_was_stopped_takes_the_terminal_again_and_leaves_it_as_it_was(
    tmp_path: Path, sent: signal.Signals
) -> None:
    where = desk(tmp_path)
    with opened(where, (80, 24)) as terminal:
        found = termios.tcgetattr(terminal.child.child_fd)
        terminal.until("C-10")
        terminal.press("?").until("Keys of this screen")
        terminal.type("zzz").until("Nothing of that name")
        before = terminal.text.splitlines()[1:]
        terminal.kill(sent)
        state = Path(f"/proc/{terminal.child.pid}/stat")
        terminal.read_until(lambda: ") T " in state.read_text())
        terminal.look()
        terminal.screen.reset()  # whoever has the terminal meanwhile
        terminal.kill(signal.SIGCONT)
        terminal.until(lambda text: text.splitlines()[1:] == before)
        terminal.press("x").until("zzzx")  # once
        terminal.press("ctrl+q")
        while terminal.child.isalive():
            terminal.look()
        assert termios.tcgetattr(terminal.child.child_fd) == found
        assert terminal.exit_status() == 0


def test_a_terminal_too_small_says_so_and_opens_when_it_grows(tmp_path: Path) -> None:
    where = desk(tmp_path)
    with opened(where, (60, 15)) as terminal:
        terminal.until("80")
        terminal.screen.resize(36, 120)
        terminal.child.setwinsize(36, 120)
        terminal.until(lambda text: "C-10" in text)
        terminal.press("ctrl+q")
        assert terminal.exit_status() == 0


def test_the_first_run_asks_and_makes_a_desk(tmp_path: Path) -> None:
    where = tmp_path / "new"
    with opened(where, (80, 24), "--lang", "en") as terminal:
        terminal.until(lambda text: "time zone" in text.lower() or "zone" in text.lower())
        terminal.press("ctrl+q")
        assert terminal.exit_status() == 0
    assert not (where / "store.db").exists()


def test_a_first_run_that_was_cut_off_before_the_desk_is_offered_again(
    tmp_path: Path,
) -> None:
    where = tmp_path / "desk"

    async def begin() -> None:
        store = await Store.open(where, clock=SystemClock(), create=True)  # and then it was killed
        await store.aclose()

    asyncio.run(begin())
    keys = {name: (where / name).read_bytes() for name in ("store.key", "audit.key")}
    told = run("queue", "--lang", "en", data=where, clock=SystemClock())
    assert told.code == 2
    assert f"{where / 'store.db'} was never finished" in told.err
    with opened(where, (80, 24), "--lang", "en") as terminal:
        terminal.until("The last start was cut off")
        terminal.type("Li Wei").until("Li Wei")
        terminal.press("ctrl+s")
        terminal.until(lambda text: len(re.findall(r"C-10\d\d", text)) >= 8)
        terminal.press("ctrl+q")
        assert terminal.exit_status() == 0
    assert keys == {name: (where / name).read_bytes() for name in keys}
    assert run("db", "verify", "--json", data=where, clock=SystemClock()).json["clean"]


@pytest.mark.story
def test_a_first_run_that_was_cut_off_before_its_sample_brings_it(tmp_path: Path) -> None:
    where = tmp_path / "desk"
    answers = {"person_name": "Li Wei", "desk_name": "Retail", "tz": "Asia/Shanghai", "lang": "en"}
    asyncio.run(init_desk(where, **answers, clock=SystemClock(), sample=True))
    assert run("queue", "--json", data=where, clock=SystemClock()).json == []
    for _ in range(2):  # the second time it is there already
        with opened(where, (80, 24)) as terminal:
            terminal.until(lambda text: len(re.findall(r"C-10\d\d", text)) >= 8)
            terminal.press("ctrl+q")
            assert terminal.exit_status() == 0
    rows = run("queue", "--json", "--limit", "200", data=where, clock=SystemClock()).json
    assert 30 < len(rows) <= 60


def test_trouble_at_the_start_is_said_on_the_screen(tmp_path: Path) -> None:
    where = desk(tmp_path)
    (where / "store.key").unlink()
    with opened(where, (80, 24), "--lang", "en") as terminal:
        terminal.until("is not there, and without it")
        assert "Traceback" not in terminal.text
        terminal.press("ctrl+q")
        terminal.exit_status()
