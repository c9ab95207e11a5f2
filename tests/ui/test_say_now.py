"""The line that is read aloud: where it stands, what comes next, by when; late ones say sorry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from agentdesk.desk.api import CaseView, TimelineEntry
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.domain.values import DAY, HOUR, MINUTE, Audience, CaseClass, Event
from agentdesk.i18n import set_language
from agentdesk.widgets.lens import lens_of
from agentdesk.widgets.say_now import say
from tests.support.desks import MONDAY, desk_of, request


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    set_language("en")


async def both(desk: Desk, view: CaseView) -> tuple[str, str]:
    """The line in both languages."""
    lens = lens_of(desk, {person.code: person for person in await desk.people()})
    said = []
    for lang in ("en", "zh"):
        set_language(lang)
        said.append(say(view, lens))
    set_language("en")
    return said[0], said[1]


async def test_an_open_case_says_who_has_it_and_by_when_they_hear(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        case_id = (await desk.receive(request())).case_id
        assert await both(desk, await desk.case(case_id)) == (
            "We received your request at 10:00; a colleague takes it up next. "
            "You will hear from us by 14:00.",
            "您反映的事项，我们已于 10:00 受理，将尽快安排专人办理。我们会在 14:00 前与您联系。",
        )
        await desk.claim(case_id)
        await desk.reply(
            case_id, "Soon.", channel="phone", promised_at=MONDAY + HOUR, finish_at=MONDAY + DAY
        )
        assert await both(desk, await desk.case(case_id)) == (
            "We received your request at 10:00; Li Wei looks after it. You will hear from us by "
            "11:00. The result is expected by tomorrow at 10:00.",
            "您反映的事项，我们已于 10:00 受理，由 Li Wei 负责办理。我们会在 11:00 前与您联系。"
            "预计明天 10:00 前办结。",
        )


async def test_a_later_word_does_not_loosen_an_earlier_one(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        case_id = (await desk.receive(request())).case_id
        await desk.claim(case_id)
        await desk.reply(case_id, "Soon.", channel="phone", promised_at=MONDAY + HOUR)
        await desk.log_contact(case_id, "When?", promised_at=MONDAY + 3 * HOUR)
        english, _ = await both(desk, await desk.case(case_id))
        assert english.endswith("You will hear from us by 11:00.")
        await desk.reply(case_id, "Here it is.", channel="phone")
        english, _ = await both(desk, await desk.case(case_id))
        assert "11:00" not in english, "it was kept"


async def test_what_is_late_is_said_with_an_apology_and_a_time_is_agreed_on(
    tmp_path: Path,
) -> None:
    clock = SetClock(MONDAY)
    async with desk_of(tmp_path, clock) as desk:
        case_id = (await desk.receive(request())).case_id
        await desk.claim(case_id)
        clock.forward(5 * HOUR)
        english, chinese = await both(desk, await desk.case(case_id))
        assert "You should have heard from us by 14:00, and we are sorry." in english
        assert "Let us agree on a time now." in english
        assert "没有做到，非常抱歉。我现在就与您约定时间。" in chinese
        await desk.reply(case_id, "Sorry.", channel="phone", promised_at=clock.now() + 2 * DAY)
        clock.forward(DAY)
        english, chinese = await both(desk, await desk.case(case_id))
        assert "It should have been settled by 10:00; we are sorry that it takes longer." in english
        assert "You will hear from us by tomorrow at 15:00." in english
        assert "目前仍在处理，非常抱歉。" in chinese


async def test_a_case_that_waits_says_what_for_and_when_we_ask_again(tmp_path: Path) -> None:
    clock = SetClock(MONDAY)
    async with desk_of(tmp_path, clock) as desk:
        case_id = (await desk.receive(request())).case_id
        await desk.claim(case_id)
        await desk.wait(case_id, "Which account?", MONDAY + DAY)
        english, chinese = await both(desk, await desk.case(case_id))
        assert "We are waiting for your answer to what we asked at 10:00." in english
        assert "without it we ask you again tomorrow at 10:00." in english
        assert "正等候您的答复" in chinese
        assert "明天 10:00 再与您联系" in chinese
        clock.forward(DAY + MINUTE)
        english, _ = await both(desk, await desk.case(case_id))
        assert "You can tell me now, and we go on at once." in english


async def test_a_case_with_a_department_names_it(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        case_id = (await desk.receive(request())).case_id
        view = await desk.case(case_id)
        asked = Event("handoff", MONDAY, "li.wei", {"id": "h1", "dept": "payments"}, 9)
        back = Event("dept_return", MONDAY, "li.wei", {"id": "h1"}, 10)
        entries = [TimelineEntry(one, "li.wei", None, Audience.INTERNAL) for one in (asked, back)]
        out = replace(view, timeline=(*view.timeline, entries[0]))
        english, chinese = await both(desk, out)
        assert "Payments has been looking into it since 10:00. You will hear" in english
        assert "10:00 起由支付结算部核实处理。" in chinese
        home, _ = await both(desk, replace(view, timeline=(*view.timeline, *entries)))
        assert "Payments" not in home


async def test_what_is_settled_says_what_still_comes(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        case_id = (await desk.receive(request(klass=CaseClass.COMPLEX))).case_id
        await desk.claim(case_id)
        await desk.resolve(case_id, "paid", "It is paid.")
        english, chinese = await both(desk, await desk.case(case_id))
        assert english.startswith("It was settled at 10:00, and we told you the result. By ")
        assert english.endswith("we ask you whether you are content.")
        assert "回访" in chinese
        await desk.follow_up(case_id, reached=True, speed=5, attitude=5, solved=5)
        await desk.close_case(case_id)
        english, chinese = await both(desk, await desk.case(case_id))
        assert english == (
            "It was settled at 10:00 and is closed. "
            "If anything is left, tell me, and we open it again now."
        )
        assert "请告诉我" in chinese
