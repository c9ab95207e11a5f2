"""The postman of a desk on a terminal: what `app_post.Posting` asks for, with words for people."""

from __future__ import annotations

from agentdesk.channels.mail_words import held_line
from agentdesk.channels.postman import Postman
from agentdesk.desk.house import Desk


class DeskPost(Postman):
    """Sends for an open desk, and tells its person what cannot go out."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.ctx)
        self._desk = desk

    async def words(self) -> str:
        """What to say of this person's letters that cannot go out; empty if there are none.
        Raises DeskTrouble."""
        info = self._desk.info
        held = await self.held_up(info.me.code)
        return held_line(held, self._desk.now(), info.tz) if held is not None else ""


def begin(desk: Desk) -> DeskPost:
    """Begin to send for an open desk."""
    post = DeskPost(desk)
    post.start()
    return post
