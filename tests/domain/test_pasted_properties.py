"""Whatever is pasted: never an error, a span outside, or a whole card or identity number."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from agentdesk.domain.numbers import find_numbers
from agentdesk.domain.pasted import Money, Pasted, read
from agentdesk.domain.pasted_numbers import is_resident
from agentdesk.domain.text import clean
from agentdesk.domain.values import instant
from tests.support import ROOT

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 23)
NOW = instant(datetime(2026, 11, 23, 14, 32, tzinfo=SHANGHAI))
FORMS = {
    "phone": r"\+?\d{5,15}",
    "email": r"\S+@\S+",
    "last_digits": r"\d{4}",
    "card": r"\d{4}",
    "id_number": r"\d\*{16}[\dX]",
    "reference": r"C-\d{4,10}",
    "name": r"\S.{0,80}",
}


def paste(text: str, **more: Any) -> Pasted:
    return read(text, **({"now": NOW, "tz": "Asia/Shanghai", "country": "CN"} | more))


@cache
def real_snippets() -> list[str]:
    lines = (
        line
        for file in sorted((ROOT / "tests" / "data" / "pasted").glob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
    )
    return [json.loads(line)["text"] for line in lines]


pieces = st.one_of(
    st.text(st.characters(), max_size=8),  # any code point, surrogates included
    st.deferred(lambda: st.sampled_from(real_snippets())),
    st.text("0123456789０٣,.-/: +()*万元¥$年月日xX@\n", max_size=24),
)
pastes = st.lists(pieces, max_size=12).map("".join)


@settings(max_examples=120, deadline=None)
@given(
    pastes, st.sampled_from(["CN", "US", "GB", "HK", None]), st.sampled_from([None, True, False])
)
def test_any_paste_is_read(text: str, country: str | None, day_first: bool | None) -> None:
    pasted = paste(text, country=country, day_first=day_first)
    assert pasted.text == clean(pasted.text, multiline=True)
    assert len(pasted.text) == len(clean(text, multiline=True))
    assert list(pasted.guesses) == sorted(pasted.guesses, key=lambda guess: guess.start)
    for span in (*pasted.guesses, *pasted.secrets):
        assert 0 <= span.start < span.end <= len(pasted.text)
    for secret in pasted.secrets:
        assert set(pasted.text[secret.start : secret.end]) == {"*"}
    for guess in pasted.guesses:
        assert guess.shown == clean(guess.shown)
        assert guess.shown
        match guess.value:
            case Money(minor, currency):
                assert guess.kind == "amount"
                assert 0 < minor <= 10**15
                assert re.fullmatch("[A-Z]{3}", currency)
            case str(value):
                assert re.fullmatch(FORMS[guess.kind], value)
            case _:
                assert guess.kind == "date"


@settings(max_examples=60, deadline=None)
@given(pastes)
def test_a_secret_or_number_is_taken_for_one_thing_only(text: str) -> None:
    pasted = paste(text)
    told = (*pasted.guesses, *pasted.secrets)
    spans = sorted({(one.start, one.end) for one in told if one.kind != "name"})
    for (_, end), (start, _) in pairwise(spans):
        assert end <= start


def luhn(digits: str) -> str:
    """The digits and the check digit behind them."""
    total = sum(
        sum(divmod(int(digit) * 2, 10)) if place % 2 == 0 else int(digit)
        for place, digit in enumerate(reversed(digits))
    )
    return f"{digits}{-total % 10}"


cards = st.from_regex(r"(?:4[0-9]{3}|5[1-5][0-9]{2}|62[0-9]{2})[0-9]{11}", fullmatch=True).map(luhn)
residents = st.builds(
    lambda place, born, serial: f"{place}{born:%Y%m%d}{serial:03}",
    st.sampled_from(["110105", "310104", "440305", "510107"]),
    st.dates(date(1930, 1, 1), date(2025, 12, 31)),
    st.integers(1, 999),
).map(lambda first: next(first + last for last in "0123456789X" if is_resident(first + last)))
around = st.sampled_from(
    ["", "我的", "card ", "卡号：", "+", "¥", "电话", "订单号", "\n", "x: ", "(", "尾号"]
)
after = st.sampled_from(["", "。", "被盗", " please", ")", "元", "\n", " 13812345678", ",500元"])


def written(digits: str, how: str) -> str:
    if how == "wide":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in digits)
    if not how:
        return digits
    return how.join(digits[place : place + 4] for place in range(0, len(digits), 4))


@settings(max_examples=120, deadline=None)
@given(
    around, st.one_of(cards, residents), st.sampled_from(["", " ", "-", "\u3000", "wide"]), after
)
@example("+", "4111111111111111", " ", "")
def test_no_whole_card_or_identity_number_is_kept(
    before: str, digits: str, how: str, behind: str
) -> None:
    if how not in ("", "wide") and len(digits) == 18:
        how = ""  # identity numbers are not written in fours
    pasted = paste(f"{before}{written(digits, how)}{behind}")
    seen = "".join(str(int(sign)) if sign.isdigit() else "" for sign in pasted.text)
    assert digits[:9] not in seen
    assert digits[:17] not in repr(pasted)
    assert all(digits not in number.digits for number in find_numbers(pasted.text))


@settings(max_examples=60, deadline=None)
@given(
    st.from_regex(r"1(?:3[0-35-9]|5[0-35-9]|8[0-9])[0-9]{8}", fullmatch=True),
    st.sampled_from(
        ["电话{}转账", "我的手机{}，急", "{}", "打{}找我\n", "13{}x", "TEL:{}", "+86{}", "号码{}。"]
    ),
    st.sampled_from([(), (3, 7), (3, 6, 9)]),
    st.sampled_from(" -"),
)  # fmt: skip
def test_a_mobile_is_found_in_whatever_stands_around_it(
    digits: str, text: str, cuts: tuple[int, ...], mark: str
) -> None:
    edges = (0, *cuts, 11)
    parts = [digits[start:end] for start, end in pairwise(edges)]
    found = paste(text.format(mark.join(parts))).of("phone")
    if text == "13{}x":
        assert [guess.value for guess in found if guess.sure] == []
    else:
        assert [guess.value for guess in found] == [digits]


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 10**11),
    st.sampled_from(
        ["{}元", "¥{}", "￥ {} 元", "RMB{}", "CNY {}", "转了{}元。", "{}块钱", "共计人民币{}元整"]
    ),
    st.booleans(),
)
def test_an_amount_is_read_to_the_cent(minor: int, text: str, grouped: bool) -> None:
    whole = f"{minor // 100:,}" if grouped else str(minor // 100)
    number = whole if minor % 100 == 0 else f"{whole}.{minor % 100:02}"
    (found,) = paste(text.format(number)).guesses
    assert found.value == Money(minor, "CNY")


@settings(max_examples=60, deadline=None)
@given(
    st.integers(-59, 59).map(lambda days: TODAY + timedelta(days=days)),
    st.sampled_from(
        ["{d:%Y-%m-%d}", "{d.year}年{d.month}月{d.day}日", "{d.month}月{d.day}号的",
         "{d:%d %B %Y}", "{d:%b} {d.day}", "{d.month}/{d.day}/{d.year}", "在{d:%Y/%m/%d}去的",
         "on {d:%A}, {d.day} {d:%b}"]
    ),
)  # fmt: skip
def test_a_date_is_the_one_that_was_written(day: date, text: str) -> None:
    found = paste(text.format(d=day), day_first=False).guesses
    assert [guess.value for guess in found] == [day]
