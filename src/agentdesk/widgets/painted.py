"""What stands on the terminal, cell by cell, so that only what differs is sent to it.

Textual sends whatever it composes anew: the whole screen when the keys go to another field of a
form, a whole widget when one word of it changed, every run of text with all of its colours. Over a
slow line that is what a person waits for. Here an update is laid over what was sent before; cells
that look the same are left alone, and of a colour only the change is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from rich.cells import get_character_cell_size
from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, Console
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Size
from textual.strip import Strip

from agentdesk.widgets.cells import cell_len
from agentdesk.widgets.whole import SECOND_HALF

NEAR = 4
"""So many unchanged cells are sent again where a move of the cursor would take more bytes."""

_SEEN_ON_SPACES = frozenset({"4", "7", "9", "21", "51", "52", "53"})
"""Attributes that a space shows: lines, frames, reverse."""


class Look(NamedTuple):
    """How a cell is drawn: attributes, colour and background, as numbers of an SGR sequence.

    A space has neither attributes nor a colour, unless it shows them.
    """

    attributes: str = ""
    front: str = ""
    back: str = ""


HALF = ""
"""The text of a cell that holds the right half of a wide character."""

UNKNOWN = "\0"
"""The text of a cell of which nobody knows what stands in it."""


@dataclass(slots=True)
class Row:
    """The cells of a line: what stands in each, and how."""

    texts: list[str] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)

    @classmethod
    def unknown(cls, width: int) -> Row:
        """A line that has to be sent whole."""
        return cls([UNKNOWN] * width, [Look()] * width)

    def copy(self) -> Row:
        """Another row of the same cells."""
        return Row(self.texts.copy(), self.looks.copy())

    def put(self, text: str, look: Look, space: Look) -> None:
        """A text at the end; its spaces look like ``space``."""
        if text.isascii():
            self.texts += text
            if " " not in text:
                self.looks += [look] * len(text)
            else:
                self.looks += [space if sign == " " else look for sign in text]
            return
        if text == SECOND_HALF:
            self.texts.append(HALF)
            self.looks.append(look)
            return
        start, width = len(self.texts), cell_len(text)
        for sign in text:
            cells = get_character_cell_size(sign)
            if cells:
                self.texts += [sign, *[HALF] * (cells - 1)]
                self.looks += [space if sign == " " else look] * cells
            elif len(self.texts) > start:  # a mark on what stands before it
                at = len(self.texts) - 1 - (self.texts[-1] == HALF)
                self.texts[at] += sign
        if len(self.texts) - start != width:  # one picture of several signs: sent as one, or not
            self.texts[start:] = [text, *[HALF] * (width - 1)][:width]
            self.looks[start:] = [look] * width

    def lay(self, x: int, cells: Row) -> None:
        """Cells over what stands there; a wide character that loses one half goes whole."""
        end = min(x + len(cells.texts), len(self.texts))
        if end <= x:
            return
        left, right = x, end
        while cells.texts[0] != HALF and 0 < left < end and self.texts[left] == HALF:
            left -= 1
        while right < len(self.texts) and self.texts[right] == HALF:
            right += 1
        for at in (*range(left, x), *range(end, right)):
            self.texts[at], self.looks[at] = " ", Look(back=self.looks[at].back)
        self.texts[x:end] = cells.texts[: end - x]
        self.looks[x:end] = cells.looks[: end - x]

    def part(self, start: int, end: int) -> tuple[int, Row]:
        """The cells from column to column, and where they begin: no character is cut in two."""
        end = min(end, len(self.texts))
        while 0 < start < end and self.texts[start] == HALF:
            start -= 1
        while end < len(self.texts) and self.texts[end] == HALF:
            end += 1
        return start, Row(self.texts[start:end], self.looks[start:end])

    def changes(self, before: Row) -> list[tuple[int, int]]:
        """Runs of cells that differ, from column to column; runs that lie near are one."""
        runs: list[tuple[int, int]] = []
        cells = zip(self.texts, before.texts, self.looks, before.looks, strict=True)
        for x, (text, old_text, look, old_look) in enumerate(cells):
            if text == old_text and look == old_look:
                continue
            if runs and x - runs[-1][1] <= NEAR:
                runs[-1] = (runs[-1][0], x + 1)
            else:
                while x and self.texts[x] == HALF:
                    x -= 1
                runs.append((x, x + 1))
        return runs


class Painted:
    """The terminal as it was drawn last. `forget` what is known when something else drew on it."""

    def __init__(self) -> None:
        self._rows: list[Row] = []

    def forget(self) -> None:
        """Send everything of the next update."""
        self._rows = []

    def less(self, update: CompositorUpdate, size: Size) -> CompositorUpdate:
        """The part of an update of a screen of ``size`` that the terminal does not show yet.

        It counts as drawn once it is rendered.
        """
        if isinstance(update, LayoutUpdate | ChopsUpdate):
            return _Less(self, update, size)
        self.forget()
        return update

    def paint(self, update: LayoutUpdate | ChopsUpdate, size: Size, colours: ColorSystem) -> str:
        """Lay an update over what stands there: what the terminal has to be sent."""
        width, height = size
        if len(self._rows) != height or len(self._rows[0].texts) != width:
            self._rows = [Row.unknown(width) for _ in range(height)]
        pen = _Pen()
        for y, pieces in _lines(update):
            if not 0 <= y < height:
                continue
            before = self._rows[y]
            after = before.copy()
            for x, start, end, strip in pieces:
                begin, cells = _cells(strip, colours).part(start, end)
                after.lay(x + begin, cells)
            if after != before:
                self._rows[y] = after
                pen.line(y, before, after)
        return pen.sent()


class _Less(CompositorUpdate):
    def __init__(self, painted: Painted, update: LayoutUpdate | ChopsUpdate, size: Size) -> None:
        self._painted = painted
        self._update = update
        self._size = size

    def render_segments(self, console: Console) -> str:
        colours = COLOR_SYSTEMS.get(console.color_system or "", ColorSystem.TRUECOLOR)
        return self._painted.paint(self._update, self._size, colours)


_Piece = tuple[int, int, int, Strip]
"""The column of a strip, from which of its cells to which it is drawn, and itself."""


def _lines(update: LayoutUpdate | ChopsUpdate) -> Iterator[tuple[int, Iterable[_Piece]]]:
    """The strips of an update by line (a line may come again)."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            yield y, _side_by_side(update.region.x, strips)
    else:
        for y, first, last in update.spans:
            yield y, _between(first, last, update.chop_ends[y], update.chops[y])


def _between(
    first: int, last: int, ends: Iterable[int], line: Mapping[int, Strip | None]
) -> Iterator[_Piece]:
    for end, (x, strip) in zip(ends, line.items(), strict=True):
        if strip is not None and x < last and end > first:
            yield x, max(first - x, 0), min(end, last) - x, strip


def _side_by_side(x: int, strips: Iterable[Strip]) -> Iterator[_Piece]:
    for strip in strips:
        yield x, 0, strip.cell_length, strip
        x += strip.cell_length


def _cells(strip: Strip, colours: ColorSystem) -> Row:
    cells = Row()
    for text, style, control in strip:
        if not control:
            cells.put(text, *_looks(style or Style.null(), colours))
    return cells


@lru_cache(maxsize=4096)
def _looks(style: Style, colours: ColorSystem) -> tuple[Look, Look]:
    """The look of text in a style, and of a space."""
    attributes = Strip.render_ansi(style.without_color, colours)
    front = style.color.downgrade(colours).get_ansi_codes() if style.color else ()
    back = style.bgcolor.downgrade(colours).get_ansi_codes(False) if style.bgcolor else ()
    look = Look(attributes, ";".join(front), ";".join(back))
    if _SEEN_ON_SPACES.isdisjoint(attributes.split(";")):
        return look, Look(back=look.back)
    return look, look


class _Pen:
    """Writes cells: where they stand, and of their look what is not set already."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._look: Look | None = None

    def sent(self) -> str:
        """Everything written, with the terminal's own look after it."""
        return "".join([*self._parts, "\x1b[0m"]) if self._parts else ""

    def line(self, y: int, before: Row, after: Row) -> None:
        """Write the cells of a line that differ."""
        for start, end in after.changes(before):
            self._parts.append(f"\x1b[{y + 1};{start + 1}H")
            cells = zip(after.texts[start:end], after.looks[start:end], strict=True)
            for text, look in cells:
                if text != HALF and text != UNKNOWN:
                    if look != self._look:
                        self._change(text, look)
                    self._parts.append(text)

    def _change(self, text: str, look: Look) -> None:
        now = self._look
        blank = text == " " and not look.attributes and not look.front
        if now is None:
            codes = ["0", *look]
        elif blank and _SEEN_ON_SPACES.isdisjoint(now.attributes.split(";")):
            # Attributes and colour that the space does not show stay for what comes after it.
            if look.back == now.back:
                return
            codes = [look.back] if look.back else ["0"]
            look = Look(now.attributes, now.front, look.back) if look.back else Look()
        elif look.attributes != now.attributes or not (
            (look.front or not now.front) and (look.back or not now.back)
        ):
            codes = ["0", *look]
        else:
            codes = [new for new, old in zip(look[1:], now[1:], strict=True) if new != old]
        self._look = look
        self._parts.append(f"\x1b[{';'.join(filter(None, codes))}m")
