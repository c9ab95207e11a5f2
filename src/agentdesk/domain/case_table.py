"""Which command is possible in which status, as data: tests and the process page are made from it.

A cell is None (possible, as far as the status goes) or the code of its refusal. What else a
command needs (to be the owner, a text, a time to come) is asked by `case`, after the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from agentdesk.domain import commands as c
from agentdesk.domain import commands_day as day
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
        day.Handoff: "handoff",
        day.Recall: "recall",
        day.Accept: "accept",
        day.Report: "report",
        day.Reject: "reject",
        day.Return: "return",
        day.SetCallback: "callback",
        day.MoveCallback: "callback_move",
        day.TryCallback: "callback_try",
        day.ReachCallback: "callback_reach",
        day.EndCallback: "callback_end",
        day.MailSent: "mail_sent",
        day.MailFailed: "mail_failed",
        day.MailSeen: "mail_seen",
        day.KeepAddress: "keep_address",
        day.WaiveFollowUp: "waive",
        day.Offer: "offer",
        day.TakeOver: "take_over",
        day.EndOffer: "end_offer",
    }
)
"""Every command with the name that tables, screens and sentences know it by."""

_NOBODYS = frozenset(
    {"receive", "register", "auto_ack", "mail_sent", "mail_failed", "keep_address", "waive"}
)
ACTIONS: tuple[str, ...] = tuple(name for name in NAMES.values() if name not in _NOBODYS)
"""What a person can do to a case that is there, in the order screens list it."""

OWNERS_ONLY = frozenset({"release", "reply", "wait", "resolve", "close", "handoff", "recall"})
"""What only the owner may do (C1)."""

_ON_HAND = {
    Status.NEW: "unregistered",
    Status.RESOLVED: "is_resolved",
    Status.CLOSED: "is_closed",
}
"""Refused but for a case that is registered and not done."""

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
    "handoff": _ON_HAND,
    "recall": _ON_HAND,
    "accept": _ON_HAND,
    "report": _ON_HAND,
    "reject": _ON_HAND,
    "return": _ON_HAND,
    "callback": {Status.NEW: "unregistered", Status.CLOSED: "is_closed"},
    "callback_move": {Status.CLOSED: "is_closed"},
    "callback_try": {Status.CLOSED: "is_closed"},
    "callback_reach": {Status.CLOSED: "is_closed"},
    "callback_end": {Status.CLOSED: "is_closed"},
    "mail_sent": {},
    "mail_failed": {},
    "mail_seen": {},
    "keep_address": {},
    "waive": {
        **dict.fromkeys((Status.NEW, Status.OPEN, Status.WAITING), "not_resolved"),
        Status.CLOSED: "is_closed",
    },
    "offer": _ON_HAND,
    "take_over": _ON_HAND,
    "end_offer": _ON_HAND,
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
                "not_asked", "solver_follows_up", "follow_up_due", "complaint_silent",
                "undo_other_person", "undo_reached_customer", "undo_already", "undo_nothing",
                "undo_too_late", "not_to_them", "plan_in_past", "no_plan",
                "unknown_handoff", "dept_missing", "ask_missing", "report_kind", "report_missing",
                "next_missing", "next_in_past", "reject_code", "document_missing",
                "unknown_callback", "callback_over", "callback_in_past", "callback_window",
                "callback_kind", "about_missing", "place_missing", "callback_open",
                "unknown_mail", "no_address", "waiver_kind", "no_offer",
            ),
            (),
        ),
        "owned_by": ("owner",),
        "not_owner": ("owner",),
        "same_owner": ("owner",),
        **dict.fromkeys(("already_with", "handoff_over", "right_is_same"), ("dept",)),
        **dict.fromkeys(("already_accepted", "already_offered", "offered_to"), ("person",)),
        "callback_early": ("at",),
    }
)  # fmt: skip
"""Every refusal of a case with the parameters of its sentence ``refused.<code>``."""
