"""Mails that come back to the envelope sender, in the forms in which mail servers write them.

Every one is invented: the servers, people and queue ids do not exist. `dsn` makes a delivery status
(RFC 3464); the others are whole mails with ``{id}`` and ``{to}`` to be filled by `filled`.
"""

from __future__ import annotations

import base64

LETTER = (
    "Return-Path: <desk@example.com>\n"
    "Received: from desk.example.com by mx.example.com; Fri, 20 Nov 2026 06:30:01 +0000\n"
    "From: Retail desk <desk@example.com>\nTo: {to}\nSubject: Your request C-1\n"
    "Message-ID: <{id}>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
)

POSTFIX = """Return-Path: <>
Received: by mx.example.com (Postfix) id 4F3A; Fri, 20 Nov 2026 06:30:02 +0000 (UTC)
Date: Fri, 20 Nov 2026 06:30:02 +0000 (UTC)
From: MAILER-DAEMON@mx.example.com (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: desk@example.com
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4F3A.1/mx.example.com"

This is a MIME-encapsulated message.

--4F3A.1/mx.example.com
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.com.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients.

<{to}>: host mail.there.example[192.0.2.7] said: 550 5.1.1 <{to}>:
    Recipient address rejected: User unknown (in reply to RCPT TO command)

--4F3A.1/mx.example.com
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com
X-Postfix-Queue-ID: 4F3A
Arrival-Date: Fri, 20 Nov 2026 06:30:01 +0000 (UTC)

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: failed
Status: 5.1.1
Remote-MTA: dns; mail.there.example
Diagnostic-Code: smtp; 550 5.1.1 <{to}>: Recipient address rejected: User
    unknown

--4F3A.1/mx.example.com
Content-Description: Undelivered Message
Content-Type: message/rfc822

{letter}
Dear customer

--4F3A.1/mx.example.com--
"""

EXIM = """Return-path: <>
From: Mail Delivery System <Mailer-Daemon@mx.example.com>
To: desk@example.com
Auto-Submitted: auto-replied
X-Failed-Recipients: {to}
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1abc@mx.example.com>

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {to}
    SMTP error from remote mail server after RCPT TO:<{to}>:
    host mail.there.example [192.0.2.7]: 552 5.2.2 Mailbox quota exceeded

------ This is a copy of the message, including all the headers. ------

{letter}
Dear customer, this warning message only says that things are delayed.
"""

QMAIL = """Return-Path: <>
From: MAILER-DAEMON@mx.example.com
To: desk@example.com
Subject: failure notice

Hi. This is the qmail-send program at mx.example.com.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{to}>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

{letter}
Dear customer
"""

EXCHANGE = """Return-Path: <>
From: "Microsoft Outlook" <postmaster@there.example>
To: <desk@example.com>
Subject: Undeliverable: Your request C-1
Message-ID: <7c@there.example>
In-Reply-To: <{id}>
References: <{id}>
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status;
 boundary="_9B0F_"
MIME-Version: 1.0

--_9B0F_
Content-Type: multipart/alternative; boundary="_9B0F_A_"

--_9B0F_A_
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64

{words64}
--_9B0F_A_
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<html><body><p>Your message to <b>{to}</b> couldn't be delivered.</p></body></h=
tml>

--_9B0F_A_--

--_9B0F_
Content-Type: message/delivery-status

Reporting-MTA: dns;DB9PR01.there.example
Received-From-MTA: dns;mx.example.com

Final-Recipient: rfc822;{upper}
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not
 found by SMTP address lookup

--_9B0F_
Content-Type: text/rfc822-headers

{letter}
--_9B0F_--
"""

QQ_WORDS = """尊敬的用户：

您好，很抱歉，您发出的邮件被退回。

收件人：{to}
退信原因：收件人邮箱不存在，对方服务器返回：550 Mailbox not found

此为系统邮件，请勿回复。
"""

NETEASE = """Return-Path: <>
From: Postmaster@mail.example.cn
To: desk@example.com
Subject: =?gbk?B?{subject64}?=
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_N1"

--=_N1
Content-Type: text/plain; charset=gbk
Content-Transfer-Encoding: base64

{words64}
--=_N1
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.cn

Final-Recipient: RFC822; {to}
Action: Failed
Status: 5.0.0
Diagnostic-Code: smtp; =?gbk?B?{why64}?=

--=_N1
Content-Type: text/rfc822-headers; charset=gbk
Content-Transfer-Encoding: base64

{letter64}
--=_N1--
"""

VACATION = """Return-Path: <>
From: Chen Jie <{to}>
To: desk@example.com
Subject: =?utf-8?B?6Ieq5Yqo5Zue5aSN77ya5oiR5q2j5Zyo5LyR5YGH?=
In-Reply-To: <{id}>
References: <{id}>
Auto-Submitted: auto-replied

I am away until Monday. 550 5.1.1 is my lucky number. Mail could not be delivered to me.
"""

REPLY = """Return-Path: <{to}>
From: Chen Jie <{to}>
To: desk@example.com
Subject: Re: Your request C-1
In-Reply-To: <{id}>
References: <{id}>

Thank you. By the way, an earlier mail came back as undeliverable: 550 5.1.1 user unknown.
"""

SENDMAIL_WARNING = """Return-Path: <>
From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example.com>
To: desk@example.com
Subject: Warning: could not send message for past 4 hours
In-Reply-To: <{id}>

    **********************************************
    **      THIS IS A WARNING MESSAGE ONLY      **
    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **
    **********************************************

The following addresses had transient non-fatal errors: <{to}>
Will keep trying until message is 5 days old
"""


def filled(text: str, id: str, to: str, charset: str = "utf-8", **more: str) -> bytes:
    """A mail about a letter."""
    letter = LETTER.replace("{id}", id).replace("{to}", to)
    fields = {"id": id, "to": to, "letter": letter, "upper": to.upper(), **more}
    for name, value in fields.items():
        text = text.replace("{" + name + "}", value)
    return text.encode(charset)


def b64(text: str, charset: str = "utf-8") -> str:
    """A text as base64, in one line."""
    return base64.b64encode(text.encode(charset)).decode()


def exchange(id: str, to: str) -> bytes:
    """Exchange: an alternative of texts, then the status, then the headers."""
    return filled(EXCHANGE, id, to, words64=b64(f"Your message to {to} couldn't be delivered."))


def qq(id: str, to: str) -> bytes:
    """A provider's plain notice in Chinese, 8-bit GB18030; In-Reply-To alone names the letter."""
    head = (
        "Return-Path: <>\nFrom: PostMaster@mail.example.cn\nTo: desk@example.com\n"
        f"Subject: 系统退信/System Bounce\nIn-Reply-To: <{id}>\n"
        "Content-Type: text/plain; charset=gb18030\nContent-Transfer-Encoding: 8bit\n\n"
    )
    return (head + QQ_WORDS.replace("{to}", to)).encode("gb18030")


def netease(id: str, to: str) -> bytes:
    """A provider's status in Chinese, base64 everywhere, also where it must not be."""
    letter = LETTER.replace("{id}", id).replace("{to}", to)
    return filled(
        NETEASE, id, to,
        subject64=b64("系统退信", "gbk"), words64=b64("抱歉，您的邮件被退回。", "gbk"),
        why64=b64("550 用户不存在", "gbk"), letter64=b64(letter, "gbk"),
    )  # fmt: skip


def dsn(id: str, to: str, action: str = "failed", status: str = "5.1.1", words: str = "") -> bytes:
    """A delivery status as Postfix writes it."""
    raw = filled(POSTFIX, id, to).decode()
    raw = raw.replace("Action: failed", f"Action: {action}").replace(
        "Status: 5.1.1", f"Status: {status}"
    )
    if words:
        cut = raw.index("Diagnostic-Code:")
        raw = raw[:cut] + f"Diagnostic-Code: smtp; {words}\n" + raw[raw.index("\n--4F3A", cut) :]
    return raw.encode()


def samples(id: str, to: str) -> dict[str, bytes]:
    """Every form in which a letter is said to have come back for good."""
    return {
        "postfix": filled(POSTFIX, id, to),
        "exim": filled(EXIM, id, to),
        "qmail": filled(QMAIL, id, to),
        "exchange": exchange(id, to),
        "qq": qq(id, to),
        "netease": netease(id, to),
    }
