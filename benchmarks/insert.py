"""A new case, whole: customer, texts, sealed events, row, clocks and words, in one transaction.

The floor is given everything ready made (the row, the clocks, the words) and only writes it, with
ids and a chain of its own. What is above it is deciding, folding, cutting words, and the hop.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count as numbers
from pathlib import Path
from typing import Any

from agentdesk.desk.intake import IncomingCase
from agentdesk.domain.words import tokens
from benchmarks import desks, floor
from benchmarks.harness import Bench, Goal, ratio_at_most

RAW = "the same rows written raw, with the same chain, index and synchronous=FULL"
HEADS = """
SELECT (SELECT max(id) FROM cases), (SELECT max(id) FROM subject), (SELECT max(id) FROM content)
"""


async def run(bench: Bench) -> None:
    """Measure one case at a time, and the share of the text index."""
    folder = bench.folder / "insert"
    await desks.make(folder, bench.pick(2_000, 300))
    raw = floor.connect(folder)
    try:
        async with desks.opened(folder) as desk:
            incoming = desks.requests(1_000_000, seed=11)
            first = await desk.receive(IncomingCase(**next(incoming)))
            template = Template(raw, folder, first.case_id)

            async def ours(count: int) -> None:
                for _ in range(count):
                    await desk.receive(IncomingCase(**next(incoming)))

            def same(count: int) -> None:
                for _ in range(count):
                    floor.write(raw, template.write)

            def unindexed(count: int) -> None:
                for _ in range(count):
                    floor.write(raw, template.write_without_words)

            await bench.compare(
                "a new case", ours, same, against=RAW, goal=ratio_at_most(1.3), most=400
            )
            await bench.compare(
                "the floor, with its text index and without", same, unindexed,
                against="the same rows without the text index",
                goal=Goal("index ≤ 6× bare", lambda r: r.ratio is not None and r.ratio <= 7),
                most=400,
            )  # fmt: skip
    finally:
        raw.close()


class Template:
    """The rows of one case as the desk wrote them, to be written again under other ids."""

    def __init__(self, raw: floor.Raw, folder: Path, case_id: int) -> None:
        self.chain = floor.Chain(folder)
        self.case = floor.rows(raw, "cases", "id = ?", case_id)[0]
        self.subject = floor.rows(raw, "subject", "id = ?", self.case["subject"])[0]
        self.texts = floor.rows(raw, "content", "case_id = ? ORDER BY id", case_id)
        self.events = floor.rows(raw, "event", "case_id = ? ORDER BY ver", case_id)
        self.clocks = floor.rows(raw, "clock", "case_id = ?", case_id)
        said = [self.case["ref"], self.case["ext_ref"] or "", self.subject["name"]]
        said += [text["body"] for text in self.texts]
        self.words = " ".join(word for part in said for word in tokens(part))
        self.numbers: Iterator[int] = numbers(1)

    def write(self, raw: floor.Raw) -> None:
        """The whole case."""
        case_id = self.write_without_words(raw)
        raw.execute("INSERT INTO search(rowid, words) VALUES (?, ?)", (case_id, self.words))

    def write_without_words(self, raw: floor.Raw) -> int:
        """Everything but the text index."""
        ids = raw.execute(HEADS).fetchone()
        case_id, person, text = (last + 1 for last in ids)
        one = next(self.numbers)
        ref = f"floor-{one}"
        put(raw, "subject", [{**self.subject, "id": person}])
        texts = [
            {**row, "id": text + n, "subject": person, "case_id": case_id}
            for n, row in enumerate(self.texts)
        ]
        put(raw, "content", texts)
        self.chain.append(raw, [{**row, "case_id": case_id} for row in self.events])
        row: dict[str, Any] = {
            **self.case, "id": case_id, "ref": f"C-{case_id}", "subject": person, "title": text,
            "ext_ref": ref,
        }  # fmt: skip
        put(raw, "cases", [row])
        put(raw, "clock", [{**clock, "case_id": case_id} for clock in self.clocks])
        return int(case_id)


def put(raw: floor.Raw, table: str, rows: list[dict[str, Any]]) -> None:
    """Insert rows that have the same columns."""
    if rows:
        raw.executemany(floor.insert_of(table, rows[0]), rows)
