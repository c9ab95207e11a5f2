"""Chinese names in Latin letters: the only place that imports `pypinyin`, and only when it is
needed (its table takes a tenth of a second to load)."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product

MOST_READINGS = 6
"""So many readings of one name are kept: 单 is shan as a surname and dan elsewhere."""

LONGEST = 16
"""Longer Han text is no name of a person."""


@lru_cache(maxsize=2_000)
def initials(text: str) -> str:
    """The first letter of each Han character of a text, all else left out: 领取 is ``lq``."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER, errors="ignore"))


@lru_cache(maxsize=20_000)
def readings(name: str) -> tuple[tuple[str, ...], ...]:
    """The readings of a name in Han characters, syllable by syllable, without tones; none for a
    name that is too long or holds anything else."""
    if not name or len(name) > LONGEST:
        return ()
    from pypinyin import Style, pinyin

    # a surname leads, and surnames have readings of their own: every reading of a character counts
    syllables = pinyin(name, style=Style.NORMAL, heteronym=True, errors="ignore")
    if len(syllables) != len(name):
        return ()
    return tuple(islice(product(*syllables), MOST_READINGS))
