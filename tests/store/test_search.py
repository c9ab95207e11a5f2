"""Text search: subject, body, customer and everything written since; two-character words too."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agentdesk.desk.api import Filter, View
from agentdesk.desk.house import Desk
from agentdesk.domain.values import Audience
from agentdesk.store import search
from agentdesk.store.verify import verify
from tests.support.desks import desk_of, request


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with desk_of(tmp_path) as desk:
        yield desk
        assert (await verify(desk.ctx.store)).findings == []


async def found(desk: Desk, text: str) -> list[int]:
    return sorted(row.id for row in (await desk.page(View.ALL, Filter(text=text))).rows)


async def test_a_case_is_found_by_what_it_says_and_whose_it_is(desk: Desk) -> None:
    row = request(
        "基金赎回未到账", text="Sold the fund on Monday.", customer="欧阳娜娜",
        phone="13812345678", email="nana@example.com", ext_ref="REG-77-X",
    )  # fmt: skip
    case_id = (await desk.receive(row)).case_id
    other = request("Another matter", text="nothing of it", customer="何伟", phone="", email="")
    await desk.receive(other)
    for text in (
        "赎回", "到账", "基金赎回", "fund", "FUND", "mond", "娜娜", "欧阳", "13812345678",
        "nana", "nana@example.com", "C-1001", "REG-77-X", "赎回 fund 欧阳", "ｆｕｎｄ",
    ):  # fmt: skip
        assert await found(desk, text) == [case_id], text
    for text in ("赎到", "funds", "ond", "fund nothing", "娜欧"):
        assert await found(desk, text) == [], text


async def test_what_is_written_later_is_found_too(desk: Desk) -> None:
    case_id = (await desk.receive(request())).case_id
    await desk.claim(case_id)
    await desk.note(case_id, "The branch in 浦东 knows more.")
    await desk.reply(case_id, "Our colleagues are tracing it.", channel="email")
    await desk.customer_message(case_id, "Hurry up, please", channel="email")
    await desk.resolve(case_id, "Rerouted via Hangzhou", "It will arrive tomorrow")
    for text in ("浦东", "tracing", "hurry", "hangzhou", "tomorrow", "浦东 tracing", "transfer"):
        assert await found(desk, text) == [case_id], text


async def test_restricted_notes_are_not_found(desk: Desk) -> None:
    case_id = (await desk.receive(request())).case_id
    await desk.note(case_id, "suspicious layering", Audience.RESTRICTED)
    await desk.note(case_id, "called back", Audience.INTERNAL)
    assert await found(desk, "layering") == []
    assert await found(desk, "called") == [case_id]


async def test_a_search_looks_beyond_the_queue(desk: Desk) -> None:
    case_id = (await desk.receive(request("An old story"))).case_id
    await desk.claim(case_id)
    await desk.resolve(case_id, "done", "told")
    await desk.follow_up(case_id, reached=True)
    await desk.close_case(case_id)
    assert (await desk.page(View.ALL, Filter())).rows == ()
    (row,) = (await desk.page(View.ALL, Filter(text="story"))).rows
    assert (row.id, row.band) == (case_id, 9)
    assert (await desk.page(View.UNOWNED, Filter(text="story"))).rows == ()


@pytest.mark.parametrize("text", ['"', "*", "a OR b", "NEAR(a b)", "words:x", "-", "(", "^a", "'"])
async def test_nothing_typed_is_an_operator(desk: Desk, text: str) -> None:
    await desk.receive(request("plain", text="plain"))
    await found(desk, text)


async def test_a_filter_without_a_word_filters_nothing(desk: Desk) -> None:
    case_id = (await desk.receive(request())).case_id
    assert await found(desk, "…!") == [case_id]


async def test_a_case_can_be_taken_out_and_put_back(desk: Desk) -> None:
    case_id = (await desk.receive(request("Lost and found"))).case_id
    other = (await desk.receive(request("Found only"))).case_id
    await desk.ctx.write(lambda tx: search.forget(tx, case_id))
    assert await found(desk, "found") == [other]
    await desk.ctx.write(lambda tx: search.put(tx, case_id))
    assert await found(desk, "found") == [case_id, other]
