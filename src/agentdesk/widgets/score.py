"""One question of a follow-up: answered by one key from 1 to 5 (C10)."""

from __future__ import annotations

from collections.abc import Callable

from agentdesk.i18n import t
from agentdesk.widgets.choice import Choice, Option
from agentdesk.widgets.lines import Row, Span

QUESTIONS = ("speed", "attitude", "solved")
"""What is asked, in this order."""


class Score(Choice):
    """1 to 5; none chosen at first, so that nobody is content by default."""

    def __init__(self, then: Callable[[], None]) -> None:
        super().__init__([Option(str(n), t(f"forms.score.{n}")) for n in range(1, 6)], then=then)

    def build(self, width: int) -> list[Row]:
        """▸ before the one that has the keys: with nothing chosen yet, nothing else says so."""
        rows = super().build(width - 2)
        mark: Span = ("▸ " if self.has_focus else "  ", "accent")
        self._spots = [(row, start + 2, end + 2, code) for row, start, end, code in self._spots]
        return [[mark if at == 0 else ("  ", ""), *row] for at, row in enumerate(rows)]

    def put(self, code: str) -> None:
        """Choose a score; "" takes it back."""
        if code:
            super().put(code)
        else:
            self.value = ""
            self.refill()

    def reword(self) -> None:
        """The same scores in the language in force."""
        self.options = tuple(Option(str(n), t(f"forms.score.{n}")) for n in range(1, 6))
        self.refill()
