"""A Chinese input method left on in a list: what it types acts as the keys that were pressed
(SCREENS)."""

from __future__ import annotations

import unicodedata

_SIGNS = {
    "、": "/",
    "。": ".",
    "—": "_",
    "…": "^",
    "·": "`",
    "¥": "$",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "【": "[",
    "】": "]",
    "「": "{",
    "」": "}",
    "『": "{",
    "』": "}",
    "《": "<",
    "》": ">",
    "〈": "<",
    "〉": ">",
    "〔": "[",
    "〕": "]",
}
"""Chinese punctuation -> the sign on the key that types it; the full-width ones are in Unicode."""


def plain_key(sign: str) -> str | None:
    """The plain key that a full-width sign stands for: ``j`` for ``ｊ``, ``/`` for ``、``."""
    narrow = sign
    if sign == "\u3000" or "\uff01" <= sign <= "\uffe6":  # the wide forms, and no other sign
        narrow = unicodedata.normalize("NFKC", sign)
    narrow = _SIGNS.get(narrow, narrow)
    return narrow if len(narrow) == 1 and narrow.isascii() and narrow.isprintable() else None


def key_name(sign: str) -> str:
    """Textual's name of the key of an ASCII sign: ``j`` is ``j``, ``/`` is ``slash``."""
    if sign.isalnum():
        return sign
    name = unicodedata.name(sign).lower().replace("-", "_").replace(" ", "_")
    special = {"solidus": "slash", "reverse_solidus": "backslash", "commercial_at": "at"}
    special |= {"hyphen_minus": "minus", "plus_sign": "plus", "low_line": "underscore"}
    return special.get(name, name)


def is_han(sign: str) -> bool:
    """Whether a sign is a Chinese character."""
    return "\u3400" <= sign <= "\u9fff" or "\U00020000" <= sign <= "\U0003ffff"
