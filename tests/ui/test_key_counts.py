"""How many keys the daily work takes beside its text: more than these is a defect.

Agreeing on a call (at most 6) is counted in `test_callbacks`, a follow-up (at most 5) in
`test_followups`.
"""

from __future__ import annotations

from pathlib import Path

from agentdesk.domain.values import Status
from agentdesk.screens.case import CaseScreen
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.queue import QueueScreen
from tests.support.case_ui import Seat, seat
from tests.support.desks import request


class Counted:
    """Presses keys and counts them; typed text is not counted."""

    def __init__(self, here: Seat) -> None:
        self.here = here
        self.keys = 0

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await self.here.press(*keys)

    async def opens(self, key: str) -> None:
        await self.press(key)
        await self.here.until(lambda: isinstance(self.here.app.screen, CaseForm), "a form")


async def test_next_reply_contact_and_resolve(tmp_path: Path) -> None:
    async with seat(tmp_path, request("First"), request("Second")) as here:
        await here.press("escape")
        await here.until(lambda: isinstance(here.app.screen, QueueScreen), "the queue")

        taking = Counted(here)
        await taking.press("n")
        await here.until(lambda: isinstance(here.app.screen, CaseScreen), "a case")
        await here.until(lambda: here.screen.view and here.view.owner == "li.wei", "and it is mine")
        assert taking.keys == 1
        case_id = here.screen.case_id

        replying = Counted(here)
        await replying.opens("u")
        await here.type("We look into it.")
        await replying.press("tab")
        await here.type("+2h")
        await replying.press("ctrl+s")
        await here.back_on_case()
        assert (await here.desk.case(case_id)).timeline[-1].event.body["promised_at"]
        assert replying.keys <= 4

        contact = Counted(here)
        await contact.opens("U")
        await here.type("When?")
        await contact.press("tab")
        await here.type("+3h")
        await contact.press("ctrl+s")
        await here.back_on_case()
        assert contact.keys <= 4

        resolving = Counted(here)
        await resolving.opens("r")
        await here.type("traced")
        await resolving.press("tab")
        await here.type("It arrived.")
        await resolving.press("ctrl+s")
        await here.back_on_case()
        assert (await here.desk.case(case_id)).status is Status.RESOLVED
        assert resolving.keys <= 4


async def test_an_update_from_a_template(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.press("l")
        await here.until(lambda: here.view.owner == "li.wei", "the case is mine")
        updating = Counted(here)
        await updating.opens("u")
        await updating.press("f3")
        await here.type("progress")
        await updating.press("enter")
        await here.sees("Not yet filled")
        await here.type("We trace it.")
        await updating.press("tab")
        await here.type("+2h")
        await updating.press("tab")
        await here.type("tomorrow 18:00")
        await updating.press("ctrl+s")
        await here.back_on_case()
        body = (await here.last()).event.body
        assert (body["template"], body["edited"]) == ("progress", True)
        assert body["promised_at"] < body["finish_at"]
        assert updating.keys <= 6


async def test_a_handoff_and_a_department_report(tmp_path: Path) -> None:
    async with seat(tmp_path, request(category="transfer")) as here:
        await here.press("l")
        await here.until(lambda: here.view.owner == "li.wei", "the case is mine")

        handing = Counted(here)
        await handing.opens("h")
        await here.type("Trace it.")
        await handing.press("ctrl+s")
        await here.back_on_case()
        assert handing.keys == 2, "to the department that is suggested"

        another = Counted(here)
        await another.opens("h")  # none is suggested now: the department comes first
        await here.type("fraud")
        await another.press("enter")
        await here.type("Is it fraud?")
        await another.press("ctrl+s")
        await here.back_on_case()
        assert another.keys <= 5
        dept = {one.dept: one.id for one in (await here.stored()).handoffs}
        assert dept == {"payments": "h1", "fraud": "h2"}
        await here.desk.recall(here.case_id, "h2")
        await here.until(lambda: here.view.handoffs[1].how == "recalled", "one department is left")

        reporting = Counted(here)
        await reporting.opens("O")
        await reporting.press("f")
        await here.type("It is at the other bank.")
        await reporting.press("tab")
        await here.type("+3h")
        await reporting.press("ctrl+s")
        await here.back_on_case()
        assert (await here.last()).event.body["next_at"]
        assert reporting.keys <= 4
