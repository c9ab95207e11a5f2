"""A page's own words, and its last line, which starts."""

from __future__ import annotations

from agentdesk.i18n import t
from agentdesk.widgets.lines import Lines, Row, wrap


class Says(Lines):
    """Words of the page: a sentence in a role; none is no line."""

    def __init__(self, text: str = "", role: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text, self._role = text, role

    def say(self, text: str, role: str = "") -> None:
        """Say this from now on."""
        self._text, self._role = text, role
        self.refill()

    def build(self, width: int) -> list[Row]:
        """The sentence, wrapped."""
        return [[(line, self._role)] for line in wrap(self._text, width)] if self._text else []


class StartLine(Lines, can_focus=True):
    """The last step: enter starts."""

    def build(self, width: int) -> list[Row]:
        """One line."""
        return [[(f"▸ {t('firstrun.start')}  ⏎", "")]]
