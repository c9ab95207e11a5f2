"""One key takes what comes first, from the queue and from a case alike (PROMISES: `n`)."""

from __future__ import annotations

from abc import abstractmethod
from uuid import uuid4

from agentdesk.i18n import t
from agentdesk.screens.base import DeskScreen


class TakesNext(DeskScreen[None]):
    """Mixed into screens from which the next case is taken."""

    _taking = False

    @abstractmethod
    def open_case(self, case_id: int) -> None:
        """Show this case."""

    def shows(self, case_id: int) -> bool:
        """Whether this screen is that case."""
        return False

    def do_next(self) -> None:
        """What comes first among mine and the unowned ones; one claim at a time, however often
        the key is pressed."""
        if not self._taking:
            self._taking = True
            self.start(self._next(), group="next")

    async def _next(self) -> None:
        try:
            taken = await self.desk.next(op=uuid4().hex)
        finally:
            self._taking = False
        if taken is None:
            self.say(t("queue.nothing_next"))
            return
        here = self.shows(taken.case_id)
        if taken.claimed:
            key = "queue.claimed.reserve" if taken.reserve else "queue.claimed"
            self.say(t(key, reference=taken.reference, key=self.key_named("undo")))
        elif here:
            self.say(t("case.next.here"))
        if not here:
            self.open_case(taken.case_id)
