"""Why a case was late, from its own events: due, kept, whose time, and what excuses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.domain.lateness import late_promises
from agentdesk.domain.values import DAY, HOUR, MINUTE, Priority
from agentdesk.i18n import format as form
from agentdesk.i18n import set_language
from agentdesk.i18n.why_late import paragraph
from tests.support.desks import MONDAY, desk_of, request


async def told(desk: Desk, case_id: int, lang: str = "en") -> str:
    view = await desk.case(case_id)
    late = late_promises(view.clocks, [entry.event for entry in view.timeline], view.at)
    for promise in late:
        spent = promise.spent
        assert min(spent.queue, spent.agent, spent.department, spent.customer) >= 0
    set_language(lang)
    try:
        return paragraph(view.reference, late, view.at, form.zone("Asia/Shanghai"))
    finally:
        set_language("en")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            "C-1001: First response, due 2 Mar 2026, 14:00, is still owed, 1 h late by now. "
            "Whose time it was: 5 h in the queue.",
        ),
        (
            "zh",
            "C-1001：首次响应时限为 2026年3月2日 14:00，至今尚未完成，已超时 1 小时。"
            "用时归属：待领取 5 小时。",
        ),
    ],
)
async def test_what_is_still_owed(tmp_path: Path, lang: str, words: str) -> None:
    clock = SetClock(MONDAY)
    async with desk_of(tmp_path, clock) as desk:
        case_id = (await desk.receive(request())).case_id
        clock.forward(5 * HOUR)
        assert await told(desk, case_id, lang) == words


async def test_time_in_which_the_customer_was_asked_is_theirs(tmp_path: Path) -> None:
    clock = SetClock(MONDAY)
    async with desk_of(tmp_path, clock) as desk:
        case_id = (await desk.receive(request())).case_id
        await desk.claim(case_id)
        clock.forward(HOUR)
        await desk.wait(case_id, "Which account?", clock.now() + DAY)
        clock.forward(10 * HOUR)
        await desk.customer_message(case_id, "The blue one", channel="email")
        await desk.reply(case_id, "Thank you.", channel="email")
        clock.forward(2 * DAY)
        await desk.resolve(case_id, "done", "It is done.")
        said = await told(desk, case_id)
        assert "Resolution, due" in said
        assert "10 h waiting for the customer" in said
        assert "It stood still for 10 h while the customer was asked." in said


async def test_a_promise_broken_by_a_change_is_charged_to_nobody(tmp_path: Path) -> None:
    clock = SetClock(MONDAY)
    async with desk_of(tmp_path, clock) as desk:
        case_id = (await desk.receive(request(priority=Priority.P3))).case_id
        clock.forward(2 * HOUR)
        await desk.change_priority(case_id, Priority.P1, "deposit is due today")
        clock.forward(MINUTE)
        english, chinese = await told(desk, case_id), await told(desk, case_id, "zh")
        assert "made it late: charged to nobody." in english
        assert "不计入个人" in chinese


async def test_nothing_late_is_said_in_one_sentence(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        case_id = (await desk.receive(request())).case_id
        assert await told(desk, case_id) == "C-1001: nothing was late."
