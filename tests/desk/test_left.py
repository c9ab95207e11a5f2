"""Somebody who has left, at a desk that stayed open: nothing more is done in their name."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from agentdesk.desk import agenda, setup, staff
from agentdesk.desk.api import DeskTrouble
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.domain.values import DAY, HOUR, CaseClass, Priority, Refused
from agentdesk.store import log, people
from agentdesk.store.verify import verify
from tests.support.desks import MONDAY, make_desk, request


@asynccontextmanager
async def two_programs(folder: Path) -> AsyncIterator[tuple[Desk, Desk]]:
    """Li Wei, who leads, and Maya Fenwick: each at a program of her own, on one store."""
    clock = SetClock(MONDAY)
    lead = await make_desk(folder, clock)
    await lead.add_person("Maya Fenwick")
    maya = await Desk.open(folder, clock=clock, person="maya.fenwick")
    try:
        yield lead, maya
    finally:
        await maya.aclose()
        await lead.aclose()


def steps(desk: Desk, case: int) -> dict[str, Callable[[], Awaitable[object]]]:
    """What can be asked of a desk, by name."""
    later = MONDAY + DAY
    return {
        "take": desk.take,
        "next": desk.next,
        "receive": lambda: desk.receive(request()),
        "receive_many": lambda: desk.receive_many([request()]),
        "claim": lambda: desk.claim(case),
        "release": lambda: desk.release(case),
        "assign": lambda: desk.assign(case, "li.wei"),
        "note": lambda: desk.note(case, "found it"),
        "reply": lambda: desk.reply(case, "We are on it.", channel="phone"),
        "wait": lambda: desk.wait(case, "Which account?", later),
        "priority": lambda: desk.change_priority(case, Priority.P2, "urgent"),
        "class": lambda: desk.change_class(case, CaseClass.COMPLEX, "hard"),
        "resolve": lambda: desk.resolve(case, "done", "told"),
        "close": lambda: desk.close_case(case),
        "undo": lambda: desk.undo(case),
        "hand_off": lambda: desk.hand_off(case, "payments", "Where is it?"),
        "accept": lambda: desk.accept(case, "h1"),
        "report": lambda: desk.report([(case, "h1")], "finding", "found"),
        "agree": lambda: desk.agree(case, later, "the result"),
        "hand_over": lambda: desk.hand_over([case], "li.wei"),
        "sticky": lambda: desk.put_sticky(1, "be kind", later),
        "add_person": lambda: desk.add_person("Somebody"),
        "policy": lambda: desk.apply_policy(setup.bundled_policy() + "\n# another\n"),
        "export": lambda: agenda.entries(desk.ctx, None, None),
    }


async def test_nothing_is_done_for_somebody_who_has_left(tmp_path: Path) -> None:
    async with two_programs(tmp_path) as (lead, maya):
        case = (await lead.receive(request())).case_id
        await staff.leave(lead.ctx, "maya.fenwick")
        before = await lead.ctx.read(lambda tx: log.head(tx)[0])
        for name, step in steps(maya, case).items():
            with pytest.raises(Refused) as refused:
                await step()
            assert refused.value.code == "you_left", name
            assert refused.value.params == {"person": "Maya Fenwick"}
        assert await lead.ctx.read(lambda tx: log.head(tx)[0]) == before
        assert (await maya.case(case)).id == case  # what she has typed can still be compared
        assert await maya.catch_up() == 0  # and what time changes is swept by any desk


async def test_what_is_typed_is_kept_and_goes_out_once_they_are_back(tmp_path: Path) -> None:
    async with two_programs(tmp_path) as (lead, maya):
        case = (await lead.receive(request())).case_id
        await maya.claim(case)
        await staff.leave(lead.ctx, "maya.fenwick", give_to="li.wei")
        await maya.keep_draft(f"case:{case}", "note", {"text": "half a sen"})
        assert [dict(draft.values) for draft in await maya.drafts()] == [{"text": "half a sen"}]
        await maya.people()
        assert maya.info.me.left
        assert not lead.info.me.left
        await staff.change(lead.ctx, "maya.fenwick", staff.Asked(), back=True)
        await maya.note(case, "half a sentence")
        assert not maya.info.me.left


async def test_what_a_lead_makes_of_somebody_counts_at_once(tmp_path: Path) -> None:
    """Roles and departments are those of the store, not of when the program began."""
    async with two_programs(tmp_path) as (lead, maya):
        case = (await lead.receive(request())).case_id
        await lead.claim(case)
        await lead.hand_off(case, "payments", "Where is it?")
        await staff.change(lead.ctx, "maya.fenwick", staff.Asked(role="lead"))
        await maya.add_person("New Colleague")
        moved = staff.Asked(role="specialist", dept="cards")
        await staff.change(lead.ctx, "maya.fenwick", moved)
        with pytest.raises(Refused) as refused:
            await maya.accept(case, "h1")
        assert refused.value.code == "not_your_department"
        with pytest.raises(Refused) as refused:
            await maya.add_person("Another")
        assert refused.value.code == "leads_only"
        await staff.change(lead.ctx, "maya.fenwick", staff.Asked(dept="payments"))
        await maya.accept(case, "h1")


async def test_nobody_waits_for_an_answer_of_somebody_who_has_left(tmp_path: Path) -> None:
    """What they were asked to take over is whose it was, and the story says so (C12)."""
    async with two_programs(tmp_path) as (lead, maya):
        case = (await lead.receive(request())).case_id
        await lead.claim(case)
        await lead.hand_over([case], "maya.fenwick")
        assert [one.case_id for one in await maya.offers()] == [case]
        gone = await staff.leave(lead.ctx, "maya.fenwick")
        assert gone.offered == (case,)
        view = await lead.case(case)
        last = max((entry.event for entry in view.timeline), key=lambda event: event.ver)
        assert (last.kind, last.actor, dict(last.body)) == (
            "offer_ended", "system", {"how": "withdrawn"},
        )  # fmt: skip
        assert view.owner == "li.wei"
        await lead.add_person("Zhao Min")
        await lead.hand_over([case], "zhao.min")  # and somebody else can be asked
        assert (await verify(lead.ctx.store)).findings == []


async def opens(folder: Path, person: str | None, door: str = "desk") -> str:
    desk = await Desk.open(folder, clock=SetClock(MONDAY + HOUR), person=person, door=door)
    try:
        return desk.info.me.code
    finally:
        await desk.aclose()


async def test_nobody_signs_in_as_somebody_who_has_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with two_programs(tmp_path) as (lead, _):
        await lead.ctx.write(lambda tx: people.map_account(tx, "maya", "maya.fenwick"))
        await staff.leave(lead.ctx, "maya.fenwick")
        with pytest.raises(DeskTrouble) as named:
            await lead.as_person("maya.fenwick")
        assert (named.value.code, named.value.params) == (
            "person_left", {"person": "Maya Fenwick"},
        )  # fmt: skip
    monkeypatch.setattr("getpass.getuser", lambda: "maya")
    for person in ("maya.fenwick", "Maya Fenwick", None):  # nor, by their account, as a colleague
        with pytest.raises(DeskTrouble) as trouble:
            await opens(tmp_path, person)
        assert trouble.value.code == "person_left"
    assert await opens(tmp_path, "li.wei") == "li.wei"
    for person in (None, "maya.fenwick"):  # letters go out whoever has left
        assert await opens(tmp_path, person, "watch") == "li.wei"
