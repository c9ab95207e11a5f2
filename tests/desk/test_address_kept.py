"""A letter that did not arrive goes to another address, which is the customer's from now on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from agentdesk.desk.api import Filter, View
from agentdesk.desk.api_update import Update
from agentdesk.desk.house import Desk
from agentdesk.desk.mail import settle, take
from agentdesk.domain.letters import Outcome, Went
from agentdesk.domain.values import MINUTE, Refused
from agentdesk.store import outbox
from agentdesk.store.rebuild import rebuild
from agentdesk.store.verify import verify
from tests.support.desks import desk_of, request

NEVER = Outcome(Went.NEVER, "bad_address", "550 5.1.1 no such user")
SENT = Outcome(Went.SENT, "sent")
OLD, NEW = "chen@example.com", "jie.chen@example.com"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    folder = tmp_path / "d"
    folder.mkdir()
    (folder / "mail.toml").write_text(
        'host = "127.0.0.1"\nsecurity = "none"\nfrom_address = "desk@example.com"\n'
    )
    async with desk_of(folder) as desk:
        await desk.add_person("Zhao Min")
        yield desk


async def tried(desk: Desk, outcome: Outcome) -> int:
    def work(tx: Any) -> int:
        (mail,) = take(tx, "here")
        assert outbox.handing(tx, mail.id, "here", tx.now)
        settle(desk.ctx, tx, mail, "here", outcome)
        return mail.id

    return await desk.ctx.write(work)


async def failed(desk: Desk, **more: Any) -> tuple[int, int]:
    """A case whose letter did not arrive; both ids."""
    done = await desk.receive(request(receipt=False, **more))
    await desk.claim(done.case_id)
    await desk.update(done.case_id, Update("It has arrived.", "email"))
    return done.case_id, await tried(desk, NEVER)


async def found(desk: Desk, words: str) -> list[int]:
    return [row.id for row in (await desk.page(View.ALL, Filter(text=words))).rows]


async def on_file(desk: Desk, case_id: int) -> str:
    """Where the next letter goes by itself."""
    await desk.update(case_id, Update("And one more.", "email"))
    mails = await desk.ctx.read(lambda tx: outbox.of_case(tx, case_id))
    return mails[-1].address


async def test_it_is_on_file_from_now_on_and_on_every_case_of_theirs(desk: Desk) -> None:
    case_id, mail = await failed(desk)
    subject = (await desk.case(case_id)).subject
    other = (await desk.receive(request("Another matter", subject=subject, receipt=False))).case_id
    done = await desk.see_to_mail(case_id, mail, NEW, keep=True, op="mend")
    assert done.kinds == ("mail_seen", "address_kept")
    assert (await desk.see_to_mail(case_id, mail, NEW, keep=True, op="mend")) == done
    assert (await desk.case(case_id)).email == (await desk.case(other)).email != ""
    assert set(await found(desk, "jie.chen")) == {case_id, other}
    assert [one.id for one in (await desk.lookup(NEW)).customers] == [subject]
    assert (await desk.lookup(OLD)).customers == ()
    assert await on_file(desk, case_id) == NEW
    assert (await verify(desk.ctx.store)).findings == []
    await rebuild(desk.ctx.store, source="test")
    assert (await verify(desk.ctx.store)).findings == []
    assert set(await found(desk, "jie.chen")) == {case_id, other}


async def test_no_address_stands_in_the_log_or_in_the_story(desk: Desk) -> None:
    case_id, mail = await failed(desk)
    await desk.see_to_mail(case_id, mail, NEW, keep=True)
    last = (await desk.case(case_id)).timeline[-1]
    assert last.event.kind == "address_kept"
    assert last.text is None
    assert NEW not in repr(last)


async def test_it_is_taken_back_also_after_the_letter_has_gone(desk: Desk) -> None:
    case_id, mail = await failed(desk)
    await desk.see_to_mail(case_id, mail, NEW, keep=True)
    await tried(desk, SENT)
    view = await desk.case(case_id)
    assert (view.undoable, view.timeline[-1].event.kind) == ("address_kept", "mail_sent")
    await desk.undo(case_id, op="back")
    await desk.undo(case_id, op="back")
    assert (await desk.case(case_id)).timeline[-1].event.body.get("undo") is True
    assert (await desk.lookup(NEW)).customers == ()
    assert len((await desk.lookup(OLD)).customers) == 1
    assert await on_file(desk, case_id) == OLD
    assert (await verify(desk.ctx.store)).findings == []
    with pytest.raises(Refused):
        await desk.undo(case_id)


async def test_who_had_none_has_none_again(desk: Desk) -> None:
    done = await desk.receive(request(receipt=False, email=""))
    await desk.claim(done.case_id)
    await desk.update(done.case_id, Update("It has arrived.", "email", to=OLD))
    mail = await tried(desk, NEVER)
    await desk.see_to_mail(done.case_id, mail, NEW, keep=True)
    assert (await desk.case(done.case_id)).email
    await desk.undo(done.case_id)
    assert (await desk.case(done.case_id)).email == ""


async def test_one_that_was_changed_again_meanwhile_is_not_taken_back(desk: Desk) -> None:
    case_id, mail = await failed(desk)
    subject = (await desk.case(case_id)).subject
    other, second = await failed(desk, title="Another matter", subject=subject)
    await desk.see_to_mail(case_id, mail, NEW, keep=True)
    await desk.see_to_mail(other, second, "third@example.com", keep=True)
    with pytest.raises(Refused, match="undo_nothing"):
        await desk.undo(case_id)
    assert await on_file(desk, case_id) == "third@example.com"


async def test_after_five_minutes_and_by_somebody_else_it_stays(desk: Desk) -> None:
    case_id, mail = await failed(desk)
    await desk.see_to_mail(case_id, mail, NEW, keep=True)
    other = await desk.as_person("zhao.min")
    with pytest.raises(Refused, match="undo_other_person"):
        await other.undo(case_id)
    desk.ctx.store.clock.forward(6 * MINUTE)  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="undo_too_late"):
        await desk.undo(case_id)


@pytest.mark.parametrize("to", ["", OLD, "  CHEN@Example.com "])
async def test_the_same_address_is_no_change(desk: Desk, to: str) -> None:
    case_id, mail = await failed(desk)
    done = await desk.see_to_mail(case_id, mail, to, keep=True)
    assert done.kinds == ("mail_seen",)


async def test_what_is_no_address_changes_nothing(desk: Desk) -> None:
    case_id, mail = await failed(desk)
    for to in ("nobody", "a@b.example\r\nBcc: x@y.example", "a@b@c.example"):
        with pytest.raises(Refused, match="bad_address"):
            await desk.see_to_mail(case_id, mail, to, keep=True)
    assert (await desk.counts()).undelivered == 1
    assert len((await desk.lookup(OLD)).customers) == 1


async def test_a_letter_that_has_gone_is_no_step_that_bars_the_way_back(desk: Desk) -> None:
    done = await desk.receive(request(receipt=False))
    await desk.claim(done.case_id)
    await desk.update(done.case_id, Update("It has arrived.", "email"))
    note = await desk.note(done.case_id, "Looked into it.")
    await tried(desk, SENT)
    await desk.undo(done.case_id)
    last = (await desk.case(done.case_id)).timeline[-1].event
    assert (last.kind, last.body["of"]) == ("note_withdrawn", note.ver)
