"""The queue table: its columns, its cells, its cursor, its window."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from agentdesk.desk.api import QueueRow
from agentdesk.domain.values import HOUR, MINUTE, SECOND, Priority, Status
from agentdesk.i18n import set_language
from agentdesk.widgets import queue_cells as cells
from agentdesk.widgets.cells import CONTROLS
from agentdesk.widgets.queue_cells import Sight
from agentdesk.widgets.queue_columns import Needs, columns
from agentdesk.widgets.queue_paint import next_change, next_crossing
from agentdesk.widgets.queue_table import QueueTable
from agentdesk.widgets.queue_window import LIMIT, Heading, Window
from tests.support.fake_desk import INFO, LABELS, NOW, FakeDesk, row
from tests.support.ui import (
    LARGE,
    MIDDLE,
    SMALL,
    assert_aligned,
    running,
    screen_lines,
    screen_text,
    settle,
    strips,
)
from tests.ui.hostile import HOSTILE

SIGHT = Sight(labels=LABELS)
RAW = re.compile(f"[{CONTROLS}]")


def table_of(app: object) -> QueueTable:
    return app.screen.query_one(QueueTable)  # type: ignore[attr-defined, no-any-return]


def line_with(app: object, text: str) -> int:
    """The number of the first screen line that holds a text."""
    lines = screen_lines(app)  # type: ignore[arg-type]
    return next(number for number, line in enumerate(lines) if text in line)


# --- columns and cells ---------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", range(80, 201))
def test_cells_fill_their_width_exactly(width: int, lang: str) -> None:
    set_language(lang)
    try:
        rows = [
            row(1, title="信用卡账单金额不对" * 9, owner="zhao.min", where="back_office"),
            row(2, title="x", care=True, surge=True, chasers=12, reserve=True, mine=True),
            row(3, customer="欧阳" * 9, reference="C-1234567", left=-3 * HOUR, band=3),
            row(4, due=None, clock=None, title=""),
        ]
        cols = columns(width, cells.needs_of(rows, LABELS))
        for each in rows:
            pieces = cells.left_pieces(each, NOW, SIGHT) + cells.rest_pieces(each, cols, SIGHT)
            # the mark before it and the margin after it
            assert sum(cell_len(text) for text, _ in pieces) + 2 == width
        titles = "".join(text for text, _ in cells.heading_pieces(cols))
        assert cell_len(titles) <= width
        label = "".join(text for text, _ in cells.rule_pieces("临近时限", "34", width))
        assert cell_len(label) == width
    finally:
        set_language("en")


def test_columns_give_way_in_order() -> None:
    needs = Needs(6, 8, 10, 8)

    def shown(width: int, needs: Needs = needs) -> set[str]:
        cols = columns(width, needs)
        names = ("owner", "where", "with_", "customer")
        return {name for name in names if getattr(cols, name)}

    assert [shown(width) for width in (160, 99, 70, 50)] == [
        {"owner", "where", "customer"},
        {"with_", "customer"},
        {"customer"},
        set(),
    ]
    # no row is with a department, or no customer has a name: no column for it
    assert shown(160, Needs(6, 8, 0, 8)) == {"owner", "customer"}
    assert shown(160, Needs(6, 0, 0, 8)) == {"owner"}
    assert columns(90, Needs(6, 0, 0, 8)).what == columns(90, needs._replace(where=0)).what + 10
    # what it is about never gets less room than a short sentence
    widest = Needs(99, 99, 99, 99)
    assert all(columns(width, widest).what >= 18 for width in range(76, 201))
    assert all(columns(width, needs).what >= 22 for width in range(76, 201))


def test_columns_only_grow() -> None:
    few = cells.needs_of([row(1, owner="zhao.min")], LABELS)
    more = few.or_more(cells.needs_of([row(2, owner="a", where="back_office")], LABELS))
    assert more.owner == few.owner == len("zhao.min")
    assert few.where == 0
    assert more.where == len("Back office")


async def test_titles_stand_over_their_columns() -> None:
    for lang, case, customer in (("en", "Case", "Customer"), ("zh", "编号", "客户")):
        async with running(FakeDesk([row(1)]), LARGE, lang=lang) as (app, _):
            lines = screen_lines(app)
            titles = next(line for line in lines if case in line and customer in line)
            values = next(line for line in lines if line.startswith("▌"))
            for title, value in ((case, "C-1001"), (customer, "王**")):
                before = cell_len(titles[: titles.index(title)])
                assert before == cell_len(values[: values.index(value)])


def test_time_left_is_right_aligned_and_names_its_clock() -> None:
    texts = []
    for each in (
        row(1, left=4 * MINUTE + 12 * SECOND),
        row(2, left=-(2 * HOUR + 20 * MINUTE)),
        row(3, left=2 * HOUR, clock="promised"),
        row(4, left=30 * HOUR, clock="resolution"),
    ):
        pieces = cells.left_pieces(each, NOW, Sight(tz=cells.form.zone(INFO.tz)))
        texts.append("".join(text for text, _ in pieces).rstrip())
    assert [text.split()[-2:] for text in texts] == [
        ["reply", "4m12"],
        ["reply", "−2h20"],
        ["at", "16:32"],
        ["1d", "6h"],
    ]
    assert len({cell_len(text) for text in texts}) == 1


def test_a_state_is_never_told_by_colour_alone() -> None:
    broken = row(1, left=-MINUTE)
    soon = row(2, left=10 * MINUTE)
    waiting = row(3, left=HOUR, frozen=True, status=Status.WAITING, band=9)
    calm = row(4, left=HOUR)
    glyphs = [cells.glyph(each, NOW, INFO.soon)[0] for each in (broken, soon, waiting, calm)]
    assert glyphs == ["▲", "●", "○", " "]
    assert [cell_len(glyph) for glyph in glyphs] == [1, 1, 1, 1]


def test_a_told_time_is_an_hour_until_it_is_near() -> None:
    tz = cells.form.zone(INFO.tz)
    told = row(1, left=2 * HOUR, clock="promised")
    assert cells.time_left(told, NOW, tz) == "at 16:32"
    assert cells.time_left(told, NOW + HOUR + 50 * MINUTE, tz) == "10m00"
    assert cells.time_left(told, NOW + 3 * HOUR, tz) == "−1h00"


@pytest.mark.parametrize(
    ("lang", "back", "what", "where", "look"),
    [
        ("en", ("rejected", "payments", "wrong_department"), "↩ wrong dept", "↩ Payments", "late"),
        ("zh", ("rejected", "payments", "wrong_department"), "↩ 转错部门", "↩ 支付部", "late"),
        ("en", ("rejected", "payments", "missing_document"), "↩ needs doc", "↩ Payments", "late"),
        ("en", ("report", "payments", "question"), "↩ question", "↩ Payments", "mark"),
        ("zh", ("returned", "payments", ""), "↩ 已回单", "↩ 支付部", "mark"),
    ],
)
def test_what_came_back_from_a_department_shows_in_80_columns(
    lang: str, back: tuple[str, str, str], what: str, where: str, look: str
) -> None:
    set_language(lang)
    each = row(1, mine=True, owner="li.wei", back=back)
    cols = columns(80, cells.needs_of([each], SIGHT.labels))
    pieces = cells.rest_pieces(each, cols, SIGHT)
    assert any(text.rstrip().endswith(where) and seen == look for text, seen in pieces)
    shown = "".join(text for text, _ in pieces)
    assert cell_len(shown) <= 80
    assert what in shown


def test_what_was_sent_back_twice_shows_in_80_columns() -> None:
    back = ("rejected", "payments", "missing_document")
    each = row(1, care=True, back=back, attention=("rejected",))
    pieces = cells.what_pieces(each, 27)
    assert ("↩ needs doc!", "late") in pieces
    assert cell_len("".join(text for text, _ in pieces)) == 27


def test_a_row_says_why_a_lead_should_look_at_it() -> None:
    each = row(1, title="Card", attention=("rejected", "undelivered", "unreachable", "chased"))
    shown = "".join(text for text, _ in cells.what_pieces(each, 60))
    assert "sent back!  mail failed  not reached" in shown


def test_marks_keep_their_room_where_there_is_some() -> None:
    each = row(1, title="A very long title that does not fit here", care=True, chasers=2)
    text = "".join(text for text, _ in cells.what_pieces(each, 40))
    assert cell_len(text) == 40
    assert "◆ care" in text
    assert "chased 2×" in text
    assert "…" in text
    assert cell_len("".join(text for text, _ in cells.what_pieces(each, 14))) == 14


@pytest.mark.parametrize(
    ("size", "lang"),
    [
        (SMALL, "en"),
        pytest.param(MIDDLE, "zh", marks=pytest.mark.story),
        pytest.param(LARGE, "en", marks=pytest.mark.story),
    ],
)
async def test_hostile_text_is_shown_harmlessly(size: tuple[int, int], lang: str) -> None:
    rows = [
        row(
            number,
            title=text,
            customer=text[:40],
            owner=text[:20] or None,
            where="payments" if number % 2 else text[:20],
            reference=f"C-{1000 + number}" if number % 3 else text[:12],
        )
        for number, text in enumerate(HOSTILE.values(), 1)
    ]
    assert len(rows) >= 17
    async with running(FakeDesk(rows), size, lang=lang) as (app, pilot):
        seen = ""
        # beside the preview every case is looked at, elsewhere every page
        keys = ["j"] * len(rows) if size == MIDDLE else ["pagedown"] * 3
        for key in keys:
            assert_aligned(app, size[0])
            for strip in strips(app):
                for segment in strip:
                    assert not RAW.search(segment.text), repr(segment.text)
                    assert segment.style is None or not segment.style.link
                    assert segment.style is None or "@click" not in segment.style.meta
            seen += screen_text(app)
            await pilot.press(key)
            await pilot.pause()
        assert app.is_running
        assert "[/nope]" in seen  # shown as it is, not read as markup
        assert "转b账" in seen


# --- the cursor ----------------------------------------------------------------------------------


async def test_the_cursor_stays_on_its_case_while_the_order_moves() -> None:
    rows = [row(number, left=HOUR + number * MINUTE) for number in range(1, 61)]
    desk = FakeDesk(rows)
    rnd = random.Random(7)
    async with running(desk, MIDDLE) as (app, pilot):
        table = table_of(app)
        await pilot.press(*"jjjjjjj")
        held = table.cursor
        assert held == 8
        for turn in range(12):
            number = rnd.randrange(len(desk.rows))
            if desk.rows[number].id == held and turn % 2:
                continue
            moved = desk.rows.pop(number)
            due = NOW + HOUR + rnd.randrange(90) * MINUTE
            desk.rows.append(replace(moved, due=due, key_due=due, ver=moved.ver + 1))
            desk.rows.sort(key=lambda each: each.key)
            before = desk.calls.count("page")
            desk.news.put_nowait(frozenset({moved.id}))
            await settle(pilot, lambda n=before: desk.calls.count("page") > n)  # type: ignore[misc]
            await pilot.pause()
            assert table.cursor == held
            assert table.row is not None
            assert table.row.id == held
            line = screen_lines(app)[line_with(app, "▌")]
            assert f"C-{1000 + held}" in line


async def test_when_its_case_goes_the_cursor_takes_what_came_in_its_place() -> None:
    desk = FakeDesk([row(number) for number in range(1, 11)])
    async with running(desk) as (app, pilot):
        table = table_of(app)
        await pilot.press(*"jjj")
        assert table.cursor == 4
        desk.rows = [each for each in desk.rows if each.id != 4]
        desk.news.put_nowait(frozenset({4}))
        await settle(pilot, lambda: table.cursor != 4)
        assert table.cursor == 5


async def test_a_new_first_case_is_seen_at_once_by_who_looks_at_the_top() -> None:
    desk = FakeDesk([row(number) for number in range(1, 61)])
    async with running(desk) as (app, pilot):
        first = row(99, left=5 * MINUTE, priority=Priority.P1, band=1, title="brand new")
        desk.rows.insert(0, first)
        desk.news.put_nowait(frozenset({99}))
        await settle(pilot, lambda: "brand new" in screen_text(app))
        assert table_of(app).cursor == 1


async def test_keys_move_the_cursor() -> None:
    async with running(FakeDesk([row(number) for number in range(1, 101)]), SMALL) as (app, pilot):
        table = table_of(app)
        for keys, case in (
            (["j", "down"], 3),
            (["k", "up"], 1),
            (["k"], 1),
            (["G"], 100),
            (["j"], 100),
            (["pageup"], 100 - (table.size.height - 4)),
            (["g"], 1),
            (["pagedown"], 1 + table.size.height - 4),
            (["end"], 100),
            (["home"], 1),
        ):
            await pilot.press(*keys)
            assert table.cursor == case, keys
            assert f"C-{1000 + case}" in screen_lines(app)[line_with(app, "▌")]


async def test_full_width_letters_act_as_their_keys() -> None:
    async with running(FakeDesk([row(number) for number in range(1, 31)])) as (app, pilot):
        table = table_of(app)
        await pilot.press("j", "j", "k")  # j, j, k as an input method types them
        await settle(pilot, lambda: table.cursor == 2)


async def test_han_text_in_a_list_says_what_is_wrong() -> None:
    async with running(FakeDesk([row(1)])) as (app, pilot):
        await pilot.press("你", "好")
        await settle(pilot, lambda: "按 Shift" in screen_text(app))


# --- the mouse -----------------------------------------------------------------------------------


async def test_a_click_puts_the_cursor_there() -> None:
    async with running(FakeDesk([row(number) for number in range(1, 31)])) as (app, pilot):
        y = line_with(app, "C-1012")
        await pilot.click(offset=(30, y))
        assert table_of(app).cursor == 12
        await pilot.click(offset=(30, line_with(app, "Next promise")))  # a rule is no row
        assert table_of(app).cursor == 12


async def test_the_wheel_moves_the_view_and_the_cursor_stays_in_sight() -> None:
    async with running(FakeDesk([row(number) for number in range(1, 101)]), SMALL) as (app, pilot):
        table = table_of(app)
        for turn in range(12):
            await pilot._post_mouse_events([_wheel(down=True)], table, offset=(5, 5))
            await pilot.pause()
            assert f"C-{1000 + (table.cursor or 0)}" in screen_lines(app)[line_with(app, "▌")], turn
        assert (table.cursor or 0) > 20
        for _ in range(15):
            await pilot._post_mouse_events([_wheel(down=False)], table, offset=(5, 5))
            await pilot.pause()
        assert table.scroll_offset.y == 0


def _wheel(*, down: bool) -> type:
    from textual import events

    return events.MouseScrollDown if down else events.MouseScrollUp


# --- bands and window ----------------------------------------------------------------------------


def three_bands() -> list[QueueRow]:
    late = [
        row(200 + n, left=-HOUR - n * MINUTE, band=3, rank=2, title=f"late {n}") for n in range(3)
    ]
    first = [row(100 + n, left=20 * MINUTE + n, band=1, priority=Priority.P1) for n in range(4)]
    return [*first, *(row(n) for n in range(1, 61)), *late]


async def test_bands_are_rules_with_their_count() -> None:
    async with running(FakeDesk(three_bands()), SMALL) as (app, pilot):
        lines = screen_lines(app)
        assert re.search(r"P1 without a reply ─+ 4$", lines[line_with(app, "P1 without")])
        assert re.search(r"Next promise ─+ 60$", lines[line_with(app, "Next promise")])
        assert lines[line_with(app, "↓")].strip() == "↓ Late 3"
        await pilot.press(*["pagedown"] * 2)
        # the rule of the band above stays in sight, and the cursor under it
        lines = screen_lines(app)
        assert re.search(r"Next promise ─+ 60$", lines[line_with(app, "Next promise")])
        assert line_with(app, "Next promise") < line_with(app, "▌")
        await pilot.press("G")
        assert re.search(r"Late ─+ 3$", screen_lines(app)[line_with(app, "Late ─")])
        assert "↓" not in screen_text(app)


@pytest.mark.story
async def test_a_long_view_is_read_in_windows() -> None:
    desk = FakeDesk([row(number, left=HOUR + number * SECOND) for number in range(1, 5001)])
    async with running(desk, SMALL) as (app, pilot):
        table = table_of(app)
        assert len(table.window.rows) == 200
        await pilot.press("G")
        await settle(pilot, lambda: table.cursor == 5000)
        assert len(table.window.rows) <= LIMIT
        assert table.window.more_before
        await pilot.press("g")
        await settle(pilot, lambda: table.cursor == 1)
        for _ in range(40):
            table.move_page(2)
            await pilot.pause()
        await settle(pilot, lambda: table.window.rows[0].id > 1)
        assert (table.cursor or 0) > 600
        assert len(table.window.rows) <= LIMIT
        assert "999+" in screen_text(app)
        for _ in range(60):
            table.move_page(-2)
            await pilot.pause()
        await settle(pilot, lambda: table.cursor == 1)
        ids = [each.id for each in table.window.rows]
        assert ids == sorted(set(ids))


def test_a_window_knows_its_lines() -> None:
    rows = sorted(three_bands(), key=lambda each: each.key)
    window = Window.made(rows, {1: 4, 2: 60, 3: 3}, 67, False, False)
    headings = [line for line in window.lines if isinstance(line, Heading)]
    assert headings == [Heading(1, 4), Heading(2, 60), Heading(3, 3)]
    assert len(window.lines) == 67 + 3
    assert [window.lines[window.line_of[n]] for n in range(67)] == list(range(67))
    assert window.bands_below(10) == [(3, 3)]
    assert window.bands_below(0) == [(2, 60), (3, 3)]
    assert window.bands_below(len(window.lines)) == []


# --- time ----------------------------------------------------------------------------------------


async def test_a_countdown_is_drawn_from_the_clock() -> None:
    desk = FakeDesk([row(1, left=4 * MINUTE + 12 * SECOND), row(2, left=2 * HOUR)])
    async with running(desk) as (app, pilot):
        assert "4m12" in screen_text(app)
        desk.clock.at += 3 * SECOND
        await settle(pilot, lambda: "4m09" in screen_text(app))  # it repaints by itself


def test_a_table_repaints_only_when_something_reads_differently() -> None:
    far = [row(1, left=2 * HOUR + 30 * SECOND), row(2, left=5 * HOUR + 50 * SECOND)]
    assert next_change(far, NOW) == NOW + 30 * SECOND + 1
    assert next_change([*far, row(3, left=10 * MINUTE + 1)], NOW) == NOW + 2
    assert next_change([row(1, due=None, clock=None)], NOW) is None
    frozen = row(1, left=5 * MINUTE, frozen=True)
    assert next_change([frozen], NOW) == NOW + MINUTE


def test_what_time_alone_changes_is_known_in_advance() -> None:
    rows = [row(1, left=2 * HOUR), row(2, left=20 * MINUTE), row(3, left=-HOUR)]
    assert next_crossing(rows, NOW, INFO.soon) == NOW + 5 * MINUTE
    assert next_crossing(rows[1:], NOW + 6 * MINUTE, INFO.soon) == NOW + 20 * MINUTE + 1
    assert next_crossing(rows[2:], NOW, INFO.soon) is None


async def test_when_a_due_passes_rows_and_figures_are_read_anew() -> None:
    desk = FakeDesk([row(1, left=MINUTE), row(2, left=2 * HOUR)])
    async with running(desk) as (_, pilot):
        pages, counts = desk.calls.count("page"), desk.calls.count("counts")
        desk.clock.at += 2 * MINUTE
        await settle(pilot, lambda: desk.calls.count("page") > pages)
        await settle(pilot, lambda: desk.calls.count("counts") > counts)


async def test_nothing_is_read_while_nothing_happens() -> None:
    desk = FakeDesk([row(number, left=3 * HOUR + number * MINUTE) for number in range(1, 31)])
    async with running(desk) as (_, pilot):
        await settle(pilot, lambda: "case" in desk.calls)
        await pilot.pause(0.2)
        calls = list(desk.calls)
        await pilot.pause(0.5)
        assert desk.calls == calls
