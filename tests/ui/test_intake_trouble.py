"""Intake under stress: pastes, secrets, drafts, a locked store, a terminal that shrinks."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from agentdesk.desk.api import NewCase
from agentdesk.domain.drafts import NEW
from agentdesk.screens.intake import IntakeScreen
from agentdesk.screens.intake_new import NewCaseScreen
from agentdesk.screens.intake_start import LONGEST_TEXT
from agentdesk.store.engine import Store
from tests.support.desks import desk_of
from tests.support.intake_ui import phone
from tests.support.terminal import Terminal
from tests.support.ui import assert_aligned
from tests.ui.hostile import HOSTILE

pytestmark = pytest.mark.story

CHAT = (
    "客户：您好，我是周敏，手机 139 1111 2222\n"
    "昨天转账 5万 元还没到账，尾号 8812，卡号 6222021234567890128\n"
    "验证码是 482913，邮箱 zhou@example.com"
)


async def test_a_pasted_chat_fills_the_line_and_the_form(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        await here.open()
        await here.paste(CHAT)
        await here.until(lambda: here.intake.hits.lookup.asked == "13911112222", "looked up")
        await here.sees("A secret was taken out")
        await here.press("enter")
        await here.on(NewCaseScreen)
        form = here.form
        await here.until(lambda: form.words("amount"), "filled")
        await here.sees("● A secret was taken out")  # a note would cover what is said beside it
        assert not here.app._notifications
        words = {name: form.words(name) for name in ("name", "phone", "email", "date", "last")}
        assert words == {
            "name": "周敏", "phone": "13911112222", "email": "zhou@example.com",
            "date": "2026-03-01", "last": "8812",
        }  # fmt: skip
        assert form.words("amount") == "CNY 50,000.00"
        assert {form.field(n).marked for n in (*words, "amount")} == {"by guess"}
        text = form.words("text")
        assert "482913" not in text
        assert "622202" not in text
        assert "0128" in text
        form.field("name").focus_control()
        await here.type("X")  # edited: no guess any more
        await here.until(lambda: form.field("name").marked == "", "the mark goes")
        assert form.field("phone").marked == "by guess"
        await here.press("ctrl+s")
        await here.back_on_queue()
        kept = await here.desk.case(1005)
        assert kept.text.endswith("Amount: CNY 50,000.00 · Date: 2026-03-01 · Last digits: 8812")
        assert (await here.desk.lookup("13911112222")).customers[0].exact


async def test_pasting_into_the_words_fills_only_what_is_empty(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        await here.open()
        await here.press("enter")
        await here.on(NewCaseScreen)
        form = here.form
        form.field("name").focus_control()
        await here.type("Own name")
        form.field("text").focus_control()
        await here.type("She writes: ")
        await here.paste(CHAT)
        await here.until(lambda: form.words("phone") == "13911112222", "filled")
        assert form.words("name") == "Own name"
        assert form.words("text").startswith("She writes: 客户：您好")
        await here.sees("Filled by guess: phone")
        # a date with two readings is left to the person; what is typed in secret is taken out
        await here.press("f4")
        await here.until(lambda: not form.words("text"), "anew")
        await here.paste("I paid on 03/04/2026")
        await here.until(lambda: "03/04/2026" in form.words("text"), "pasted")
        assert form.words("date") == ""
        await here.type(" my password is hunter22")
        await here.press("ctrl+s")
        await here.sees("● A secret stood in it")
        assert "hunter22" not in form.words("text")
        await here.press("ctrl+s")
        await here.back_on_queue()
        assert "hunter22" not in (await here.desk.case(1005)).text


async def test_a_paste_of_100_kb_is_cut_with_a_sentence(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        await here.open()
        await here.press("enter")
        await here.on(NewCaseScreen)
        await here.paste("很长 long words, 13911112222; " * 4000)
        await here.type("abc")  # the keys are taken while it is read
        await here.until(lambda: len(here.form.words("text")) > 1000, "pasted")
        await here.sees("Too long: the first 20,000 of ")
        assert len(here.form.words("text")) <= LONGEST_TEXT + 3
        assert "abc" in here.form.words("text")


async def test_what_was_typed_is_offered_again_to_its_own_caller(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        await here.open()
        await here.ask("cj")
        await here.press("ctrl+n")
        await here.on(NewCaseScreen)
        await here.type("half a sen")
        await here.press("escape")
        await here.on(IntakeScreen)
        await here.press("escape")
        await here.back_on_queue()
        await here.open()
        await here.sees("Unsent, from 10:10")
        assert "half a sen" in here.text
        await here.ask("王强")  # another caller gets an empty form
        await here.press("ctrl+n")
        await here.on(NewCaseScreen)
        assert here.form.words("text") == ""
        await here.press("escape")
        await here.on(IntakeScreen)
        here.intake.box.put("")
        await here.sees("Unsent, from 10:10")
        await here.press("down", "up", "enter")
        await here.on(NewCaseScreen)
        await here.sees("Back from 10:10")
        assert here.form.words("text") == "half a sen"
        assert here.form.subject == 1
        await here.type("tence")
        await here.press("ctrl+s")
        await here.back_on_queue()
        assert (await here.desk.case(1005)).text == "half a sentence"
        assert (await here.desk.case(1005)).subject == 1
        assert [one for one in await here.desk.drafts() if one.thing == NEW] == []


async def test_a_locked_store_is_waited_for(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        await here.open()
        await here.press("enter")
        await here.on(NewCaseScreen)
        await here.type("Words that stay")
        other = await Store.open(tmp_path, clock=here.clock)
        try:
            held = other.place.opener.connect()  # the lock as another desk holds it
            held.execute("BEGIN IMMEDIATE")
            await here.press("ctrl+s")
            await here.sees("The store is busy. What you typed is safe")
            assert here.form.words("text") == "Words that stay"
            held.close()  # rolls back first
            await here.back_on_queue()
        finally:
            await other.aclose()
        assert (await here.desk.case(1005)).text == "Words that stay"
        assert await here.desk.find("1006") is None


async def test_a_terminal_that_shrinks_loses_nothing(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        await here.open()
        await here.press("enter")
        await here.on(NewCaseScreen)
        await here.type("Words")
        for width, height in ((80, 24), (40, 10), (160, 45), (80, 24)):
            await here.pilot.resize_terminal(width, height)
            await here.pilot.pause()
        assert_aligned(here.app, 80)
        assert here.form.words("text") == "Words"
        await here.type(" more")
        await here.press("ctrl+s")
        await here.back_on_queue()
        assert (await here.desk.case(1005)).text == "Words more"


@pytest.mark.story
async def test_hostile_text_in_every_field(tmp_path: Path) -> None:
    cases = [
        NewCase(f"x {text}", customer=text, phone="13900000000", email=text)
        for text in HOSTILE.values()
    ]
    async with phone(tmp_path, *cases) as here:
        await here.desk.put_sticky(1, HOSTILE["OSC title"] + HOSTILE["closing markup"], 2**60)
        await here.open()
        await here.ask("13900000000")
        await here.sees("8 customers are shown")
        assert_aligned(here.app, 120)
        await here.press("enter", "down", "ctrl+n")
        await here.on(NewCaseScreen)
        await here.press("escape")
        await here.on(IntakeScreen)
        here.intake.box.put("")
        await here.press("slash", "ctrl+n")
        await here.on(NewCaseScreen)
        box = here.form.field("text").control
        here.form.field("text").focus_control()
        await here.paste("\n".join(HOSTILE.values()))
        await here.until(lambda: box.words, "pasted")
        for name, text in HOSTILE.items():
            for field in ("name", "phone", "email", "recording"):
                here.form.field(field).control.put(text)
            await here.pilot.pause()
            assert_aligned(here.app, 120)
            assert "\x1b" not in here.text, name
        here.form.field("text").focus_control()
        await here.type("end")
        await here.until(lambda: "end" in box.words)
        await here.press("ctrl+s")
        await here.back_on_queue()
        assert_aligned(here.app, 120)


@pytest.mark.parametrize(
    "how", [signal.SIGKILL, pytest.param(signal.SIGHUP, marks=pytest.mark.torture)]
)
async def test_a_killed_program_gives_the_words_back(tmp_path: Path, how: signal.Signals) -> None:
    async with desk_of(tmp_path / "desk") as desk:
        await desk.register(NewCase("First", customer="Chen Jie", phone="13812345678"))
    folder = ["--data-dir", str(tmp_path / "desk")]
    with Terminal(folder, cwd=tmp_path) as terminal:
        terminal.until("C-1001")
        terminal.press("i")
        terminal.until("Who is it")
        terminal.type("13812345678")
        terminal.until("One customer")
        terminal.type("\x1b1")  # alt+1, as terminals send it: the open case itself
        terminal.until("Timeline")
        terminal.press("esc")
        terminal.until("One customer")
        terminal.press("ctrl+n")
        terminal.until("what they say")
        terminal.type("half a sentence")
        terminal.until("draft kept")
        terminal.kill(how)
        terminal.exit_status()
    with Terminal(folder, cwd=tmp_path) as terminal:
        terminal.until("C-1001")
        terminal.press("i")
        terminal.until("Unsent, from")
        assert "half a sentence" in terminal.text
        terminal.press("down", "up", "enter")
        terminal.until("Back from")
        terminal.type(" more")
        terminal.press("ctrl+s")
        terminal.until("is registered and yours")
        terminal.press("ctrl+q")
        assert terminal.exit_status() == 0
