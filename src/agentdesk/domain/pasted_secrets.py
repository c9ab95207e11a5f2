"""Secrets that must never be kept: a card's check digits, passwords, one-time codes (G2).

A keyword alone is no secret ("I never got the code", 密码忘了): something that can be one has to be
told with it. What cannot be told apart is taken for one only if it stands right behind its
keyword.

Every pattern here has a greatest length, and its repeats give nothing back: reading is linear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from agentdesk.domain.pasted_sheet import covered, fold
from agentdesk.domain.pasted_spread import han_digits, together


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a secret stands in a text, not what it is. ``kind``: cvv, password or otp."""

    kind: str
    start: int
    end: int


_LINK = r"""(?:[\s:=\#"'()\[\]【】<>,-] | [^\w\x00-\x7f]
  |\b(?:is|was|are|it's|number)\b|[是为就的号码]|数字){0,6}+"""
"""What stands between a keyword and digits."""

_NO_COUNT = r"""(?!\d|[.,:/-]\d|\s?(?:[年月日元块位次分秒小天个条号%万]
  |times|min|sec|digit|hour|day|usd|eur|gbp|cny|rmb|yuan|dollar|pound))"""
"""Digits that are not followed by what makes them a count, a time or an amount."""

_CVV_WORD = r"""(?:
    (?<![A-Za-z])(?:cvv2?|cvc2?|cvn2?|csc)(?![A-Za-z])(?:\scode)?+
  | (?<![A-Za-z])card\s?(?:security|verification)\s?(?:code|number|value)
  | (?<![A-Za-z])security\scode(?:\son\sthe\sback(?:\sof\s(?:the|my|your)\scard)?+)?+
  | (?:3|three)[\s-]digits?(?:\s(?:number|code))?+\son\sthe\sback(?:\sof\s(?:the|my|your)\scard)?+
  | 安全码 | 安全碼
  | (?:卡片?|卡的)?(?:背面|反面|背后|后面)的?(?:那|最后|后|末)?(?:三|3)[位个](?:数字?|码)?
  | 签名[栏条区](?:后|上|旁边?)?的?(?:最后|后|末)?(?:三|3)位(?:数字?|码)?
)"""

_CVV = re.compile(rf"{_CVV_WORD}{_LINK}(?<!\d)(?P<secret>\d{{3,4}}){_NO_COUNT}", re.I | re.X)
_CVV_AFTER = re.compile(
    r"""(?<![\d.,:/-])(?P<secret>\d{3,4})\s?(?:(?:is|was)\s(?:the|my|your)\s|是|为)(?:我的|卡的)?
    (?:cvv2?|cvc2?|security\scode|安全码)(?![A-Za-z])""",
    re.I | re.X,
)

_OTP_WORD = r"""(?:
    (?<![A-Za-z])one[\s-]?time[\s-]?(?:pass(?:code|word)?|code|pin|password)(?![A-Za-z])
  | (?<![A-Za-z])(?:otp|2fa|tan)(?:\scode)?+(?![A-Za-z])
  | (?<![A-Za-z])(?:verification|authentication|login|log-in|sign-in|security
    |sms|texted)\scode(?![A-Za-z])
  | (?<![A-Za-z])passcode(?![A-Za-z])
  | 验证码 | 驗證碼 | 校验码 | 动态码 | 动态密码 | 动态口令 | 确认码 | 随机码 | 短信密码
  | 一次性密码 | (?<![A-Za-z])yzm(?![A-Za-z])
)"""

_OTP_HEARD = r"""(?:
    (?:收到|发来|发)的(?:那个|这个)?(?:[四六46]位)?码
  | 短信(?:里|上|中)?的?(?:那个|这个)?(?:[四六46]位)?(?:码|数字)
  | (?<![A-Za-z])(?<!error\s)(?<!reference\s)code
    (?=\s(?:sent|texted|i\s(?:got|received)|that\scame|in\sthe\s(?:sms|text))(?![A-Za-z]))
)"""
"""What it is called by who tells where it came from."""

_OTP_TOLD = r"""(?:(?:\s[A-Za-z']{1,12}+){0,5}?\s(?:is|was)\b|[\u4e00-\u9fff]{0,6}?[是为:])?"""
"""… I got from you is …, 我收到的是…"""

_OTP = re.compile(
    rf"""(?:{_OTP_WORD}|{_OTP_HEARD}){_OTP_TOLD}{_LINK}(?<![\dA-Za-z.])
    (?P<secret>\d{{4,8}}|\d{{3}}[ -]\d{{3}}
    |(?=[A-Z]{{0,7}}+\d)[A-Z0-9]{{5,8}}(?![A-Za-z])){_NO_COUNT}""",
    re.I | re.X,
)
_OTP_AFTER = re.compile(
    rf"""(?<![\dA-Za-z.,:/¥$-])(?P<secret>\d{{4,8}}|\d{{3}}[ -]\d{{3}}|[A-Z]-\d{{4,8}})\s?
    (?:is\s(?:your|the|my)\s(?:[A-Za-z]{{1,15}}+\s){{0,4}}?|[是为(](?:您|你|我|本次|此次)?的?[\u4e00-\u9fff]{{0,8}}?)
    {_OTP_WORD}""",
    re.I | re.X,
)

_OTP_SMS = re.compile(
    r"""(?<![A-Za-z])(?:code|number)\s(?P<secret>\d{4,8})\s(?:from|in|by)\s(?:(?:the|an?|my)\s)?+
    (?:sms|text|message)(?![A-Za-z])""",
    re.I | re.X,
)

_TOKEN = r"[A-Za-z0-9!@$%^&*_.+~?\#-]"  # noqa: S105 (what a password is made of)

_PASSWORD = re.compile(
    rf"""(?:(?<![态次信])(?:密码|密碼|口令)|(?<![A-Za-z])mima(?![A-Za-z]))
    (?:[\s:="'(,]|[^\w\x00-\x7f]|[是为成了改设置换就还叫用的]|原来|一直|生日|目前|现在){{0,8}}+
    (?<![A-Za-z0-9])(?P<secret>(?!\d{{4}}[-/.年])(?=[A-Za-z!@$%^&*_.+~?\#-]{{0,12}}+\d)
    {_TOKEN}{{4,32}}+)(?!\s?[年月日元块位次分秒小天个条号%万])""",
    re.I | re.X,
)
_PASSWORD_EN = re.compile(
    rf"""(?<![A-Za-z])(?:p[a@]ss\s?w[o0]rd|passwd|pwd|passphrase|密码|口令)(?![A-Za-z])
    (?:\s?+[:=]\s{{0,3}}+["']?+(?P<stated>{_TOKEN}{{4,64}}+)
    |(?:\s[A-Za-z']{{1,15}}+){{0,5}}?\s(?:is|was|as|to)\s(?:now\s)?+["']?+
     (?P<told>(?=[A-Za-z!@$%^&*_.+~?\#-]{{0,20}}+\d){_TOKEN}{{4,64}}+)
    |(?:\s[A-Za-z']{{1,15}}+){{0,5}}?\s(?:is|was|as|to)\s?"(?P<quoted>[^\s"]{{4,64}}+)"
    |\s(?P<beside>(?=[A-Za-z]{{0,20}}+\d)[A-Za-z0-9!@$%^&*_]{{6,32}}+))""",
    re.I | re.X,
)
_PIN = re.compile(
    rf"""(?<![A-Za-z])(?<!zip\s)(?<!area\s)pin(?:\s?(?:code|number|no\.?))?+(?![A-Za-z])
    (?:(?:\s[A-Za-z']{{1,12}}+){{0,4}}?\s(?:is|was|to)\b)?{_LINK}(?<!\d)(?P<secret>\d{{4,6}}){_NO_COUNT}""",
    re.I | re.X,
)

_NO_PASSWORD = frozenset(
    [
        "reset",
        "wrong",
        "changed",
        "none",
        "forgotten",
        "forgot",
        "expired",
        "unknown",
        "lost",
        "required",
        "incorrect",
        "invalid",
        "please",
        "never",
        "your",
        "this",
        "that",
        "hidden",
        "removed",
        "same",
        "again",
        "help",
        "error",
        "failed",
        "locked",
        "blank",
        "empty",
        "known",
        "null",
        "true",
        "false",
    ]
)
_ADDRESS = re.compile(r"[^@]{1,64}+@[A-Za-z0-9-]{1,63}+\.[A-Za-z.]{2,64}+")
_FORMS = (
    ("cvv", _CVV),
    ("cvv", _CVV_AFTER),
    ("otp", _OTP),
    ("otp", _OTP_AFTER),
    ("otp", _OTP_SMS),
    ("password", _PASSWORD),
    ("password", _PASSWORD_EN),
    ("password", _PIN),
)


def secrets(text: str) -> tuple[Secret, ...]:
    """The secrets told in a text, in its order, none over another. ``text`` is taken as clean."""
    plain = han_digits(fold(text))
    found = _told(plain)
    spread = together(covered(plain, ((one.start, one.end) for one in found), "*"))
    if spread is not None:
        found += [
            Secret(one.kind, spread.starts[one.start], spread.ends[one.end - 1])
            for one in _told(spread.text)
        ]
    return tuple(sorted(found, key=lambda secret: secret.start))


def _told(plain: str) -> list[Secret]:
    found: list[Secret] = []
    for kind, pattern in _FORMS:
        here = [_secret(kind, match) for match in pattern.finditer(plain)]
        kept = [secret for secret in here if secret is not None]
        plain = covered(plain, ((secret.start, secret.end) for secret in kept), "*")
        found += kept
    return found


def _secret(kind: str, match: re.Match[str]) -> Secret | None:
    start, end = next(match.span(name) for name, told in match.groupdict().items() if told)
    told = match.string[start:end]
    if kind != "password":
        return Secret(kind, start, end)
    told = told.rstrip(".?")  # the end of the sentence
    if len(told) < 4 or _is_no_password(told.rstrip("!")):
        return None
    return Secret(kind, start, start + len(told))


def _is_no_password(told: str) -> bool:
    if told.count("*") >= 3 or not any(map(str.isalnum, told)):
        return True  # already masked
    if told.isdigit() and len(told) > 8:
        return True  # a number to call or to look up
    return told.casefold() in _NO_PASSWORD or _ADDRESS.match(told) is not None
