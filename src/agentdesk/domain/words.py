"""Words for the text index: what a case can be found by (SCREENS, Queue; FIELD 5).

Latin and other words that have spaces between them are tokens as they are; Chinese, Japanese and
Korean text is cut into pairs of neighbouring characters, so that words of two characters are found
without a dictionary. The same cut is made of a question. Every token holds letters and digits only:
SQLite's ``unicode61`` tokenizer takes it as one word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from operator import add

from agentdesk.domain.scripts import EASTERN
from agentdesk.domain.text import clean

LONGEST_TOKEN = 64
"""Longer runs of letters (somebody's base64) are cut off here, in the index and in questions."""

MOST_QUERIED = 32

_RUNS = re.compile(r"[^\W_]+")
_ACCENTS = re.compile("[\u0300-\u036f]+")


def tokens(text: str) -> list[str]:
    """The words of a text in their order, repeats included.

    NFKC (full-width forms become plain ones), case folded, accents of letters left out. A run of
    Han characters gives its pairs and then its last character alone: so each character begins a
    token, and even a single one can be asked for.
    """
    folded = _folded(text)
    if folded.isascii():
        return [run[:LONGEST_TOKEN] for run in _RUNS.findall(folded)]
    found: list[str] = []
    for run, eastern, _ in _runs(folded):
        if eastern:
            found += map(add, run, run[1:])
            found.append(run[-1])
        else:
            found.append(run[:LONGEST_TOKEN])
    return found


def query(text: str) -> str | None:
    """An FTS5 MATCH expression for what somebody typed; None if there is no word in it.

    Every word must be found, in any order; a run of Han characters as it stands; the last word as a
    beginning if the text ends with it (people search while they type). Safely quoted: nothing typed
    is taken for an operator.
    """
    folded = _folded(text)
    terms: dict[str, None] = {}
    for word, eastern, end in islice(_runs(folded), MOST_QUERIED):
        if eastern:
            pairs = [word[place : place + 2] for place in range(len(word) - 1)][:LONGEST_TOKEN]
            term = f'"{" ".join(pairs)}"' if pairs else f'"{word}"*'
        else:
            term = f'"{word[:LONGEST_TOKEN]}"' + ("*" if end == len(folded) else "")
        terms[term] = None
    return " ".join(terms) or None


def _runs(text: str) -> Iterator[tuple[str, bool, int]]:
    """Runs of letters and digits of one script: each, whether it is an eastern one, its end."""
    for found in _RUNS.finditer(text):
        run, end = found[0], found.start()
        if run.isascii():
            yield run, False, found.end()
            continue
        for place, part in enumerate(EASTERN.split(run)):
            end += len(part)
            if part:
                yield part, place % 2 == 1, end


def _folded(text: str) -> str:
    if text.isascii():
        return text.casefold()
    text = unicodedata.normalize("NFKD", clean(text, multiline=True))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", text).casefold())
