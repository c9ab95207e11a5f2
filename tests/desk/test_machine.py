"""Any story of a desk: what pages show is what folding everything anew shows; the log proves it."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from agentdesk.desk.api import Done, Filter, QueuePage, View
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.desk.setup import bundled_policy
from agentdesk.domain import case as life
from agentdesk.domain.standing import standing
from agentdesk.domain.values import DAY, HOUR, MINUTE, SECOND, CaseClass, Kind, Priority, Refused
from agentdesk.store import log
from agentdesk.store.verify import verify
from tests.support.desks import MONDAY, make_desk, request

T = TypeVar("T")

priorities = st.sampled_from(Priority)
classes = st.sampled_from(CaseClass)
views = st.sampled_from(View)
filters = st.builds(
    Filter,
    priority=st.sets(st.sampled_from(["P1", "P2", "P3"]), max_size=2).map(frozenset),
    owner=st.sampled_from([None, None, None, "me", "none", "zhao.min"]),
    klass=st.sampled_from([None, None, "complaint", "common"]),
    status=st.sampled_from([None, None, None, "open", "waiting", "resolved", "closed"]),
    text=st.sampled_from(["", "", "", "退款", "转账", "fee", "fe", "refund fee", "没有的词"]),
)
titles = st.sampled_from(
    ["Refund of a fee", "转账未到账", "基金退款没有收到", "Sell order not done"]
)
spans = st.one_of(
    st.integers(0, 5 * MINUTE), st.integers(0, 6 * HOUR), st.integers(0, 4 * DAY), st.just(SECOND)
)


class DeskMachine(RuleBasedStateMachine):
    """Two agents and a lead at one desk, time moving on."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp(prefix="agentdesk-"))
        self.clock = SetClock(MONDAY)
        self.cases: list[int] = []
        self.claimed = 0

    def run(self, awaitable: Awaitable[T]) -> T:
        async def go() -> T:
            return await awaitable

        return self.runner.run(go())

    @initialize()
    def open_the_desk(self) -> None:
        self.lead = self.run(make_desk(self.folder / "desk", self.clock))
        self.run(self.lead.add_person("Zhao Min"))
        self.run(self.lead.add_person("王芳", code="wang.f"))
        self.zhao = self.run(self.lead.as_person("zhao.min"))
        self.wang = self.run(self.lead.as_person("wang.f"))

    def desk(self, who: int) -> Desk:
        return (self.lead, self.zhao, self.wang)[who % 3]

    def case(self, number: int) -> int:
        return self.cases[number % len(self.cases)]

    def attempt(self, awaitable: Awaitable[Done]) -> Done | None:
        """Do it, or be refused: then nothing may have changed."""
        events = self.count_events()
        code = None
        try:
            return self.run(awaitable)
        except Refused as refused:
            code = refused.code
        assert code in life.PARAMS or code in ("unknown_person", "not_your_department")
        assert self.count_events() == events
        return None

    def count_events(self) -> int:
        return self.run(self.lead.ctx.read(lambda tx: log.head(tx)[0]))

    # --- what happens

    @rule(span=spans)
    def time_passes(self, span: int) -> None:
        self.clock.forward(span)

    @rule(
        priority=priorities,
        klass=classes,
        kind=st.sampled_from(Kind),
        title=titles,
        ago=st.sampled_from([0, 0, MINUTE, 5 * HOUR, 3 * DAY]),
        care=st.booleans(),
        registered=st.booleans(),
        channel=st.sampled_from(["phone", "email", "chat"]),
    )
    def a_request_comes(self, title: str, ago: int, **facts: Any) -> None:
        row = request(title, received_at=self.clock.at - ago, **facts)
        self.cases.append(self.run(self.lead.receive(row)).case_id)

    @rule(who=st.integers(0, 2), how=st.sampled_from(["take", "next"]))
    def somebody_takes_the_next(self, who: int, how: str) -> None:
        desk = self.desk(who)
        before = {row.id for row in self.run(desk.queue_at(self.clock.at, View.UNOWNED))}
        taken = self.run(desk.take() if how == "take" else desk.next())
        if taken is not None and taken.claimed:
            assert taken.case_id in before
            assert self.run(desk.case(taken.case_id)).owner == desk.info.me.code

    @precondition(lambda self: self.cases)
    @rule(who=st.integers(0, 2), number=st.integers(0, 50), data=st.data())
    def somebody_does_something(self, who: int, number: int, data: st.DataObject) -> None:
        desk, case_id = self.desk(who), self.case(number)
        later = self.clock.at + data.draw(st.integers(-HOUR, 3 * DAY))
        to = data.draw(st.sampled_from(["li.wei", "zhao.min", "wang.f", "nobody.here"]))
        dept = data.draw(st.sampled_from(["payments", "fraud"]))
        steps: dict[str, Any] = {
            "claim": lambda: desk.claim(case_id),
            "release": lambda: desk.release(case_id),
            "release_to": lambda: desk.release(case_id, to),
            "assign": lambda: desk.assign(case_id, to),
            "note": lambda: desk.note(case_id, "looked into it 退款"),
            "reply": lambda: desk.reply(
                case_id, "We are on it", channel="phone", contact=True, promised_at=later
            ),
            "findings": lambda: desk.reply(case_id, "It was found", channel="email", findings=True),
            "customer": lambda: desk.customer_message(case_id, "Any news?", channel="email"),
            "wait": lambda: desk.wait(case_id, "Which account?", later),
            "priority": lambda: desk.change_priority(case_id, data.draw(priorities), "worse"),
            "class": lambda: desk.change_class(case_id, data.draw(classes), "harder"),
            "resolve": lambda: desk.resolve(case_id, "refunded the fee", "told by phone"),
            "reopen": lambda: desk.reopen(case_id, "not content"),
            "reached": lambda: desk.follow_up(case_id, reached=True, speed=4, solved=5),
            "tried": lambda: desk.follow_up(case_id, reached=False),
            "close": lambda: desk.close_case(case_id),
            "undo": lambda: desk.undo(case_id),
            "handoff": lambda: desk.hand_off(case_id, dept, "Please look"),
            "recall": lambda: desk.recall(case_id, "h1"),
            "accept": lambda: desk.accept(case_id, "h1"),
            "reject": lambda: desk.reject(case_id, "h1", "wrong_department"),
            "return": lambda: desk.give_back(case_id, "h1", "Done"),
        }
        action = data.draw(st.sampled_from(sorted(steps)))
        view = self.run(desk.case(case_id))
        done = self.attempt(steps[action]())
        plain = {"release_to": "release", "findings": "reply", "customer": "customer_message"}
        plain |= {"reached": "follow_up", "tried": "follow_up"}
        if done is not None:  # what the case screen offered is what can be done
            assert view.actions[plain.get(action, action)] is None
            assert done.ver > view.ver

    @precondition(lambda self: self.cases)
    @rule(who=st.integers(0, 2), number=st.integers(0, 50), span=spans, times=st.integers(1, 3))
    def departments_send_it_back(self, who: int, number: int, span: int, times: int) -> None:
        desk, case_id = self.desk(who), self.case(number)
        self.attempt(desk.claim(case_id))
        for _ in range(times):
            asked = len(self.run(desk.case(case_id)).handoffs)
            if self.attempt(desk.hand_off(case_id, "payments", "Whose is it?")) is None:
                return
            self.clock.forward(span // 4)
            id = f"h{asked + 1}"
            assert self.attempt(self.lead.reject(case_id, id, "wrong_department", right="cards"))

    @precondition(lambda self: self.cases)
    @rule(who=st.integers(0, 2), number=st.integers(0, 50), span=spans)
    def somebody_finishes_a_case(self, who: int, number: int, span: int) -> None:
        desk, case_id = self.desk(who), self.case(number)
        for step in (
            desk.claim(case_id),
            desk.reply(case_id, "It will be refunded", channel="email"),
            desk.resolve(case_id, "refunded", "told by e-mail"),
        ):
            self.attempt(step)
            self.clock.forward(span // 4)

    @rule()
    def a_sweep(self) -> None:
        self.run(self.lead.catch_up())

    @rule(budget=st.sampled_from(["1h", "4h", "30m"]), order=st.sampled_from(["promises", "due"]))
    def the_rules_change(self, budget: str, order: str) -> None:
        text = bundled_policy().replace('P3 = "4h" }', f'P3 = "{budget}" }}', 1)
        self.run(self.lead.apply_policy(text.replace('order = "promises"', f'order = "{order}"')))

    # --- what must hold

    @rule(
        who=st.integers(0, 2),
        view=views,
        where=filters,
        limit=st.integers(1, 7),
        ahead=st.sampled_from([0, 0, MINUTE, 5 * HOUR, 2 * DAY]),
    )
    def pages_are_what_a_full_fold_gives(
        self, who: int, view: View, where: Filter, limit: int, ahead: int
    ) -> None:
        """Also at an instant to come, which no sweep has seen."""
        self.clock.forward(ahead)
        desk = self.desk(who)
        slow = self.run(desk.queue_at(self.clock.at, view, where))
        assert [row.key for row in slow] == sorted({row.key for row in slow})
        page = self.run(desk.page(view, where, limit=limit))
        assert page.counts == {band: sum(row.band == band for row in slow) for band in page.counts}
        rows = [_plain(row) for row in self.walk(desk, view, where, page, limit)]
        assert rows == [_plain(row) for row in slow]
        if slow:
            self.windows_agree(desk, view, where, limit, [row.id for row in slow])

    def walk(self, desk: Desk, view: View, where: Filter, page: QueuePage, limit: int) -> list[Any]:
        rows = list(page.rows)
        assert not page.more_before
        while page.more_after:
            page = self.run(desk.page(view, where, after=rows[-1].key, limit=limit))
            assert page.more_before
            assert page.rows
            rows += page.rows
        return rows

    def windows_agree(
        self, desk: Desk, view: View, where: Filter, limit: int, ids: list[int]
    ) -> None:
        middle = ids[len(ids) // 2]
        around = self.run(desk.page(view, where, around=middle, limit=limit))
        shown = [row.id for row in around.rows]
        assert middle in shown
        start = ids.index(shown[0])
        assert shown == ids[start : start + limit]
        assert (around.more_before, around.more_after) == (
            start > 0,
            start + len(shown) < len(ids),
        )
        before = self.run(desk.page(view, where, before=around.rows[0].key, limit=limit))
        assert [row.id for row in before.rows] == ids[max(0, start - limit) : start]

    @rule(who=st.integers(0, 2))
    def the_header_counts_what_is_there(self, who: int) -> None:
        desk = self.desk(who)
        counts = self.run(desk.counts())
        for view in View:
            rows = self.run(desk.queue_at(self.clock.at, view))
            assert counts.views[view] == len(rows), view
            if view is View.ALL:
                until = self.clock.at + desk.info.soon
                soon = [row for row in rows if row.due and self.clock.at <= row.due <= until]
                assert counts.soon == len(soon)
            if view is View.MINE:
                mine = [row for row in rows if row.band < 9]
                top = counts.next_promise.id if counts.next_promise else None
                assert top == (mine[0].id if mine else None)

    @precondition(lambda self: self.cases)
    @rule(number=st.integers(0, 50))
    def replay_is_the_state_that_is_shown(self, number: int) -> None:
        case_id = self.case(number)
        events = self.run(self.lead.ctx.read(lambda tx: log.events(tx, case_id)))
        view = self.run(self.lead.case(case_id))
        state = life.replay(events)
        assert (view.status, view.owner, view.priority, view.klass, view.ver) == (
            state.status, state.owner, state.priority, state.klass, state.ver,
        )  # fmt: skip
        stands = standing(events, self.lead.ctx.timeline, max(self.clock.at, state.last_at))
        assert view.clocks == stands.clocks
        assert [event.ver for event in events] == list(range(1, len(events) + 1))
        assert all(a.at <= b.at for a, b in pairwise(events))

    def teardown(self) -> None:
        try:
            report = self.run(verify(self.lead.ctx.store))
            assert report.findings == [], report.findings
            self.run(self.lead.aclose())
        finally:
            self.runner.close()
            shutil.rmtree(self.folder, ignore_errors=True)


def _plain(row: Any) -> Any:
    """A row without the mark of the reserve, which only pages know."""
    return {name: getattr(row, name) for name in row.__slots__ if name != "reserve"}


TestAnyStoryOfADesk = DeskMachine.TestCase
TestAnyStoryOfADesk.settings = settings(
    max_examples=12,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
