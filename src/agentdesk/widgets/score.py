"""One question of a follow-up: answered by one key from 1 to 5 (C10)."""

from __future__ import annotations

from collections.abc import Callable

from agentdesk.i18n import t
from agentdesk.widgets.choice import Choice, Option

QUESTIONS = ("speed", "attitude", "solved")
"""What is asked, in this order."""


class Score(Choice):
    """1 to 5; none chosen at first, so that nobody is content by default."""

    def __init__(self, then: Callable[[], None]) -> None:
        super().__init__([Option(str(n), t(f"forms.score.{n}")) for n in range(1, 6)], then=then)

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
