"""A draft: what somebody typed into a form and has not sent (G2).

A draft belongs to one person, one thing and one form: never two for the same. The thing is a case
(`of_case`), or something that is no case yet, by a name of its own (`NEW`: the intake form).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NEW = "new"
"""The thing of a case that is not there yet."""

_CASE = "case:"


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


def case_of(thing: str) -> int | None:
    """The case that a thing is, or None."""
    digits = thing.removeprefix(_CASE)
    return int(digits) if thing.startswith(_CASE) and digits.isdecimal() else None
