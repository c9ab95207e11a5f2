"""The form of the scenario files: their header as a policy, their events as events of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from agentdesk.domain import events as k
from agentdesk.domain.policy import (
    ALWAYS,
    CalendarDates,
    Calendars,
    CallbackRule,
    ClockRule,
    FollowUpRule,
    Policy,
    Span,
)
from agentdesk.domain.values import SECOND, CaseClass, Event, instant

CLASSES = tuple(klass.value for klass in CaseClass)


class ScenarioTrouble(Exception):
    """A file that is not of this form: ``code`` names the sentence ``policy.scenario.<code>``.

    ``line`` is the line of the file, from 1.
    """

    def __init__(self, code: str, line: int, **params: Any) -> None:
        super().__init__(f"line {line}: {code}")
        self.code, self.line, self.params = code, line, params


class Row:
    """One object of a file, and the line it stands on."""

    def __init__(self, data: object, line: int) -> None:
        if not isinstance(data, dict):
            raise ScenarioTrouble("not_object", line)
        self.data: dict[str, Any] = data
        self.line = line

    def trouble(self, code: str, **params: Any) -> ScenarioTrouble:
        """What to raise about this line."""
        return ScenarioTrouble(code, self.line, **params)

    def need(self, key: str) -> Any:
        """A value that has to be there."""
        if key not in self.data:
            raise self.trouble("missing", key=key)
        return self.data[key]

    def text(self, key: str) -> str:
        """A text that has to be there."""
        value = self.need(key)
        if not isinstance(value, str):
            raise self.trouble("wrong", key=key, value=repr(value))
        return value

    def at(self, key: str) -> int:
        """An instant: ISO 8601 with its offset."""
        return self.instant(key, self.need(key))

    def maybe_at(self, key: str) -> int | None:
        """An instant, or None if it is not there or null."""
        value = self.data.get(key)
        return None if value is None else self.instant(key, value)

    def instant(self, key: str, value: object) -> int:
        """The instant that a value writes."""
        try:
            return instant(datetime.fromisoformat(value))  # type: ignore[arg-type]
        except (TypeError, ValueError):
            raise self.trouble("instant", key=key, value=repr(value)) from None

    def rows(self, key: str) -> list[Row]:
        """A list of objects, empty if it is not there."""
        value = self.data.get(key, [])
        if not isinstance(value, list):
            raise self.trouble("wrong", key=key, value=repr(value))
        return [Row(one, self.line) for one in value]

    def map(self, key: str) -> dict[str, Any]:
        """An object as a dict, empty if it is not there."""
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            raise self.trouble("wrong", key=key, value=repr(value))
        return value


# --- the header ----------------------------------------------------------------------------------


def calendars_of(header: Row) -> dict[str, CalendarDates]:
    """The header's calendars, as dates."""
    found = {}
    for name, data in header.map("calendars").items():
        one = Row(data, header.line)
        found[name] = CalendarDates(
            tz=one.text("tz"),
            hours=_days(one, "hours"),
            holidays=tuple(one.data.get("holidays", ())),
            breaks=_days(one, "breaks"),
            extra_days=_days(one, "extra_days"),
        )
    return found


def _days(calendar: Row, key: str) -> dict[str, tuple[tuple[str, str], ...]]:
    days = calendar.map(key)
    try:
        return {day: tuple((str(a), str(b)) for a, b in ranges) for day, ranges in days.items()}
    except (TypeError, ValueError):
        raise calendar.trouble("wrong", key=key, value=repr(days)) from None


def policy_of(header: Row, calendars: Mapping[str, CalendarDates]) -> Policy:
    """The header's policy. Clocks that it does not name do not run; those we do not know neither.

    Beside the keys of the examples a clock may have ``working_days``, ``channels`` (seconds by
    channel), ``classes``, ``pause``, ``told`` and ``target``; a class of the resolution may be such
    an object of its own instead of seconds.
    """
    clocks = {}
    for name, data in header.map("policy").items():
        make = _CLOCKS.get(name)
        if make is not None:
            clocks[name] = make(Row(data, header.line))
    for rule in clocks.values():
        for one in (rule, *rule.by_class.values()):
            if one.calendar != ALWAYS and one.calendar not in calendars:
                raise header.trouble("calendar", value=one.calendar)
    tries = Row(header.map("policy").get("follow_up", {}), header.line).data.get("tries", 2)
    return Policy(
        Calendars(calendars),
        clocks,
        _callback(header),
        follow_up=FollowUpRule(tries=tries),
        digest="scenario",
    )


def _callback(header: Row) -> CallbackRule | None:
    """``callback`` has ``window_seconds`` and ``grace_seconds``."""
    if "callback" not in header.map("policy"):
        return None
    one = Row(header.map("policy")["callback"], header.line)
    window = _span(one, one.data.get("window_seconds", 1800)).micros
    return CallbackRule(window, _span(one, one.data.get("grace_seconds", 600)).micros)


def _span(row: Row, value: object) -> Span:
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        raise row.trouble("seconds", value=repr(value))
    return Span(micros=round(value * SECOND))


def _rule(row: Row, **own: Any) -> ClockRule:
    data = row.data
    seconds, days = data.get("seconds"), data.get("working_days")
    budget, by_priority = None, {}
    if isinstance(seconds, dict):
        by_priority = {priority: _span(row, value) for priority, value in seconds.items()}
    elif seconds is not None:
        budget = _span(row, seconds)
    elif days is not None:
        budget = Span(days=int(days))
    cap = data.get("cap_wall_seconds")
    return ClockRule(
        calendar=str(data.get("calendar", ALWAYS)),
        budget=budget,
        by_priority=by_priority,
        by_channel={code: _span(row, value) for code, value in row.map("channels").items()},
        classes=tuple(data.get("classes", own.get("classes", ()))),
        cap=None if cap is None else _span(row, cap).micros,
        pause=bool(data.get("pause", own.get("pause", False))),
        told=bool(data.get("told", False)),
        target=bool(data.get("target", False)),
    )


def _complex(row: Row) -> ClockRule:
    return _rule(row, classes=("complex",), pause=True)


def _resolution(row: Row) -> ClockRule:
    by_class = {}
    for klass, value in {**row.map("seconds"), **row.data}.items():
        if klass in CLASSES:
            own = value if isinstance(value, dict) else {"seconds": value}
            shared = {"calendar": row.data.get("calendar", ALWAYS)}
            by_class[klass] = _rule(Row({**shared, **own}, row.line), pause=True)
    return ClockRule(by_class=by_class)


_CLOCKS: Mapping[str, Callable[[Row], ClockRule]] = {
    "register": _rule,
    "first_response": _rule,
    "promised": _rule,
    "update_owed": _rule,
    "update_keep": _complex,
    "complex_callback": _complex,
    "resolution": _resolution,
    "dept_feedback": _rule,
    "dept_next": _rule,
    "follow_up": _rule,
}


# --- the events ----------------------------------------------------------------------------------


def events_of(scenario: Row) -> list[Event]:
    """The events of a case, in the order of their instants (those of one instant as they stand)."""
    rows = sorted(scenario.rows("events"), key=lambda row: row.at("at"))
    if not rows or rows[0].data.get("type") != "received":
        raise scenario.trouble("no_received")
    found: list[Event] = []
    for row in rows:
        make = _EVENTS.get(row.text("type"))
        if make is None:
            raise row.trouble("event", value=row.text("type"))
        kind, body = make(row)
        said = {key: value for key, value in body.items() if value is not None}
        found.append(Event(kind, row.at("at"), body=said, ver=len(found) + 1))
    return found


Made = tuple[str, dict[str, Any]]


def _received(row: Row) -> Made:
    names = ("priority", "class", "kind", "line", "category", "channel", "care", "in_person")
    body = {name: row.data.get(name) for name in names}
    if body["class"] not in CLASSES:
        raise row.trouble("wrong", key="class", value=repr(body["class"]))
    return k.RECEIVED, {**body, **_told(row)}


def _told(row: Row) -> dict[str, Any]:
    return {"promised_at": row.maybe_at("promised"), "finish_at": row.maybe_at("finish")}


def _reply(row: Row) -> Made:
    names = ("contact", "findings", "new", "contained")
    return k.REPLY, {**{name: row.data.get(name) for name in names}, **_told(row)}


def _of_handoff(kind: str) -> Callable[[Row], Made]:
    return lambda row: (kind, {"id": str(row.need("id"))})


def _of_call(kind: str) -> Callable[[Row], Made]:
    """``from`` and ``until`` are its window; without, a try was the last one."""
    return lambda row: (
        kind,
        {
            "id": str(row.need("id")),
            "who": str(row.data.get("who", "agent")),
            "at_time": row.maybe_at("from"),
            "until": row.maybe_at("until"),
        },
    )


def _plain(kind: str) -> Callable[[Row], Made]:
    return lambda row: (kind, {})


_EVENTS: Mapping[str, Callable[[Row], Made]] = {
    "received": _received,
    "registered": _plain(k.REGISTERED),
    "assigned": lambda row: (k.ASSIGNED, {"to": str(row.data.get("to", "agent"))}),
    "agent_reply": _reply,
    "auto_ack": _plain(k.AUTO_ACK),
    "internal_note": lambda row: (k.NOTE, {"contained": row.data.get("contained")}),
    "customer_reply": _plain(k.CUSTOMER_MESSAGE),
    "waiting_customer": lambda row: (
        k.WAITING,
        {"remind_at": row.maybe_at("remind"), "text": 1 if row.data.get("delivered") else None},
    ),
    "handoff": lambda row: (
        k.HANDOFF,
        {"id": str(row.need("id")), "dept": str(row.data.get("dept", ""))},
    ),
    "dept_accept": _of_handoff(k.DEPT_ACCEPT),
    "dept_progress": lambda row: (
        k.DEPT_PROGRESS,
        {"id": str(row.need("id")), "next_at": row.maybe_at("next")},
    ),
    "dept_reject": _of_handoff(k.DEPT_REJECT),
    "dept_return": _of_handoff(k.DEPT_RETURN),
    "callback_set": _of_call(k.CALLBACK_SET),
    "callback_moved": _of_call(k.CALLBACK_MOVED),
    "callback_tried": _of_call(k.CALLBACK_TRIED),
    "callback_reached": _of_call(k.CALLBACK_REACHED),
    "callback_ended": _of_call(k.CALLBACK_ENDED),
    "priority_changed": lambda row: (k.PRIORITY_CHANGED, {"to": row.text("to")}),
    "class_changed": lambda row: (k.CLASS_CHANGED, {"to": row.text("to")}),
    "surge": lambda row: (k.SURGE, {"on": bool(row.data.get("on", True))}),
    "resolved": _plain(k.RESOLVED),
    "reopened": _plain(k.REOPENED),
    "followup_done": _plain(k.FOLLOWUP_DONE),
    "followup_tried": _plain(k.FOLLOWUP_TRIED),
    "closed": _plain(k.CLOSED),
    "close_undone": _plain(k.CLOSE_UNDONE),
}
