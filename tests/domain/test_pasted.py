"""Paste anything: what a chat, an SMS or a mail tells, and nothing else (tests/data/pasted)."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agentdesk.domain.numerals import number, whole
from agentdesk.domain.pasted import LONGEST, MOST, READ, Guess, Money, Pasted, read, secrets
from agentdesk.domain.values import instant, moment
from agentdesk.domain.zones import UnknownZone
from tests.support import ROOT

TZ = "Asia/Shanghai"
SHANGHAI = ZoneInfo(TZ)
MONDAY = "2026-11-23T14:32"
FOLDER = ROOT / "tests" / "data" / "pasted"


def at(local: str, zone: ZoneInfo = SHANGHAI) -> int:
    return instant(datetime.fromisoformat(local).replace(tzinfo=zone))


def paste(text: str, **more: Any) -> Pasted:
    return read(text, **({"now": at(MONDAY), "tz": TZ, "country": "CN"} | more))


def said(guess: Guess) -> str:
    """A guess as the tables write it."""
    match guess.value:
        case Money(minor, "JPY"):
            value = f"{minor} JPY"
        case Money(minor, currency):
            value = f"{minor // 100}.{minor % 100:02} {currency}"
        case date() as day:
            value = day.isoformat()
        case int(when):
            local = moment(when).astimezone(SHANGHAI)
            value = local.strftime("%Y-%m-%dT%H:%M:%S").removesuffix(":00")
        case str(value):
            pass
    return f"{guess.kind} {value}{'' if guess.sure else '?'}"


@cache
def table(name: str) -> tuple[dict[str, Any], ...]:
    lines = (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def snippets(*names: str) -> list[Any]:
    rows = [row for name in names for row in table(name)]
    return [pytest.param(row, id=row["text"][:30].replace("\n", " ")) for row in rows]


@pytest.mark.parametrize("row", snippets("zh", "en"))
def test_a_snippet_tells_this_and_nothing_else(row: dict[str, Any]) -> None:
    more = {key: row[key] for key in ("country", "day_first") if key in row}
    pasted = paste(row["text"], now=at(row.get("now", MONDAY)), **more)
    assert sorted(map(said, pasted.guesses)) == sorted(row["found"])
    assert pasted.secrets == ()


@pytest.mark.parametrize("row", snippets("secrets"))
def test_a_secret_is_found_and_a_word_about_one_is_not(row: dict[str, Any]) -> None:
    text = row["text"]
    found = [f"{secret.kind} {text[secret.start : secret.end]}" for secret in secrets(text)]
    assert found == row["secrets"]
    pasted = paste(text)
    assert [(one.kind, one.start, one.end) for one in pasted.secrets] == [
        (one.kind, one.start, one.end) for one in secrets(text)
    ]
    for secret in pasted.secrets:
        assert set(pasted.text[secret.start : secret.end]) == {"*"}


def test_the_tables_are_long_enough() -> None:
    rows = [row for name in ("zh", "en", "secrets") for row in table(name)]
    assert len({row["text"] for row in rows}) >= 300
    assert sum(not (row.get("found") or row.get("secrets")) for row in rows) >= 70


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("卡号4111 1111 1111 1111，密码是888888", "卡号**** **** **** 1111，密码是******"),
        ("身份证11010519491231002X", "身份证1****************X"),
        ("身份证110105194912310021", "身份证1****************1"),  # a slip in it hides it no less
        ("卡号6222021234567890", "卡号************7890"),
        ("card 6222-0212-3456-7890", "card ****-****-****-7890"),
        ("cvv 123 ok", "cvv *** ok"),
        ("电话13812345678，转账13812345678元", "电话13812345678，转账13812345678元"),
        ("订单号202611201032，C-1041", "订单号202611201032，C-1041"),
        ("a\x1b[2Jb\r\nc", "a\ufffd[2Jb\nc"),
    ],
)
def test_the_text_is_kept_masked_where_it_must_be(text: str, kept: str) -> None:
    assert paste(text).text == kept


def test_a_whole_chat() -> None:
    pasted = paste(
        "李伟 2026-11-20 10:32:05\n"
        "你好，昨天下午3点我的卡6222 0200 0000 0000 000被人转走5万元，"
        "电话１３８-１２３４-５６７８\n"
        "客服小王 2026-11-20 10:33:10\n"
        "请问您的验证码告诉过别人吗？您的工单是C-1041，余额还有12.50元\n"
        "李伟 2026-11-20 10:34:00\n"
        "验证码是665544，怎么办\n"
    )
    best = {kind: said(pasted.of(kind)[0]) for kind in {guess.kind for guess in pasted.guesses}}
    assert best == {
        "name": "name 李伟",
        "date": "date 2026-11-20T10:32:05",
        "card": "card 0000",
        "amount": "amount 50000.00 CNY",
        "phone": "phone 13812345678",
        "reference": "reference C-1041",
    }
    assert [secret.kind for secret in pasted.secrets] == ["otp"]
    assert "665544" not in pasted.text
    assert "6222 0200" not in pasted.text
    assert "6222 0200" not in repr(pasted)


def test_the_sides_of_a_chat_are_no_names() -> None:
    chat = "[10:02] Customer: I am Tom Baker, where is it?\n[10:03] Agent: One moment\n"
    assert [guess.value for guess in paste(chat).of("name")] == ["Tom Baker"]
    chat = "[10:02:11] 客户: 转账没到\n[10:02:40] 坐席: 您好\n[10:03:02] 我: 我叫李雷\n"
    assert [guess.value for guess in paste(chat).of("name")] == ["李雷"]


def test_sure_guesses_come_first_and_each_value_once() -> None:
    pasted = paste("余额300元，扣了5元，又扣5元。03/04/2026，昨天，昨天")
    assert [said(guess) for guess in pasted.of("amount")] == [
        "amount 5.00 CNY",
        "amount 300.00 CNY?",
    ]
    assert [said(guess) for guess in pasted.of("date")] == [
        "date 2026-11-22",
        "date 2026-04-03?",
        "date 2026-03-04?",
    ]


def test_days_are_those_of_the_desk() -> None:
    late = at("2026-11-23T23:30")
    assert said(paste("昨天", now=late).guesses[0]) == "date 2026-11-22"
    assert said(paste("昨天", now=late, tz="America/New_York").guesses[0]) == "date 2026-11-22"
    assert said(paste("昨天", now=late, tz="Pacific/Auckland").guesses[0]) == "date 2026-11-23"


def test_a_time_that_the_clocks_skipped_or_showed_twice_is_not_sure() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    more = {"now": at("2026-11-23T12:00", berlin), "tz": "Europe/Berlin", "country": "DE"}
    (skipped,) = paste("2026-03-29 02:30", **more).guesses
    assert (skipped.value, skipped.sure) == (date(2026, 3, 29), False)
    (twice,) = paste("2026-10-25 02:30", **more).guesses
    assert (twice.value, twice.sure) == (at("2026-10-25T02:30", berlin), False)
    (once,) = paste("2026-10-26 02:30", **more).guesses
    assert (once.value, once.sure) == (at("2026-10-26T02:30", berlin), True)


def test_a_long_paste_is_masked_to_its_end_and_cut_where_no_case_could_hold_it() -> None:
    filler = "我等了很久没有人接。\n" * 2500
    end = "卡号4111111111111111，密码是888888，电话13987654321"
    pasted = paste(f"电话13812345678\n{filler}{end}")
    assert len(filler) > READ
    assert [said(guess) for guess in pasted.guesses] == ["phone 13812345678"]
    assert pasted.text.endswith("卡号************1111，密码是******，电话13987654321")
    assert pasted.cut == 0
    assert paste("x" * (LONGEST + 7)).cut == 7
    assert len(paste("x" * (LONGEST + 7)).text) == LONGEST


def test_no_half_number_where_reading_ends() -> None:
    for split in (1, 4, 7):
        text = "字" * (READ - split) + "转了1234567元"
        assert paste(text).guesses == ()


def test_a_list_of_numbers_gives_the_first_ones() -> None:
    pasted = paste("\n".join(f"扣了{n}.50元" for n in range(1, 200)))
    assert [said(guess) for guess in pasted.guesses] == [
        f"amount {n}.50 CNY" for n in range(1, MOST + 1)
    ]


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(UnknownZone):
        paste("昨天", tz="Mars/Olympus")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("五万", 50_000), ("三千五", 3_500), ("一百零二", 102), ("一百二", 120),
        ("两万零五十", 20_050), ("十五万六千", 156_000), ("十", 10), ("二十", 20),
        ("贰拾叁万肆仟伍佰", 234_500), ("二〇二六", 2026), ("零五", 5), ("两三", None),
        ("一亿零三", 100_000_003), ("一亿二", 120_000_000), ("五万三", 53_000),
        ("一千零五", 1_005), ("一千零一十", 1_010), ("", None), ("万", None), ("两三万", None),
        ("五百abc", None), ("一万亿", None),
    ],
)  # fmt: skip
def test_chinese_numerals(text: str, value: int | None) -> None:
    assert whole(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,200.50", "1200.50"), ("1.200,50", "1200.50"), ("1 200,50", "1200.50"),
        ("1.234.567", "1234567"), ("1,200", "1200"), ("0.5", "0.5"), ("五万", "50000"),
        ("两三", None), ("", None),
    ],
)  # fmt: skip
def test_amounts_are_exact(text: str, value: str | None) -> None:
    found = number(text)
    assert found is None if value is None else str(found) == value
