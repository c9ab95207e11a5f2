"""Settings that break, or are put right, while a desk is open: said within a tick, once each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from agentdesk.channels.desk_post import DeskPost, begin
from agentdesk.desk.house import Desk
from agentdesk.i18n import set_language
from tests.support.desks import desk_of
from tests.support.posts import letters, settings
from tests.support.smtp_server import SmtpServer, free_port


class Told:
    """What the person at the desk is told."""

    def __init__(self) -> None:
        self.words: list[tuple[bool, str]] = []
        self._came = asyncio.Event()

    def __call__(self, words: str, broken: bool) -> None:
        self.words.append((broken, words))
        self._came.set()

    async def next(self) -> tuple[bool, str]:
        """The next word; what was said before is left out."""
        async with asyncio.timeout(30):
            await self._came.wait()
        self._came.clear()
        return self.words[-1]


@asynccontextmanager
async def posting(desk: Desk) -> AsyncIterator[DeskPost]:
    post = begin(desk)
    try:
        yield post
    finally:
        await post.aclose()


@pytest.fixture(autouse=True)
def short_ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agentdesk.channels.sender.LOOK_SECONDS", 0.02)


async def test_it_is_said_once_when_they_break_and_once_when_they_are_right_again(
    tmp_path: Path,
) -> None:
    async with desk_of(tmp_path / "d", plain=True) as desk:
        path, told = settings(tmp_path / "d", 25), Told()
        async with posting(desk) as post:
            assert await post.words(told) == ""
            path.write_text('host = "mail.example.com"\n')
            broken, words = await told.next()
            assert broken
            assert "mail.toml: from_address: this is needed" in words
            path.write_text('host = "mail.example.com"\nport = "x"\n')  # still broken: said already
            settings(tmp_path / "d", 26)
            assert await told.next() == (
                False,
                "The mail settings are right again: letters go out.",
            )
            path.unlink()
            broken, words = await told.next()
            assert broken
            assert "mail.toml is not there" in words
            assert len(told.words) == 3


async def test_broken_before_the_desk_opens_it_is_said_then_and_mended_later(
    tmp_path: Path,
) -> None:
    set_language("zh")
    try:
        async with desk_of(tmp_path / "d", plain=True) as desk:
            settings(tmp_path / "d", 25, 'pasword = "s3cret"\n')
            told = Told()
            async with posting(desk) as post:
                words = await post.words(told)
                assert words.startswith("信件现已无法发出。mail.toml 第 6 行")
                assert "s3cret" not in words
                settings(tmp_path / "d", 25)
                assert (await told.next())[0] is False
    finally:
        set_language("en")


async def test_what_waits_goes_out_as_soon_as_they_are_right(tmp_path: Path) -> None:
    async with desk_of(tmp_path / "d", plain=True) as desk:
        settings(tmp_path / "d", free_port())
        written, told = await letters(desk, 2), Told()
        settings(tmp_path / "d", 25, "port = 25\n")
        with SmtpServer() as server:
            async with posting(desk) as post:
                assert "2 letters of yours cannot go out" in await post.words(told)
                settings(tmp_path / "d", server.port)
                await asyncio.to_thread(server.wait_for, 2)
                assert (await told.next())[0] is False
        assert sorted(server.ids) == sorted(written)


async def test_a_desk_that_sends_nothing_hears_nothing(tmp_path: Path) -> None:
    async with desk_of(tmp_path / "d", plain=True) as desk:
        told = Told()
        async with posting(desk) as post:
            assert await post.words(told) == ""
            settings(tmp_path / "d", 25)  # set up now: that is no news for who writes letters
            path = settings(tmp_path / "d", 25)
            path.write_text("host = 7\n")
            assert (await told.next())[0] is True
        assert len(told.words) == 1
