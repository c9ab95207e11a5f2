"""Values shared by every room: instants, codes, and the refusal.

An *instant* is an integer: microseconds since 1970-01-01 00:00 UTC. Durations are integer
microseconds too, unless a name says ``seconds``. Only the edges turn them into local time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Protocol

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)


def instant(moment: datetime) -> int:
    """Microseconds since 1970 UTC of an aware datetime. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return (moment - _EPOCH) // _MICRO


def moment(at: int) -> datetime:
    """The aware UTC datetime of an instant."""
    return _EPOCH + timedelta(microseconds=at)


class Clock(Protocol):
    """Tells what time it is: the system's, a test's, or a training day's."""

    def now(self) -> int:
        """The present instant."""
        ...


class Priority(StrEnum):
    """Urgency (A4). It orders; the class sets the clock."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"

    @property
    def rank(self) -> int:
        """1, 2 or 3."""
        return int(self.value[1])


class CaseClass(StrEnum):
    """Complexity (A4): sets the resolution clock."""

    COMMON = "common"
    COMPLEX = "complex"
    COMPLAINT = "complaint"


class Kind(StrEnum):
    """Kind of request (A3)."""

    ENQUIRY = "enquiry"
    TRANSACTION = "transaction"
    COMPLAINT = "complaint"
    AFTER_SALES = "after_sales"
    RISK = "risk"
    SUGGESTION = "suggestion"


class Status(StrEnum):
    """Where a case is in its life."""

    NEW = "new"  # received, not registered
    OPEN = "open"
    WAITING = "waiting"  # open, and waiting on the customer
    RESOLVED = "resolved"
    CLOSED = "closed"


class Caller(StrEnum):
    """Who speaks to us: the customer, or somebody for them (A9)."""

    CUSTOMER = "customer"
    RELATIVE = "relative"
    ATTORNEY = "attorney"
    GUARDIAN = "guardian"
    EXECUTOR = "executor"
    OTHER = "other"


class Authority(StrEnum):
    """What somebody who is not the customer has shown of their right to act (A9)."""

    NONE = "none"
    SHOWN = "shown"
    """Papers were named or seen, and are still to be checked."""
    PROVEN = "proven"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke, by what right, and how the talk was kept (A9, B3)."""

    caller: Caller = Caller.CUSTOMER
    authority: Authority = Authority.NONE
    recording: str = ""
    """Reference of the recording of a call: an id of the telephone system, never a path."""
    notice: bool = False
    """They were told that the call is recorded and how their data are used."""

    @property
    def may_be_told(self) -> bool:
        """Whether information may be given to them: the customer, or proven authority (A9)."""
        return self.caller is Caller.CUSTOMER or self.authority is Authority.PROVEN


THE_CUSTOMER = Speaker()
"""The customer spoke, and nothing more is known of the talk."""


class Audience(StrEnum):
    """Who may read a piece of content."""

    CUSTOMER = "customer"
    INTERNAL = "internal"
    RESTRICTED = "restricted"


_NOTHING: Mapping[str, Any] = MappingProxyType({})


def _nothing() -> Mapping[str, Any]:
    """The one empty body (Python 3.11 takes no mapping proxy as a plain default)."""
    return _NOTHING


ITSELF = "system"
"""Who acts where nobody does: the desk itself."""


@dataclass(frozen=True, slots=True)
class Event:
    """A fact about one case. ``at`` is what clocks use; ``recorded_at`` is when it was written.

    ``body`` holds integers, codes and ids only (never text that anybody typed).
    """

    kind: str
    at: int
    actor: str = ITSELF
    body: Mapping[str, Any] = field(default_factory=_nothing)
    ver: int = 0
    recorded_at: int = 0
    seq: int = 0
    source: str = "desk"
    v: int = 1


class Refused(Exception):
    """A command that cannot be done: a stable ``code`` and the parameters of its sentence.

    The sentence stands in the catalogue as ``refused.<code>``.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
