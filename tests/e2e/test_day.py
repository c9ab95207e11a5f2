"""A whole day by keys at real terminals: the telephone, departments, letters, agreed calls, asking
how it was, going home. What the desk then knows is held against what was done (A1, C1-C12).

Two programs at a time share a desk and a mail server; a test clock moves both through the day.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.day_desk import Day, eight_in_the_morning, local
from tests.support.day_people import ENTER, TAB, TEMPLATE, Agent, Colleague, Specialist
from tests.support.day_proof import prove
from tests.support.day_words import CHINESE, ENGLISH, Speech
from tests.support.smtp_server import SmtpServer

LANGUAGES = [
    pytest.param("zh", CHINESE, id="chinese", marks=[pytest.mark.story, pytest.mark.torture]),
    pytest.param("en", ENGLISH, id="english", marks=pytest.mark.torture),
]


def the_telephone_rings(day: Day, li_wei: Agent) -> None:
    """25 calls until nine: 10 with something to do, 10 solved at once, 5 that chase."""
    speech = day.speech
    li_wei.at.read_until(lambda: day.server.messages)  # the receipt for the letter
    li_wei.cases += 1
    day.transfers = [li_wei.registers(caller, speech.transfer) for caller in range(5)]
    day.solved = [li_wei.solves(caller) for caller in range(20, 25)]
    day.cards = [li_wei.registers(caller, speech.card) for caller in range(5, 10)]
    day.solved += [li_wei.solves(caller) for caller in range(25, 30)]
    for caller, reference in ((0, 0), (1, 1), (2, 2)):
        li_wei.is_chased(caller, day.transfers[reference])
    for caller, reference in ((5, 0), (6, 1)):
        li_wei.is_chased(caller, day.cards[reference])
    assert li_wei.calls == 25


def departments_are_asked(day: Day, li_wei: Agent) -> None:
    """Half past nine: five handoffs, and each customer is told by letter."""
    speech = day.speech
    day.clock.goes_to("09:30")
    for n, reference in enumerate(day.transfers, 1):
        li_wei.hands_off(reference, speech.ask.format(n=n))
        day.clock.goes_on(1)
    for n, reference in enumerate(day.transfers, 1):
        what = speech.what.format(n=n)
        times = f"{speech.tomorrow_two}{TAB}{speech.finish}"
        template = f"{TEMPLATE}with_department{ENTER}"
        li_wei.writes(day.server, reference, f"{template}{what}{TAB}{times}")
    li_wei.claims(day.letter)
    li_wei.writes(day.server, day.letter, speech.own.format(n=1), usual=True)


def the_department_works(day: Day, sun_hui: Specialist) -> None:
    """Ten o'clock, at another terminal."""
    speech, (first, second, _, fourth, fifth) = day.speech, day.transfers
    sun_hui.begins(5)
    sun_hui.accepts_and_reports(first, speech.found, speech.at_three)
    sun_hui.reports_on_two(second, speech.next_step, speech.at_four)
    sun_hui.rejects(fourth, "cards")
    sun_hui.returns(fifth, speech.result, 3)


def what_came_back_is_dealt_with(day: Day, li_wei: Agent) -> None:
    """The wrong department becomes the right one; a result is told, and the case resolved."""
    speech, fourth, fifth = day.speech, day.transfers[3], day.transfers[4]
    day.clock.goes_to("10:20")
    li_wei.hands_off(fourth, speech.again_ask)
    li_wei.writes_down_what_the_department_said(fourth, speech.back_again)
    filled = f"{TEMPLATE}result{ENTER}{speech.result}{TAB}{speech.what.format(n=5)}"
    li_wei.writes(day.server, fifth, filled)
    li_wei.resolves(fifth, speech.result, speech.arrived)
    li_wei.resolves(day.letter, speech.own.format(n=1), speech.arrived)


def calls_are_agreed(day: Day, li_wei: Agent) -> None:
    """Eight, with times as people say them; who waits for a call is told so."""
    speech, cards, transfers = day.speech, day.cards, day.transfers
    day.clock.goes_to("10:05")
    for reference, when, hour in zip(
        cards, speech.calls, ("14:00", "14:30", "15:00", "15:30", "16:00"), strict=True
    ):
        li_wei.agrees(reference, when, hour)
    li_wei.agrees_on_a_visit(transfers[0], speech.visit, "10:30")
    li_wei.agrees(transfers[1], "16:30", "16:30")
    li_wei.agrees(transfers[2], speech.after_tomorrow, "15:30")
    for reference in cards[:3]:
        li_wei.tells(reference, speech.tells)
    first = f"{TEMPLATE}first_answer{ENTER}{speech.what.format(n=4)}{TAB}{speech.tomorrow_two}"
    li_wei.writes(day.server, cards[3], first)
    li_wei.writes(day.server, cards[4], speech.own.format(n=5))


def the_afternoon(day: Day, li_wei: Agent, sun_hui: Specialist) -> None:
    """Each call when it is time."""
    speech, cards, transfers = day.speech, day.cards, day.transfers
    day.clock.goes_to("14:05")
    li_wei.reaches(cards[0], speech.reached.format(n=1))
    day.clock.goes_to("14:35")
    li_wei.reaches(cards[1], speech.reached.format(n=2))
    day.clock.goes_to("14:50")
    sun_hui.returns(transfers[0], speech.result, 2)
    day.clock.goes_to("15:05")
    li_wei.reaches_nobody(cards[2])
    li_wei.moves(cards[3], speech.moved_to, "11:00")
    li_wei.cancels(cards[4], speech.why)
    li_wei.resolves(cards[4], speech.why, speech.done)
    day.clock.goes_to("15:50")
    sun_hui.returns(transfers[1], speech.result, 1)
    sun_hui.leaves()
    day.clock.goes_to("16:35")
    li_wei.reaches(transfers[1], speech.reached.format(n=7), speech.late_tonight)
    (again,) = day.case(cards[2])["callbacks"]
    assert (again["state"], again["tries"]) == ("set", 1)
    day.clock.goes_to(local(again["at"])[3:])
    li_wei.reaches(cards[2], speech.reached.format(n=3), speech.tonight)
    li_wei.tells(transfers[0], speech.arrived)


def customers_are_asked(day: Day, li_wei: Agent) -> None:
    """Five; the third is not content, and it is open again by one key."""
    day.clock.goes_to("18:15")
    li_wei.at.type("F")
    li_wei.at.until(day.speech.follow_ups)
    unhappy = ("421", day.speech.unhappy)
    answers = (("455",), ("544",), unhappy, ("555",), ("345",))
    for reference, answer in zip([day.letter, *day.solved[:4]], answers, strict=True):
        li_wei.asks_how_it_was(reference, *answer)
    li_wei.goes_back_to_the_queue()


def going_home(day: Day, li_wei: Agent, chen_ying: Colleague) -> None:
    """Seven: one case goes to a colleague who accepts, one to who is on duty."""
    speech, tonight, late_tonight = day.speech, day.cards[2], day.transfers[1]
    day.clock.goes_to("19:00")
    li_wei.at.type("E")
    li_wei.sees(speech.going_home)
    li_wei.gives(late_tonight, "chen", kept=tonight)
    chen_ying.takes_over(late_tonight)
    li_wei.gives_to_duty(tonight)
    li_wei.at.until(lambda text: squeezed(speech.closing.format(stay=7)) in squeezed(text))


def squeezed(text: str) -> str:
    """A text without blanks and line breaks."""
    return "".join(text.split())


@pytest.mark.parametrize(("lang", "speech"), LANGUAGES)
def test_a_whole_day(tmp_path: Path, lang: str, speech: Speech) -> None:
    with SmtpServer() as server:
        day = eight_in_the_morning(tmp_path, lang, speech, server)
        at_the_desk = (day.folder, day.clock, speech)
        with Agent("li.wei", *at_the_desk) as li_wei:
            li_wei.sees(speech.queue)
            the_telephone_rings(day, li_wei)
            departments_are_asked(day, li_wei)
            day.clock.goes_to("10:00")
            with Specialist("sun.hui", *at_the_desk) as sun_hui:
                the_department_works(day, sun_hui)
                calls_are_agreed(day, li_wei)
                what_came_back_is_dealt_with(day, li_wei)
                the_afternoon(day, li_wei, sun_hui)
            customers_are_asked(day, li_wei)
            with Colleague("chen.ying", *at_the_desk) as chen_ying:
                chen_ying.sees(speech.queue)
                going_home(day, li_wei, chen_ying)
                chen_ying.leaves()
            li_wei.leaves()
        prove(day)
