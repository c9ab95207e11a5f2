"""What each command needs besides the status: the owner, texts, times, what came before."""

from __future__ import annotations

import pytest

from agentdesk.domain import case
from agentdesk.domain import commands as c
from agentdesk.domain import commands_day as day
from agentdesk.domain.case_table import OWNERS_ONLY
from agentdesk.domain.policy import FollowUpRule
from agentdesk.domain.values import (
    DAY,
    HOUR,
    MINUTE,
    CaseClass,
    Event,
    Priority,
    Status,
)
from tests.support.case_story import NO_FOLLOW_UP, RULES, T0, Story, receive, story, valid


def test_a_new_case_is_registered_by_whoever_takes_it() -> None:
    s = story(Status.NEW)
    kinds = [(e.kind, dict(e.body)) for e in s.do(c.Claim(), "wang")]
    assert kinds == [
        ("registered", {"accountable": "wang"}),
        ("assigned", {"to": "wang", "how": "claim"}),
    ]
    assert (s.state.status, s.state.owner, s.state.accountable) == (Status.OPEN, "wang", "wang")


def test_a_registered_case_needs_no_owner() -> None:
    s = story(Status.NEW)
    s.do(c.Register(accountable="chen"), "system")
    assert (s.state.status, s.state.owner, s.state.accountable) == (Status.OPEN, None, "chen")
    s.do(c.Claim(reserve=True))
    assert s.state.accountable == "chen"
    assert s.log[-1].body["reserve"] is True


def test_only_one_can_have_it_and_the_other_hears_who() -> None:
    s = story(Status.OPEN)
    no = s.refuses(c.Claim(), "wang")
    assert (no.code, no.params) == ("owned_by", {"owner": "li"})
    assert s.refuses(c.Claim(), "li").code == "already_yours"


@pytest.mark.parametrize("name", sorted(OWNERS_ONLY))
def test_what_only_the_owner_may_do(name: str) -> None:
    s = story(Status.RESOLVED if name == "close" else Status.OPEN)
    no = s.refuses(valid(name, s), "wang")
    assert (no.code, no.params) == ("not_owner", {"owner": "li"})
    s.do(c.Release())
    assert s.refuses(valid(name, s), "wang").code == "unowned"


def test_giving_it_to_who_has_it_changes_nothing() -> None:
    s = story(Status.OPEN)
    assert s.refuses(c.Assign(to="li"), "chen").code == "same_owner"
    assert s.refuses(c.Release(to="li")).params == {"owner": "li"}
    s.do(c.Release(to="wang"))
    assert s.state.owner == "wang"
    assert s.refuses(c.Assign(to=""), "chen").code == "person_missing"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (c.Note(text=0), "text_missing"),
        (c.Reply(channel="email", text=0), "text_missing"),
        (c.CustomerMessage(channel="email", text=0), "text_missing"),
        (c.Wait(question=0, remind_at=T0 + DAY), "question_missing"),
        (c.Wait(question=5, remind_at=T0), "remind_in_past"),
        (c.Reply(channel="phone", text=5, promised_at=T0), "promise_in_past"),
        (c.Reply(channel="phone", text=5, finish_at=T0), "finish_in_past"),
        (c.Resolve(done=5, told=0), "result_missing"),
        (c.Resolve(done=0, told=5), "result_missing"),
        (c.ChangePriority(to=Priority.P1, why=0), "why_missing"),
        (c.ChangePriority(to=Priority.P2, why=5), "same_value"),
        (c.ChangeClass(to=CaseClass.COMMON, why=5), "same_value"),
        (c.ChangeClass(to=CaseClass.COMPLEX, why=0), "why_missing"),
    ],
)
def test_texts_and_times_are_asked_for(command: c.Command, code: str) -> None:
    s = story(Status.OPEN)
    before = s.state
    assert s.refuses(command).code == code
    assert s.state == before


def test_a_time_to_come_is_later_than_now() -> None:
    s = story(Status.OPEN)
    for ahead, possible in ((0, False), (1, True)):
        at = s.now + ahead
        asked: tuple[tuple[c.Command, str], ...] = (
            (c.Wait(question=5, remind_at=at), "remind_in_past"),
            (c.Reply(channel="phone", text=5, promised_at=at), "promise_in_past"),
            (c.Reply(channel="phone", text=5, finish_at=at), "finish_in_past"),
        )
        for command, code in asked:
            if possible:
                assert case.decide(s.state, command, "li", RULES, s.now)
            else:
                assert s.refuses(command).code == code


def test_a_case_needs_a_customer_and_a_title() -> None:
    s = Story()
    bare = receive()
    nobody = c.Receive(**{**{f: getattr(bare, f) for f in bare.__slots__}, "subject": 0})
    untitled = c.Receive(**{**{f: getattr(bare, f) for f in bare.__slots__}, "title": 0})
    assert s.refuses(nobody).code == "subject_missing"
    assert s.refuses(untitled).code == "text_missing"


def test_when_it_happened_lies_between_the_last_event_and_now() -> None:
    s = story(Status.OPEN)
    last = s.state.last_at
    s.now += HOUR
    late = c.Reply(channel="phone", text=5, contact=True, at=s.now + 1)
    early = c.Reply(channel="phone", text=5, contact=True, at=last - 1)
    assert s.refuses(late).code == "in_future"
    assert s.refuses(early).code == "before_last"
    # a call logged late: the time told in it may have passed by now
    s.do(c.Reply(channel="phone", text=5, contact=True, promised_at=last + 9, at=last + 5))
    assert s.state.first_reply_at == last + 5


def test_a_clock_that_is_a_little_behind_never_turns_a_case_back() -> None:
    s = story(Status.OPEN)
    last = s.state.last_at
    s.now = last - case.SKEW
    assert s.do(c.Note(text=5), after=0)[0].at == last
    s.now = last - case.SKEW - 1
    assert s.refuses(c.Note(text=5)).code == "clock_behind"


@pytest.mark.parametrize("contact", ["reply", "customer_message", "resolve"])
def test_any_contact_ends_a_wait(contact: str) -> None:
    s = story(Status.WAITING)
    assert s.state.remind_at is not None
    s.do(valid(contact, s))
    assert s.state.status is (Status.RESOLVED if contact == "resolve" else Status.OPEN)
    assert (s.state.waiting_since, s.state.remind_at) == (None, None)


@pytest.mark.parametrize("quiet", ["note", "auto_ack", "assign", "priority", "class"])
def test_what_is_no_contact_does_not_end_a_wait(quiet: str) -> None:
    s = story(Status.WAITING)
    since = s.state.waiting_since
    s.do(valid(quiet, s))
    assert (s.state.status, s.state.waiting_since) == (Status.WAITING, since)


def test_a_delivered_question_is_the_answer_that_was_owed() -> None:
    s = story(Status.OPEN)
    ask = c.Wait(question=7, remind_at=T0 + DAY)
    assert [e.kind for e in s.do(ask)] == ["waiting"]
    assert s.state.first_reply_at == s.state.last_reply_at == s.now
    s.do(c.CustomerMessage(channel="email", text=8))
    assert s.state.unanswered_since == s.now
    s.do(ask)
    assert s.state.unanswered_since is None


def test_a_reminder_asks_again_and_sets_a_new_day() -> None:
    s = story(Status.WAITING)
    s.do(c.Wait(question=7, remind_at=T0 + 3 * DAY))
    assert (s.state.waiting_since, s.state.remind_at) == (s.now, T0 + 3 * DAY)


def test_who_asks_again_before_an_answer_chases() -> None:
    s = story(Status.OPEN)
    message = c.CustomerMessage(channel="phone", text=5)
    s.do(message)  # not a word from us since the request itself
    assert s.state.chasers == 1
    s.do(c.Reply(channel="phone", text=6))
    s.do(message)
    since = s.state.unanswered_since
    assert s.state.chasers == 1
    s.do(message)
    s.do(message)
    assert (s.state.chasers, s.state.unanswered_since) == (3, since)
    s.do(c.Wait(question=7, remind_at=s.now + DAY))
    s.do(message)  # answers our question
    assert s.state.chasers == 3


def test_a_message_after_the_end_counts_with_the_reopening_of_the_same_instant() -> None:
    s = story(Status.RESOLVED)
    s.do(c.CustomerMessage(channel="phone", text=5))
    assert s.state.status is Status.RESOLVED
    s.do(c.Reopen(why=None), "system", after=0)
    assert (s.state.status, s.state.unanswered_since) == (Status.OPEN, s.now)
    s.do(c.Resolve(done=3, told=4))
    s.do(c.CustomerMessage(channel="phone", text=5))
    s.do(c.Reopen(why=6))  # a minute later: for another reason
    assert s.state.unanswered_since is None
    assert s.state.reopened == 2


def test_reopening_starts_the_follow_up_anew() -> None:
    s = story(Status.CLOSED)
    s.do(c.Reopen(why=5), "wang")
    assert (s.state.status, s.state.owner, s.state.closed_at) == (Status.OPEN, "li", None)
    assert (s.state.followed_up_at, s.state.resolved_by) == (None, None)
    s.do(c.Resolve(done=5, told=6))
    assert s.refuses(c.Close()).code == "follow_up_due"


def test_closing_needs_the_follow_up_or_two_tries() -> None:
    s = story(Status.RESOLVED)
    assert s.refuses(c.Close()).code == "follow_up_due"
    s.do(c.FollowUp(reached=False))
    assert s.refuses(c.Close()).code == "follow_up_due"
    s.do(c.FollowUp(reached=False))
    s.do(c.Close())
    assert s.state.status is Status.CLOSED


def test_a_policy_without_follow_ups_closes_at_once_but_no_complaint() -> None:
    for klass, closes in ((CaseClass.COMMON, True), (CaseClass.COMPLAINT, False)):
        s = story(Status.RESOLVED, klass)
        s.policy = NO_FOLLOW_UP
        if closes:
            s.do(c.Close())
        else:
            assert s.refuses(c.Close()).code == "complaint_silent"


def test_silence_never_closes_a_complaint() -> None:
    s = story(Status.RESOLVED, CaseClass.COMPLAINT)
    for _ in range(3):
        s.do(c.FollowUp(reached=False))
        assert s.refuses(c.Close()).code == "complaint_silent"
    s.do(c.FollowUp(reached=True, solved=4))
    s.do(c.Close())
    assert s.state.status is Status.CLOSED


def test_scores_run_from_one_to_five_and_need_somebody_who_gives_them() -> None:
    s = story(Status.RESOLVED)
    assert s.refuses(c.FollowUp(reached=True, speed=0)).code == "score_range"
    assert s.refuses(c.FollowUp(reached=True, solved=6)).code == "score_range"
    assert s.refuses(c.FollowUp(reached=False, speed=3)).code == "score_unreached"
    s.do(c.FollowUp(reached=True, speed=1, attitude=5))
    assert s.log[-1].body == {"speed": 1, "attitude": 5}
    assert s.refuses(c.FollowUp(reached=True)).code == "already_followed_up"


def test_who_solved_a_hard_case_is_told_apart() -> None:
    s = story(Status.RESOLVED, CaseClass.COMPLEX)
    classes = FollowUpRule().other_person
    assert case.solver_asks(s.state, "li", classes)
    assert not case.solver_asks(s.state, "wang", classes)
    assert not case.solver_asks(story(Status.RESOLVED).state, "li", classes)


# --- the fold on logs that no command of today wrote ----------------------------------------------


def test_departments_hold_it_between_handoff_and_return() -> None:
    def after(*facts: tuple[str, dict[str, object]]) -> tuple[str, ...]:
        events = [Event(kind, T0 + n, body=body) for n, (kind, body) in enumerate(facts)]
        return case.replay(events).departments

    ask = ("handoff", {"id": "H1", "dept": "cards"})
    also = ("handoff", {"id": "H2", "dept": "payments"})
    assert after(ask, also) == ("cards", "payments")
    assert after(ask, also, ("dept_reject", {"id": "H1"})) == ("payments",)
    assert after(ask, ("dept_progress", {"id": "H1"})) == ("cards",)
    assert after(ask, ("dept_return", {"id": "H1"})) == ()
    assert after(ask, ("resolved", {})) == ()


def test_what_a_department_says_stands_until_the_owner_acts() -> None:
    s = story(Status.OPEN)
    s.do(day.Handoff("h1", "payments", text=5))
    s.do(day.Reject("h1", "wrong_department", "cards", text=6), actor="wu")
    (one,) = s.state.handed
    assert (one.how, one.code, one.right, one.said) == ("rejected", "wrong_department", "cards", 6)
    assert s.state.back == ("rejected", "payments", "wrong_department")
    s.do(c.Note(text=7), actor="zhao")  # a colleague's word is not the owner's
    assert s.state.back is not None
    s.do(day.Handoff("h2", "cards", text=5))
    assert s.state.back is None
    s.do(day.Report("h2", "question", text=8), actor="wu")
    assert s.state.handed[1].accepted_by == "wu"  # whoever reports on it has it
    assert s.state.back == ("report", "cards", "question")
    s.do(day.Return("h2", text=9, by_phone=True))  # written down by the owner: no news to them
    assert s.state.back is None
    assert s.state.last is not None
    assert s.state.last.body["by_phone"] is True
    assert s.state.rejections == 0  # answered for good: what was rejected before is forgotten


def test_the_fold_never_refuses() -> None:
    odd = [
        Event("priority_changed", T0, body={"to": "P9"}),
        Event("something_new", T0 + 1, body={"x": 1}, v=7),
        Event("closed", T0 + 2),
        Event("assigned", T0 + 3, body={"to": "li"}),
        Event("surge", T0 + 4, body={"on": True}),
    ]
    state = case.replay(odd)
    assert (state.ver, state.last_at, state.priority) == (5, T0 + 4, Priority.P3)
    assert (state.status, state.owner, state.surge) == (Status.CLOSED, "li", True)


def test_a_stopped_loss_is_known_from_its_first_word() -> None:
    s = story(Status.OPEN)
    s.do(c.Note(text=5, contained=True))
    assert s.state.contained_at == s.now
    s.do(c.Undo())
    assert s.state.contained_at is None
    s.do(c.Reply(channel="phone", text=5, contact=True, contained=True))
    first = s.now
    s.do(c.Note(text=5, contained=True))
    s.do(c.Undo())
    assert s.state.contained_at == first


def test_what_is_promised_across_the_counter_is_a_reply() -> None:
    s = Story()
    bare = receive()
    across = {**{f: getattr(bare, f) for f in bare.__slots__}, "in_person": True}
    late = c.Receive(**{**across, "promised_at": s.now})
    assert s.refuses(late).code == "promise_in_past"
    s.do(c.Receive(**{**across, "finish_at": s.now + DAY}))
    assert (s.state.first_reply_at, s.state.last_reply_at) == (s.now, s.now)
    assert s.log[0].body["finish_at"] == s.now - MINUTE + DAY
