"""Trouble under an open form: another desk, a locked store, a clock that jumps, a small terminal.

Whatever it is, what was typed stays, and the form says what is the matter.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from agentdesk.desk.house import Desk
from agentdesk.domain.values import HOUR, MINUTE
from agentdesk.screens.forms import base
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.opening import TooSmallScreen
from tests.support.case_ui import Seat, seat
from tests.support.ui import SMALL

pytestmark = pytest.mark.story


async def writing(here: Seat, key: str, words: str) -> CaseForm:
    """A form is open, with words in its first field."""
    await here.press(key)
    await here.until(lambda: isinstance(here.app.screen, CaseForm), "the form")
    await here.type(words)
    form = here.app.screen
    assert isinstance(form, CaseForm)
    return form


async def test_the_second_of_two_desks_is_told_what_changed(tmp_path: Path) -> None:
    """Two programs on one store, each with its own connections to the file."""
    async with seat(tmp_path) as here:
        await here.press("l")
        await here.until(lambda: here.view.owner == "li.wei", "mine")
        form = await writing(here, "r", "traced it")
        other = await Desk.open(tmp_path, person="zhao.min", clock=here.clock)
        try:
            await other.note(here.case_id, "payments say it is stuck")
            await here.sees("Meanwhile: 10:00 Zhao Min · internal note")
            await here.press("tab")
            await here.type("It arrives today.")
            # they resolve it in the same breath: the feed has not told yet
            await here.desk.assign(here.case_id, "zhao.min")
            await other.resolve(here.case_id, "paid out", "It is paid.")
            await here.press("ctrl+s")
            await here.sees("This case is resolved.")
            await here.sees("What you typed is still here.")
            assert here.app.screen is form
            assert (form.words("done"), form.words("told")) == ("traced it", "It arrives today.")
            assert (await here.kinds()).count("resolved") == 2, "two lines of one result: theirs"
        finally:
            await other.aclose()


async def test_a_locked_store_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "PATIENCE", 0.05)
    async with seat(tmp_path) as here:
        form = await writing(here, "o", "rang the branch")
        other = here.desk.ctx.store.place.opener.connect()
        other.execute("BEGIN IMMEDIATE")
        try:
            await here.press("ctrl+s")
            await here.sees("The store is busy; this waits for it")
            await here.press("ctrl+s", "f2")
            assert here.app.screen is form
            assert form.words("text") == "rang the branch"
        finally:
            other.close()  # rolls back first
        await here.back_on_case()
        assert (await here.kinds()).count("note") == 1


async def test_a_clock_that_jumps_is_refused_or_counted(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        form = await writing(here, "o", "rang the branch")
        here.clock.forward(-HOUR)
        await here.press("ctrl+s")
        await here.sees("clock is behind the last ent")
        assert here.app.screen is form
        assert form.words("text") == "rang the branch"
        here.clock.forward(HOUR + MINUTE)
        await here.press("ctrl+s")
        await here.back_on_case()
        assert (await here.last()).text == "rang the branch"
        await here.press("l")
        await here.until(lambda: here.view.owner == "li.wei", "mine")
        await writing(here, "u", "we look into it")
        here.clock.forward(6 * HOUR)
        await here.press("ctrl+s")
        await here.back_on_case()
        first = next(c for c in (await here.stored()).clocks if c.name == "first_response")
        assert first.state == "met_late"
        await here.sees("kept 2 h 1 min late")


async def test_a_terminal_that_shrinks_keeps_the_form(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        form = await writing(here, "o", "half a ")
        await here.pilot.resize_terminal(60, 15)
        await here.until(lambda: isinstance(here.app.screen, TooSmallScreen), "covered")
        await here.pilot.resize_terminal(*SMALL)
        await here.until(lambda: here.app.screen is form, "the form again")
        await here.type("thought")
        await here.press("ctrl+s")
        await here.back_on_case()
        assert (await here.last()).text == "half a thought"
