"""The reserve: every n-th claim of a desk takes the unowned case that is late the longest.

It is the dial between few broken promises and no very long waits (PROMISES, "What comes first";
DECISIONS 2 and 2b). The desk keeps one number, counted in the claim's own transaction: how many
claims have been made since the last turn.

With it on, a late case waits at most ``every * (late ahead of it + 1 + lapsed turns)`` claims.
"""

from __future__ import annotations

from typing import NamedTuple


class Turn(NamedTuple):
    """What a claim does: whether it takes the longest late, and the count to keep after it."""

    use_reserve: bool
    next_count: int


def decide_turn(count: int, every: int, keepable_band1: bool, has_late: bool) -> Turn:
    """Whether this claim is the reserve's turn.

    ``count``: claims since the last turn. ``every``: the policy's n, 0 for off.
    ``keepable_band1``: an unowned band-1 case can still be kept; it goes first: the turn lapses.
    ``has_late``: there is an unowned case with an open breach; without one the turn lapses too.
    """
    if every <= 0:
        return Turn(False, 0)
    if not due_next(count, every):
        return Turn(False, count + 1)
    return Turn(has_late and not keepable_band1, 0)


def due_next(count: int, every: int) -> bool:
    """Whether the next claim is the reserve's turn: the row that is next for it says so."""
    return every > 0 and count + 1 >= every


def give_back(count: int, every: int) -> int:
    """The count after a case is released that a turn had taken: the next claim has the turn."""
    return max(count, every - 1, 0)
