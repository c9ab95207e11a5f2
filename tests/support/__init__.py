"""What several tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def shared_or_none() -> Path | None:
    """The folder of shared design and data, where this clone has one beside it."""
    folder = Path(os.environ.get("AGENTDESK_SHARED", ROOT.parent / "shared"))
    return folder if folder.is_dir() else None


def shared() -> Path:
    """The folder of shared design and data; skips the test, saying so, where there is none."""
    folder = shared_or_none()
    if folder is None:
        pytest.skip("no shared examples and data beside this clone")
    return folder
