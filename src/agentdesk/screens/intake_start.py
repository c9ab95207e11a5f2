"""What the form for a new case begins with: who calls, and what a paste has told about them.

Pure: from what was typed, found and pasted to the words of the form's fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from agentdesk.desk.api import Customer
from agentdesk.domain.finding import as_new
from agentdesk.i18n import format as form
from agentdesk.widgets.hits import described

if TYPE_CHECKING:
    from datetime import tzinfo

    from agentdesk.domain.pasted import Money, Pasted

FORM = "intake"
"""The name of its drafts begins so (`domain.drafts.NEW` is their thing)."""

LONGEST_TEXT = 20_000
"""Characters of what a caller says: a longer paste is cut, and the form says so."""

GUESSED = ("name", "phone", "email", "amount", "date", "last")
"""The fields that a paste may fill, in tab order."""

FACTS = ("amount", "date", "last")
"""Those of them that stand in the case's text: nobody types them, a paste fills them."""

_KINDS = {
    "name": "name", "phone": "phone", "email": "email", "amount": "amount", "date": "date",
    "last_digits": "last",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guesses:
    """What a paste tells: the words of fields, and which of them have another reading."""

    words: Mapping[str, str] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Start:
    """How the form begins. ``subject`` is a customer on record, shown as ``who`` (masked);
    without one name, phone and e-mail make a new customer. ``pasted`` is the text of a paste."""

    subject: int | None = None
    who: str = ""
    prefers: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    text: str = ""
    guesses: Guesses = Guesses()
    secret: bool = False
    """A secret was taken out of the paste."""
    length: int = 0
    """Characters of a paste that was cut."""
    form: str = ""
    """The draft to go on with; empty: that of whoever it is, if there is one."""

    @property
    def draft(self) -> str:
        """Under which name the draft of this form is kept: one for each caller, so that nobody's
        words come to stand under another's name."""
        if self.form:
            return self.form
        whose = self.phone or self.email or self.name
        if self.subject is not None:
            whose = f"#{self.subject}"
        return f"{FORM}:{whose}" if whose else FORM


def start_for(customer: Customer) -> Start:
    """A case of a customer on record."""
    return Start(subject=customer.id, who=described(customer), prefers=customer.prefers)


def start_new(typed: str) -> Start:
    """A case of somebody who is not on record, as far as they were typed."""
    name, phone, email = as_new(typed)
    return Start(name=name, phone=phone, email=email)


def start_with(begin: Start, pasted: Start) -> Start:
    """The same, with what a paste has told."""
    return replace(
        begin,
        text=pasted.text,
        guesses=pasted.guesses,
        secret=pasted.secret,
        length=pasted.length,
    )


def guesses_of(pasted: Pasted, zone: tzinfo) -> Guesses:
    """What a paste tells, as words of fields. Where it has two readings that differ, and none is
    sure, the field is left to the person."""
    words: dict[str, str] = {}
    unsure: set[str] = set()
    for kind, name in _KINDS.items():
        found = pasted.of(kind)
        if not found:
            continue
        best = found[0]
        if not best.sure and kind == "date" and len({one.start for one in found}) < len(found):
            continue
        words[name] = _words(best.value, zone)
        if not best.sure:
            unsure.add(name)
    return Guesses(words, frozenset(unsure))


def _words(value: str | Money | date | int, zone: tzinfo) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return f"{form.local(value, zone):%Y-%m-%d %H:%M}"
    from agentdesk.domain.pasted_amounts import written  # with a paste, not with the screen

    return written(value)


def line_for(pasted: Pasted) -> str:
    """What of a paste may find the customer: a reference, a number, an address, a name."""
    for kind in ("reference", "phone", "email", "name"):
        found = pasted.of(kind)
        if found:
            return str(found[0].value)
    return ""
