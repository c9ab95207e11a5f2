"""What a program sends to its terminal, taken apart: text, and everything that is not text.

What may be sent is a short list of what the program itself needs, so that whatever a hostile text
added would stand out.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"\x1b\[(?P<params>[0-?]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    r"|\x1b(?P<string>[\]PX^_])(?P<body>.*?)(?:\x07|\x1b\\)"
    r"|\x1b(?P<other>.?)"
    r"|(?P<control>[\x00-\x1f\x7f-\x9f])",
    re.DOTALL,
)
_BAD_KINDS = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


@dataclass
class Wire:
    """Everything that was sent: the kinds of sequences, and the text between them."""

    sequences: Counter[str] = field(default_factory=Counter)
    places: list[tuple[int, int]] = field(default_factory=list)
    """Where the cursor was put: row, column, from 1."""
    text: str = ""

    def unsafe_text(self) -> set[str]:
        """Characters of the text that a terminal does not simply draw."""
        return {
            f"U+{ord(sign):04X}"
            for sign in set(self.text)
            if unicodedata.category(sign) in _BAD_KINDS or _SELECTORS.match(sign)
        }


def read(raw: bytes) -> Wire:
    """Take apart what was sent. Fails on bytes that are not UTF-8: C1 hides there."""
    sent = raw.decode("utf-8", errors="strict")
    wire = Wire()
    words: list[str] = []
    start = 0
    for found in _TOKEN.finditer(sent):
        words.append(sent[start : found.start()])
        start = found.end()
        _note(wire, found)
    words.append(sent[start:])
    wire.text = "".join(words)
    return wire


def _note(wire: Wire, found: re.Match[str]) -> None:
    if found["final"] == "m":
        for kind in _colours(found["params"]):
            wire.sequences[f"SGR {kind}"] += 1
    elif found["final"] == "H" and re.fullmatch(r"\d+;\d+", found["params"]):
        row, column = found["params"].split(";")
        wire.places.append((int(row), int(column)))
        wire.sequences["CUP"] += 1
    elif found["final"]:
        wire.sequences[f"CSI {found['params']}{found['between']}{found['final']}"] += 1
    elif found["string"]:
        wire.sequences[f"ESC {found['string']} {found['body'][:60]!r}"] += 1
    elif found["control"]:
        wire.sequences[f"control {found['control']!r}"] += 1
    else:
        wire.sequences[f"ESC {found['other']!r}"] += 1


def _colours(params: str) -> list[str]:
    """The kinds of attributes that one SGR sets; true colours are one kind, whatever they are."""
    kinds = []
    parts = iter(params.split(";") if params else ["0"])
    for part in parts:
        if part in ("38", "48"):
            mode = next(parts, "")
            for _ in range({"2": 3, "5": 1}.get(mode, 0)):
                next(parts, "")
            part = f"{part};{mode}"
        kinds.append(part)
    return kinds


SENT = frozenset(
    {
        "CUP", "control '\\n'", "control '\\r'",
        # colours and looks
        "SGR 0", "SGR 1", "SGR 4", "SGR 7", "SGR 38;2", "SGR 48;2",
        # coming: the other screen, no cursor, focus, keys, what it can do, paste, no wrapping
        "CSI ?1049h", "CSI ?25l", "CSI ?1004h", "CSI >25u", "CSI ?2026$p", "CSI ?2048$p",
        "CSI ?2004h", "CSI ?7l", "CSI ?1000h", "CSI ?1003h", "CSI ?1015h", "CSI ?1006h",
        # going: all of it back
        "CSI ?1049l", "CSI ?25h", "CSI ?1004l", "CSI <u", "CSI ?2004l", "CSI ?7h",
        "CSI ?1000l", "CSI ?1003l", "CSI ?1015l", "CSI ?1006l",
        # the mouse pointer's shape
        "ESC ] '22;default'",
    }
)  # fmt: skip
"""Everything that the program sends to a terminal beside text."""
