"""How the departments and their forms look, as text; hostile text on them is only drawn.

After a change that is meant: ``AGENTDESK_LOOKS=write pytest tests/ui/test_departments_looks.py``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from agentdesk.desk.api import HandoffLine, Person
from agentdesk.domain.values import HOUR, MINUTE, Priority
from agentdesk.screens.departments import DepartmentsScreen
from tests.support.fake_desk import INFO, NOW, FakeDesk, row
from tests.support.ui import (
    LARGE,
    MIDDLE,
    SMALL,
    assert_aligned,
    calm,
    running,
    screen_text,
    settle,
    strips,
)
from tests.ui.hostile import HOSTILE
from tests.ui.test_case_hostile import DRIVES
from tests.ui.test_looks import compare

ASKS = (
    "Trace TRX 88-1207: it left on 27 February and has not arrived",
    "请核实该笔跨行转账为何未到账",
    "Refund the fee if it was returned",
    "对方银行回执编号是多少",
    "Name of the correspondent bank",
)
WHO = ("C** J*", "王**", "S***h", "李**", "何**")
DUE = (-64, -4, 12, 95, 300)


def line(number: int, **changes: Any) -> HandoffLine:
    """A handoff with something in every field."""
    due = NOW + DUE[number % 5] * MINUTE
    made = HandoffLine(
        case_id=number + 1, reference=f"C-{1001 + number}", id="h1", dept="payments",
        main=number != 2, title="Where is my transfer?", customer=WHO[number % 5],
        priority=tuple(Priority)[number % 3], owner="li.wei",
        asked_at=NOW - HOUR - number * MINUTE, asked_by="li.wei", ask=ASKS[number % 5],
        along=("我昨天转的五万元到现在还没到账。",), clock="dept_feedback", due=due,
        broken=due < NOW, may_answer=True, took=HOUR,
    )  # fmt: skip
    if number % 2:
        made = replace(made, accepted_at=NOW - HOUR, accepted_by="sun.hui", clock="dept_next")
    return replace(made, **changes)


def a_department(lang: str) -> FakeDesk:
    me = Person("sun.hui", "孙慧" if lang == "zh" else "Sun Hui", "specialist", dept="payments")
    name = "零售客服台" if lang == "zh" else "Retail desk"
    desk = FakeDesk([row(n) for n in range(1, 6)], info=replace(INFO, name=name, me=me))
    desk.handed = [line(n) for n in range(5)]
    return desk


def read(app: Any, rows: int) -> bool:
    """Whether the departments stand there with so many rows."""
    screen = app.screen
    return isinstance(screen, DepartmentsScreen) and len(screen.table.rows) == rows


@pytest.mark.parametrize(
    ("size", "lang"), [(SMALL, "en"), (SMALL, "zh"), (MIDDLE, "en"), (LARGE, "zh")]
)
async def test_the_departments(size: tuple[int, int], lang: str) -> None:
    desk = a_department(lang)
    async with running(desk, size, lang=lang, ready=False) as (app, pilot):
        await settle(pilot, lambda: read(app, 5))
        await pilot.press("space", "j")
        if size[0] >= 120:
            words = "处理轨迹" if lang == "zh" else "Timeline"
            await settle(pilot, lambda: words in screen_text(app))
        assert_aligned(app, size[0])
        compare(f"departments-{size[0]}x{size[1]}-{lang}", await calm(pilot))
        if size != SMALL:
            return
        await pilot.press("O")
        words = "下次反馈" if lang == "zh" else "next report"
        await settle(pilot, lambda: words in screen_text(app))
        assert_aligned(app, size[0])
        compare(f"department-report-{lang}", await calm(pilot))
        await pilot.press("escape", "X")
        await pilot.press("w")
        words = "✓ 草稿已保存" if lang == "zh" else "✓ draft kept"
        await settle(pilot, lambda: words in screen_text(app))
        compare(f"department-reject-{lang}", await calm(pilot))


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_asking(lang: str) -> None:
    desk = a_department(lang)
    desk.info = replace(desk.info, me=INFO.me)
    desk.handed = []
    async with running(desk, SMALL, lang=lang) as (app, pilot):
        await pilot.press("h")
        words = "转办事项" if lang == "zh" else "what is asked"
        await settle(pilot, lambda: words in screen_text(app))
        await pilot.press("tab")
        assert_aligned(app, SMALL[0])
        compare(f"handoff-{lang}", await calm(pilot))


@pytest.mark.parametrize("size", [SMALL, pytest.param(LARGE, marks=pytest.mark.story)])
async def test_hostile_text_is_only_drawn(size: tuple[int, int]) -> None:
    desk = a_department("en")
    texts = list(HOSTILE.values())
    desk.handed = [
        line(n, case_id=1, id=f"h{n}", title=text, customer=text, ask=text, along=(text, text),
             owner=text[:60], asked_by=text[:60], accepted_by=text[:60])
        for n, text in enumerate(texts)
    ]  # fmt: skip
    async with running(desk, size, ready=False) as (app, pilot):
        await settle(pilot, lambda: read(app, len(texts)))
        for _ in texts:
            await pilot.press("j")
            for strip in strips(app):
                assert not DRIVES.search("".join(segment.text for segment in strip))
            assert_aligned(app, size[0])
        assert app.return_code is None
