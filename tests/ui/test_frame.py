"""Header, footer, and what reaches the terminal at last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from agentdesk.desk.api import Counts, Reminder, View
from agentdesk.domain.values import MINUTE
from agentdesk.i18n import set_language
from agentdesk.screens.acts import Act, key_text
from agentdesk.screens.input_method import is_han, key_name, plain_key
from agentdesk.widgets.cells import CONTROLS, cut, fit, plain, right, safe, wrap
from agentdesk.widgets.frame import FrameState, header_pieces
from agentdesk.widgets.safe import SafeText
from tests.support.fake_desk import INFO, ME, NOW, row
from tests.ui.hostile import HOSTILE


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def counts(**changes: object) -> Counts:
    promise = row(2, left=12 * MINUTE, clock="callback", customer="何**", mine=True)
    made = Counts(41, 5, 3, 7, dict.fromkeys(View, 1), promise)
    return replace(made, **changes)  # type: ignore[arg-type]


def header(width: int, state: FrameState) -> str:
    left, right_half = header_pieces(state, width)
    text = "".join(piece.text for piece in left)
    rest = "".join(piece.text for piece in right_half)
    return text + " " * max(0, width - cell_len(text) - cell_len(rest)) + rest


def test_the_header_says_what_matters_now() -> None:
    text = header(118, FrameState(INFO, counts(), NOW))
    for part in ("Retail · 李伟, agent", "▲ 3", "● 7", "41 open", "5 mine", "14:32"):
        assert part in text
    assert "next: 14:44 call 何** · in 12m   14:32" in text
    assert text.endswith("14:32")


def test_in_a_narrow_window_my_promise_stays_longer_than_what_the_views_say_too() -> None:
    text = header(58, FrameState(INFO, counts(), NOW))
    assert "41 open" not in text
    assert "▸ 14:44 call 何**   14:32" in text
    assert "▲ 3" in header(30, FrameState(INFO, counts(), NOW))


def test_the_header_names_the_call_that_comes_before_promise_and_plan() -> None:
    call = Reminder(9, "C-1009", NOW + 5 * MINUTE, "callback", "陈**", "about the trace",
                    until=NOW + 35 * MINUTE)  # fmt: skip
    plan = Reminder(8, "C-1008", NOW + 8 * MINUTE, "plan", "王**", "write it up")
    text = header(118, FrameState(INFO, counts(next_call=call, next_plan=plan), NOW))
    assert "next: 14:37 call 陈** · in 5m   14:32" in text
    for left, said in ((6, "now"), (30, "now"), (37, "2m late")):  # its window has begun, and ended
        text = header(118, FrameState(INFO, counts(next_call=call), NOW + left * MINUTE))
        assert f"next: 14:37 call 陈** · {said}" in text
    early = replace(plan, at=NOW + MINUTE)
    text = header(118, FrameState(INFO, counts(next_call=call, next_plan=early), NOW))
    assert "14:33 write it up 王**" in text


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [78, 98, 118, 158, 198])
def test_the_header_fits_every_width(width: int, lang: str) -> None:
    set_language(lang)
    long = replace(
        INFO, name="零售银行客户服务中心第一分台" * 2, me=replace(ME, name="Maximiliane" * 3)
    )
    for info in (INFO, long, replace(INFO, encrypted=False)):
        text = header(width, FrameState(info, counts(), NOW))
        assert cell_len(text) == width
        for part in ("▲ 3", "● 7", "14:32"):
            assert part in text


def test_what_gives_way_first_in_the_header() -> None:
    wide, narrow = (header(width, FrameState(INFO, counts(), NOW)) for width in (158, 71))
    assert "next: 14:44 call 何** · in 12m" in wide
    assert "▸ 14:44 call 何**" in narrow
    assert "41 open" in narrow
    assert ", agent" not in narrow


@pytest.mark.parametrize(
    ("left", "said"),
    [(20, "now"), (-20, "now"), (61, "in 1m"), (-60 * 130, "2h10 late"), (3 * 3600, "in 3h00")],
)
def test_how_far_my_next_promise_is(left: int, said: str) -> None:
    promise = row(2, left=left * 1_000_000, clock="callback", mine=True)
    assert f"· {said}" in header(140, FrameState(INFO, counts(next_promise=promise), NOW))


def test_a_store_that_is_not_encrypted_says_so_always() -> None:
    state = FrameState(replace(INFO, encrypted=False), counts(), NOW)
    for width in (78, 118):
        assert "not encrypted" in header(width, state)


def test_before_the_desk_is_open_the_header_says_that_it_opens() -> None:
    assert header(78, FrameState(opening=True)).startswith("agentdesk   opening…")
    assert header(78, FrameState()).strip() == "agentdesk"


def test_large_figures_stop_at_999() -> None:
    text = header(118, FrameState(INFO, counts(open=999, broken=999), NOW))
    assert "▲ 999+" in text
    assert "999+ open" in text


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("ctrl+p", "^p"),
        ("enter", "⏎"),
        ("slash", "/"),
        ("question_mark", "?"),
        ("f2", "F2"),
        ("n", "n"),
        ("shift+tab", "⇧tab"),
    ],
)
def test_how_keys_read(key: str, text: str) -> None:
    assert key_text(key) == text
    assert cell_len(key_text(key)) <= 4


def test_acts_are_named_in_both_languages() -> None:
    act = Act("queue", "next", "n")
    assert (act.id, act.label) == ("queue.next", "next")
    set_language("zh")
    assert act.label == "领取下一单"


@pytest.mark.parametrize(
    ("sign", "key"),
    [
        ("n", "n"),
        ("L", "L"),
        ("/", "/"),
        ("、", "/"),
        ("?", "?"),
        ("1", "1"),
        ("。", "."),
        ("你", None),
        ("é", None),
    ],
)
def test_full_width_signs_stand_for_keys(sign: str, key: str | None) -> None:
    assert plain_key(sign) == key


def test_han_is_known() -> None:
    assert is_han("你")
    assert is_han("𠮷")
    assert not is_han("é")
    assert not is_han("ど")
    assert key_name("/") == "slash"
    assert key_name("?") == "question_mark"
    assert key_name("G") == "G"


# --- cells ---------------------------------------------------------------------------------------

ANY = st.text(st.characters(codec=None), max_size=60)


@given(ANY, st.integers(0, 40))
def test_cells_are_cut_and_filled_to_the_cell(text: str, width: int) -> None:
    line = plain(text)
    assert cell_len(cut(line, width)) <= width
    assert cell_len(fit(line, width)) == width
    assert cell_len(right(line, width)) == width


@given(ANY)
def test_safe_text_drives_nothing(text: str) -> None:
    for made in (safe(text), plain(text)):
        assert not any(_drives(sign) for sign in made)
        made.encode("utf-8")


def _drives(sign: str) -> bool:
    import re

    return re.match(f"[{CONTROLS}]", sign) is not None


@given(st.one_of(ANY, st.text("转账未到账 abc,。;12", max_size=80)), st.integers(2, 30))
def test_wrapping_loses_nothing_and_keeps_the_width(text: str, width: int) -> None:
    line = plain(text)
    lines = wrap(line, width)
    assert all(cell_len(each) <= width + 1 for each in lines)  # a closing sign may hang over
    assert "".join(lines).replace(" ", "") == line.replace(" ", "")


# --- the last door -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(HOSTILE))
def test_the_filter_keeps_the_width_and_lets_nothing_through(name: str) -> None:
    text = HOSTILE[name][:300]
    style = Style(link="http://example.com", bold=True)
    segments = [Segment(text, style), Segment(" calm ", Style()), Segment(text, None)]
    made = SafeText().apply(segments, Color.parse("#000000"))
    for segment in made:
        assert not any(_drives(sign) for sign in segment.text)
        assert segment.style is None or not segment.style.link
        segment.text.encode("utf-8")
    assert sum(map(cell_len, (each.text for each in made))) == 2 * cell_len(text) + 6


def test_the_filter_leaves_calm_text_alone() -> None:
    segments = [Segment("calm ▲ 转账", Style(bold=True)), Segment("", None)]
    assert SafeText().apply(segments, Color.parse("#000000")) is segments
