"""What became of asking the customer how it was, in words: asked, not reached, not asked (C10)."""

from __future__ import annotations

from agentdesk.desk.api import CaseView
from agentdesk.domain import events as k
from agentdesk.domain.values import Event
from agentdesk.i18n import known, t
from agentdesk.widgets.cells import plain
from agentdesk.widgets.lens import Lens, phrase


def waived_words(event: Event, lens: Lens) -> str:
    """``they had been asked 12 days before, about C-1001``: why somebody was not asked."""
    body = event.body
    reason, of, asked = str(body.get("reason", "")), body.get("of"), body.get("asked")
    if not of:
        key = f"follow.waived.{reason}"
        return t(key) if known(key) else plain(reason)
    ref = f"C-{int(of):04d}"
    if asked is None:
        return phrase("follow.waived.owed", ref=ref)
    days = (lens.day_of(event.at) - lens.day_of(int(asked))).days
    key = {0: ".today", 1: ".day"}.get(days, ".days")
    return phrase(f"follow.waived.recent{key}", ref=ref, days=days)


def follow_fact(view: CaseView, lens: Lens) -> str:
    """What became of it since the last result; "" while nothing did."""
    since: list[Event] = []
    for event in sorted((entry.event for entry in view.timeline), key=lambda one: one.ver):
        if event.kind in (k.RESOLVED, k.REOPENED):
            since = []
        since.append(event)
    done = {event.kind: event for event in since}
    if k.FOLLOWUP_DONE in done:
        body = done[k.FOLLOWUP_DONE].body
        scores = {name: body.get(name, "–") for name in ("speed", "attitude", "solved")}
        return phrase("follow.fact.asked", **scores)
    if k.FOLLOWUP_WAIVED in done:
        return phrase("follow.fact.waived", why=waived_words(done[k.FOLLOWUP_WAIVED], lens))
    tries = sum(event.kind == k.FOLLOWUP_TRIED for event in since)
    if not tries:
        return ""
    clocks = [clock for clock in view.clocks if clock.name == "follow_up"]
    over = bool(clocks) and clocks[-1].state == "not_reached"
    if over:
        return t("follow.fact.not_reached", tries=tries)
    return t("follow.fact.tried.one" if tries == 1 else "follow.fact.tried", tries=tries)
