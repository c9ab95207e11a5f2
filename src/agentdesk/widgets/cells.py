"""Text measured in terminal cells: a Chinese character takes two.

Pure functions. Text from customers goes through `plain` before it is cut: whatever a terminal may
draw wider or narrower than it is counted (joined emoji, variation selectors) is taken out here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from rich.cells import cell_len, set_cell_size

__all__ = ["cell_len", "cut", "fit", "plain", "right", "safe", "wrap"]

CONTROLS = (
    "\x00-\x1f\x7f-\x9f"  # C0, DEL, C1: what drives a terminal
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls
    "\u2028\u2029\ufeff\ufff9-\ufffb"
    "\ud800-\udfff"  # lone surrogates cannot be written at all
    "\U000e0000-\U000e007f"  # tags: invisible text
)
"""What never reaches the terminal, as a character class."""

JOINERS = (
    "\u200b-\u200d\u2060-\u2064\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\u20dd-\u20e4"
    "\U0001f1e6-\U0001f1ff"  # letters of flags: one cell each, or two
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\U000e0100-\U000e01ef"
)
"""What makes one picture of several characters, or has none: terminals do not agree on its
width."""

_FLAGS = {0x1F1E6 + place: letter for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
"""A flag is two letters: it is shown as them."""

_CONTROL = re.compile(f"[{CONTROLS}]")
_JOINER = re.compile(f"[{JOINERS}]")
_UNSAFE = re.compile(f"[{CONTROLS}{JOINERS}]")
_SPACES = re.compile(r"\s+")
_NO_START = frozenset(",.;:!?)]}%，。、；：！？）》」』】”’…·％")


def safe(text: str) -> str:
    """The text without anything that drives a terminal or joins characters; newlines go too."""
    if not _UNSAFE.search(text):
        return text
    return _JOINER.sub("", _CONTROL.sub(" ", text.translate(_FLAGS)))


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


def wrap(text: str, width: int) -> list[str]:
    """``text`` broken into lines of at most ``width`` cells, at words and between Han characters.

    Closing punctuation does not start a line; a longer word is cut. Linear in the text's length.
    """
    lines: list[str] = []
    for paragraph in text.expandtabs(4).split("\n"):
        lines.extend(_wrap_one(paragraph, max(2, width)))
    return lines


def _wrap_one(paragraph: str, width: int) -> list[str]:
    lines: list[str] = []
    parts: list[str] = []
    used = 0
    for atom in _atoms(paragraph):
        size = cell_len(atom)
        if used + size > width and used:
            lines.append("".join(parts).rstrip())
            parts, used = [], 0
            if atom.isspace():
                continue
        while size > width:
            piece = set_cell_size(atom, width).rstrip() if atom else ""
            piece = piece or atom[:1]
            lines.append(piece)
            atom = atom[len(piece) :]
            size = cell_len(atom)
        parts.append(atom)
        used += size
    lines.append("".join(parts).rstrip())
    return lines


def _atoms(text: str) -> Iterable[str]:
    """What must not be broken: a word, a run of spaces, a Han character with what closes it."""
    start = 0
    for index in range(1, len(text) + 1):
        if index < len(text) and not _breaks(text[index - 1], text[index]):
            continue
        yield text[start:index]
        start = index


def _breaks(before: str, after: str) -> bool:
    if after in _NO_START or cell_len(after) == 0:
        return False
    if before == " " or after == " ":
        return before != after
    return cell_len(before) == 2 or cell_len(after) == 2
