"""`db verify` and `db rebuild`: what was tampered with is found where it was, and what is made of
the log can be made anew."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from agentdesk import i18n
from agentdesk.desk.clock import SetClock
from agentdesk.domain.values import DAY, HOUR, Event
from agentdesk.store import cases, chain, content, handoffs, log, opening, schema, search
from agentdesk.store.content import Text
from agentdesk.store.engine import Store
from agentdesk.store.errors import StoreTrouble
from agentdesk.store.factory import RawConnection
from agentdesk.store.rebuild import rebuild
from agentdesk.store.report import Report
from agentdesk.store.tx import Tx
from agentdesk.store.verify import verify
from tests.support.stores import (
    CLOCK,
    SOURCE,
    START,
    apply_policy,
    fold,
    hand_off,
    note,
    open_store,
    receive,
    some_cases,
)


@pytest.fixture(params=["encrypted", "plain"])
async def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    async with open_store(tmp_path / "desk", plain=request.param == "plain") as store:
        await store.write(some_cases(12))
    return tmp_path / "desk"


def attack(desk: Path, *statements: str, without_triggers: bool = True) -> None:
    """What somebody does who holds file and key, and another program than this one."""
    raw = opening.find(desk, False, None, CLOCK).opener.connect()
    raw.execute("PRAGMA foreign_keys = OFF")
    if without_triggers:
        for name in ("event_no_update", "event_no_delete", "event_next"):
            raw.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        raw.execute(statement)
    for trigger in schema.TRIGGERS if without_triggers else ():
        raw.execute(trigger)
    raw.close()


async def report_of(desk: Path, **how: Any) -> Report:
    async with open_store(desk, create=False) as store:
        report = await verify(store, **how)
    for finding in report.findings:
        for lang in i18n.LANGUAGES:
            text = i18n.catalogue(lang)[f"trouble.found.{finding.code}"]
            assert "{" not in text.format(**finding.params)
    return report


def found(report: Report) -> list[tuple[Any, ...]]:
    return [(finding.code, *finding.params.values()) for finding in report.findings]


async def test_a_sound_store_is_proved_whole(desk: Path) -> None:
    stages: dict[str, tuple[int, int]] = {}
    report = await report_of(desk, progress=lambda name, *n: stages.update({name: n}))
    assert report.clean
    assert (report.events, report.contents, report.cases) == (1 + 12 * 3 + 6, 12 * 2 + 6, 12)
    assert report.head_seq == report.events
    assert set(stages) == {"events", "texts", "cases", "search"}
    assert all(done == total for done, total in stages.values())


@pytest.mark.parametrize(
    ("tampering", "expected"),
    [
        ("UPDATE event SET at = at - 60000000 WHERE seq = 17", ("chain_mac", 17)),
        ("UPDATE event SET actor = 'wu' WHERE seq = 5", ("chain_mac", 5)),
        ("UPDATE event SET body = '{}' WHERE seq = 1", ("chain_mac", 1)),
        ("UPDATE event SET mac = zeroblob(32) WHERE seq = 20", ("chain_mac", 20)),
        ("DELETE FROM event WHERE seq = 23", ("chain_gap", 23, 23)),
        ("DELETE FROM event WHERE seq BETWEEN 9 AND 11", ("chain_gap", 9, 11)),
        ("UPDATE event SET key_id = 'other' WHERE seq = 30", ("chain_key", 30, "other")),
    ],
)
async def test_edits_and_deletions_are_found_at_their_seq(
    desk: Path, tampering: str, expected: tuple[Any, ...]
) -> None:
    attack(desk, tampering)
    report = await report_of(desk)
    assert found(report)[0] == expected
    chained = [f for f in found(report) if f[0] in ("chain_mac", "chain_gap", "chain_key")]
    assert chained == [expected]  # and nowhere else


async def test_two_swapped_events_are_found(desk: Path) -> None:
    attack(
        desk,
        "UPDATE event SET seq = -1 WHERE seq = 40",
        "UPDATE event SET seq = 40 WHERE seq = 41",
        "UPDATE event SET seq = 41 WHERE seq = -1",
    )
    assert ("chain_prev", 40) in found(await report_of(desk))
    assert ("chain_mac", 40) in found(await report_of(desk))


async def test_events_that_make_no_sense_stop_nothing(desk: Path) -> None:
    for body in ("not JSON", "[]", "{}", '{"priority":7}'):
        attack(desk, f"UPDATE event SET body = '{body}' WHERE case_id = 1003")
        told = found(await report_of(desk))
        assert ("chain_mac", 9) in told
        assert told[-1][1] == "C-1003"
    attack(desk, "UPDATE event SET body = 'not JSON' WHERE case_id = 1003")
    async with open_store(desk, create=False) as store:
        with pytest.raises(StoreTrouble) as met:
            await rebuild(store, source=SOURCE)
    assert met.value.code == "unfoldable"


async def test_a_forged_event_needs_the_audit_key(desk: Path) -> None:
    """Even one that is linked rightly, written by somebody with another key."""

    def forge(raw: RawConnection) -> None:
        names = list(chain.FIELDS)
        last = dict(
            zip(
                [*names, "prev", "mac"],
                raw.execute(
                    f"SELECT {', '.join(names)}, prev, mac FROM event ORDER BY seq DESC LIMIT 1"
                ).fetchone(),
                strict=True,
            )
        )
        row = {**last, "seq": last["seq"] + 1, "ver": last["ver"] + 1, "prev": last["mac"]}
        row["mac"] = chain.mac(b"not the audit key", row["prev"], row)
        marks = ", ".join(f":{name}" for name in row)
        raw.execute(f"INSERT INTO event ({', '.join(row)}) VALUES ({marks})", row)

    raw = opening.find(desk, False, None, CLOCK).opener.connect()
    forge(raw)
    raw.close()
    assert ("chain_mac", 44) in found(await report_of(desk))


async def test_a_cut_log_is_told_by_what_else_knew_of_it_and_by_a_noted_head(desk: Path) -> None:
    noted = await report_of(desk)
    head = (noted.head_seq, noted.head_mac)
    async with open_store(desk, create=False) as store:
        await store.write(lambda tx: receive(tx, op_id="op"))
    later = await report_of(desk, head=head)
    assert later.clean  # a longer log still holds the noted head
    attack(desk, "DELETE FROM event WHERE seq > 42")
    report = await report_of(desk, head=head)
    assert ("head_lost", 43, 42) in found(report)
    assert ("op_lost", "op", 46) in found(report)
    assert {"case_extra", "case_row"} <= {finding.code for finding in report.findings}
    # Who also removes what else knew of it is told by the noted head alone.
    attack(desk, "DELETE FROM op")
    async with open_store(desk, create=False) as store:
        await rebuild(store, source=SOURCE)
    assert found(await report_of(desk)) == []
    assert [f[0] for f in found(await report_of(desk, head=head))] == ["head_other"]


@pytest.mark.parametrize(
    ("tampering", "expected"),
    [
        ("UPDATE content SET body = 'We never said that' WHERE id = 4", [("text_changed", 4)]),
        ("UPDATE content SET body = NULL WHERE id = 4", [("text_lost", 4)]),
        ("UPDATE content SET erased_at = 1 WHERE id = 4", [("text_not_erased", 4)]),
        ("UPDATE content SET digest = zeroblob(32) WHERE id = 4",
         [("text_swapped", 5, 4), ("text_changed", 4)]),
        ("DELETE FROM content WHERE id = 4", [("text_missing", 5, 4)]),
        ("UPDATE subject SET secret = NULL WHERE id = 2", [("text_lost", 3), ("text_lost", 4)]),
    ],
)  # fmt: skip
async def test_changed_texts_are_found(
    desk: Path, tampering: str, expected: list[tuple[Any, ...]]
) -> None:
    attack(desk, tampering)
    assert [f for f in found(await report_of(desk)) if f[0] not in ("search", "file")] == expected


async def test_an_erased_text_is_no_finding(desk: Path) -> None:
    """Body and secret are gone, the digest stays, and the log still verifies (G2)."""
    attack(
        desk,
        "UPDATE content SET body = NULL, erased_at = 1 WHERE subject = 2",
        "UPDATE subject SET secret = NULL WHERE id = 2",
    )
    report = await report_of(desk)
    assert {finding.code for finding in report.findings} == {"search"}  # its words are to go too


async def test_a_swapped_policy_is_found(desk: Path) -> None:
    change = "UPDATE policy SET resolved = replace(resolved, '\"reserve\":6', '\"reserve\":0')"
    attack(desk, change)
    assert found(await report_of(desk)) == [("policy_changed", 1)]
    attack(desk, "DELETE FROM policy")
    assert ("policy_changed", 1) in found(await report_of(desk))


PROJECTIONS = {
    "UPDATE cases SET band = 1, owner = 'wu' WHERE id = 1003": ("case_row", "C-1003"),
    "UPDATE cases SET ext_ref = 'X' WHERE id = 1003": ("case_row", "C-1003"),
    "DELETE FROM cases WHERE id = 1004": ("case_missing", "C-1004"),
    "INSERT INTO cases SELECT 9999, 'C-9999', subject, title, status, priority, class, kind,"
    " line, category, channel, source, ext_ref, owner, accountable, received, band, rank, due,"
    " clock, clock_due, broken_since, broken_clock, frozen, wake_at, next_change, reason,"
    " departments, chasers, care, surge, follow_up_due, resolved_at, resolved_by, ver, folded_at,"
    " plan_at, plan_by, plan_text, back, attention, undelivered, offered_to FROM cases"
    " WHERE id = 1001": ("case_extra", "C-9999"),
    "UPDATE clock SET due = due + 1 WHERE case_id = 1005": ("case_clocks", "C-1005"),
    "DELETE FROM clock WHERE case_id = 1006": ("case_clocks", "C-1006"),
    "DELETE FROM customer_key WHERE subject = 2": ("customer_keys", 2),
    "INSERT INTO sticky VALUES (7, 2, 'wu', 1, 2, NULL)": ("stickies",),
    "INSERT INTO search(search) VALUES ('delete-all')": ("search", "C-1001"),
    "INSERT INTO search(rowid, words) VALUES (1007, 'fraud')": ("search", "C-1007"),
}


HANDOFFS = (
    "UPDATE handoff SET due = due + 1 WHERE case_id = 1002",
    "UPDATE handoff SET dept = 'cards' WHERE case_id = 1002",
    "UPDATE handoff SET ended_at = 5, how = 'returned' WHERE case_id = 1002",
    "DELETE FROM handoff WHERE case_id = 1002",
    "INSERT INTO handoff SELECT case_id, 'h9', dept, main, asked_at, asked_by, text, accepted_at,"
    " accepted_by, reported_at, clock, due, ended_at, how, 2, along FROM handoff"
    " WHERE case_id = 1002",
)


@pytest.mark.parametrize("tampering", HANDOFFS)
async def test_wrong_handoffs_are_found_and_made_anew(tmp_path: Path, tampering: str) -> None:
    desk = tmp_path / "desk"
    async with open_store(desk, plain=True) as store:
        await store.write(some_cases(3))
        await store.write(lambda tx: hand_off(tx, 1002))
    assert (await report_of(desk)).clean
    attack(desk, tampering, without_triggers=False)
    assert found(await report_of(desk)) == [("case_handoffs", "C-1002")]
    async with open_store(desk, create=False) as store:
        await rebuild(store, source=SOURCE)
        (row,) = await store.read(lambda tx: handoffs.ROWS.of_case(tx, 1002))
    assert (row["dept"], row["accepted_by"], row["clock"]) == ("payments", "wu", "dept_feedback")
    assert (await report_of(desk)).clean


@pytest.mark.parametrize("tampering", PROJECTIONS)
async def test_wrong_projections_are_found_and_made_anew(desk: Path, tampering: str) -> None:
    expected = PROJECTIONS[tampering]
    attack(desk, tampering, without_triggers=False)
    assert expected in [f[: len(expected)] for f in found(await report_of(desk))]
    async with open_store(desk, create=False) as store:
        assert await rebuild(store, source=SOURCE, actor="li") == 12
        assert (await store.read(lambda tx: log.events(tx, 0)))[-1].kind == "rebuilt"
    report = await report_of(desk)
    assert report.clean, report.findings


CALLS = {
    "UPDATE callback SET at = at + 60000000": ("case_callbacks", "C-1013"),
    "UPDATE callback SET who = 'wu'": ("case_callbacks", "C-1013"),
    "UPDATE callback SET state = 'reached'": ("case_callbacks", "C-1013"),
    "DELETE FROM callback": ("case_callbacks", "C-1013"),
    "INSERT INTO callback SELECT 1002, id, kind, who, at, until, state, tries, set_by, set_at,"
    " about, place, bring, changes, changed_at, had FROM callback": ("case_callbacks", "C-1002"),
    "INSERT INTO callback SELECT 9999, id, kind, who, at, until, state, tries, set_by, set_at,"
    " about, place, bring, changes, changed_at, had FROM callback": ("case_callbacks", "C-9999"),
}


def agreed(tx: Tx) -> int:
    """A case with a call that was agreed and moved."""
    case_id = receive(tx)
    subject = log.events(tx, case_id)[0].body["subject"]
    texts = [Text("about", "the card")]
    search.extend(tx, case_id, texts)
    about = content.add(tx, case_id=case_id, subject=subject, texts=texts)
    window = {"id": "b1", "who": "li", "at_time": tx.now + HOUR, "until": tx.now + 2 * HOUR}
    made = [
        Event("callback_set", tx.now, "li", {**window, "what": "call", "about": about[0]}),
        Event("callback_moved", tx.now, "li", {**window, "who": "wang"}),
    ]
    log.append(tx, case_id, made, now=tx.now, source=SOURCE)
    cases.project(tx, [fold(tx, case_id, log.events(tx, case_id))])
    return case_id


async def test_wrong_calls_are_found_and_made_anew(desk: Path) -> None:
    async with open_store(desk, create=False) as store:
        assert await store.write(agreed) == 1013
    for tampering, finding in CALLS.items():
        assert (await report_of(desk)).clean
        attack(desk, tampering, without_triggers=False)
        assert found(await report_of(desk)) == [finding]
        async with open_store(desk, create=False) as store:
            await rebuild(store, source=SOURCE)
    assert (await report_of(desk)).clean


async def test_what_an_agreed_call_is_about_is_sealed(desk: Path) -> None:
    async with open_store(desk, create=False) as store:
        await store.write(agreed)
        told = await store.read(lambda tx: log.events(tx, 1013)[3].body)
    attack(desk, f"UPDATE content SET body = 'something else' WHERE id = {told['about']}")
    assert ("text_changed", told["about"]) in found(await report_of(desk))


async def test_everything_can_be_made_from_the_log_alone(tmp_path: Path) -> None:
    clock = SetClock(START)
    async with open_store(tmp_path, clock=clock) as store:
        await store.write(lambda tx: [receive(tx, ext_ref=f"CFPB-{n}") for n in range(450)])
        before = await rows(store)
    attack(
        tmp_path,
        "DELETE FROM cases",
        "DELETE FROM clock",
        "INSERT INTO search(search) VALUES ('delete-all')",
        without_triggers=False,
    )
    async with open_store(tmp_path, clock=clock, create=False) as store:
        steps: list[tuple[str, int, int]] = []
        assert await rebuild(store, source=SOURCE, progress=lambda *at: steps.append(at)) == 450
        assert [step[1] for step in steps if step[0] == "cases"] == [1100, 1200, 1300, 1400, 1450]
        assert await rows(store) == before
        assert (await verify(store)).clean


async def rows(store: Store) -> list[Any]:
    async with store.aside() as aside:
        return await aside.raw(all_rows)


def all_rows(raw: RawConnection) -> list[Any]:
    tables = ("cases ORDER BY id", "clock ORDER BY case_id, name, n")
    found = [[tuple(row) for row in raw.execute(f"SELECT * FROM {t}").fetchall()] for t in tables]
    match = raw.execute("SELECT rowid FROM search WHERE search MATCH '\"转账\"' ORDER BY rowid")
    return [*found, [row[0] for row in match.fetchall()]]


async def test_rows_folded_at_different_times_and_policies_verify(tmp_path: Path) -> None:
    """Each row is proved at its own instant: an old row is not wrong because time went on."""
    clock = SetClock(START)
    async with open_store(tmp_path, clock=clock) as store:
        first = await store.write(receive)
        clock.forward(2 * DAY)
        await store.write(receive)
        await store.write(apply_policy)
        clock.forward(HOUR)
        await store.write(lambda tx: note(tx, first))
        report = await verify(store)
        assert report.clean, report.findings


async def test_desks_work_on_while_it_verifies(desk: Path) -> None:
    async with (
        open_store(desk, create=False) as store,
        open_store(desk, create=False) as other,
    ):
        running = asyncio.create_task(verify(store))
        made = 0
        while not running.done():
            await other.write(receive)
            made += 1
        assert (await running).clean
        assert made


async def test_desks_work_on_while_it_rebuilds(desk: Path) -> None:
    """Cases and notes that come in between are in rows and index as well."""
    async with (
        open_store(desk, create=False) as store,
        open_store(desk, create=False) as other,
    ):
        await other.write(some_cases(400))
        running = asyncio.create_task(rebuild(store, source=SOURCE))
        made = 0
        while not running.done():
            await other.write(receive)
            await other.write(lambda tx: note(tx, 1001, "转账 again"))
            made += 1
        await running
        assert made
        report = await verify(store)
        assert report.clean, report.findings[:5]


async def test_a_rebuild_can_be_stopped_between_two_batches(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        await store.write(some_cases(450))

        def stop(stage: str, done: int, total: int) -> None:
            task.cancel()

        task = asyncio.create_task(rebuild(store, source=SOURCE, progress=stop))
        with pytest.raises(asyncio.CancelledError):
            await task
        report = await verify(store)
        assert report.clean, report.findings


def test_a_report_counts_what_it_does_not_keep() -> None:
    report = Report()
    for seq in range(1500):
        report.found("chain_mac", seq=seq)
    assert (report.count, len(report.findings), report.clean) == (1500, 1000, False)
