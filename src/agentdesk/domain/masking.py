"""Masks: enough of a name or number to recognise it by, never the whole (FIELD 5, G2).

Made for display, export, logs and the clipboard alike. Use them through `domain.text`.
"""

from __future__ import annotations

import re
import unicodedata

from agentdesk.domain.numbers import mask_numbers
from agentdesk.domain.scripts import EASTERN

__all__ = ["mask_email", "mask_name", "mask_numbers", "mask_phone"]

_STAR = "*"
_LONGEST = 200
"""No name or number is longer; a whole story in the wrong field is not masked letter by letter."""

_DOTS = re.compile("[·•・‧]")
_JOINTS = re.compile("[\\s·•・‧]")
_DIGITS = re.compile(r"\d")

_SURNAMES = (
    "欧阳歐陽太史端木上官司马司馬东方東方独孤獨孤南宫南宮万俟闻人聞人夏侯诸葛諸葛尉迟尉遲公羊"
    "赫连赫連澹台澹臺皇甫宗政濮阳濮陽公冶太叔申屠公孙公孫慕容仲孙仲孫钟离鍾離长孙長孫宇文司徒"
    "鲜于鮮于司空闾丘閭丘子车亓官司寇巫马巫馬公西颛孙顓孫壤驷公良漆雕乐正樂正宰父谷梁穀梁拓跋"
    "夹谷轩辕軒轅令狐段干百里呼延东郭東郭南门南門羊舌微生梁丘左丘西门西門第五南荣东里即墨达奚"
    "褚师纳兰納蘭叶赫完颜完顏耶律贺兰賀蘭屈突斛律豆卢范姜张简張簡"
)
COMPOUND_SURNAMES = frozenset(_SURNAMES[at : at + 2] for at in range(0, len(_SURNAMES), 2))
"""Chinese surnames of two characters."""


def mask_name(name: str) -> str:
    """``欧阳**``, ``何*``, ``C*** J*``, ``S***h``: the surname, or first letters, and stars.

    Chinese, Japanese and Korean names keep the surname (two characters where it is a compound one)
    and the number of characters; other names hide how long they are. A name of one character is
    masked whole. What looks like an address or a number is masked as such.
    """
    name = " ".join(unicodedata.normalize("NFC", name[:_LONGEST]).split())
    if not name:
        return ""
    if "@" in name:
        return mask_email(name)
    if len(_DIGITS.findall(name)) >= 5:
        return mask_phone(name)
    if _eastern(name):
        return _mask_eastern(name)
    words = name.split(" ")
    if len(words) == 1:
        return _mask_word(words[0], alone=True)
    return " ".join(_mask_word(word, first=place == 0) for place, word in enumerate(words))


def _eastern(name: str) -> bool:
    return EASTERN.fullmatch(_JOINTS.sub("", name)) is not None


def _mask_eastern(name: str) -> str:
    if _DOTS.search(name):  # 买买提·吐尔逊: no surname, the first part is one's own name
        first, *rest = _DOTS.split(name.replace(" ", ""))
        return "·".join([_kept(first, 1), *(_STAR * len(part) for part in rest)])
    name = name.replace(" ", "")
    return _kept(name, 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1)


def _kept(name: str, kept: int) -> str:
    return name[:kept] + _STAR * (len(name) - kept) if len(name) > 1 else _STAR


def _mask_word(word: str, *, alone: bool = False, first: bool = False) -> str:
    """One word of a name written with spaces, or a name that is one word."""
    if _eastern(word):
        return _mask_eastern(word)
    letters = _letters(word)
    if _DIGITS.fullmatch(letters[0]):
        return _STAR * 3
    if not alone:
        return letters[0] + _STAR * (3 if first else 1)
    if len(letters) == 1:
        return _STAR
    return letters[0] + _STAR * 3 + (letters[-1] if len(letters) > 3 else "")


def _letters(word: str) -> list[str]:
    """The word in pieces of one letter with its marks."""
    letters: list[str] = []
    for character in word:
        if letters and unicodedata.category(character)[0] == "M":
            letters[-1] += character
        else:
            letters.append(character)
    return letters


def mask_phone(phone: str) -> str:
    """``138****5678``; other long numbers keep their last four digits, short ones fewer.

    A leading country code stays (``+44****3456``); that of China goes, as people write without it.
    """
    plain = unicodedata.normalize("NFKC", phone[:_LONGEST]).strip()
    digits = "".join(str(int(digit)) for digit in _DIGITS.findall(plain))
    if not digits:
        return _STAR * 4 if plain else ""
    for prefix in ("86", "0086"):
        if re.fullmatch(f"{prefix}1[3-9][0-9]{{9}}", digits):
            digits = digits[len(prefix) :]
            plain = digits
    if plain.startswith("+") and len(digits) >= 9:
        return f"+{digits[:2]}{_STAR * 4}{digits[-4:]}"
    if len(digits) >= 11:
        return f"{digits[:3]}{_STAR * 4}{digits[-4:]}"
    if len(digits) >= 8:
        return _STAR * 4 + digits[-4:]
    return _STAR * 4 + (digits[-2:] if len(digits) >= 5 else "")


def mask_email(email: str) -> str:
    """``l***@example.com``: the first letter and the domain. What is no address is masked whole."""
    local, at, domain = email.strip().rpartition("@")
    if not at:
        return _STAR * 3 if domain else ""
    first = _letters(local)[0] if len(_letters(local)) > 1 else ""
    return f"{first}{_STAR * 3}@{domain}"
