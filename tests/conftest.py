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
