"""The log: append-only for everybody, chained from its first row, free of anybody's words."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agentdesk.domain.values import Event
from agentdesk.store import chain, kinds, lease, log, ops
from agentdesk.store.engine import Store
from agentdesk.store.errors import Conflict, StoreTrouble
from agentdesk.store.sql import Sql
from agentdesk.store.tx import Tx
from tests.support.stores import SOURCE, START, note, open_store, receive

NOW = START


@pytest.fixture
async def store(tmp_path: Path):
    async with open_store(tmp_path / "desk") as opened:
        yield opened


def append(tx: Tx, case_id: int, *events: Event, **more: Any) -> list[Event]:
    return log.append(tx, case_id, events, now=tx.now, source=SOURCE, **more)


def surge(at: int = NOW) -> Event:
    return Event("surge", at, "li", {"on": True})


def raw(sql: str) -> Sql:
    return Sql(sql, {}, frozenset())


async def test_what_is_read_is_what_was_appended(store: Store) -> None:
    body = {"to": "li", "how": "claim", "reserve": False}
    event = Event("assigned", NOW - 5, "li", body)
    (stamped,) = await store.write(lambda tx: append(tx, 1, event))
    assert (stamped.ver, stamped.seq, stamped.recorded_at) == (1, 2, NOW)  # 1 is the policy's
    assert (stamped.at, stamped.actor, stamped.source) == (NOW - 5, "li", SOURCE)
    assert await store.read(lambda tx: log.events(tx, 1)) == [stamped]
    assert await store.read(lambda tx: log.events_of(tx, [1, 7])) == {1: [stamped]}
    assert await store.read(lambda tx: log.events_between(tx, 2, 2)) == [(1, stamped)]


async def test_anybody_with_the_audit_key_can_check_a_mac(store: Store) -> None:
    """The rule of `chain`, written out by hand."""
    await store.write(lambda tx: append(tx, 1, surge(), surge()))
    first, second, third = await store.read(lambda tx: log.rows(tx, 0, 9))
    assert first["prev"] == bytes(32)
    assert second["prev"] == first["mac"]
    rest = {name: third[name] for name in third.keys() if name not in ("prev", "mac")}  # noqa: SIM118
    covered = json.dumps(rest, sort_keys=True, separators=(",", ":"))
    expected = hmac.new(
        store.place.audit.secret, second["mac"] + covered.encode(), hashlib.sha256
    ).digest()
    assert third["mac"] == expected


async def test_texts_are_covered_by_digest_and_not_held(store: Store) -> None:
    case_id = await store.write(lambda tx: receive(tx, "MY SECRET WORDS"))
    received = (await store.read(lambda tx: log.rows(tx, 1, 1)))[0]
    assert "SECRET" not in received["body"]
    assert set(json.loads(received["body"])["digests"]) == {"title", "text"}
    event = (await store.read(lambda tx: log.events(tx, case_id)))[0]
    assert "digests" not in event.body  # the fold sees what was decided


async def test_an_event_that_names_no_stored_text_is_refused(store: Store) -> None:
    event = Event("note", NOW, "li", {"text": 77})
    with pytest.raises(ValueError, match="77"):
        await store.write(lambda tx: append(tx, 1, event))


@pytest.mark.parametrize(
    "body", [{"why": 1.5}, {"code": "x" * 201}, {"code": "a\nb"}, {"code": {"a": 1}}]
)
async def test_a_body_holds_integers_codes_and_ids_only(store: Store, body: Any) -> None:
    with pytest.raises(ValueError, match="codes and ids"):
        await store.write(lambda tx: append(tx, 1, Event("surge", NOW, "li", body)))


async def test_unknown_kinds_are_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="no such event"):
        await store.write(lambda tx: append(tx, 1, Event("surprise", NOW)))


async def test_nothing_is_recorded_before_it_happened(store: Store) -> None:
    with pytest.raises(Conflict):
        await store.write(lambda tx: append(tx, 1, surge(NOW + 1)))


async def test_a_case_that_moved_on_refuses_what_was_decided_before(store: Store) -> None:
    await store.write(lambda tx: append(tx, 1, surge(), after=0))
    with pytest.raises(Conflict):
        await store.write(lambda tx: append(tx, 1, surge(), after=0))
    await store.write(lambda tx: append(tx, 1, surge(), after=1))


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE event SET at = 1 WHERE seq = 2",
        "UPDATE OR REPLACE event SET seq = 1 WHERE seq = 2",
        "DELETE FROM event WHERE seq = 3",
        "INSERT OR REPLACE INTO event SELECT * FROM event WHERE seq = 2",
        # a new seq, but a (case_id, ver) that is taken: REPLACE would drop the old row unseen
        "INSERT OR REPLACE INTO event SELECT 4, case_id, ver, kind, v, at, recorded_at, actor,"
        " source, op_id, key_id, body, (SELECT mac FROM event WHERE seq = 3), mac"
        " FROM event WHERE seq = 2",
        # out of order, with a gap, or with another past
        "INSERT INTO event SELECT 9, 5, 1, kind, v, at, recorded_at, actor, source, op_id, key_id,"
        " body, (SELECT mac FROM event WHERE seq = 3), mac FROM event WHERE seq = 2",
        "INSERT INTO event SELECT 4, 5, 1, kind, v, at, recorded_at, actor, source, op_id, key_id,"
        " body, prev, mac FROM event WHERE seq = 2",
        "INSERT INTO event (seq, case_id, ver, kind, v, at, recorded_at, actor, source, key_id,"
        " body, prev, mac) SELECT 4, 1, 7, kind, v, at, recorded_at, actor, source, key_id, body,"
        " (SELECT mac FROM event WHERE seq = 3), mac FROM event WHERE seq = 2",
        "INSERT INTO event SELECT * FROM event WHERE seq = 3"
        " ON CONFLICT (seq) DO UPDATE SET at = 1",
    ],
)
@pytest.mark.parametrize("plain", [False, True], ids=["encrypted", "plain"])
async def test_triggers_refuse_what_would_change_the_past(
    tmp_path: Path, attack: str, plain: bool
) -> None:
    async with open_store(tmp_path / "desk", plain=plain) as store:
        await store.write(lambda tx: append(tx, 1, surge(), surge()))
        before = [tuple(row) for row in await store.read(lambda tx: log.rows(tx, 0, 9))]
        with pytest.raises(Conflict):
            await store.write(lambda tx: tx.run(raw(attack)))
        assert [tuple(row) for row in await store.read(lambda tx: log.rows(tx, 0, 9))] == before


async def test_many_cases_in_one_append(store: Store) -> None:
    def work(tx: Tx) -> list[Event]:
        batch = [(case_id, 0, [surge(), surge()]) for case_id in range(1, 501)]
        return log.append_cases(tx, batch, now=tx.now, source=SOURCE)

    stamped = await store.write(work)
    assert [event.seq for event in stamped] == list(range(2, 1002))
    assert {event.ver for event in stamped} == {1, 2}
    await store.write(lambda tx: append(tx, 3, surge()))  # the chain goes on
    assert (await store.read(lambda tx: log.events(tx, 3)))[-1].ver == 3


async def test_a_failed_append_leaves_the_chain_usable(store: Store) -> None:
    def work(tx: Tx) -> None:
        append(tx, 1, surge())
        with pytest.raises(Conflict):
            append(tx, 1, surge(), after=0)
        append(tx, 1, surge())

    await store.write(work)
    assert [event.ver for event in await store.read(lambda tx: log.events(tx, 1))] == [1, 2]


async def test_older_bodies_are_read_through_upcasters(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.write(lambda tx: append(tx, 1, surge()))
    monkeypatch.setitem(
        kinds.UPCASTERS, ("surge", 1), lambda body: {"on": body["on"], "until": None}
    )
    (event,) = await store.read(lambda tx: log.events(tx, 1))
    assert (event.v, event.body) == (2, {"on": True, "until": None})
    with pytest.raises(ValueError, match="surge/1"):  # and today's events are of today's version
        await store.write(lambda tx: append(tx, 1, surge()))


async def test_an_event_of_a_newer_program_is_not_guessed_at(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(kinds.UPCASTERS, ("surge", 1), lambda body: body)
    event = Event("surge", NOW, "li", {"on": True}, v=2)
    await store.write(lambda tx: append(tx, 1, event))
    monkeypatch.undo()
    with pytest.raises(StoreTrouble) as refused:
        await store.read(lambda tx: log.events(tx, 1))
    assert refused.value.code == "newer"


async def test_a_retry_finds_what_the_operation_did(store: Store) -> None:
    def work(tx: Tx) -> tuple[bool, int]:
        done = ops.answered(tx, "op-1")
        if done is None:
            case_id = receive(tx, op_id="op-1")
            return False, case_id
        return True, done.case_id

    assert await store.write(work) == (False, 1001)
    assert await store.write(work) == (True, 1001)
    answer = await store.read(lambda tx: ops.answered(tx, "op-1"))
    assert answer == ops.Answer("op-1", 2, 4, 1001)
    kinds_done = await store.read(lambda tx: log.events_between(tx, 2, 4))
    assert [event.kind for _, event in kinds_done] == ["received", "registered", "assigned"]
    assert await store.read(lambda tx: ops.answered(tx, None)) is None


async def test_one_operation_may_append_twice(store: Store) -> None:
    def work(tx: Tx) -> None:
        case_id = receive(tx, op_id="op-1")
        note(tx, case_id, op_id="op-1")

    await store.write(work)
    answer = await store.read(lambda tx: ops.answered(tx, "op-1"))
    assert answer == ops.Answer("op-1", 2, 5, 1001)


async def test_a_lease_is_held_by_one_until_it_runs_out(store: Store) -> None:
    def take(holder: str, now: int) -> Any:
        return lambda tx: lease.take(tx, "sweep", holder, now=now, lasts=10)

    assert await store.write(take("a", 100))
    assert not await store.write(take("b", 109))
    assert await store.write(take("a", 105))  # kept longer by its holder
    assert not await store.write(take("b", 114))
    assert await store.write(take("b", 115))
    await store.write(lambda tx: lease.drop(tx, "sweep", "a"))  # not a's any more
    assert not await store.write(take("a", 116))
    await store.write(lambda tx: lease.drop(tx, "sweep", "b"))
    assert await store.write(take("a", 116))


WORDS = st.text(st.characters(codec="utf-8"), max_size=8)
VALUES = st.none() | st.booleans() | st.integers() | WORDS
BODIES = st.dictionaries(WORDS, VALUES | st.lists(VALUES, max_size=3), max_size=6)


@settings(max_examples=60)
@given(BODIES)
def test_canonical_json_is_ascii_and_does_not_depend_on_order(value: dict[str, Any]) -> None:
    text = chain.canonical(value)
    assert json.loads(text) == value
    assert text.isascii()
    assert chain.canonical(dict(reversed(value.items()))) == text


ROWS = st.fixed_dictionaries(
    dict.fromkeys(("kind", "actor", "source", "key_id", "body"), WORDS)
    | {name: st.integers() for name in ("seq", "case_id", "ver", "v", "at", "recorded_at")}
    | {"op_id": st.none() | WORDS}
)


@settings(max_examples=60)
@given(ROWS)
def test_what_a_mac_covers_is_the_canonical_json_of_the_row(row: dict[str, Any]) -> None:
    assert set(row) == set(chain.FIELDS)
    assert chain.covered(row) == chain.canonical(row)


def test_canonical_json_refuses_what_has_no_one_form() -> None:
    with pytest.raises(ValueError, match="float"):
        chain.canonical(float("nan"))


def test_every_kind_of_a_case_and_of_the_desk_is_known() -> None:
    from agentdesk.domain import events

    assert all(kinds.known(kind) for kind in events.ALL | kinds.DESK)
    assert not events.ALL & kinds.DESK
