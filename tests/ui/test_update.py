"""Telling a customer by keys: templates, the preview, what blocks, what did not arrive."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from agentdesk.desk.api_update import Update
from agentdesk.desk.mail import settle, take
from agentdesk.domain.letters import Outcome, Went
from agentdesk.screens.forms.reply import ReplyForm
from agentdesk.store import outbox
from agentdesk.store.outbox import Mail
from agentdesk.widgets.letter_preview import LetterPreview
from tests.support.case_ui import Seat, seat
from tests.support.desks import request
from tests.support.pictures import assert_picture
from tests.support.ui import MIDDLE, SMALL, assert_aligned

MAIL = 'host = "127.0.0.1"\nport = 2525\nsecurity = "none"\nfrom_address = "desk@example.com"\n'


def set_up(folder: Path) -> None:
    """Mail settings, before there is a desk."""
    folder.mkdir()
    (folder / "mail.toml").write_text(MAIL)


@asynccontextmanager
async def mine(folder: Path, *, size: Any = (120, 36), **more: Any) -> AsyncIterator[Seat]:
    """A case that is mine, on a desk that sends e-mail."""
    set_up(folder)
    lang = more.pop("lang", "en")
    more.setdefault("receipt", False)
    async with seat(folder, request(**more), size=size, lang=lang) as here:
        await here.press("l")
        await here.until(lambda: here.view.owner == "li.wei", "the case is mine")
        yield here


async def opened(here: Seat) -> ReplyForm:
    """The form, its templates there."""
    await here.press("u")
    await here.until(lambda: isinstance(here.app.screen, ReplyForm), "the form")
    form = here.app.screen
    assert isinstance(form, ReplyForm)
    await here.until(lambda: form._asked is not None, "the templates")
    return form


async def mails(here: Seat) -> list[Mail]:
    return await here.desk.ctx.read(lambda tx: outbox.of_case(tx, here.case_id))


def preview_text(here: Seat) -> str:
    """What stands in the preview, drawn or not."""
    rows = here.app.screen.query_one(LetterPreview).rows(60)
    return "\n".join("".join(text for text, _ in row) for row in rows)


async def bounce(here: Seat, code: str = "rejected", kind: Went = Went.NEVER) -> None:
    """The server refuses what is to be sent."""

    def work(tx: Any) -> None:
        (mail,) = take(tx, "here")
        outbox.handing(tx, mail.id, "here", tx.now)
        settle(here.desk.ctx, tx, mail, "here", Outcome(kind, code, "550 unknown"))

    await here.desk.ctx.write(work)


async def test_what_is_seen_is_what_is_sent(tmp_path: Path) -> None:
    async with mine(tmp_path / "d") as here:
        await opened(here)
        await here.type("It has arrived. {really} [b]today[/b]")
        await here.sees("E-mail to c***@example.com, sent by the desk")
        await here.sees("Dear C*** J*,")
        await here.sees("It has arrived. {really} [b]today[/b]")
        await here.press("ctrl+s")
        await here.back_on_case()
        (mail,) = await mails(here)
        assert mail.body is not None
        assert mail.body.startswith("Dear Chen Jie,\n\nIt has arrived. {really} [b]today[/b]")


async def test_a_template_is_chosen_filled_and_sent(tmp_path: Path) -> None:
    async with mine(tmp_path / "d") as here:
        form = await opened(here)
        await here.press("f3")
        await here.type("progress")
        await here.press("enter")
        await here.until(lambda: form._text.selected_text == "{what}", "the first gap is marked")
        await here.sees("Not yet filled: {what}")
        await here.press("ctrl+s")  # it does not go: each missing field is said where it is named
        await here.sees("The template tells this time")
        assert isinstance(here.app.screen, ReplyForm)

        form._text.focus()
        form._next_gap(from_start=True)
        await here.type("Payments traces it.")
        await here.press("tab")
        await here.type("+2h")
        await here.press("tab")
        await here.type("tomorrow 18:00")
        await here.until(lambda: "Not yet filled" not in here.text, "nothing is missing")
        await here.press("ctrl+s")
        await here.back_on_case()
        (mail,) = await mails(here)
        assert mail.body is not None
        assert "Payments traces it." in mail.body
        assert "settled by Tuesday 3 March, 18:00" in mail.body
        body = (await here.last()).event.body
        assert (body["template"], body["edited"]) == ("progress", True)


@pytest.mark.story
async def test_tab_goes_from_gap_to_gap(tmp_path: Path) -> None:
    async with mine(tmp_path / "d") as here:
        form = await opened(here)
        await here.press("f3")
        await here.type("findings")
        await here.press("enter")
        await here.until(lambda: form._text.selected_text == "{findings}", "the first gap")
        await here.type("It was held back.")
        await here.press("tab")
        await here.until(lambda: form._text.selected_text == "{what}", "the second gap")
        await here.type("We release it.")
        await here.press("tab")
        await here.until(lambda: form.focused is not form._text, "on to the time")


@pytest.mark.story
async def test_missing_fields_have_the_colour_of_a_warning(tmp_path: Path) -> None:
    async with mine(tmp_path / "d") as here:
        await opened(here)
        await here.press("f3")
        await here.type("progress")
        await here.press("enter")
        await here.sees("Not yet filled")
        rows = here.app.screen.query_one(LetterPreview).rows(50)
        marked = [text for row in rows for text, role in row if role == "soon" and "{" in text]
        assert {"{what}", "{finish}", "{next}"} <= set(marked)


async def test_below_a_hundred_columns_a_key_shows_the_preview(tmp_path: Path) -> None:
    async with mine(tmp_path / "d", size=SMALL) as here:
        await opened(here)
        await here.type("It has arrived.")
        assert "Dear C*** J*," not in here.text
        await here.press("f6")
        await here.sees("Dear C*** J*,")
        await here.press("f6")
        await here.sees("what was said")
        await here.press("ctrl+s")
        await here.back_on_case()


@pytest.mark.story
async def test_a_draft_keeps_its_template(tmp_path: Path) -> None:
    async with mine(tmp_path / "d") as here:
        await opened(here)
        await here.press("f3")
        await here.type("progress")
        await here.press("enter")
        await here.sees("Not yet filled")
        await here.press("escape")
        await here.back_on_case()
        form = await opened(here)
        await here.until(lambda: form._picked.value == "progress", "the template is back")
        await here.sees("Not yet filled: {what}")


@pytest.mark.story
async def test_the_customers_language_is_spoken_to_them(tmp_path: Path) -> None:
    async with mine(tmp_path / "d", customer="陈洁", language="zh") as here:
        await opened(here)
        await here.type("hello")
        await here.sees("尊敬的陈*：")


@pytest.mark.story
async def test_another_address_is_typed_and_one_that_is_none_is_said(tmp_path: Path) -> None:
    async with mine(tmp_path / "d", email="") as here:
        form = await opened(here)
        await here.type("It has arrived.")
        await here.sees("No e-mail address on file")
        await here.press("ctrl+s")
        await here.sees("There is no e-mail address on file.")
        form.field("to").focus_control()
        await here.type("nobody")
        await here.press("ctrl+s")
        await here.sees("This is not an e-mail address.")
        await here.type("@example.com")
        await here.press("ctrl+s")
        await here.back_on_case()
        assert [mail.address for mail in await mails(here)] == ["nobody@example.com"]


@pytest.mark.story
async def test_what_did_not_arrive_is_said_and_sent_elsewhere(tmp_path: Path) -> None:
    async with mine(tmp_path / "d") as here:
        await opened(here)
        await here.type("It has arrived.")
        await here.press("ctrl+s")
        await here.back_on_case()
        await here.sees("on its way")
        await bounce(here)
        await here.sees("did not arrive")
        await here.until(lambda: "not delivered" in here.text.splitlines()[0], "the header says so")
        await here.press("V")
        await here.sees("550 unknown")
        await here.type("jie@example.com")
        await here.press("ctrl+s")
        await here.back_on_case()
        assert [mail.address for mail in await mails(here)] == [
            "chen@example.com",
            "jie@example.com",
        ]
        await here.until(lambda: "not delivered" not in here.text.splitlines()[0], "and no more")


@pytest.mark.story
@pytest.mark.parametrize(
    ("code", "keys", "kept"),
    [
        ("no_mailbox", (), True),
        ("no_mailbox", ("enter", "n"), False),
        ("rejected", (), False),
        ("rejected", ("tab", "y"), True),
    ],
)
async def test_the_right_address_is_kept_in_the_same_dialog(
    tmp_path: Path, code: str, keys: tuple[str, ...], kept: bool
) -> None:
    async with mine(tmp_path / "d") as here:
        await here.desk.update(here.case_id, Update("It has arrived.", "email"))
        await bounce(here, code)
        await here.sees("did not arrive")
        await here.press("V")
        await here.sees("550 unknown")
        assert "keep on file" not in here.text  # nothing is typed that could be kept
        await here.type("jie@example.com")
        await here.sees("keep on file")
        await here.sees("^s send")
        await here.press(*keys, "ctrl+s")
        await here.back_on_case()
        found = (await here.desk.lookup("jie@example.com")).customers
        assert bool(found) is kept
        if not kept:
            return
        await here.sees("z takes it back")
        await here.sees("keeps the new e-mail address on file")
        await here.press("z")
        await here.sees("Take this step back?")
        await here.press("y")
        await here.back_on_case()
        await here.sees("took that back")
        assert not (await here.desk.lookup("jie@example.com")).customers


async def test_where_nobody_knows_nothing_is_sent_again_without_a_thought(tmp_path: Path) -> None:
    async with mine(tmp_path / "d") as here:
        await here.desk.update(here.case_id, Update("It has arrived.", "email"))
        await bounce(here, "no_answer", Went.UNSURE)
        await here.sees("nobody knows whether it arrived by e-mail: ask the customer")
        assert "did not arrive" not in here.text
        await here.press("V")
        await here.sees("A letter may not have arrived")
        await here.sees("● it arrived, or told another way")
        await here.sees("^s save")
        await here.press("ctrl+s")
        await here.back_on_case()
        assert (await here.last()).event.kind == "mail_seen"
        assert len(await mails(here)) == 1


@pytest.mark.story
async def test_or_they_are_told_by_phone(tmp_path: Path) -> None:
    async with mine(tmp_path / "d") as here:
        await opened(here)
        await here.type("It has arrived.")
        await here.press("ctrl+s")
        await here.back_on_case()
        await bounce(here)
        await here.sees("did not arrive")
        await here.press("V")
        await here.sees("550 unknown")
        await here.press("shift+tab", "o")
        await here.press("ctrl+s")
        await here.back_on_case()
        assert len(await mails(here)) == 1
        assert (await here.last()).event.kind == "mail_seen"


@pytest.mark.story
@pytest.mark.parametrize(("size", "lang"), [(SMALL, "en"), (MIDDLE, "zh")])
async def test_pictures(tmp_path: Path, size: tuple[int, int], lang: str) -> None:
    who = {"customer": "陈洁", "title": "转账未到账", "text": "昨天转的五万元还没有到账。"}
    more = {**who, "language": "zh"} if lang == "zh" else {}
    async with mine(tmp_path / "d", size=size, lang=lang, **more) as here:
        form = await opened(here)
        await here.press("f3")
        await here.type("progress")
        await here.press("enter")
        await here.until(lambda: form._text.selected_text == "{what}", "the gap")
        await here.type("Payments traces it." if lang == "en" else "支付结算部正在查询。")
        await here.press("tab")
        await here.type("+2h")
        here.app.clear_notifications()
        filled = "{next}"
        await here.until(lambda: filled not in preview_text(here), "the time stands in it")
        await here.until(lambda: here.says_kept and "▌" not in here.text, "nothing over it")
        assert_aligned(here.app, size[0])
        assert_picture(f"template-{lang}-{size[0]}x{size[1]}", here.text)
