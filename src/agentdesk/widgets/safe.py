"""The last door before the terminal: nothing that drives it passes, whatever widget drew it.

Text is cleaned where it enters the desk (`domain.text.clean`); this is the second layer, and it
does not trust the first (STACK 3.1: 27 of 29 places in Textual pass raw escapes on).
"""

from __future__ import annotations

import re

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from agentdesk.widgets.cells import CONTROLS, JOINERS, cell_len, safe

_UNSAFE = re.compile(f"[{CONTROLS}{JOINERS}]")


class SafeText(LineFilter):
    """Takes control characters, joiners and links out of every segment; widths stay as laid out."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, safe. Returns the same list where nothing had to go."""
        text = "".join([segment.text for segment in segments])
        if text.isascii() and text.isprintable():
            unsafe = False
        else:
            unsafe = _UNSAFE.search(text) is not None
        if not unsafe and not any(
            segment.style is not None and segment.style.link for segment in segments
        ):
            return segments
        return [_safe_segment(segment) for segment in segments if not segment.control]


def _safe_segment(segment: Segment) -> Segment:
    text, style = segment.text, segment.style
    if style is not None and style.link:
        style = style.update_link(None)
    if _UNSAFE.search(text):
        width = cell_len(text)
        text = safe(text)
        text = _exactly(text, width)
    return Segment(text, style)


def _exactly(text: str, width: int) -> str:
    while text and cell_len(text) > width:
        text = text[:-1]
    return text + " " * (width - cell_len(text))
