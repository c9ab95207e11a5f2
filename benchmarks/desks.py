"""Desks to measure on: made through the desk's own doors, of invented requests in both languages.

The clock of a desk stands still (`SetClock`), so that its rows do not come due while it is
measured; what time costs is measured on its own.
"""

from __future__ import annotations

import random
import re
import shutil
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.desk.intake import IncomingCase
from agentdesk.desk.setup import init_desk
from agentdesk.domain.values import HOUR, MINUTE, Priority, instant
from benchmarks import floor
from benchmarks.harness import Bench

NOW = instant(datetime(2026, 11, 25, 6, tzinfo=UTC))
"""A Wednesday, two in the afternoon in Shanghai."""

ZONE = "Asia/Shanghai"
_ENGLISH = re.findall(
    r"\w+",
    "transfer card statement fee branch refund account payment app login code merchant charge "
    "limit loan rate fraud phone order token address balance deposit withdrawal duplicate missing "
    "declined pending yesterday called twice nobody answered please tell why money again letter",
)
_CHINESE = re.findall(
    r"\w+",
    "转账未到账 信用卡被盗刷 理财产品到期 手续费太高 客服没有回复 密码被锁定 还款日期不对 "
    "账单金额有误 昨天在网点办理 请尽快处理 贷款利率 退款没有收到",
)
_FAMILY = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗"
_GIVEN = "伟芳娜敏静磊军洋勇艳杰娟涛明超霞平刚桂英"
_LATIN = ("Smith", "Chen Jie", "Garcia", "Okoro", "Novak", "Haas", "Ann Lee", "O'Brien")


def story(chance: random.Random, least: int = 300, most: int = 1000) -> str:
    """A request of so many characters; one in ten is Chinese."""
    wanted = chance.randint(least, most)
    chinese = chance.random() < 0.1
    parts: list[str] = []
    length = 0
    while length < wanted:
        part = chance.choice(_CHINESE) + "，" if chinese else chance.choice(_ENGLISH) + " "
        parts.append(part)
        length += len(part)
    return "".join(parts).strip()


def person(chance: random.Random) -> str:
    """A customer's name."""
    if chance.random() < 0.7:
        given = "".join(chance.choices(_GIVEN, k=chance.randint(1, 2)))
        return chance.choice(_FAMILY) + given
    return chance.choice(_LATIN)


@dataclass(frozen=True, slots=True)
class Mix:
    """What comes in: over how long, how urgent (weights of P1, P2, P3), by which channels."""

    span: int = 8 * HOUR
    weights: tuple[int, int, int] = (1, 30, 69)
    channels: tuple[str, ...] = ("phone", "email", "chat")


QUIET = Mix(span=20 * MINUTE, weights=(0, 30, 70), channels=("phone", "email"))
"""Nothing is due soon."""


def requests(
    count: int, *, now: int = NOW, seed: int = 3, mix: Mix | None = None
) -> Iterator[dict[str, Any]]:
    """Invented requests of the last hours, in the order they came."""
    chance = random.Random(seed)
    mix = mix or Mix()
    for n in range(count):
        text = story(chance)
        yield {
            "title": text[:40],
            "text": text,
            "customer": person(chance),
            "phone": f"138{chance.randrange(10**8):08d}",
            "channel": chance.choice(mix.channels),
            "priority": chance.choices(tuple(Priority), weights=mix.weights)[0],
            "ext_ref": f"B-{seed}-{n}",
            "received_at": now - mix.span + n * (mix.span - MINUTE) // count,
        }


async def make(folder: Path, count: int, *, now: int = NOW, mix: Mix | None = None) -> None:
    """A desk of so many cases that nobody has taken, all received through the desk's own door."""
    clock = SetClock(now)
    await init_desk(
        folder, person_name="Li Wei", desk_name="Bench", tz=ZONE, lang="en", clock=clock
    )
    async with opened(folder, now=now) as desk:
        made = await desk.receive_many(
            IncomingCase(**row) for row in requests(count, now=now, mix=mix)
        )
        assert made.cases == count


async def live(bench: Bench) -> Path:
    """The desk that programs on a pty open: received by the clock of this machine, made once."""
    folder = bench.folder / "live"
    if not folder.exists():
        await make(folder, bench.pick(10_000, 500), now=time.time_ns() // 1000)
    return folder


@asynccontextmanager
async def opened(folder: Path, *, now: int = NOW) -> AsyncIterator[Desk]:
    """The desk of a folder at a standing clock, closed at the end."""
    desk = await Desk.open(folder, clock=SetClock(now))
    try:
        await desk.catch_up()
        yield desk
    finally:
        await desk.aclose()


def copy(folder: Path, to: Path) -> Path:
    """The same desk in another folder (nobody may have it open)."""
    shutil.copytree(folder, to)
    return to


def grow(folder: Path, times: int) -> int:
    """Write every case of a closed desk ``times`` times in all; how many there are then.

    Only what pages read is copied (customers, texts, rows and clocks; no events): enough to see how
    a page's cost grows, in seconds instead of minutes. Each copy is a microsecond later.
    """
    raw = floor.connect(folder)
    try:
        raw.execute("BEGIN IMMEDIATE")
        cases, texts, people = (
            raw.execute(f"SELECT max(id) FROM {table}").fetchone()[0]
            for table in ("cases", "content", "subject")
        )
        for n in range(1, times):
            by = {"case": n * cases, "text": n * texts, "person": n * people, "n": n}
            for table, key, changed in (
                ("subject", "id", {"id": "id + :person"}),
                ("content", "id", {"id": "id + :text", "case_id": "case_id + :case",
                                   "subject": "subject + :person"}),
                ("cases", "id", {"id": "id + :case", "ref": "'C-' || (id + :case)",
                                 "subject": "subject + :person", "title": "title + :text",
                                 "ext_ref": "'copy-' || (id + :case)", "due": "due + :n",
                                 "received": "received + :n"}),
                ("clock", "case_id", {"case_id": "case_id + :case"}),
            ):  # fmt: skip
                names = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
                most = people if table == "subject" else texts if table == "content" else cases
                raw.execute(
                    f"INSERT INTO {table} SELECT {', '.join(changed.get(c, c) for c in names)}"
                    f" FROM {table} WHERE {key} <= {most}",
                    by,
                )
        raw.execute("COMMIT")
        return int(raw.execute("SELECT count(*) FROM cases").fetchone()[0])
    finally:
        raw.close()
