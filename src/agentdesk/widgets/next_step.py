"""What to do next on a case, in one line (C2).

It is made from the values that the desk hands over: the earliest promise that an agent can act on
names the step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from agentdesk.desk.api import CaseView, HandoffLine
from agentdesk.domain.state import ClockState
from agentdesk.domain.values import Status
from agentdesk.i18n import format as form
from agentdesk.i18n import t
from agentdesk.widgets.call_story import call_step
from agentdesk.widgets.cells import plain
from agentdesk.widgets.lens import Lens, phrase


@dataclass(frozen=True, slots=True)
class Step:
    """The suggested action (its name in ``CaseView.actions``, or None) and its sentence."""

    action: str | None
    text: str


_BY_CLOCK: Mapping[str, tuple[str, str]] = {
    "first_response": ("reply", "first"),
    "update_owed": ("reply", "owed"),
    "promised": ("reply", "promised"),
    "callback": ("reply", "promised"),
    "update_keep": ("reply", "tell"),
    "complex_callback": ("reply", "findings"),
    "resolution": ("resolve", "resolve"),
    "follow_up": ("follow_up", "follow_up"),
}


def next_step(view: CaseView, lens: Lens) -> Step:
    """The suggested next step of this case for the person at the keys."""
    if view.status is Status.CLOSED:
        return Step("reopen", t("case.next.done"))
    clock = _ordering(view)
    call = call_step(view, lens, clock)
    if call is not None:
        return Step(*call)
    if view.status is Status.RESOLVED:
        return _after(view, clock, lens)
    if view.owner is None:
        return _take(clock, lens)
    if view.owner != lens.me:
        return _answer(view, lens) or _other(view.owner, clock, lens)
    came = _back(view, lens)
    if came is not None:
        return came
    if view.status is Status.WAITING:
        return _waiting(view, lens)
    if clock is None or clock.due is None or clock.name not in _BY_CLOCK:
        return Step("resolve", t("case.next.resolve.open"))
    action, key = _BY_CLOCK[clock.name]
    late = ".late" if clock.due < lens.now else ""
    words = {"at": lens.when(clock.due), "clock": t(f"clock.{clock.name}")}
    return Step(action, phrase(f"case.next.{key}{late}", **words))


def _back(view: CaseView, lens: Lens) -> Step | None:
    """What a department has done that its owner has not acted on (C5); None: nothing to act on."""
    if view.back is None:
        return None
    how, code, what = view.back
    dept = lens.label("department", code)
    last = _last_of(view, code)
    said = plain(last.said[:200]) if last is not None else ""
    if how == "rejected":
        if what == "missing_document":
            return Step("wait", phrase("handoff.next.document", dept=dept, text=said))
        right = lens.label("department", last.right) if last is not None else ""
        key = "handoff.next.right" if right else "handoff.next.other"
        return Step("handoff", phrase(key, dept=dept, right=right))
    if how == "returned":
        return Step("reply", phrase("handoff.next.result", dept=dept))
    if what == "question":
        return Step("note", phrase("handoff.next.question", dept=dept, text=said))
    return None


def _answer(view: CaseView, lens: Lens) -> Step | None:
    """What my department owes here, the earliest first; None for who works for none that has it."""
    mine = [one for one in view.handoffs if one.may_answer and not one.by_phone and one.due]
    if not mine:
        return None
    first = min(mine, key=lambda one: one.due or 0)
    due = first.due or 0
    late = ".late" if due < lens.now else ""
    dept = lens.label("department", first.dept)
    return Step("report", phrase(f"handoff.next.report{late}", dept=dept, at=lens.when(due)))


def _last_of(view: CaseView, dept: str) -> HandoffLine | None:
    """The newest handoff to a department."""
    return next((one for one in reversed(view.handoffs) if one.dept == dept), None)


def _ordering(view: CaseView) -> ClockState | None:
    """The open clock an agent acts on whose due comes first; running ones before frozen ones."""
    running = [
        clock
        for clock in view.clocks
        if clock.open and clock.actor == "agent" and clock.due is not None
    ]
    running.sort(key=lambda clock: (clock.state == "paused", clock.due or 0))
    return running[0] if running else None


def _take(clock: ClockState | None, lens: Lens) -> Step:
    if clock is None or clock.due is None:
        return Step("claim", t("case.next.claim"))
    name = t(f"clock.{clock.name}")
    if clock.due < lens.now:
        late = form.duration(lens.now - clock.due)
        return Step("claim", phrase("case.next.claim.late", clock=name, span=late))
    return Step("claim", phrase("case.next.claim.due", clock=name, at=lens.when(clock.due)))


def _other(owner: str, clock: ClockState | None, lens: Lens) -> Step:
    who = lens.who(owner)
    if clock is None or clock.due is None:
        return Step(None, phrase("case.next.other.none", who=who))
    name, at = t(f"clock.{clock.name}"), lens.when(clock.due)
    return Step(None, phrase("case.next.other", who=who, clock=name, at=at))


def _waiting(view: CaseView, lens: Lens) -> Step:
    if view.remind_at is not None and view.remind_at <= lens.now:
        if view.actions.get("wait") == "asked_enough":
            return Step("assign", phrase("case.next.remind_lead", at=lens.when(view.remind_at)))
        return Step("reply", phrase("case.next.remind", at=lens.when(view.remind_at)))
    at = lens.when(view.remind_at) if view.remind_at is not None else form.When("–")
    return Step("customer_message", phrase("case.next.waiting", at=at))


def _after(view: CaseView, clock: ClockState | None, lens: Lens) -> Step:
    """Resolved: the follow-up (C10), else nothing is left."""
    if clock is None and view.actions.get("close") == "complaint_silent":
        return Step("follow_up", t("follow.next.silent"))
    if clock is None or clock.due is None or clock.name != "follow_up":
        return Step("close", t("case.next.close"))
    if view.actions.get("follow_up") is not None:
        who = lens.who(view.owner)
        return Step(None, phrase("case.next.other_person", who=who, at=lens.when(clock.due)))
    late = ".late" if clock.due < lens.now else ""
    return Step("follow_up", phrase(f"case.next.follow_up{late}", at=lens.when(clock.due)))
