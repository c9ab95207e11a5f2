"""Wide characters that stay whole where Textual cuts a line.

A line is cut wherever a widget begins or ends in it, also under what lies over them: a note over
the queue loses each Chinese character that stands astride the edge of the preview. Here the left
part keeps the whole character, and the right part begins with the sign of a second half, which
`painted` knows. Textual's toasts are the only thing that lies over an edge in its own screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets._toast import Toast

from agentdesk.widgets.cells import cell_len

SECOND_HALF = "\ufdd0"
"""One cell: the right half of the wide character before it. A noncharacter: in no text there is."""


class WholeStrip(Strip):
    """A line whose wide characters survive being cut in two."""

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """Parts that end at these cells."""
        wanted = [cut for cut in cuts if cut <= self.cell_length]
        parts: list[Strip] = []
        rest, begin = list(self._segments), 0
        for cut in wanted:
            part, rest = _cut(rest, cut - begin)
            parts.append(Strip(part, cut - begin))
            begin = cut
        return parts


def _cut(segments: Sequence[Segment], cell: int) -> tuple[list[Segment], list[Segment]]:
    """The segments before a cell and those from it on."""
    before: list[Segment] = []
    for number, segment in enumerate(segments):
        width = segment.cell_length
        if width <= cell:
            before.append(segment)
            cell -= width
            continue
        after = list(segments[number + 1 :])
        text, style = segment.text, segment.style
        at, left = 0, cell
        while left > 0:
            left -= cell_len(text[at])
            at += 1
        if at:
            before.append(Segment(text[:at], style))
        second = [Segment(SECOND_HALF, style)] if left < 0 else []
        return before, [*second, Segment(text[at:], style), *after]
    return before, []


def keep_whole() -> None:
    """Draw toasts so that no edge under them cuts a character in two."""
    plain = Toast.render_lines

    def render_lines(toast: Toast, crop: Region) -> list[Strip]:
        return [WholeStrip(strip, strip.cell_length) for strip in plain(toast, crop)]

    if not getattr(plain, "whole", False):
        render_lines.whole = True  # type: ignore[attr-defined]
        Toast.render_lines = render_lines  # type: ignore[method-assign, assignment]
