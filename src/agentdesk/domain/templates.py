"""Templates of what customers are told: texts with fields that are filled, never evaluated (C3).

A field is a name in braces, ``{finish}``; ``{{`` and ``}}`` are braces. Whatever stands in a value
comes out as it is: it is put in once and not looked at again. A field without a value stays as it
is written, is marked, and keeps the text from being sent.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from agentdesk.domain.text import one_line

AUTOMATIC = ("customer", "reference", "handler", "desk", "received", "today", "request")
"""Known of every case, as far as the customer is."""
PLANNED = ("finish", "next")
"""Times that whoever writes names beside the text: the expected finish, the next update."""
STANDING = ("department", "callback")
"""Known while a department has the case, or a call is agreed."""
OWN = ("what", "findings", "result", "documents", "reason", "question")
"""Only who writes knows these: their own words take the field's place."""
FIELDS = (*AUTOMATIC, *PLANNED, *STANDING, *OWN)

UPDATE, RECEIPT = "update", "receipt"
PURPOSES = (UPDATE, RECEIPT)

SITUATIONS = ("first", "department", "back", "callback", "late", "unreachable")
"""When a template is of use: nothing was told yet; a department has it; a department has answered;
a call is agreed; a promise is broken; nobody answered the agreed call."""

OWN_ENOUGH = 6
"""So many words (or Chinese characters) beside the template's make a text its writer's own."""

_FIELD = re.compile(r"\{\{|\}\}|\{([^\W\d]\w{0,39})\}")
_WORD = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[^\\W_]+")


@dataclass(frozen=True, slots=True)
class Wording:
    """A template in one language."""

    name: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Template:
    """A text to begin with. Empty conditions fit every case."""

    code: str
    words: Mapping[str, Wording]
    """By language."""
    purpose: str = UPDATE
    order: int = 50
    own_words: bool = False
    """A frame: it takes words of the agent's own."""
    kinds: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    """Of `SITUATIONS`: any of them."""
    retired: bool = False
    """Not offered any more."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the text of a letter, in one language."""

    subject: str
    """Of a letter without a template."""
    greeting: str
    nobody: str
    """The greeting where no name is known."""
    signature: str
    sms: str
    """What an SMS ends with."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its fields filled. ``missing`` names those without a value, each once, in order;
    ``marks`` says where they stand in the text."""

    text: str
    missing: tuple[str, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a case says which templates are of use."""

    kind: str
    klass: str
    status: str
    situations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Letter:
    """Exactly what the customer gets. ``subject`` is empty for what is not a letter."""

    subject: Filled
    parts: tuple[Filled, ...]
    """Greeting, text, signature."""
    missing: tuple[str, ...] = field(default=())

    @property
    def text(self) -> str:
        """The parts, a blank line between them."""
        return "\n\n".join(part.text for part in self.parts if part.text)


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """The text with its fields filled; blank values count as missing. Never raises."""
    made: list[str] = []
    missing: list[str] = []
    marks: list[tuple[int, int]] = []
    length = at = 0
    for found in _FIELD.finditer(text):
        before, name = text[at : found.start()], found[1]
        at = found.end()
        value = found[0][0] if name is None else one_line(values.get(name, ""))
        made += (before, value or found[0])
        length += len(before)
        if not value:
            missing.append(name or "")
            marks.append((length, length + len(found[0])))
        length += len(value or found[0])
    made.append(text[at:])
    return Filled("".join(made), tuple(dict.fromkeys(missing)), tuple(marks))


def literal(text: str) -> Filled:
    """A text that is no template: braces are braces."""
    return Filled(text)


def fields_of(text: str) -> tuple[str, ...]:
    """The fields that stand in a text, each once, in order."""
    return tuple(dict.fromkeys(found[1] for found in _FIELD.finditer(text) if found[1]))


def gaps(text: str, known: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Where in a template's text there is something to write: fields that nobody else fills."""
    filled = {*known, *PLANNED}
    return tuple(
        found.span() for found in _FIELD.finditer(text) if found[1] and found[1] not in filled
    )


def letter(
    frame: Frame, body: str, values: Mapping[str, str], *, template: bool, subject: str = ""
) -> Letter:
    """A letter as it is sent. ``template``: the text has fields; a plain reply has none."""
    greeting = fill(frame.greeting, values)
    if greeting.missing:
        greeting = fill(frame.nobody, values)
    text = body.strip()
    return _whole(
        fill(subject or frame.subject, values),
        greeting,
        fill(text, values) if template else literal(text),
        fill(frame.signature, values),
    )


def message(frame: Frame | None, body: str, values: Mapping[str, str], *, template: bool) -> Letter:
    """What is spoken, or (with a ``frame``) sent as SMS: the text without greeting."""
    text = body.strip()
    parts = [fill(text, values) if template else literal(text)]
    if frame is not None:
        parts.append(fill(frame.sms, values))
    return _whole(literal(""), *parts)


def _whole(subject: Filled, *parts: Filled) -> Letter:
    missing = [name for part in (subject, *parts) for name in part.missing]
    return Letter(subject, parts, tuple(dict.fromkeys(missing)))


# --- whose words they are


def edited(template: str, text: str) -> bool:
    """Whether a text differs from its template by more than white space (C3)."""
    return template.split() != text.split()


def own_words(template: str, text: str) -> int:
    """How many words (Chinese characters) of a text are not the template's."""
    return (_counted(text) - _counted(template)).total()


def _counted(text: str) -> Counter[str]:
    return Counter(_WORD.findall(_FIELD.sub(" ", text).casefold()))


# --- which one


def fits(template: Template, facts: Facts) -> bool:
    """Whether every condition that a template names holds."""
    return (
        (not template.kinds or facts.kind in template.kinds)
        and (not template.classes or facts.klass in template.classes)
        and (not template.statuses or facts.status in template.statuses)
        and (not template.when or not facts.situations.isdisjoint(template.when))
    )


def suggested(templates: Iterable[Template], facts: Facts) -> Sequence[tuple[Template, bool]]:
    """The templates for updates, those that fit first (the more conditions hold, the sooner),
    each with whether it fits."""
    marked = [(one, fits(one, facts)) for one in templates if one.purpose == UPDATE]
    return sorted(marked, key=lambda pair: (not pair[1], -_named(pair[0]) * pair[1], *_by(pair[0])))


def _named(template: Template) -> int:
    """The class says more than the situation, and that more than kind and status."""
    weights = ((template.classes, 4), (template.when, 2), (template.kinds, 1))
    return sum(weight for named, weight in weights if named)


def _by(template: Template) -> tuple[int, str]:
    return template.order, template.code
