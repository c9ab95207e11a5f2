"""A hostile paste costs no more than its length: counted, not timed.

How often anything is called, how many characters are copied, and in how many ways a pattern can be
tried at one place.
"""

from __future__ import annotations

import re
import sys
import types
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from agentdesk.domain import pasted_sheet
from agentdesk.domain.pasted import READ, read
from agentdesk.domain.values import instant
from tests.support import ROOT

NOW = instant(datetime(2026, 11, 23, 6, tzinfo=UTC))

HOSTILE = [
    "9", "1 ", "(1", "1,", "1.", "1-", "1/", "1:", "$1", "￥", "138 1234 5678 ", "+86", "@", "a@",
    "a.b@c.", "to: a@b.cc, ", "万", "一二三四", "两千", "1万", "password ", "password is ",
    "密码是", "验证码", "otp a ", "cvv is ", "Aa ", "AA BB ", "\n", " ", "\t", "a", "*", "* ",
    "[", "(", "x.", "今天", "周", "周五", "昨天1点", "20 Nov ", "11/", "11-11 ", "1:11:", "我叫",
    "我是王", "I'm ", "Name: Aa Bb ", "Regards,\n", "张三 1:1\n", "order no ", "card number ",
    "4111 1111 1111 1111 ", "4111111111111111", "卡", "尾号", "李先生", "GB29 ", "From: a b c\n",
    "\u0301", "\u200b", "\ue000", "\ud83d", "٣",
]  # fmt: skip


BUDGETS = 15_000
"""Calls that a text of any length may cause once: so many tries for telephones, dates."""


def read_here(text: str) -> None:
    read(text, now=NOW, tz="Asia/Shanghai", country="CN")


def calls(text: str) -> int:
    """How often anything is called, in Python or in C, while a text is read."""
    count = 0

    def tell(frame: types.FrameType, event: str, arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(tell)
    try:
        read_here(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("unit", HOSTILE)
def test_twice_the_text_is_no_more_than_twice_the_calls(unit: str) -> None:
    read_here(unit)  # what is imported once is no work
    short, long = (calls((unit * size)[:size]) for size in (2_000, 4_000))
    assert long <= 2.1 * short + BUDGETS


def test_a_text_is_copied_a_fixed_number_of_times(monkeypatch: pytest.MonkeyPatch) -> None:
    copied = 0
    real = pasted_sheet.covered

    def counting(text: str, *more: Any) -> str:
        nonlocal copied
        copied += len(text)
        return real(text, *more)

    for module in ("pasted", "pasted_sheet", "pasted_secrets"):
        monkeypatch.setattr(f"agentdesk.domain.{module}.covered", counting)
    whole = (
        "电话13812345678，卡号4111111111111111，昨天转了5元，to a@b.example，密码是888888，C-1041\n"
    )
    for size in (READ // 2, 5 * READ):
        copied = 0
        read_here((whole * size)[:size])
        assert copied <= 45 * size


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for file in sorted((ROOT / "src" / "agentdesk" / "domain").glob("pasted*.py")):
        module = import_module(f"agentdesk.domain.{file.stem}")
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                yield f"{file.stem}.{name}", value


MOST_WAYS = 200_000
WIDEST = 450


def ways(parsed: Any) -> int:
    """At most so many ways of matching are tried from one place: a bound on backtracking."""
    total = 1
    for what, detail in parsed:
        total *= _ways_of(what, detail)
    return total


def _ways_of(what: Any, detail: Any) -> int:
    if what in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        least, most, inner = detail
        assert most is not sre.MAXREPEAT, "a repeat without end"
        each = ways(inner)
        return sum(each**times for times in range(least, most + 1))
    if what is sre.POSSESSIVE_REPEAT:  # gives nothing back, whatever follows
        assert detail[1] is not sre.MAXREPEAT, "a repeat without end"
        assert ways(detail[2]) <= MOST_WAYS
        return 1
    if what is sre.SUBPATTERN:
        return ways(detail[3])
    if what is sre.BRANCH:
        return sum(ways(branch) for branch in detail[1])
    if what in (sre.ASSERT, sre.ASSERT_NOT):
        assert ways(detail[1]) <= MOST_WAYS
    return 1


def test_no_pattern_can_run_away() -> None:
    seen = dict(patterns())
    assert len(seen) > 40
    for name, pattern in seen.items():
        parsed = _parser.parse(pattern.pattern, pattern.flags)
        assert parsed.getwidth()[1] <= WIDEST, name
        assert ways(parsed) <= MOST_WAYS, name


def test_the_bound_on_patterns_can_be_broken() -> None:
    assert ways(_parser.parse("(?:a{0,20}b{0,20}){0,5}")) > MOST_WAYS
    with pytest.raises(AssertionError, match="without end"):
        ways(_parser.parse("(a+)+$"))
