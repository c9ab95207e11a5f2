"""Refusals, troubles and reasons as sentences in the language in force.

Parameters keep their raw values up to here; their names say what they are: ``*_at`` is an instant,
``*_us`` a duration (both integers of microseconds), ``clock`` and ``broken`` are names of clocks,
``calendar`` and ``channel`` codes, ``secret`` the kind of one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

from agentdesk.domain.state import Reason
from agentdesk.domain.values import Refused
from agentdesk.i18n import format as f
from agentdesk.i18n import known, language, t


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
    text = sentence(f"refused.{refusal.code}", refusal.params, now=now, tz=tz, fallback=fallback)
    return f.unspaced(text) if language() == "zh" else text


def trouble(code: str, params: Mapping[str, Any]) -> str:
    """What happened to the store, what was kept, and what to do."""
    if not known(f"trouble.{code}"):
        return t("frame.trouble", code=code)
    return t(f"trouble.{code}", **params)


def reason(why: Reason, *, now: int, tz: tzinfo, short: bool = False) -> str:
    """Why something stands where it stands: the whole sentence, or the row's."""
    key = f"reason.{why.code}"
    if short and known(f"{key}.short"):
        key += ".short"
    text = sentence(key, why.params, now=now, tz=tz, fallback=why.code)
    return f.unspaced(text) if language() == "zh" else text


def _spoken(name: str, value: Any, now: int, tz: tzinfo) -> Any:
    """A parameter as it reads in a sentence."""
    if value is None:
        return f.When("—")
    if name == "at" or name.endswith("_at"):
        return f.when(int(value), now, tz)
    if name.endswith("_us"):
        return f.duration(int(value))
    if name in ("clock", "broken") or name.endswith("_clock"):
        return t(f"clock.{value}") if known(f"clock.{value}") else value
    if name == "secret" and known(f"refused.secret.{value}"):
        return t(f"refused.secret.{value}")
    if name == "calendar" and known(f"case.calendar.{value}"):
        return t(f"case.calendar.{value}")
    return value


def mail_code(code: str, way: str) -> str:
    """What became of a letter or SMS, in a clause: `letters.Outcome.code`, by its way (email, sms).
    A code that only a newer program knows stands as it is."""
    keys = (f"mail.sms.{code}" if way == "sms" else "", f"mail.code.{code}")
    return next((t(key) for key in keys if known(key)), code)
