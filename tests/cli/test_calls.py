"""What is agreed on a case, as `show` and `explain` tell it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.domain.values import HOUR
from tests.support.cli import MONDAY, desk, run
from tests.support.desks import request


def agreed(where: Path) -> None:
    async def work() -> None:
        clock = SetClock(MONDAY)
        opened = await Desk.open(where, clock=clock)
        try:
            case = (await opened.receive(request())).case_id
            await opened.claim(case)
            await opened.set_wishes((await opened.case(case)).subject, calls_from=9 * 60)
            await opened.agree(case, MONDAY + HOUR, "Where it is")
            await opened.agree(case, MONDAY + 3 * HOUR, "Sign", what="visit", place="Branch 5")
            first, second = (await opened.case(case)).callbacks
            clock.forward(HOUR)
            await opened.callback_no_answer(case, first.id)
            await opened.cancel_callback(case, second.id, "they rang us")
        finally:
            await opened.aclose()

    asyncio.run(work())


def test_show_and_explain_tell_what_was_agreed(tmp_path: Path) -> None:
    where, clock = desk(tmp_path, sample=False), SetClock(MONDAY + HOUR)
    agreed(where)
    told = run("show", "1001", "--json", data=where, clock=clock).json
    first, second = told["callbacks"]
    assert (first["what"], first["state"], first["tries"]) == ("call", "set", 1)
    assert first["at"] == "2026-11-23T05:30:00Z"  # two hours on they have the visit
    assert (second["what"], second["state"], second["place"]) == ("visit", "cancelled", "Branch 5")
    assert told["wishes"] == {
        "calls_from": "09:00", "calls_until": None, "zone": None, "no_survey": None,
    }  # fmt: skip
    for lang, words in {
        "en": ("Agreed for 11:00 to 11:30, with 10 min of grace", "nobody answered",
               "Agreed for 13:00 to 13:30", "it was not needed any more"),
        "zh": ("约定 11:00 至 11:30，宽限 10 分钟", "无人接听", "约定 13:00 至 13:30", "不再需要"),
    }.items():  # fmt: skip
        said = run("explain", "1001", "--lang", lang, data=where, clock=clock).out
        assert [word for word in words if word not in said] == []
        assert "account." not in said
    assert "Agreed" in run("show", "1001", "--lang", "en", data=where, clock=clock).out
