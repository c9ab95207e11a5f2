"""A day of agreed calls in the program: what tests of the callback screens press."""

from __future__ import annotations

from typing import Any

from agentdesk.desk.api import CallbackLine
from agentdesk.desk.house import Desk
from agentdesk.domain.values import HOUR, MINUTE
from agentdesk.screens.callbacks import CallbacksScreen
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.judged import JudgedForm
from agentdesk.screens.queue import QueueScreen
from tests.support.case_ui import Seat
from tests.support.desks import MONDAY, request


def at(hour: int, minute: int = 0, *, day: int = 0) -> int:
    """A time of the Monday of the tests, in Shanghai, or of a later day."""
    return MONDAY + (hour - 10 + 24 * day) * HOUR + minute * MINUTE


async def agreed(desk: Desk, case_id: int, when: int, about: str = "the trace", **more: Any) -> str:
    """A call that is agreed on; its id."""
    await desk.agree(case_id, when, about, **more)
    return (await desk.case(case_id)).callbacks[-1].id


async def another(desk: Desk, title: str = "Another", **more: Any) -> int:
    """One more case of the desk."""
    return (await desk.receive(request(title, **more))).case_id


async def call_of(here: Seat, place: int = -1) -> CallbackLine:
    """A call of the case, as the desk has it."""
    return (await here.stored()).callbacks[place]


async def form_open(here: Seat) -> JudgedForm:
    """Wait for a form about a call."""
    await here.until(lambda: isinstance(here.app.screen, JudgedForm), "a form about a call")
    assert isinstance(here.app.screen, JudgedForm)
    return here.app.screen


async def form_gone(here: Seat) -> None:
    """Wait until no form is open."""
    await here.until(lambda: not isinstance(here.app.screen, CaseForm), "the form is gone")


async def day_open(here: Seat) -> CallbacksScreen:
    """From the case to the queue and its day of calls."""
    await here.press("escape")
    await here.until(lambda: isinstance(here.app.screen, QueueScreen), "the queue")
    await here.press("C")
    await here.until(lambda: isinstance(here.app.screen, CallbacksScreen), "the day")
    screen = here.app.screen
    assert isinstance(screen, CallbacksScreen)
    await here.until(lambda: screen.grid.day is not None, "the day is read")
    return screen
