"""Refusals, troubles and reasons as sentences in the language in force.

Parameters keep their raw values up to here: instants and durations are integers of microseconds,
clocks and codes are names. Their names say what they are: see `_spoken`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

from agentdesk.domain.values import Refused
from agentdesk.i18n import format as f
from agentdesk.i18n import known, t

_INSTANTS = frozenset({"at", "due", "since", "until", "start", "started", "wake", "now"})
_SPANS = frozenset({"left", "budget", "effort", "waited", "late", "span", "need", "rest", "paused"})


def sentence(
    key: str, params: Mapping[str, Any], *, now: int, tz: tzinfo, fallback: str = ""
) -> str:
    """The text of a key with its parameters spoken; ``fallback`` where the key does not exist."""
    if not known(key):
        return fallback or key
    return t(key, **{name: _spoken(name, value, now, tz) for name, value in params.items()})


def refused(refusal: Refused, *, now: int, tz: tzinfo) -> str:
    """Why a command cannot be done."""
    fallback = t("frame.refused", code=refusal.code)
    return sentence(f"refused.{refusal.code}", refusal.params, now=now, tz=tz, fallback=fallback)


def trouble(code: str, params: Mapping[str, Any]) -> str:
    """What happened to the store, what was kept, and what to do."""
    if not known(f"trouble.{code}"):
        return t("frame.trouble", code=code)
    return t(f"trouble.{code}", **params)


def reason(code: str, params: Mapping[str, Any], *, now: int, tz: tzinfo) -> str:
    """Why a row stands where it stands."""
    return sentence(f"reason.{code}", params, now=now, tz=tz, fallback=code)


def _spoken(name: str, value: Any, now: int, tz: tzinfo) -> Any:
    """Instants as times, durations as spans, clocks by their names; the rest as it is."""
    if value is None:
        return "—"
    if isinstance(value, int) and not isinstance(value, bool):
        if name in _INSTANTS or name.endswith(("_at", "_due", "_since")):
            return f.when(value, now, tz)
        if name in _SPANS or name.endswith(("_left", "_for")):
            return f.duration(value)
        return value
    if name == "clock" or name.endswith("_clock"):
        return t(f"clock.{value}") if known(f"clock.{value}") else value
    return value
