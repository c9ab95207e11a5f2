"""What a text suggests: category, kind, line, class, priority, department, each with its reason.

A4, A5: preset criteria of the policy, read from the words of the customer. A suggestion is shown
with its reason and is the agent's to overrule; nothing here decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from agentdesk.domain.policy import Category, Criterion, Policy
from agentdesk.domain.values import CaseClass, Kind, Priority

LONGEST = 20_000
"""So much of a text is read: a longer one says what it is about before that (characters)."""

_GRAVER = (CaseClass.COMMON, CaseClass.COMPLEX, CaseClass.COMPLAINT)


@dataclass(frozen=True, slots=True)
class Ground:
    """Why something is suggested."""

    field: str
    """category, priority or class."""
    word: str
    """The word of the text that spoke for it; empty where the category brings it along."""
    criterion: str = ""
    """Code of the criterion, whose reason stands in the policy; empty for a category."""
    reason_en: str = ""
    reason_zh: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a new case may be taken for. An empty category: the text says nothing known."""

    category: str
    line: str
    kind: Kind
    klass: CaseClass
    priority: Priority
    department: str | None
    grounds: tuple[Ground, ...]


def suggest(text: str, policy: Policy, category: str = "") -> Suggestion:
    """What a text suggests under a policy; ``category``: one that the agent has chosen already.

    Of several categories the one with more of its words in the text wins, of equals the more urgent
    one (a scam on an account is a scam), then the longer words, then the policy's order. The
    gravest class and the highest priority of the criteria that speak win over those of the
    category: dissatisfaction always makes a complaint (A6).
    """
    folded = _folded(text)
    grounds: list[Ground] = []
    about = policy.categories.get(category)
    if about is None:
        about, word = _category(folded, policy.categories.values())
        if about is not None:
            grounds.append(Ground("category", word))
    priority = Priority(about.priority) if about else Priority.P3
    klass = CaseClass(about.klass) if about else CaseClass.COMMON
    spoken = [(one, word) for one in policy.criteria if (word := _said(one.words, folded))]
    raised = [(Priority(one.priority), one, word) for one, word in spoken if one.priority]
    if raised:
        found, one, word = min(raised, key=lambda entry: entry[0].rank)
        if about is None or found.rank < priority.rank:
            priority = found
            grounds.append(_ground("priority", one, word))
    graver = [(CaseClass(one.klass), one, word) for one, word in spoken if one.klass]
    if graver:
        worst, one, word = max(graver, key=lambda entry: _GRAVER.index(entry[0]))
        if about is None or _GRAVER.index(worst) > _GRAVER.index(klass):
            klass = worst
            grounds.append(_ground("class", one, word))
    kind = Kind(about.kind) if about else Kind.ENQUIRY
    return Suggestion(
        category=about.code if about else "",
        line=about.line if about else "",
        kind=Kind.COMPLAINT if klass is CaseClass.COMPLAINT else kind,
        klass=klass,
        priority=priority,
        department=about.department if about else None,
        grounds=tuple(grounds),
    )


def _ground(field: str, one: Criterion, word: str) -> Ground:
    return Ground(field, word, one.code, one.reason_en, one.reason_zh)


def _category(folded: str, known: Iterable[Category]) -> tuple[Category | None, str]:
    best: Category | None = None
    best_word, most = "", (0, 0, 0)
    for one in known:
        words = [word for word in one.words if _stands(word, folded)]
        weight = (len(words), -Priority(one.priority).rank, sum(map(len, words)))
        if words and (best is None or weight > most):
            best, best_word, most = one, max(words, key=len), weight
    return best, best_word


def _said(words: Iterable[str], folded: str) -> str:
    return next((word for word in words if _stands(word, folded)), "")


def _stands(word: str, folded: str) -> bool:
    return _pattern(word).search(folded) is not None


@lru_cache(maxsize=4096)
def _pattern(word: str) -> re.Pattern[str]:
    """A Latin word stands at the start of a word ("transfer" in "transfers"), Han anywhere."""
    plain = _folded(word)
    return re.compile((r"(?<![a-z0-9])" if plain[:1].isascii() else "") + re.escape(plain))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
