"""alt with a digit, as terminals send it."""

from __future__ import annotations

DIGITS = range(1, 10)

ALT_SIGNS = (
    "inverted_exclamation_mark", "trade_mark_sign", "pound_sign", "cent_sign", "infinity",
    "section_sign", "pilcrow_sign", "bullet", "ª",
)  # fmt: skip
"""What alt with a digit is read as where the terminal sends escape and the digit: the signs that a
Mac's keyboard has there."""

MACS_ALT = frozenset(ALT_SIGNS)
"""Names for a key that a person knows as alt with a digit."""

ALT_DIGIT = {
    key: digit
    for digit, sign in zip(DIGITS, ALT_SIGNS, strict=True)
    for key in (f"alt+{digit}", sign)
}
"""Which digit a key is, pressed with alt."""
