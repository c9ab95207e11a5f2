"""Places on a screen that a letter can lead to, and the letters for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from textual.containers import ScrollableContainer
from textual.geometry import Offset, Region
from textual.screen import Screen
from textual.widget import Widget

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""The letters that lie best under the hands come first."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in cells, and what going there does. In a widget it counts from its own corner."""

    at: Offset
    go: Callable[[], object]


@runtime_checkable
class HasSpots(Protocol):
    """A widget with more places than itself: rows, views, parts."""

    def jump_spots(self) -> Sequence[Spot]:
        """Its places, in view or not."""
        ...


def spots(screen: Screen[Any]) -> list[Spot]:
    """Every place of a screen that is in view, from the top, no two in one cell."""
    found: dict[Offset, Spot] = {}
    for spot in (*_spots(screen, plain=False), *_spots(screen, plain=True)):
        found.setdefault(spot.at, spot)
    return [found[at] for at in sorted(found, key=lambda at: (at.y, at.x))]


def _spots(screen: Screen[Any], *, plain: bool) -> Iterator[Spot]:
    """Places of the widgets that have some; ``plain``: the others that take the keys."""
    for widget in screen.walk_children(Widget):
        seen = _seen(screen, widget)
        if not seen:
            continue
        if isinstance(widget, HasSpots):
            corner = widget.content_region.offset
            for spot in () if plain else widget.jump_spots():
                at = corner + spot.at
                if seen.y <= at.y < seen.bottom:
                    yield Spot(Offset(max(0, at.x), at.y), spot.go)
        elif plain and widget.focusable and not _holds_spots(widget):
            yield Spot(Offset(max(0, seen.x - 1), seen.y), _focus(widget))


def _seen(screen: Screen[Any], widget: Widget) -> Region:
    """The part of a widget that is on the screen."""
    if not widget.display or not widget.region:
        return Region()
    return screen.find_widget(widget).visible_region


def _holds_spots(widget: Widget) -> bool:
    """A pane whose parts are places of their own."""
    within = widget.walk_children(Widget) if isinstance(widget, ScrollableContainer) else ()
    return any(isinstance(part, HasSpots) for part in within)


def _focus(widget: Widget) -> Callable[[], object]:
    # At once, through the screen: keys that are typed behind belong to the widget.
    return lambda: widget.screen.set_focus(widget)


def letters(count: int) -> list[str]:
    """So many labels, none of which begins another: one letter each while they last."""
    size = len(LETTERS)
    doubled = 0
    while size - doubled + doubled * size < count and doubled < size:
        doubled += 1
    single = list(LETTERS[: size - doubled])
    double = [first + second for first in LETTERS[size - doubled :] for second in LETTERS]
    return (single + double)[:count]
