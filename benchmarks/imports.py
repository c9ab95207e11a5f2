"""A CSV file brought in whole: checked, mapped, received in batches of 500, indexed.

The floor reads the same file with the csv module and writes the same rows in the same batches with
the same chain; its clocks, codes and words are ready made. Times are of one row.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from agentdesk.channels import csv_import, importing
from agentdesk.channels.importing import Progress
from agentdesk.channels.mapping_file import parse
from agentdesk.desk.house import Desk
from benchmarks import desks, floor
from benchmarks.desks import NOW
from benchmarks.harness import Bench, ratio_at_most
from benchmarks.insert import HEADS, Template, put

RAW = "the same rows from csv.reader, raw, with the same chain, batches and synchronous"
MAPPING = """
format = 1
name = "benchmark"
prefix = "bench"
[file]
encoding = "utf-8"
delimiter = ","
[columns]
reference = "Id"
title = "Title"
text = "Text"
customer = "Customer"
[received]
column = "Received"
format = "YYYY-M-D"
zone = "UTC"
[constants]
kind = "enquiry"
class = "common"
priority = "P3"
line = "personal"
category = "general"
channel = "web"
source = "customer"
"""
BATCH = 500


async def run(bench: Bench) -> None:
    """Measure a whole file against the floor with and without its text index."""
    folder = bench.folder / "import"
    await desks.make(folder, 300)
    rows = bench.pick(2_000, 300)
    rounds = bench.pick(5, 2)
    files = _files(bench.folder, rows, 1 + 4 * (rounds + 2))
    mapping = parse(MAPPING, "benchmark")
    raw = floor.connect(folder)
    try:
        async with desks.opened(folder) as desk:
            importing.fits_policy(mapping, desk.labels)

            async def ours(count: int) -> None:
                for _ in range(count):
                    checked = csv_import.check(next(files), mapping, now=NOW)
                    await _bring_in(desk, checked, rows)

            await ours(1)
            last = raw.execute("SELECT max(id) FROM cases").fetchone()[0]
            template = Template(raw, folder, last)

            def bare(count: int) -> None:
                for _ in range(count):
                    _raw_import(raw, next(files), template, words=False)

            def indexed(count: int) -> None:
                for _ in range(count):
                    _raw_import(raw, next(files), template, words=True)

            await bench.compare(
                "a row, floor without a text index", ours, bare, against=f"{RAW}, no text index",
                goal=ratio_at_most(4.5), most=1, per=rows,
 rounds=rounds,
            )  # fmt: skip
            result = await bench.compare(
                "a row, floor with the text index", ours, indexed,
                against=f"{RAW}, words of the index ready made", most=1, per=rows,
 rounds=rounds,
            )  # fmt: skip
            if result.ours:
                result.note = f"{1e6 / result.ours:,.0f} rows a second"
    finally:
        raw.close()


async def _bring_in(desk: Desk, checked: csv_import.Checked, rows: int) -> None:
    progress = Progress(checked.good)
    await importing.bring_in(desk, checked, progress, told=lambda _: None, stop=lambda: False)
    assert progress.added == rows, (progress, checked.rejects[:3])


def _files(folder: Path, rows: int, number: int) -> Iterator[Path]:
    """CSV files of so many rows, each with references of its own, made before they are timed."""
    chance = random.Random(5)
    told = [(desks.story(chance), desks.person(chance)) for _ in range(rows)]
    made = []
    for n in range(number):
        path = folder / f"import-{n}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("Id", "Title", "Text", "Customer", "Received"))
            writer.writerows(
                (f"{n}-{row}", text[:40], text, name, "2026-11-24")
                for row, (text, name) in enumerate(told)
            )
        made.append(path)
    return iter(made)


def _raw_import(raw: floor.Raw, path: Path, template: Template, *, words: bool) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        while batch := list(islice(reader, BATCH)):
            floor.write(raw, partial(_raw_batch, batch=batch, template=template, words=words))


def _raw_batch(raw: floor.Raw, batch: list[list[str]], template: Template, words: bool) -> None:
    case_id, person, text = (last + 1 for last in raw.execute(HEADS).fetchone())
    people: list[dict[str, Any]] = []
    texts: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    cases: list[dict[str, Any]] = []
    clocks: list[dict[str, Any]] = []
    for n, (reference, title, body, customer, _) in enumerate(batch):
        here = case_id + n
        people.append({**template.subject, "id": person + n, "name": customer})
        for row, said in zip(template.texts, (title, body), strict=True):
            texts.append({**row, "id": text, "subject": person + n, "case_id": here, "body": said})
            text += 1
        events += [{**row, "case_id": here} for row in template.events]
        cases.append(
            {
                **template.case, "id": here, "ref": f"C-{here}", "subject": person + n,
                "title": text - 2, "ext_ref": f"floor:{reference}",
            }
        )  # fmt: skip
        clocks += [{**row, "case_id": here} for row in template.clocks]
    put(raw, "subject", people)
    put(raw, "content", texts)
    template.chain.append(raw, events)
    put(raw, "cases", cases)
    put(raw, "clock", clocks)
    if words:
        index = [(row["id"], template.words) for row in cases]
        raw.executemany("INSERT INTO search(rowid, words) VALUES (?, ?)", index)
