"""``agentdesk bounces [FILE|MAILDIR|MBOX|-]``: letters that come back as mail, marked on their
cases (C2).

For an alias of the mail server, which hands over one mail (``-``), or a job that looks at a
mailbox from time to time. Whatever a mail holds, it costs one line and the next one is read.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from agentdesk.channels import mail_boxes
from agentdesk.channels.bounce_read import read
from agentdesk.channels.mail_boxes import PIPE, Lying, NoMails
from agentdesk.cli import out
from agentdesk.cli.context import Context
from agentdesk.cli.errors import FAILED, LATER, OK, CliError, sentence
from agentdesk.cli.opening import with_desk
from agentdesk.desk.api import DeskTrouble
from agentdesk.desk.bounces import Judged, take_back
from agentdesk.desk.house import Desk
from agentdesk.domain.bounces import SETTLED, Finding
from agentdesk.i18n import t
from agentdesk.widgets.cells import safe

_LONGEST_NAME = 60


def run(ctx: Context) -> int:
    """Read what came: 0, or 75 where the mail server is to hand a mail over again later."""
    piped = ctx.args.source == PIPE
    if piped and (sys.stdin is None or sys.stdin.isatty()):
        raise CliError("bounces_terminal")
    try:
        return with_desk(ctx, _read, door="bounces")
    except DeskTrouble as trouble:
        if not piped:
            raise
        out.tell(sentence(trouble))
        return LATER


class Told:
    """What is said of it: a line each, at the end how many of which kind; or one JSON object."""

    def __init__(self, *, json: bool, dry_run: bool) -> None:
        self.counts: Counter[Finding] = Counter()
        self.left = 0
        self._json = json
        self._dry_run = dry_run
        self._rows: list[dict[str, Any]] = []

    def mail(self, name: str, judged: Judged) -> None:
        """One mail."""
        self.counts[judged.finding] += 1
        if not self._json:
            out.say(t("bounces.line", mail=name, says=_words(judged)))
            return
        letter = judged.letter
        ours = letter if judged.finding is not Finding.NOT_THEIRS else None
        self._rows.append(
            {
                "mail": name,
                "finding": judged.finding.value,
                "case": ours.reference if ours is not None else None,
                "message_id": ours.message_id if ours is not None else None,
                "code": judged.code or None,
                "status": judged.status or None,
                "said": judged.said or None,
            }
        )

    def end(self) -> None:
        """How many of which kind."""
        read = sum(self.counts.values())
        if self._json:
            found = {finding.value: self.counts[finding] for finding in Finding}
            told = {"dry_run": self._dry_run, "read": read, "left": self.left}
            out.data({**told, "counts": found, "mails": self._rows})
            return
        parts = [
            t(f"bounces.count.{finding.value}", count=self.counts[finding])
            for finding in Finding
            if self.counts[finding]
        ]
        text = t("bounces.joint").join(parts) if parts else t("bounces.none")
        out.say(t("bounces.dry" if self._dry_run else "bounces.all", count=read, parts=text))
        if self.left:
            out.tell(t("bounces.left", count=self.left))


async def _read(ctx: Context, desk: Desk) -> int:
    told = Told(json=ctx.json, dry_run=ctx.args.dry_run)
    source = ctx.args.source
    try:
        for mail in _mails(source):
            judged = await take_back(desk.ctx, read(mail.raw), dry_run=ctx.args.dry_run)
            told.mail(_name(mail), judged)
            again = judged.finding is Finding.UNDER_WAY
            moves = not (again or ctx.args.dry_run)
            if moves and not mail_boxes.put_away(mail, read=judged.finding in SETTLED):
                told.left += 1
    except NoMails as error:
        path, detail = str(error.path), error.detail
        raise CliError(f"bounces_{error.code}", path=path, detail=detail) from None
    told.end()
    if told.counts[Finding.UNDER_WAY] and source == PIPE:
        return LATER
    return FAILED if told.left else OK


def _mails(source: str) -> Iterator[Lying]:
    if source == PIPE:
        return mail_boxes.piped(sys.stdin.buffer, t("bounces.piped"))
    return mail_boxes.mails(Path(source))


def _name(mail: Lying) -> str:
    name = safe(mail.name)
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _words(judged: Judged) -> str:
    """What a mail came to, in one line; what somebody else's notice says is not repeated."""
    letter, finding = judged.letter, judged.finding
    says = t(f"bounces.finding.{finding.value}")
    if letter is None or finding is Finding.NOT_THEIRS:
        return says
    why = t(f"mail.code.{judged.code}") if judged.code else ""
    parts = [letter.reference, says, why, judged.said]
    return " · ".join(part for part in parts if part)
