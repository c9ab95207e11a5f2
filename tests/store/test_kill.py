"""`kill -9` at random moments: nothing that was confirmed is lost, nothing is half done."""

from __future__ import annotations

import asyncio
import random
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import bindparam, select

from agentdesk.store import ops, schema
from agentdesk.store.engine import Store
from agentdesk.store.sql import compiled
from agentdesk.store.tx import Row, Tx
from agentdesk.store.verify import verify
from tests.support import processes
from tests.support.stores import CLOCK, open_store, receive
from tests.support.writers import unit, write_cases

OPS = compiled(select(schema.op))
OF_OP = compiled(
    select(schema.event.c.seq)
    .where(schema.event.c.op_id == bindparam("op"))
    .order_by(schema.event.c.seq)
)


async def survives(folder: Path, *, plain: bool, kills: int, workers: int, seed: int) -> int:
    """Run writers and kill them; everything that was confirmed stands. How much that was."""
    async with open_store(folder, clock=CLOCK, plain=plain):
        pass
    outcome = await asyncio.to_thread(
        processes.run_with_kills, write_cases, folder, workers=workers, kills=kills, seed=seed
    )
    assert outcome.errors == []
    assert outcome.kills == kills
    async with open_store(folder, clock=CLOCK, create=False) as store:
        done = {row["op_id"]: row for row in await store.read(lambda tx: tx.all(OPS))}
        assert [op_id for op_id in outcome.acked if op_id not in done] == []
        assert {row["last_seq"] - row["first_seq"] for row in done.values()} <= {0, 2}  # whole
        await retry_what_was_not_confirmed(store, outcome)
        report = await verify(store)
        assert report.clean, report.findings[:5]
    return len(outcome.acked)


async def retry_what_was_not_confirmed(store: Store, outcome: processes.Outcome) -> None:
    """A client that does not know whether its last operation was done simply tries it again."""
    for worker in outcome.workers:
        op_id = f"{worker.name}-{len(worker.acked)}"
        before = await store.read(partial(ops.answered, op_id=op_id))
        again = partial(unit, op_id=op_id, dice=random.Random(0))
        case_id = await store.write(again)
        assert await store.write(again) == case_id
        after = await store.read(partial(ops.answered, op_id=op_id))
        assert after is not None
        assert before in (None, after)
        seqs = [row[0] for row in await store.read(partial(_events_of, op_id=op_id))]
        assert seqs == list(range(after.first_seq, after.last_seq + 1))


def _events_of(tx: Tx, op_id: str) -> list[Row]:
    return tx.all(OF_OP, {"op": op_id})


@pytest.mark.parametrize(
    "plain",
    [
        pytest.param(False, id="encrypted"),
        pytest.param(True, id="plain", marks=pytest.mark.torture),
    ],
)
async def test_20_kills_lose_nothing(tmp_path: Path, plain: bool) -> None:
    assert await survives(tmp_path / "desk", plain=plain, kills=20, workers=4, seed=9) >= 20


async def test_writers_that_live_disturb_nobody(tmp_path: Path) -> None:
    """Four processes write at once; all of them get their turn, none fails."""
    folder = tmp_path / "desk"
    async with open_store(folder, clock=CLOCK):
        pass
    outcome = await asyncio.to_thread(processes.run, write_cases, folder, 40, workers=4)
    assert outcome.errors == []
    assert len(set(outcome.acked)) == 160
    async with open_store(folder, clock=CLOCK, create=False) as store:
        assert (report := await verify(store)).clean, report.findings[:5]


async def torn(folder: Path, cuts: int) -> int:
    """Power is lost: only a part of the write-ahead log has reached the disk. How many different
    pasts that leaves; each is a whole number of commits."""
    files = ("store.db", "store.key", "audit.key")
    async with open_store(folder / "desk") as store:
        for _ in range(10):
            await store.write(receive)
        written = (folder / "desk" / "store.db-wal").read_bytes()
        parts = {name: (folder / "desk" / name).read_bytes() for name in files}
    lengths: list[int] = []
    for n in range(cuts + 1):
        copy = folder / f"cut-{n}"
        copy.mkdir()
        for name in files:
            (copy / name).write_bytes(parts[name])
            (copy / name).chmod(0o600)
        (copy / "store.db-wal").write_bytes(written[: len(written) * n // cuts])
        async with open_store(copy, create=False) as store:
            report = await verify(store)
        assert report.clean, report.findings[:5]
        lengths.append(report.events)
    assert lengths == sorted(lengths)
    assert set(lengths) <= {0, *range(1, 32, 3)}
    assert (lengths[0], lengths[-1]) == (0, 31)
    return len(set(lengths))


async def test_a_torn_write_ahead_log_is_a_shorter_past(tmp_path: Path) -> None:
    assert await torn(tmp_path, 12) > 4
