"""The people of `tests/e2e/test_day.py` at their terminals, and the keys they press."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Self

from tests.support import ROOT
from tests.support.day_program import TestClock
from tests.support.day_words import Speech
from tests.support.smtp_server import SmtpServer
from tests.support.terminal import Terminal

ENTER, TAB, BACK, NEW, SOLVED, SEND = "\r", "\t", "\x1b[Z", "\x0e", "\x1b[15~", "\x13"
TEMPLATE = "\x1bOR"
EMAIL, GUIDED = "3", "4"
"""The digit of a channel, and of a wrap-up code."""

FORM = "^s"
"""Stands on the screen while a form is open."""


class Person:
    """Somebody of the desk at a program of their own."""

    def __init__(self, who: str, folder: Path, clock: TestClock, speech: Speech) -> None:
        self.clock, self.speech = clock, speech
        self.at = Terminal(
            ["--data-dir", str(folder), "--as", who],
            cwd=ROOT,
            program=("-m", "tests.support.day_program", str(clock.file)),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.at.__exit__(None, None, None)

    def sees(self, words: str) -> str:
        """No form is open, and the screen says so."""
        return self.at.until(lambda text: words in text and FORM not in text)

    def sees_in_the_story(self, words: str, lines: int = 4) -> None:
        """What happened last on the open case, in so many lines."""

        def newest(text: str) -> object:
            _, head, below = text.rpartition(self.speech.story)
            story = [line.rpartition("▏")[2] for line in below.splitlines()]
            return head and words in "\n".join(story[1 : lines + 1])

        self.at.until(lambda text: newest(text) and FORM not in text)

    def stands_on(self, reference: str) -> None:
        """The cursor of a list is on this row."""
        cursor = re.compile(rf"(^▌|▸).*{reference}\b", re.MULTILINE)
        self.at.until(cursor.search)

    def goes_back_to_the_queue(self) -> None:
        """`esc`, from a screen above it."""
        self.at.press("esc")
        self.sees(self.speech.queue)

    def opens(self, reference: str) -> None:
        """A number goes to its case."""
        self.at.type(f"/{reference}{ENTER}")
        self.at.until(lambda text: self.speech.story in text and f"\n {reference} " in text)

    def leaves(self) -> None:
        """`ctrl+q`."""
        self.at.press("ctrl+q")
        assert self.at.exit_status() == 0


class Agent(Person):
    """Li Wei, who has the telephone."""

    calls = 0
    cases = 1000

    # --- calls come in
    def registers(self, caller: int, words: str) -> str:
        """Somebody rings for the first time: their name, their address, what they want."""
        who = f"{BACK * 3}{self.speech.names[caller]}{TAB * 2}{address(caller)}{TAB}"
        return self._new(f"i{number(caller)}{ENTER}{who}{words}{SEND}")

    def solves(self, caller: int) -> str:
        """A question that has an answer."""
        speech = self.speech
        begins = f"i{number(caller)}{ENTER}{speech.enquiry}"
        return self._new(f"{begins}{SOLVED}{speech.answer}{TAB}{GUIDED}{SEND}")

    def is_chased(self, caller: int, reference: str) -> None:
        """Somebody asks after their one open case."""
        self._call(f"i{number(caller)}{ENTER}1{self.speech.chaser}{SEND}")
        self.sees(self.speech.logged.format(ref=reference))

    def _new(self, keys: str) -> str:
        self.cases += 1
        reference = f"C-{self.cases}"
        self._call(keys)
        self.at.until(lambda text: self.speech.queue in text and reference in text)
        return reference

    def _call(self, keys: str) -> None:
        self.calls += 1
        self.clock.goes_on(2)
        self.at.type(keys)

    # --- a case is opened
    def hands_off(self, reference: str, ask: str) -> None:
        """`h`, to the department that is suggested."""
        self.opens(reference)
        self.at.type(f"h{ask}{SEND}")
        self.sees_in_the_story(ask)
        self.goes_back_to_the_queue()

    def writes_down_what_the_department_said(self, reference: str, result: str) -> None:
        """`O`, for a department of which nobody is here."""
        self.opens(reference)
        self.at.type(f"Or{result}{SEND}")
        self.sees_in_the_story(result)
        self.goes_back_to_the_queue()

    def tells(self, reference: str, words: str) -> None:
        """`u`, on the telephone."""
        self.opens(reference)
        self.at.type(f"u{words}{SEND}")
        self.sees_in_the_story(words)
        self.goes_back_to_the_queue()

    def resolves(self, reference: str, done: str, told: str) -> None:
        """`r`."""
        self.opens(reference)
        self.at.type(f"r{done}{TAB}{told}{SEND}")
        self.sees_in_the_story(told)
        self.goes_back_to_the_queue()

    def claims(self, reference: str) -> None:
        """`l`."""
        self.opens(reference)
        self.at.type("l")
        self.sees(self.speech.mine)
        self.goes_back_to_the_queue()

    # --- letters
    def writes(self, server: SmtpServer, reference: str, keys: str, *, usual: bool = False) -> None:
        """`u`, by e-mail: the server has it, and the case says so."""
        sent = len(server.messages)
        self.opens(reference)
        self.at.type(f"u{'' if usual else BACK * 3 + EMAIL + TAB * 4}{keys}{SEND}")
        self.at.read_until(lambda: len(server.messages) > sent)
        assert len(server.messages) == sent + 1
        self.sees_in_the_story(self.speech.sent, 1)
        self.goes_back_to_the_queue()

    # --- agreed calls
    def agrees(self, reference: str, when: str, shown: str) -> None:
        """`c` with a time as people say it."""
        self.opens(reference)
        self.at.type(f"c{when}{SEND}")
        self.sees_in_the_story(shown)
        self.goes_back_to_the_queue()

    def agrees_on_a_visit(self, reference: str, when: str, shown: str) -> None:
        """`c`, to a branch, with papers."""
        speech = self.speech
        self.opens(reference)
        self.at.type(f"c{BACK}v{when}{TAB}{speech.branch}{TAB}{speech.papers}{SEND}")
        self.sees_in_the_story(shown)
        self.goes_back_to_the_queue()

    def reaches(self, reference: str, words: str, promised: str = "") -> None:
        """`c` when it is time; they answer."""
        self.opens(reference)
        self.at.type(f"c{words}{TAB}{promised}{SEND}")
        self.sees_in_the_story(words)
        self.goes_back_to_the_queue()

    def reaches_nobody(self, reference: str) -> None:
        """`C`: the day; the first that is due does not answer."""
        self.at.type("C")
        self.sees(self.speech.ring_now)
        self.at.press("tab")
        self.stands_on(reference)
        self.at.type(f"o{self.speech.no_answer}{SEND}")
        self.sees(self.speech.again)
        self.goes_back_to_the_queue()

    moves = agrees
    """`c` before it is time: they want another."""

    def cancels(self, reference: str, why: str) -> None:
        """`c`, and no call is needed any more."""
        self.opens(reference)
        self.at.type(f"c{BACK}x{why}{SEND}")
        self.sees_in_the_story(why)
        self.goes_back_to_the_queue()

    # --- afterwards
    def asks_how_it_was(self, reference: str, scores: str, words: str = "") -> None:
        """Three digits and enter; who is not content is opened again by one key."""
        self.stands_on(reference)
        self.at.type(f"{scores}{words}{ENTER}")
        said = self.speech.answered
        if words:
            self.at.until(self.speech.offer)
            self.at.type("R")
            said = self.speech.opened
        said = said.format(ref=reference)
        self.at.until(lambda text: said in text and reference not in rows(text))

    # --- going home
    def gives(self, reference: str, to: str, kept: str) -> None:
        """`m`: one of two that are due; the other loses its mark."""
        self.stands_on(kept)
        self.at.type(" ")
        self.sees(self.speech.one_marked)
        self.at.type("m")
        self.at.until(lambda text: self.speech.who_takes in text)
        self.at.type(f"{to}{ENTER}")
        self.sees(self.speech.asked)

    def gives_to_duty(self, reference: str) -> None:
        """`M`: at once."""
        self.at.type("g")
        self.stands_on(reference)
        self.at.type(" M")
        self.sees(self.speech.duty)


class Colleague(Person):
    """Chen Ying, in the evening."""

    def takes_over(self, reference: str) -> None:
        """She is told, goes there, and accepts."""
        self.sees(self.speech.told)
        self.at.type("E")
        self.stands_on(reference)
        self.at.type("A")
        self.sees(self.speech.took.format(ref=reference))


class Specialist(Person):
    """Sun Hui of the department that pays."""

    def begins(self, handoffs: int) -> None:
        """Their day begins where what was asked of them stands."""
        self.sees(f"{self.speech.payments} {handoffs}")

    def goes_to(self, reference: str) -> None:
        """The first row, once it is this one's."""
        self.at.until(lambda text: rows(text)[:1] == [reference])
        self.at.type("g")
        self.stands_on(reference)

    def accepts_and_reports(self, reference: str, found: str, by: str) -> None:
        """`enter` accepts; `O` says what was found, and when there will be more."""
        self.goes_to(reference)
        self.at.press("enter")
        self.sees_in_the_story(self.speech.accepted)
        self.at.type(f"Of{found}{TAB}{by}{SEND}")
        self.sees_in_the_story(found)
        self.at.press("esc")

    def reports_on_two(self, first: str, step: str, by: str) -> None:
        """One report, with the time of the next."""
        self.goes_to(first)
        self.at.type(f"  On{step}{TAB}{by}{SEND}")
        self.sees(self.speech.reported)

    def rejects(self, reference: str, right: str) -> None:
        """`X`: it belongs to another."""
        self.goes_to(reference)
        self.at.type(f"Xw{right}{ENTER}{SEND}")
        self.sees(self.speech.rejected.format(ref=reference))

    def returns(self, reference: str, result: str, left: int) -> None:
        """`M`, and its row is gone."""
        self.goes_to(reference)
        self.at.type(f"M{result}{SEND}")
        self.begins(left)


def rows(text: str) -> list[str]:
    """The references of a list, from above."""
    lines = (line.split("▏")[0] for line in text.splitlines()[2:])
    return [found[0] for line in lines if (found := re.search(r"C-\d+", line))]


def number(caller: int) -> str:
    """The telephone of a caller."""
    return f"1381234{caller:04}"


def address(caller: int) -> str:
    """Where a caller gets letters."""
    return f"customer{caller}@example.com"
