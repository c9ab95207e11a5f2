"""Texts that break terminal programs: what a customer, a file or another desk may send."""

from __future__ import annotations

HOSTILE: dict[str, str] = {
    "closing markup": "[/nope] refund [/red] [bold",
    "action markup": "[@click=app.quit]press me[/]",
    "link markup": "[link=http://example.com]here[/link]",
    "markup colour": "[red on blue]late[/]",
    "system markup": "[sys:LOCK=1] account",
    "clear screen": "before\x1b[2J\x1b[Hafter",
    "colour escape": "\x1b[31;5mred\x1b[0m",
    "OSC title": "\x1b]0;owned\x07title",
    "OSC clipboard": "\x1b]52;c;aGVsbG8=\x07copied",
    "OSC link": "\x1b]8;;http://example.com\x1b\\link\x1b]8;;\x1b\\",
    "C1 CSI": "\x9b31mred\x9b0m",
    "C1 OSC": "\x9d0;owned\x9ctitle",
    "NUL SO DEL": "a\x00b\x0ec\x7fd\x08e",
    "bell tab newline": "ring\x07\ttab\nnext\r\nline\x0bvt\x0cff",
    "right to left override": "card \u202e9988\u202c ends",
    "isolates and marks": "\u2066a\u2069\u200eb\u200fc\u061cd",
    "lone surrogates": "half \ud83d here \udc00",
    "joined emoji": "👩\u200d💻👨\u200d👩\u200d👧\u200d👦 family",
    "variation selectors": "⚠\ufe0f ☎\ufe0f ❤\ufe0f 1\ufe0f\u20e3",
    "skin tones and flags": "👍🏽👋🏿 🇨🇳🇬🇧",
    "combining pile": "Z\u0351\u036b\u0343a\u0300\u0301\u0302\u0303l\u0334g",
    "wide and narrow": "a转b账c五d万e元f",
    "full width": "FULL WIDTH 123",
    "hangul and kana": "한국어 ひらがな カタカナ",
    "zero width": "a\u200bb\u200cc\u2060d\ufeffe",
    "line separators": "one\u2028two\u2029three",
    "tags": "flag\U000e0067\U000e0062\U000e007f end",
    "only controls": "\x1b\x1b\x1b\x00\x00",
    "nothing": "",
    "spaces": "      ",
    "very long": "很长 long " * 2500,
    "format braces": "{0} {name} {{x}} %s %(y)s",
}
"""Name -> text. None of it may drive the terminal, shift a column or end the program."""
