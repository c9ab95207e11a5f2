"""Reads a mapping's TOML and says, key by key and line by line, what is wrong with it.

A mapping is bundled (``cfpb``, ``cfpb-2015``) or a file of the user's own. See docs/import.md.
"""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from pathlib import Path

from agentdesk.channels import mapping as m
from agentdesk.channels.mapping_reader import MappingReader, Problem
from agentdesk.domain.policy_lines import Lines
from agentdesk.domain.toml_text import read_toml

LONGEST = 1_000_000
"""Bytes of a mapping: whoever names the data instead is told so."""


class BadMapping(Exception):
    """A mapping that cannot be used, with all of its problems."""

    def __init__(self, name: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(name)
        self.name = name
        self.problems = problems


class NoMapping(Exception):
    """Neither a bundled mapping nor a readable file; ``code`` names ``imports.nomap.<code>``."""

    def __init__(self, code: str, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name)
        self.code = code
        self.name = name
        self.known = known


def bundled() -> tuple[str, ...]:
    """Names of the mappings that come with the program."""
    folder = resources.files("agentdesk") / "data" / "mappings"
    names = (item.name for item in folder.iterdir())
    return tuple(sorted(name[:-5] for name in names if name.endswith(".toml")))


def load(name: str) -> m.ImportMap:
    """The mapping of a bundled name or of a file. Raises NoMapping or BadMapping."""
    known = bundled()
    path = Path(name)
    try:
        if name in known:
            source = resources.files("agentdesk") / "data" / "mappings" / f"{name}.toml"
            return parse(source.read_text("utf-8"), name)
        with path.open("rb") as file:
            raw = file.read(LONGEST + 1)
        if len(raw) > LONGEST:
            raise NoMapping("too_large", name, known)
        return parse(raw.decode("utf-8-sig"), path.name)
    except FileNotFoundError:
        raise NoMapping("missing", name, known) from None
    except UnicodeDecodeError:
        raise NoMapping("encoding", name, known) from None
    except OSError:
        raise NoMapping("unreadable", name, known) from None


def parse(text: str, name: str) -> m.ImportMap:
    """The mapping that a TOML text says. Raises BadMapping with every problem found."""
    try:
        table = read_toml(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        problem = Problem("", int(line[1]) if line else None, "toml", {"detail": str(error)})
        raise BadMapping(name, (problem,)) from None
    reader = MappingReader(Lines(text))
    mapping = reader.mapping(table, name)
    if reader.problems or mapping is None:
        raise BadMapping(name, tuple(reader.problems))
    return mapping
