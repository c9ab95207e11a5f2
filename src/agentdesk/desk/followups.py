"""Whom to ask how it was: what is due, and who was not reached (C10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from agentdesk.desk.acting import solver_must_not
from agentdesk.desk.api_follow import FollowUpLine
from agentdesk.desk.casework import Casework
from agentdesk.desk.context import Context
from agentdesk.desk.rows import masked
from agentdesk.domain import events as k
from agentdesk.domain.callbacks import Wishes
from agentdesk.domain.text import mask_numbers, mask_phone, one_line
from agentdesk.domain.values import DAY, Event
from agentdesk.domain.zones import UnknownZone, open_zone
from agentdesk.store import content, followups, log, subjects
from agentdesk.store.followups import Due
from agentdesk.store.tx import Tx

SHOWN_FOR = 30 * DAY
"""For so long after the result somebody who was not reached is shown."""


class Followups(Casework):
    """The half of the desk that knows whom to ask. Every call may raise DeskTrouble."""

    async def follow_ups(self, *, most: int = 200) -> Sequence[FollowUpLine]:
        """What is owed, by its due; then who was not reached, the newest first."""
        return await self.ctx.read(lambda tx: follow_ups(self.ctx, tx, most))


def follow_ups(ctx: Context, tx: Tx, most: int) -> tuple[FollowUpLine, ...]:
    """What is owed, by its due; then who was not reached."""
    due = followups.due(tx, most)
    not_reached = followups.not_reached(tx, tx.now - SHOWN_FOR, most)
    ctx.rules_now(tx)
    lines = (_line(ctx, tx, one) for one in [*due, *not_reached])
    return tuple(line for line in lines if line is not None)


def _line(ctx: Context, tx: Tx, one: Due) -> FollowUpLine | None:
    known = subjects.get(tx, one.subject)
    since = _since_resolved(log.events(tx, one.case_id))
    if any(event.kind in (k.FOLLOWUP_WAIVED, k.FOLLOWUP_DONE) for event in since):
        return None
    told = since[0].body if since else {}
    texts = {text.id: text.body or "" for text in content.of_case(tx, one.case_id)}
    solver = one.solver or ""
    tries = sum(event.kind == k.FOLLOWUP_TRIED for event in since)
    wishes = Wishes(_zone(known.tz, ctx.tz), known.calls_from, known.calls_until)
    barred = solver_must_not(ctx, one.klass, solver)
    return FollowUpLine(
        case_id=one.case_id,
        reference=one.reference,
        title=one_line(mask_numbers(one.title)),
        customer=masked(known.name),
        phone=mask_phone(known.phone),
        prefers=known.prefers,
        language=known.language,
        klass=one.klass,
        care=one.care or known.care,
        solver=solver,
        owner=one.owner,
        resolved_at=one.resolved_at,
        done=_in_one_line(texts, told.get("done")),
        told=_in_one_line(texts, told.get("told")),
        due=one.due,
        tries=tries,
        most_tries=ctx.policy.follow_up.tries,
        refusal="solver_follows_up" if barred else None,
        calls_from=known.calls_from,
        calls_until=known.calls_until,
        zone="" if known.tz in (None, ctx.tz) else str(known.tz),
        ring_now=wishes.fit(tx.now, tx.now),
    )


def _since_resolved(events: Sequence[Event]) -> Sequence[Event]:
    """The events from the last result on."""
    places = [place for place, event in enumerate(events) if event.kind == k.RESOLVED]
    return events[places[-1] :] if places else ()


def _zone(name: str | None, otherwise: str) -> tzinfo:
    try:
        return open_zone(name or otherwise)
    except UnknownZone:  # set with newer zone data than this computer has
        return open_zone(otherwise)


def _in_one_line(texts: dict[int, str], content_id: int | None) -> str:
    return one_line(mask_numbers(texts.get(content_id or 0, "")))
