"""What is written to a terminal that is not read, piece by piece, on a real pty."""

from __future__ import annotations

import os
import re
import select
import threading
import tty
from collections.abc import Iterator

import pytest
from textual._ansi_sequences import SYNC_END, SYNC_START

from agentdesk.outlet import ANEW, ROOM, Outlet

PICTURE = 3000
PATIENCE = 60.0


class Unread:
    """A terminal, and what it has been sent."""

    def __init__(self) -> None:
        self.far, self.near = os.openpty()
        tty.setraw(self.near)
        self.lost, self.reads = threading.Event(), threading.Semaphore(0)
        self.raw = ""
        self.file = open(self.near, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        self.outlet = Outlet(self.file, self.lost.set, self.reads.release)
        self.outlet.start()

    def draws(self, numbers: range) -> None:
        for number in numbers:
            for part in (SYNC_START, f"<{number}:{'.' * PICTURE}>", SYNC_END):
                self.outlet.write(part)

    def gets_full(self) -> None:
        """A picture waits for room in the line."""
        self.outlet.write("#" * 100_000)
        while select.select([], [self.near], [], 0.05)[1]:
            pass

    def read_until(self, text: str) -> None:
        while text not in self.raw:
            assert select.select([self.far], [], [], PATIENCE)[0]
            self.raw += os.read(self.far, 65536).decode()

    @property
    def pictures(self) -> list[int]:
        """The pictures that came whole; nothing else is in what came."""
        whole = re.compile(f"{re.escape(SYNC_START)}<(\\d+):\\.{{{PICTURE}}}>{re.escape(SYNC_END)}")
        assert whole.sub("", self.raw) == "", "a picture came in part"
        return [int(number) for number in whole.findall(self.raw)]


@pytest.fixture
def unread() -> Iterator[Unread]:
    terminal = Unread()
    yield terminal
    terminal.outlet.stop()
    terminal.file.close()
    os.close(terminal.near)
    os.close(terminal.far)


def test_a_terminal_that_reads_gets_everything_in_its_order(unread: Unread) -> None:
    unread.draws(range(3))
    unread.read_until("<2:")
    unread.read_until(f".>{SYNC_END}")
    unread.outlet.write("\x07")
    unread.outlet.set("\x1b[?2004l")
    unread.read_until("\x07\x1b[?2004l")
    assert unread.outlet.stop()
    unread.raw = unread.raw.removesuffix("\x07\x1b[?2004l")
    assert unread.pictures == [0, 1, 2]


def test_pictures_that_find_no_room_are_dropped_whole_and_one_is_asked_for(unread: Unread) -> None:
    unread.gets_full()
    unread.draws(range(1000))  # it returns: nobody waits
    unread.outlet.set("\x1b[?25h")
    assert not unread.reads.acquire(blocking=False)
    unread.read_until("\x1b[?25h")
    assert unread.reads.acquire(timeout=PATIENCE)
    unread.draws(range(1000, 1010))  # they build on what was dropped
    unread.outlet.pictures_again()
    unread.draws(range(1010, 1012))
    unread.read_until(f"{SYNC_END}{SYNC_START}<1011:{'.' * PICTURE}>{SYNC_END}")
    unread.raw = unread.raw.replace("\x1b[?25h", "").lstrip("#")
    assert unread.pictures == [1010, 1011]
    assert not unread.reads.acquire(blocking=False)  # once


def test_pictures_of_a_slow_terminal_wait_while_there_is_room(unread: Unread) -> None:
    unread.gets_full()
    room = ROOM // (PICTURE + 100)
    unread.draws(range(room))
    unread.read_until(f"<{room - 1}:{'.' * PICTURE}>{SYNC_END}")
    unread.raw = unread.raw.lstrip("#")
    assert unread.pictures == list(range(room))
    assert not unread.reads.acquire(blocking=False)


def test_a_terminal_that_reads_now_and_then_is_asked_each_time(unread: Unread) -> None:
    for turn in range(3):
        unread.draws(range(100))
        unread.outlet.set(f"={turn}=")
        unread.read_until(f"={turn}=")
        assert unread.reads.acquire(timeout=PATIENCE)
        unread.outlet.pictures_again()


def test_the_end_does_not_wait_and_leaves_the_modes_behind(unread: Unread) -> None:
    unread.gets_full()
    unread.draws(range(1000))
    unread.outlet.set("\x1b[?1049l")
    assert not unread.outlet.stop()
    unread.read_until("\x1b[?1049l")
    assert unread.raw.endswith(f"{ANEW}\x1b[?1049l")
    assert not unread.lost.is_set()


def test_it_goes_on_after_a_pause_in_which_nobody_read(unread: Unread) -> None:
    unread.gets_full()
    unread.draws(range(1000))
    assert not unread.outlet.stop()
    unread.outlet.start()
    unread.outlet.set("=again=")
    unread.read_until("=again=")
    unread.outlet.pictures_again()
    unread.raw = ""
    unread.draws(range(1))
    unread.read_until(f"{SYNC_START}<0:{'.' * PICTURE}>{SYNC_END}")


def test_a_terminal_that_has_gone_is_told_once_and_nothing_fails(unread: Unread) -> None:
    unread.gets_full()
    unread.draws(range(1000))
    os.close(unread.far)
    unread.far = os.open(os.devnull, os.O_RDONLY)
    assert unread.lost.wait(PATIENCE)
    unread.draws(range(1000))
    assert unread.outlet.stop()
