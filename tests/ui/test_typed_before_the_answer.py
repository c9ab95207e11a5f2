"""Keys that were pressed before the desk has answered a form go where they go when it has."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual import events
from textual.keys import _character_to_key

from agentdesk.desk.house import Desk
from agentdesk.desk.setup import bundled_policy
from agentdesk.screens.intake_new import NewCaseScreen
from agentdesk.store import outbox
from agentdesk.store.outbox import Mail
from tests.support.case_ui import Seat, seat
from tests.support.desks import request
from tests.support.intake_ui import phone

MAIL = 'host = "127.0.0.1"\nport = 2525\nsecurity = "none"\nfrom_address = "desk@example.com"\n'
BACK = "shift+tab"


class Held:
    """A call of the desk whose answer is there, and is given only when it is let go."""

    def __init__(self, desk: Desk, name: str, monkeypatch: Any) -> None:
        self.asked, self._gone = asyncio.Event(), asyncio.Event()
        answer = getattr(desk, name)

        async def late(*given: Any) -> Any:
            found = await answer(*given)
            self.asked.set()
            await self._gone.wait()
            return found

        monkeypatch.setattr(desk, name, late)

    def let_go(self) -> None:
        """Give the answer."""
        self._gone.set()


def burst(app: Any, keys: Sequence[str]) -> None:
    """Keys by their names, and words, all of them before anything has become of the first."""
    for key in keys:
        if key in NAMED:
            app.post_message(events.Key(key, None))
        else:
            for sign in key:
                name = "space" if sign == " " else _character_to_key(sign)
                app.post_message(events.Key(name, sign))


NAMED = frozenset({"tab", BACK, "enter", "ctrl+n", "ctrl+s", "f6"})


def set_up(folder: Path) -> None:
    """Mail settings, before there is a desk."""
    folder.mkdir()
    (folder / "mail.toml").write_text(MAIL)


@asynccontextmanager
async def on_a_case(folder: Path, channel: str) -> AsyncIterator[Seat]:
    """A case that came in by this channel, mine, on a desk that sends e-mail."""
    set_up(folder)
    async with seat(folder, request(channel=channel, receipt=False)) as here:
        await here.press("l")
        await here.until(lambda: here.view.owner == "li.wei", "the case is mine")
        yield here


async def done_before_the_answer(
    here: Seat, monkeypatch: Any, *keys: str, asks: str = "update_start"
) -> None:
    """The keys in one burst; the desk answers what the form asks once they are in."""
    held = Held(here.desk, asks, monkeypatch)
    burst(here.app, keys)
    await asyncio.wait_for(held.asked.wait(), 10)
    await here.pilot.pause()
    held.let_go()
    await here.back_on_case()


async def mails(here: Seat) -> list[Mail]:
    """What the desk sends for the case."""
    return await here.desk.ctx.read(lambda tx: outbox.of_case(tx, here.case_id))


async def test_an_update_goes_by_the_way_and_to_the_address_that_were_typed(
    tmp_path: Path, monkeypatch: Any
) -> None:
    """From the words back over the template, to the channel; and on over the address."""
    async with on_a_case(tmp_path / "d", "phone") as here:
        to_email = ("u", BACK, BACK, BACK, "3", "tab", "tab")
        keys = (*to_email, "ann@example.com", "tab", "tab", "It has arrived.", "tab", "ctrl+s")
        await done_before_the_answer(here, monkeypatch, *keys)
        (mail,) = await mails(here)
        assert (mail.address, "It has arrived." in (mail.body or "")) == ("ann@example.com", True)


async def test_an_address_that_is_there_from_the_start_is_not_stepped_over(
    tmp_path: Path, monkeypatch: Any
) -> None:
    async with on_a_case(tmp_path / "d", "email") as here:
        keys = ("u", "It has arrived.", BACK, BACK, "ann@example.com", "ctrl+s")
        await done_before_the_answer(here, monkeypatch, *keys)
        (mail,) = await mails(here)
        assert mail.address == "ann@example.com"


async def test_a_result_is_sent_as_it_was_chosen(tmp_path: Path, monkeypatch: Any) -> None:
    """The way is the last field: a step back from the first goes there, where it is shown."""
    async with on_a_case(tmp_path / "d", "email") as here:
        keys = ("r", BACK, "e", "tab", "Traced it.", "tab", "It has arrived.", "ctrl+s")
        await done_before_the_answer(here, monkeypatch, *keys)
        (mail,) = await mails(here)
        assert (mail.purpose, (await here.stored()).status.value) == ("result", "resolved")


async def test_who_has_just_come_is_found_at_once(tmp_path: Path, monkeypatch: Any) -> None:
    async with on_a_case(tmp_path / "d", "phone") as here:
        new = await here.desk.add_person("Quan Yu")
        await here.until(lambda: new in here.app.people, "the program has heard of them")
        del here.app.people[new]  # as if it had not yet
        keys = ("m", "quan", "enter")
        await done_before_the_answer(here, monkeypatch, *keys, asks="people")
        assert (await here.stored()).owner == new


async def test_a_receipt_that_is_asked_for_at_once_goes_out(
    tmp_path: Path, monkeypatch: Any
) -> None:
    async with phone(tmp_path) as here:
        (tmp_path / "mail.toml").write_text(MAIL)
        await here.desk.apply_policy(bundled_policy())
        await here.open()
        await here.ask("ann@example.com")
        held = Held(here.desk, "usual_receipt", monkeypatch)
        burst(here.app, ("ctrl+n", "f6", "Where is my card?", "ctrl+s"))
        await asyncio.wait_for(held.asked.wait(), 10)
        assert isinstance(here.app.screen, NewCaseScreen)
        held.let_go()
        newest = max(row.id for row in (await here.desk.queue_at(here.desk.now())))
        await here.back_on_queue()
        sent = await here.desk.ctx.read(lambda tx: outbox.of_case(tx, newest + 1))
        assert [mail.purpose for mail in sent] == ["receipt"]
