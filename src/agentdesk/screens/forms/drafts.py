"""What was typed into a form and not sent: kept for this session, by case and form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of a form as they were left, and when (an instant)."""

    values: Mapping[str, str]
    at: int


@dataclass(slots=True)
class Drafts:
    """The drafts of one session. Nothing of it is written anywhere."""

    _kept: dict[tuple[int, str], Draft] = field(default_factory=dict)

    def keep(self, case_id: int, form: str, draft: Draft) -> None:
        """Keep what stands in a form."""
        self._kept[case_id, form] = draft

    def get(self, case_id: int, form: str) -> Draft | None:
        """What was left there, if anything."""
        return self._kept.get((case_id, form))

    def forget(self, case_id: int, form: str) -> None:
        """It was sent, or thrown away on purpose."""
        self._kept.pop((case_id, form), None)

    def of(self, case_id: int) -> tuple[str, ...]:
        """The forms of a case that hold unsent words."""
        return tuple(form for case, form in self._kept if case == case_id)


_SESSIONS: WeakKeyDictionary[Any, Drafts] = WeakKeyDictionary()


def drafts_of(app: Any) -> Drafts:
    """The drafts of a running program."""
    return _SESSIONS.setdefault(app, Drafts())
