"""When a letter is tried again, when it is given up, and what is an address at all."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.domain import letters
from agentdesk.domain.addresses import BadAddress, address
from agentdesk.domain.letters import Fate, Outcome, Went
from agentdesk.domain.values import HOUR, MINUTE

BUSY = Outcome(Went.LATER, "busy")


def test_a_server_that_is_always_busy_is_asked_ten_times_in_two_days() -> None:
    now = first = 1_000 * HOUR
    asked, tries = [now], 0
    while (verdict := letters.after(BUSY, tries, now, "m1", first)).next_at is not None:
        assert verdict.fate is Fate.WAITING
        now, tries = verdict.next_at, verdict.tries
        asked.append(now)
    assert verdict.fate is Fate.DEAD
    assert len(asked) == letters.MOST_TRIES
    assert asked[-1] == first + letters.LONGEST
    waits = [later - sooner for sooner, later in pairwise(asked)]
    for wait, planned in zip(waits[:6], letters.WAITS, strict=True):
        assert abs(wait - planned) <= planned * letters.JITTER


def test_letters_that_fail_together_come_back_apart_and_always_at_the_same_instants() -> None:
    at = [letters.next_try(1, 0, f"m{number}", 0) for number in range(50)]
    assert at == [letters.next_try(1, 0, f"m{number}", 0) for number in range(50)]
    assert len(set(at)) > 45


@given(st.integers(0, 12), st.integers(0, 60 * HOUR), st.text(max_size=20))
def test_the_next_try_lies_ahead_and_never_beyond_the_last_day(
    tries: int, after: int, mail_id: str
) -> None:
    first = 5 * HOUR
    at = letters.next_try(tries, first + after, mail_id, first)
    if at is None:
        assert tries >= letters.MOST_TRIES or after >= letters.LONGEST
    else:
        assert first + after < at <= first + letters.LONGEST


def test_only_what_was_certainly_not_taken_over_is_tried_again() -> None:
    fates = {
        code: letters.after(Outcome(kind, code), 0, 0, "m1", 0).fate
        for kind, codes in letters.CODES.items()
        for code in codes
    }
    assert {code for code, fate in fates.items() if fate is Fate.WAITING} == set(
        letters.CODES[Went.LATER]
    )
    assert fates["rejected"] is Fate.BOUNCED
    assert (fates["gone"], fates["no_answer"]) == (Fate.UNSURE, Fate.UNSURE)


def test_a_try_that_asked_nobody_does_not_count() -> None:
    for code, wait in letters.NOT_COUNTED.items():
        verdict = letters.after(Outcome(Went.LATER, code), 9, MINUTE, "m1", 0)
        assert verdict == letters.Verdict(Fate.WAITING, 9, MINUTE + wait)


def test_a_message_id_stays_the_same_and_can_stand_in_a_header() -> None:
    assert letters.message_id("d3sk", "0f-9") == "0f-9@d3sk.agentdesk"
    for uid, mail_id in (("d", "a b"), ("d\r\n", "a"), ("", "a"), ("d", "a>"), ("d", "")):
        with pytest.raises(ValueError, match="message id"):
            letters.message_id(uid, mail_id)


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("li.wei@example.com", "li.wei@example.com"),
        ("  Li.Wei+bank@Mail.Example.COM ", "Li.Wei+bank@mail.example.com"),
        ("李伟@例子.中国", "李伟@xn--fsqu00a.xn--fiqs8s"),
        ("o'neil@bücher.example", "o'neil@xn--bcher-kva.example"),
        ("liwei＠example。com", "liwei@example.com"),
        ("a@b.co", "a@b.co"),
    ],
)
def test_an_address(typed: str, taken: str) -> None:
    assert address(typed) == taken
    assert address(taken) == taken


@pytest.mark.parametrize(
    "typed",
    [
        "", "@", "li", "li@", "@example.com", "li@localhost", "li@@example.com",
        "li wei@example.com", "li@example.com, b@example.com", "li@example.com;b@example.com",
        "Li <li@example.com>", "li@example.com\r\nBcc: b@example.com", "li\x00@example.com",
        "li@exa\u202emple.com", '"li wei"@example.com', "li@[127.0.0.1]", "li@127.0.0.1",
        "li.@example.com", ".li@example.com", "l..i@example.com", "li@-example.com",
        "li@example-.com", "li@example..com", "li@.com", "li@example.c",
        "li@" + "a" * 64 + ".com", "a" * 65 + "@example.com", "李" * 22 + "@example.com",
        "a@" + "b." * 130 + "com", "li@example.com>", "li\ud800@example.com",
        "li@example.com\u2028x", "li@a@b.com", "group:li@example.com;", "li(x)@example.com",
        "13800138000", "li\u200bwei@example.com",
    ],
)  # fmt: skip
def test_no_address(typed: str) -> None:
    with pytest.raises(BadAddress) as raised:
        address(typed)
    assert raised.value.code == "bad_address"
    assert str(raised.value) == ""


@given(st.text(max_size=40))
def test_what_passes_cannot_be_taken_for_two_or_for_a_header(text: str) -> None:
    for typed in (text, f"{text}@example.com", f"li@{text}.com"):
        try:
            found = address(typed)
        except BadAddress:
            continue
        assert found.count("@") == 1
        assert not any(sign.isspace() or sign in ',;<>()[]\\"\0' for sign in found)
        assert all(sign.isprintable() for sign in found)
