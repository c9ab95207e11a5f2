"""What is written apart or in words, pulled together: ``C V V``, ``8 8 4 2 1 3``, ``验 证 码``,
``one two three``, 一二三.

Only for reading: every sign of the result says which signs of the text it stands for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORDS = {
    "zero": "0", "oh": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_WORD = rf"(?:{'|'.join(_WORDS)})(?![A-Za-z])"
_HAN = "\u4e00-\u9fff"
_SPREAD = re.compile(
    rf"""(?<![A-Za-z0-9.])[A-Za-z](?:[ .·-]{{1,2}}[A-Za-z](?![A-Za-z0-9])){{2,5}}+\.?
    |(?<![\d.,:/-])\d{{1,2}}(?:[ ]{{1,2}}\d{{1,2}}(?!\d)){{1,7}}+
    |(?<![\d.,:/-])\d(?:[.·_-]\d(?!\d)){{2,7}}+
    |(?<=[{_HAN}])[ ]{{1,2}}(?=[{_HAN}])
    |(?P<words>(?<![A-Za-z]){_WORD}(?:[\s,-]{{1,2}}{_WORD}){{2,7}}+)""",
    re.I | re.X,
)
_TOKEN = re.compile(r"[A-Za-z]{2,5}+")
_HAN_DIGITS = str.maketrans("零〇一二三四五六七八九幺", "001234567891")
_HAN_NUMBER = re.compile(r"[零〇一二三四五六七八九幺]{3,400}+")


@dataclass(frozen=True, slots=True)
class Together:
    """A text pulled together, and for each of its signs where it begins and ends in the other."""

    text: str
    starts: list[int]
    ends: list[int]


def han_digits(text: str) -> str:
    """Digits that are written one by one in Chinese as digits; of the same length."""
    return _HAN_NUMBER.sub(lambda found: found[0].translate(_HAN_DIGITS), text)


def together(text: str) -> Together | None:
    """The text pulled together; None where nothing in it is spread out."""
    signs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0

    def keep(piece: str, begin: int, size: int = 1) -> None:
        signs.append(piece)
        starts.extend(range(begin, begin + len(piece)))
        ends.extend(range(begin + size, begin + len(piece) + size))

    for match in _SPREAD.finditer(text):
        keep(text[last : match.start()], last)
        if match["words"]:
            for token in _TOKEN.finditer(text, *match.span()):
                keep(_WORDS[token[0].lower()], token.start(), len(token[0]))
        else:
            for place in range(*match.span()):
                if text[place].isalnum():
                    keep(text[place], place)
        last = match.end()
    if not last:
        return None
    keep(text[last:], last)
    return Together("".join(signs), starts, ends)
