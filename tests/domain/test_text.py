"""Text from outside: harmless, one line where one line is meant, masked where people look."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from agentdesk.domain.text import (
    clean,
    mask_email,
    mask_name,
    mask_numbers,
    mask_phone,
    one_line,
)

hostile = st.lists(
    st.one_of(
        st.characters(),  # any code point, surrogates included
        st.sampled_from(
            ["\x1b[2J", "\x1b]52;c;aGk=\x07", "\x9b31m", "\u202e", "\x00", "\r\n", "\t", "\u2028",
             "👨‍👩‍👧", "1️⃣", "e\u0301", "\u0344" * 31, "a" + "\u0316\u0301" * 40, "क्‍ष", "\ud83d",
             "[red]", "[@click=app.quit]", "投诉", "ｶﾞ", "\U000e0041"]
        ),
    ),
    max_size=30,
).map("".join)  # fmt: skip


def drives_a_terminal(character: str) -> bool:
    return (
        unicodedata.category(character) in ("Cc", "Cs") or character in "\u202e\u2066\u200f\u061c"
    )


@settings(max_examples=300, deadline=None)
@given(hostile)
def test_clean_text_is_harmless_and_stays_as_it_is(text: str) -> None:
    for multiline in (False, True):
        cleaned = clean(text, multiline)
        assert not [c for c in cleaned if drives_a_terminal(c) and not (multiline and c in "\n\t")]
        assert unicodedata.is_normalized("NFC", cleaned)
        cleaned.encode("utf-8")
        assert clean(cleaned, multiline) == cleaned


@settings(max_examples=300, deadline=None)
@given(hostile)
def test_one_line_is_as_wide_as_it_is_counted(text: str) -> None:
    line = one_line(text)
    assert line == one_line(line)
    assert line == " ".join(line.split())
    assert not set(line) & set("\ufe0f\u200d\u200b\ufeff\u2060\u00ad")
    # Measured letter by letter or as a whole, it is the same: nothing joins.
    assert cell_len(line) == sum(cell_len(letter) for letter in line)


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_plain_text_is_not_touched(text: str) -> None:
    assert clean(text) == text
    assert clean(text, multiline=True) == text


@pytest.mark.parametrize(
    ("text", "line", "body"),
    [
        ("a\x1b[31mred\x1b[0m", "a\ufffd[31mred\ufffd[0m", "a\ufffd[31mred\ufffd[0m"),
        ("one\r\ntwo\rthree\u2028four", "one two three four", "one\ntwo\nthree\nfour"),
        ("a\tb", "a b", "a\tb"),
        ("\x00\x85\x9b", "\ufffd\ufffd\ufffd", "\ufffd\ufffd\ufffd"),
        ("evil\u202egnp.exe", "evil\ufffdgnp.exe", "evil\ufffdgnp.exe"),
        ("half \ud83d pair", "half \ufffd pair", "half \ufffd pair"),
        ("cafe\u0301 \u1112\u1161\u11ab", "café 한", "café 한"),
        ("👨‍👩‍👧 stays", "👨‍👩‍👧 stays", "👨‍👩‍👧 stays"),
        ("我的卡被盗刷。", "我的卡被盗刷。", "我的卡被盗刷。"),
        ("", "", ""),
    ],
)
def test_clean_by_example(text: str, line: str, body: str) -> None:
    assert clean(text) == line
    assert clean(text, multiline=True) == body


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  转账 \n\n 未到账\u3000急 ", "转账 未到账 急"),
        ("👨‍👩‍👧", "👨👩👧"),
        ("👍🏽 1️⃣ ❤️", "👍 1 ❤"),
        ("pass\u200bword\ufeff", "password"),
        ("e\u200b\u0301", "é"),
        ("H" + "\u0335" * 50 + "i", "H" + "\u0335" * 4 + "\ufffdi"),
        ("\n\t ", ""),
    ],
)
def test_one_line_by_example(text: str, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Chen Jie", "C*** J*"),
        ("Smith", "S***h"),
        ("Li", "L***"),
        ("J", "*"),
        ("Élodie", "É***e"),
        ("E\u0301lodie", "É***e"),
        ("John Ronald Reuel Tolkien", "J*** R* R* T*"),
        ("何伟", "何*"),
        ("何小明", "何**"),
        ("何 小明", "何**"),
        ("何", "*"),
        ("欧阳娜娜", "欧阳**"),
        ("欧阳锋", "欧阳*"),
        ("欧阳", "欧*"),
        ("歐陽鋒", "歐陽*"),
        ("买买提·吐尔逊", "买**·***"),
        ("𠮷野家", "𠮷**"),
        ("山田太郎", "山***"),
        ("김철수", "김**"),
        ("Chen 杰", "C*** *"),
        ("wei@example.com", "w***@example.com"),
        ("13812345678", "138****5678"),
        ("  ", ""),
    ],
)
def test_masked_names(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(st.text(min_size=1, max_size=20))
def test_no_name_is_masked_to_itself(name: str) -> None:
    masked = mask_name(name)
    assert masked == "" or "*" in masked
    assert masked != name or set(name) == {"*"}


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138****5678"),
        ("１３８１２３４５６７８", "138****5678"),
        ("+86 138-1234-5678", "138****5678"),
        ("010-12345678", "010****5678"),
        ("+44 7911 123456", "+44****3456"),
        ("(415) 555-2671", "****2671"),
        ("95588", "****88"),
        ("110", "****"),
        ("ask her", "****"),
        ("", ""),
    ],
)
def test_masked_phones(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("email", "masked"),
    [
        ("li.wei@example.com", "l***@example.com"),
        ("a@example.com", "***@example.com"),
        ('"a@b"@example.com', '"***@example.com'),
        ("no address", "***"),
        ("", ""),
    ],
)
def test_masked_addresses(email: str, masked: str) -> None:
    assert mask_email(email) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        # cards (test numbers of the schemes), however they are written
        ("card 4111111111111111.", "card ************1111."),
        ("4111 1111 1111 1111", "**** **** **** 1111"),
        ("4111-1111-1111-1111", "****-****-****-1111"),
        ("4111\u20131111\u20131111\u20131111", "****\u2013****\u2013****\u20131111"),
        ("４１１１　１１１１　１１１１　１１１１", "****　****　****　１１１１"),
        ("4111\u200b1111\u200b1111\u200b1111", "****\u200b****\u200b****\u200b1111"),
        ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "* * * * * * * * * * * * 1 1 1 1"),
        ("amex 3782 822463 10005 ok", "amex **** ****** *0005 ok"),
        ("2. 4111 1111 1111 1111", "2. **** **** **** 1111"),
        ("银联6222021001116245702。", "银联***************5702。"),
        # resident identity numbers: with a check letter, spaced, of the old kind
        ("身份证11010519491231002X，", "身份证1****************X，"),
        ("110105 19491231 002x", "1***** ******** ***x"),
        ("１１０１０５１９４９１２３１００２Ｘ", "１****************Ｘ"),
        ("110105491231002", "1*************2"),
        # telephones
        ("call 13812345678 or 139-8765-4321", "call 138****5678 or 139-****-4321"),
        ("+86 138 1234 5678", "+86 138 **** 5678"),
        ("8613812345678", "86138****5678"),
        ("138-1234-5678 139 1234 5678", "138-****-5678 139 **** 5678"),
        ("tel 010-88886666", "tel ***-****6666"),
        ("+44 7911 123456", "+** **** **3456"),
        ("手机号13812345678，卡4111111111111111", "手机号138****5678，卡************1111"),
    ],
)
def test_numbers_that_must_not_be_seen(text: str, masked: str) -> None:
    assert mask_numbers(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "case C-1041, then C-0994",
        "C-13812345678",
        "转账50,000元，1,234,567.89 USD",
        "13812345678元",
        "共13812345678.00",
        "RMB 13812345678",
        "1 234 567 890 128",  # passes the Luhn check, and is an amount
        "on 2026-11-25 10:30, not 2026-11-25 14:30",
        "at 20261125103005",  # a time; it passes the Luhn check
        "4111111111111112",  # does not pass
        "0000 0000 0000 0000",
        "110105491331003",  # no thirteenth month
        "88-1207 TRX 5551234",
        "400-820-8820 and 95588",
        "1" * 60,
        "pi is 3.14159265358979",
        "",
    ],
)
def test_numbers_that_stay(text: str) -> None:
    assert mask_numbers(text) == text


@given(
    st.integers(3 * 10**11, 10**18 - 1).filter(lambda n: not str(n).startswith(("19", "20"))),
    st.sampled_from(["", " ", "-", "\u3000", " - "]),
    st.integers(1, 6),
)
def test_every_card_is_found_in_any_grouping(number: int, gap: str, size: int) -> None:
    body = str(number)
    doubled = [int(d) * (2 - place % 2) for place, d in enumerate(reversed(body))]
    card = body + str(-sum(d // 10 + d % 10 for d in doubled) % 10)
    groups = [card[at : at + size] for at in range(0, len(card), size)]
    if size == 3 and gap:
        groups = [card[:4], card[4:]]  # in threes it would be an amount
    masked = mask_numbers(f"my card: {gap.join(groups)}, thanks")
    assert "*" in masked
    assert card not in "".join(c for c in masked if c.isalnum())


@given(hostile)
def test_masking_keeps_the_length_and_everything_but_digits(text: str) -> None:
    masked = mask_numbers(text)
    assert len(masked) == len(text)
    for before, after in zip(text, masked, strict=True):
        assert before == after or (after == "*" and (before.isdigit() or before in "xXＸｘ×"))


LONG = {
    "tower": "a" + "\u0316\u0301" * 50_000,
    "towers": ("a" + "\u0316\u0301" * 14) * 3_500,
    "digits": "1 " * 50_000,
    "one number": "1" * 100_000,
    "numbers": "1x" * 50_000,
    "gaps": "1" + "   " * 33_000,
    "controls": "\x00\u202e" * 50_000,
    "story": "我的卡被盗刷 and nobody answers. " * 4_000,
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("kind", LONG)
def test_hundred_thousand_characters_end(kind: str) -> None:
    """Where something took the square of the time, this would take hours."""
    text = LONG[kind]
    for function in (clean, one_line, mask_numbers, mask_name, mask_phone, mask_email):
        assert isinstance(function(text), str)
    assert len(mask_name(text)) < 500
