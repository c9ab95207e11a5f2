"""The clocks of a case: a pure fold over events, policy timeline and now (PROMISES, Clocks).

Every promise is derived here and nowhere else: nobody edits a due, a breach is no fact of its own.
How an event moves the clocks stands in `clocks_fold`, when a budget is used up in `clocks_due`.

Readings of PROMISES that it leaves open:

- A finish date, a promised time or a named next report is a moment, not an amount: a wait on the
  customer that comes after it was told moves a finish date by its wall-clock time.
- Telling a new finish date before the old one moves the due, never past the budget.
- The question of a wait that was delivered is a contact like any reply; a wait without a text (an
  example file's) only freezes.
- A clock that was broken as a promise stays one when its class makes it a target.
- Somebody told the findings before a case became complex: nobody owes the call any more.
- Closing a case cancels a follow-up that is still open; taking the close back brings it back.
"""

from __future__ import annotations

from collections.abc import Sequence

from agentdesk.domain import events as k
from agentdesk.domain.clocks_fold import Fold
from agentdesk.domain.policy import Timeline, at
from agentdesk.domain.state import ClockState
from agentdesk.domain.values import Event


def fold_clocks(events: Sequence[Event], timeline: Timeline, now: int) -> tuple[ClockState, ...]:
    """Every clock of a case as it stands at ``now``, in the order of their starts.

    Events come in the order of their log, ``timeline`` in that of its instants (its first policy
    counts for everything before it). Events are facts: one later than ``now`` (a clock that was set
    back) still counts, and then is the present; `standing.as_of` looks at the past. The answer
    names no clock twice: ``(name, id)`` is unique.
    """
    if not events or events[0].kind != k.RECEIVED:
        return ()
    received, now = events[0].at, max(now, events[-1].at)
    fold = Fold(at(timeline, received), events[0])
    changes = [entry for entry in timeline[1:] if received < entry[0] <= now]
    for event in events[1:]:
        while changes and changes[0][0] <= event.at:
            fold.policy_changed(*changes.pop(0))
        fold.event(event)
    for change in changes:
        fold.policy_changed(*change)
    return fold.clocks_at(now)
