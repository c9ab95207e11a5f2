"""Words for the text index: what a case can be found by (SCREENS, Queue; FIELD 5).

Latin and other words that have spaces between them are tokens as they are; Chinese, Japanese and
Korean text is cut into pairs of neighbouring characters, so that words of two characters are found
without a dictionary. The same cut is made of a question. Every token holds letters and digits only:
SQLite's ``unicode61`` tokenizer takes it as one word.
"""

from __future__ import annotations

import re
import unicodedata

from agentdesk.domain.text import clean

LONGEST_TOKEN = 64
"""Longer runs of letters (somebody's base64) are cut off here, in the index and in questions."""

MOST_QUERIED = 32

_EAST = (
    "\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\U00020000-\U000323af"
)
_RUNS = re.compile(f"[{_EAST}]+|[^\\W_{_EAST}]+")
_IS_EAST = re.compile(f"[{_EAST}]")
_ACCENTS = re.compile("[\u0300-\u036f]+")


def tokens(text: str) -> list[str]:
    """The words of a text in their order, repeats included.

    NFKC (full-width forms become plain ones), case folded, accents of letters left out. A run of
    Han characters gives its pairs and then its last character alone: so each character begins a
    token, and even a single one can be asked for.
    """
    found: list[str] = []
    for run in _RUNS.findall(_folded(text)):
        if _IS_EAST.match(run):
            found += [run[place : place + 2] for place in range(len(run))]
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
    runs = list(_RUNS.finditer(folded))
    terms: dict[str, None] = {}
    for run in runs[:MOST_QUERIED]:
        word = run[0]
        if _IS_EAST.match(word):
            pairs = [word[place : place + 2] for place in range(len(word) - 1)][:LONGEST_TOKEN]
            term = f'"{" ".join(pairs)}"' if pairs else f'"{word}"*'
        else:
            last = run.end() == len(folded)
            term = f'"{word[:LONGEST_TOKEN]}"' + ("*" if last else "")
        terms[term] = None
    return " ".join(terms) or None


def _folded(text: str) -> str:
    if text.isascii():
        return text.casefold()
    text = unicodedata.normalize("NFKD", clean(text, multiline=True))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", text).casefold())
