"""The templates of a desk: those that come with the program, and files beside the store (C3).

A file in ``<data dir>/templates/`` replaces the bundled template of its name, or adds one. A file
that cannot be used never stops the desk: its template is left out, and that is said.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from agentdesk.domain.policy_reader import Problem
from agentdesk.domain.templates import RECEIPT, Frame, Template
from agentdesk.domain.templates_read import LETTER, LONGEST, read
from agentdesk.domain.toml_text import read_toml

FOLDER = "templates"
MOST = 500
"""Files: whoever has more has put something else there."""

MAIL = "mail.toml"
"""The desk's mail settings (`channels.mail_config`), which also say what the desk sends itself."""
EMAIL, SMS = "email", "sms"

_Signature = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Flawed:
    """A file whose template is left out, and why."""

    path: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """Every template in force, by code."""

    templates: Mapping[str, Template]
    frames: Mapping[str, Frame]
    own: frozenset[str] = frozenset()
    """Codes that come from the desk's own files."""
    flawed: tuple[Flawed, ...] = ()
    sends: frozenset[str] = frozenset()
    """What the desk sends by itself: email, sms."""

    @property
    def receipt(self) -> Template | None:
        """The receipt, if there is one."""
        found = (one for one in self.templates.values() if one.purpose == RECEIPT)
        return min(found, key=lambda one: (one.order, one.code), default=None)


@dataclass(slots=True)
class Shelf:
    """The templates of one folder as last read; read anew when a file there has changed."""

    signature: _Signature | None = None
    book: Book | None = None
    _bundled: dict[str, str] = field(default_factory=dict)

    def look(self, folder: Path) -> Book:
        """The templates in force now. Reads files: call it off the key path."""
        signature = _signature(folder)
        if self.book is None or signature != self.signature:
            if not self._bundled:
                self._bundled = bundled()
            self.book, self.signature = _read(self._bundled, folder), signature
        return self.book


def bundled() -> dict[str, str]:
    """The texts that come with the program, by code."""
    folder = resources.files("agentdesk") / "data" / FOLDER
    return {
        file.name.removesuffix(".toml"): file.read_text("utf-8")
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    }


def own_files(folder: Path) -> list[Path]:
    """The template files beside a store, by name; none where the folder cannot be read."""
    try:
        found = sorted(path for path in (folder / FOLDER).iterdir() if path.suffix == ".toml")
    except OSError:
        return []
    return found[:MOST]


def _signature(folder: Path) -> _Signature:
    seen = []
    for path in (*own_files(folder), folder / MAIL):
        try:
            state = path.stat()
        except OSError:
            continue
        seen.append((path.name, state.st_mtime_ns, state.st_size))
    return tuple(seen)


def _read(bundled: Mapping[str, str], folder: Path) -> Book:
    templates: dict[str, Template] = {}
    frames: Mapping[str, Frame] = {}
    for code, text in bundled.items():
        found, problems = read(code, text)
        assert found is not None, (code, problems)  # a test reads them all
        if isinstance(found, Template):
            templates[code] = found
        else:
            frames = found
    flawed = []
    own = set()
    for path in own_files(folder):
        code = path.stem
        found, problems = read_file(path)
        if found is None:
            templates.pop(code, None)
            flawed.append(Flawed(str(path), problems))
        elif not isinstance(found, Template):
            frames = found
        else:
            templates[code] = found
            own.add(code)
            if found.retired:
                del templates[code]
    return Book(templates, frames, frozenset(own), tuple(flawed), _sends(folder))


def read_file(path: Path) -> tuple[Template | dict[str, Frame] | None, tuple[Problem, ...]]:
    """One file: its template, or what is wrong with it. Never raises."""
    try:
        with path.open("rb") as file:
            raw = file.read(4 * LONGEST + 1)
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None, (Problem("", None, "template_encoding"),)
    except OSError as error:
        detail = os.strerror(error.errno or 0)
        return None, (Problem("", None, "template_unreadable", {"detail": detail}),)
    return read(path.stem, text)


def is_letter(code: str) -> bool:
    """Whether a file of this name holds what stands around a letter."""
    return code == LETTER


def _sends(folder: Path) -> frozenset[str]:
    """What the mail settings name a way for. Settings with a flaw still mean that mail goes out:
    letters then wait until they are mended."""
    try:
        text = (folder / MAIL).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return frozenset()
    try:
        table = read_toml(text)
    except tomllib.TOMLDecodeError:
        return frozenset({EMAIL})
    ways = {EMAIL} if "host" in table else set()
    return frozenset(ways | ({SMS} if "sms" in table else set()))
