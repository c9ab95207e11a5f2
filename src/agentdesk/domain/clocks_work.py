"""The works of the clocks: starting, stopping, standing still and being measured again.

What an event means for them stands in `clocks_fold`; this is what they have in common.
"""

from __future__ import annotations

from agentdesk.domain.clocks_due import Still
from agentdesk.domain.clocks_limits import measure
from agentdesk.domain.clocks_run import AGENT, Running
from agentdesk.domain.policy import Policy
from agentdesk.domain.state import ClockState
from agentdesk.domain.values import Event


class Works:
    """The clocks of one case while its events are told in order. Used once, then thrown away."""

    def __init__(self, policy: Policy, received: Event) -> None:
        body = received.body
        self.policy = policy
        self.priority: str = body.get("priority", "")
        self.klass: str = body.get("class", "")
        self.line: str = body.get("line", "")
        self.channel: str = body.get("channel", "")
        self.kind: str = body.get("kind", "")
        self.waiting = self.resolved = False
        self.told: tuple[int, int] | None = None
        """When a finish date was told, and the date."""
        self.stills: list[Still] = []
        self.every: list[Running] = []
        self.open: dict[tuple[str, str], Running] = {}
        """By name and handoff (or agreed call)."""
        self.calendars_of: dict[str, str] = {}
        """Calendars of departments that the policy does not know."""
        self._numbers: dict[tuple[str, str], int] = {}

    def policy_changed(self, at: int, policy: Policy) -> None:
        """A new version counts from an instant: it acts like a changed priority on what is open."""
        self.pass_dues(at)
        self.policy = policy
        for clock in self.open.values():
            self.measure_again(clock, at, "policy", policy.version)

    def clocks_at(self, now: int) -> tuple[ClockState, ...]:
        """How every clock stands."""
        shown = [clock.shown(now) for clock in self.every]
        return tuple([clock for clock in shown if clock is not None])

    def pass_dues(self, at: int) -> None:
        """Note every due that lies before an instant."""
        for clock in self.open.values():
            due = clock.due
            if due is not None and due < at and clock.breach_at is None:
                clock.pass_due(at)

    # --- starting and stopping

    def start(
        self,
        name: str,
        at: int,
        actor: str = AGENT,
        *,
        handoff: str = "",
        department: str = "",
        date: int | None = None,
        window: tuple[int, int] | None = None,
    ) -> Running:
        """A clock begins. ``date``: a moment that was told counts instead of the rule's budget;
        ``window``: that of the agreed call whose end it follows from."""
        number = self._numbers.get((name, handoff), 0) + 1
        self._numbers[name, handoff] = number
        id = str(number)
        if handoff:
            id = handoff if number == 1 else f"{handoff}.{number}"
        clock = Running(name, id, at, actor)
        clock.handoff, clock.department, clock.date = handoff or None, department, date
        clock.window = window
        self.every.append(clock)
        self.open[name, handoff] = clock
        if measure(self, clock):
            self._begin(clock, at, {})
        return clock

    def _begin(self, clock: Running, at: int, why: dict[str, object]) -> None:
        clock.ran = True
        clock.place(self.stills)
        clock.log(at, "started", start_at=clock.start, **clock.said, **why, due_at=clock.due)
        if clock.due is None:
            clock.log(at, "paused", left_us=clock.left, since_at=self.stills[-1][0])

    def stop(self, name: str, at: int, by: str, handoff: str = "") -> None:
        """What an open clock waited for has been done."""
        clock = self.open.pop((name, handoff), None)
        if clock is not None:
            clock.stop(at, by)

    def cancel(self, name: str, at: int, by: str, handoff: str = "") -> Running | None:
        """Nobody waits for it any more."""
        clock = self.open.pop((name, handoff), None)
        if clock is not None:
            clock.end(at, "cancelled", by)
        return clock

    def again(self, clock: Running, at: int, by: str) -> None:
        """A clock that had ended goes on."""
        clock.state = clock.met_at = None
        self.open[clock.name, clock.handoff or ""] = clock
        if measure(self, clock):
            clock.place(self.stills)
            clock.log(at, "resumed", by=by, due_at=clock.due)
            clock.raise_due(at)

    # --- measured again, standing still, going on

    def measure_again(self, clock: Running, at: int, why: str, to: object) -> None:
        """Recompute from the original start, less the same pauses."""
        named, before = clock.limits is not None, (clock.due, clock.left)
        if not measure(self, clock):
            if named:
                clock.no_longer_named(at, why)
            return
        if not clock.ran:
            self._begin(clock, at, {"why": why, "to": to})
        else:
            clock.place(self.stills)
            now = (clock.due, clock.left)
            if now != before or not named:
                left = {"due_at": now[0]} if now[1] is None else {"left_us": now[1]}
                clock.log(at, "budget", why=why, to=to, **clock.said, **left)
        clock.raise_due(at)

    def hold(self, at: int, *, is_wait: bool) -> None:
        """From now on time stands still for the clocks whose rule says so."""
        self.stills.append((at, None, is_wait))
        for clock in self.open.values():
            if clock.pause and clock.limits is not None and clock.due is not None:
                clock.place(self.stills)
                if clock.due is None:
                    clock.log(at, "paused", left_us=clock.left, since_at=at)

    def go_on(self, at: int) -> None:
        """Time goes on."""
        begin, _, is_wait = self.stills.pop()
        if begin < at:
            self.stills.append((begin, at, is_wait))
        for clock in self.open.values():
            if clock.due is None and clock.limits is not None:
                clock.place(self.stills)
                clock.log(at, "resumed", due_at=clock.due)

    def end_wait(self, at: int) -> None:
        """Any contact ends a wait on the customer."""
        if self.waiting:
            self.waiting = False
            self.go_on(at)
