"""Who is on the phone: found while typing, and what a key costs on a desk with many of them."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from agentdesk.domain.finding import asked_for, keys_of
from benchmarks import desks, floor
from benchmarks.harness import Bench, ratio_at_most
from benchmarks.terminal import Program, supported, the_desk

LIKE = """
SELECT subject, key FROM customer_key WHERE kind = ? AND key >= ? AND key < ?
ORDER BY key, subject DESC LIMIT 9
"""
ABOUT = "SELECT name, phone, email, prefers, language, care FROM subject WHERE id = ?"
OPEN = """
SELECT id, ref, status, clock, clock_due, owner FROM cases
WHERE subject = ? AND status <> 'closed' ORDER BY received DESC LIMIT 9
"""
COUNT = "SELECT count(*), max(received) FROM cases WHERE subject = ?"
TYPED = ("138", "1380012", "5678", "wang", "lw", "王", "smith", "李伟")
LAST = "\U0010ffff"

ASKED: Sequence[tuple[str, bytes, bytes]] = (
    ("help", b"?", b"\x1b"),
    ("filter", b"/", b"\x1b"),
    ("intake", b"i", b"\x1b"),
)
"""A key that draws the same on every desk, and the one that takes it back."""


async def run(bench: Bench) -> None:
    """Customer search beside a raw indexed look-up, then the same keys on a full and empty desk."""
    folder = bench.folder / "customers"
    cases, customers = bench.pick((100_000, 200_000), (2_000, 4_000))
    made = bench.pick(1_000, 200)
    await desks.make(folder, made, now=time.time_ns() // 1000)
    desks.grow(folder, cases // made)
    add_customers(folder, customers)
    raw = floor.connect(folder)
    try:
        async with desks.opened(folder, now=time.time_ns() // 1000) as desk:
            for typed in TYPED:

                async def found(count: int, typed: str = typed) -> None:
                    for _ in range(count):
                        await desk.lookup(typed)

                def rows(count: int, typed: str = typed) -> None:
                    for _ in range(count):
                        looked_up(raw, typed)

                await bench.compare(
                    f"search “{typed}” among {customers:,} customers", found, rows,
                    against="the same keys, customers and open cases by their indexes, raw",
                )  # fmt: skip
    finally:
        raw.close()
    await keys(bench, folder)


def looked_up(raw: floor.Raw, typed: str) -> None:
    """What a search reads, statement by statement."""
    ids: list[int] = []
    for kind, key in asked_for(typed):
        ids += [row[0] for row in raw.execute(LIKE, (kind, key, key + LAST)).fetchall()]
    for subject in list(dict.fromkeys(ids))[:8]:
        raw.execute(ABOUT, (subject,)).fetchone()
        raw.execute(COUNT, (subject,)).fetchone()
        raw.execute(OPEN, (subject,)).fetchall()


async def keys(bench: Bench, full: Path) -> None:
    """The same keys on a full desk and on an empty one, in turn."""
    if not supported():
        bench.skip("key to paint, full against empty", "no pty on this system")
        return
    empty = bench.folder / "empty"
    await desks.make(empty, 0, now=time.time_ns() // 1000)
    presses = bench.pick(15, 5)
    with the_desk(full) as many, the_desk(empty) as none:
        for program in (many, none):
            program.until()
            program.settle(1.5, 20.0)
        for name, key, back in ASKED:
            taken: tuple[list[float], list[float]] = ([], [])
            for _ in range(presses):
                for times, program in zip(taken, (many, none), strict=True):
                    times.append(_press(program, key))
                    _press(program, back)
            bench.record(
                f"key to paint: {name}", "ms", ratio_at_most(1.5), ours=median(taken[0]) * 1e3,
                floor=median(taken[1]) * 1e3, against="the same key on an empty desk",
                rounds=presses,
            )  # fmt: skip


def _press(program: Program, key: bytes) -> float:
    while program.read(0.0):  # what it drew by itself
        continue
    took = program.answer(key)
    program.settle(0.06, 1.0)
    if took is None:
        raise RuntimeError("a key changed nothing on the screen")
    return took


def add_customers(folder: Path, wanted: int) -> None:
    """Customers without cases, until there are so many; everybody with their keys."""
    chance = random.Random(7)
    raw = floor.connect(folder)
    try:
        raw.execute("BEGIN IMMEDIATE")
        there = int(raw.execute("SELECT max(id) FROM subject").fetchone()[0])
        rows = [
            (n, desks.person(chance), f"139{chance.randrange(10**8):08d}", "", "", "", 0, b"x" * 32)
            for n in range(there + 1, wanted + 1)
        ]
        raw.executemany(
            "INSERT INTO subject (id, name, phone, email, prefers, language, care, secret)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        known = raw.execute("SELECT id, name, phone, email FROM subject").fetchall()
        raw.execute("DELETE FROM customer_key")
        raw.executemany(
            "INSERT INTO customer_key (kind, key, subject) VALUES (?, ?, ?)",
            [(kind, key, row[0]) for row in known for kind, key in keys_of(*row[1:])],
        )
        raw.execute("COMMIT")
    finally:
        raw.close()
