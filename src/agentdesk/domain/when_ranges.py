"""From when until when: 2-4pm, between 2 and 4, 周五上午9点到11点之间, taken apart (C7).

A half of the day or a day said once counts for both ends. What two people could read differently
(2点到4点: by night or in the afternoon) has several readings; `when` asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from agentdesk.domain.when_hours import NIGHT, Hour, readings
from agentdesk.domain.when_numbers import WORD
from agentdesk.domain.when_said import Unclear
from agentdesk.domain.when_words import Heard, hear

LONGEST_RANGE = 12 * 60
"""Minutes: a range of which an end could be meant otherwise is shorter."""

_EARLIEST = 6 * 60
"""A range that ends in the afternoon begins no earlier, unless that is said."""


@dataclass(frozen=True, slots=True)
class Range:
    """Both ends as they were said. ``day``: what was said of the day, beside either."""

    first: Hour
    first_half: str
    last: Hour
    last_half: str
    day: Heard
    clocks: bool
    """Both are clocks with a colon: 22:00-02:00 can only pass midnight."""


@cache
def _joins() -> re.Pattern[str]:
    return re.compile(r" ?(?P<sign>[-–—~]|到|至) ?| (?P<word>to|until|till|and) ", re.ASCII)


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(r"\b(?:(?P<two>between)|from) |[从自](?=.)", re.ASCII)


@cache
def _bare(side: str) -> re.Pattern[str]:
    """A number at that end, which is an hour there."""
    if side == "left":
        return re.compile(rf"(?:(?<!\d)\d{{1,2}}|\b{WORD})$", re.ASCII)
    return re.compile(rf"^(?:\d{{1,2}}(?![\d:])|{WORD})", re.ASCII)


def could_be_range(typed: str) -> bool:
    """``10 to 4``: ten minutes to the hour, or from ten to four."""
    return re.search(r"(?<![\d:])\d{1,2} to \d{1,2}(?!\d)", typed, re.ASCII) is not None


def heard_ranges(typed: str) -> list[Range]:
    """The ways in which a plain text is a range; none where it is not."""
    found = []
    text = typed.removesuffix("之间").removesuffix("期间").rstrip()
    for join in _joins().finditer(text):
        left, right = text[: join.start()], text[join.end() :]
        opening = _opening().search(left)
        if join["word"] == "and" and not (opening and opening["two"]):
            continue  # 2 and 4: one or the other
        if opening:
            left = left[: opening.start()] + left[opening.end() :]
        one = _range(left.strip(), right.strip())
        if one is not None:
            found.append(one)
    return found


def _range(left: str, right: str) -> Range | None:
    first, last = _end(left, "left"), _end(right, "right")
    if first is None or last is None:
        return None
    told = [one for one in (first, last) if one.days or one.work]
    if len(told) > 1 or first.by or last.by or first.edge or last.edge:
        return None
    assert first.hour is not None
    assert last.hour is not None
    day = replace(told[0] if told else first, hour=None, half="")
    clocks = ":" in left and ":" in right
    return Range(first.hour, first.half, last.hour, last.half, day, clocks)


def _end(text: str, side: str) -> Heard | None:
    """One end: something with an hour, be it only a number."""
    ways = [text]
    bare = _bare(side).search(text)
    if bare:
        ways.append(f"{text[: bare.start()]}at {text[bare.start() :]}")
    for way in ways:
        try:
            heard = hear(way)
        except Unclear:
            continue
        if heard.hour is not None:
            return heard
    return None


def edges(said: Range) -> Iterator[tuple[int, int]]:
    """Minutes from midnight at which it can begin and end. Raises Unclear where nobody says so."""
    halves = said.first_half, said.last_half
    if not any(halves):
        found = [*_pairs(said, "", "")]
    else:
        both = halves[0] or halves[1], halves[1] or halves[0]
        found = [*_pairs(said, *both)] or [
            one for one in _pairs(said, *halves) if halves[0] or one[0] >= _EARLIEST
        ]
    if not found:
        raise Unclear("unclear")
    yield from found


def _pairs(said: Range, first_half: str, last_half: str) -> Iterator[tuple[int, int]]:
    begins, ends = _readings(said.first, first_half), _readings(said.last, last_half)
    if not first_half and not last_half and said.last.form == "spoken":
        # 8 to 10 begins in the morning or in the evening, and ends in the same.
        ends = sorted({*ends, *(at + NIGHT // 2 for at in ends if at < NIGHT // 2)})
    late = said.clocks or first_half in ("pm", "evening", "night")
    for begin in begins:
        later = [end for end in ends if end > begin]
        if not later and late and ends:
            later = [min(ends) + NIGHT]
        if not later:
            continue
        end = min(later)
        if end - begin < LONGEST_RANGE or said.clocks:
            yield begin, end


def _readings(hour: Hour, half: str) -> tuple[int, ...] | list[int]:
    try:
        return readings(hour, half)
    except Unclear:
        return ()
