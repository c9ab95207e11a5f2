"""What must be true after the day of `tests/e2e/test_day.py`: every event and every clock of every
case, who has it, what departments and callers did, and that each letter came once."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.support.day_desk import Clocks, Day, later, local
from tests.support.day_people import address

TAKEN = ("received", "registered", "assigned")
CHASED = (*TAKEN, "customer_message")
LETTER = ("reply", "mail_sent")
HANDED = ("handoff", *LETTER)
ANSWERED = ("reply", "resolved")
THURSDAY = "26 18:00"
"""Closing time of the third working day: until then customers are asked how it was."""

TUESDAY, FRIDAY = "24 14:00", "27 18:00"
"""What was told to those who wait for a department: the next letter, and the end."""


def taken_in(received: str) -> Clocks:
    """The clocks of every case of the day that came at a time and was answered in time."""
    return {
        "register": [("met", later(received, 15))],
        "first_response": [("met", later(received, 120))],
    }


def prove(day: Day) -> None:
    """All of it."""
    told = {
        **dict.fromkeys(day.solved, (*TAKEN, *ANSWERED)),
        day.letter: (
            *("received", "registered", "auto_ack", "mail_sent", "assigned"), *LETTER, "resolved"
        ),
        **dict(zip(day.transfers, _transfers(), strict=True)),
        **dict(zip(day.cards, _cards(), strict=True)),
    }  # fmt: skip
    asked = [day.letter, *day.solved[:4]]
    for reference in asked:
        told[reference] += ("followup_done",)
    told[day.solved[1]] += ("reopened",)
    cases = {reference: day.case(reference) for reference in told}
    assert len(cases) == 21
    clocks = _clocks(day)
    for reference, case in cases.items():
        kinds = {entry["seq"]: entry["kind"] for entry in case["timeline"]}
        assert [kinds[seq] for seq in sorted(kinds)] == list(told[reference]), reference
        assert day.clocks(reference) == clocks[reference], reference
        assert case["back"] is None, "nothing that a department did is left alone"
    _owners(day, cases)
    _handoffs(day, cases)
    _calls(day, cases)
    _answers(day, cases, asked)
    _letters(day)
    assert day.agentdesk("db", "verify", "--json").json["clean"]


def _transfers() -> list[tuple[str, ...]]:
    """What happened to each of the five that were handed off."""
    reported = ("dept_accept", "dept_progress")
    return [
        (*CHASED, *HANDED, *reported, "callback_set", "dept_return", "reply"),
        (*CHASED, *HANDED, *reported, "callback_set", "dept_return", "reply", "callback_reached",
         "offered", "assigned"),
        (*CHASED, *HANDED, *reported, "callback_set"),
        (*TAKEN, *HANDED, "dept_reject", "handoff", *reported),
        (*TAKEN, *HANDED, "dept_accept", "dept_return", *LETTER, "resolved"),
    ]  # fmt: skip


def _cards() -> list[tuple[str, ...]]:
    """What happened to each of the five who were to be rung."""
    reached = ("reply", "callback_reached")
    return [
        (*CHASED, "callback_set", "reply", *reached),
        (*CHASED, "callback_set", "reply", *reached),
        (*TAKEN, "callback_set", "reply", "callback_tried", "note", *reached, "assigned"),
        (*TAKEN, "callback_set", *LETTER, "callback_moved"),
        (*TAKEN, "callback_set", *LETTER, "callback_ended", "resolved"),
    ]


def _clocks(day: Day) -> dict[str, Clocks]:
    """Every clock of every case. Callers come every second minute from 08:02 on."""
    came = [f"08:{2 * n:02}" for n in range(1, 21)]
    found: dict[str, Clocks] = {}
    for reference, at in zip(day.solved, [*came[5:10], *came[15:]], strict=True):
        done = "met" if reference in day.solved[:4] else "running"
        found[reference] = {
            **taken_in(at),
            "resolution": [("met", later(at, 24 * 60))],
            "follow_up": [(done, THURSDAY)],
        }
    # open again: what was left when it was solved, all of it, counts from then on
    found[day.solved[1]]["resolution"] = [("running", "24 18:15")]
    found[day.letter] = {
        "register": [("met", "23 08:05")],
        "first_response": [("met", "23 12:00")],
        "resolution": [("met", "24 07:50")],
        "follow_up": [("met", THURSDAY)],
    }
    for n, (reference, more) in enumerate(zip(day.transfers, _transfer_clocks(), strict=True)):
        ended = "met" if n == 4 else "running"
        found[reference] = {
            **taken_in(came[n]),
            "complex_callback": [(ended, later(came[n], 3 * 24 * 60))],
            "resolution": [(ended, FRIDAY)],
            **more,
        }
    for n, (reference, more) in enumerate(zip(day.cards, _card_clocks(), strict=True), 10):
        ended = "met" if n == 14 else "running"
        found[reference] = {
            **taken_in(came[n]), "resolution": [(ended, later(came[n], 24 * 60))], **more
        }  # fmt: skip
    return found


def _transfer_clocks() -> list[Clocks]:
    """What departments owe us, and we the customers."""
    told = {"update_keep": [("running", TUESDAY)], "promised": [("running", TUESDAY)]}
    kept = [("met", TUESDAY)]
    return [
        {
            "dept_feedback": [("met", "23 11:30")],
            "dept_next": [("met", "23 15:00")],
            "update_keep": [*kept, ("running", "24 18:00")],
            "promised": kept,
            "callback": [("running", "24 11:10")],
        },
        {
            "dept_feedback": [("met", "23 11:31")],
            "dept_next": [("met", "23 16:00")],
            "update_keep": [*kept, ("running", "23 21:00")],
            "promised": [*kept, ("running", "23 21:00")],
            "callback": [("met", "23 17:10")],
        },
        {
            **told,
            "dept_feedback": [("met", "23 11:32")],
            "dept_next": [("breached", "23 16:00")],  # they named four o'clock, and said no more
            "callback": [("running", "25 16:10")],
        },
        {
            **told,
            "dept_feedback": [("cancelled", "23 11:33"), ("met", "23 13:20")],
            "dept_next": [("running", "24 18:00")],
        },
        {
            "dept_feedback": [("met", "23 11:34")],
            "update_keep": [*kept, ("met", "24 10:20")],
            "promised": kept,
            "follow_up": [("running", THURSDAY)],
        },
    ]


def _card_clocks() -> list[Clocks]:
    """What was agreed: a window of half an hour, and ten minutes more."""
    return [
        {"callback": [("met", "23 14:40")]},
        {"callback": [("met", "23 15:10")]},
        {
            "callback": [("met", "23 15:40"), ("met", "23 18:40")],
            "promised": [("running", "23 20:00")],
        },
        {
            "callback": [("cancelled", "23 16:10"), ("running", "24 11:40")],
            "promised": [("running", TUESDAY)],
        },
        {"callback": [("cancelled", "23 16:40")], "follow_up": [("running", THURSDAY)]},
    ]


def _owners(day: Day, cases: dict[str, Any]) -> None:
    """Two went to others; nothing else did, and nothing waits for an answer."""
    given = {day.transfers[1]: "chen.ying", day.cards[2]: "zhao.min"}
    for reference, case in cases.items():
        assert case["owner"] == given.get(reference, "li.wei")
    resolved = {day.letter, day.transfers[4], day.cards[4], *day.solved} - {day.solved[1]}
    assert {ref for ref, case in cases.items() if case["status"] == "resolved"} == resolved
    assert {case["status"] for case in cases.values()} == {"open", "resolved"}
    assert {
        ref: case["chasers"] for ref, case in cases.items() if case["chasers"]
    } == dict.fromkeys([*day.transfers[:3], *day.cards[:2]], 1)


def _handoffs(day: Day, cases: dict[str, Any]) -> None:
    """Six: what each department made of it, who accepted it, and how long it had it."""
    speech = day.speech
    found = [
        (one["department"], one["how"], one["accepted_by"], one["said"], one["took_s"] // 60)
        for reference in day.transfers
        for one in cases[reference]["handoffs"]
    ]
    result, step = speech.result, speech.next_step
    assert found == [
        ("payments", "returned", "sun.hui", result, 5 * 60 + 20),
        ("payments", "returned", "sun.hui", result, 6 * 60 + 19),
        ("payments", None, "sun.hui", step, 9 * 60 + 28),
        ("payments", "rejected", None, None, 27),
        ("cards", None, "li.wei", speech.back_again, 8 * 60 + 40),
        ("payments", "returned", "sun.hui", result, 26),
    ]
    wrong = cases[day.transfers[3]]["handoffs"][0]
    assert (wrong["code"], wrong["right"]) == ("wrong_department", "cards")
    assert [one["hop"] for one in cases[day.transfers[3]]["handoffs"]] == [1, 2]


def _calls(day: Day, cases: dict[str, Any]) -> None:
    """Eight: what came of each, and when the next one is."""
    found = [
        (one["what"], one["state"], local(one["at"]), one["tries"])
        for reference in [*day.cards, *day.transfers]
        for one in cases[reference]["callbacks"]
    ]
    assert found == [
        ("call", "reached", "23 14:00", 0),
        ("call", "reached", "23 14:30", 0),
        ("call", "reached", "23 18:00", 1),
        ("call", "set", "24 11:00", 0),
        ("call", "cancelled", "23 16:00", 0),
        ("visit", "set", "24 10:30", 0),
        ("call", "reached", "23 16:30", 0),
        ("call", "set", "25 15:30", 0),
    ]
    (visit,) = cases[day.transfers[0]]["callbacks"]
    assert (visit["place"], visit["bring"]) == (day.speech.branch, day.speech.papers)
    assert not any(one["missed"] for case in cases.values() for one in case["callbacks"])
    calendar = day.agentdesk("export", "--ical", "--as", "li.wei").out
    assert calendar.count("STATUS:CONFIRMED") == 7
    assert calendar.count("STATUS:CANCELLED") == 1


def _answers(day: Day, cases: dict[str, Any], asked: list[str]) -> None:
    """Five were asked, one was not content; their words are the reason why it is open again."""
    for reference, scores in zip(asked, ("455", "544", "421", "555", "345"), strict=True):
        told = cases[reference]["timeline"]
        (answer,) = (entry for entry in told if entry["kind"] == "followup_done")
        body = answer["body"]
        assert f"{body['speed']}{body['attitude']}{body['solved']}" == scores
        assert answer["who"] == "li.wei"
    again = cases[day.solved[1]]["timeline"]
    (reopened,) = (entry for entry in again if entry["kind"] == "reopened")
    assert reopened["text"] == day.speech.unhappy


def _letters(day: Day) -> None:
    """Ten, each once, to whom they were written, about their own case."""
    letters = day.server.messages
    assert len(letters) == 10
    assert set(Counter(day.server.ids).values()) == {1}
    got = Counter((*letter.to, _about(day, letter.message)) for letter in letters)
    transfers, cards = day.transfers, day.cards
    assert got == {
        ("max@example.com", day.letter): 2,
        **{(address(n), transfers[n]): 1 for n in range(4)},
        (address(4), transfers[4]): 2,
        (address(8), cards[3]): 1,
        (address(9), cards[4]): 1,
    }
    told = "".join(letter.message.get_content() for letter in letters)
    assert all(day.speech.what.format(n=n) in told for n in range(1, 6))
    assert day.speech.result in told
    assert "{" not in told, "no field of a template was left"
    waiting = day.agentdesk("doctor", "--json").json["store"]["letters"]
    assert not any(waiting[name] for name in ("waiting", "undelivered"))


def _about(day: Day, message: Any) -> str:
    """The one case that a letter names."""
    text = message["Subject"] + message.get_content()
    (named,) = {ref for ref in (day.letter, *day.transfers, *day.cards) if ref in text}
    return str(named)
