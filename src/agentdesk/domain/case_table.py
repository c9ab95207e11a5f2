"""Which command is possible in which status, as data: tests and the process page are made from it.

A cell is None (possible, as far as the status goes) or the code of its refusal. What else a
command needs (to be the owner, a text, a time to come) is asked by `case`, after the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from agentdesk.domain import commands as c
from agentdesk.domain.values import Status

NAMES: Mapping[type[c.Command], str] = MappingProxyType(
    {
        c.Receive: "receive",
        c.Register: "register",
        c.Claim: "claim",
        c.Release: "release",
        c.Assign: "assign",
        c.Note: "note",
        c.Reply: "reply",
        c.AutoAck: "auto_ack",
        c.CustomerMessage: "customer_message",
        c.Wait: "wait",
        c.ChangePriority: "priority",
        c.ChangeClass: "class",
        c.Resolve: "resolve",
        c.PlanNext: "plan",
        c.EndPlan: "end_plan",
        c.Reopen: "reopen",
        c.FollowUp: "follow_up",
        c.Close: "close",
        c.Undo: "undo",
    }
)
"""Every command with the name that tables, screens and sentences know it by."""

ACTIONS: tuple[str, ...] = tuple(
    name for name in NAMES.values() if name not in ("receive", "register", "auto_ack")
)
"""What a person can do to a case that is there, in the order screens list it."""

OWNERS_ONLY = frozenset({"release", "reply", "wait", "resolve", "close"})
"""What only the owner may do (C1)."""

_RULES: Mapping[str, Mapping[Status, str]] = {
    # only the refused cells; a status that is not named is possible
    "receive": dict.fromkeys(Status, "already_received"),
    "register": dict.fromkeys(
        (Status.OPEN, Status.WAITING, Status.RESOLVED, Status.CLOSED), "already_registered"
    ),
    "claim": {Status.CLOSED: "is_closed"},
    "release": {Status.NEW: "unregistered", Status.CLOSED: "is_closed"},
    "assign": {Status.CLOSED: "is_closed"},
    "note": {},
    "reply": {
        Status.NEW: "unregistered",
        Status.RESOLVED: "is_resolved",
        Status.CLOSED: "is_closed",
    },
    "auto_ack": {Status.RESOLVED: "is_resolved", Status.CLOSED: "is_closed"},
    "customer_message": {},
    "wait": {
        Status.NEW: "unregistered",
        Status.RESOLVED: "is_resolved",
        Status.CLOSED: "is_closed",
    },
    "priority": {Status.RESOLVED: "is_resolved", Status.CLOSED: "is_closed"},
    "class": {Status.RESOLVED: "is_resolved", Status.CLOSED: "is_closed"},
    "resolve": {
        Status.NEW: "unregistered",
        Status.RESOLVED: "is_resolved",
        Status.CLOSED: "is_closed",
    },
    "plan": {Status.RESOLVED: "is_resolved", Status.CLOSED: "is_closed"},
    "end_plan": {Status.RESOLVED: "is_resolved", Status.CLOSED: "is_closed"},
    "reopen": dict.fromkeys((Status.NEW, Status.OPEN, Status.WAITING), "not_resolved"),
    "follow_up": {
        **dict.fromkeys((Status.NEW, Status.OPEN, Status.WAITING), "not_resolved"),
        Status.CLOSED: "is_closed",
    },
    "close": {
        **dict.fromkeys((Status.NEW, Status.OPEN, Status.WAITING), "not_resolved"),
        Status.CLOSED: "is_closed",
    },
    "undo": {},
}


def _row(status: Status | None) -> Mapping[str, str | None]:
    if status is None:
        return MappingProxyType(
            {name: None if name == "receive" else "unknown_case" for name in NAMES.values()}
        )
    return MappingProxyType({name: _RULES[name].get(status) for name in NAMES.values()})


TABLE: Mapping[Status | None, Mapping[str, str | None]] = MappingProxyType(
    {status: _row(status) for status in (None, *Status)}
)
"""``TABLE[status][command]``: None if possible, else the refusal's code.

Status None: there is no case yet."""

PARAMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                "unknown_case", "already_received", "already_registered", "unregistered",
                "is_resolved", "is_closed", "not_resolved",
                "unowned", "already_yours", "same_value", "person_missing",
                "subject_missing",
                "text_missing", "result_missing", "question_missing", "why_missing",
                "in_future", "before_last", "clock_behind", "remind_in_past", "promise_in_past",
                "finish_in_past", "score_range", "score_unreached", "already_followed_up",
                "solver_follows_up", "follow_up_due", "complaint_silent",
                "undo_other_person", "undo_reached_customer", "undo_already", "undo_nothing",
                "undo_too_late", "not_to_them", "plan_in_past", "no_plan",
            ),
            (),
        ),
        "owned_by": ("owner",),
        "not_owner": ("owner",),
        "same_owner": ("owner",),
    }
)  # fmt: skip
"""Every refusal of a case with the parameters of its sentence ``refused.<code>``."""
