"""A terminal that is there and not read: the program goes on behind it, ends, and draws it anew."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from pyte.screens import Char

from agentdesk.desk.house import Desk
from agentdesk.domain.drafts import of_case
from agentdesk.outlet import ROOM
from tests.e2e.doors import desk
from tests.support import posts
from tests.support.desks import request
from tests.support.line import PATIENCE, Line, line
from tests.support.posts import at_desk, desk_in, write
from tests.support.smtp_server import SmtpServer

UNSENT = "unfinished words"
ESCAPE = "\x1b[27u"
"""As terminals say it that were asked to: whatever comes after it is another key."""


async def mine(desk: Desk) -> int:
    """A case that is mine."""
    done = await desk.receive(request())
    await desk.claim(done.case_id)
    return done.case_id


@pytest.mark.parametrize(
    "sent", [signal.SIGTERM, pytest.param(signal.SIGHUP, marks=pytest.mark.story)]
)
def test_letters_go_out_a_signal_ends_it_and_what_was_typed_is_kept(
    tmp_path: Path, sent: signal.Signals
) -> None:
    where = desk_in(tmp_path)
    case_id = at_desk(where, mine)
    with SmtpServer() as server:
        posts.settings(where, server.port)
        with line(where) as held:
            held.press("\r")
            held.until("Timeline")
            held.press("o")
            held.until("who may read")
            held.press(UNSENT)
            held.until(UNSENT)
            held.fill()
            held.press(" and more")
            written = write(where, 2)
            held.wait(lambda: len(server.messages) == 2)
            assert sorted(server.ids) == sorted(written)
            assert held.is_full()
            held.process.send_signal(sent)
            assert held.process.wait(PATIENCE) == 128 + sent
            held.until_left()  # so the shell behind it has its terminal as it was

    async def kept(desk: Desk) -> str:
        draft = await desk.draft(of_case(case_id), "note")
        return draft.values["text"] if draft is not None else ""

    assert at_desk(where, kept) == f"{UNSENT} and more"


def lasting(held: Line) -> list[list[Char]]:
    """The screen without the time of day and the corner in which something is told for a while."""
    rows = held.rows()
    return [*rows[1:25], *(row[:60] for row in rows[25:])]


@pytest.mark.story
def test_a_terminal_that_is_read_again_shows_the_whole_screen_as_it_is(tmp_path: Path) -> None:
    where = desk(tmp_path, "empty")
    settings = where / "config.toml"
    with line(where, shows="Nothing is open") as held:
        before = len(held.raw)
        held.press("?")
        held.until("Keys of this screen")
        held.press(ESCAPE)
        held.until_gone("Keys of this screen")
        times = ROOM // (len(held.raw) - before) + 3

        held.fill()
        held.press(f"?{ESCAPE}" * times)
        held.press("\x10中文\r")  # what comes last is seen on the disk
        held.wait(settings.exists)
        before = len(held.raw)
        with line(where, shows="没有待处理工单") as fresh:
            held.read_until(lambda: not fresh.look() and lasting(held) == lasting(fresh))
        assert len(held.raw) - before < ROOM
        held.press("\x11")
        held.until_left()
        assert held.process.wait(PATIENCE) == 0
