"""A proposal becomes a policy: its calendars get their dates, the whole gets its digest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from agentdesk.domain.policy import Calendars, Policy
from agentdesk.domain.policy_calendars import resolve_calendar
from agentdesk.domain.policy_json import sealed
from agentdesk.domain.policy_parse import Proposal
from agentdesk.domain.zones import open_zone


def resolve(proposal: Proposal, desk_tz: str, country: str | None, years: Iterable[int]) -> Policy:
    """See `policy.resolve`."""
    open_zone(desk_tz)
    wanted = tuple(sorted(set(years)))
    dates = {
        name: resolve_calendar(spec, desk_tz, country, wanted)
        for name, spec in proposal.calendars.items()
    }
    return sealed(replace(proposal.bare, calendars=Calendars(dates)))
