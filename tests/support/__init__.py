"""What several tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def shared() -> Path:
    """The folder of shared design and data; skips the test, saying so, where there is none."""
    folder = Path(os.environ.get("AGENTDESK_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("no shared examples and data beside this clone")
    return folder
