"""From a command's name to the module that carries it out, imported only then."""

from __future__ import annotations

import importlib
from typing import Protocol

from agentdesk.cli.context import Context

_MODULES = {
    None: "desk",
    "init": "init",
    "import": "imports",
    "queue": "queue",
    "take": "queue",
    "show": "case",
    "explain": "explain",
    "policy": "policy",
    "export": "export",
    "templates": "templates",
    "people": "people",
    "pop": "pop",
    "watch": "watch",
    "bounces": "bounces",
    "doctor": "doctor",
    "db": "db",
}


class Command(Protocol):
    """A module of this package that carries out a command."""

    def run(self, ctx: Context) -> int:
        """Carry it out; the exit code."""
        ...


def run(ctx: Context) -> int:
    """Carry out what the command line asks for; the exit code."""
    module: Command = importlib.import_module(f"agentdesk.cli.{_MODULES[ctx.args.command]}")
    return module.run(ctx)
