"""Letters of a real desk, and processes that send them until they are killed (see `processes`)."""

from __future__ import annotations

import asyncio
from pathlib import Path

from agentdesk.channels.mail_config import MailConfig
from agentdesk.channels.post_room import PostRoom
from agentdesk.channels.sender import run_once
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.store import cases, content, outbox
from agentdesk.store.content import Text
from agentdesk.store.tx import Tx
from tests.support.desks import request
from tests.support.letters import local_smtp
from tests.support.processes import Link


async def write_letters(desk: Desk, count: int) -> list[str]:
    """A case with so many letters to its customer, due at once; their Message-IDs."""
    done = await desk.receive(request())

    def work(tx: Tx) -> list[str]:
        subject = cases.subject_of(tx, done.case_id)
        assert subject is not None
        texts = [Text("reply", f"您好，第 {number} 封。\n.\n") for number in range(count)]
        ids = content.add(tx, case_id=done.case_id, subject=subject, texts=texts)
        found = []
        for number, text in enumerate(ids):
            made = outbox.stable_id(tx, "d3sk", f"op-{number}", outbox.REPLY, done.case_id)
            outbox.add(
                tx, case_id=done.case_id, kind="email", purpose=outbox.REPLY,
                address="chen@example.com", name="陈洁", lang="zh", title=f"进度 {number}",
                text=text, message_id=made, by="li.wei",
            )  # fmt: skip
            found.append(made)
        return found

    return await desk.ctx.write(work)


async def states(desk: Desk) -> dict[str, str]:
    """Where every letter of the desk stands, by Message-ID."""

    def work(tx: Tx) -> dict[str, str]:
        last = cases.next_id(tx)
        found = [mail for case in range(1, last) for mail in outbox.of_case(tx, case)]
        return {mail.message_id: mail.state for mail in found}

    return await desk.ctx.read(work)


def send_mail(link: Link, folder: Path, port: int, at: int) -> None:
    """Open the desk at an instant and send until nothing is due, or until we are stopped."""
    asyncio.run(_send_mail(link, folder, port, at))


async def _send_mail(link: Link, folder: Path, port: int, at: int) -> None:
    clock = SetClock(at)
    desk = await Desk.open(folder, clock=clock, plain=True)
    room = PostRoom(desk.ctx)
    link.ack("at work")
    try:
        config = MailConfig(local_smtp(port))
        while not link.stopped() and await run_once(room, config, at) is not None:
            continue
    finally:
        await room.leave()
        await desk.aclose()
