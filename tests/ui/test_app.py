"""The life of the program: first frame, trouble, crash, signals, small windows, no colour."""

from __future__ import annotations

import asyncio
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pexpect
import pytest

import agentdesk
from agentdesk.app import AgentDesk, styles_dir, stylesheets
from agentdesk.crashlog import CrashLog, note
from agentdesk.desk.api import DeskApi, DeskTrouble
from agentdesk.screens.help import HelpScreen
from agentdesk.screens.opening import OpeningScreen, TooSmallScreen, TroubleScreen
from agentdesk.screens.queue import QueueScreen
from agentdesk.widgets.finder import FinderList
from tests.support.fake_desk import FakeDesk, row
from tests.support.ui import SMALL, queue_shown, running, screen_lines, screen_text, settle, strips
from tests.ui.stage import IBAN, NAME

ROOT = Path(agentdesk.__file__).parents[2]
LEAVE_ALTERNATE = b"\x1b[?1049l"


async def test_the_first_frame_stands_before_the_desk_is_opened() -> None:
    begun, go = asyncio.Event(), asyncio.Event()
    painted: list[str] = []

    async def open_desk() -> DeskApi:
        painted.extend(screen_lines(app))
        begun.set()
        await go.wait()
        return FakeDesk([row(1)])

    app = AgentDesk(open_desk=open_desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot, begun.is_set)
        assert painted[0].strip() == "agentdesk   opening…"
        assert isinstance(app.screen, OpeningScreen)
        go.set()
        await settle(pilot, lambda: queue_shown(app))


def test_the_program_is_imported_without_the_store() -> None:
    code = (
        "import sys, agentdesk.launch, agentdesk.screens.queue\n"
        "heavy = {'sqlalchemy', 'aiosqlite', 'sqlcipher3', 'alembic', 'holidays', 'dateutil',"
        " 'agentdesk.store', 'agentdesk.desk.house'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_screen_has_its_stylesheet_beside_the_theme() -> None:
    names = [sheet.stem for sheet in stylesheets()]
    assert names[0] == "theme"
    assert {"queue", "help", "why"} <= set(names)
    assert styles_dir().name == "styles"


# --- trouble -------------------------------------------------------------------------------------


async def test_a_desk_that_cannot_be_opened_says_so_and_ends_with_2() -> None:
    async def open_desk() -> DeskApi:
        raise DeskTrouble("key_missing", path="/somewhere/store.key")

    async with running(open_desk, SMALL, ready=False) as (app, pilot):
        await settle(pilot, lambda: isinstance(app.screen, TroubleScreen))
        await settle(pilot, lambda: "Press any key to leave." in screen_text(app))
        words = " ".join(screen_text(app).split())
        assert "The key /somewhere/store.key is not there" in words
        await pilot.press("x")
    assert app.return_code == 2


async def test_a_window_that_is_too_small_is_covered_and_nothing_is_lost() -> None:
    async with running(FakeDesk([row(number) for number in range(1, 31)])) as (app, pilot):
        await pilot.press("j", "j", "slash", *"信用")
        await settle(pilot, lambda: queue_of(app).bar.text == "信用")
        await pilot.resize_terminal(79, 24)
        await settle(pilot, lambda: isinstance(app.screen, TooSmallScreen))
        await settle(pilot, lambda: "80 × 24, the window has 79 × 24" in screen_text(app))
        for size in ((30, 10), (10, 3), (1, 1), (80, 23)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert isinstance(app.screen, TooSmallScreen)
        await pilot.resize_terminal(80, 24)
        await settle(pilot, lambda: isinstance(app.screen, QueueScreen))
        assert queue_of(app).bar.text == "信用"
        assert len(app.screen_stack) == 2


def queue_of(app: AgentDesk) -> QueueScreen:
    return next(screen for screen in app.screen_stack if isinstance(screen, QueueScreen))


async def test_no_color_means_no_colour_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(FakeDesk([row(1, left=-60_000_000), row(2)]), SMALL) as (app, _):
        for strip in strips(app):
            for segment in strip:
                style = segment.style
                assert style is None or style.color is None or style.color.is_default
                assert style is None or style.bgcolor is None or style.bgcolor.is_default
        text = screen_text(app)
        assert "▌" in text  # the cursor
        assert "▲" in text


@pytest.mark.parametrize("theme", ["dark", "light", "contrast", "safe", "mono", "no-such-theme"])
async def test_every_theme_draws(theme: str) -> None:
    async with running(FakeDesk([row(1)]), SMALL, theme=theme) as (app, _):
        assert app.theme == f"agentdesk-{theme}" or theme == "no-such-theme"
        backgrounds = {
            segment.style.bgcolor.name
            for strip in strips(app)
            for segment in strip
            if segment.style and segment.style.bgcolor
        }
        assert len(backgrounds) > 2


async def test_an_answer_that_finds_its_screen_leaving_is_let_go() -> None:
    """A screen's widgets go before its workers are cancelled: painting on it may come too late."""
    late: list[bool] = []

    async with running(FakeDesk([row(1)]), SMALL) as (app, pilot):
        screen = HelpScreen(cast(QueueScreen, app.screen))
        await app.push_screen(screen)

        async def paint() -> None:
            while screen.query(FinderList):  # noqa: ASYNC110 - nothing tells of the moment between
                await asyncio.sleep(0)
            late.append(True)
            screen.query_one(FinderList)

        screen.start(paint())
        app.pop_screen()
        await settle(pilot, lambda: bool(late) and queue_shown(app))
        assert app.return_code is None


# --- on a terminal -------------------------------------------------------------------------------


@contextmanager
def stage(what: str, folder: Path) -> Iterator[pexpect.spawn]:
    env = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    child = pexpect.spawn(
        sys.executable,
        ["-m", "tests.ui.stage", what, str(folder)],
        dimensions=(36, 120),
        env=env,
        cwd=str(ROOT),
        timeout=60,
    )
    try:
        yield child
    finally:
        child.close(force=True)


def test_a_crash_shows_one_sentence_and_nothing_of_a_customer(tmp_path: Path) -> None:
    with stage("crash", tmp_path) as child:
        child.expect("C-1")
        child.send("\r")
        child.expect(pexpect.EOF)
        child.wait()
        out = child.before.decode("utf-8", "replace")
        assert child.exitstatus == 1
    assert "agentdesk stopped on an error of its own" in out
    for secret in (IBAN, NAME, "Traceback", "cannot book", "holder"):
        assert secret not in out
    assert LEAVE_ALTERNATE.decode() in out
    log = (tmp_path / "errors.log").read_text("utf-8")
    assert "ValueError" in log
    assert "stage.py" in log
    assert IBAN not in log
    assert NAME not in log
    assert stat.S_IMODE((tmp_path / "errors.log").stat().st_mode) == 0o600
    assert (tmp_path / "closed").exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_desk_in_order(tmp_path: Path, number: signal.Signals) -> None:
    with stage("calm", tmp_path) as child:
        child.expect("calm")
        child.kill(number)
        child.expect(pexpect.EOF)
        child.wait()
        assert child.exitstatus == 128 + number
        assert LEAVE_ALTERNATE in child.before
    assert (tmp_path / "closed").read_text() == "in order"
    assert not (tmp_path / "errors.log").exists()


def test_trouble_is_on_the_terminal_after_the_end_as_well(tmp_path: Path) -> None:
    with stage("trouble", tmp_path) as child:
        child.expect("Press any key")
        child.send("q")
        child.expect(pexpect.EOF)
        child.wait()
        after = child.before[child.before.rfind(LEAVE_ALTERNATE) :].decode()
        assert child.exitstatus == 2
    assert "store.keyisnotthere" in "".join(after.split())


# --- the note of a crash -------------------------------------------------------------------------


def test_a_note_names_places_and_no_data() -> None:
    try:
        try:
            raise KeyError(NAME)
        except KeyError as inner:
            raise RuntimeError(f"for {IBAN}") from inner
    except RuntimeError as error:
        text = note(error, "id-1")
    assert "RuntimeError" in text
    assert "KeyError" in text
    assert "test_app.py" in text
    assert NAME not in text
    assert IBAN not in text


def test_a_note_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    note_id, noted = CrashLog(blocked / "folder").write(ValueError("x"))
    assert len(note_id) == 8
    assert not noted
    assert CrashLog(None).write(ValueError("x"))[1] is False


async def test_one_thing_is_told_at_a_time_and_a_warning_stays() -> None:
    async with running(FakeDesk([row(1)]), SMALL) as (app, pilot):
        app.toast("this may go wrong", kind="warning", seconds=60)
        app.toast("done once", seconds=60)
        app.toast("done twice", seconds=60)
        await settle(pilot, lambda: "done twice" in screen_text(app))
        await settle(pilot, lambda: "done once" not in screen_text(app))
        assert "this may go wrong" in screen_text(app)
