"""What somebody did bears their name still when they have left."""

from __future__ import annotations

from pathlib import Path

from agentdesk.desk import staff
from tests.support.case_ui import seat


async def test_a_story_keeps_the_names_of_those_who_have_left(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        colleague = await here.desk.as_person("zhao.min")
        await colleague.note(here.case_id, "The bank answers tomorrow.")
        await here.sees("Zhao Min · internal note")
        await staff.leave(here.desk.ctx, "zhao.min")
        await here.until(lambda: "zhao.min" not in here.app.people, "she is not here any more")
        await here.press("o")
        await here.press("escape")
        await here.desk.claim(here.case_id)
        await here.sees("Li Wei · took the case")
        await here.sees("Zhao Min · internal note")
        assert here.desk.info.gone == {"zhao.min": "Zhao Min"}
