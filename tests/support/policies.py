"""The bundled policy, resolved as a desk in Shanghai would, and ways to change it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from agentdesk.domain import policy as rules
from agentdesk.domain.policy import ClockRule, Policy
from agentdesk.domain.values import instant

YEARS = range(2025, 2028)


def bundled_text() -> str:
    """The policy that comes with the program."""
    return (files("agentdesk") / "data" / "policy.toml").read_text("utf-8")


@cache
def bundled(tz: str = "Asia/Shanghai", country: str | None = "CN") -> Policy:
    """The bundled policy as version 1."""
    proposal, problems = rules.parse(bundled_text())
    assert proposal is not None, problems
    return rules.resolve(proposal, tz, country, YEARS).numbered(1)


def with_clock(policy: Policy, name: str, **changes: Any) -> Policy:
    """The same policy with one clock's rule changed; ``None`` as ``rule`` takes it away."""
    clocks = dict(policy.clocks)
    if changes.get("rule", ...) is None:
        del clocks[name]
    else:
        clocks[name] = replace(clocks.get(name, ClockRule()), **changes)
    return replace(policy, clocks=clocks, version=policy.version + 1)


def at(text: str) -> int:
    """An instant of 2026 in Shanghai: ``09-07 14:30`` (a Monday), seconds if need be."""
    return instant(datetime.fromisoformat(f"2026-{text}+08:00"))
