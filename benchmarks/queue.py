"""A page of 50 at the top of the queue, at 1,000, 10,000 and (in a full run) 100,000 cases.

Two calls are measured. The *store call* is what the design's goal speaks of: one hop from the event
loop into the store's thread and the rows back. The *desk's page* is what the screen really gets:
rows with their masks and reasons, figures of the bands, what time has changed merged in.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from functools import partial

from agentdesk.desk.api import Filter, View
from agentdesk.desk.house import Desk
from agentdesk.store import pages
from agentdesk.store.pages import Question, Shape
from benchmarks import desks, floor
from benchmarks.desks import NOW
from benchmarks.harness import Bench, ratio_at_most

RAW = "raw rows of the same page on the same library, same file, same thread"
PAGE = f"""
SELECT c.band, c.rank, c.due, c.received, c.id, c.ref, c.priority, c.status, c.clock, c.clock_due,
  c.broken_since, c.frozen, c.wake_at, c.next_change, c.reason, c.departments, c.owner,
  c.accountable, c.chasers, c.care, c.surge, c.follow_up_due, c.resolved_by, c."class", c.ver,
  c.back, c.attention, t.body, s.name
FROM cases c INDEXED BY ix_cases_key
LEFT JOIN content t ON t.id = c.title LEFT JOIN subject s ON s.id = c.subject
WHERE c.band < 9 AND (c.next_change IS NULL OR c.next_change > {NOW})
ORDER BY c.band, c.rank, c.due, c.received, c.id LIMIT 50
"""


async def run(bench: Bench) -> None:
    """Measure both calls at each size, and that neither grows with it."""
    folders = {1_000: bench.folder / "queue-1k", 10_000: bench.folder / "queue-10k"}
    await desks.make(folders[1_000], 1_000)
    if bench.quick:
        desks.copy(folders[1_000], folders[10_000])
        desks.grow(folders[10_000], 10)
    else:
        await desks.make(folders[10_000], 10_000)
        folders[100_000] = desks.copy(folders[10_000], bench.folder / "queue-100k")
        desks.grow(folders[100_000], 10)
    most = max(folders)
    async with AsyncExitStack() as stack:
        open_desks = {
            size: await stack.enter_async_context(desks.opened(folder))
            for size, folder in folders.items()
        }
        raws = {size: floor.connect(folder) for size, folder in folders.items()}
        try:
            for size, desk in open_desks.items():
                same = partial(_raw_page, raws[size])
                await _check(desk, raws[size])
                await bench.compare(
                    f"store call, {size:,} cases", _arm(_store_page, desk), same,
                    against=RAW, goal=ratio_at_most(1.5),
                )  # fmt: skip
                await bench.compare(
                    f"desk's page, {size:,} cases", _arm(_desk_page, desk), same, against=RAW
                )
            small, large = open_desks[1_000], open_desks[most]
            for what, call in CALLS.items():
                await bench.compare(
                    f"{what}, {most:,} against 1,000", _arm(call, large), _arm(call, small),
                    against="lines “against 1,000”: the same call at 1,000 cases",
                    goal=ratio_at_most(1.2) if call is _store_page else None,
                    sizes=(most, 1_000), rounds=bench.pick(101, 15),
                )  # fmt: skip
            for what, where in FILTERS.items():
                ask = partial(_filtered, where=where)
                await bench.compare(
                    f"{what}, {most:,} against 1,000", _arm(ask, large), _arm(ask, small),
                    against="lines “against 1,000”: the same call at 1,000 cases",
                    sizes=(most, 1_000), rounds=bench.pick(21, 9), most=50,
                )  # fmt: skip
        finally:
            for raw in raws.values():
                raw.close()
    real = bench.pick("10,000", "1,000")
    bench.results[-1].note = f"{most:,} cases: the rows of {real} real ones, each written ten times"


def _raw_page(raw: floor.Raw, count: int) -> None:
    for _ in range(count):
        raw.execute(PAGE).fetchall()


async def _store_page(desk: Desk) -> None:
    question = Question(Shape("all"), {"me": desk.ctx.me.code})
    await desk.ctx.store.read(lambda tx: pages.first(tx, question, tx.now, 50))


async def _desk_page(desk: Desk) -> None:
    await desk.page(View.ALL, Filter(), limit=50)


async def _figures(desk: Desk) -> None:
    await desk.counts()


async def _filtered(desk: Desk, where: Filter) -> None:
    await desk.page(View.ALL, where, limit=50)


CALLS = {"store call": _store_page, "desk's page": _desk_page, "header's figures": _figures}
FILTERS = {
    "filter that few match": Filter(priority=frozenset({"P1"})),
    "filter that many match": Filter(priority=frozenset({"P2"})),
}
"""PERFORMANCE sets no goal for these. No words: `desks.grow` does not copy their index."""


def _arm(call: Callable[[Desk], Awaitable[None]], desk: Desk) -> Callable[[int], Awaitable[None]]:
    async def arm(count: int) -> None:
        for _ in range(count):
            await call(desk)

    return arm


async def _check(desk: Desk, raw: floor.Raw) -> None:
    """Both give the same cases in the same order."""
    page = await desk.page(View.ALL, Filter(), limit=50)
    assert [row.id for row in page.rows] == [row[4] for row in raw.execute(PAGE)]
    assert len(page.rows) == 50
