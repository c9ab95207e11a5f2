"""What a person has set for themselves on this machine: one small TOML file beside the store.

Order of settings: flag, environment, this file, the store, what is bundled.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from agentdesk.domain.toml_text import read_toml

FILE = "config.toml"


def read_settings(folder: Path) -> Mapping[str, Any]:
    """What is set of ``lang``, ``keys``, ``style``, ``theme`` and ``copy`` in a folder.

    A missing file is empty. Raises ValueError (tomllib's) for one that is not TOML.
    """
    try:
        text = (folder / FILE).read_text("utf-8")
    except FileNotFoundError:
        return {}
    return read_toml(text)


def write_setting(folder: Path, name: str, value: str) -> None:
    """Set one top-level string and leave every other line as the person wrote it."""
    path = folder / FILE
    lines: list[str] = []
    with contextlib.suppress(FileNotFoundError):
        lines = path.read_text("utf-8").splitlines()
    # A JSON string is a TOML basic string.
    line = f"{name} = {json.dumps(value, ensure_ascii=False)}"
    top = next((n for n, text in enumerate(lines) if text.lstrip().startswith("[")), len(lines))
    places = [n for n in range(top) if lines[n].split("=")[0].strip() == name]
    if places:
        lines[places[0]] = line
    else:
        lines.insert(top, line)
    folder.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{FILE}.{os.getpid()}")
    fresh.write_text("\n".join(lines) + "\n", "utf-8")
    fresh.replace(path)
