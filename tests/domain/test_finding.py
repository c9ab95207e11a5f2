"""What somebody typed to find a caller becomes the name, number or address of a new customer."""

from __future__ import annotations

import pytest

from agentdesk.domain.finding import as_new


@pytest.mark.parametrize(
    ("typed", "name", "phone", "email"),
    [
        ("13812345678", "", "13812345678", ""),
        ("来电号码：13812345678，请回电", "", "13812345678", ""),
        ("１３８ １２３４ ５６７８", "", "138 1234 5678", ""),
        ("+44 7911 123456", "", "+44 7911 123456", ""),
        ("Chen@Example.com", "", "", "chen@example.com"),
        ("刘", "刘", "", ""),
        ("  Jane   O'Neil ", "Jane O'Neil", "", ""),
        ("N" * 60, "N" * 60, "", ""),
        ("C-1041", "", "", ""),
        ("1041", "", "", ""),
        ("5678", "", "", ""),
        ("", "", "", ""),
    ],
)
def test_what_was_typed_is_one_of_the_three(typed: str, name: str, phone: str, email: str) -> None:
    assert as_new(typed) == (name, phone, email)
