"""What holds for every test."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest

from agentdesk.i18n import set_language

# The tests start the program a hundred times: compiled once, as on anybody's machine.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test begins in English, on no desk of the person who runs it, and leaves it so."""
    for name in ("AGENTDESK_DATA_DIR", "AGENTDESK_LANG", "AGENTDESK_AS"):
        monkeypatch.delenv(name, raising=False)
    set_language("en")
    yield
    set_language("en")


FIRST = (
    "tests/e2e/test_day.py",
    "tests/e2e/test_thirty_cases.py",
    "tests/e2e/test_hour_of_calls.py",
    "tests/desk/test_machine.py",
    "tests/desk/test_claims_of_processes.py",
    "tests/ui/test_case_hostile.py",
    "tests/e2e/",
    "tests/ui/test_intake",
    "tests/test_lost_terminals.py",
)
"""What takes longest begins first, so that no worker is left with it at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long stories first; everything else in its own order."""
    places = {name: place for place, name in enumerate(FIRST)}

    def place(item: pytest.Item) -> int:
        found = (at for name, at in places.items() if item.nodeid.startswith(name))
        return min(found, default=len(FIRST))

    items.sort(key=place)
