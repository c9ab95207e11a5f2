"""A desk of values for tests of what is drawn: rows in memory, in the order of their keys.

It follows no rule: order, bands and reasons are what the test puts in. What the rules make of real
cases is tested against the real desk.
"""

from __future__ import annotations

import asyncio
from bisect import bisect_left, bisect_right
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from agentdesk.desk.api import (
    AskSuggestion,
    CaseView,
    Counts,
    Department,
    DeskInfo,
    Done,
    Filter,
    FollowUpLine,
    HandoffLine,
    Key,
    Label,
    Labels,
    Minutes,
    Person,
    QueuePage,
    QueueRow,
    Reminder,
    Taken,
    TimelineEntry,
    View,
    WhyView,
)
from agentdesk.desk.api_home import HandedOver, HomeView, Offer
from agentdesk.desk.api_presence import At
from agentdesk.domain.drafts import Draft
from agentdesk.domain.state import ClockState, Place, Reason
from agentdesk.domain.values import (
    DAY,
    HOUR,
    MINUTE,
    Audience,
    CaseClass,
    Event,
    Priority,
    Refused,
    Status,
)
from tests.support.fake_calls import FakeCalls

NOW = 1_795_415_520 * 1_000_000 + 7_000_000  # 2026-11-23 14:32:07 in Shanghai
ME = Person("li.wei", "李伟", "agent")
PEOPLE = (ME, Person("zhao.min", "赵敏", "agent"), Person("chen.yu", "陈宇", "lead"))
INFO = DeskInfo(
    uid="d-1",
    name="Retail",
    tz="Asia/Shanghai",
    me=ME,
    encrypted=True,
    policy_version=1,
    soon=15 * MINUTE,
)
LABELS = Labels(
    {
        "department": (
            Label("payments", "Payments", "支付部"),
            Label("securities", "Securities", "证券部"),
            Label("back_office", "Back office", "后台运营部"),
        ),
        "channel": (Label("phone", "phone", "电话"), Label("email", "e-mail", "电子邮件")),
    }
)


class Hand:
    """A clock that tests move by hand."""

    def __init__(self, at: int = NOW) -> None:
        self.at = at

    def __call__(self) -> int:
        return self.at


def row(id: int, **changes: Any) -> QueueRow:
    """A row with something in every field; ``left`` (microseconds) sets its due."""
    due = changes.pop("due", NOW + changes.pop("left", HOUR + id * MINUTE))
    band = changes.get("band", 2)
    priority = changes.pop("priority", Priority.P2)
    made = QueueRow(
        id=id,
        reference=f"C-{1000 + id}",
        priority=priority,
        status=Status.OPEN,
        clock="first_response",
        due=due,
        broken=due is not None and due < NOW,
        frozen=False,
        wake_at=None,
        customer="王**",
        title=f"信用卡账单金额不对 {id}",
        where=None,
        owner=None,
        accountable="li.wei",
        mine=False,
        band=band,
        rank=priority.rank if band == 3 else 0,
        key_due=due or 0,
        received=NOW - HOUR,
        surge=False,
        care=False,
        chasers=0,
        reserve=False,
        reason=Reason("next", {"clock": "first_response", "due_at": due or 0}),
        ver=1,
    )
    return replace(made, **changes)


class FakeDesk(FakeCalls):
    """DeskApi over a list of rows; counts its calls."""

    def __init__(self, rows: Sequence[QueueRow] = (), *, info: DeskInfo = INFO) -> None:
        self.rows = sorted(rows, key=lambda row: row.key)
        self.info = info
        self.labels = LABELS
        self.clock = Hand()
        self.calls: list[str] = []
        self.finished = 0
        self.news: asyncio.Queue[frozenset[int] | None] = asyncio.Queue()
        self.refuse: Exception | None = None
        self.planned: list[Reminder] = []
        self.handed: list[HandoffLine] = []
        self.to_ask: list[FollowUpLine] = []
        self.home = HomeView("li.wei", NOW + DAY, (), 3, (), NOW)
        self.asked_of_me: list[Offer] = []
        self.whereabouts: dict[int, tuple[At, ...]] = {}
        self.moves: asyncio.Queue[frozenset[int] | None] = asyncio.Queue()
        self.place: tuple[int | None, str] = (None, "looks")
        self.kept: dict[tuple[str, str], Draft] = {}

    def now(self) -> int:
        return self.clock()

    def _note(self, call: str) -> None:
        self.calls.append(call)
        if self.refuse is not None:
            raise self.refuse

    def _view(self, view: View, where: Filter) -> list[QueueRow]:
        tests = {
            View.ALL: lambda row: row.band != 9,
            View.MINE: lambda row: row.mine,
            View.UNOWNED: lambda row: row.owner is None,
            View.UNREGISTERED: lambda row: row.status is Status.NEW,
            View.WAITING: lambda row: row.status is Status.WAITING,
            View.FOLLOW_UPS: lambda row: row.clock == "follow_up",
            View.LATE: lambda row: row.broken,
            View.ATTENTION: lambda row: bool(row.attention),
        }
        return [
            row
            for row in self.rows
            if tests[view](row)
            and where.text.casefold() in row.title.casefold()
            and (not where.priority or row.priority.value in where.priority)
            and (where.owner is None or (where.owner == "me") == row.mine)
        ]

    async def people(self) -> Sequence[Person]:
        return PEOPLE

    async def page(
        self,
        view: View,
        where: Filter,
        *,
        after: Key | None = None,
        before: Key | None = None,
        around: int | None = None,
        limit: int = 200,
    ) -> QueuePage:
        self._note("page")
        rows = self._view(view, where)
        keys = [row.key for row in rows]
        start = 0
        if after is not None:
            start = bisect_right(keys, after)
        elif before is not None:
            start = max(0, bisect_left(keys, before) - limit)
        elif around is not None:
            places = [place for place, row in enumerate(rows) if row.id == around]
            start = max(0, places[0] - limit // 2) if places else 0
        end = start + limit if before is None else bisect_left(keys, before)
        counts: dict[int, int] = {}
        for each in rows:
            counts[each.band] = min(999, counts.get(each.band, 0) + 1)
        return QueuePage(
            tuple(rows[start:end]), counts, min(999, len(rows)), start > 0, end < len(rows),
            self.now(),
        )  # fmt: skip

    async def counts(self) -> Counts:
        self._note("counts")
        views = {view: min(999, len(self._view(view, Filter()))) for view in View}
        mine = [row for row in self.rows if row.mine and row.due is not None]
        soon = [row for row in self.rows if 0 <= (row.due or 0) - self.now() <= self.info.soon]
        return Counts(
            open=views[View.ALL],
            mine=views[View.MINE],
            broken=views[View.LATE],
            soon=len(soon),
            views=views,
            next_promise=min(mine, key=lambda row: row.due or 0, default=None),
            finished_by_me=self.finished,
        )

    def _row(self, case_id: int) -> QueueRow:
        for each in self.rows:
            if each.id == case_id:
                return each
        raise Refused("unknown_case", id=case_id)

    async def why(self, case_id: int) -> WhyView:
        self._note("why")
        here = self._row(case_id)
        rows = [row for row in self.rows if row.key > here.key]
        following = rows[0] if rows else None
        return WhyView(
            row=here,
            clocks=(self._clock(here),),
            reasons=(here.reason,),
            following=following,
            following_reason=None
            if following is None
            else Reason("before.due", {"first_at": here.due, "then_at": following.due}),
        )

    async def find(self, text: str) -> int | None:
        self._note("find")
        digits = text.strip().lstrip("Cc-")
        return next((row.id for row in self.rows if row.reference[2:] == digits), None)

    async def next(self, *, op: str | None = None) -> Taken | None:
        self._note("next")
        for place, each in enumerate(self.rows):
            if each.mine or each.owner is None:
                claimed = each.owner is None
                self.rows[place] = replace(each, owner=ME.code, mine=True)
                return Taken(each.id, each.reference, claimed, each.reserve, each.reason)
        return None

    async def claim(self, case_id: int, *, op: str | None = None) -> Done:
        self._note("claim")
        here = self._row(case_id)
        self.rows[self.rows.index(here)] = replace(here, owner=ME.code, mine=True)
        return Done(case_id, here.reference, here.ver + 1, ("assigned",))

    def _clock(self, row: QueueRow) -> ClockState:
        due = row.due or NOW
        late = due < self.now()
        return ClockState(
            name=row.clock or "resolution",
            id="",
            state="breached" if late else "running",
            calendar="desk",
            started=due - 2 * HOUR,
            budget=2 * HOUR,
            due=due,
            actor="agent",
            breach_at=due if late else None,
            remaining=None if late else due - self.now(),
        )

    def _story(self, row: QueueRow) -> tuple[TimelineEntry, ...]:
        came = Event("received", row.received, "system", {"channel": "email"}, 1, row.received)
        book = Event("registered", row.received, "system", {"accountable": "li.wei"}, 2)
        return (
            TimelineEntry(came, "system", "我昨天转的五万元到现在还没到账。", Audience.CUSTOMER),
            TimelineEntry(book, "system", None, Audience.INTERNAL),
        )

    async def case(self, case_id: int) -> CaseView:
        self._note("case")
        here = self._row(case_id)
        place = Place(
            band=here.band, rank=here.rank, due=here.key_due, received=here.received,
            clock=here.clock, clock_due=here.due, broken_since=None, broken_clock=None,
            frozen=here.frozen, wake_at=here.wake_at, next_change=None, keepable=True,
            reason=here.reason,
        )  # fmt: skip
        actions = (
            "claim release assign note reply customer_message wait priority class resolve reopen "
            "follow_up close undo"
        )
        return CaseView(
            id=here.id, reference=here.reference, status=here.status, priority=here.priority,
            klass=CaseClass.COMMON, kind="enquiry", line="personal", category="transfer",
            channel="email", source="customer", title=here.title,
            text="我昨天转的五万元到现在还没到账,请尽快查一下。", customer=here.customer,
            phone="138****5678", email="w***@example.com", prefers="phone", language="zh",
            care=here.care, owner=here.owner, owner_since=None, accountable=here.accountable,
            received=here.received, ext_ref=None, waiting_since=None, remind_at=None,
            resolved_at=None, clocks=(self._clock(here),), place=place, timeline=self._story(here),
            minutes=Minutes(34 * MINUTE, 11 * MINUTE, 0, 0), undoable=None, undo_until=None,
            actions=dict.fromkeys(actions.split()), ver=here.ver, at=self.now(),
            handoffs=tuple(line for line in self.handed if line.case_id == case_id),
        )  # fmt: skip

    async def follow_ups(self, *, most: int = 200) -> Sequence[FollowUpLine]:
        return tuple(self.to_ask)[:most]

    async def departments(self) -> Sequence[Department]:
        self._note("departments")
        return tuple(
            Department(one.code, one.en, one.zh, "office", True, 1, 0, 0)
            for one in LABELS.families["department"]
        )

    async def department_lines(self, dept: str, *, limit: int = 500) -> Sequence[HandoffLine]:
        self._note("department_lines")
        return [line for line in self.handed if line.dept == dept and line.ended_at is None][:limit]

    def suggest_department(self, category: str, *, right: str = "") -> AskSuggestion:
        if right:
            return AskSuggestion(right, "handoff.why.right")
        return AskSuggestion("payments", "handoff.why.category")

    async def open_as_department(self, case_id: int, handoff: str) -> None:
        self._note("open_as_department")

    def _handoff_done(self, call: str, case_id: int) -> Done:
        self._note(call)
        here = self._row(case_id)
        return Done(case_id, here.reference, here.ver + 1, (call,))

    async def hand_off(
        self,
        case_id: int,
        dept: str,
        ask: str,
        *,
        along: Sequence[int] = (),
        op: str | None = None,
    ) -> Done:
        return self._handoff_done("handoff", case_id)

    async def recall(self, case_id: int, handoff: str, *, op: str | None = None) -> Done:
        return self._handoff_done("handoff_recalled", case_id)

    async def accept(self, case_id: int, handoff: str, *, op: str | None = None) -> Done:
        return self._handoff_done("dept_accept", case_id)

    async def report(
        self,
        handed: Sequence[tuple[int, str]],
        what: str,
        text: str,
        *,
        next_at: int | None = None,
        op: str | None = None,
    ) -> Sequence[Done]:
        return [self._handoff_done("dept_progress", case_id) for case_id, _ in handed]

    async def reject(
        self,
        case_id: int,
        handoff: str,
        code: str,
        *,
        right: str = "",
        text: str = "",
        op: str | None = None,
    ) -> Done:
        return self._handoff_done("dept_reject", case_id)

    async def give_back(
        self, case_id: int, handoff: str, text: str, *, op: str | None = None
    ) -> Done:
        return self._handoff_done("dept_return", case_id)

    async def reminders(self, ahead: int) -> Sequence[Reminder]:
        return [one for one in self.planned if one.at <= self.now() + ahead]

    async def keep_draft(
        self,
        thing: str,
        form: str,
        values: Mapping[str, str],
        *,
        op: str = "",
        typing: bool = False,
    ) -> Draft:
        self._note("keep_draft")
        kept = Draft(thing, form, dict(values), self.now(), op, typing)
        self.kept[thing, form] = kept
        return kept

    async def drop_draft(self, thing: str, form: str) -> None:
        self._note("drop_draft")
        self.kept.pop((thing, form), None)

    async def draft(self, thing: str, form: str) -> Draft | None:
        return self.kept.get((thing, form))

    async def drafts(self) -> Sequence[Draft]:
        return tuple(self.kept.values())

    async def carried_out(self, op: str) -> Done | None:
        return None

    def be_at(self, case_id: int | None, doing: str = "looks") -> None:
        self.place = (case_id, doing)

    async def comings_and_goings(self) -> AsyncIterator[frozenset[int]]:
        while (ids := await self.moves.get()) is not None:
            yield ids

    async def going_home(self, person: str | None = None) -> HomeView:
        self._note("going_home")
        return replace(self.home, person=person or self.home.person)

    async def takers(self) -> Mapping[str, int]:
        return {"zhao.min": 4, "chen.yu": 1, "li.wei": 0}

    async def hand_over(
        self, case_ids: Sequence[int], to: str, *, op: str | None = None
    ) -> Sequence[Done]:
        self._note("hand_over")
        lines = tuple(
            replace(one, offered_to=to) if one.case_id in case_ids else one
            for one in self.home.lines
        )
        self.home = replace(self.home, lines=lines)
        return [Done(case_id, f"C-{case_id}", 9, ("offered",)) for case_id in case_ids]

    async def give_to_duty(
        self, case_ids: Sequence[int], *, op: str | None = None
    ) -> Sequence[Done]:
        self._note("give_to_duty")
        lines = tuple(one for one in self.home.lines if one.case_id not in case_ids)
        gone = [one for one in self.home.lines if one.case_id in case_ids]
        given = tuple(HandedOver(one.case_id, one.reference, one.duty or "", True) for one in gone)
        self.home = replace(self.home, lines=lines, handed=(*self.home.handed, *given))
        return [Done(case_id, f"C-{case_id}", 9, ("assigned",)) for case_id in case_ids]

    async def offers(self) -> Sequence[Offer]:
        return tuple(self.asked_of_me)

    async def take_over(self, case_ids: Sequence[int], *, op: str | None = None) -> Sequence[Done]:
        self._note("take_over")
        self.asked_of_me = [one for one in self.asked_of_me if one.case_id not in case_ids]
        return [Done(case_id, f"C-{case_id}", 9, ("assigned",)) for case_id in case_ids]

    async def decline(self, case_id: int, why: str = "", *, op: str | None = None) -> Done:
        self._note("decline")
        self.asked_of_me = [one for one in self.asked_of_me if one.case_id != case_id]
        return Done(case_id, f"C-{case_id}", 9, ("offer_ended",))

    async def changes(self) -> AsyncIterator[frozenset[int]]:
        while (ids := await self.news.get()) is not None:
            yield ids

    async def aclose(self) -> None:
        self.calls.append("aclose")
        self.news.put_nowait(None)
        self.moves.put_nowait(None)
