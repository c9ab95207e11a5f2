"""The table of statuses and commands, cell by cell, and what screens ask of it."""

from __future__ import annotations

import pytest

from agentdesk.domain import case
from agentdesk.domain import commands as c
from agentdesk.domain import commands_day as day
from agentdesk.domain import events as k
from agentdesk.domain.values import (
    HOUR,
    MINUTE,
    Status,
)
from tests.support.case_story import RULES, Story, story, valid

# Written by hand and apart from the program's table: one column a status, o = possible.
#                 none new open waiting resolved closed
MATRIX = """
receive            o    -   -    -       -        -
register           -    o   -    -       -        -
claim              -    o   o    o       o        -
release            -    -   o    o       o        -
assign             -    o   o    o       o        -
note               -    o   o    o       o        o
reply              -    -   o    o       -        -
auto_ack           -    o   o    o       -        -
customer_message   -    o   o    o       o        o
wait               -    -   o    o       -        -
priority           -    o   o    o       -        -
class              -    o   o    o       -        -
resolve            -    -   o    o       -        -
plan               -    o   o    o       -        -
end_plan           -    o   o    o       -        -
reopen             -    -   -    -       o        o
follow_up          -    -   -    -       o        -
close              -    -   -    -       o        -
undo               -    o   o    o       o        o
handoff            -    -   o    o       -        -
recall             -    -   o    o       -        -
accept             -    -   o    o       -        -
report             -    -   o    o       -        -
reject             -    -   o    o       -        -
return             -    -   o    o       -        -
callback           -    -   o    o       o        -
callback_move      -    o   o    o       o        -
callback_try       -    o   o    o       o        -
callback_reach     -    o   o    o       o        -
callback_end       -    o   o    o       o        -
mail_sent          -    o   o    o       o        o
mail_failed        -    o   o    o       o        o
mail_seen          -    o   o    o       o        o
keep_address       -    o   o    o       o        o
waive              -    -   -    -       o        -
offer              -    -   o    o       -        -
take_over          -    -   o    o       -        -
end_offer          -    -   o    o       -        -
"""
COLUMNS = (None, Status.NEW, Status.OPEN, Status.WAITING, Status.RESOLVED, Status.CLOSED)
CELLS = [
    (status, words[0], mark == "o")
    for words in (line.split() for line in MATRIX.strip().splitlines())
    for status, mark in zip(COLUMNS, words[1:], strict=True)
]


def prepared(status: Status | None, name: str) -> Story:
    """A case in which only the status can stand against the command."""
    s = story(status)
    if status is None:
        return s
    if name == "claim" and s.state.owner is not None:
        if status is Status.CLOSED:
            return s
        s.do(c.Release())
    if name == "close" and status is Status.RESOLVED:
        s.do(c.FollowUp(reached=True))
    if name == "undo":
        s.do(c.Note(text=8))
    if name == "end_plan" and status in (Status.NEW, Status.OPEN, Status.WAITING):
        s.do(c.PlanNext(text=9, at_time=s.now + HOUR))
    in_hand = status in (Status.OPEN, Status.WAITING)
    if in_hand and name in ("recall", "accept", "report", "reject", "return"):
        s.do(day.Handoff("h1", "payments", text=8))
    if status is not Status.CLOSED and name.startswith("callback_"):
        begins = s.now + 2 * MINUTE
        agreed = {"id": "b1", "what": "call", "who": "li", "about": 8}
        body = {**agreed, "at_time": begins, "until": begins + MINUTE}
        s.tell(k.CALLBACK_SET, body)
        s.now = begins
    if name == "mail_seen":
        s.tell(k.MAIL_FAILED, {"mail": 3, "how": "bounced"})
    if in_hand and name in ("take_over", "end_offer"):
        s.do(day.Offer("wang"))
    return s


@pytest.mark.parametrize(("status", "name", "possible"), CELLS)
def test_each_cell(status: Status | None, name: str, possible: bool) -> None:
    s = prepared(status, name)
    command = valid(name, s)
    assert (case.TABLE[status][name] is None) is possible
    if possible:
        assert s.do(command, "wang" if name == "take_over" else "li")
    else:
        assert s.refuses(command).code == case.TABLE[status][name]


def test_the_table_is_whole() -> None:
    assert set(case.TABLE) == {None, *Status}
    names = set(case.NAMES.values())
    assert all(set(row) == names for row in case.TABLE.values())
    assert len(CELLS) == len(names) * len(case.TABLE)
    codes = {code for row in case.TABLE.values() for code in row.values() if code}
    assert codes <= set(case.PARAMS)


# --- what screens ask ----------------------------------------------------------------------------


def test_allowed_names_every_action_and_says_why_not() -> None:
    s = story(Status.OPEN)
    mine = case.allowed(s.state, "li", s.now, RULES)
    assert set(mine) == {
        "claim", "release", "assign", "note", "reply", "customer_message", "wait", "priority",
        "class", "resolve", "plan", "end_plan", "reopen", "follow_up", "close", "undo",
        "handoff", "recall", "accept", "report", "reject", "return", "callback", "callback_move",
        "callback_try", "callback_reach", "callback_end", "mail_seen", "offer", "take_over",
        "end_offer",
    }  # fmt: skip
    assert {name for name, code in mine.items() if code is None} == {
        "release", "assign", "note", "reply", "customer_message", "wait", "priority", "class",
        "resolve", "plan", "undo", "handoff", "callback", "offer",
    }  # fmt: skip
    theirs = case.allowed(s.state, "wang", s.now, RULES)
    assert {name: code for name, code in theirs.items() if code} == {
        "claim": "owned_by",
        "release": "not_owner",
        "reply": "not_owner",
        "wait": "not_owner",
        "resolve": "not_owner",
        "end_plan": "no_plan",
        "reopen": "not_resolved",
        "follow_up": "not_resolved",
        "close": "not_resolved",
        "undo": "undo_other_person",
        "handoff": "not_owner",
        "recall": "not_owner",
        **dict.fromkeys(("accept", "report", "reject", "return"), "unknown_handoff"),
        **dict.fromkeys(
            ("callback_move", "callback_try", "callback_reach", "callback_end"), "unknown_callback"
        ),
        "mail_seen": "unknown_mail",
        "take_over": "no_offer",
        "end_offer": "no_offer",
    }
