"""Looking at a screen as text: what stands in each cell, line by line."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from rich.cells import cell_len
from textual.pilot import Pilot
from textual.strip import Strip

from agentdesk.app import AgentDesk
from agentdesk.desk.api import DeskApi
from agentdesk.i18n import language, set_language

SMALL, MIDDLE, LARGE = (80, 24), (120, 36), (160, 45)


def strips(app: AgentDesk) -> list[Strip]:
    """What the terminal is sent, line by line. The only place that touches Textual's compositor."""
    return list(app.screen._compositor.render_strips())


def screen_lines(app: AgentDesk) -> list[str]:
    """The text of the screen, one string a line, without spaces at the ends."""
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips(app)]


def screen_text(app: AgentDesk) -> str:
    """The text of the screen."""
    return "\n".join(screen_lines(app))


def assert_aligned(app: AgentDesk, width: int) -> None:
    """Every line is exactly as wide as the screen, counted in cells."""
    for number, strip in enumerate(strips(app)):
        text = "".join(segment.text for segment in strip)
        assert cell_len(text) == width, f"line {number}: {cell_len(text)} cells: {text!r}"


async def settle(pilot: Pilot[Any], done: Callable[[], bool], *, tries: int = 400) -> None:
    """Wait until a condition holds; fails, naming what stands on the screen, if it never does."""
    for _ in range(tries):
        await pilot.pause(0.01)
        if done():
            return
    raise AssertionError("never came about; the screen:\n" + screen_text(pilot.app))  # type: ignore[arg-type]


async def calm(pilot: Pilot[Any]) -> str:
    """Wait until nothing moves any more: the text of the screen, the same five times in a row."""
    app: AgentDesk = pilot.app  # type: ignore[assignment]
    seen, same = screen_text(app), 0
    for _ in range(400):
        await pilot.pause(0.03)
        now = screen_text(app)
        same = same + 1 if now == seen else 0
        seen = now
        if same == 5:
            return seen
    raise AssertionError("the screen never came to rest:\n" + seen)


@asynccontextmanager
async def running(
    desk: DeskApi | Callable[[], Awaitable[DeskApi]],
    size: tuple[int, int] = MIDDLE,
    *,
    lang: str = "en",
    ready: bool = True,
    **options: Any,
) -> AsyncIterator[tuple[AgentDesk, Pilot[Any]]]:
    """The program on a desk, without a terminal; the language is put back afterwards."""
    before = language()
    set_language(lang)

    async def given() -> DeskApi:
        return desk  # type: ignore[return-value]

    app = AgentDesk(open_desk=desk if callable(desk) else given, **options)
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            if ready:
                await settle(pilot, lambda: queue_shown(app))
            yield app, pilot
    finally:
        set_language(before)


def queue_shown(app: AgentDesk) -> bool:
    """Whether the queue has read its first rows and the header its figures."""
    from agentdesk.screens.queue import QueueScreen

    screen = app.screen
    if not isinstance(screen, QueueScreen) or app.counts is None:
        return False
    return screen.table.shown
