"""Exactly what the customer gets: by which way, to where, subject, text; what is missing is marked.

A field without a value is carried through the wrapping between two private characters, so that
the same words in a value are not taken for one.
"""

from __future__ import annotations

import re

from agentdesk.domain.templates import Filled, Letter
from agentdesk.i18n import t
from agentdesk.widgets.cells import plain, safe
from agentdesk.widgets.lines import Lines, Row, wrap

_OPEN, _SHUT = "\ue000", "\ue001"
_PRIVATE = re.compile(f"[{_OPEN}{_SHUT}]")
_PIECE = re.compile(f"{_OPEN}[^{_SHUT}]*{_SHUT}?|[^{_OPEN}{_SHUT}]*{_SHUT}|[^{_OPEN}{_SHUT}]+")


class LetterPreview(Lines):
    """Draws a `Letter`; ``way`` is a sentence on how it goes, in a role."""

    def __init__(self) -> None:
        super().__init__(id="letter-preview")
        self._letter: Letter | None = None
        self._way = ("", "quiet")
        self._why: tuple[str, ...] = ()

    def show(self, letter: Letter, way: tuple[str, str], why: tuple[str, ...]) -> None:
        """Draw this letter; ``why`` are the sentences that say why it cannot go yet."""
        if (letter, way, why) != (self._letter, self._way, self._why):
            self._letter, self._way, self._why = letter, way, why
            self.refill()

    def build(self, width: int) -> list[Row]:
        """Way, subject, rule, text, what blocks."""
        if self._letter is None:
            return []
        words, role = self._way
        rows: list[Row] = [[(line, role)] for line in wrap(words, width)]
        for sentence in self._why:
            rows += [[(line, "soon")] for line in wrap(f"▲ {sentence}", width)]
        rows.append([("─" * width, "rule")])
        if self._letter.subject.text:
            rows += marked_rows(self._letter.subject, width, "strong", one_line=True)
            rows.append([])
        for place, part in enumerate(one for one in self._letter.parts if one.text):
            if place:
                rows.append([])
            rows += marked_rows(part, width, "")
        if not any(part.text for part in self._letter.parts):
            rows.append([(t("forms.reply.preview.empty"), "quiet")])
        return rows


def marked_rows(filled: Filled, width: int, role: str, *, one_line: bool = False) -> list[Row]:
    """A text wrapped to a width, the fields without a value in the colour of a warning."""
    text = _carried(filled)
    text = plain(text) if one_line else "\n".join(safe(line) for line in text.split("\n"))
    inside = False
    rows: list[Row] = []
    for line in wrap(text, width):
        row: Row = []
        for found in _PIECE.finditer(line):
            piece = found[0]
            inside = inside or piece.startswith(_OPEN)
            words = piece.replace(_OPEN, "{").replace(_SHUT, "}")
            row.append((words, "soon" if inside else role))
            inside = inside and not piece.endswith(_SHUT)
        rows.append(row)
    return rows


def _carried(filled: Filled) -> str:
    """The text with each marked field between the private characters; any others are taken out."""
    text = filled.text
    parts: list[str] = []
    at = 0
    for start, end in filled.marks:
        parts += (_PRIVATE.sub("", text[at:start]), _OPEN, text[start + 1 : end - 1], _SHUT)
        at = end
    parts.append(_PRIVATE.sub("", text[at:]))
    return "".join(parts)
