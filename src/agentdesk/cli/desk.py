"""``agentdesk``: the desk itself, on a terminal."""

from __future__ import annotations

import gc
import os
import sys

from agentdesk.cli.context import Context
from agentdesk.cli.errors import CliError


def run(ctx: Context) -> int:
    """Open the desk; the exit code of the app. Refuses where there is no terminal to draw on.

    Textual reads stdin and draws on stderr; a pipe in any of the three would hang or fill with
    escapes. A terminal that is too small is the app's to say.
    """
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None or not stream.isatty():
            raise CliError("no_terminal", stream=name)
    for name in ("COLUMNS", "LINES"):
        # An exported size would count instead of the terminal's own, and never change.
        os.environ.pop(name, None)
    # Nothing that a start loads is garbage: looking through it costs an eighth of the start.
    # `run_desk` goes on without, and collects again once the desk is open.
    gc.disable()
    from agentdesk.launch import run_desk

    return run_desk(ctx)
