"""Letters that come back after a server had taken them over, as facts of their cases (C2).

A notice is held against the outbox (`domain.bounces`); what stands is written as any other letter
that did not arrive: the outbox row and the event of the case in one transaction. One letter comes
back once: its operation id is made of its Message-ID, so that a notice read twice changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from agentdesk.desk import acting
from agentdesk.desk.context import Context
from agentdesk.desk.mail import SYSTEM
from agentdesk.domain import commands_day as day
from agentdesk.domain.bounces import Back, Finding, Kind, Report, why
from agentdesk.domain.letters import By, Fate, server_words
from agentdesk.store import outbox
from agentdesk.store.outbox import Mail
from agentdesk.store.people import Worker
from agentdesk.store.tx import Tx

_AS_SAID = {
    Kind.DELAYED: Finding.DELAYED,
    Kind.DELIVERED: Finding.DELIVERED,
    Kind.AUTOMATIC: Finding.AUTOMATIC,
    Kind.LETTER: Finding.LETTER,
    Kind.UNCLEAR: Finding.UNCLEAR,
    Kind.BROKEN: Finding.BROKEN,
    Kind.TOO_LARGE: Finding.TOO_LARGE,
}
_ABOUT_DELIVERY = frozenset({Kind.FAILED, Kind.DELAYED, Kind.DELIVERED, Kind.UNCLEAR})


@dataclass(frozen=True, slots=True)
class Judged:
    """What a mail came to: of which letter (None: of none of ours), why it came back (a code of
    `domain.bounces.CODES`), the server's words made harmless."""

    finding: Finding
    letter: Mail | None = None
    code: str = ""
    status: str = ""
    said: str = ""


async def take_back(ctx: Context, report: Report, *, dry_run: bool = False) -> Judged:
    """Judge a mail, and mark its letter where it came back (unless ``dry_run``). Raises
    DeskTrouble."""
    judged = await ctx.read(lambda tx: judge(ctx, tx, report))
    if judged.finding is not Finding.FAILED or dry_run:
        return judged
    return await ctx.write(lambda tx: _marked(ctx, tx, report))


def judge(ctx: Context, tx: Tx, report: Report) -> Judged:
    """What a mail comes to, nothing written."""
    if report.kind not in _ABOUT_DELIVERY:
        return Judged(_AS_SAID[report.kind])
    letters = (outbox.named(tx, one.strip("<>")) for one in report.ids)
    letter = next((one for one in letters if one is not None), None)
    if letter is None or letter.kind != By.EMAIL:
        unclear = report.kind is Kind.UNCLEAR and not report.ids
        return Judged(Finding.UNCLEAR if unclear else Finding.NOT_OURS)
    back = report.of(letter.address)
    if back is None:
        return Judged(Finding.NOT_THEIRS, letter)
    said = server_words(back.words, letter.name)
    if back.kind is not Kind.FAILED:
        return Judged(_AS_SAID[back.kind], letter, "", back.status, said)
    return _came_back(ctx, tx, letter, back, said)


def _came_back(ctx: Context, tx: Tx, letter: Mail, back: Back, said: str) -> Judged:
    if letter.state == outbox.HANDED:
        return Judged(Finding.UNDER_WAY, letter)
    if letter.state in (outbox.WAITING, outbox.SENDING):
        return Judged(Finding.NOT_SENT, letter)
    code = why(back.status, back.words)
    open_again = letter.state == outbox.SENT
    if letter.state == outbox.UNSURE:
        # Who has seen to it already has told the customer otherwise, or sent it once more.
        open_again = letter.id in acting.load(ctx, tx, letter.case_id).state.undelivered
    finding = Finding.FAILED if open_again else Finding.KNOWN
    return Judged(finding, letter, code, back.status, said)


def _marked(ctx: Context, tx: Tx, report: Report) -> Judged:
    """Judge it anew under the lock, and write it down."""
    judged = judge(ctx, tx, report)
    letter = judged.letter
    if judged.finding is not Finding.FAILED or letter is None:
        return judged
    op = f"came back {letter.message_id}"
    if acting.answer(tx, op) is not None:
        return replace(judged, finding=Finding.KNOWN)
    outbox.came_back(tx, letter.id, code=judged.code, said=judged.said, now=tx.now)
    nobody = replace(ctx, me=Worker(SYSTEM, SYSTEM))
    loaded = acting.load(nobody, tx, letter.case_id)
    what = day.MailFailed(letter.id, Fate.BOUNCED.value, judged.code, letter.kind)
    acting.decide(nobody, loaded, [what])
    acting.write_down(nobody, tx, loaded, op)
    return judged
