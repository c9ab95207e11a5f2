"""`agentdesk bounces`: what comes back as mail, marked on real desks from real files."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from agentdesk.channels.bounce_parts import LARGEST
from agentdesk.channels.post_room import PostRoom
from agentdesk.desk.api_update import Update
from agentdesk.desk.clock import SystemClock
from agentdesk.desk.house import Desk
from agentdesk.domain.letters import Outcome, Went
from agentdesk.store import outbox
from agentdesk.store.verify import verify
from tests.support.bounces import POSTFIX, REPLY, VACATION, dsn, filled, qq, samples
from tests.support.cli import Ran, run, spawn
from tests.support.desks import request
from tests.support.posts import at_desk, desk_in, settings, write
from tests.support.smtp_server import SmtpServer

FIRST = 1001
"""The first case of a desk."""
TO = "chen@example.com"
SENT = Outcome(Went.SENT, "sent")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = desk_in(tmp_path_factory.mktemp("desk"))
    settings(found, 25)
    return found


@pytest.fixture
def where(template: Path, tmp_path: Path) -> Path:
    found = tmp_path / "desk"
    shutil.copytree(template, found)
    return found


async def _letter(desk: Desk, outcome: Outcome | None = SENT) -> str:
    """A letter of a new case, tried with this outcome (None: just handed over); its Message-ID."""
    done = await desk.receive(request(receipt=False))
    await desk.claim(done.case_id)
    await desk.update(done.case_id, Update("It has arrived.", "email"))
    room = PostRoom(desk.ctx)
    letter = await room.claim(desk.now())
    assert letter is not None
    assert await room.handing(letter.mail_id)
    if outcome is not None:
        await room.done(letter.mail_id, outcome)
    await room.leave()
    return letter.message_id


async def _letters(desk: Desk, count: int) -> list[str]:
    return [await _letter(desk) for _ in range(count)]


def sent(where: Path, outcome: Outcome | None = SENT) -> str:
    return at_desk(where, partial(_letter, outcome=outcome))


def bounces(where: Path, *argv: str | Path) -> Ran:
    return run("bounces", *argv, data=where, clock=SystemClock())


def piped(where: Path, raw: bytes, monkeypatch: pytest.MonkeyPatch, *argv: str) -> Ran:
    """As an alias of the mail server hands one mail over."""
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        return bounces(where, "-", *argv)


def seen(where: Path) -> dict[str, Any]:
    """What screens see of the only case: its last letter, its events, the header's count."""

    async def look(desk: Desk) -> dict[str, Any]:
        view = await desk.case(FIRST)
        assert (await verify(desk.ctx.store)).findings == []
        failed = [one.event for one in view.timeline if one.event.kind == "mail_failed"]
        return {
            "mail": view.mails[-1],
            "failed": failed,
            "undelivered": (await desk.counts()).undelivered,
            "ver": view.ver,
        }

    return at_desk(where, look)


@pytest.mark.parametrize("form", ["postfix", "exim", "exchange", "qmail", "qq", "netease"])
def test_a_letter_that_came_back_is_marked_once(
    where: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = samples(sent(where), TO)[form]
    told = piped(where, raw, monkeypatch)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("mail: C-1001 · did not arrive · ")
    assert TO not in told.out
    found = seen(where)
    assert (found["mail"].state, found["mail"].failed) == ("bounced", True)
    assert found["mail"].said
    assert TO not in found["mail"].said
    assert found["undelivered"] == 1
    (event,) = found["failed"]
    assert (event.body["how"], event.actor) == ("bounced", "system")
    again = piped(where, raw, monkeypatch, "--json").json
    assert (again["counts"]["failed"], again["counts"]["known"]) == (0, 1)
    assert seen(where) == found
    attention = run("queue", "--view", "attention", "--json", data=where).json
    assert [row["reference"] for row in attention] == ["C-1001"]


def test_a_dry_run_changes_nothing(where: Path, tmp_path: Path) -> None:
    mail = tmp_path / "back.eml"
    mail.write_bytes(dsn(sent(where), TO))
    before = seen(where)
    told = bounces(where, mail, "--dry-run")
    assert "C-1001 · did not arrive" in told.out
    assert "Nothing was changed." in told.out
    assert seen(where) == before
    assert bounces(where, mail).code == 0
    assert seen(where)["undelivered"] == 1


@pytest.mark.parametrize(
    ("finding", "make"),
    [
        ("delayed", lambda id: dsn(id, TO, "delayed", "4.4.1")),
        ("delivered", lambda id: dsn(id, TO, "delivered", "2.0.0")),
        ("delivered", lambda id: dsn(id, TO, "relayed", "2.0.0")),
        ("automatic", lambda id: filled(VACATION, id, TO)),
        ("letter", lambda id: filled(REPLY, id, TO)),
        ("not_theirs", lambda id: dsn(id, "somebody.else@there.example")),
        ("not_ours", lambda id: dsn("made-up@" + id.partition("@")[2], TO)),
        ("not_ours", lambda id: dsn("1@elsewhere.example", TO)),
        ("unclear", lambda id: b"From: postmaster@x.example\nSubject: hello\n\nSomething.\n"),
        ("broken", lambda id: b"\x00\xff\xfe"),
        ("too_large", lambda id: dsn(id, TO) + b"x" * LARGEST),
    ],
)
def test_whatever_else_comes_is_counted_and_never_acted_on(
    where: Path, tmp_path: Path, finding: str, make: Any
) -> None:
    message_id = sent(where)
    before = seen(where)
    mail = tmp_path / "mail.eml"
    mail.write_bytes(make(message_id))
    told = bounces(where, mail, "--json")
    assert (told.code, told.err) == (0, "")
    assert told.json["counts"][finding] == 1
    assert [row["finding"] for row in told.json["mails"]] == [finding]
    line, total = bounces(where, mail).out.splitlines()
    assert line.startswith("mail.eml: ")
    assert total.startswith("Mails read: 1 (1 ")
    assert seen(where) == before


def test_a_notice_for_a_letter_that_is_being_handed_over_comes_again(
    where: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    message_id = sent(where, None)
    told = piped(where, dsn(message_id, TO), monkeypatch)
    assert told.code == 75
    assert "read it again later" in told.out


def test_one_that_waits_cannot_have_come_back(where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    message_id = sent(where, Outcome(Went.LATER, "busy"))
    told = piped(where, dsn(message_id, TO), monkeypatch, "--json")
    assert (told.code, told.json["counts"]["not_sent"]) == (0, 1)


def test_nobody_knew_and_now_it_is_known(where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    message_id = sent(where, Outcome(Went.UNSURE, "no_answer"))
    assert seen(where)["undelivered"] == 1
    assert piped(where, dsn(message_id, TO), monkeypatch, "--json").json["counts"]["failed"] == 1
    found = seen(where)
    assert (found["mail"].state, found["mail"].code) == ("bounced", "no_mailbox")
    assert found["undelivered"] == 1

    async def see_to(desk: Desk) -> None:
        await desk.see_to_mail(FIRST, found["mail"].id)

    at_desk(where, see_to)
    assert seen(where)["undelivered"] == 0
    assert piped(where, dsn(message_id, TO), monkeypatch, "--json").json["counts"]["known"] == 1
    assert seen(where)["undelivered"] == 0


def test_whom_somebody_has_told_otherwise_is_not_brought_up_again(
    where: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    message_id = sent(where, Outcome(Went.UNSURE, "no_answer"))
    mail = seen(where)["mail"].id

    async def see_to(desk: Desk) -> None:
        await desk.see_to_mail(FIRST, mail)

    at_desk(where, see_to)
    before = seen(where)
    assert piped(where, dsn(message_id, TO), monkeypatch, "--json").json["counts"]["known"] == 1
    assert seen(where) == before


def test_an_mbox_is_read_to_its_end_whatever_stands_in_it(where: Path, tmp_path: Path) -> None:
    ids = [sent(where) for _ in range(2)]
    between = b"From MAILER-DAEMON Fri Nov 20 06:30:02 2026\n"
    huge = b"From: a@b.example\n\n" + b"long line " * (LARGEST // 5) + b"\n"
    mails = [dsn(ids[0], TO), huge, b"\xff\xfe broken", qq(ids[1], TO), dsn(ids[0], TO)]
    box = tmp_path / "box"
    box.write_bytes(b"".join(between + mail + b"\n\n" for mail in mails))
    size = box.stat().st_size
    told = bounces(where, box, "--json").json
    assert [row["finding"] for row in told["mails"]] == [
        "failed", "too_large", "broken", "failed", "known",
    ]  # fmt: skip
    assert [row["case"] for row in told["mails"]] == ["C-1001", None, None, "C-1002", "C-1001"]
    assert box.stat().st_size == size


def test_a_maildir_is_emptied_and_what_a_person_is_to_read_stays_unread(
    where: Path, tmp_path: Path
) -> None:
    message_id = sent(where)
    box = tmp_path / "Maildir"
    for name in ("new", "cur", "tmp"):
        (box / name).mkdir(parents=True)
    (box / "new" / "1.a.mx").write_bytes(dsn(message_id, TO))
    (box / "new" / "2.b.mx").write_bytes(filled(REPLY, message_id, TO))
    (box / "new" / "3.c.mx").symlink_to("/etc/hostname")
    assert bounces(where, box, "--dry-run").code == 0
    assert len(list((box / "new").iterdir())) == 3
    told = bounces(where, box)
    assert told.code == 0
    assert sorted(one.name for one in (box / "cur").iterdir()) == ["1.a.mx:2,S", "2.b.mx:2,"]
    assert [one.name for one in (box / "new").iterdir()] == ["3.c.mx"]
    assert bounces(where, box).out == "Mails read: 0 (nothing).\n"
    assert seen(where)["undelivered"] == 1


def test_what_cannot_be_read_is_said_in_one_sentence(where: Path, tmp_path: Path) -> None:
    for path, words in (
        (tmp_path / "nothing", "There is no "),
        (tmp_path, "neither a file nor a Maildir"),
        (Path("/dev/null"), "neither a file nor a Maildir"),
    ):
        told = bounces(where, path)
        assert (told.code, told.out) == (2, "")
        assert words in told.err
        assert len(told.err.splitlines()) == 1


def test_without_anything_to_read_from_it_says_so(
    where: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)  # closed before it began
    told = bounces(where)
    assert (told.code, told.out) == (2, "")
    assert "Name a file, an mbox or a Maildir" in told.err


def test_without_a_desk_the_mail_server_keeps_the_mail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = piped(tmp_path / "nowhere", filled(POSTFIX, "1@d.agentdesk", TO), monkeypatch)
    assert (told.code, told.out) == (75, "")
    assert len(told.err.splitlines()) == 1


def test_as_an_alias_of_a_mail_server_calls_it(where: Path) -> None:
    raw = b"From MAILER-DAEMON  Fri Nov 20 06:30:02 2026\n" + dsn(sent(where), TO)
    told = subprocess.run(
        [sys.executable, "-m", "agentdesk", "--data-dir", str(where), "--lang", "zh", "bounces"],
        input=raw,
        capture_output=True,
        check=False,
        env={"PATH": "", "LANG": "C"},
    )
    assert (told.returncode, told.stderr) == (0, b"")
    assert seen(where)["undelivered"] == 1


def test_a_letter_as_it_really_left_comes_back(
    where: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SmtpServer() as server:
        settings(where, server.port, 'bounces_to = "bounces@example.com"\n')
        (written,) = write(where)
        assert run("watch", "--once", data=where, clock=SystemClock()).code == 0
        (left,) = server.messages
    assert (left.message_id, left.sender) == (written, "bounces@example.com")
    (to,) = left.to
    raw = dsn(written, to)
    begin = raw.index(b"message/rfc822\n\n") + len(b"message/rfc822\n\n")
    for form in (left.raw, left.raw.replace(b"\r\n", b"\n"), left.raw.partition(b"\r\n\r\n")[0]):
        notice = raw[:begin] + form + b"\n\n--4F3A.1/mx.example.com--\n"
        told = piped(where, notice, monkeypatch, "--json").json
        assert told["mails"][0]["finding"] in ("failed", "known")
        assert told["mails"][0]["message_id"] == written
    assert seen(where)["undelivered"] == 1


def test_two_jobs_on_one_maildir_take_each_mail_once(where: Path, tmp_path: Path) -> None:
    ids = at_desk(where, partial(_letters, count=6))
    box = tmp_path / "Maildir"
    for name in ("new", "cur", "tmp"):
        (box / name).mkdir(parents=True)
    for number, message_id in enumerate(ids):
        (box / "new" / f"{number}.mx").write_bytes(dsn(message_id, TO))
    both = [spawn("--data-dir", where, "bounces", "--json", box) for _ in range(2)]
    said = [json.loads(one.communicate(timeout=60)[0]) for one in both]
    assert [one.returncode for one in both] == [0, 0]
    marked = [row["case"] for told in said for row in told["mails"] if row["finding"] == "failed"]
    assert len(marked) == len(set(marked)) == 6
    assert len(list((box / "cur").iterdir())) == 6
    assert seen(where)["undelivered"] == 6


def test_ids_of_letters_cannot_be_guessed_from_one_another(where: Path) -> None:
    async def ids(desk: Desk) -> list[str]:
        def work(tx: Any) -> list[str]:
            return [outbox.stable_id(tx, "d3sk", f"{case}-1", "reply", case) for case in (1, 2)]

        return await desk.ctx.read(work)

    first, second = at_desk(where, ids)
    assert first != second
    other = desk_in(where / "other")
    assert at_desk(other, ids) != [first, second]
