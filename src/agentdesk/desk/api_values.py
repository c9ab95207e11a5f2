"""Values that every part of the desk's protocol uses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Done:
    """A command that was carried out: the case's new version, and the events' kinds."""

    case_id: int
    reference: str
    ver: int
    kinds: tuple[str, ...]
