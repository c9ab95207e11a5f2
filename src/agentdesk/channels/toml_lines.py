"""Which line of a TOML text a key stands on. tomllib does not tell; a message must."""

from __future__ import annotations

import re

_KEY = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)"""
_DOTTED = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_HEAD = re.compile(rf"\s*\[\s*({_DOTTED})\s*\]")
_LIST_HEAD = re.compile(rf"\s*\[\[\s*({_DOTTED})\s*\]\]")
_PAIR = re.compile(rf"\s*({_DOTTED})\s*=")
_PART = re.compile(_KEY)
_INLINE = re.compile(rf"[{{,]\s*({_DOTTED})\s*=")


def key_lines(text: str) -> dict[str, int]:
    """Line (from 1) of each dotted key; the n-th table of a list is ``name[n]``.

    Keys inside an inline table count too. Good for valid TOML as people write it by hand; text
    inside a multi-line string may look like a key, which costs at worst a wrong line number.
    """
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    at = ""
    for number, line in enumerate(text.splitlines(), 1):
        if found := _LIST_HEAD.match(line):
            name = _name(found[1])
            counts[name] = counts.get(name, 0) + 1
            at = f"{name}[{counts[name]}]"
            lines.setdefault(at, number)
        elif found := _HEAD.match(line):
            at = _name(found[1])
            lines.setdefault(at, number)
        elif found := _PAIR.match(line):
            key = f"{at}.{_name(found[1])}" if at else _name(found[1])
            lines.setdefault(key, number)
            for inner in _INLINE.finditer(line, found.end()):
                lines.setdefault(f"{key}.{_name(inner[1])}", number)
    return lines


def _name(dotted: str) -> str:
    parts = (part if part[0] not in "\"'" else part[1:-1] for part in _PART.findall(dotted))
    return ".".join(parts)
