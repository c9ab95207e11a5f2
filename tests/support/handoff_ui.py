"""Departments in the program: what tests of handoffs press, on both sides."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from agentdesk.app import AgentDesk
from agentdesk.desk.api import HandoffLine
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.screens.case import CaseScreen
from agentdesk.screens.departments import DepartmentsScreen
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.queue import QueueScreen
from tests.support.case_ui import Seat, seat
from tests.support.desks import MONDAY, make_desk, request
from tests.support.ui import MIDDLE, running

DEPT = "payments"


async def handed(desk: Desk, *asks: str, dept: str = DEPT, category: str = "transfer") -> list[int]:
    """Cases of this desk's person, each with a department for an ask."""
    found = []
    for ask in asks:
        case_id = (await desk.receive(request(ask, category=category))).case_id
        await desk.claim(case_id)
        await desk.hand_off(case_id, dept, ask, along=[1])
        found.append(case_id)
    return found


@asynccontextmanager
async def owner(folder: Path, **more: object) -> AsyncIterator[Seat]:
    """The owner of a case about a transfer, on its screen; Sun Hui works in Payments."""
    async with seat(folder, request(category="transfer"), **more) as here:  # type: ignore[arg-type]
        await here.desk.add_person("Sun Hui", role="specialist", dept=DEPT)
        await here.desk.claim(here.case_id)
        await here.until(lambda: here.view.owner == "li.wei", "the case is mine")
        yield here


@asynccontextmanager
async def specialist(
    folder: Path, *asks: str, size: tuple[int, int] = MIDDLE, lang: str = "en"
) -> AsyncIterator[tuple[Seat, Desk]]:
    """Sun Hui of Payments at the keys, with handoffs of Li Wei's cases; and Li Wei's desk."""
    async with seat_of_nobody(folder) as (desk, clock):
        code = await desk.add_person("Sun Hui", role="specialist", dept=DEPT)
        cases = await handed(desk, *asks)
        theirs = await desk.as_person(code)
        async with running(theirs, size, lang=lang, ready=False) as (app, pilot):
            here = Seat(app, pilot, theirs, cases[0] if cases else 0, clock)
            await here.until(lambda: table_of(app) is not None, "the departments")
            count = len(cases)
            await here.until(lambda: len(rows(app)) == count and read(app), "its rows")
            yield here, desk


@asynccontextmanager
async def seat_of_nobody(folder: Path) -> AsyncIterator[tuple[Desk, SetClock]]:
    """A new desk whose program is somebody else's."""
    clock = SetClock(MONDAY)
    desk = await make_desk(folder, clock)
    try:
        yield desk, clock
    finally:
        await desk.aclose()


def departments(app: AgentDesk) -> DepartmentsScreen:
    """The departments' screen, wherever it stands in the stack."""
    return next(s for s in reversed(app.screen_stack) if isinstance(s, DepartmentsScreen))


def table_of(app: AgentDesk) -> object | None:
    """Its table, once it stands."""
    screens = [s for s in app.screen_stack if isinstance(s, DepartmentsScreen) and s.is_mounted]
    return screens[0].table if screens else None


def rows(app: AgentDesk) -> Sequence[HandoffLine]:
    """What it shows."""
    return departments(app).table.rows


def read(app: AgentDesk) -> bool:
    """Whether it has read its departments."""
    return bool(departments(app)._all)


async def opens(here: Seat, key: str) -> CaseForm:
    """Press a key that opens a form."""
    await here.press(key)
    await here.until(lambda: isinstance(here.app.screen, CaseForm), f"{key} opens a form")
    assert isinstance(here.app.screen, CaseForm)
    return here.app.screen


async def on_departments(here: Seat) -> DepartmentsScreen:
    """Wait until the departments are on top."""
    await here.until(lambda: isinstance(here.app.screen, DepartmentsScreen), "the departments")
    return departments(here.app)


async def on_queue(here: Seat) -> QueueScreen:
    """From the case to the queue."""
    await here.press("escape")
    await here.until(lambda: isinstance(here.app.screen, QueueScreen), "the queue")
    screen = here.app.screen
    assert isinstance(screen, QueueScreen)
    await here.until(lambda: screen.row is not None, "its rows")
    return screen


async def on_case(here: Seat) -> CaseScreen:
    """Wait until a case is on top, and read."""
    await here.until(lambda: isinstance(here.app.screen, CaseScreen), "a case")
    await here.until(lambda: here.screen.view is not None, "and read")
    return here.screen
