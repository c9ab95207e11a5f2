"""Taking a step back: what, by whom, for how long, and what never (ARCHITECTURE)."""

from __future__ import annotations

import pytest

from agentdesk.domain import case
from agentdesk.domain import commands as c
from agentdesk.domain.values import (
    Audience,
    CaseClass,
    Priority,
    Status,
)
from tests.support.case_story import RULES, story, valid


def test_undo_puts_back_owner_priority_and_class() -> None:
    s = story(Status.OPEN)
    since = s.state.owner_since
    for command in (
        c.Assign(to="wang"),
        c.Release(),
        c.ChangePriority(to=Priority.P1, why=5),
        c.ChangeClass(to=CaseClass.COMPLAINT, why=5),
    ):
        before = (s.state.owner, s.state.priority, s.state.klass)
        s.do(command)
        assert (s.state.owner, s.state.priority, s.state.klass) != before
        s.do(c.Undo())
        assert (s.state.owner, s.state.priority, s.state.klass) == before
        assert s.state.owner_since == since
        assert s.refuses(c.Undo()).code == "undo_already"


def test_undo_of_a_claim_leaves_the_case_registered() -> None:
    s = story(Status.NEW)
    s.do(c.Claim())
    s.do(c.Undo())
    assert (s.state.owner, s.state.status, s.state.accountable) == (None, Status.OPEN, "li")


def test_undo_of_a_note_and_of_closing() -> None:
    s = story(Status.CLOSED)
    s.do(c.Undo())
    assert (s.state.status, s.state.closed_at) == (Status.RESOLVED, None)
    s.do(c.Note(text=5, audience=Audience.RESTRICTED))
    of = s.state.ver
    s.do(c.Undo())
    assert (s.log[-1].kind, s.log[-1].body) == ("note_withdrawn", {"of": of})
    assert s.refuses(c.Undo()).code == "undo_already"


@pytest.mark.parametrize("name", ["reply", "wait", "resolve", "auto_ack"])
def test_what_reached_the_customer_stays(name: str) -> None:
    s = story(Status.OPEN)
    s.do(valid(name, s))
    assert s.refuses(c.Undo()).code == "undo_reached_customer"


@pytest.mark.parametrize("reached", [True, False])
def test_a_follow_up_stays(reached: bool) -> None:
    s = story(Status.RESOLVED)
    s.do(c.FollowUp(reached=reached))
    assert s.refuses(c.Undo()).code == "undo_reached_customer"


def test_undo_is_for_the_same_person_and_five_minutes() -> None:
    s = story(Status.OPEN)
    s.do(c.Note(text=5))
    assert s.refuses(c.Undo(), "wang").code == "undo_other_person"
    s.now += RULES.undo_window
    assert case.allowed(s.state, "li", s.now, RULES)["undo"] is None  # at the end it is in time
    s.now += 1
    assert s.refuses(c.Undo()).code == "undo_too_late"


def test_undo_takes_back_the_step_that_is_meant_and_no_later_one() -> None:
    s = story(Status.OPEN)
    (meant,) = s.do(c.Note(text=5))
    seen = s.state.ver
    s.do(c.Note(text=6))
    assert s.refuses(c.Undo(of=seen)).code == "undo_other_step"
    assert s.state.last is not None
    s.do(c.Undo(of=s.state.last.ver))
    assert meant.kind == "note"


def test_what_has_no_way_back() -> None:
    s = story(Status.NEW)
    assert s.refuses(c.Undo(), "system").code == "undo_nothing"
    s = story(Status.RESOLVED)
    s.do(c.Reopen(why=5))
    assert s.refuses(c.Undo()).code == "undo_nothing"
