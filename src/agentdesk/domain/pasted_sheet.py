"""What the readers of a pasted text share: the text they read, and what they hand back.

A *sheet* holds the text three times, each character at the same place: cleaned (what is kept),
folded (full-width forms, odd spaces and dashes, foreign digits made plain) and *rest*, the folded
text less what an earlier reader has taken, so that no telephone number is found inside an amount.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Final

from agentdesk.domain.text import one_line

TAKEN: Final = "\ue000"
"""Stands in the rest for each character that is taken: no pattern matches it."""

LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of money: ``minor`` units (cents, 分) of an ISO 4217 ``currency``."""

    minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Guess:
    """One thing found in a pasted text: what a field could be filled with.

    ``kind``: phone, email, amount, date, last_digits, card, id_number, reference, name.
    ``value``: Money for an amount; a date, or the instant (microseconds) if a time stands with it;
    a text else, masked for card (its last four digits) and id_number. ``shown`` is how it is
    written in the text, masked likewise. ``start`` and ``end`` are places in ``Pasted.text``.
    ``sure``: there is one reading of it; a form asks before it believes the others.
    """

    kind: str
    value: str | Money | date | int
    shown: str
    start: int
    end: int
    sure: bool


_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLD |= dict.fromkeys(
    (0xA0, 0xAD, *range(0x2000, 0x200E), 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF), ord(" ")
)
_FOLD |= dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0x2E3A, 0xFE58, 0xFE63), ord("-"))
_FOLD |= dict.fromkeys((0x2018, 0x2019, 0x2032), ord("'"))
_FOLD |= dict.fromkeys((0x201C, 0x201D, 0x300C, 0x300D), ord('"'))
_FOLD |= dict.fromkeys((0xFE52, 0x2024), ord("."))
_FOLD |= {0xFFE5: ord("¥"), 0xFFE1: ord("£"), 0x20AC: ord("€"), 0xFE55: ord(":"), 0x2236: ord(":")}
_FOLD |= dict.fromkeys(map(ord, TAKEN), 0xFFFD)

del _FOLD[ord("，")]  # a sentence goes on, unless thousands do
_THOUSANDS = re.compile(r"(?<!\d)(\d{1,3})，(?=\d{3}(?!\d))")

_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")


def fold(text: str) -> str:
    """The text with plain digits, Latin letters, punctuation, spaces and dashes; same length."""
    if text.isascii():
        return text
    plain = _FOREIGN_DIGIT.sub(lambda found: str(int(found[0])), text.translate(_FOLD))
    return _THOUSANDS.sub(r"\1,", plain) if "，" in plain else plain


class Sheet:
    """A cleaned text under reading. Every place is the same in ``text``, ``plain`` and ``rest``."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = fold(text)
        self.rest = self.plain

    def head(self, length: int) -> Sheet:
        """The beginning of the sheet as one of its own."""
        if len(self.text) <= length:
            return self
        head = copy(self)
        head.text, head.plain = self.text[:length], self.plain[:length]
        head.rest = self.rest[:length]
        return head

    def take(self, spans: Iterable[tuple[int, int]]) -> None:
        """Hide spans from the readers that come later. They may overlap."""
        self.rest = covered(self.rest, spans, TAKEN)

    def guess(
        self, kind: str, value: str | Money | date | int, start: int, end: int, *, sure: bool = True
    ) -> Guess:
        """A guess that is shown as it is written."""
        shown = one_line(self.text[start : min(end, start + LONGEST_SHOWN)])
        return Guess(kind, value, shown, start, end, sure)

    def take_guesses(self, guesses: Iterable[Guess]) -> None:
        """Hide where the guesses stand."""
        self.take((guess.start, guess.end) for guess in guesses)


def covered(text: str, spans: Iterable[tuple[int, int]], cover: str) -> str:
    """The text with each character of the spans replaced by ``cover``."""
    pieces: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if end > at:
            begin = max(start, at)
            pieces += (text[at:begin], cover * (end - begin))
            at = end
    if not pieces:
        return text
    return "".join((*pieces, text[at:]))


def first(pattern: re.Pattern[str], text: str, most: int) -> Iterator[re.Match[str]]:
    """The first matches of a pattern, at most ``most``."""
    for number, found in enumerate(pattern.finditer(text)):
        if number >= most:
            return
        yield found
