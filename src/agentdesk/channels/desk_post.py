"""The postman of a desk on a terminal: what `app_post.Posting` asks for, with words for people."""

from __future__ import annotations

from collections.abc import Callable

from agentdesk.channels.mail_config import Found
from agentdesk.channels.mail_words import held_line, trouble_with
from agentdesk.channels.postman import DeskEar, Postman
from agentdesk.crashlog import CrashLog
from agentdesk.desk.house import Desk
from agentdesk.i18n import t

Tell = Callable[[str, bool], None]
"""Say a sentence to whoever sits there: that settings broke (True), or were put right (False)."""


class _Ear(DeskEar):
    """Tells of settings that break or are mended while the desk is open: once each."""

    def __init__(self, log: CrashLog) -> None:
        super().__init__(log)
        self.tell: Tell | None = None
        self.broken = False

    def settings(self, found: Found) -> None:
        """The settings were read and differ from before."""
        was, self.broken = self.broken, found.config is None
        if self.tell is None or was == self.broken:
            return
        if self.broken:
            self.tell(t("mail.open.broken", why=trouble_with(found)), True)
        else:
            self.tell(t("mail.open.mended"), False)


class DeskPost(Postman):
    """Sends for an open desk, and tells its person what cannot go out."""

    def __init__(self, desk: Desk) -> None:
        self._listens = _Ear(CrashLog(desk.ctx.store.path.parent))
        super().__init__(desk.ctx, ear=self._listens)
        self._desk = desk

    async def words(self, tell: Tell) -> str:
        """What to say of this person's letters that cannot go out; empty if there are none. From
        now on ``tell`` is told when the settings break, or are put right. Raises DeskTrouble."""
        self._listens.tell = tell
        info = self._desk.info
        held = await self.held_up(info.me.code)
        if held is not None:
            self._listens.broken = True  # said now
            return held_line(held, self._desk.now(), info.tz)
        found = await self.found()
        self._listens.broken = bool(found.problems)
        return t("mail.open.broken", why=trouble_with(found)) if found.problems else ""


def begin(desk: Desk) -> DeskPost:
    """Begin to send for an open desk."""
    post = DeskPost(desk)
    post.start()
    return post
