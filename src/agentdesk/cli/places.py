"""Where a desk lives on this machine: its store and keys, and the person's own settings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from agentdesk.cli.errors import CliError

ENV = "AGENTDESK_DATA_DIR"


@dataclass(frozen=True, slots=True)
class Places:
    """``data`` holds store, keys and drafts; ``config`` the person's settings file."""

    data: Path
    config: Path


def places(flag: str | None, environ: Mapping[str, str] = os.environ) -> Places:
    """The folders in force: the flag's, the environment's, else the user's own (XDG).

    With a folder given, everything stands in it. Nothing is made here. Raises CliError for a
    folder without a name: a variable that is not set must not lead to another desk.
    """
    if flag is not None and not flag.strip():
        raise CliError("no_folder")
    chosen = flag or environ.get(ENV)
    if chosen:
        folder = Path(chosen).expanduser().absolute()
        return Places(folder, folder)
    import platformdirs

    return Places(
        platformdirs.user_data_path("agentdesk", appauthor=False),
        platformdirs.user_config_path("agentdesk", appauthor=False),
    )
