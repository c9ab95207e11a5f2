"""Who looks at which case, and what they do there: small files beside the store.

In the store they would wake every desk's change feed at each step of a cursor (ARCHITECTURE). A
file holds the code of a person, the number of a case and the name of what is done: nothing of a
customer. It is replaced whole, touched while its program lives, and left out once it has not been
touched for `STALE`; ages are compared with a file of one's own, so that no clock has to be right.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from agentdesk.store.stamp import Stamp

FOLDER = "presence"
STALE = 30.0
"""Seconds after which whoever does not touch their file any more is gone."""
LONGEST = 512
"""Bytes of a file; a longer one is none of ours."""
MOST = 500
"""Files that are looked at: programs of one desk."""

_CODE = re.compile(r"[\w.-]{1,64}")


@dataclass(frozen=True, slots=True)
class Here:
    """A program in which somebody is at a case."""

    person: str
    case_id: int
    doing: str
    """``looks``, or the name of the form that is open."""


class Board:
    """The files of a desk, one a program. Every call may raise OSError but `others` and `leave`."""

    def __init__(self, folder: Path, person: str) -> None:
        self._folder = folder / FOLDER
        self._person = person
        self._stamp = Stamp(self._folder)
        self._path = self._folder / f"{os.getpid()}-{secrets.token_hex(4)}.json"

    def put(self, case_id: int | None, doing: str) -> None:
        """Say where this program is; None: at no case."""
        make_beside(self._folder)
        words = json.dumps({"person": self._person, "case": case_id or 0, "doing": doing})
        fresh = self._path.with_suffix(".new")
        fresh.write_text(words, "utf-8")
        fresh.chmod(_mode(self._folder) & 0o660)
        fresh.replace(self._path)

    def beat(self) -> None:
        """This program lives. A file that was swept away by another is made again by `put`."""
        os.utime(self._path)

    def moved(self) -> bool:
        """Whether `others` may answer otherwise than the last time. Quick: it reads one time."""
        return self._stamp.moved()

    def others(self) -> frozenset[tuple[str, Here]]:
        """Every other living program that is at a case, by the name of its file."""
        found = set()
        for name, age_from in self._files():
            here = _read(self._folder / name) if age_from < STALE else None
            if here is not None and here.case_id:
                found.add((name, here))
        return frozenset(found)

    def sweep(self) -> None:
        """Take away what programs left behind that were killed."""
        for name, age in self._files():
            if age > 10 * STALE:
                with suppress(OSError):
                    (self._folder / name).unlink()

    def leave(self) -> None:
        """This program ends."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _files(self) -> list[tuple[str, float]]:
        """The files of other programs, each with how long ago it was touched, before our own."""
        try:
            now = self._path.stat().st_mtime
            with os.scandir(self._folder) as entries:
                return [
                    (entry.name, now - entry.stat(follow_symlinks=False).st_mtime)
                    for entry, _ in zip(entries, range(MOST), strict=False)
                    if entry.name.endswith(".json") and entry.name != self._path.name
                ]
        except OSError:
            return []


def make_beside(folder: Path) -> None:
    """A folder in that of the store, for the same people: one key may be a group's."""
    if not folder.is_dir():
        folder.mkdir(exist_ok=True)
        with suppress(OSError):  # another program has made it
            folder.chmod(_mode(folder.parent) & 0o2770)


def _mode(folder: Path) -> int:
    return stat.S_IMODE(folder.stat().st_mode)


def _read(path: Path) -> Here | None:
    """What a file says; None where it is none of ours."""
    try:
        with path.open("rb") as file:
            said = json.loads(file.read(LONGEST))
        person, case_id, doing = said["person"], said["case"], said["doing"]
    except (OSError, ValueError, TypeError, KeyError):
        return None
    if not (isinstance(person, str) and isinstance(doing, str) and isinstance(case_id, int)):
        return None
    if not (_CODE.fullmatch(person) and _CODE.fullmatch(doing)):
        return None
    return Here(person, case_id, doing)
