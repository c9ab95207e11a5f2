"""What a case shows beside its promises: the customer's notes and other cases, who spoke, the next
step, why it was late; each by keys over a real desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentdesk.desk.api import NewCase
from agentdesk.domain.values import (
    DAY,
    HOUR,
    MINUTE,
    Audience,
    Authority,
    Caller,
    Speaker,
    Status,
)
from agentdesk.screens.forms.base import CaseForm
from agentdesk.widgets.choice import Choice
from tests.support.case_ui import Seat, seat
from tests.support.desks import MONDAY
from tests.support.ui import LARGE

RELATIVE = Speaker(Caller.RELATIVE, Authority.SHOWN, "rec-77", notice=True)


async def mine(here: Seat) -> None:
    await here.press("l")
    await here.until(lambda: here.view.owner == "li.wei", "the case is mine")


async def form_of(here: Seat, key: str) -> CaseForm:
    await here.press(key)
    await here.until(lambda: isinstance(here.app.screen, CaseForm), f"the form of {key}")
    form = here.app.screen
    assert isinstance(form, CaseForm)
    return form


# --- notes that stick to the customer
async def test_a_note_sticks_to_the_customer_and_comes_off(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.press("S")
        await here.sees("No note sticks to this customer.")
        form = await form_of(here, "s")
        assert form.words("until") == "2026-04-01 18:00", "a month, unless said otherwise"
        await here.type("Hard of hearing: speak slowly")
        await here.press("ctrl+s")
        await here.back_on_case()
        await here.sees("◆ Hard of hearing: speak slowly")
        await here.sees("until 1 Apr, Li Wei")
        lines = here.text.splitlines()
        note = next(at for at, line in enumerate(lines) if "Hard of hearing" in line)
        phone = next(at for at, line in enumerate(lines) if "138****" in line)
        assert note < phone, "it is read before the number is dialled"
        await form_of(here, "S")
        await here.sees("Hard of hearing")
        await here.press("enter")
        await here.back_on_case()
        await here.until(lambda: "◆ Hard of hearing" not in here.text, "it is off")
        assert (await here.stored()).stickies == ()
        subject = here.view.subject
        await here.desk.put_sticky(subject, "Prefers mornings", MONDAY + DAY)
        await here.desk.put_sticky(subject, "Speaks Cantonese", MONDAY + 2 * DAY)
        await here.until(lambda: len(here.view.stickies) == 2, "both are read")
        await form_of(here, "S")
        await here.press("2", "ctrl+s")
        await here.back_on_case()
        assert [note.text for note in (await here.stored()).stickies] == ["Speaks Cantonese"]


# --- the customer's other cases
async def test_a_digit_opens_another_case_and_esc_comes_back(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.press("1")
        await here.sees("This customer has no other open case.")
        subject = here.view.subject
        await here.desk.register(NewCase("And my card?", title="Card lost", subject=subject))
        here.screen.reload()
        await here.sees("Their other cases")
        await here.sees("1  C-1002  Card lost")
        await here.press("2")
        await here.sees("There are 1 other cases.")
        first = here.screen
        await here.press("1")
        await here.until(lambda: here.screen is not first and here.screen.view, "the other one")
        assert here.view.title == "Card lost"
        await here.sees("1  C-1001  Where is my transfer?")
        await here.press("escape")
        await here.until(lambda: here.app.screen is first, "back")


# --- who spoke


@pytest.mark.story
async def test_a_contact_says_who_spoke_and_what_they_were_promised(tmp_path: Path) -> None:
    async with seat(tmp_path, size=LARGE) as here:
        await mine(here)
        form = await form_of(here, "U")
        assert "right to act" not in here.text, "the customer needs no papers"
        assert "notice given" not in here.text, "nobody spoke in a letter"
        form.field("channel").focus_control()
        await here.press("p")
        await here.sees("notice given")
        form.field("text").focus_control()
        await here.type("Her son asks where it is")
        await here.press("tab")
        await here.type("+2h")
        await here.press("tab", "r")
        await here.sees("right to act")
        await here.until(lambda: here.app.focused is not None, "a field has the keys")
        form.field("authority").focus_control()
        await here.press("2")
        form.field("recording").focus_control()
        await here.type("rec-77")
        form.field("notice").focus_control()
        await here.press("y", "ctrl+s")
        await here.back_on_case()
        entry = await here.last()
        assert entry.event.body | {"text": 0} == {
            "authority": "shown", "caller": "relative", "channel": "phone", "notice": True,
            "promised_at": MONDAY + 2 * HOUR, "recording": "rec-77", "text": 0,
        }  # fmt: skip
        await here.sees("from: relative, right to act")
        await here.sees("chased 1×")
        await here.sees("recording rec-77")
        stored = await here.stored()
        assert [c.due for c in stored.clocks if c.name == "promised"] == [MONDAY + 2 * HOUR]
        done = await here.desk.register(
            NewCase("My mother's transfer", customer="Chen", speaker=RELATIVE)
        )
        here.screen.open_case(done.case_id)
        await here.sees("brought in by: relative, right to act: papers named,")
        await here.sees("▲ take down what they say, tell them nothing")


# --- the next step
@pytest.mark.story
async def test_a_planned_step_stands_under_the_title_until_its_key_ends_it(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await mine(here)
        await here.press("D")
        await here.sees("No next step is planned on this case.")
        await form_of(here, "d")
        await here.press("ctrl+s")
        await here.sees("Say what is to be done.")
        await here.type("ring Payments once more")
        await here.press("tab")
        await here.type("14:30")
        await here.press("ctrl+s")
        await here.back_on_case()
        await here.sees("○ 14:30  ring Payments once more")
        plan = (await here.stored()).plan
        assert plan is not None
        assert (plan.at, plan.by) == (MONDAY + 4 * HOUR + 30 * MINUTE, "li.wei")
        await here.press("D")
        await here.sees("The planned step is done.")
        await here.until(lambda: "○ 14:30" not in here.text, "the line is gone")
        assert (await here.stored()).plan is None
        form = await form_of(here, "r")
        await here.type("paid it back")
        await here.press("tab")
        await here.type("It is paid back.")
        await here.press("tab")
        choice = form.field("wrapup").widget
        assert isinstance(choice, Choice)
        assert choice.value == "", "nobody has to say"
        await here.press("g", "ctrl+s")
        await here.back_on_case()
        stored = await here.stored()
        assert (stored.status, stored.wrapup) == (Status.RESOLVED, "guided")
        await here.sees("Guided to do it themselves")


# --- secrets
@pytest.mark.parametrize(
    ("lang", "secret", "sentence"),
    [
        ("en", "her password is tiger2024", "a password or PIN"),
        ("zh", "客户说验证码是884213", "一次性密码"),
    ],
)
async def test_a_note_with_a_secret_stays_in_the_form(
    tmp_path: Path, lang: str, secret: str, sentence: str
) -> None:
    async with seat(tmp_path, lang=lang) as here:
        form = await form_of(here, "o")
        await here.paste(secret)
        await here.press("ctrl+s")
        await here.sees(sentence)
        assert here.app.screen is form
        assert form.words("text") == secret
        assert "note" not in await here.kinds()


# --- the story by its readers
async def test_restricted_notes_are_shown_to_who_may_read_them(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        assert "restricted" not in here.text, "nothing restricted: no such view"
        await here.desk.note(here.case_id, "looks like smurfing", Audience.RESTRICTED)
        await here.desk.note(here.case_id, "rang the branch")
        await here.sees("all · customer · internal · restricted")
        await here.press("t")
        await here.until(lambda: "rang the branch" not in here.text, "the customer's")
        assert "smurfing" not in here.text
        await here.press("t")
        await here.sees("rang the branch")
        assert "smurfing" not in here.text
        await here.press("t")
        await here.sees("looks like smurfing")
        assert "rang the branch" not in here.text
        await here.press("t")
        await here.sees("rang the branch")
        await here.press("t", "t", "t", "t")
        zhao = await here.desk.as_person("zhao.min")
        view = await zhao.case(here.case_id)
        assert "smurfing" not in repr(view)
        here.screen.show_case(view)
        await here.sees("its text is for named roles only")
        assert "all · customer · internal · restricted" not in here.text
        assert "smurfing" not in here.text


# --- why it was late
async def test_why_it_was_late_is_copied_as_a_paragraph(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.press("y")
        await here.sees("Nothing was late: that is in the clipboard.")
        assert here.app.clipboard == "C-1001: nothing was late."
        here.clock.forward(3 * HOUR)
        await here.desk.claim(here.case_id)
        here.clock.forward(2 * HOUR)
        await here.desk.reply(here.case_id, "We trace it.", channel="email")
        await here.until(lambda: any(c.state == "met_late" for c in here.view.clocks), "it is read")
        await here.press("y")
        await here.sees("Why it was late is in the clipboard.")
        said = here.app.clipboard
        assert (
            "First response, due 2 Mar 2026, 14:00, was kept 2 Mar 2026, 15:00, 1 h late." in said
        )
        assert "Whose time it was: 3 h in the queue, 2 h with the agent." in said
        assert "\n" not in said
        for private in ("Chen", "13812345678", "chen@example.com", "transfer"):
            assert private not in said
        here.app.may_copy = False
        await here.press("y")
        await here.sees("Copying is switched off")
        assert here.app.clipboard == said
