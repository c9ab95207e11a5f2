"""By what a customer is found while somebody types (B1): keys of a name, a phone, an e-mail.

A key is looked up by its beginning. Kinds: ``p`` the phone's digits, ``r`` the same read backwards
(its last digits), ``n`` the name and each of its later words, ``y`` a Chinese name in pinyin,
``i`` initials, ``e`` the e-mail address.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from agentdesk.domain.pinyin import readings

Key = tuple[str, str]
"""(kind, key)."""

LONGEST = 64
"""Characters of a key."""

FEWEST_DIGITS = 3
"""With fewer digits a phone is not looked for."""

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_NO_DIGITS = re.compile(r"[\s()\-\u2010-\u2015\u2212.\u00b7/+]")
_CHINA = re.compile(r"(?:00)?86(?=1[3-9]\d{9}$)")
_REFERENCE = re.compile(r"[cC]\s?-?\s?\d{1,12}")
_PHONE = re.compile(r"(?<![\d.])(?:\+|00)?\d[\d ()\-\u2010-\u2015]{5,18}\d(?!\d)")


def digits_of(phone: str) -> str:
    """A phone number as one is compared with another: its digits, +86 of a mobile left out,
    another country's prefix kept without its plus or zeros."""
    plain = unicodedata.normalize("NFKC", phone)
    outside = plain.strip().startswith(("+", "00"))
    digits = "".join(sign for sign in plain if sign.isdecimal())
    digits = _CHINA.sub("", digits)
    return digits.removeprefix("00") if outside else digits


def keys_of(name: str, phone: str, email: str) -> frozenset[Key]:
    """Every key of a customer."""
    return frozenset((kind, key[:LONGEST]) for kind, key in _keys(name, phone, email) if key)


def _keys(name: str, phone: str, email: str) -> Iterator[Key]:
    digits = digits_of(phone)
    if len(digits) >= FEWEST_DIGITS:
        yield "p", digits
        yield "r", digits[::-1]
    if email:
        yield "e", folded(email)
    whole = folded(name)
    if not whole:
        return
    words = re.findall(r"\w+", whole)
    for n in range(len(words)):
        yield "n", " ".join(words[n:])
    if len(words) > 1:
        yield "i", "".join(word[0] for word in words)
    for run in _HAN.findall(whole):
        if 2 <= len(run) <= 4:  # the given name alone
            yield "n", run[1:]
        for syllables in readings(run):
            yield "y", "".join(syllables)
            yield "i", "".join(syllable[:1] for syllable in syllables)


def asked_for(text: str) -> tuple[Key, ...]:
    """The keys by whose beginnings a customer is looked for; none where nothing can be found.

    A number with text around it (pasted from somewhere) is found in it.
    """
    plain = folded(text)
    if "@" in plain:
        address = next((word for word in plain.split() if "@" in word), "")
        return (("e", address.strip("<>,;\"'")[:LONGEST]),)
    digits = digits_of(text)
    bare = _NO_DIGITS.sub("", plain)
    if bare.isdecimal():
        if len(digits) < FEWEST_DIGITS:
            return ()
        return ("p", digits), ("r", digits[::-1])
    number = _PHONE.search(plain)
    if number is not None:
        return asked_for(number[0])
    words = re.findall(r"\w+", plain)
    if not words:
        return ()
    named = " ".join(words)[:LONGEST]
    if not named.isascii():
        return (("n", named),)
    joined = "".join(words)[:LONGEST]
    return ("n", named), ("y", joined), ("i", joined)


def as_new(text: str) -> tuple[str, str, str]:
    """What was typed to find somebody, as the name, phone and e-mail of one who is not on record:
    one of the three, the others empty; none of them for the reference of a case."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if not plain or _REFERENCE.fullmatch(plain):
        return "", "", ""
    kind, key = next(iter(asked_for(text)), ("n", ""))
    if kind == "e":
        return "", "", key
    number = _PHONE.search(plain)
    if kind == "p":
        return "", number[0] if number is not None else "", ""
    return ("" if digits_of(plain) == plain else plain[:LONGEST]), "", ""


def folded(text: str) -> str:
    """Text as names and addresses are compared: without case, accents and superfluous blanks."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(sign for sign in apart if unicodedata.category(sign) != "Mn")
    return " ".join(unicodedata.normalize("NFKC", bare).split())
