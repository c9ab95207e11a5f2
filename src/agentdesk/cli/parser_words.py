"""The command line's own words: help measured in cells, slips as sentences, argparse translated."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from agentdesk.i18n import known, t
from agentdesk.widgets.cells import cell_len, wrap


class BadUsage(Exception):
    """A command line that cannot be understood: a sentence, and the command to ask for help."""

    def __init__(self, message: str, prog: str) -> None:
        super().__init__(message)
        self.message = message
        self.prog = prog


class Parser(argparse.ArgumentParser):
    """argparse that never prints usage walls: a sentence, and where help is."""

    def error(self, message: str) -> NoReturn:
        """Raises BadUsage."""
        raise BadUsage(message, self.prog)


_SECOND = "\ufdd0"
"""Stands behind a name for each second cell of a wide character in it: argparse counts
characters. A noncharacter: in no text there is."""


def _in_cells(text: str) -> str:
    return text + _SECOND * (cell_len(text) - len(text))


class Formatter(argparse.HelpFormatter):
    """Help that keeps line breaks of descriptions and some room for the names, measured in
    cells."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30)

    def format_help(self) -> str:
        """The whole help."""
        return super().format_help().replace(_SECOND, "")

    def _metavar_formatter(
        self, action: argparse.Action, default_metavar: str
    ) -> Callable[[int], tuple[str, ...]]:
        plain = super()._metavar_formatter(action, default_metavar)
        return lambda count: tuple(_in_cells(part) for part in plain(count))

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrap(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = [part for line in text.splitlines() for part in wrap(line, width - len(indent))]
        return "\n".join(f"{indent}{line}" for line in lines)


@contextmanager
def translated() -> Iterator[None]:
    """argparse's own words in the language in force, while this lasts.

    argparse looks its messages up through a module-level name; where a later Python does it
    another way they stay English and nothing breaks.
    """
    space: dict[str, Any] = vars(argparse)
    before = space.get("_")
    if before is None:
        yield
        return
    space["_"] = _argparse_text
    try:
        yield
    finally:
        space["_"] = before


_USAGE = "usage: "
_ARGPARSE = {
    _USAGE: "cli.argparse.usage",
    "positional arguments": "cli.argparse.positional",
    "options": "cli.argparse.options",
    "show this help message and exit": "cli.argparse.help",
    "argument %(argument_name)s: %(message)s": "cli.argparse.argument",
    "unrecognized arguments: %s": "cli.argparse.unknown",
    "the following arguments are required: %s": "cli.argparse.required",
    "one of the arguments %s is required": "cli.argparse.one_of",
    "not allowed with argument %s": "cli.argparse.not_with",
    "expected one argument": "cli.argparse.one",
    "expected at least one argument": "cli.argparse.some",
    "invalid choice: %(value)r (choose from %(choices)s)": "cli.argparse.choice",
    "invalid %(type)s value: %(value)r": "cli.argparse.value",
    "ignored explicit argument %r": "cli.argparse.explicit",
}


def _argparse_text(message: str) -> str:
    key = _ARGPARSE.get(message)
    said = t(key) if key and known(key) else message
    return _in_cells(said) if message == _USAGE else said
