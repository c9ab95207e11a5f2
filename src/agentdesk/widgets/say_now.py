"""What may be read aloud to the customer now: where it stands, what comes next, by when (C2).

Whoever answers the phone reads it as it is. A time is one that was told to the customer or one by
which we owe them a word; what is late is said, with an apology and what happens now.
"""

from __future__ import annotations

from collections.abc import Mapping

from agentdesk.desk.api import CaseView, HandoffLine
from agentdesk.domain import events as k
from agentdesk.domain.state import ClockState
from agentdesk.domain.values import Status
from agentdesk.i18n import language
from agentdesk.widgets.call_story import call_say
from agentdesk.widgets.cells import plain
from agentdesk.widgets.lens import Lens, phrase

_WORDS: Mapping[str, str] = {
    "first_response": "promised",
    "update_owed": "promised",
    "promised": "promised",
    "callback": "promised",
    "update_keep": "promised",
    "complex_callback": "findings",
    "resolution": "finish",
}
"""What a clock owes the customer: a word, the findings, or the result."""


def say(view: CaseView, lens: Lens) -> str:
    """The sentences, one after the other."""
    if view.status in (Status.RESOLVED, Status.CLOSED):
        words = _done(view, lens)
    elif view.status is Status.WAITING:
        words = [*_where(view, lens), *call_say(view, lens), *_waiting(view, lens)]
    else:
        words = [*_where(view, lens), *_onward(view, lens)]
    return ("" if language() == "zh" else " ").join(words)


def _done(view: CaseView, lens: Lens) -> list[str]:
    """It is settled; we ask how it went, or they need only say so."""
    ended = "closed" if view.status is Status.CLOSED else "resolved"
    words = [phrase(f"case.say.{ended}", at=lens.when(view.resolved_at or view.at))]
    ask = next((clock for clock in view.clocks if clock.open and clock.name == "follow_up"), None)
    if ask is not None and ask.due is not None and ask.due > lens.now:
        return [*words, phrase("case.say.follow_up", at=lens.when(ask.due))]
    return [*words, phrase("case.say.again")]


def _where(view: CaseView, lens: Lens) -> list[str]:
    """Since when we have it, and who looks after it: a person, and the department that has it."""
    received = lens.when(view.received)
    if view.status is Status.NEW:
        return [phrase("case.say.new", at=received)]
    if view.owner is None:
        words = [phrase("case.say.open.nobody", at=received)]
    else:
        words = [phrase("case.say.open", at=received, who=plain(lens.who(view.owner)))]
    return [*words, *_departments(view, lens)]


def _departments(view: CaseView, lens: Lens) -> list[str]:
    """Which departments look into it, and by when they report; else since when they do."""
    with_them = [one for one in view.handoffs if one.ended_at is None]
    if with_them:
        return [_department(one, lens) for one in with_them]
    out: dict[str, tuple[str, int]] = {}
    for entry in view.timeline:
        event, handoff = entry.event, str(entry.event.body.get("id", ""))
        if event.kind == k.HANDOFF:
            out[handoff] = (str(event.body.get("dept", "")), event.at)
        elif event.kind in (k.DEPT_REJECT, k.DEPT_RETURN):
            out.pop(handoff, None)
        elif event.kind == k.RESOLVED:
            out.clear()
    return [
        phrase("case.say.department", dept=lens.label("department", dept), at=lens.when(at))
        for dept, at in out.values()
        if dept
    ]


def _department(one: HandoffLine, lens: Lens) -> str:
    dept = lens.label("department", one.dept)
    if one.due is not None and one.due > lens.now:
        return phrase("handoff.say.by", dept=dept, at=lens.when(one.due))
    return phrase("case.say.department", dept=dept, at=lens.when(one.asked_at))


def _waiting(view: CaseView, lens: Lens) -> list[str]:
    """We wait for their answer; with it we go on, without it we ask again."""
    words = [phrase("case.say.waiting", at=lens.when(view.waiting_since or view.at))]
    if view.remind_at is not None and view.remind_at > lens.now:
        return [*words, phrase("case.say.remind", at=lens.when(view.remind_at))]
    return [*words, phrase("case.say.go_on")]


def _onward(view: CaseView, lens: Lens) -> list[str]:
    """What is late, and what comes next by when; where no time stands, one is agreed on now."""
    owed = [clock for clock in view.clocks if clock.name in _WORDS and clock.due is not None]
    owed = sorted(
        (clock for clock in owed if clock.open and not clock.target),
        key=lambda clock: clock.due or 0,
    )
    late = next((clock for clock in owed if clock.broken), None)
    ahead = _ahead(view, owed, lens)
    if late is None:
        return ahead or [phrase("case.say.agree")]
    what = "result" if _WORDS[late.name] == "finish" else "word"
    words = [phrase(f"case.say.late.{what}", at=lens.when(late.due or 0))]
    if what == "word" and not _told(view, lens):
        words.append(phrase("case.say.agree"))
        return words + [_owed(clock, lens) for clock in owed if _still(clock, lens)][:1]
    return words + (ahead or [phrase("case.say.agree")])


def _ahead(view: CaseView, owed: list[ClockState], lens: Lens) -> list[str]:
    """Times that the customer was told and that still hold; else the next one we owe them."""
    told = _told(view, lens)
    if told:
        return told
    coming = [clock for clock in owed if clock.state == "running" and (clock.due or 0) > lens.now]
    return [_owed(clock, lens) for clock in coming[:1]]


def _still(clock: ClockState, lens: Lens) -> bool:
    """A result that can still come in time."""
    on_time = clock.state == "running" and (clock.due or 0) > lens.now
    return on_time and _WORDS[clock.name] == "finish"


def _owed(clock: ClockState, lens: Lens) -> str:
    return phrase(f"case.say.{_WORDS[clock.name]}", at=lens.when(clock.due or 0))


def _told(view: CaseView, lens: Lens) -> list[str]:
    """Times that were told to the customer and still stand: when they hear from us (an earlier word
    is not loosened by a later one), and when it is finished, as told last."""
    words = call_say(view, lens)
    promised = [
        clock.due
        for clock in view.clocks
        if clock.name == "promised" and clock.state == "running" and clock.due is not None
    ]
    if promised and min(promised) > lens.now:
        words.append(phrase("case.say.promised", at=lens.when(min(promised))))
    told = (int(entry.event.body.get("finish_at") or 0) for entry in reversed(view.timeline))
    finish = next((at for at in told if at), 0)
    if finish > lens.now:
        words.append(phrase("case.say.finish", at=lens.when(finish)))
    return words
