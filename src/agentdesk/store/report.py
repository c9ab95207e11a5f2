"""What `verify` found: values, and the sentence key of each finding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

KEPT = 1000
"""Findings beyond this are counted, not kept."""

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told between batches: the stage (events, texts, cases, search), how many of how many."""


def silent(stage: str, done: int, total: int) -> None:
    """A progress that nobody looks at."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference. ``code`` names the sentence ``trouble.found.<code>``, with ``params``."""

    code: str
    params: Mapping[str, Any]


@dataclass(slots=True)
class Report:
    """The whole result. ``head`` is what to note elsewhere: only a noted head tells later that
    the end of the log was cut off."""

    events: int = 0
    contents: int = 0
    cases: int = 0
    head_seq: int = 0
    head_mac: str = ""
    count: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Nothing differs."""
        return self.count == 0

    def found(self, code: str, **params: Any) -> None:
        """Add a finding."""
        self.count += 1
        if len(self.findings) < KEPT:
            self.findings.append(Finding(code, params))
