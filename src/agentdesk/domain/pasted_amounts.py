"""Amounts of money in a pasted text, exactly, in minor units (A5 works with them).

A bare number is no amount: it needs a currency (￥, 元, USD, dollars), or 万 and its kin, or a word
for money moving right before it. What is written as a balance, a limit or a fee is found, but is no
sure guess for the amount that a case is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from agentdesk.domain import numerals
from agentdesk.domain.pasted_sheet import Guess, Money, Sheet, first

MOST = 1000
LARGEST = 10**15
"""Minor units: no more is believed."""

_NUMBER = (
    r"(?:\d{1,3}(?:,\d{3}){1,5}+(?:\.\d{1,2})?+(?!\d)"
    r"|\d{1,3}(?:[. ']\d{3}){1,5}+,\d{2}(?!\d)"
    r"|\d{1,3}(?:\.\d{3}){2,5}+(?![\d,])"
    r"|\d{1,13}+(?:\.\d{1,6}+|,\d{1,2}(?!\d))?+(?!\d))"
)
_HAN = rf"[{numerals.CHARACTERS}]{{1,20}}+"
_FREE = r"(?<![\d.,*])(?<![\d*][-/])"
_SCALE = (
    r"(?P<scale>[万萬千百仟佰][亿億]|[万萬亿億]|[wW](?![A-Za-z])|[kK](?![A-Za-z])|千|百"
    r"|(?:mn|m|million|thousand|grand)(?![A-Za-z]))"
)

_SIGNS = {
    "US$": "USD", "HK$": "HKD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "S$": "SGD",
    "SG$": "SGD", "NT$": "TWD", "NZ$": "NZD", "$": "$", "¥": "¥", "€": "EUR", "£": "GBP",
    "₩": "KRW", "₹": "INR",
    "RS": "INR", "RS.": "INR", "RMB": "CNY", "人民币": "CNY", "人民幣": "CNY",
}  # fmt: skip
_CODES = (
    "CNY", "USD", "EUR", "GBP", "HKD", "JPY", "AUD", "CAD", "SGD", "CHF", "NZD", "TWD", "KRW",
    "INR", "MOP", "THB", "AED", "SEK", "NOK", "DKK", "MYR",
)  # fmt: skip
_WORDS = {
    "美元": "USD", "美金": "USD", "美刀": "USD", "港币": "HKD", "港幣": "HKD", "港元": "HKD",
    "欧元": "EUR", "英镑": "GBP",
    "日元": "JPY", "日币": "JPY", "澳元": "AUD", "加元": "CAD", "新台币": "TWD", "韩元": "KRW",
    "人民币": "CNY", "人民幣": "CNY",
    "元": "元", "圆": "元", "圓": "元", "块钱": "元", "块": "元", "塊": "元",
    "yuan": "CNY", "kuai": "CNY", "rmb": "CNY", "dollars": "$", "dollar": "$", "bucks": "$",
    "us dollars": "USD", "hong kong dollars": "HKD", "euros": "EUR", "euro": "EUR",
    "pounds": "GBP", "pound": "GBP", "quid": "GBP", "yen": "JPY", "€": "EUR", "£": "GBP", "$": "$",
}  # fmt: skip
_HERE = {
    "HK": ("HKD", "HKD", "CNY"), "TW": ("TWD", "TWD", "CNY"), "MO": ("MOP", "MOP", "CNY"),
    "AU": ("AUD", "CNY", "CNY"), "CA": ("CAD", "CNY", "CNY"), "SG": ("SGD", "CNY", "CNY"),
    "NZ": ("NZD", "CNY", "CNY"), "JP": ("USD", "CNY", "JPY"),
}  # fmt: skip
"""What $, 元 and ¥ are by the desk's country, where not US dollars and renminbi."""

_HOME = {
    "US": "USD", "GB": "GBP", "HK": "HKD", "TW": "TWD", "MO": "MOP", "JP": "JPY", "KR": "KRW",
    "AU": "AUD", "CA": "CAD", "SG": "SGD", "NZ": "NZD", "CH": "CHF", "IN": "INR", "DE": "EUR",
    "FR": "EUR", "ES": "EUR", "IT": "EUR", "NL": "EUR", "IE": "EUR", "AT": "EUR", "BE": "EUR",
}  # fmt: skip
"""What an amount without a currency is in, by the desk's country; renminbi elsewhere."""

_MINOR = {"JPY": 0, "KRW": 0}
_SCALES = {
    "万": 10**4, "萬": 10**4, "w": 10**4, "亿": 10**8, "億": 10**8, "千": 10**3, "仟": 10**3,
    "百": 100, "佰": 100, "k": 10**3, "m": 10**6, "mn": 10**6, "million": 10**6, "thousand": 10**3,
    "grand": 10**3,
}  # fmt: skip


def _any(words: Iterable[str], *, before: bool) -> str:
    """One of the words, whole on the side that is not a number's."""
    return "|".join(
        ("(?<![A-Za-z])" if before and word[0].isascii() and word[0].isalpha() else "")
        + re.escape(word)
        + ("(?![A-Za-z])" if not before and word[-1].isascii() and word[-1].isalpha() else "")
        for word in sorted(words, key=len, reverse=True)
    )


_SIGN = _any((*_SIGNS, *_CODES), before=True)
_WORD = _any((*_WORDS, *_CODES), before=False)
_MORE = r"(?P<more>\d(?:[千仟]|(?=[元块,。;\s]|$)))?+"

_BEFORE = re.compile(
    rf"(?P<sign>{_SIGN})[\s:]{{0,2}}+(?P<number>{_NUMBER}|{_HAN})(?:\s?{_SCALE}{_MORE})?+"
    r"(?:\s?(?P<word>元|圆|圓|块钱|块|yuan(?![a-z])))?+(?![\d%])",
    re.I,
)
_AFTER = re.compile(
    rf"{_FREE}(?<![几数多余第单])(?P<number>{_NUMBER}|{_HAN})(?:\s?{_SCALE}{_MORE})?+\s?"
    rf"(?P<word>{_WORD})(?![旦月素宵件老首气宇儿])",
    re.I,
)
_TAIL = re.compile(
    r"(?P<jiao>[\d一二三四五六七八九两](?:[角毛]|(?=\s|$|[,。;!?了吧的呢])))?+"
    r"(?P<fen>[\d一二三四五六七八九两]分(?!钟|之))?+[整正]?+"
)
_MOVED = re.compile(
    r"(?:(?<!\d)(?<!\d\s)[转汇存取付借贷亏扣充欠花赔退还投买刷收]|(?<!至)少|损失|金额|本金|款项|支出|消费|入账|到账|被骗|总共|一共|总额|共计"
    r"|(?<![A-Za-z])(?:amount|transferred|transfer\sof|paid|charged|sent|withdrew|deposited"
    r"|refund\sof|payment\sof|debited|credited|owed?|lost|total)(?![A-Za-z]))"
    r"(?:[了走出进入给他她账帐款现掉去额度是为约有元()]|大概|大约|差不多|将近|至少"
    r"|[\s:]|is|was|of|about|around|me){0,6}+"
    rf"(?<![几数多余第\d.,*/-])(?P<number>{_NUMBER}|{_HAN})(?:{_SCALE}{_MORE})?+"
    r"(?![\dA-Za-z%:/-]|[.,]\d|\s%|\s?[年月日号点时分天次个位人名条笔张件份股倍级期楼公平米只家种台积秒折成多余来几]"
    r"|\s(?:month|week|day|year|hour|minute|time|people|point|card|account|call|mail|letter|of\b))",
    re.I,
)
_SCALED = re.compile(
    rf"{_FREE}(?<![几数多余第千])(?P<number>{_NUMBER})(?P<scale>[万萬亿億]){_MORE}"
    r"(?![\dA-Za-z%一]|\s?[年月日号点时分天次个位人名条笔张件份股倍级期楼公平里米只家种台积秒多余几字步])"
)
_ASIDE = re.compile(
    r"(?:余额|可用|额度|限额|手续费|年费|利息|balance|available|avail|limit|fee|minimum|at\sleast)"
    r"[^\d。;\n]{0,12}$",
    re.I,
)


def amounts(sheet: Sheet, country: str | None) -> Iterator[Guess]:
    """Amounts with their currency; ``country`` (ISO 3166) says whose dollars and yuan are meant."""
    for pattern in (_BEFORE, _AFTER, _MOVED, _SCALED):
        here = [guess for match in first(pattern, sheet.rest, 4 * MOST)
                if (guess := _amount(sheet, match, country))]  # fmt: skip
        sheet.take_guesses(here)
        yield from here[:MOST]


def _amount(sheet: Sheet, match: re.Match[str], country: str | None) -> Guess | None:
    told = match.groupdict()
    written = match["number"]
    value, scale = numerals.number(written), (told["scale"] or "").lower()
    if value is None or not value:
        return None
    spelt = written[0] in numerals.CHARACTERS
    bare = "word" not in told
    if (
        bare
        and not scale
        and (len(written) > 8 if not spelt else not set(written) & set("百千万亿"))
    ):
        return None  # 转13812345678, 买一
    value = _scaled(value, scale, told["more"])
    start, end = match.start("sign") if told.get("sign") else match.start("number"), match.end()
    word = told.get("word") or ""
    if word in ("块", "元", "圆", "块钱"):
        if written == "一" and word == "块":
            return None  # 一块: together
        tail = _TAIL.match(sheet.rest, end)
        if tail is not None:
            value += _tenths(tail["jiao"]) / 10 + _tenths(tail["fen"]) / 100
            end = tail.end()
    currency = _currency(told.get("sign") or "", word, country)
    minor = value.scaleb(_MINOR.get(currency, 2))
    if minor != minor.to_integral_value() or not 0 < minor <= LARGEST:
        return None
    aside = _ASIDE.search(sheet.rest, max(0, start - 30), start) is not None
    guessed = match.re is _SCALED or (bare and not scale and not spelt) or (spelt and value < 10)
    return sheet.guess(
        "amount", Money(int(minor), currency), start, end, sure=not (aside or guessed)
    )


def _scaled(value: Decimal, scale: str, more: str | None) -> Decimal:
    """5万, 5万8千, 5万8: the number in its unit and what stands behind it."""
    for unit in (scale,) if scale in _SCALES else scale:
        value *= _SCALES[unit]
    if more:
        value += int(more[0]) * (1000 if len(more) > 1 else _SCALES[scale[-1]] // 10)
    return value


def _tenths(written: str | None) -> Decimal:
    return (numerals.number(written[0]) if written else None) or Decimal(0)


def _currency(sign: str, word: str, country: str | None) -> str:
    dollar, yuan, yen = _HERE.get((country or "")[:2].upper(), ("USD", "CNY", "CNY"))
    name = sign.upper() or word.lower()
    meant = _SIGNS.get(name) or _WORDS.get(name) or name.upper()
    if not meant:
        return _HOME.get((country or "")[:2].upper(), "CNY")
    return {"$": dollar, "元": yuan, "¥": yen}.get(meant, meant)


def written(money: Money) -> str:
    """An amount as a form shows it: ``CNY 50,000.00``, ``JPY 5,000``."""
    places = _MINOR.get(money.currency, 2)
    return f"{money.currency} {Decimal(money.minor).scaleb(-places):,.{places}f}"
