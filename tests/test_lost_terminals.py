"""A note half typed on a real terminal is there again, whatever ended the program (G2).

100 kills and 100 lost terminals: `tests/torture/test_drafts_torture.py`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from agentdesk.store.factory import cipher_available
from tests.support.half_typed import half_typed


@pytest.mark.parametrize(
    "ends",
    [
        "kill hangup terminate lost kill",
        pytest.param("terminate kill hangup terminate hangup", marks=pytest.mark.torture),
    ],
)
async def test_what_was_half_typed_is_offered_again(tmp_path: Path, ends: str) -> None:
    folder = tmp_path / "desk"
    story = await half_typed(folder, ends.split())
    assert story.words == "w001 w002 w003 w004 w005"
    if cipher_available():
        readable = [path for path in folder.rglob("*") if _holds(path, b"w002")]
        assert readable == []


def _holds(path: Path, words: bytes) -> bool:
    return path.is_file() and words in path.read_bytes()
