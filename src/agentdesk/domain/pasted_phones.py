"""Telephone numbers in a pasted text: the one place that knows the library of the world's numbers.

phonenumbers (libphonenumber's metadata, the edition without place names) finds and checks them for
whichever country the desk is in. Its import takes 20 ms, so it waits for the first text. It knows
nothing of money, orders or dates beside a number: whoever reads those comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from agentdesk.domain.pasted_sheet import Guess, Sheet, first

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

HOME = "CN"
"""The country of a desk whose zone belongs to none."""

MOST_TRIED = 100
"""Numbers tried in one text, by the library and by the patterns here."""

_MOBILE = re.compile(r"(?<![\dA-Za-z.,+-])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![\d元块万%]|[.,-]\d)")
_NAMED = re.compile(
    r"""(?:电话|電話|手机|手機|号码是?|联系方式|致电|座机
      |(?<![A-Za-z])(?:tel|phone|mobile|cell|call\sme\s(?:back\s)?(?:on|at)|my\snumber|whatsapp)(?![a-z]))
    (?:\s?(?:号码?|number|no\.?))?+(?:[\s:.=]|是|为|is){0,4}+
    (?P<number>[+(]?\d(?:[ ()-]{0,2}\d){6,14}+)(?![\d元块万%]|[.,]\d)""",
    re.I | re.X,
)
_TRUNK = re.compile(r"(?<![\dA-Za-z.,+/-])0\d{2,5}[ )-]{1,2}\d{3,8}(?:[ -]\d{3,4})?+(?![\d.,/:-])")
_MONEY_BEFORE = re.compile(r"(?:[$¥€£₩₹]|(?<![A-Za-z])(?:RMB|CNY|USD|EUR|GBP|HKD|JPY))\s?$", re.I)
_SPOILT_AFTER = re.compile(r"\s?[元块圆万亿%]|[.,]\d|[A-Za-z_]")
_GLUED = re.compile(r"[A-Za-z_]-?$")


def phones(sheet: Sheet, country: str | None) -> Iterator[Guess]:
    """Numbers as the desk keeps them: digits as dialled at home, ``+`` and digits for abroad.

    Sure are numbers that exist in their country's plan and can be a person's. ``country``: ISO 3166
    code of the desk's country, where numbers without a country code are at home.
    """
    from phonenumbers import Leniency, PhoneNumberMatcher

    home = (country or HOME)[:2].upper()
    found: list[tuple[int, int]] = []
    text = sheet.rest
    matcher = PhoneNumberMatcher(text, home, Leniency.VALID, max_tries=MOST_TRIED)
    for match in matcher:
        if _stands_free(text, match.start, match.end):
            found.append((match.start, match.end))
            value = _kept(match.number, home)
            yield sheet.guess("phone", value, match.start, match.end, sure=_personal(match.number))
    sheet.take(found)
    for pattern, region in ((_MOBILE, HOME), (_NAMED, home), (_TRUNK, home)):
        here = [guess for one in first(pattern, sheet.rest, MOST_TRIED)
                if (guess := _weaker(sheet, one, region, home))]  # fmt: skip
        sheet.take_guesses(here)
        yield from here


def _weaker(sheet: Sheet, match: re.Match[str], region: str, home: str) -> Guess | None:
    """A number that is called one, or is written like one, though its plan does not hold it."""
    from phonenumbers import NumberParseException, is_possible_number, parse

    name = match.lastgroup or 0
    start, end = match.span(name)
    if not _stands_free(sheet.rest, start, end):
        return None
    written = match[name]
    try:
        number = parse(written, region)
    except NumberParseException:
        return None
    if is_possible_number(number):
        value = _kept(number, home)
    elif match.lastgroup and not written.startswith("+"):
        value = "".join(filter(str.isdigit, written))  # without its area code, perhaps
    else:
        return None
    return sheet.guess("phone", value, start, end, sure=False)


def _stands_free(text: str, start: int, end: int) -> bool:
    """No money is written around it, and it is not part of a word such as TRX88-1207."""
    before, after = text[max(0, start - 5) : start], text[end : end + 4]
    return not (_MONEY_BEFORE.search(before) or _GLUED.search(before) or _SPOILT_AFTER.match(after))


def _kept(number: PhoneNumber, home: str) -> str:
    from phonenumbers import PhoneNumberFormat, country_code_for_region, format_number

    if number.country_code == country_code_for_region(home):
        national = format_number(number, PhoneNumberFormat.NATIONAL).partition(" ext")[0]
        return "".join(filter(str.isdigit, national))
    return format_number(number, PhoneNumberFormat.E164)


def _personal(number: PhoneNumber) -> bool:
    """Not a firm's line (400, 800, 900): that is hardly the customer's own."""
    from phonenumbers import PhoneNumberType, number_type

    return number_type(number) in (
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
        PhoneNumberType.VOIP,
        PhoneNumberType.PERSONAL_NUMBER,
    )
