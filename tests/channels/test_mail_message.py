"""A letter as a message: the same bytes each time, and nothing in a name can add to it."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agentdesk.channels.mail_config import Smtp
from agentdesk.channels.mail_message import body, build, line
from agentdesk.domain.addresses import BadAddress
from agentdesk.domain.letters import Letter, message_id
from tests.support.letters import LETTER

DESK = Smtp(
    "mail.example.com", 587, "starttls", "desk@example.com", "零售客服台", "care@example.com"
)
HEADERS = [
    "Date", "From", "To", "Reply-To", "Subject", "Message-ID", "Content-Language", "Content-Type",
    "Content-Transfer-Encoding", "MIME-Version",
]  # fmt: skip


def read(raw: bytes) -> EmailMessage:
    found = message_from_bytes(raw, policy=default)
    assert isinstance(found, EmailMessage)
    assert [str(defect) for header in found.values() for defect in header.defects] == []
    return found


def text_of(found: EmailMessage) -> str:
    return str(found.get_content()).replace("\r\n", "\n")


def raw_header(raw: bytes, name: str) -> str:
    """A header as it stands there."""
    (found,) = re.findall(rf"\r\n{name}: ([^\r]*(?:\r\n [^\r]*)*)", raw.decode())
    return str(found)


def decoded(text: str) -> str:
    """Its encoded words, read."""
    return str(make_header(decode_header(text.replace("\r\n", ""))))


def test_a_letter_in_chinese() -> None:
    raw = build(DESK, LETTER)
    assert raw.isascii()
    found = read(raw)
    assert found.keys() == HEADERS
    assert found["From"] == "零售客服台 <desk@example.com>"
    assert found["To"] == "李伟 <li.wei@example.com>"
    assert found["Subject"] == "您的工单 C-1041 处理进度"
    assert found["Message-ID"] == "<17@d3sk.agentdesk>"
    assert found["Date"] == "Fri, 20 Nov 2026 06:30:00 +0000"
    assert text_of(found) == "您好：\n\n款项已转出，预计周五到账。\n"


def test_a_receipt_says_that_nobody_wrote_it_and_what_it_answers() -> None:
    letter = replace(LETTER, automatic=True, in_reply_to="<CAx1+z=9@mail.example.org>")
    found = read(build(DESK, letter))
    assert found["Auto-Submitted"] == "auto-replied"
    assert found["In-Reply-To"] == found["References"] == "<CAx1+z=9@mail.example.org>"
    odd = replace(letter, in_reply_to="<a@b>\r\nBcc: x@y.example")
    assert read(build(DESK, odd))["In-Reply-To"] is None


def test_the_same_letter_is_the_same_bytes_in_another_process() -> None:
    code = (
        "import sys; from tests.channels.test_mail_message import DESK, LETTER, build;"
        "sys.stdout.buffer.write(build(DESK, LETTER))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)
    assert done.stdout == build(DESK, LETTER)


@pytest.mark.parametrize("sign", ["\r\n", "\n", "\r", "\r\n ", "\x0b", "\u2028", "\x85", "\x00\n"])
def test_no_header_comes_in_through_a_name_or_a_subject(sign: str) -> None:
    evil = f"Li{sign}Bcc: everybody@example.org{sign}{sign}Hello"
    found = read(build(DESK, replace(LETTER, to_name=evil, subject=evil)))
    assert found.keys() == HEADERS
    assert [one.addr_spec for one in found["To"].addresses] == ["li.wei@example.com"]
    assert "Bcc" in found["Subject"]


def test_text_that_would_run_the_other_way_or_hide_is_taken_out() -> None:
    evil = "Li\u202egnp.exe\u2066\U000e0041 \x1b[2JWei"
    found = read(build(DESK, replace(LETTER, to_name=evil, subject=evil, body=evil)))
    assert found["Subject"] == found["To"].addresses[0].display_name == "Lignp.exe [2JWei"
    assert text_of(found) == "Lignp.exe [2JWei\n"


def test_a_name_that_looks_like_addresses_stays_a_name() -> None:
    for name in (
        'a@b.example, "c" <d@e.example>',
        "x>, <d@e.example",
        "(c) ; : \\",
        "=?utf-8?q?x?=",
    ):
        found = read(build(DESK, replace(LETTER, to_name=name)))
        assert [one.addr_spec for one in found["To"].addresses] == ["li.wei@example.com"]


def test_an_address_of_another_script_is_kept_for_servers_that_know_it() -> None:
    raw = build(DESK, replace(LETTER, to_address="李伟@例子.中国"))
    assert "李伟@xn--fsqu00a.xn--fiqs8s".encode() in raw


def test_what_is_no_address_is_never_built() -> None:
    for wrong in ("li", "a@b.example, c@d.example", "li@example.com\r\nBcc: a@b.example"):
        with pytest.raises(BadAddress):
            build(DESK, replace(LETTER, to_address=wrong))
    with pytest.raises(ValueError, match="message id"):
        build(DESK, replace(LETTER, message_id="a@b>\r\nBcc: a@b.example"))


TEXTS = st.text(max_size=300) | st.text('李伟,;<>@"\\ \r\n.=?_é\u202e\u0301x', max_size=300)


@settings(max_examples=60)
@given(TEXTS, TEXTS, TEXTS)
def test_whatever_is_typed_arrives_and_adds_nothing(name: str, subject: str, text: str) -> None:
    letter = replace(LETTER, to_name=name, subject=subject, body=text)
    raw = build(DESK, letter)
    assert raw == build(DESK, letter)
    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    assert max(len(one) for one in raw.split(b"\r\n")) <= 998
    found = message_from_bytes(raw, policy=default)
    assert isinstance(found, EmailMessage)
    assert found.keys() == HEADERS
    assert [one.addr_spec for one in found["To"].addresses] == ["li.wei@example.com"]
    assert text_of(found) == body(text)


@settings(max_examples=60)
@given(st.text('李伟客服台工单处理ab1,：（）- "\\\\<@>=?_é', max_size=300))
def test_a_subject_and_a_name_arrive_as_they_were_written(text: str) -> None:
    raw = build(DESK, replace(LETTER, subject=text, to_name=text))
    assert max(len(one) for one in raw.split(b"\r\n")) <= 78
    found = read(raw)
    assert found["Subject"] == line(text, 250)
    # Not by `display_name`, which in older Pythons puts a space between two encoded words.
    name, addr = parseaddr(raw_header(raw, "To"))
    assert (decoded(name), addr) == (line(text, 100), "li.wei@example.com")


def test_a_long_subject_keeps_its_spaces_for_readers_that_know_encoded_words_only() -> None:
    subject = "您的工单 C-1041 处理进度 " * 12
    raw = raw_header(build(DESK, replace(LETTER, subject=subject)), "Subject")
    assert decoded(raw) == line(subject, 250)


def test_the_letter_of_these_tests_has_an_id_of_the_desk() -> None:
    assert isinstance(LETTER, Letter)
    assert LETTER.message_id == message_id("d3sk", LETTER.mail_id)


FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"


def test_a_name_of_300_emoji_arrives_cut_and_breaks_nothing() -> None:
    name = FAMILY * 300
    raw = build(DESK, replace(LETTER, to_name=name, subject=name, body=name))
    assert raw.isascii()
    assert max(len(one) for one in raw.split(b"\r\n")) <= 78
    found = read(raw)
    assert [one.addr_spec for one in found["To"].addresses] == ["li.wei@example.com"]
    assert found["Subject"] == line(name, 250)
    assert len(raw) < 40_000


FIELDS = (
    "to_name", "to_address", "subject", "body", "lang", "reference", "in_reply_to", "message_id",
)  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("sign", ["\r\n", "\n", "\r", "\u2028", "\x00"])
def test_no_field_of_a_letter_adds_a_header_or_ends_it(field: str, sign: str) -> None:
    before = str(getattr(LETTER, field)) or "<a@b.example>"
    evil = f"{before}{sign}Bcc: everybody@example.org{sign}{sign}.{sign}QUIT"
    try:
        raw = build(DESK, replace(LETTER, **{field: evil}))
    except (BadAddress, ValueError):
        return  # refused: nothing is built at all
    found = read(raw)
    assert "Bcc" not in found
    assert set(found.keys()) <= {*HEADERS, "In-Reply-To", "References"}


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("li@XN--FSQU00A.xn--fiqs8s", "li@xn--fsqu00a.xn--fiqs8s"),
        ("li@例子。中国", "li@xn--fsqu00a.xn--fiqs8s"),
        ("li＠bücher.example", "li@xn--bcher-kva.example"),
        ("li@例子.中国.", None),
        ("li@xn--.example", None),
        ("li@" + "子" * 60 + ".中国", None),
        ("li@\u202e例子.中国", None),
        ("li@[127.0.0.1]", None),
    ],
)
def test_domains_in_other_scripts(address: str, written: str | None) -> None:
    letter = replace(LETTER, to_address=address)
    if written is None:
        with pytest.raises(BadAddress):
            build(DESK, letter)
    else:
        assert raw_header(build(DESK, letter), "To").endswith(f"<{written}>")
