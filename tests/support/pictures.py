"""Screens kept as text beside the tests: a change of the look shows in review, line by line.

``AGENTDESK_PICTURES=write pytest …`` draws them anew; read the difference before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "ui" / "pictures"


def assert_picture(name: str, text: str) -> None:
    """The screen looks as it is kept under ``name``."""
    kept = FOLDER / f"{name}.txt"
    drawn = "\n".join(line.rstrip() for line in text.splitlines()).rstrip("\n") + "\n"
    if os.environ.get("AGENTDESK_PICTURES") == "write":
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(drawn, "utf-8")
        return
    assert kept.exists(), f"no picture {kept.name} yet; AGENTDESK_PICTURES=write draws it"
    assert drawn == kept.read_text("utf-8"), f"{name} looks otherwise:\n{drawn}"
