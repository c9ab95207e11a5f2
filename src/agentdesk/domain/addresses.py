"""What is an e-mail address that a letter may go to, and what only looks like one (C2).

Stricter than RFC 5322, as people's addresses are: one plain local part, one domain with a dot; no
quotes, comments, routes, groups, address literals. What passes holds no white space, control or
comma, so that it can stand in a header or an SMTP command without meaning anything else.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 254
"""Characters of an address (RFC 5321 4.5.3.1.3, less the angle brackets)."""

_LONGEST_LOCAL = 64
_LONGEST_DOMAIN = 253
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3002: ord(".")}
"""Full-width signs and the Chinese stop, as an input method types them."""
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(\.{_ATOM})*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_LAST = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}")


class BadAddress(ValueError):
    """No address that mail can go to; ``code`` is ``bad_address``. The address is not in it."""

    code = "bad_address"


def address(text: str) -> str:
    """The address in the form that mail servers take; the domain in lower case, IDNA encoded.

    The local part may hold letters of any script (RFC 6531). Raises BadAddress.
    """
    plain = text.strip().translate(_WIDE)
    local, at, domain = plain.partition("@")
    if not at or "@" in domain or len(plain) > LONGEST:
        raise BadAddress
    ascii_domain = _domain(domain)
    if not _local(local) or len(local) + 1 + len(ascii_domain) > LONGEST:
        raise BadAddress
    return f"{unicodedata.normalize('NFC', local)}@{ascii_domain}"


def _local(local: str) -> bool:
    if not local or len(local.encode("utf-8", "replace")) > _LONGEST_LOCAL:
        return False
    if local.isascii():
        return _LOCAL.fullmatch(local) is not None
    # Letters, marks and digits of any script stand for an "x" of the plain rule.
    return _LOCAL.fullmatch("".join("x" if _word(sign) else sign for sign in local)) is not None


def _word(sign: str) -> bool:
    return not sign.isascii() and unicodedata.category(sign)[0] in "LMN"


def _domain(domain: str) -> str:
    try:
        plain = domain.lower() if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise BadAddress from None
    plain = plain.lower()
    labels = plain.split(".")
    if len(labels) < 2 or len(plain) > _LONGEST_DOMAIN or not _LAST.fullmatch(labels[-1]):
        raise BadAddress
    if not all(_LABEL.fullmatch(label) for label in labels):
        raise BadAddress
    return plain
