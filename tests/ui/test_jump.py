"""Jump mode: a letter at every place, and typing it goes there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.containers import VerticalScroll
from textual.keys import _character_to_key

from agentdesk.screens.case import CaseScreen
from agentdesk.screens.forms.reply import ReplyForm
from agentdesk.screens.intake import IntakeScreen
from agentdesk.screens.intake_new import NewCaseScreen
from agentdesk.screens.jump import JumpScreen
from agentdesk.screens.queue import QueueScreen
from agentdesk.widgets.hits import Hits
from agentdesk.widgets.jump_spots import letters
from agentdesk.widgets.queue_window import Window
from tests.support.case_ui import seat
from tests.support.fake_desk import FakeDesk, row
from tests.support.pictures import assert_picture
from tests.support.ui import LARGE, SMALL, assert_aligned, calm, running, screen_lines, settle


def label_before(lines: list[str], words: str) -> str:
    """The letter that stands at the begin of the line with these words."""
    return next(line for line in lines if words in line).split()[0][:1]


@pytest.mark.parametrize("count", [0, 1, 26, 27, 51, 52, 300, 676])
def test_no_label_begins_another(count: int) -> None:
    made = letters(count)
    assert len(set(made)) == len(made) == count
    assert not any(a != b and b.startswith(a) for a in made for b in made)


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_the_letters_on_the_queue(lang: str) -> None:
    desk = FakeDesk([row(number) for number in range(1, 9)])
    async with running(desk, SMALL, lang=lang) as (app, pilot):
        await pilot.press("semicolon")
        await settle(pilot, lambda: isinstance(app.screen, JumpScreen))
        assert_aligned(app, SMALL[0])
        assert_picture(f"jump-queue-{lang}", await calm(pilot))


async def test_a_letter_goes_to_its_row_and_to_its_view() -> None:
    desk = FakeDesk([row(number, mine=number > 5) for number in range(1, 9)])
    async with running(desk, SMALL) as (app, pilot):
        queue: Any = app.screen
        await pilot.press("ctrl+g")
        await settle(pilot, lambda: "C-1006" in "\n".join(screen_lines(app)))
        lines = await calm(pilot)
        await pilot.press(label_before(lines.splitlines(), "C-1006"))
        await settle(pilot, lambda: queue.table.cursor == 6)
        await pilot.press("semicolon", "s")  # the second view
        await settle(pilot, lambda: queue._view.value == "mine" and app.screen is queue)
        await pilot.press("semicolon", "escape", "j")
        await settle(pilot, lambda: app.screen is queue)


async def test_a_row_that_moves_meanwhile_is_still_the_one_that_is_meant() -> None:
    desk = FakeDesk([row(number) for number in range(1, 5)])
    async with running(desk, SMALL) as (app, pilot):
        queue: Any = app.screen
        await pilot.press("semicolon")
        letter = label_before((await calm(pilot)).splitlines(), "C-1003")
        held = queue.table.window
        queue.table.hold(Window.made(held.rows[::-1], held.counts, held.total, False, False), None)
        await pilot.press(letter)
        await settle(pilot, lambda: queue.table.cursor == 3)


@pytest.mark.story
async def test_more_places_than_letters_have_two() -> None:
    desk = FakeDesk([row(number) for number in range(1, 61)])
    async with running(desk, LARGE) as (app, pilot):
        queue: Any = app.screen
        await pilot.press("semicolon")
        lines = (await calm(pilot)).splitlines()
        double = next(line for line in lines if line[:2].isalpha() and "C-10" in line)
        await pilot.press(*double[:2])
        await settle(pilot, lambda: app.screen is queue)
        assert f"C-{1000 + queue.table.cursor}" in double


async def test_what_is_typed_behind_the_letter_goes_where_it_led() -> None:
    """Nothing waits for the letters to be drawn; in full width as well."""
    desk = FakeDesk([row(number) for number in range(1, 9)])
    async with running(desk, SMALL) as (app, pilot):
        await pilot.press("semicolon")
        letter = label_before((await calm(pilot)).splitlines(), "C-1004")
        await pilot.press("escape")
        for sign in ("；", chr(ord(letter) + 0xFEE0)):
            app.post_message(events.Key(_character_to_key(sign), sign))
        await pilot.press("enter")
        await settle(pilot, lambda: isinstance(app.screen, CaseScreen))
        case: Any = app.screen
        assert case.case_id == 4


async def test_on_a_case_to_its_parts_and_in_a_form_to_its_fields(tmp_path: Path) -> None:
    async with seat(tmp_path, size=SMALL, lang="zh") as here:
        await here.press("semicolon")
        await here.until(lambda: isinstance(here.app.screen, JumpScreen))
        await here.press("a")
        await here.until(lambda: here.app.screen is here.screen)
        pane = here.screen.query_one("#section-promises").parent
        assert isinstance(pane, VerticalScroll)
        assert pane.has_focus
        await here.press("l", "u")
        await here.until(lambda: isinstance(here.app.screen, ReplyForm))
        form: Any = here.app.screen
        await here.type("你好；")  # where text is typed a semicolon is one
        await here.press("ctrl+g")
        await here.until(lambda: isinstance(here.app.screen, JumpScreen))
        here.app.clear_notifications()
        await here.until(lambda: "草稿已保存" in here.text)
        assert_picture("jump-form-zh", await calm(here.pilot))
        await here.press("a")
        await here.until(lambda: here.app.screen is form)
        assert form.focused is form.field("channel").widget
        assert form.words("text") == "你好；"


@pytest.mark.story
async def test_in_the_intake_to_who_was_found_and_in_its_form(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.press("i")
        await here.until(lambda: isinstance(here.app.screen, IntakeScreen))
        intake: Any = here.app.screen
        await here.type("C-1001")
        await here.until(lambda: intake.hits.lookup.asked == "C-1001")
        await here.press("ctrl+g")
        await here.until(lambda: isinstance(here.app.screen, JumpScreen))
        letter = label_before((await calm(here.pilot)).splitlines(), "+ ")
        await here.press(letter, "enter")
        await here.until(lambda: isinstance(here.app.screen, NewCaseScreen))
        assert intake.query_one(Hits).at == len(intake.hits.picks) - 1
        form: Any = here.app.screen
        await here.press("ctrl+g")
        await here.until(lambda: isinstance(here.app.screen, JumpScreen))
        await here.press("escape")
        await here.until(lambda: here.app.screen is form)
        await here.press("escape", "escape")
        await here.until(lambda: isinstance(here.app.screen, (CaseScreen, QueueScreen)))
