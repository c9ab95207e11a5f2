"""Handoffs between departments (C5): two desks on one store, a clock set by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from agentdesk.desk import staff_departments
from agentdesk.desk.api import CaseView, Filter, View
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.desk.oracle import queue_at
from agentdesk.desk.setup import bundled_policy
from agentdesk.domain.values import HOUR, MINUTE, SECOND, Audience, Refused
from agentdesk.store import departments as records
from agentdesk.store.verify import verify
from tests.support.desks import MONDAY, make_desk, request


@dataclass
class Two:
    """An agent's desk, that of a specialist of Payments, and the clock both go by."""

    lead: Desk
    agent: Desk
    wang: Desk
    clock: SetClock

    async def case(self, title: str = "Where is my transfer?") -> int:
        """A case of the agent's."""
        done = await self.lead.receive(request(title, category="transfer"))
        await self.agent.claim(done.case_id)
        return done.case_id

    async def asked(self, dept: str = "payments", *, title: str = "Mine") -> int:
        """A case of the agent's that a department was asked about."""
        case_id = await self.case(title)
        await self.agent.hand_off(case_id, dept, "Please trace TRX 88-1207.")
        return case_id


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[Two]:
    clock = SetClock(MONDAY)
    lead = await make_desk(tmp_path / "desk", clock)
    await lead.add_person("Zhao Min")
    await lead.add_person("Wang Fang", role="specialist", dept="payments")
    await lead.add_person("Sun Li", role="specialist", dept="cards")
    agent = await Desk.open(tmp_path / "desk", clock=clock, person="zhao.min")
    wang = await Desk.open(tmp_path / "desk", clock=clock, person="wang.fang")
    yield Two(lead, agent, wang, clock)
    report = await verify(lead.ctx.store)
    for desk in (wang, agent, lead):
        await desk.aclose()
    assert report.clean, report.findings


async def refused(work: object) -> tuple[str, dict[str, object]]:
    with pytest.raises(Refused) as met:
        await work  # type: ignore[misc]
    return met.value.code, met.value.params


def only(view: CaseView) -> str:
    (line,) = view.handoffs
    return line.id


# --- the whole way


async def test_asked_opened_reported_and_returned(two: Two) -> None:
    case_id = await two.case()
    await two.agent.note(case_id, "The bank says it was sent back.")
    story = (await two.agent.case(case_id)).timeline
    noted = next(entry.event.ver for entry in story if entry.event.kind == "note")
    await two.agent.hand_off(case_id, "payments", "Where did it go?", along=[1, noted])

    (line,) = await two.wang.department_lines("payments")
    assert (line.reference, line.id, line.hop, line.main) == ("C-1001", "h1", 1, True)
    assert line.ask == "Where did it go?"
    assert line.along == (
        "I sent 50,000 yesterday and it has not arrived.",
        "The bank says it was sent back.",
    )
    assert (line.clock, line.due) == ("dept_feedback", MONDAY + 2 * HOUR)
    assert (line.owner, line.asked_by, line.customer) == ("zhao.min", "zhao.min", "C*** J*")
    assert line.may_answer
    assert not line.by_phone

    two.clock.at = MONDAY + 20 * MINUTE
    await two.wang.open_as_department(case_id, "h1")
    opened = (await two.agent.case(case_id)).handoffs[0]
    assert (opened.accepted_by, opened.accepted_at) == ("wang.fang", two.clock.now())
    assert opened.clock == "dept_feedback"  # acceptance alone does not stop it

    two.clock.at = MONDAY + 30 * MINUTE
    again = MONDAY + 3 * HOUR
    (done,) = await two.wang.report(
        [(case_id, "h1")], "next", "Asked the other bank", next_at=again
    )
    assert done.kinds == ("dept_progress",)
    (line,) = await two.wang.department_lines("payments")
    assert (line.clock, line.due) == ("dept_next", again)
    view = await two.agent.case(case_id)
    assert view.back == ("report", "payments", "next")
    assert view.handoffs[0].said == "Asked the other bank"
    row = (await two.agent.page(View.MINE, Filter())).rows[0]
    assert (row.back, row.where) == (view.back, "payments")

    two.clock.at = MONDAY + HOUR
    await two.wang.give_back(case_id, "h1", "It was returned to the account.")
    view = await two.agent.case(case_id)
    line = view.handoffs[0]
    assert (line.how, line.ended_at, line.took) == ("returned", MONDAY + HOUR, HOUR)
    assert (line.said_what, line.due, line.clock) == ("returned", None, None)
    assert view.back == ("returned", "payments", "")
    assert view.owner == "zhao.min"  # the agent stays the owner
    assert await two.wang.department_lines("payments") == ()

    await two.agent.reply(case_id, "It is back on your account.", channel="phone", contact=True)
    assert (await two.agent.case(case_id)).back is None


async def test_what_a_rejection_says_reaches_whoever_asked(two: Two) -> None:
    case_id = await two.asked()
    await two.wang.reject(case_id, "h1", "wrong_department", right="cards")
    view = await two.agent.case(case_id)
    line = view.handoffs[0]
    assert (line.how, line.code, line.right) == ("rejected", "wrong_department", "cards")
    assert view.back == ("rejected", "payments", "wrong_department")
    assert view.attention == ()
    assert two.agent.suggest_department("transfer", right=line.right).dept == "cards"
    mine = (await two.agent.page(View.MINE, Filter())).rows[0]
    assert mine.back == view.back
    assert mine.where is None  # nobody holds it: it is with its sender

    await two.agent.hand_off(case_id, "cards", "Then you?")
    sun = await two.lead.as_person("sun.li")
    code, _ = await refused(sun.reject(case_id, "h2", "missing_document"))
    assert code == "document_missing"
    await sun.reject(case_id, "h2", "missing_document", text="A copy of the ID card")
    view = await two.agent.case(case_id)
    assert view.handoffs[1].said == "A copy of the ID card"
    assert [one.hop for one in view.handoffs] == [1, 2]
    assert view.attention == ("rejected",)  # the second one: a lead should look at it
    page = await two.lead.page(View.ATTENTION, Filter())
    assert [row.id for row in page.rows] == [case_id]
    assert page.rows[0].attention == ("rejected",)
    assert (await two.lead.counts()).views[View.ATTENTION] == 1
    anew = await queue_at(two.lead.ctx, two.clock.now(), View.ATTENTION)
    assert [row.id for row in anew] == [case_id]


async def test_the_first_leads_the_others_assist(two: Two) -> None:
    case_id = await two.asked()
    await two.agent.hand_off(case_id, "cards", "And the card?")
    view = await two.agent.case(case_id)
    assert [(one.dept, one.main) for one in view.handoffs] == [("payments", True), ("cards", False)]
    assert {clock.handoff for clock in view.clocks if clock.name == "dept_feedback"} == {"h1", "h2"}
    assert await refused(two.agent.hand_off(case_id, "payments", "Once more")) == (
        "already_with",
        {"dept": "payments"},
    )


async def test_a_handoff_is_taken_back_by_its_owner_alone(two: Two) -> None:
    case_id = await two.asked()
    code, _ = await refused(two.lead.recall(case_id, "h1"))
    assert code == "not_owner"
    await two.agent.recall(case_id, "h1")
    assert (await two.agent.case(case_id)).handoffs[0].how == "recalled"
    code, _ = await refused(two.wang.report([(case_id, "h1")], "finding", "Too late"))
    assert code == "unknown_handoff"


async def test_undo_within_five_minutes_calls_it_back(two: Two) -> None:
    case_id = await two.asked()
    two.clock.at = MONDAY + 4 * MINUTE
    assert (await two.agent.case(case_id)).undoable == "handoff"
    await two.agent.undo(case_id)
    assert await two.wang.department_lines("payments") == ()
    late = await two.asked(title="Another")
    two.clock.at = two.clock.now() + 6 * MINUTE
    assert (await refused(two.agent.undo(late)))[0] == "undo_too_late"


async def test_one_report_on_several_is_one_transaction(two: Two) -> None:
    first, second = await two.asked(), await two.asked(title="Mine, too")
    both = [(first, "h1"), (second, "h1")]
    done = await two.wang.report(both, "finding", "The other bank is down.", op="one")
    again = await two.wang.report(both, "finding", "The other bank is down.", op="one")
    assert [each.case_id for each in done] == [each.case_id for each in again] == [first, second]
    assert [each.ver for each in done] == [each.ver for each in again]
    for case_id in (first, second):
        view = await two.agent.case(case_id)
        assert view.handoffs[0].said == "The other bank is down."
        assert [entry.event.kind for entry in view.timeline].count("dept_progress") == 1
    await two.agent.recall(second, "h1")
    before = (await two.agent.case(first)).ver
    code, _ = await refused(two.wang.report(both, "result", "Up again"))  # all or none
    assert code == "unknown_handoff"
    assert (await two.agent.case(first)).ver == before


async def test_a_department_sees_what_is_due_first(two: Two) -> None:
    first = await two.asked()
    two.clock.at = MONDAY + 10 * MINUTE
    second = await two.asked(title="Second")
    assert [line.case_id for line in await two.wang.department_lines("payments")] == [first, second]
    await two.wang.report([(first, "h1")], "finding", "Nothing yet")  # next: a working day on
    lines = await two.wang.department_lines("payments")
    assert [line.case_id for line in lines] == [second, first]
    two.clock.at = MONDAY + 5 * HOUR  # they had lunch in between
    (late, _) = await two.wang.department_lines("payments")
    assert late.broken
    here = {one.code: one for one in await two.lead.departments()}
    assert (here["payments"].open, here["payments"].late, here["payments"].people) == (2, 1, 1)
    assert (await two.lead.departments())[0].code == "payments"  # something is late there
    view = await two.agent.case(second)
    assert view.handoffs[0].broken


async def test_when_a_department_works_and_answers(two: Two) -> None:
    here = {one.code: one for one in await two.lead.departments()}
    payments, fraud = here["payments"], here["fraud"]
    assert (payments.is_open, payments.closes_at) == (True, MONDAY + 2 * HOUR)  # lunch at 12
    assert payments.answers_by == MONDAY + 2 * HOUR
    assert (fraud.is_open, fraud.closes_at) == (True, None)  # always
    two.clock.at = MONDAY + 2 * HOUR + SECOND
    payments = {one.code: one for one in await two.lead.departments()}["payments"]
    assert not payments.is_open
    assert payments.closes_at is not None
    assert payments.closes_at > two.clock.now()


# --- who may


async def test_only_its_people_and_leads_answer_for_a_department(two: Two) -> None:
    case_id = await two.asked()
    sun = await two.lead.as_person("sun.li")
    for work in (
        sun.accept(case_id, "h1"),
        sun.report([(case_id, "h1")], "finding", "I know"),
        sun.reject(case_id, "h1", "wrong_department"),
        sun.give_back(case_id, "h1", "Here"),
        two.agent.report([(case_id, "h1")], "finding", "They said"),  # they have people here
    ):
        assert await refused(work) == ("not_your_department", {"dept": "payments"})
    assert (await sun.case(case_id)).actions["report"] == "not_your_department"
    await sun.open_as_department(case_id, "h1")  # somebody else's: nothing happens, no error
    assert (await two.agent.case(case_id)).handoffs[0].accepted_at is None
    await two.lead.report([(case_id, "h1")], "finding", "They told me")
    accepted, told = (await two.agent.case(case_id)).timeline[-2:]
    assert [accepted.event.kind, told.event.kind] == ["dept_accept", "dept_progress"]
    assert told.event.body["by_phone"]  # a lead does not work in it


async def test_where_nobody_is_here_the_owner_writes_down_what_was_said(two: Two) -> None:
    case_id = await two.asked("fraud")
    line = (await two.agent.case(case_id)).handoffs[0]
    assert line.may_answer
    assert line.by_phone
    await two.agent.report([(case_id, "h1")], "result", "It was a fraud.")
    event = (await two.agent.case(case_id)).timeline[-1].event
    assert (event.actor, event.body["by_phone"]) == ("zhao.min", True)
    await two.wang.open_as_department(case_id, "h1")
    code, _ = await refused(two.wang.give_back(case_id, "h1", "Mine?"))
    assert code == "not_your_department"


async def test_specialists_answer_and_note_and_nothing_else(two: Two) -> None:
    case_id, wang = await two.asked(), two.wang
    for work in (
        wang.reply(case_id, "Dear customer", channel="phone", contact=True),
        wang.resolve(case_id, "done", "told"),
        wang.release(case_id),
        wang.hand_off(case_id, "cards", "You, please"),
        wang.customer_message(case_id, "They rang", channel="phone"),
        wang.take(),
        wang.next(),
    ):
        assert (await refused(work))[0] == "agents_only"
    free = await two.lead.receive(request("Free"))
    assert (await refused(wang.claim(free.case_id)))[0] == "agents_only"
    may = {name for name, code in (await wang.case(case_id)).actions.items() if code is None}
    assert may == {"note", "accept", "report", "reject", "return"}
    await wang.note(case_id, "Seen this before", Audience.INTERNAL)
    view = await wang.case(case_id)  # the whole case is theirs to see (C1)
    assert view.timeline[0].text
    code, _ = await refused(two.lead.assign(free.case_id, "wang.fang"))
    assert code == "not_an_agent"


# --- departments are records


async def test_departments_that_are_not_or_not_any_more(two: Two) -> None:
    case_id = await two.asked("cards")
    assert (await refused(two.agent.hand_off(case_id, "nosuch", "?")))[0] == "unknown_department"
    assert (await refused(two.agent.hand_off(case_id, "", "?")))[0] == "dept_missing"
    assert (await refused(two.agent.hand_off(case_id, "loans", " ")))[0] == "ask_missing"
    await staff_departments.close(two.lead.ctx, "cards")
    closed = next(one for one in await two.agent.departments() if one.code == "cards")
    assert (closed.active, closed.open) == (False, 1)  # what it holds stays visible
    assert (await two.agent.department_lines("cards"))[0].case_id == case_id
    other = await two.case("Another")
    assert (await refused(two.agent.hand_off(other, "cards", "?")))[0] == "retired_department"
    code, _ = await refused(two.wang.reject(case_id, "h1", "wrong_department", right="cards"))
    assert code == "not_your_department"
    await two.agent.recall(case_id, "h1")
    assert "cards" not in {one.code for one in await two.agent.departments()}
    assert two.agent.suggest_department("card_fees").dept is None


async def test_a_department_beside_the_policy_works_by_its_own_calendar(two: Two) -> None:
    record = await staff_departments.add(
        two.lead.ctx, "night_watch", en="Night watch", zh="夜班值守", calendar="always"
    )
    assert record.active
    two.clock.at = MONDAY + 90 * MINUTE  # 11:30: office hours end at 12
    case_id = await two.asked("night_watch")
    handed = next(
        entry.event
        for entry in (await two.agent.case(case_id)).timeline
        if entry.event.kind == "handoff"
    )
    assert handed.body["calendar"] == "always"
    (line,) = await two.agent.department_lines("night_watch")
    assert line.due == two.clock.now() + 2 * HOUR
    assert two.agent.labels.text("department", "night_watch", "zh") == "夜班值守"
    await two.agent.case(case_id)
    assert two.wang.labels.text("department", "night_watch", "en") == "night_watch"
    await two.wang.case(case_id)  # a desk that was open before learns of it with the case
    assert two.wang.labels.text("department", "night_watch", "en") == "Night watch"


async def test_what_goes_along_is_a_text_that_may(two: Two) -> None:
    case_id = await two.case()
    await two.lead.note(case_id, "Suspicious", Audience.RESTRICTED)
    story = (await two.lead.case(case_id)).timeline
    hidden = next(entry.event.ver for entry in story if entry.event.kind == "note")
    claimed = next(entry.event.ver for entry in story if entry.event.kind == "assigned")
    for ver, why in (
        (hidden, "along_restricted"),
        (claimed, "unknown_entry"),
        (99, "unknown_entry"),
    ):
        code, _ = await refused(two.agent.hand_off(case_id, "payments", "?", along=[ver]))
        assert code == why
    assert (await two.agent.case(case_id)).handoffs == ()


async def test_the_category_suggests_a_department(two: Two) -> None:
    found = two.agent.suggest_department("transfer")
    assert (found.dept, found.reason) == ("payments", "handoff.why.category")
    assert two.agent.suggest_department("nothing").dept is None
    assert two.agent.suggest_department("transfer", right="nosuch").dept == "payments"


async def test_the_policy_s_departments_follow_it(two: Two) -> None:
    await staff_departments.close(two.lead.ctx, "loans")
    await staff_departments.add(two.lead.ctx, "own_one", en="Own", zh="自有", calendar="desk")
    text = bundled_policy().replace('"Payments"', '"Payment operations"', 1)
    text = text.replace('en = "IT",                zh', 'retired = true, en = "IT", zh', 1)
    text = text.replace("[departments]\n", '[departments]\nrisk = { en = "Risk", zh = "风险部" }\n')
    assert (await two.lead.apply_policy(text)).changed
    here = await two.lead.ctx.read(lambda tx: {one.code: one for one in records.everything(tx)})
    assert here["payments"].en == "Payment operations"
    assert here["risk"].active
    assert not here["it"].active
    assert not here["loans"].active  # closed here: it stays so
    assert here["own_one"].active


async def test_a_store_of_before_gets_its_departments_when_it_is_opened(tmp_path: Path) -> None:
    clock = SetClock(MONDAY)
    desk = await make_desk(tmp_path / "desk", clock, plain=True)
    await desk.aclose()
    import sqlite3

    raw = sqlite3.connect(tmp_path / "desk" / "store.db")
    with raw:
        raw.execute("DELETE FROM department")
    raw.close()
    desk = await Desk.open(tmp_path / "desk", clock=clock, plain=True)
    assert "payments" in {one.code for one in await desk.departments()}
    await desk.aclose()
