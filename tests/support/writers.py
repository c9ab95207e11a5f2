"""Workers that write to a store as fast as it takes them (see `processes`)."""

from __future__ import annotations

import asyncio
import random
from functools import partial
from pathlib import Path

from agentdesk.store import cases, ops
from agentdesk.store.engine import Store
from agentdesk.store.tx import Tx
from tests.support.processes import Link
from tests.support.stores import CLOCK, note, receive


def write_cases(link: Link, folder: Path, most: int | None = None) -> None:
    """Receive cases and write notes on them, each under an operation id, which is acked."""
    asyncio.run(_write(link, folder, most))


def unit(tx: Tx, op_id: str, dice: random.Random) -> int:
    """One operation: a new case (3 events) or a note on a random one (1 event); its case."""
    if (done := ops.answered(tx, op_id)) is not None:
        return done.case_id
    newest = cases.next_id(tx) - 1
    if newest < cases.FIRST_ID or dice.random() < 0.3:
        return receive(tx, f"killed at {op_id} 转账", op_id=op_id)
    case_id = dice.randint(cases.FIRST_ID, newest)
    note(tx, case_id, f"note by {op_id}", op_id=op_id)
    return case_id


async def _write(link: Link, folder: Path, most: int | None) -> None:
    dice = random.Random(link.name)
    store = await Store.open(folder, clock=CLOCK)
    try:
        count = 0
        while count != most and not link.stopped():
            op_id = f"{link.name}-{count}"
            await store.write(partial(unit, op_id=op_id, dice=dice))
            link.ack(op_id)
            count += 1
    finally:
        await store.aclose()
