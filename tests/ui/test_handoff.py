"""Handing a case to a department, and what both sides see of it (C5): keys on the real program."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentdesk.desk import staff_departments
from agentdesk.desk.api import Label
from agentdesk.desk.setup import bundled_policy, resolved
from agentdesk.domain.values import HOUR, MINUTE, Audience
from agentdesk.screens.case import CaseScreen
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.handoff import HandoffForm
from agentdesk.widgets.department_picker import DepartmentPicker, spelled
from tests.support.case_ui import Seat
from tests.support.desks import MONDAY
from tests.support.handoff_ui import (
    on_case,
    on_departments,
    on_queue,
    opens,
    owner,
)

# --- the owner asks ------------------------------------------------------------------------------


async def handing(here: Seat) -> HandoffForm:
    form = await opens(here, "h")
    assert isinstance(form, HandoffForm)
    await here.sees("first report by")
    return form


async def test_the_department_is_chosen_already_and_why(tmp_path: Path) -> None:
    async with owner(tmp_path) as here:
        form = await handing(here)
        assert form.picker.value == "payments"
        assert "suggested for Transfers and payments" in here.text
        assert "leads" in here.text
        assert "first report by 12:00" in here.text  # two hours of the office's time, from 10:00
        assert "works until 12:00" in here.text
        assert "nobody of theirs is at this desk" not in here.text

        await here.type("Trace it.")
        await here.press("ctrl+s")
        await here.back_on_case()
        event = (await here.last()).event
        assert (event.kind, event.body["dept"], event.body["main"]) == ("handoff", "payments", True)
        assert event.body["along"], "the customer's words go along by themselves"
        await here.sees("C-1001 is with Payments: first report by 12:00. z takes it back")
        await here.sees("leads · asked")
        await here.sees("Payments is looking into it; they report to us by 12:00.")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("yhk", "cards"),  # 银行卡部
        ("xindai", "loans"),  # 信贷部
        ("反欺", "fraud"),
        ("back", "back_office"),
        ("sd", "securities"),  # Securities desk
        ("IT", "it"),
        ("银行卡部", "cards"),
        ("zhengxin", "records"),  # 征信管理部
    ],
)
def test_a_department_is_found_by_name_pinyin_initials_and_code(typed: str, code: str) -> None:
    known = resolved(bundled_policy(), "Asia/Shanghai", MONDAY).labels["department"]
    labels = [Label(one.code, one.en, one.zh) for one in known]
    picker = DepartmentPicker(labels)
    picker.know(spelled(labels))
    assert picker.found(picker.options, typed)[0].code == code
    assert picker.found(picker.options, "nowhere") == []


@pytest.mark.story
async def test_what_goes_along_is_turned_by_keys(tmp_path: Path) -> None:
    async with owner(tmp_path) as here:
        await here.desk.note(here.case_id, "He rang twice.")
        await here.desk.note(here.case_id, "Suspicion.", Audience.RESTRICTED)
        await here.until(lambda: here.view.timeline[-1].text == "Suspicion.", "both are read")
        form = await handing(here)
        await here.type("Trace it.")
        assert form.along.chosen == (1,)
        assert len(form.along.entries) == 2, "a restricted note cannot go along"
        await here.press("tab")
        await here.press("2")
        assert len(form.along.chosen) == 2
        await here.press("1")
        note = form.along.chosen
        assert note != (1,)
        await here.press("ctrl+s")
        await here.back_on_case()
        stored = await here.stored()
        assert stored.handoffs[-1].along == ("He rang twice.",)


@pytest.mark.story
async def test_the_second_department_assists(tmp_path: Path) -> None:
    async with owner(tmp_path) as here:
        await here.desk.hand_off(here.case_id, "payments", "Trace it.")
        await here.sees("leads · asked")
        form = await opens(here, "h")
        assert isinstance(form, HandoffForm)
        assert form.picker.value == "", "who has it is not asked again"
        await here.type("fraud")
        await here.press("enter")
        await here.sees("assists Payments")
        await here.type("Is it fraud?")
        await here.press("ctrl+s")
        await here.back_on_case()
        assert [one.main for one in (await here.stored()).handoffs] == [True, False]
        await here.sees("assists · asked")


@pytest.mark.story
async def test_what_is_missing_is_said_and_what_was_typed_stays(
    tmp_path: Path,
) -> None:
    async with owner(tmp_path) as here:
        await handing(here)
        await here.press("ctrl+s")
        await here.sees("Write what the department is asked.")
        await here.type("Trace it, pl")
        await here.sees_kept()
        await here.press("escape")
        await here.back_on_case()
        form = await handing(here)
        assert form.words("ask") == "Trace it, pl"

        # two at once: the second hears of the first, and keeps what was typed
        await here.desk.hand_off(here.case_id, "payments", "Me first.")
        await here.sees("Meanwhile:")
        await here.press("ctrl+s")
        await here.sees("Payments already has this case.")
        assert form.words("ask") == "Trace it, pl"


async def test_a_department_closes_while_it_is_asked(tmp_path: Path) -> None:
    async with owner(tmp_path) as here:
        form = await handing(here)
        await here.type("Trace it.")
        await staff_departments.close(here.desk.ctx, "payments")
        await here.press("ctrl+s")
        await here.sees("Payments takes no new handoffs any more.")
        assert (form.picker.value, form.words("ask")) == ("", "Trace it.")
        await here.type("loa")
        await here.sees("▸ Loans")
        await here.press("enter", "ctrl+s")
        await here.back_on_case()
        line = (await here.stored()).handoffs[0]
        assert (line.dept, line.ask) == ("loans", "Trace it.")


async def test_what_is_known_is_of_the_marked_department(tmp_path: Path) -> None:
    """While a department is looked for, its hours and load are shown, not those of another."""
    async with owner(tmp_path) as here:
        await handing(here)
        await here.sees("suggested for Transfers")
        await here.press("shift+tab")
        await here.type("fraud")
        await here.sees("▸ Fraud")
        await here.until(lambda: "suggested for" not in here.text, "of the marked one")
        await here.sees("nobody of theirs is at this desk")
        await here.press(*["backspace"] * 5)
        await here.sees("suggested for Transfers")


@pytest.mark.story
async def test_it_is_taken_back_by_undo_and_later_by_its_own_act(tmp_path: Path) -> None:
    async with owner(tmp_path) as here:
        await here.desk.hand_off(here.case_id, "payments", "Trace it.")
        await here.sees("leads · asked")
        await opens(here, "z")
        await here.press("enter")
        await here.back_on_case()
        await here.sees("took the handoff to Payments back")

        await here.desk.hand_off(here.case_id, "payments", "Trace it.")
        here.clock.forward(10 * MINUTE)
        await here.until(lambda: here.view.handoffs[-1].how == "", "asked again")
        await opens(here, "Z")
        await here.press("ctrl+s")
        await here.back_on_case()
        await here.sees("took it back from Payments")
        assert [one.how for one in (await here.stored()).handoffs] == ["recalled", "recalled"]

        here.clock.forward(9 * HOUR)  # after hours
        await handing(here)
        await here.sees("works again tomorrow 09:00")
        assert "first report by tomorrow 11:00" in here.text


@pytest.mark.story
async def test_from_the_queue_too(tmp_path: Path) -> None:
    async with owner(tmp_path) as here:
        await on_queue(here)
        await handing(here)
        await here.type("Trace it.")
        await here.press("ctrl+s")
        await here.until(lambda: not isinstance(here.app.screen, CaseForm), "sent")
        await here.sees("is with Payments: first report by 12:00")
        assert (await here.stored()).handoffs[0].ask == "Trace it."

        await here.press("H")
        await on_departments(here)
        await here.sees("Trace it.")
        await here.press("enter")
        await on_case(here)
        line = (await here.stored()).handoffs[0]
        assert line.accepted_at is None, "an agent who looks accepts nothing"

        await here.desk.release(here.case_id, "zhao.min")
        await here.until(lambda: here.view.owner == "zhao.min", "it is another's")
        await here.press("h")
        await here.sees("Zhao Min")
        assert isinstance(here.app.screen, CaseScreen), "only the owner asks"


# --- both sides see it ---------------------------------------------------------------------------


async def test_a_rejection_leads_to_the_right_department(tmp_path: Path) -> None:
    async with owner(tmp_path) as here:
        await here.desk.hand_off(here.case_id, "payments", "Trace it.")
        theirs = await here.desk.as_person("sun.hui")
        await theirs.reject(here.case_id, "h1", "wrong_department", right="cards")
        await here.sees("▸ h  ask Cards instead (Payments: wrong department)")
        await here.sees("Payments rejected it: wrong department;")
        form = await handing(here)
        assert form.picker.value == "cards"
        assert "named by the department that rejected it" in here.text
        await here.type("A card payment.")
        await here.press("ctrl+s")
        await here.back_on_case()
        await here.until(lambda: "ask Cards instead" not in here.text, "it has been acted on")
        await here.sees("handoff 2 of this case")


async def test_a_missing_document_and_a_result_lead_to_the_customer(tmp_path: Path) -> None:
    async with owner(tmp_path) as here:
        await here.desk.hand_off(here.case_id, "payments", "Trace it.")
        theirs = await here.desk.as_person("sun.hui")
        await theirs.reject(here.case_id, "h1", "missing_document", text="the receipt")
        await here.sees("▸ a  ask the customer for the missing document (Payments: the receipt)")
        await here.desk.hand_off(here.case_id, "payments", "Here it is.")
        await theirs.give_back(here.case_id, "h2", "Credited today.")
        await here.sees("▸ u  tell the customer what Payments found")
        await here.sees("Payments returned the result")
        await here.sees("result: Credited today.")


async def test_the_owner_writes_down_what_a_department_without_people_says(tmp_path: Path) -> None:
    async with owner(tmp_path) as here:
        await here.desk.hand_off(here.case_id, "cards", "Block it.")
        await here.sees("leads · asked")
        await opens(here, "O")
        await here.press("r")
        await here.type("It is blocked.")
        await here.press("ctrl+s")
        await here.back_on_case()
        await here.sees("result: It is blocked.")
        line = (await here.stored()).handoffs[0]
        assert line.clock == "dept_next"
        assert line.due == MONDAY + 32 * HOUR, "by the end of the next working day"


@pytest.mark.story
async def test_of_two_departments_the_form_asks_for_which(tmp_path: Path) -> None:
    async with owner(tmp_path) as here:
        await here.desk.hand_off(here.case_id, "cards", "Block it.")
        await here.desk.hand_off(here.case_id, "fraud", "Is it fraud?")
        await here.sees("assists · asked")
        await opens(here, "M")
        await here.sees("○ Cards")
        await here.press("2")
        await here.type("It is.")
        await here.press("ctrl+s")
        await here.back_on_case()
        ended = {one.dept: one.how for one in (await here.stored()).handoffs}
        assert ended == {"cards": "", "fraud": "returned"}
