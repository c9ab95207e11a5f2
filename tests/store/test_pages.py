"""Pages: each view reads along its own index, whatever is filtered, and never the whole table."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentdesk.desk.api import Filter, Key, View
from agentdesk.desk.queue import question
from agentdesk.store import counts, pages
from agentdesk.store.pages import Question, Shape
from agentdesk.store.sql import Sql
from agentdesk.store.tx import Tx
from tests.support.desks import desk_of, request

VIEWS = (*(view.value for view in View), "everything", "my_turn", "to_take")
FIELDS = (
    frozenset(), frozenset({"priority"}), frozenset({"category", "line", "status"}),
    frozenset({"owner"}), frozenset({"nobody", "kind", "channel", "class"}),
)  # fmt: skip
KEY: Key = (2, 0, 10**15, 10**15, 1001)
VALUES = {
    "me": "li.wei", "owner": "li.wei", "category": "transfer", "line": "personal",
    "class": "common", "kind": "enquiry", "channel": "email", "status": "open",
    "p1": "P1", "p2": "P2", "p3": "P2", "words": '"refund"',
}  # fmt: skip


def shapes() -> list[Shape]:
    return [
        Shape(view, fields, found)
        for view in VIEWS
        for fields in FIELDS
        for found in ("", "few", "many", "wide")
    ]


def plans(tx: Tx, statement: Sql) -> list[str]:
    given = {**VALUES, "now": 0, "limit": 50, "enough": 999}
    given |= dict(zip(("k_band", "k_rank", "k_due", "k_received", "k_id"), KEY, strict=True))
    explain = Sql(f"EXPLAIN QUERY PLAN {statement.text}", statement.fixed, statement.open)
    return [row[3] for row in tx.all(explain, given)]


async def test_no_page_and_no_count_sorts_or_scans_the_table(tmp_path: Path) -> None:
    """Without a search the rows come in order from an index; a rare search sorts its few hits."""

    def look(tx: Tx) -> None:
        for shape in shapes():
            for direction in ("first", "after", "before"):
                plan = plans(tx, pages._window(shape, direction))
                told = (shape, direction, plan)
                assert not any(step.startswith("SCAN cases") and "INDEX" not in step
                               for step in plan), told  # fmt: skip
                sorts = any("TEMP B-TREE" in step for step in plan)
                assert sorts == (shape.search == "few"), told
            assert not any(step[:10] == "SCAN cases" and "INDEX" not in step
                           for step in plans(tx, counts._by_band(shape))), shape  # fmt: skip
            due = plans(tx, pages._due_lines(shape))
            assert "ix_cases_next_change" in due[0], due

    async with desk_of(tmp_path) as desk:
        await desk.ctx.read(look)


async def test_keys_bound_the_search_in_both_directions(tmp_path: Path) -> None:
    def look(tx: Tx) -> None:
        for view in ("all", "mine", "unowned", "late", "my_turn", "to_take"):
            for direction in ("after", "before"):
                first = plans(tx, pages._window(Shape(view), direction))[0]
                assert "(band,rank,due,re" in first, (view, direction, first)

    async with desk_of(tmp_path) as desk:
        await desk.ctx.read(look)


async def test_each_shape_is_compiled_once() -> None:
    assert pages._window(Shape("all"), "first") is pages._window(Shape("all"), "first")


async def test_counts_stop_where_they_are_told(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        await desk.receive_many(request(f"Case {n}") for n in range(30))
        everything = Question(Shape("all"), {"me": "li.wei"})

        def look(tx: Tx) -> None:
            assert counts.by_band(tx, everything, 999) == {1: 0, 2: 30, 3: 0, 9: 0}
            assert counts.by_band(tx, everything, 7) == {1: 0, 2: 7, 3: 0, 9: 0}
            assert counts.in_view(tx, "unowned", "li.wei", 7) == 7

        await desk.ctx.read(look)


async def test_past_999_a_count_says_so(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        await desk.receive_many(request(f"Case {n}", text="") for n in range(1003))
        page = await desk.page(View.ALL, Filter(), limit=3)
        assert (page.counts[2], page.total) == (999, 999)
        told = await desk.counts()
        assert (told.open, told.views[View.UNOWNED], told.mine) == (999, 999, 0)


@pytest.mark.parametrize("few", [0, 1000])
async def test_rare_and_common_words_give_the_same_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """Three ways through the data, one answer."""
    monkeypatch.setattr("agentdesk.desk.queue.FEW", few)
    async with desk_of(tmp_path) as desk:
        await desk.receive_many(
            request(f"{'refund' if n % 3 else '退款'} {n}", text="") for n in range(40)
        )
        for text, expected, many in (
            ("refund ", 26, "many"),
            ("refun", 26, "wide"),
            ("退款", 14, "many"),
            ("refund 退款", 0, "few"),
        ):
            where = Filter(text=text)
            assert (
                await desk.ctx.read(lambda tx, w=where: question(desk.ctx, tx, View.ALL, w))
            ).shape.search == ("few" if few else many)
            page = await desk.page(View.ALL, where, limit=9)
            found = list(page.rows)
            while page.more_after:
                page = await desk.page(View.ALL, where, after=found[-1].key, limit=9)
                found += page.rows
            assert len(found) == page.total == expected
            slow = await desk.queue_at(desk.now(), View.ALL, where)
            assert [row.id for row in found] == [row.id for row in slow]
