"""Text from outside made harmless, and texts made presentable: the one place for both.

`clean` stands at the edge of the domain: what it lets through can be stored, indexed, logged and
drawn (STACK 3.1). `one_line` fits a text for a table cell. The masks stand in `masking`. All take
time linear in the length of the text, whatever it holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from agentdesk.domain.masking import mask_email, mask_name, mask_numbers, mask_phone

__all__ = ["clean", "mask_email", "mask_name", "mask_numbers", "mask_phone", "one_line"]

REPLACED = "\ufffd"
"""What stands where something was that must not be kept."""

_CONTROLS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but for tab and newline, DEL, C1: what drives a terminal
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # text that runs the other way, and its kin
    "\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e007f"  # tags: letters that nobody sees
    "\ud800-\udfff"  # halves of a pair: no encoding can write them
)
_BAD = re.compile(f"[{_CONTROLS}]")
_NEWLINES = re.compile("\r\n?|[\u2028\u2029]")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2064\u20dd-\u20e4"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]"
)
"""Takes no cell of its own, or joins pictures into one whose width terminals do not agree on."""

_MARKS_STORED = 30  # UAX #15, Stream-Safe Text Format
_MARKS_SHOWN = 4
_TOWER = re.compile(
    # Runs long enough to hold too many marks: neither Latin letters, spaces, nor Chinese.
    f"[^\x00-\u02ff\u3000-\u3029\u3030-\u3098\u309b-\ua66e\uac00-\ufb1d]{{{_MARKS_SHOWN + 1},}}"
)


def clean(text: str, multiline: bool = False) -> str:
    """The text in NFC, without anything that drives a terminal, hides, or cannot be stored.

    Controls, direction marks, lone surrogates and tags become U+FFFD. Newlines (in all their
    spellings) and tabs stay if ``multiline``, else they become spaces. Towers of more than 30
    combining marks are cut. Cleaning twice changes nothing more.
    """
    if text.isascii():
        if text.isprintable():  # most texts, most of the time
            return text
    else:
        cut = _towers_cut(text, _MARKS_STORED)
        text = unicodedata.normalize("NFC", cut)
        if text != cut:  # composing may have made one mark two
            text = _towers_cut(text, _MARKS_STORED)
    text = _NEWLINES.sub("\n", text)
    if not multiline:
        text = text.replace("\n", " ").replace("\t", " ")
    return _BAD.sub(REPLACED, text)


def one_line(text: str) -> str:
    """The text fit for a table cell: clean, white space in runs of one, nothing of odd width.

    Joiners, variation selectors, skin tones and other characters without a cell of their own are
    left out, so that every terminal draws it as wide as it is counted.
    """
    if text.isascii():
        return " ".join(clean(text).split())
    cut = _towers_cut(_UNSEEN.sub("", text), _MARKS_SHOWN)
    text = clean(cut)
    if text != cut:
        text = _towers_cut(text, _MARKS_SHOWN)
    return " ".join(text.split())


def _towers_cut(text: str, most: int) -> str:
    """No more than ``most`` combining marks on one another; what was cut shows as U+FFFD.

    A tower is slow to normalise (its marks are sorted by insertion) and is drawn over other rows.
    """
    return _TOWER.sub(lambda found: "".join(_low(found[0], most)), text)


def _low(run: str, most: int) -> Iterator[str]:
    height = 0
    for character in run:
        height = height + 1 if unicodedata.category(character)[0] == "M" else 0
        if height <= most:
            yield character
        elif height == most + 1:
            yield REPLACED
