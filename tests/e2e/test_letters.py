"""A letter from one desk's keys to a real mail server, with another desk open beside it."""

from __future__ import annotations

import signal
from collections import Counter
from pathlib import Path

import pytest

from agentdesk.desk.clock import SystemClock
from agentdesk.desk.house import Desk
from tests.support.bounces import dsn
from tests.support.cli import run
from tests.support.desks import request
from tests.support.posts import at_desk, desk_in, settings, states, write
from tests.support.smtp_server import SmtpServer, free_port
from tests.support.terminal import Terminal


async def mine(desk: Desk) -> str:
    """A case that is mine; its reference."""
    done = await desk.receive(request())
    await desk.claim(done.case_id)
    return f"C-{done.case_id}"


def at_case(where: Path, reference: str) -> Terminal:
    """The program at a case."""
    terminal = Terminal(["--data-dir", str(where)])
    terminal.until("Where is my transfer?")
    terminal.type(f"/{reference}\r")
    terminal.until("Timeline")
    return terminal


def say(terminal: Terminal, words: str) -> None:
    """Write to the customer."""
    terminal.press("u").until("what was said")
    terminal.type(words).press("ctrl+s")


def test_two_desks_send_what_one_has_written_once_and_both_see_what_became_of_it(
    tmp_path: Path,
) -> None:
    where = desk_in(tmp_path)
    with SmtpServer() as server:
        settings(where, server.port)
        reference = at_desk(where, mine)
        with at_case(where, reference) as here, at_case(where, reference) as there:
            here.read_until(lambda: server.messages)  # its receipt
            say(here, "It has arrived.")
            here.read_until(lambda: len(server.messages) == 2)
            assert "It has arrived." in server.messages[1].message.get_content()
            for desk in (here, there):
                desk.until(lambda text: text.count("sent by e-mail") >= 2)

            server.mode = "reject_rcpt"
            say(here, "And another word.")
            for desk in (here, there):
                desk.until("did not arrive by e-mail")  # on the case
                desk.until(lambda text: "◆ 1" in text.splitlines()[0])  # and in the header
            here.press("ctrl+q")
            assert here.exit_status() == 0
            there.kill(signal.SIGTERM)
            assert there.exit_status() == 143
        assert set(Counter(server.ids).values()) == {1}
        assert len(server.ids) == 2
    case = run("show", reference, "--json", data=where, clock=SystemClock()).json
    kinds = [entry["kind"] for entry in case["timeline"]]
    assert kinds.count("mail_sent") == 2
    assert kinds.count("mail_failed") == 1
    assert run("doctor", "--json", data=where).json["store"]["letters"]["undelivered"] == 1


@pytest.mark.story
def test_a_terminal_lost_in_the_middle_of_a_letter_leaves_it_for_the_next_desk(
    tmp_path: Path,
) -> None:
    where = desk_in(tmp_path)
    with SmtpServer("slow:rcpt") as server:
        settings(where, server.port)
        written = write(where)
        with Terminal(["--data-dir", str(where)]) as terminal:
            terminal.until("Where is my transfer?")
            server.wait_heard("RCPT")
            assert terminal.hang_up() == 129
        assert states(where) == {written[0]: ("waiting", 0)}
        server.mode = "normal"
        with Terminal(["--data-dir", str(where)]) as terminal:
            terminal.until("Where is my transfer?")
            terminal.read_until(lambda: server.messages)
            terminal.press("ctrl+q")
            assert terminal.exit_status() == 0
        assert server.ids == written


@pytest.mark.story
def test_whose_letters_cannot_go_out_is_told_when_the_desk_opens(tmp_path: Path) -> None:
    where = desk_in(tmp_path)
    settings(where, free_port())
    write(where)
    settings(where, free_port(), "port = 1\n")
    with Terminal(["--data-dir", str(where)]) as terminal:
        terminal.until("A letter of yours waits")
        settings(where, free_port())
        terminal.until("The mail settings are right again")
        settings(where, free_port(), "port = 1\n")
        terminal.until("No letter can go out from now on")
        terminal.press("ctrl+q")
        assert terminal.exit_status() == 0


@pytest.mark.story
def test_what_comes_back_as_a_mail_shows_on_the_open_desk(tmp_path: Path) -> None:
    where = desk_in(tmp_path)
    with SmtpServer() as server:
        settings(where, server.port)
        (written,) = write(where)
        with Terminal(["--data-dir", str(where)]) as terminal:
            terminal.until("Where is my transfer?")
            terminal.read_until(lambda: server.messages)
            mail = tmp_path / "back.eml"
            mail.write_bytes(dsn(written, "chen@example.com"))
            told = run("bounces", mail, "--json", data=where, clock=SystemClock()).json
            while told["counts"]["under_way"]:  # the answer is not written down yet
                terminal.read_until(lambda: True)
                told = run("bounces", mail, "--json", data=where, clock=SystemClock()).json
            assert told["counts"]["failed"] == 1
            terminal.until(lambda text: "◆ 1" in text.splitlines()[0])
            terminal.press("enter")
            terminal.until("did not arrive by e-mail: There is no such mailbox")
            terminal.press("ctrl+q")
            assert terminal.exit_status() == 0
