"""Telling customers: what is sent stands in the outbox in the transaction of its event."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agentdesk.desk.api import NewCase
from agentdesk.desk.api_update import Update
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.desk.mail import settle, take
from agentdesk.desk.setup import bundled_policy
from agentdesk.domain.letters import Outcome, Went
from agentdesk.domain.values import DAY, HOUR, CaseClass, Kind, Refused
from agentdesk.store import outbox
from agentdesk.store.outbox import Mail
from agentdesk.store.verify import verify
from tests.support.desks import MONDAY, desk_of, request

MAIL = 'host = "127.0.0.1"\nport = 2525\nsecurity = "none"\nfrom_address = "desk@example.com"\n'
SMS = '[sms]\nurl = "http://127.0.0.1:1/"\n'
SENT, NEVER = Outcome(Went.SENT, "sent"), Outcome(Went.NEVER, "rejected", "550 no such user")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk that sends e-mail."""
    (tmp_path / "mail.toml").write_text(MAIL)
    async with desk_of(tmp_path, SetClock(MONDAY)) as desk:
        yield desk


async def mine(desk: Desk, **more: Any) -> int:
    """A case that is mine; its id."""
    done = await desk.receive(request(**{"receipt": False, **more}))
    await desk.claim(done.case_id)
    return done.case_id


async def mails(desk: Desk, case_id: int) -> list[Mail]:
    """Its letters as they stand."""
    return await desk.ctx.read(lambda tx: outbox.of_case(tx, case_id))


async def tried(desk: Desk, outcome: Outcome) -> Mail:
    """Take what is to be sent, and say what came of it."""

    def work(tx: Any) -> Mail:
        (mail,) = take(tx, "here")
        assert outbox.handing(tx, mail.id, "here", tx.now)
        settle(desk.ctx, tx, mail, "here", outcome)
        return mail

    return await desk.ctx.write(work)


async def refused(desk: Desk, case_id: int, update: Update) -> Refused:
    """Why an update is refused; then nothing has changed."""
    before = (await desk.case(case_id)).ver
    with pytest.raises(Refused) as why:
        await desk.update(case_id, update)
    assert (await desk.case(case_id)).ver == before
    assert not await mails(desk, case_id)
    return why.value


# --- letters


async def test_a_reply_by_email_is_in_the_outbox_word_for_word(desk: Desk) -> None:
    case_id = await mine(desk)
    await desk.update(case_id, Update("It has arrived.", "email", promised_at=MONDAY + HOUR))

    (mail,) = await mails(desk, case_id)
    assert (mail.kind, mail.purpose, mail.address) == ("email", "reply", "chen@example.com")
    assert mail.title == f"Your request C-{case_id}"
    assert mail.body is not None
    assert mail.body.startswith(
        "Dear Chen Jie,\n\nIt has arrived.\n\nKind regards,\nLi Wei\nRetail"
    )
    reply = (await desk.case(case_id)).timeline[-1]
    assert reply.event.body["mail"] == mail.id
    assert reply.text == "It has arrived."  # what the desk reads is the words, not the frame


async def test_the_same_operation_writes_one_letter(desk: Desk) -> None:
    case_id = await mine(desk)
    for _ in range(2):
        await desk.update(case_id, Update("It has arrived.", "email"), op="op-1")
    (mail,) = await mails(desk, case_id)
    uid = desk.ctx.store.uid
    again = await desk.ctx.read(lambda tx: outbox.stable_id(tx, uid, "op-1", "reply", case_id))
    assert mail.message_id == again


async def test_what_was_sent_is_covered_by_the_log(desk: Desk) -> None:
    case_id = await mine(desk)
    await desk.update(case_id, Update("It has arrived.", "email"))
    await tried(desk, SENT)
    assert (await verify(desk.ctx.store)).findings == []


async def test_a_desk_without_mail_settings_records_what_was_done_elsewhere(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        case_id = await mine(desk)
        assert not (await desk.update_start(case_id)).sends
        await desk.update(case_id, Update("It has arrived.", "email"))
        assert (await desk.case(case_id)).timeline[-1].event.kind == "reply"
        assert not await mails(desk, case_id)


async def test_a_call_is_recorded_as_made(desk: Desk) -> None:
    case_id = await mine(desk)
    await desk.update(case_id, Update("Told them.", "phone", spoken=True))
    assert (await desk.case(case_id)).timeline[-1].event.body["contact"]
    assert not await mails(desk, case_id)


async def test_an_sms_goes_out_where_the_settings_name_a_hook(tmp_path: Path) -> None:
    (tmp_path / "mail.toml").write_text(SMS)
    async with desk_of(tmp_path) as desk:
        case_id = await mine(desk)
        await desk.update(case_id, Update("It has arrived.", "sms"))
        (mail,) = await mails(desk, case_id)
        assert (mail.kind, mail.address) == ("sms", "13812345678")
        assert mail.body == f"It has arrived.\n\nRetail, C-{case_id}"


@pytest.mark.parametrize("to", ["nobody", "a@b", "a@example.com\r\nBcc: x@example.com", "a b@c.de"])
async def test_an_address_that_is_none_is_refused(desk: Desk, to: str) -> None:
    case_id = await mine(desk)
    assert (await refused(desk, case_id, Update("Hello.", "email", to=to))).code == "bad_address"


async def test_without_an_address_it_is_said_and_can_be_told_by_phone(desk: Desk) -> None:
    case_id = await mine(desk, email="")
    assert (await desk.update_start(case_id)).email == ""
    assert (await refused(desk, case_id, Update("Hello.", "email"))).code == "no_address"
    await desk.update(case_id, Update("Hello.", "phone", spoken=True))


async def test_a_name_adds_no_header(desk: Desk) -> None:
    case_id = await mine(desk, customer="Eve\r\nBcc: all@example.com", title="x\r\nBcc: y")
    await desk.update(case_id, Update("Hello.", "email"))
    (mail,) = await mails(desk, case_id)
    assert "\n" not in mail.name + mail.title
    assert "\r" not in mail.name + mail.title


# --- templates


async def test_fields_are_filled_and_what_has_no_value_blocks(desk: Desk) -> None:
    case_id = await mine(desk)
    start = await desk.update_start(case_id)
    template = start.template("progress")
    assert template is not None
    body = template.words["en"].body
    asked = Update(body, "email", template="progress", promised_at=MONDAY + HOUR)
    no = await refused(desk, case_id, asked)
    assert (no.code, no.params["fields"]) == ("fields_missing", "what, finish")

    text = body.replace("{what}", "Payments are tracing it: {not a field} {customer}.")
    done = Update(
        text,
        "email",
        template="progress",
        promised_at=MONDAY + HOUR,
        finish_at=MONDAY + DAY,
    )
    await desk.update(case_id, done)
    (mail,) = await mails(desk, case_id)
    assert mail.title == f"Your request C-{case_id}: where it stands"
    assert mail.body is not None
    assert "tracing it: {not a field} Chen Jie." in mail.body
    assert "by Tuesday 3 March, 10:00" in mail.body
    reply = (await desk.case(case_id)).timeline[-1].event.body
    assert (reply["template"], reply["edited"]) == ("progress", True)


async def test_the_customers_language_is_theirs_not_ours(desk: Desk) -> None:
    case_id = await mine(desk, customer="陈洁", language="zh")
    assert (await desk.update_start(case_id)).lang == "zh"
    await desk.update(case_id, Update("款项已到账。", "email"))
    (mail,) = await mails(desk, case_id)
    assert mail.body is not None
    assert mail.body.startswith("尊敬的陈洁：")
    assert mail.title.startswith("关于您的服务请求")


async def test_previews_hide_the_name_and_show_the_rest(desk: Desk) -> None:
    case_id = await mine(desk)
    start = await desk.update_start(case_id)
    letter = start.preview("Hello {x}.", channel="email", spoken=False, lang="en")
    assert "Chen Jie" not in letter.text
    await desk.update(case_id, Update("Hello {x}.", "email"))
    (mail,) = await mails(desk, case_id)
    masked = start.values["en"]["customer"]
    assert letter.text.replace(masked, "Chen Jie") == mail.body
    assert letter.subject.text == mail.title


async def test_a_complaint_takes_words_of_ones_own(desk: Desk) -> None:
    case_id = await mine(desk, klass=CaseClass.COMPLAINT, kind=Kind.COMPLAINT)
    start = await desk.update_start(case_id)
    assert start.own_words
    assert start.templates[0][0].code == "complaint"
    template = start.template("not_reached")
    assert template is not None
    words = template.words["en"].body
    said = Update(words.replace("{what}", "your card"), "phone", template="not_reached")
    no = await refused(desk, case_id, said)
    assert (no.code, no.params["count"]) == ("own_words", 6)

    own = words.replace("{what}", "the fee that we took twice, which was our mistake")
    told = Update(own, "phone", template="not_reached", promised_at=MONDAY + HOUR)
    await desk.update(case_id, told)


async def test_own_templates_and_flawed_ones(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    good = '[en]\nname = "Ours"\nsubject = "S"\nbody = "B"\n[zh]\nname = "我们的"\nsubject = "S"\n'
    (folder / "progress.toml").write_text(good + 'body = "B"\n', "utf-8")
    (folder / "delay.toml").write_text(good.replace("B", "{finsh}"), "utf-8")
    case_id = await mine(desk)
    start = await desk.update_start(case_id)
    ours = start.template("progress")
    assert ours is not None
    assert ours.words["zh"].name == "我们的"
    assert start.template("delay") is None
    assert start.left_out == (str(folder / "delay.toml"),)
    assert (await refused(desk, case_id, Update("x", "email", template="delay"))).code == (
        "unknown_template"
    )


async def test_questions_and_results_are_sent_with_their_events(desk: Desk) -> None:
    case_id = await mine(desk)
    await desk.wait(case_id, "Which day was it?", MONDAY + DAY, send="email", op="ask")
    await desk.wait(case_id, "Which day was it?", MONDAY + DAY, send="email", op="ask")
    await desk.customer_message(case_id, "Monday.", channel="email")
    await desk.resolve(case_id, "traced", "It has arrived.", send="email")
    asked, told = await mails(desk, case_id)
    assert (asked.purpose, told.purpose) == ("question", "result")
    assert asked.body is not None
    assert told.body is not None
    assert "Which day was it?" in asked.body
    assert "It has arrived." in told.body
    events = [one.event for one in (await desk.case(case_id)).timeline]
    assert [one.body["mail"] for one in events if one.kind == "waiting"] == [asked.id]
    assert {one.body["mail"] for one in events if one.kind == "resolved"} == {told.id}
    assert (await verify(desk.ctx.store)).findings == []


# --- what became of it


async def test_what_became_of_a_letter_stands_in_the_case(desk: Desk) -> None:
    case_id = await mine(desk)
    await desk.update(case_id, Update("It has arrived.", "email"))
    await tried(desk, SENT)
    view = await desk.case(case_id)
    assert view.timeline[-1].event.kind == "mail_sent"
    assert view.timeline[-1].who == "system"
    assert [one.state for one in view.mails] == ["sent"]
    assert (await desk.counts()).undelivered == 0


async def test_a_letter_that_did_not_arrive_is_sent_elsewhere(desk: Desk) -> None:
    case_id = await mine(desk)
    await desk.update(case_id, Update("It has arrived.", "email"))
    failed = await tried(desk, NEVER)
    view = await desk.case(case_id)
    assert view.timeline[-1].event.body["how"] == "bounced"
    assert view.mails[0].failed
    assert view.mails[0].said == "550 no such user"
    assert (await desk.counts()).undelivered == 1

    with pytest.raises(Refused, match="bad_address"):
        await desk.see_to_mail(case_id, failed.id, "nobody")
    await desk.see_to_mail(case_id, failed.id, "jie.chen@example.com", op="again")
    await desk.see_to_mail(case_id, failed.id, "jie.chen@example.com", op="again")
    assert (await desk.counts()).undelivered == 0
    again = await tried(desk, SENT)
    assert (again.address, again.body) == ("jie.chen@example.com", failed.body)
    assert again.message_id != failed.message_id
    assert len(await mails(desk, case_id)) == 2


async def test_or_the_customer_is_called_instead(desk: Desk) -> None:
    case_id = await mine(desk)
    await desk.update(case_id, Update("It has arrived.", "email"))
    failed = await tried(desk, NEVER)
    await desk.see_to_mail(case_id, failed.id)
    assert (await desk.counts()).undelivered == 0
    assert len(await mails(desk, case_id)) == 1
    with pytest.raises(Refused, match="unknown_mail"):
        await desk.see_to_mail(case_id, failed.id)


async def test_what_may_have_been_delivered_is_not_sent_again_by_itself(desk: Desk) -> None:
    case_id = await mine(desk)
    await desk.update(case_id, Update("It has arrived.", "email"))
    await tried(desk, Outcome(Went.UNSURE, "no_answer"))
    assert (await desk.case(case_id)).timeline[-1].event.body["how"] == "unsure"
    assert await desk.ctx.write(lambda tx: take(tx, "here")) == []


async def test_a_try_that_failed_waits_and_says_why(desk: Desk) -> None:
    case_id = await mine(desk)
    await desk.update(case_id, Update("It has arrived.", "email"))
    ver = (await desk.case(case_id)).ver
    await tried(desk, Outcome(Went.LATER, "unreachable"))
    view = await desk.case(case_id)
    assert view.ver == ver
    (mail,) = view.mails
    assert (mail.state, mail.code, mail.tries) == ("waiting", "unreachable", 1)
    assert mail.next_at is not None
    assert mail.next_at > MONDAY


# --- receipts


async def test_what_arrives_by_itself_gets_a_receipt(desk: Desk) -> None:
    done = await desk.receive(request(language="zh", customer="陈洁"))
    (mail,) = await mails(desk, done.case_id)
    assert (mail.purpose, mail.letter().automatic) == ("receipt", True)
    assert mail.title == f"您的服务请求已受理（C-{done.case_id}）"
    assert mail.body is not None
    for told in (f"C-{done.case_id}", "Li Wei", "2026年3月2日", "尊敬的陈洁"):
        assert told in mail.body
    ack = (await desk.case(done.case_id)).timeline[-1].event
    assert (ack.kind, ack.body["mail"]) == ("auto_ack", mail.id)
    assert (await verify(desk.ctx.store)).findings == []


async def test_an_agents_intake_gets_one_on_request_and_a_file_does_not(desk: Desk) -> None:
    new = NewCase("Where is it?", customer="Ann", email="ann@example.com")
    assert not await mails(desk, (await desk.register(new)).case_id)
    asked = await desk.register(replace(new, receipt=True))
    assert [one.purpose for one in await mails(desk, asked.case_id)] == ["receipt"]
    await desk.receive_many([request(ext_ref="a"), request(ext_ref="b", receipt=True)])
    last = asked.case_id + 2
    assert not await mails(desk, last - 1)
    assert [one.purpose for one in await mails(desk, last)] == ["receipt"]


@pytest.mark.parametrize("email", ["", "nobody", "a@b\r\nBcc: x@example.com"])
async def test_who_has_no_address_gets_no_receipt_and_the_case_all_the_same(
    desk: Desk, email: str
) -> None:
    done = await desk.receive(request(email=email))
    assert not await mails(desk, done.case_id)


@pytest.mark.parametrize(("receipts", "sent"), [("off", 0), ("all", 1)])
async def test_the_policy_says_who_gets_a_receipt(desk: Desk, receipts: str, sent: int) -> None:
    text = bundled_policy().replace('receipts = "arrivals"', f'receipts = "{receipts}"')
    await desk.apply_policy(text)
    new = NewCase("Where is it?", customer="Ann", email="ann@example.com")
    assert len(await mails(desk, (await desk.register(new)).case_id)) == sent
    assert len(await mails(desk, (await desk.receive(request())).case_id)) == sent
