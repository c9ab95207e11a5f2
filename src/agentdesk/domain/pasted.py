"""A pasted chat, SMS or mail as guesses for the fields of a form (issue: paste anything; A4, A5).

`read` cleans what was pasted, masks what must not be kept (cards, identity numbers, secrets: G2)
and tells what it found. Nothing found is believed: each guess says where it stands and whether it
is sure. Readers go one after another, each over what the earlier ones left, so that a number is
taken for one thing only. Pure; time and memory linear in the text, which is cut at `LONGEST`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agentdesk.domain.pasted_amounts import amounts
from agentdesk.domain.pasted_dates import dates
from agentdesk.domain.pasted_names import names
from agentdesk.domain.pasted_numbers import (
    cards,
    emails,
    hidden_numbers,
    labelled,
    last_digits,
    references,
    serials,
)
from agentdesk.domain.pasted_phones import phones
from agentdesk.domain.pasted_secrets import Secret, secrets
from agentdesk.domain.pasted_sheet import Guess, Money, Sheet, covered
from agentdesk.domain.text import clean
from agentdesk.domain.zones import open_zone

__all__ = ["LONGEST", "Guess", "Money", "Pasted", "Secret", "read", "secrets"]

LONGEST = 200_000
"""Characters kept of one paste: as many as a case's text may have."""

READ = 20_000
"""Characters from the start in which guesses are sought; all of a text is masked."""

MOST = 20
"""Guesses of one kind that are handed back: the first ones."""

_KINDS = (
    "phone", "email", "amount", "date", "last_digits", "card", "id_number", "reference", "name"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was pasted, fit to be kept, and what it tells.

    ``text``: clean, several lines, masked: cards keep their last four digits, identity numbers
    their first and last character, secrets nothing. ``guesses`` in the order of the text, at most
    `MOST` of a kind, no value twice. ``secrets``: where secrets stood (they are masked): a form
    says so. ``cut``: characters left out at the end because there were more than `LONGEST`.
    """

    text: str
    guesses: tuple[Guess, ...]
    secrets: tuple[Secret, ...]
    cut: int = 0

    def of(self, kind: str) -> tuple[Guess, ...]:
        """The guesses of one kind, sure ones first, else in the order of the text."""
        here = [guess for guess in self.guesses if guess.kind == kind]
        return tuple(sorted(here, key=lambda guess: not guess.sure))


def read(
    text: str, *, now: int, tz: str, day_first: bool | None = None, country: str | None = None
) -> Pasted:
    """What a pasted text tells, and the text fit to be kept. Never fails for any text.

    ``now`` (an instant) and ``tz`` (an IANA zone) say which day "yesterday" is, and place times.
    ``day_first``: 03/04/2026 is the third of April (True) or the fourth of March (False); None:
    both are handed back, neither sure. ``country``: ISO 3166 code of the desk's country, for
    telephone numbers without a country code and for whose dollars are meant; None: China's.
    Raises UnknownZone for a zone that is none.
    """
    zone = open_zone(tz)
    cut = max(0, len(text) - LONGEST)
    sheet = Sheet(clean(text[:LONGEST], multiline=True))
    told = secrets(sheet.text)
    sheet.take((secret.start, secret.end) for secret in told)
    found, masked = _kept_short(sheet)
    masked += [(secret.start, secret.end) for secret in told]
    head = sheet.head(READ)
    found += _taking(head, last_digits(head))
    found += dates(head, now, zone, day_first, country)
    found += amounts(head, country)
    found += phones(head, country)
    found += names(head)
    whole = (guess for guess in found if head is sheet or guess.end < READ)
    return Pasted(covered(sheet.text, masked, "*"), _chosen(whole), told, cut)


def _kept_short(sheet: Sheet) -> tuple[list[Guess], list[tuple[int, int]]]:
    """What has a name of its own, of the whole text, and what to mask in it."""
    numbers = hidden_numbers(sheet)
    masked = [(place, place + 1) for number in numbers for place in number.hidden]
    found = list(emails(sheet))
    found += references(sheet)
    sheet.take_guesses(found)
    sheet.take(serials(sheet))
    found += cards(sheet, numbers)
    sheet.take((number.start, number.end) for number in numbers)
    for guess, of_card in labelled(sheet):
        found.append(guess)
        if of_card:
            masked += _all_but_four(sheet.plain, guess)
    return found, masked


def _taking(sheet: Sheet, guesses: Iterable[Guess]) -> list[Guess]:
    found = list(guesses)
    sheet.take_guesses(found)
    return found


def _all_but_four(plain: str, guess: Guess) -> list[tuple[int, int]]:
    """The places of a card number's digits, less the last four."""
    places = [place for place in range(guess.start, guess.end) if plain[place].isdigit()]
    return [(place, place + 1) for place in places[:-4]]


def _chosen(found: Iterable[Guess]) -> tuple[Guess, ...]:
    """In the order of the text, the first of each value, no more of a kind than `MOST`."""
    seen: dict[tuple[str, object], Guess] = {}
    for guess in sorted(found, key=lambda guess: (guess.start, guess.end, not guess.sure)):
        before = seen.get((guess.kind, guess.value))
        if before is None or (guess.sure and not before.sure):
            seen[guess.kind, guess.value] = guess
    room = dict.fromkeys(_KINDS, MOST)
    kept: list[Guess] = []
    for guess in sorted(seen.values(), key=lambda guess: (guess.start, guess.end)):
        if room[guess.kind]:
            room[guess.kind] -= 1
            kept.append(guess)
    return tuple(kept)
