"""A policy as JSON and back: what stands in the store beside the proposal's text.

Everything is written out, defaults too: a later program with other defaults reads the same rules.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from hashlib import sha256
from typing import Any, TypeVar

from agentdesk.domain.policy import (
    CalendarDates,
    Calendars,
    CallbackRule,
    CallsRule,
    Category,
    ClockRule,
    Criterion,
    Department,
    FollowUpRule,
    Label,
    Line,
    Policy,
    Span,
    WaitRule,
)

FORMAT = 1

_T = TypeVar("_T")


def dump(policy: Policy) -> str:
    """A policy as canonical JSON: the same policy makes the same text."""
    return _text({"format": FORMAT, **_plain(policy)})


def load(text: str) -> Policy:
    """The policy that `dump` wrote. Raises ValueError for anything else."""
    try:
        stored = json.loads(text)
        if stored.pop("format") != FORMAT:
            raise ValueError("a policy written by a newer program")
        return _policy(stored)
    except (KeyError, TypeError, AttributeError) as wrong:
        raise ValueError(f"not a stored policy: {wrong!r}") from None


def sealed(policy: Policy) -> Policy:
    """The policy with its digest: SHA-256 of everything but digest and version."""
    bare = _text(_plain(replace(policy, digest="", version=0)))
    return replace(policy, digest=sha256(bare.encode()).hexdigest())


def _text(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, Calendars):
        return _plain(value.dates)
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


# --- back ----------------------------------------------------------------------------------------


def _policy(d: dict[str, Any]) -> Policy:
    d["calendars"] = Calendars(_each(d["calendars"], _dates))
    d["clocks"] = _each(d["clocks"], _rule)
    if d["callback"] is not None:
        d["callback"] = CallbackRule(**{**d["callback"], "over": Span(**d["callback"]["over"])})
    if "calls" in d:  # a policy that was put in force before there were agreed calls has none
        parts = tuple([(begin, end) for begin, end in d["calls"]["parts"]])
        d["calls"] = CallsRule(**{**d["calls"], "parts": parts})
    d["wait"] = WaitRule(**{**d["wait"], "remind": Span(**d["wait"]["remind"])})
    d["follow_up"] = FollowUpRule(**_tuples(d["follow_up"]))
    d["labels"] = {
        family: tuple([Label(**label) for label in labels])
        for family, labels in d["labels"].items()
    }
    d["lines"] = _each(d["lines"], lambda line: Line(**line))
    d["categories"] = _each(d["categories"], lambda about: Category(**_tuples(about)))
    d["departments"] = _each(d["departments"], lambda department: Department(**department))
    d["criteria"] = tuple([Criterion(**_tuples(one)) for one in d["criteria"]])
    return Policy(**d)


def _each(stored: Mapping[str, Any], make: Callable[[dict[str, Any]], _T]) -> dict[str, _T]:
    return {name: make(one) for name, one in stored.items()}


def _tuples(stored: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()
    }


def _rule(d: dict[str, Any]) -> ClockRule:
    if d["budget"] is not None:
        d["budget"] = Span(**d["budget"])
    d["by_priority"] = _each(d["by_priority"], lambda span: Span(**span))
    d["by_channel"] = _each(d["by_channel"], lambda span: Span(**span))
    d["by_class"] = _each(d["by_class"], _rule)
    d["classes"] = tuple(d["classes"])
    return ClockRule(**d)


def _dates(d: dict[str, Any]) -> CalendarDates:
    for key in ("hours", "breaks", "extra_days"):
        d[key] = {
            day: tuple([(start, end) for start, end in ranges]) for day, ranges in d[key].items()
        }
    return CalendarDates(**_tuples(d))
