"""Chinese numerals as numbers: 五万, 三千五, 一百零二, 贰拾万, 二〇二六, 12万5千.

Own code: cn2an (0.5.24) goes through floats, which is no way to count money, and takes 0.1 s to
import; the grammar is as long as this.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

_DIGITS = {digit: value for value, row in enumerate(
    ("零〇○", "一壹弌", "二贰貳两兩", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
) for digit in row}  # fmt: skip
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_WHOLES = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}

CHARACTERS = "".join((*_DIGITS, *_TENS, *_WHOLES))
LONGEST = 24


def whole(text: str) -> int | None:
    """The whole number that Chinese numerals write; None if they write none.

    A digit alone after a unit counts the next smaller one (三千五 is 3500); digits without units
    are read one by one (二〇二六).
    """
    if not text or len(text) > LONGEST or any(sign not in CHARACTERS for sign in text):
        return None
    if all(sign in _DIGITS for sign in text):
        if len(text) == 2 and not set(text) & set("零〇○"):
            return None  # 两三, three or so
        return int("".join(str(_DIGITS[sign]) for sign in text))
    total = section = 0
    digit: int | None = None
    unit = 1  # the smallest unit so far: what a digit at the end counts a tenth of
    least = 10**13
    zero = False
    for sign in text:
        if sign in _DIGITS:
            if digit:
                return None
            digit, zero = _DIGITS[sign], zero or _DIGITS[sign] == 0
        elif sign in _TENS:
            unit, zero = _TENS[sign], False
            section += (1 if digit is None or (digit == 0 and unit == 10) else digit) * unit
            digit = None
        else:
            if _WHOLES[sign] >= least or not (section or digit):
                return None
            unit = least = _WHOLES[sign]
            total += (section + (digit or 0)) * unit
            section, digit, zero = 0, None, False
    rest = digit or 0
    return total + section + (rest if zero or unit == 1 else rest * unit // 10)


def number(text: str) -> Decimal | None:
    """An amount in digits (1,200.50; 1.200,50; 1 200,50) or in Chinese numerals, exactly."""
    if not text:
        return None
    if text[0] in CHARACTERS:
        value = whole(text)
        return None if value is None else Decimal(value)
    plain = text.replace(" ", "").replace("'", "")
    comma, dot = plain.rfind(","), plain.rfind(".")
    if comma > dot and len(plain) - comma <= 3:  # the decimals are behind the comma
        plain = plain.replace(".", "").replace(",", ".")
    elif plain.count(".") > 1:
        plain = plain.replace(".", "")
    try:
        return Decimal(plain.replace(",", ""))
    except InvalidOperation:
        return None
