"""Numbers in free text that must not be shown: cards, identity numbers, telephone numbers.

People write them with spaces, hyphens and full-width digits; amounts, dates and case references
look like them and must stay (FIELD 5). A *chain* is a run of digits with such separators between
its *groups*; what is masked is always made of whole groups that stand beside each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

_GAP = (
    " \t\u00a0\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff"  # spaces, seen and unseen
    "\\-\u2010-\u2015\u2212\u2e3a\ufe58\ufe63\uff0d_.·/"  # hyphens, dots and strokes
)
_CHAIN = re.compile(rf"\d(?:[{_GAP}]{{0,3}}\d)*(?:[{_GAP}]{{0,2}}[xXＸｘ×](?![A-Za-z0-9]))?")
_GROUP = re.compile(r"\d+")
_MONEY_BEFORE = re.compile(
    r"(?:[$¥￥€£₩₹]|(?<![A-Za-z])(?:RMB|CNY|USD|EUR|GBP|HKD|JPY))\s?$", re.IGNORECASE
)
_MONEY_AFTER = re.compile(
    r"(?:[.．]\d{1,2})?\s?(?:[万亿]?(?:元|圆|块)|[万亿]|%|％|(?:yuan|RMB|CNY|USD|EUR|GBP|HKD)(?![A-Za-z]))"
    r"|[.．]\d{1,2}(?![\d.])",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"(?<![A-Za-z])[Cc]-$")
_PLUS = re.compile("[+＋]$")
_PROVINCE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91")
_MOBILE = re.compile(r"(86|0086)?1[3-9]\d{9}")
_AREA = re.compile("0[1-9]")
_LANDLINES = ([7], [8], [3, 4], [4, 4])
_DATED = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_SHORTEST, _LONGEST = 7, 19
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def mask_numbers(text: str) -> str:
    """The text with cards, resident identity numbers and telephone numbers starred out.

    Cards are 13 to 19 digits that pass the Luhn check; identity numbers 18 characters (or 15
    digits) that hold a province and a date; telephones are Chinese mobile and landline numbers and
    those with a leading ``+``. Cards and telephones keep their last four digits, identity numbers
    the last one. The length of the text stays.
    """
    if not _GROUP.search(text):
        return text
    return _CHAIN.sub(
        lambda found: found[0] if len(found[0]) < _SHORTEST else _Chain.of(found, text).masked(),
        text,
    )


@dataclass(frozen=True, slots=True)
class Number:
    """A number that must not be shown whole, and where it stands in its text."""

    kind: str
    """phone, identity or card."""
    digits: str
    """Without what separates them; with the final X of an identity number."""
    start: int
    end: int
    hidden: tuple[int, ...]
    """The places of the characters that a mask covers."""


def find_numbers(text: str) -> Iterator[Number]:
    """What `mask_numbers` covers, in the order of the text."""
    for found in _CHAIN.finditer(text):
        if len(found[0]) >= _SHORTEST:
            yield from _Chain.of(found, text).numbers(found.start())


@dataclass(slots=True)
class _Chain:
    """One run of digits, as its digits and where they stand in the run."""

    text: str
    digits: str
    places: list[int]
    """Where each digit stands in ``text``; one more for a final X."""
    starts: list[int]
    """First digit of each group, and the number of digits at the end."""
    before: str
    after: str
    letter: bool
    """An X follows the last digit (the check letter of an identity number)."""
    sums: tuple[list[int], list[int]]
    """Running Luhn sums with the digits of even, and of odd, places doubled."""

    @classmethod
    def of(cls, found: re.Match[str], whole: str) -> _Chain:
        text = found[0]
        places: list[int] = []
        starts: list[int] = []
        for group in _GROUP.finditer(text):
            starts.append(len(places))
            places.extend(range(*group.span()))
        values = [int(text[place]) for place in places]
        sums: tuple[list[int], list[int]] = ([0], [0])
        for place, value in enumerate(values):
            for parity in (0, 1):
                more = _DOUBLED[value] if place % 2 == parity else value
                sums[parity].append(sums[parity][-1] + more)
        return cls(
            text=text,
            digits="".join(map(str, values)),
            places=[*places, len(text) - 1],
            starts=[*starts, len(places)],
            before=whole[max(0, found.start() - 6) : found.start()],
            after=whole[found.end() : found.end() + 8],
            letter=places[-1] != len(text) - 1,
            sums=sums,
        )

    def masked(self) -> str:
        stars = [place for _, _, _, hidden in self._hits() for place in hidden]
        if not stars:
            return self.text
        shown = list(self.text)
        for place in stars:
            shown[self.places[place]] = "*"
        return "".join(shown)

    def numbers(self, offset: int) -> Iterator[Number]:
        """What is masked; the chain begins at ``offset`` in its text."""
        for kind, group, following, hidden in self._hits():
            first, end = self.starts[group], self.starts[following]
            letter = "X" if kind == "identity" and self._ends_in_letter(end) else ""
            last = self.places[end] if letter else self.places[end - 1]
            yield Number(
                kind=kind,
                digits=self.digits[first:end] + letter,
                start=offset + self.places[first],
                end=offset + last + 1,
                hidden=tuple(offset + self.places[place] for place in hidden),
            )

    def _hits(self) -> Iterator[tuple[str, int, int, range]]:
        """Kind, first group, group after the last, digits to hide: of each number in the chain."""
        if len(self.digits) < _SHORTEST:
            return
        group = 0
        while group < len(self.starts) - 1:
            hit = self._hit(group)
            if hit is None:
                group += 1
            else:
                kind, following, hidden = hit
                yield kind, group, following, hidden
                group = following

    def _hit(self, group: int) -> tuple[str, int, range] | None:
        """A number that begins with a group: kind, the group after it, the digits to hide.

        The longest first, so that no shorter one is seen inside it; but telephones before all else:
        two of them beside each other would make a card one time in ten.
        """
        first = self.starts[group]
        ends: list[tuple[int, int]] = []
        for following in range(group + 1, len(self.starts)):
            if self.starts[following] - first > _LONGEST:
                break
            ends.insert(0, (following, self.starts[following]))
        for following, _ in ends:
            hidden = self._phone(group, following)
            if hidden is not None:
                return "phone", following, hidden
        for following, end in ends:
            if self._identity(first, end):
                last = end if self._ends_in_letter(end) else end - 1
                return "identity", following, range(first + 1, last)
            if self._card(first, end) and not self._thousands(group, following):
                return "card", following, range(first, end - 4)
        return None

    def _ends_in_letter(self, end: int) -> bool:
        return self.letter and end == len(self.digits)

    def _identity(self, first: int, end: int) -> bool:
        """18 characters, the last perhaps an X, or the 15 digits of old."""
        number = self.digits[first:end]
        if len(number) == 17 and not self._ends_in_letter(end):
            return False
        if len(number) not in (15, 17, 18) or not _PROVINCE.match(number):
            return False
        born = number[6:14] if len(number) > 15 else f"19{number[6:12]}"
        try:
            return 1850 <= date.fromisoformat(f"{born[:4]}-{born[4:6]}-{born[6:]}").year <= 2100
        except ValueError:
            return False

    def _card(self, first: int, end: int) -> bool:
        if not 13 <= end - first <= _LONGEST or self.digits[first] == "0":
            return False
        sums = self.sums[end % 2]  # the digit before the last one is doubled
        if (sums[end] - sums[first]) % 10:
            return False
        return _DATED.match(self.digits, first) is None  # 20261125103000: a time, or a serial

    def _written_as_card(self, group: int) -> bool:
        """+4111 1111 1111 1111: a card, though a telephone number stands at its beginning."""
        following = group + 4
        return (
            following < len(self.starts)
            and self._sizes(group, following) == [4, 4, 4, 4]
            and self._card(self.starts[group], self.starts[following])
        )

    def _thousands(self, group: int, following: int) -> bool:
        """1 234 567 890 123: an amount."""
        sizes = self._sizes(group, following)
        return len(sizes) > 2 and sizes[0] <= 3 and all(size == 3 for size in sizes[1:])

    def _phone(self, group: int, following: int) -> range | None:
        """The digits to hide if the groups are a telephone number, else None."""
        first, end = self.starts[group], self.starts[following]
        number, sizes = self.digits[first:end], self._sizes(group, following)
        if mobile := _MOBILE.fullmatch(number):
            hidden = range(first + len(mobile[1] or "") + 3, end - 4)
        elif (sizes[0] in (3, 4) and sizes[1:] in _LANDLINES and _AREA.match(number)) or (
            group == 0
            and 8 <= len(number) <= 15
            and _PLUS.search(self.before)
            and not self._written_as_card(group)
        ):
            hidden = range(first, end - 4)
        else:
            return None
        if group == 0 and _REFERENCE.search(self.before):
            return None
        return None if self._amount(group, following) else hidden

    def _amount(self, group: int, following: int) -> bool:
        """Money is written around it, or pence behind it."""
        if group == 0 and _MONEY_BEFORE.search(self.before):
            return True
        end = self.places[self.starts[following] - 1] + 1
        return _MONEY_AFTER.match(self.text[end:] + self.after) is not None

    def _sizes(self, group: int, following: int) -> list[int]:
        edges = self.starts[group : following + 1]
        return [end - start for start, end in pairwise(edges)]
