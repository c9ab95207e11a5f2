"""Only what differs is sent to the terminal, and the terminal shows what it would have anyway."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pyte
import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region, Size
from textual.strip import Strip

from agentdesk.app import AgentDesk
from agentdesk.desk.clock import SystemClock
from agentdesk.widgets.cells import cell_len
from agentdesk.widgets.painted import Painted
from agentdesk.widgets.whole import WholeStrip
from tests.support.case_ui import seat
from tests.support.cli import run
from tests.support.terminal import Terminal
from tests.support.ui import calm

WIDTH, HEIGHT = 24, 5
WORDS = ["promise", "何小姐", "a b  c", "   ", "├─ 承诺 ─", "▲ late", "café", "e\u0301t", "·", "  "]
STYLES = [
    Style.parse(words)
    for words in (
        "#d4d7dd on #14171c",
        "bold #e06c75 on #14171c",
        "#d4d7dd on #303642",
        "underline #61afef on #14171c",
        "reverse #61afef on #14171c",
        "on #303642",
        "bold",
    )
]


class Both:
    """The same updates on two terminals: as Textual sends them, and as the desk does."""

    def __init__(self) -> None:
        self.console = Console(force_terminal=True, color_system="truecolor")
        self.painted = Painted()
        self.screens = [pyte.Screen(WIDTH, HEIGHT), pyte.Screen(WIDTH, HEIGHT)]

    def show(self, update: LayoutUpdate | ChopsUpdate) -> int:
        """Send it to both; how many characters the desk has sent."""
        less = self.painted.less(update, Size(WIDTH, HEIGHT)).render_segments(self.console)
        for screen, sent in zip(
            self.screens, (update.render_segments(self.console), less), strict=True
        ):
            pyte.Stream(screen).feed(sent.replace("\n", "\r\n"))
        return len(less)

    def same(self) -> bool:
        """Both show the same; of a space only what one sees of it."""
        first, second = self.screens
        return all(
            _seen(first.buffer[y][x]) == _seen(second.buffer[y][x])
            for y in range(HEIGHT)
            for x in range(WIDTH)
        )


def _seen(cell: pyte.screens.Char) -> tuple[object, ...]:
    shown = (cell.data, cell.bg, cell.underscore, cell.reverse)
    if cell.data == " " and not cell.underscore and not cell.reverse:
        return shown
    return (*shown, cell.fg, cell.bold)


def _line(dice: random.Random) -> Strip:
    strip = Strip([])
    while strip.cell_length < WIDTH:
        strip = Strip([*strip, Segment(dice.choice(WORDS), dice.choice(STYLES))])
    return strip.crop(0, WIDTH)


def _whole(lines: list[Strip]) -> LayoutUpdate:
    return LayoutUpdate([[line] for line in lines], Region(0, 0, WIDTH, HEIGHT))


def _part(lines: list[Strip], y: int, first: int, last: int) -> ChopsUpdate:
    """A part of one line, cut up as the compositor does where a widget stands over another."""
    cuts = sorted({0, first, last, WIDTH})
    chops: list[dict[int, Strip | None]] = [{} for _ in lines]
    chops[y] = dict(zip(cuts, lines[y].divide(cuts[1:]), strict=False))
    ends = [cuts[1:] if at == y else [] for at in range(HEIGHT)]
    return ChopsUpdate(chops, [(y, first, last)], ends)


@pytest.mark.parametrize("seed", range(20))
def test_the_terminal_shows_what_textual_would_have_drawn(seed: int) -> None:
    dice = random.Random(seed)
    both = Both()
    lines = [_line(dice) for _ in range(HEIGHT)]
    both.show(_whole(lines))
    for _ in range(30):
        y = dice.randrange(HEIGHT)
        lines[y] = _line(dice)
        first, last = sorted(dice.sample(range(WIDTH + 1), 2))
        both.show(_part(lines, y, first, last))
        if dice.random() < 0.3:  # what lies beside a part may be half a character: drawn anew
            both.show(_whole(lines))
            assert both.same()
    both.show(_whole(lines))
    assert both.same()


def test_what_stands_there_is_not_sent_again() -> None:
    both = Both()
    lines = [_line(random.Random(1)) for _ in range(HEIGHT)]
    whole = both.show(_whole(lines))
    assert both.show(_whole(lines)) == 0
    lines[2] = Strip([*lines[2].crop(0, WIDTH - 1), Segment("x", STYLES[0])])
    assert 0 < both.show(_whole(lines)) < whole / 4
    both.painted.forget()
    assert both.show(_whole(lines)) > whole / 2
    assert both.same()


def test_nothing_stays_of_a_wide_character_that_lost_a_half() -> None:
    both = Both()
    lines = [Strip([Segment("何" * (WIDTH // 2), STYLES[0])]) for _ in range(HEIGHT)]
    both.show(_whole(lines))
    lines[1] = Strip([Segment("x" * WIDTH, STYLES[0])])
    both.show(_part(lines, 1, 3, 4))
    shown = "".join(both.screens[1].buffer[1][x].data for x in range(WIDTH))
    assert shown == "何 x" + "何" * (WIDTH // 2 - 2)
    assert cell_len(shown) == WIDTH


@pytest.mark.parametrize("edge", range(WIDTH))
def test_what_a_note_has_covered_comes_back_whole(edge: int) -> None:
    """A note lies over half a character; when it has gone, only the place it had is drawn anew."""
    both = Both()
    lines = [Strip([Segment(text, STYLES[0])]) for text in ["何" * (WIDTH // 2)] * HEIGHT]
    both.show(_whole(lines))
    under = lines[1].divide([edge, WIDTH])[0] if edge else Strip([])
    note = Strip([*under, Segment("n" * (WIDTH - edge), STYLES[1])])
    both.show(_whole([lines[0], note, *lines[2:]]))
    bare = ChopsUpdate([{0: line} for line in lines], [(1, edge, WIDTH)], [[WIDTH] for _ in lines])
    both.show(bare)
    assert both.screens[1].display == [lines[0].text] * HEIGHT


@pytest.mark.story
def test_a_step_in_a_case_sends_little_more_than_the_screen_once(tmp_path: Path) -> None:
    """A form dims the case behind it: opening and closing draw every cell, once. The rest is
    what changed. (A cell costs two bytes, its share of the colours with it.)"""
    where = tmp_path / "desk"
    flags = ["--name", "Li Wei", "--desk", "Retail", "--tz", "Asia/Shanghai", "--lang", "en"]
    assert run("init", *flags, "--sample", data=where, clock=SystemClock()).code == 0
    once = 120 * 36 * 2
    with Terminal(["--data-dir", str(where)]) as terminal:

        def sent(*keys: str, until: str = "", gone: str = "") -> int:
            before = len(terminal.raw)
            terminal.press(*keys)
            terminal.gone(gone) if gone else terminal.until(until)
            terminal.look(0.3)  # what comes after it counts too
            return len(terminal.raw) - before

        terminal.until("▌")
        terminal.look(0.3)
        assert sent("n", until="Timeline") < 2 * once
        assert sent("o", until="who may read") < 2 * once
        assert sent("h", "e", "a", "r", "d", until="heard") < once / 2
        before = len(terminal.raw)
        terminal.press_and_see("tab")
        assert len(terminal.raw) - before < once / 2
        assert sent("ctrl+s", gone="who may read") < 2 * once
        terminal.press("ctrl+q")
        assert terminal.exit_status() == 0


@pytest.mark.story
async def test_a_whole_screen_is_composed_only_where_one_opens_or_closes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole: list[object] = []
    display = AgentDesk._display

    def counted(app: AgentDesk, screen: Any, update: Any) -> None:
        if isinstance(update, LayoutUpdate):
            whole.append(screen)
        display(app, screen, update)

    monkeypatch.setattr(AgentDesk, "_display", counted)
    async with seat(tmp_path) as here:

        async def composed(*keys: str) -> int:
            whole.clear()
            await here.press(*keys)
            await calm(here.pilot)
            return len(whole)

        await calm(here.pilot)
        await here.desk.claim(here.case_id, op="claimed elsewhere")
        assert await composed() == 0, "the queue under the case changed too"
        assert await composed("o") <= 4
        assert await composed("h", "e", "tab", "shift+tab") == 0
        assert await composed("ctrl+s") <= 4
        assert await composed("escape") <= 4


@pytest.mark.parametrize("edge", range(1, 12))
def test_a_wide_character_over_an_edge_stays_whole(edge: int) -> None:
    text = "最早一件 ok 自动发"
    strip = WholeStrip([Segment(text[:3], STYLES[0]), Segment(text[3:], STYLES[1])])
    left, right = strip.divide([edge, strip.cell_length])
    assert left.cell_length + right.cell_length == strip.cell_length
    update = ChopsUpdate([{0: left, edge: right}], [(0, 0, WIDTH)], [[edge, strip.cell_length]])
    screen, console = pyte.Screen(WIDTH, HEIGHT), Console(force_terminal=True)
    sent = Painted().less(update, Size(WIDTH, HEIGHT)).render_segments(console)
    pyte.Stream(screen).feed(sent)
    assert screen.display[0].rstrip() == text
