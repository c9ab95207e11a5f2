"""Who is on the phone, and what is made of the call: found, registered, solved, written down."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from agentdesk.desk.api import Customer, Filter, NewCase, View
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.domain.values import (
    DAY,
    HOUR,
    MINUTE,
    Authority,
    Caller,
    CaseClass,
    Kind,
    Priority,
    Refused,
    Speaker,
    Status,
)
from agentdesk.store import log
from agentdesk.store.rebuild import rebuild
from agentdesk.store.verify import verify
from tests.support.desks import MONDAY, desk_of, request

RELATIVE = Speaker(Caller.RELATIVE, Authority.NONE)


def new(text: str = "Where is my transfer of 50,000?", **more: Any) -> NewCase:
    values: dict[str, Any] = {
        "customer": "陈洁", "phone": "+86 138 1234 5678", "email": "Chen@Example.com",
        "category": "transfer",
    }  # fmt: skip
    return NewCase(text, **{**values, **more})


async def found(desk: Desk, text: str) -> tuple[Customer, ...]:
    return (await desk.lookup(text)).customers


async def clean(desk: Desk) -> bool:
    return (await verify(desk.ctx.store)).clean


@pytest.mark.parametrize(
    ("typed", "matched"),
    [
        ("13812345678", "phone"),
        ("138 1234", "phone"),
        ("１３８１２３４", "phone"),
        ("来电号码：13812345678，请回电", "phone"),
        ("+86 138-1234-5678", "phone"),
        ("5678", "last_digits"),
        ("陈", "name"),
        ("洁", "name"),
        ("chenj", "pinyin"),
        ("cj", "initials"),
        ("CJ", "initials"),
        ("chen@ex", "email"),
        ("c-1001", "case"),
        ("Ｃ－１００１", "case"),
    ],
)
async def test_a_customer_is_found_by_what_one_has(
    tmp_path: Path, typed: str, matched: str
) -> None:
    async with desk_of(tmp_path) as desk:
        await desk.register(new())
        await desk.register(new("Another matter", customer="Smith", phone="", email=""))
        (who,) = await found(desk, typed)
        assert (who.matched, [row.reference for row in who.open]) == (matched, ["C-1001"])
        assert "13812345678" not in repr(who)
        assert "陈洁" not in repr(who)


@pytest.mark.parametrize("typed", ["", " ", "12", "nobody", "x@y", "C-9999", "？", "\x1b[2J"])
async def test_what_nobody_has_finds_nobody(tmp_path: Path, typed: str) -> None:
    async with desk_of(tmp_path) as desk:
        await desk.register(new())
        assert await found(desk, typed) == ()


async def test_two_people_with_one_phone_are_two_people(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        await desk.register(new("Hers"))
        await desk.register(new("His", customer="王强"))
        both = await found(desk, "13812345678")
        assert {row.reference for who in both for row in who.open} == {"C-1001", "C-1002"}
        assert len(both) == 2


async def test_a_customer_on_record_is_not_made_twice(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        await desk.register(new())
        (who,) = await found(desk, "cj")
        done = await desk.register(NewCase("And my card?", subject=who.id, category="card"))
        (again,) = await found(desk, "cj")
        assert (again.id, again.cases) == (who.id, 2)
        first, second = again.open
        assert {first.reference, second.reference} == {"C-1001", "C-1002"}
        view = await desk.case(done.case_id)
        assert [row.reference for row in view.others] == ["C-1001"]
        with pytest.raises(Refused, match="unknown_customer"):
            await desk.register(NewCase("Whose?", subject=999))
        assert await clean(desk)


async def test_more_than_are_shown_is_said(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        rows = [request(customer=f"Chen {n:02}", phone=f"138{n:08}") for n in range(30)]
        await desk.receive_many(rows)
        seen = await desk.lookup("chen")
        assert (len(seen.customers), seen.more) == (8, True)
        one = await desk.lookup("chen 07")
        assert (len(one.customers), one.more) == (1, False)


async def test_names_of_one_character_and_of_sixty(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        await desk.register(new(customer="刘", phone=""))
        await desk.register(new(customer="N" * 200, phone=""))
        assert len(await found(desk, "刘")) == 1
        assert len(await found(desk, "n" * 60)) == 1
        assert await clean(desk)


async def test_registered_to_who_took_it(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        done = await desk.register(new())
        view = await desk.case(done.case_id)
        assert (view.owner, view.accountable, view.status) == ("li.wei", "li.wei", Status.OPEN)
        register = next(clock for clock in view.clocks if clock.name == "register")
        assert register.state == "met"
        pool = await desk.register(new(mine=False))
        assert (await desk.case(pool.case_id)).owner is None


async def test_solved_on_the_call_is_one_transaction(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        done = await desk.solve(
            new("How do I raise my limit?"), "In the app, under Cards.", wrapup="answered", op="a"
        )
        assert done.kinds == ("received", "registered", "assigned", "reply", "resolved")
        view = await desk.case(done.case_id)
        assert (view.status, view.wrapup) == (Status.RESOLVED, "answered")
        states = {clock.name: clock.state for clock in view.clocks}
        assert states["register"] == states["first_response"] == states["resolution"] == "met"
        again = await desk.solve(
            new("How do I raise my limit?"), "In the app, under Cards.", wrapup="answered", op="a"
        )
        assert (again.case_id, again.kinds) == (done.case_id, done.kinds)
        assert (await desk.page(View.FOLLOW_UPS, Filter())).total == 1  # C10
        assert await desk.find("1002") is None
        assert await clean(desk)


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"told": "  "}, "result_missing"),
        ({"wrapup": "nonsense"}, "unknown_wrapup"),
        ({"new": new(speaker=RELATIVE)}, "not_to_them"),
        ({"new": new("", title="")}, "text_missing"),
    ],
)
async def test_what_cannot_be_solved_leaves_nothing(
    tmp_path: Path, how: dict[str, Any], code: str
) -> None:
    async with desk_of(tmp_path) as desk:
        asked = how.get("new", new())
        with pytest.raises(Refused) as refused:
            await desk.solve(asked, how.get("told", "Told."), wrapup=how.get("wrapup", ""))
        assert refused.value.code == code
        assert await desk.find("1001") is None
        assert await found(desk, "cj") == ()


async def test_who_is_not_the_customer_is_written_down_and_told_nothing(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        speaker = Speaker(Caller.RELATIVE, Authority.SHOWN, "rec-77\n\x1b[2J", notice=True)
        done = await desk.register(new(speaker=speaker, promised_at=MONDAY + HOUR))
        view = await desk.case(done.case_id)
        assert view.speaker == Speaker(
            Caller.RELATIVE, Authority.SHOWN, "rec-77 \ufffd[2J", notice=True
        )
        states = {clock.name: clock.state for clock in view.clocks}
        assert states["first_response"] == "running"  # nobody told the customer anything
        proven = Speaker(Caller.ATTORNEY, Authority.PROVEN)
        assert (await desk.solve(new(speaker=proven), "Told them.")).kinds[-1] == "resolved"


async def test_a_contact_counts_as_a_chaser_and_keeps_what_was_promised(tmp_path: Path) -> None:
    clock = SetClock(MONDAY)
    async with desk_of(tmp_path, clock) as desk:
        await desk.add_person("Wang Fang", code="wang.fang")
        done = await desk.register(new())
        wang = await desk.as_person("wang.fang")
        clock.at = MONDAY + 10 * MINUTE
        await wang.log_contact(done.case_id, "Still nothing?", promised_at=MONDAY + 2 * HOUR)
        view = await desk.case(done.case_id)
        promised = next(one for one in view.clocks if one.name == "promised")
        assert (view.owner, view.chasers, promised.due) == ("li.wei", 1, MONDAY + 2 * HOUR)
        # an earlier promise that can still be kept is not loosened by a later one
        clock.at = MONDAY + 20 * MINUTE
        await wang.log_contact(done.case_id, "And now?", promised_at=MONDAY + 5 * HOUR)
        # a broken one is: the customer was told another time
        clock.at = MONDAY + 3 * HOUR
        await wang.log_contact(done.case_id, "Third time!", promised_at=MONDAY + 4 * HOUR)
        view = await desk.case(done.case_id)
        promises = [(c.due, c.state) for c in view.clocks if c.name == "promised"]
        assert promises == [(MONDAY + 2 * HOUR, "met_late"), (MONDAY + 4 * HOUR, "running")]
        assert view.chasers == 3
        assert await clean(desk)


async def test_a_contact_on_a_case_that_is_done_opens_it(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        done = await desk.solve(new(), "It is on its way.")
        await desk.log_contact(done.case_id, "It is not.", promised_at=MONDAY + HOUR)
        view = await desk.case(done.case_id)
        assert view.status is Status.OPEN
        assert [c.state for c in view.clocks if c.name == "promised"] == ["running"]


async def test_a_plan_is_its_makers_reminder(tmp_path: Path) -> None:
    clock = SetClock(MONDAY)
    async with desk_of(tmp_path, clock) as desk:
        done = await desk.register(new())
        await desk.plan(done.case_id, "Ask Payments once more", MONDAY + HOUR)
        assert await desk.reminders(30 * MINUTE) == ()
        (due,) = await desk.reminders(HOUR)
        assert (due.reference, due.at, due.text) == (
            "C-1001", MONDAY + HOUR, "Ask Payments once more",
        )  # fmt: skip
        plan = (await desk.case(done.case_id)).plan
        assert plan is not None
        assert plan.by == "li.wei"
        await desk.end_plan(done.case_id)
        left = await desk.reminders(DAY)
        assert [one.kind for one in left] == ["first_response"], "what is owed on it, too"
        with pytest.raises(Refused, match="no_plan"):
            await desk.end_plan(done.case_id)
        with pytest.raises(Refused, match="plan_in_past"):
            await desk.plan(done.case_id, "Earlier", MONDAY)
        assert await clean(desk)


async def test_a_sticky_note_is_seen_until_its_day(tmp_path: Path) -> None:
    clock = SetClock(MONDAY)
    async with desk_of(tmp_path, clock) as desk:
        done = await desk.register(new())
        (who,) = await found(desk, "cj")
        await desk.put_sticky(who.id, "Hard of hearing:\nspeak slowly", MONDAY + DAY)
        await desk.put_sticky(who.id, "Prefers mornings", MONDAY + 2 * DAY)
        (who,) = await found(desk, "cj")
        assert [note.text for note in who.stickies] == [
            "Prefers mornings", "Hard of hearing: speak slowly",
        ]  # fmt: skip
        await desk.end_sticky(who.id, who.stickies[0].id)
        view = await desk.case(done.case_id)
        assert [note.text for note in view.stickies] == ["Hard of hearing: speak slowly"]
        assert await clean(desk)
        await rebuild(desk.ctx.store, source="test")
        assert await clean(desk)
        assert len((await desk.case(done.case_id)).stickies) == 1
        clock.at = MONDAY + DAY
        assert (await desk.case(done.case_id)).stickies == ()
        with pytest.raises(Refused, match="until_in_past"):
            await desk.put_sticky(who.id, "Too late", MONDAY)
        kinds = [event.kind for event in await desk.ctx.read(lambda tx: log.events(tx, 0))]
        assert kinds.count("sticky_put") == 2


async def test_a_retry_sticks_one_note_and_takes_one_off(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        await desk.register(new())
        (who,) = await found(desk, "cj")
        for _ in range(2):
            await desk.put_sticky(who.id, "Prefers mornings", MONDAY + DAY, op="put-1")
        (who,) = await found(desk, "cj")
        assert [note.text for note in who.stickies] == ["Prefers mornings"]
        for _ in range(2):
            await desk.end_sticky(who.id, who.stickies[0].id, op="end-1")
        # what is tried again late comes back as done, even when the note is gone since
        await desk.put_sticky(who.id, "Prefers mornings", MONDAY + DAY, op="put-1")
        (who,) = await found(desk, "cj")
        assert who.stickies == ()
        for op, kind in (("put-1", "sticky_put"), ("end-1", "sticky_ended")):
            done = await desk.carried_out(op)
            assert done is not None
            assert done.kinds == (kind,)
        kinds = [event.kind for event in await desk.ctx.read(lambda tx: log.events(tx, 0))]
        assert (kinds.count("sticky_put"), kinds.count("sticky_ended")) == (1, 1)
        assert await clean(desk)


@pytest.mark.parametrize(
    ("text", "category", "klass", "priority", "kind"),
    [
        ("I was scammed, money is leaving!", "fraud", "complaint", "P1", None),
        ("Somebody scammed me, money leaves my account", "fraud", "complex", "P1", "risk"),
        ("我被骗了，账户里的钱一直被转走", "fraud", "complex", "P1", "risk"),
        ("太差了，转账给收款人三天了还未到账", "transfer", "complaint", None, "complaint"),
        ("余额怎么查，对账单在哪里", "account", "common", "P3", "enquiry"),
        ("qwerty", "", "common", "P3", "enquiry"),
    ],
)
async def test_a_text_suggests_what_it_is(
    tmp_path: Path, text: str, category: str, klass: str, priority: str | None, kind: str | None
) -> None:
    async with desk_of(tmp_path) as desk:
        says = desk.suggest(text)
        assert says.category == category or (category == "fraud" and says.priority is Priority.P1)
        if category != "fraud":
            assert says.klass is CaseClass(klass)
        assert priority is None or says.priority is Priority(priority)
        assert kind is None or says.kind is Kind(kind)
        assert bool(says.grounds) == (text != "qwerty")
        assert all(ground.word.casefold() in text.casefold() for ground in says.grounds)


async def test_a_card_number_in_a_text_is_masked_wherever_it_is_read(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        done = await desk.register(new("My card 4111 1111 1111 1111 was charged 4,111.00 twice"))
        await desk.note(done.case_id, "She rang from 13912345678 about 4111111111111111")
        view = await desk.case(done.case_id)
        shown = (
            repr(view) + repr(await desk.page(View.ALL, Filter())) + repr(await desk.lookup("cj"))
        )
        assert "1111 1111 1111 1111" not in shown
        assert "4111111111111111" not in shown
        assert "13912345678" not in shown
        assert "4,111.00" in view.text
        assert "1111" in view.text
