"""200 programs that end under a half-typed note, 200 drafts back (`make torture`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.half_typed import half_typed

pytestmark = pytest.mark.torture


@pytest.mark.parametrize("ends", [("kill",), ("lost", "hangup")], ids=["killed", "lost"])
async def test_a_hundred_ends_and_a_hundred_drafts_back(
    tmp_path: Path, ends: tuple[str, ...]
) -> None:
    story = await half_typed(tmp_path / "desk", [ends[n % len(ends)] for n in range(100)])
    assert story.words.split() == [f"w{n:03}" for n in range(1, 101)]
