"""Which of a few things is meant by part of a name: nobody types a code from memory (SCREENS)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from agentdesk.domain.finding import folded

T = TypeVar("T")

_APART = re.compile(r"[\s._\-·]+")


def initials(name: str) -> str:
    """The first letters of a name's words, folded: ``lw`` of Li Wei and of ``li.wei``."""
    return "".join(part[0] for part in _APART.split(folded(name)) if part)


def ranked(things: Sequence[T], names_of: Callable[[T], Iterable[str]], typed: str) -> list[T]:
    """The things one of whose names is meant, best first: the whole name, then its beginning, its
    initials, any part of it; as they stood within each. All of them while nothing is typed."""
    want = folded(typed)
    if not want:
        return list(things)
    found: list[tuple[int, T]] = []
    for thing in things:
        rank = _rank([name for name in names_of(thing) if name], want)
        if rank is not None:
            found.append((rank, thing))
    return [thing for _, thing in sorted(found, key=lambda one: one[0])]


def _rank(names: Sequence[str], want: str) -> int | None:
    plain = [folded(name) for name in names]
    if want in plain:
        return 0
    if any(name.startswith(want) for name in plain):
        return 1
    if any(initials(name).startswith(want) for name in names):
        return 2
    return 3 if any(want in name for name in plain) else None
