"""Text measured in terminal cells: a Chinese character takes two.

Pure functions. Text from customers goes through `plain` before it is cut: whatever a terminal may
draw wider or narrower than it is counted (joined emoji, variation selectors) is taken out here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rich.cells import cell_len, chop_cells, set_cell_size

__all__ = ["cell_len", "cut", "fit", "plain", "right", "safe", "wrap"]

CONTROLS = (
    "\x00-\x1f\x7f-\x9f"  # C0, DEL, C1: what drives a terminal
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls
    "\u2028\u2029\ufeff\ufff9-\ufffb"
    "\ud800-\udfff"  # lone surrogates cannot be written at all
    "\U000e0000-\U000e007f"  # tags: invisible text
)
"""What never reaches the terminal, as a character class."""

JOINERS = "\u200b-\u200d\u2060\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\u20e3"
"""What makes one picture of several characters: terminals do not agree on its width."""

_CONTROL = re.compile(f"[{CONTROLS}]")
_JOINER = re.compile(f"[{JOINERS}]")
_UNSAFE = re.compile(f"[{CONTROLS}{JOINERS}]")
_HAN = "\u2e80-\u2fff\u3003-\u9fff\uf900-\ufaff"
_CLOSING = "\u3001\u3002\uff01-\uff0f\uff1a-\uff1f,.;:!?)\\]”’」』"
_WORDS = re.compile(f"[{_HAN}][{_CLOSING}]*\\s?|[^\\s{_HAN}]+\\s?")
_SPACES = re.compile(r"\s+")


def safe(text: str) -> str:
    """The text without anything that drives a terminal or joins characters; newlines go too."""
    if not _UNSAFE.search(text):
        return text
    return _JOINER.sub("", _CONTROL.sub(" ", text))


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """One line of safe text: every run of white space is one space."""
    return _SPACES.sub(" ", safe(text)).strip()


def cut(text: str, width: int) -> str:
    """At most ``width`` cells, cut at a whole character, with … where something is missing."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…" if width > 1 else "…"


def fit(text: str, width: int) -> str:
    """Exactly ``width`` cells, left-aligned."""
    text = cut(text, width)
    return text + " " * (width - cell_len(text))


def right(text: str, width: int) -> str:
    """Exactly ``width`` cells, right-aligned."""
    text = cut(text, width)
    return " " * (width - cell_len(text)) + text


def wrap(text: str, width: int, limit: int = 99) -> list[str]:
    """Lines of at most ``width`` cells, broken at spaces where there are any; at most ``limit``."""
    lines: list[str] = []
    line = ""
    for word in _WORDS.findall(text):
        if cell_len(line) + cell_len(word.rstrip()) > width and line:
            lines.append(line.rstrip())
            line = ""
        while cell_len(word.rstrip()) > width:
            first, *rest = chop_cells(word, width)
            lines.append(first)
            word = "".join(rest)
        line += word
    if line.strip():
        lines.append(line.rstrip())
    if len(lines) > limit:
        lines = [*lines[: limit - 1], cut(lines[limit - 1] + "…", width)]
    return lines
