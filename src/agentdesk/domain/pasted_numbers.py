"""Numbers with a name in a pasted text: cards, identity numbers, last digits, references, e-mail.

Also those that are none of anybody's fields (order and serial numbers, IBANs): they are taken, so
that nobody sees a telephone number or an amount in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agentdesk.domain.masking import mask_numbers
from agentdesk.domain.numbers import Number, find_numbers
from agentdesk.domain.pasted_sheet import Guess, Sheet

_LOCAL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._%+-"
_AT = re.compile("@")
_DOMAIN = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}+)\.){1,6}+[A-Za-z]{2,24}+(?![A-Za-z0-9-])"
    r"|(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}+)\.){1,6}?[A-Za-z]{2,24}(?![A-Za-z0-9])"
)
_ADDRESSEE = re.compile(
    r"^[ \t>]{0,4}+(?:to|cc|bcc|reply-to|收件人|抄送|密送|references"
    r"|(?:x-)?[a-z]{1,12}-(?:to|id|path))\s?:",
    re.I,
)

_SERIAL = re.compile(
    r"""(?:
      (?:订单|定单|流水|交易|凭证|快递|运单|参考|合同|保单|票据|业务|受理|申请|客户|会员|员工|商户)
      (?:流水|编|参考)?(?:号码|号|ID)
    | 单号 | 编号 | 工号 | 订单
    | (?<![A-Za-z])(?:order|transaction|txn|trx|tracking|invoice|receipt|policy|reference|ref
      |ticket|booking|confirmation|customer|member|employee|merchant|application)
      (?:\s?(?:no\.?|number|id|ref(?:erence)?|code|\#))?+(?![A-Za-z])
    )[\s:=\#是为(]{0,3}+(?P<number>[A-Z]{0,8}[-/]?\d(?:[\dA-Za-z]|[-/](?=[\dA-Za-z])){3,39}+)
    (?!\s?(?:元|块|万|usd|eur|gbp|cny|rmb|yuan|dollar|pound|euro)|[.,]\d)""",
    re.I | re.X,
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}+(?:\s?[A-Z0-9]{1,3})?+\b")
_ADDRESS = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}+(?![\d.])")
_REFERENCE = re.compile(r"(?<![A-Za-z0-9])[Cc]-(?P<id>\d{4,10})(?![\dA-Za-z-])")
_CASE = re.compile(
    r"(?:工单|案件|受理单|(?<![A-Za-z])(?<!in\s)case)\s?(?:号码?|编号|no\.?|number|ref(?:erence)?|#)?"
    r"\s?(?:是|为|is|:|#){0,2}+\s?(?P<id>\d{4,10})(?![\dA-Za-z元块月年-]|\s[a-z])",
    re.I,
)

_CARD_NUMBER = re.compile(
    r"""(?:(?P<card>卡号?|卡號|(?<![A-Za-z])card(?:\s?(?:number|no\.?|\#))?+)
      |(?:银行)?[账帐]号|[账帐]户|賬號|(?<![A-Za-z])(?:account|acct|a/c)\s?(?:number|no\.?|\#)?+)
    [\s:=是为]{0,3}+(?:is\s)?+(?P<number>\d(?:[ -]?\d){6,24}+)(?![\d*元块]|\.\d)""",
    re.I | re.X,
)
_FOURS = re.compile(
    r"(?<![\d.,+-])(?P<card>(?P<number>\d{4}(?P<gap>[ -])\d{4}(?P=gap)\d{4}(?P=gap)\d{4}"
    r"(?:(?P=gap)\d{1,3})?))(?![\d元块]|[ .,-]\d)"
)
_LAST = re.compile(
    r"""(?:
      (?<!身份证)(?<!证件)(?<!手机)(?<!电话)(?<!号码)(?:尾号|尾數|尾数|末尾|末[四4]位|[后後][四4]位)(?:数字?)?(?:[\s:*=]|是|为|為){0,5}+
    | (?<![A-Za-z])end(?:ing|s)?(?:\s(?:in|with|on|of|by)){0,2}+[\s:*x.]{1,6}+
    | (?<![A-Za-z])last\s(?:four|4)(?:\s(?:digits?|numbers?))?+(?:\s(?:of|on)\s(?:my|the|your)\s
      (?:\w{1,12}\s){0,2}?(?:card|account))?+\s?(?:[\s:]|are|is|being){0,3}+
    | (?<![A-Za-z])(?:card|acct|account|a/c)\s?(?:no\.?|number|\#)?+\s?:?\s?[x*•.#]{1,12}+[\s-]?
    | 卡[(（\[]
    | (?:\d{4,6}|[*•x#]{4}[\s-]?[*•x#]{4})[\s-]?[*•x#]{1,4}[\s*•x#-]{0,16}+
    | (?<![\w*])[*•]{2,12}+[\s-]?
    )(?<!\d)(?P<last>\d{4})(?![\d/*年月元块万]|[.,:-]\d|\s?(?:usd|eur|gbp|cny|rmb))""",
    re.I | re.X,
)
_LAST_BESIDE = re.compile(
    r"(?<!\d)(?P<last>\d{4})\s?(?:是|为)?(?:结尾|尾号)(?:的|卡)|(?<!\d)(?P<card>\d{4})\s?结尾"
)
_WEIGHTS: tuple[int, ...] = tuple(2**place % 11 for place in range(17, -1, -1))


def emails(sheet: Sheet) -> Iterator[Guess]:
    """Addresses; those of a mail's To and Cc lines are taken and not told: the firm's own."""
    plain, done = sheet.rest, 0
    spans: list[tuple[int, int]] = []
    for at in _AT.finditer(plain):
        place = at.start()
        local = plain[max(done, place - 64) : place]
        local = local[len(local.rstrip(_LOCAL)) :].lstrip(".+-%")
        domain = _DOMAIN.match(plain, place + 1)
        if not local or domain is None:
            continue
        start, done = place - len(local), domain.end()
        value = f"{local}@{domain[0].lower()}"
        line = plain[plain.rfind("\n", max(0, start - 200), start) + 1 : start]
        spans.append((start, done))
        if not _ADDRESSEE.match(line[:40]):
            yield sheet.guess("email", value, start, done)
    sheet.take(spans)


def serials(sheet: Sheet) -> list[tuple[int, int]]:
    """Where order and transaction numbers, IBANs and IP addresses stand: no field's."""
    spans = [
        match.span("number")
        for match in _SERIAL.finditer(sheet.rest)
        if _is_serial(match["number"], match[0])
    ]
    for pattern in (_IBAN, _ADDRESS):
        spans += (match.span() for match in pattern.finditer(sheet.rest))
    return spans


def _is_serial(number: str, written: str) -> bool:
    """Named a number in so many words, or too long to be an amount or a year."""
    named = re.search(r"号|ID|no\b|number|\bid\b|ref|#|code", written, re.I) is not None
    return named or len(number) >= 9 or number[0].isalpha()


def references(sheet: Sheet) -> Iterator[Guess]:
    """``C-1041`` as the desk writes it; a number that is called a case's is a guess."""
    for match in _REFERENCE.finditer(sheet.rest):
        yield sheet.guess("reference", f"C-{int(match['id']):04d}", *match.span())
    for match in _CASE.finditer(sheet.rest):
        yield sheet.guess("reference", f"C-{int(match['id']):04d}", *match.span("id"), sure=False)


def hidden_numbers(sheet: Sheet) -> list[Number]:
    """Cards and identity numbers in the whole text, also where something else was taken."""
    return [found for found in find_numbers(sheet.plain) if found.kind != "phone"]


def cards(sheet: Sheet, numbers: list[Number]) -> Iterator[Guess]:
    """Cards and identity numbers as guesses, masked; less those that stand in what is taken."""
    for number in numbers:
        if sheet.rest[number.start : number.end] != sheet.plain[number.start : number.end]:
            continue
        before = sheet.plain[max(0, number.start - 1) : number.start]
        if before.isascii() and before.isalpha():
            continue  # part of some machine's word
        if number.kind == "card":
            shown = mask_numbers(sheet.plain[number.start : number.end])
            sure = number.digits[0] in "23456" and len(number.digits) >= 15
            last = number.digits[-4:]
            yield Guess("card", last, shown, number.start, number.end, sure)
        elif is_resident(number.digits):
            shown = f"{number.digits[0]}{'*' * 16}{number.digits[-1]}"
            yield Guess("id_number", shown, shown, number.start, number.end, True)


def is_resident(number: str) -> bool:
    """The check character of an 18-character resident identity number fits (GB 11643-1999)."""
    if len(number) != 18 or not number[:17].isdigit():
        return False
    last = 10 if number[17] in "Xx" else int(number[17])
    digits = [*map(int, number[:17]), last]
    total = sum(digit * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return total % 11 == 1


def labelled(sheet: Sheet) -> Iterator[tuple[Guess, bool]]:
    """Card and account numbers without a check digit that fits: last four, and whether a card's.

    A card number with a slip in it is as secret as a right one. It is known by its name, or by
    being written in fours.
    """
    for pattern in (_CARD_NUMBER, _FOURS):
        spans: list[tuple[int, int]] = []
        for match in pattern.finditer(sheet.rest):
            digits = "".join(filter(str.isdigit, match["number"]))
            of_card = match["card"] is not None
            if of_card and not 12 <= len(digits) <= 19:
                continue
            start, end = match.span("number")
            spans.append((start, end))
            yield (
                Guess("last_digits", digits[-4:], f"****{digits[-4:]}", start, end, False),
                of_card,
            )
        sheet.take(spans)


def last_digits(sheet: Sheet) -> Iterator[Guess]:
    """The last four digits of a card or account."""
    for pattern in (_LAST, _LAST_BESIDE):
        for match in pattern.finditer(sheet.rest):
            name = match.lastgroup or "last"
            yield sheet.guess("last_digits", match[name], *match.span(name))
