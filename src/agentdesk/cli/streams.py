"""Standard input, output and error, which a shell may have closed."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from agentdesk.cli.errors import CliError


def steady() -> None:
    """Put nothing in the place of what is closed: the next file opened would be taken for it, and
    a message would be written into the store."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - until the end


def need_stdout() -> None:
    """Whoever has closed standard output learns nothing of what is done. Raises CliError."""
    if sys.stdout is None:
        raise CliError("no_stdout")


def give_up(stream: TextIO) -> None:
    """Nothing more can be written to it: let the interpreter's last flush go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
