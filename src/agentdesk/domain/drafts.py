"""A draft: what somebody typed into a form and has not sent (G2).

A draft belongs to one person, one thing and one form: never two for the same. The thing is a case
(`of_case`), one of its handoffs (`of_handoff`: who answers for two departments says two things), or
something that is no case yet, by a name of its own (`NEW`: the intake form).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NEW = "new"
"""The thing of a case that is not there yet."""

_CASE = "case:"
_HANDOFF = "/"


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of a form as they stood ``at`` an instant."""

    thing: str
    form: str
    values: Mapping[str, str]
    at: int
    op: str = ""
    """The operation it is sent under, each time it is sent: the desk carries it out once."""
    typing: bool = False
    """The form was still open: who typed did not leave it, the program ended under them."""


def of_case(case_id: int) -> str:
    """The thing that a case is."""
    return f"{_CASE}{case_id}"


def of_handoff(case_id: int, handoff: str) -> str:
    """The thing that a handoff of a case is."""
    return f"{of_case(case_id)}{_HANDOFF}{handoff}"


def case_of(thing: str) -> int | None:
    """The case that a thing is, or belongs to; None: it is no case yet."""
    digits = thing.removeprefix(_CASE).partition(_HANDOFF)[0]
    return int(digits) if thing.startswith(_CASE) and digits.isdecimal() else None


def handoff_of(thing: str) -> str:
    """The handoff that a thing is; "" for anything else."""
    return thing.partition(_HANDOFF)[2] if thing.startswith(_CASE) else ""
