"""What a mail to the envelope sender says: servers' forms, and mails that are none of it."""

from __future__ import annotations

import pytest

from agentdesk.channels.bounce_parts import LARGEST
from agentdesk.channels.bounce_read import read
from agentdesk.domain.bounces import CODES, Kind, Report, why
from agentdesk.domain.letters import server_words
from agentdesk.i18n import LANGUAGES, catalogue
from tests.support.bounces import (
    EXIM,
    QMAIL,
    REPLY,
    SENDMAIL_WARNING,
    VACATION,
    dsn,
    filled,
    netease,
    qq,
    samples,
)

ID = "0a1b2c@d3sk.agentdesk"
TO = "chen.jie@there.example"


@pytest.mark.parametrize(
    ("form", "status", "code", "word"),
    [
        ("postfix", "5.1.1", "no_mailbox", "Recipient address rejected: User unknown"),
        ("exim", "5.2.2", "mailbox_full", "Mailbox quota exceeded"),
        ("qmail", "5.1.1", "no_mailbox", "no mailbox here by that name"),
        ("exchange", "5.1.10", "no_mailbox", "RecipientNotFound"),
        ("qq", "", "no_mailbox", "收件人邮箱不存在"),
        ("netease", "5.0.0", "no_mailbox", "用户不存在"),
    ],
)
def test_every_servers_form_is_understood(form: str, status: str, code: str, word: str) -> None:
    report = read(samples(ID, TO)[form])
    assert report.kind is Kind.FAILED
    assert report.ids[:1] == (ID,)
    back = report.of("Chen.Jie@There.Example")
    assert back is not None
    assert (back.status, why(back.status, back.words)) == (status, code)
    assert word in back.words
    assert report.of("somebody.else@there.example") is None


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (dsn(ID, TO, "delayed", "4.4.1"), Kind.DELAYED),
        (dsn(ID, TO, "delivered", "2.0.0"), Kind.DELIVERED),
        (dsn(ID, TO, "relayed", "2.0.0"), Kind.DELIVERED),
        (dsn(ID, TO, "expanded", "2.0.0"), Kind.DELIVERED),
        (dsn(ID, TO, "FAILED", "4.4.7"), Kind.FAILED),
        (dsn(ID, TO, "vanished", "5.1.1"), Kind.FAILED),
        (dsn(ID, TO, "vanished", "", "well"), Kind.UNCLEAR),
        (filled(SENDMAIL_WARNING, ID, TO), Kind.DELAYED),
        (filled(VACATION, ID, TO), Kind.AUTOMATIC),
        (filled(REPLY, ID, TO), Kind.LETTER),
    ],
)
def test_only_what_failed_for_good_is_a_failure(raw: bytes, kind: Kind) -> None:
    report = read(raw)
    back = report.of(TO)
    assert (back.kind if back is not None else report.kind) is kind


def test_of_many_recipients_each_has_its_own() -> None:
    raw = dsn(ID, TO).replace(
        b"Final-Recipient",
        b"Final-Recipient: rfc822; other@there.example\nAction: delayed\nStatus: 4.4.1\n\n"
        b"Final-Recipient",
        1,
    )
    report = read(raw)
    theirs, others = report.of(TO), report.of("other@there.example")
    assert theirs is not None
    assert others is not None
    assert (theirs.kind, others.kind) == (Kind.FAILED, Kind.DELAYED)


def test_a_letter_that_was_forwarded_counts_for_whom_it_was_written_to() -> None:
    raw = dsn(ID, TO).replace(b"rfc822; chen.jie@", b"rfc822; private@")
    raw = raw.replace(b"Original-Recipient: rfc822;chen.jie@there.example\n", b"")
    back = read(raw).of(TO)
    assert back is not None
    assert back.kind is Kind.FAILED


def test_an_address_in_another_script_is_known_in_its_written_form() -> None:
    raw = dsn(ID, "to-be-replaced@there.example").replace(
        b"rfc822; to-be-replaced@", rb"utf-8; \x{9648}\x{6D01}@"
    )
    back = read(raw.replace(b"message/delivery-status", b"message/global-delivery-status")).of(
        "陈洁@there.example"
    )
    assert back is not None
    assert (back.kind, back.status) == (Kind.FAILED, "5.1.1")


def test_the_letter_is_the_one_that_was_returned_not_one_that_is_mentioned() -> None:
    raw = dsn(ID, TO).replace(b"MIME-Version", b"In-Reply-To: <other@d3sk.agentdesk>\nMIME-Version")
    assert read(raw).ids == (ID,)


def test_what_the_returned_letter_says_is_not_what_the_server_says() -> None:
    delayed = filled(QMAIL, ID, TO).replace(b"Dear customer", "将重试。delayed".encode())
    assert read(delayed).kind is Kind.FAILED
    fine = filled(EXIM, ID, TO).replace(b"X-Failed-Recipients", b"X-Other")
    fine = fine.replace(b"could not be delivered", b"was seen").replace(b"delivery failed", b"seen")
    fine = fine.replace(b"This is a permanent error.", b"").replace(
        b"Dear customer", b"Your card was undelivered: 550 5.1.1"
    )
    assert read(fine).kind is Kind.UNCLEAR


def test_somebody_forwards_an_old_notice_and_that_is_a_letter() -> None:
    raw = (
        b"From: Chen Jie <chen@example.com>\nTo: desk@example.com\nSubject: Fwd: what is this?\n"
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=fwd\n\n--fwd\n\nSee below.\n"
        b"--fwd\nContent-Type: message/rfc822\n\n" + dsn(ID, TO) + b"\n--fwd--\n"
    )
    assert read(raw).kind is Kind.LETTER


def _deep(levels: int) -> bytes:
    head = b"From: MAILER-DAEMON@x.example\n"
    for level in range(levels):
        head += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
    return head + b"\nend\n"


HOSTILE = {
    "nothing": b"",
    "one byte": b"\xff",
    "zeros": b"\x00" * 5000,
    "no header": b"\n\n\n",
    "only a daemon": b"From: MAILER-DAEMON@x.example\n\n",
    "deep": _deep(2000),
    "mails in mails": b"From: a@b.example\n" + b"Content-Type: message/rfc822\n\n" * 3000,
    "a header of a megabyte": b"From: MAILER-DAEMON@x.example\nSubject: " + b"=?utf-8?b?" * 100_000,
    "no status in the status": dsn(ID, TO).replace(b"Final-", b"X").replace(b"Action", b"Y"),
    "a charset that is none": qq(ID, TO).replace(b"gb18030", b'"\x00\xff"'),
    "base64 that is none": dsn(ID, TO).replace(
        b"message/delivery-status", b"message/delivery-status\nContent-Transfer-Encoding: base64"
    ),
    "half a mail": netease(ID, TO)[:700],
    "status without end": dsn(ID, TO).replace(b"Reporting", b"A: b\n\n" * 20_000 + b"R"),
    "a long run of addresses": b"From: postmaster@x.example\n\n" + b"a@" * 200_000,
    "a long word": b"From: postmaster@x.example\nSubject: undelivered\n\n" + b"a" * 1_000_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_is_read_without_harm(name: str) -> None:
    report = read(HOSTILE[name])
    assert isinstance(report, Report)
    assert report.of(TO) is None or report.kind in (Kind.FAILED, Kind.UNCLEAR)


def test_what_is_larger_than_any_notice_is_not_read() -> None:
    assert read(dsn(ID, TO) + b" " * LARGEST) == Report(Kind.TOO_LARGE)


def test_raw_chinese_bytes_in_headers_and_text_are_read() -> None:
    raw = (
        "From: 邮件系统 <postmaster@mail.example.cn>\nSubject: 退信通知\n"
        f"In-Reply-To: <{ID}>\n\n您发给 <{TO}> 的邮件投递失败：550 邮箱不存在\n"
    ).encode("gb18030")
    back = read(raw).of(TO)
    assert back is not None
    assert (back.kind, back.words) == (Kind.FAILED, f"您发给 <{TO}> 的邮件投递失败：550 邮箱不存在")


def test_the_servers_words_are_kept_without_names_numbers_and_controls() -> None:
    kept = server_words(
        "550 \x1b[31m<chen.jie@there.example> Chen Jie 13812345678 \u202eunknown", "Chen Jie"
    )
    assert "chen.jie@" not in kept
    assert "Chen Jie" not in kept
    assert "13812345678" not in kept
    assert "\x1b" not in kept
    assert "\u202e" not in kept


@pytest.mark.parametrize(
    ("status", "words", "code"),
    [
        ("5.1.2", "", "no_domain"),
        ("5.2.2", "", "mailbox_full"),
        ("5.3.4", "", "too_large"),
        ("5.7.26", "", "refused_there"),
        ("4.4.7", "", "too_late"),
        ("", "552 Quota exceeded", "mailbox_full"),
        ("", "对方拒收", "refused_there"),
        ("5.0.0", "nobody knows", "returned"),
        ("", "", "returned"),
    ],
)
def test_why_it_came_back(status: str, words: str, code: str) -> None:
    assert why(status, words) == code


def test_every_reason_has_its_sentence() -> None:
    for lang in LANGUAGES:
        assert all(f"mail.code.{code}" in catalogue(lang) for code in CODES)
