"""Desks to measure on: made through the desk's own doors, of invented requests in both languages.

The clock of a desk stands still (`SetClock`), so that its rows do not come due while it is
measured; what time costs is measured on its own.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from agentdesk.domain.values import HOUR, MINUTE, Priority, instant

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


def requests(count: int, *, now: int = NOW, seed: int = 3) -> Iterator[dict[str, object]]:
    """Invented requests of the last eight hours, in the order they came: few urgent, some late."""
    chance = random.Random(seed)
    for n in range(count):
        text = story(chance)
        yield {
            "title": text[:40],
            "text": text,
            "customer": person(chance),
            "phone": f"138{chance.randrange(10**8):08d}",
            "channel": chance.choice(("phone", "email", "chat")),
            "priority": chance.choices(tuple(Priority), weights=(1, 30, 69))[0],
            "ext_ref": f"B-{seed}-{n}",
            "received_at": now - 8 * HOUR + n * (8 * HOUR - MINUTE) // count,
        }
