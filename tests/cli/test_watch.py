"""`agentdesk watch` as a service runs it: real processes, a real mail server on this machine."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from agentdesk.channels.postman import Postman
from agentdesk.cli.lines import ROOM, Lines
from agentdesk.desk.api_update import Update
from agentdesk.desk.clock import SystemClock
from agentdesk.desk.house import Desk
from agentdesk.store import outbox
from tests.support.cli import run, spawn
from tests.support.desks import request
from tests.support.hook_server import HookServer
from tests.support.posts import Watch, at_desk, desk_in, letters, settings, states, write
from tests.support.smtp_server import SmtpServer, free_port


@pytest.mark.parametrize(("lang", "sent"), [("en", "mail: sent"), ("zh", "邮件：已发出")])
def test_once_sends_what_is_due_and_says_so_without_a_name(
    tmp_path: Path, lang: str, sent: str
) -> None:
    where = desk_in(tmp_path)
    with SmtpServer() as server:
        settings(where, server.port)
        written = write(where, 2)
        told = run("--lang", lang, "watch", "--once", data=where, clock=SystemClock())
        assert (told.code, told.err) == (0, "")
        assert [sent in line for line in told.out.splitlines()] == [True, True]
        assert "C-1" in told.out
        assert "chen" not in told.out.lower()
        assert server.ids == written
        again = run("watch", "--once", data=where, clock=SystemClock())
        assert (again.code, again.out, server.ids) == (0, "", written)


def test_it_sends_what_is_written_while_it_runs_until_it_is_asked_to_end(tmp_path: Path) -> None:
    where = desk_in(tmp_path)
    with SmtpServer() as server:
        settings(where, server.port)
        with Watch(where) as watch:
            watch.said("watching")
            written = write(where)
            line = watch.said("letter")
            assert (line["way"], line["fate"], line["code"]) == ("email", "sent", "sent")
            assert [line["message_id"]] == written == server.ids
            assert watch.end(signal.SIGTERM) == 143
    entry = run("show", line["case"], "--json", data=where, clock=SystemClock()).json
    assert entry["timeline"][-1]["kind"] == "mail_sent"


def test_asked_to_end_in_the_middle_of_a_letter_it_leaves_it_waiting_untried(
    tmp_path: Path,
) -> None:
    where = desk_in(tmp_path)
    with SmtpServer("slow:rcpt") as server:
        settings(where, server.port)
        written = write(where)
        with Watch(where) as watch:
            server.wait_heard("RCPT")
            assert watch.end() == 143
            assert watch.said("letter")["code"] == "stopped"
        assert states(where) == {written[0]: ("waiting", 0)}
        server.mode = "normal"
        assert run("watch", "--once", data=where, clock=SystemClock()).code == 0
        assert server.ids == written


def test_a_server_that_comes_up_later_gets_it_once(tmp_path: Path) -> None:
    where, port = desk_in(tmp_path), free_port()
    settings(where, port)
    written = write(where, 2)
    told = run("watch", "--once", data=where, clock=SystemClock())
    assert told.code == 1
    assert len(told.out.splitlines()) == 1  # the second would meet the same
    assert "cannot be reached" in told.out
    with SmtpServer(port=port) as server, Watch(where) as watch:
        assert watch.said("letter")["message_id"] == written[1]
        settings(where, port, 'from_name = "Retail"\n')  # somebody has mended them: all at once
        assert watch.said("letter")["message_id"] == written[0]
        assert watch.end(signal.SIGHUP) == 129
        watch.said("ended")
        assert sorted(server.ids) == sorted(written)


def test_an_sms_leaves_by_the_hook_and_its_number_is_not_told(tmp_path: Path) -> None:
    where = desk_in(tmp_path)

    async def text(desk: Desk) -> None:
        done = await desk.receive(request(channel="phone", email=""))
        await desk.claim(done.case_id)
        await desk.update(done.case_id, Update("It has arrived.", "sms"))

    with HookServer() as hook:
        path = where / "mail.toml"
        path.write_text(f'[sms]\nurl = "{hook.url}"\n')
        path.chmod(0o600)
        at_desk(where, text)
        told = run("watch", "--once", data=where, clock=SystemClock())
        assert (told.code, told.err) == (0, "")
        assert "SMS: sent (Taken by the SMS service" in told.out
        assert "1381" not in told.out
        assert hook.taken[-1][1]["to"] == "13812345678"


def test_settings_with_a_mistake_are_told_and_no_secret(tmp_path: Path) -> None:
    where = desk_in(tmp_path)
    settings(where, 25, 'pasword = "s3cret"\n')
    for words in (["watch"], ["watch", "--once"]):
        told = run(*words, data=where, clock=SystemClock())
        assert (told.code, told.out) == (2, "")
        assert "mail.toml, line 6: pasword:" in told.err
        assert "s3cret" not in told.err


def test_letters_without_settings_are_told_by_watch_and_by_the_doctor(tmp_path: Path) -> None:
    where = desk_in(tmp_path)
    assert run("watch", "--once", data=where, clock=SystemClock()).code == 0
    path = settings(where, free_port())
    write(where, 2)
    found = run("doctor", "--json", data=where).json
    assert (found["problems"], found["store"]["letters"]["waiting"]) == ([], 2)
    path.unlink()
    told = run("watch", "--once", data=where, clock=SystemClock())
    assert (told.code, told.out) == (2, "")
    assert "2 wait" in told.err
    found = run("doctor", "--json", data=where)
    assert found.code == 1
    assert "2 letters to customers wait since 20" in found.json["problems"][0]


def test_settings_that_break_while_it_runs_cost_no_letter(tmp_path: Path) -> None:
    where = desk_in(tmp_path)
    with SmtpServer() as server:
        with Watch(where) as watch:
            watch.said("watching")  # nothing is set yet
            settings(where, server.port, "port = 25\n")
            written = write(where)
            assert "mail.toml" in watch.said("settings")["why"]
            settings(where, server.port)
            assert watch.said("letter")["message_id"] == written[0]
            assert watch.end(signal.SIGINT) == 130
        assert server.ids == written


def test_two_watches_and_three_desks_send_each_letter_once(tmp_path: Path) -> None:
    where = desk_in(tmp_path)

    async def three_desks() -> list[str]:
        async with contextlib.AsyncExitStack() as stack:
            men, desks = [], []
            for _ in range(3):
                desk = await Desk.open(where, clock=SystemClock(), plain=True)
                stack.push_async_callback(desk.aclose)
                man = Postman(desk.ctx)
                stack.push_async_callback(man.aclose)
                man.start()
                desks.append(desk)
                men.append(man)
            written = await letters(desks[0], 8)
            async with asyncio.timeout(60):
                async for _ in desks[0].changes():
                    for man in men:
                        man.poke()
                    if await desks[0].ctx.read(outbox.next_at) is None:
                        break
            return written

    with SmtpServer() as server:
        settings(where, server.port)
        with Watch(where) as one, Watch(where) as other:
            one.said("watching")
            other.said("watching")
            written = asyncio.run(three_desks())
            assert (one.end(), other.end()) == (143, 143)
        assert sorted(server.ids) == sorted(written)
    assert set(states(where).values()) == {("sent", 1)}


def test_the_reader_of_its_lines_may_leave(tmp_path: Path) -> None:
    where = desk_in(tmp_path)
    with SmtpServer() as server:
        settings(where, server.port)
        process = spawn("--data-dir", where, "watch")
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        written = write(where, 2)
        assert [one.message_id for one in server.wait_for(2)] == written
        process.send_signal(signal.SIGTERM)
        err = process.stderr.read()
        process.stderr.close()
        assert process.wait(60) in (141, 143)
        assert "Traceback" not in err
    assert at_desk(where, lambda desk: desk.ctx.read(outbox.next_at)) is None


@contextlib.contextmanager
def full_pipe() -> Iterator[tuple[int, int]]:
    """A pipe into which nothing more goes: where to read, and where to write."""
    unread, full = os.pipe()
    os.set_blocking(full, False)
    with contextlib.suppress(BlockingIOError):
        while True:
            os.write(full, b"#" * 4096)
    os.set_blocking(full, True)
    yield unread, full
    for end in (unread, full):
        with contextlib.suppress(OSError):
            os.close(end)


def test_output_that_nobody_reads_holds_up_neither_letters_nor_the_end(tmp_path: Path) -> None:
    where = desk_in(tmp_path)
    with SmtpServer() as server, full_pipe() as (_, full):
        settings(where, server.port)
        process = spawn("--data-dir", where, "watch", stdout=full)
        try:
            written = write(where, 2)
            assert [one.message_id for one in server.wait_for(2)] == written
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 143
        finally:
            process.kill()
            process.communicate()


def test_lines_that_find_no_room_are_refused_until_somebody_reads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with full_pipe() as (unread, full), open(full, "w", encoding="utf-8", closefd=False) as file:
        monkeypatch.setattr("sys.stdout", file)
        lines = Lines()
        said = [lines.say(f"line {number}\x1b[31m") for number in range(ROOM + 10)]
        assert said[ROOM - 1]
        assert not said[-1]
        lines.end()
        read, last = b"", f"line {ROOM - 1} ".encode()
        while last not in read:
            read += os.read(unread, 65536)
        lines.end()
        assert b"\x1b" not in read
        assert lines.say("and again")
        lines.end()
        assert b"and again\n" in os.read(unread, 65536)
