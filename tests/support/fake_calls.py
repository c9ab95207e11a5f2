"""Agreed calls of the desk of values: a list that tests fill; what is asked is noted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agentdesk.desk.api_callbacks import CallbackLine, Day, Judged
from agentdesk.desk.api_values import Done
from agentdesk.domain.values import DAY, HOUR, MINUTE
from agentdesk.domain.when_parts import Hours


class FakeCalls:
    """The part of `FakeDesk` that holds agreed calls."""

    calls: list[str]
    agreed: Sequence[CallbackLine] = ()

    def now(self) -> int:
        raise NotImplementedError

    def _note(self, call: str) -> None:
        raise NotImplementedError

    def _done(self, case_id: int, kind: str) -> Done:
        self._note(kind)
        return Done(case_id, f"C-{1000 + case_id}", 2, (kind,))

    def hours(self, what: str = "", *, line: str = "", dept: str = "") -> Hours:
        return Hours()

    async def day(self, date: str, *, who: str | None = None) -> Day:
        self._note("day")
        begins = self.now() // DAY * DAY
        return Day(date, begins, begins + 12 * HOUR, agents=("li.wei",))

    async def due_callbacks(self, *, who: str | None = None) -> Sequence[CallbackLine]:
        self._note("due_callbacks")
        return [one for one in self.agreed if who in (None, one.who)]

    async def judge_callback(self, case_id: int, at_time: int, **more: Any) -> Judged:
        self._note("judge_callback")
        until = more.get("until") or at_time + 30 * MINUTE
        return Judged(at_time, until, more.get("who") or "li.wei")

    async def agree(self, case_id: int, at_time: int, about: str, **more: Any) -> Done:
        return self._done(case_id, "callback_set")

    async def move_callback(self, case_id: int, callback: str, at_time: int, **more: Any) -> Done:
        return self._done(case_id, "callback_moved")

    async def callback_reached(self, case_id: int, callback: str, text: str, **more: Any) -> Done:
        return self._done(case_id, "callback_reached")

    async def callback_no_answer(
        self, case_id: int, callback: str, text: str = "", *, op: str | None = None
    ) -> tuple[Done, int | None]:
        return self._done(case_id, "callback_tried"), self.now() + 2 * HOUR

    async def cancel_callback(
        self, case_id: int, callback: str, why: str, *, op: str | None = None
    ) -> Done:
        return self._done(case_id, "callback_ended")

    async def set_wishes(self, subject: int, **wishes: Any) -> None:
        self._note("set_wishes")
