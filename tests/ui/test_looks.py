"""How the screens look, as text: compared with the pictures in ``looks/``.

After a change that is meant: ``AGENTDESK_LOOKS=write pytest tests/ui/test_looks.py``, then read the
difference as a reviewer would.
"""

from __future__ import annotations

import os
import random
from dataclasses import replace
from pathlib import Path

import pytest

from agentdesk.desk.api import QueueRow
from agentdesk.domain.state import Reason
from agentdesk.domain.values import HOUR, MINUTE, SECOND, Priority, Status
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
)

LOOKS = Path(__file__).parent / "looks"

WHAT = (
    "Transfer of 50,000 missing", "基金赎回未到账", "Sell order not executed",
    "手机银行无法登录,急用", "抵押贷款结清证明", "咨询:如何提前还款", "信用卡账单金额不对",
    "How to order a new token", "Statement shows old address", "交易密码被锁",
    "Fraud claim on card 8812", "保险理赔材料补交", "建议:增加英文对账单",
    "Charged twice at a hotel", "转账限额如何调整",
)  # fmt: skip
WHO = ("C** J*", "王**", "S***h", "李**", "何**", "陈**", "周**", "H***s", "G***a", "郑**")
CLOCKS = ("first_response", "update_owed", "update_keep", "resolution", "promised")


def a_working_day() -> list[QueueRow]:
    """Forty-one cases: three P1 without a reply, a long middle, two late, four waiting."""
    rnd = random.Random(4)
    rows = [
        row(41, left=-(4 * MINUTE + 12 * SECOND), priority=Priority.P1, band=1, title=WHAT[0],
            customer="C** J*", reason=Reason("p1_late", {"clock": "first_response",
            "due_at": NOW - 4 * MINUTE - 12 * SECOND})),
        row(57, left=11 * MINUTE, priority=Priority.P1, band=1, title=WHAT[2], mine=True,
            owner="li.wei", customer="S***h"),
        row(62, left=26 * MINUTE, priority=Priority.P1, band=1, surge=True, title=WHAT[1],
            where="securities"),
        row(2, left=40 * MINUTE, clock="callback", title=WHAT[4], owner="li.wei", mine=True,
            customer="何**"),
    ]  # fmt: skip
    for number in range(30):
        owner = rnd.choice((None, None, "li.wei", "zhao.min", "chen.yu"))
        rows.append(
            row(
                100 + number,
                left=HOUR + number * 23 * MINUTE,
                priority=rnd.choice((Priority.P1, Priority.P2, Priority.P2, Priority.P3)),
                clock=rnd.choice(CLOCKS),
                title=WHAT[number % len(WHAT)],
                customer=WHO[number % len(WHO)],
                owner=owner,
                mine=owner == "li.wei",
                where=rnd.choice((None, None, "payments", "back_office")),
                chasers=2 if number == 5 else 0,
                care=number == 7,
            )
        )
    rows.append(row(33, left=-48 * MINUTE, band=3, clock="resolution", title=WHAT[13]))
    rows.append(row(50, left=-140 * MINUTE, band=3, title=WHAT[14], reserve=True))
    for number in range(4):
        rows.append(row(300 + number, left=20 * HOUR, band=9, status=Status.WAITING, frozen=True))
    return rows


def a_desk(lang: str) -> FakeDesk:
    name = "零售客服台" if lang == "zh" else "Retail desk"
    return FakeDesk(a_working_day(), info=replace(INFO, name=name))


def compare(name: str, text: str) -> None:
    """Compare with the kept picture, or keep this one."""
    path = LOOKS / f"{name}.txt"
    if os.environ.get("AGENTDESK_LOOKS") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text + "\n", "utf-8")
    assert path.exists(), f"no picture {path.name}; see the top of this file"
    assert text + "\n" == path.read_text("utf-8"), f"{path.name} looks different"


def without_preview(text: str) -> str:
    """The screen without the case beside the table: its words are looked at where they are made."""
    return "\n".join(line.partition("▏")[0].rstrip() for line in text.split("\n"))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("size", [SMALL, MIDDLE, LARGE])
async def test_the_queue(size: tuple[int, int], lang: str) -> None:
    desk = a_desk(lang)
    async with running(desk, size, lang=lang) as (app, pilot):
        await pilot.press("j")
        if size[0] >= 120:
            await settle(pilot, lambda: desk.calls.count("case") > 0)
            words = "用时归属" if lang == "zh" else "Whose minutes"
            await settle(pilot, lambda: words in screen_text(app))
        assert_aligned(app, size[0])
        compare(f"queue-{size[0]}x{size[1]}-{lang}", without_preview(await calm(pilot)))


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_late_and_next_for_the_reserve(lang: str) -> None:
    async with running(a_desk(lang), SMALL, lang=lang) as (app, pilot):
        await pilot.press("G")
        assert_aligned(app, SMALL[0])
        compare(f"queue-late-{lang}", await calm(pilot))


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_a_filter(lang: str) -> None:
    async with running(a_desk(lang), SMALL, lang=lang) as (app, pilot):
        await pilot.press("slash", *"基金")
        words = "3 / 36" if lang == "zh" else "3 of 36"
        await settle(pilot, lambda: words in screen_text(app))
        compare(f"queue-filter-{lang}", await calm(pilot))


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_why(lang: str) -> None:
    async with running(a_desk(lang), SMALL, lang=lang) as (app, pilot):
        await pilot.press("w")
        await settle(pilot, lambda: "C-1057" in screen_text(app) and "▸" in screen_text(app))
        assert_aligned(app, SMALL[0])
        compare(f"why-{lang}", await calm(pilot))


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_keys(lang: str) -> None:
    async with running(a_desk(lang), SMALL, lang=lang) as (app, pilot):
        await pilot.press("question_mark")
        words = "本屏键位" if lang == "zh" else "Keys of this screen"
        await settle(pilot, lambda: words in screen_text(app))
        assert_aligned(app, SMALL[0])
        compare(f"keys-{lang}", await calm(pilot))
