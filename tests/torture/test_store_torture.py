"""Long runs of the store's trials (`make torture`)."""

from __future__ import annotations

import asyncio
import gc
import random
from pathlib import Path

import pytest

from tests.store.test_kill import survives, torn
from tests.store.test_units import ADD, COUNT, GET, put
from tests.support.stores import open_store

pytestmark = pytest.mark.torture


@pytest.mark.parametrize("plain", [False, True], ids=["encrypted", "plain"])
async def test_300_kills_of_8_writers_lose_nothing(tmp_path: Path, plain: bool) -> None:
    assert await survives(tmp_path / "desk", plain=plain, kills=300, workers=8, seed=3) >= 300


@pytest.mark.parametrize("plain", [False, True], ids=["encrypted", "plain"])
async def test_3000_cancelled_writes_leak_no_lock(tmp_path: Path, plain: bool) -> None:
    dice = random.Random(11)
    gc.disable()
    try:
        async with (
            open_store(tmp_path / "desk", plain=plain) as store,
            open_store(tmp_path / "desk", plain=plain, create=False) as other,
        ):
            await store.write(put("n", 0))
            for _ in range(3000):
                task = asyncio.create_task(
                    store.write(lambda tx: tx.run(ADD, {"which": "n"}) or tx.all(COUNT))
                )
                for _ in range(dice.randrange(6)):
                    await asyncio.sleep(0)
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
                await asyncio.wait_for(other.write(lambda tx: tx.run(ADD, {"which": "n"})), 10)
            assert 3000 <= await other.read(lambda tx: tx.value(GET, {"name": "n"})) <= 6000
    finally:
        gc.enable()


async def test_a_log_torn_at_250_points(tmp_path: Path) -> None:
    assert await torn(tmp_path, 250) == 12
