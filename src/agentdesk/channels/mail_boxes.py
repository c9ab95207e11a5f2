"""Mails from where they lie: one in a file or a pipe, many in an mbox or a Maildir.

Nothing is held in memory beyond `bounce_parts.LARGEST` of one mail, whatever its length. An mbox
and a file are only read; of a Maildir the new mails are moved once they have been dealt with, as
any mail reader does.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from agentdesk.channels.bounce_parts import LARGEST

PIPE = "-"
_LINE = 65_536
_BETWEEN = re.compile(rb"From \S+ {1,3}.{0,40}\d\d:\d\d.{0,20}\d{4}")


class NoMails(Exception):
    """Nothing that mails can be read from; ``code`` is ``missing``, ``unreadable`` or ``not_a_box``
    (a folder that is no Maildir, a device)."""

    def __init__(self, code: str, path: Path, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.path = path
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Lying:
    """A mail as it lies there: its name for people, its bytes (a piece more than LARGEST where it
    is longer), and its file where it is one of a Maildir."""

    name: str
    raw: bytes
    file: Path | None = None


def mails(path: Path) -> Iterator[Lying]:
    """The mails of a file, an mbox, or the new ones of a Maildir. Raises NoMails, OSError."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise NoMails("missing", path) from None
    except OSError as error:
        raise NoMails("unreadable", path, os.strerror(error.errno or 0)) from None
    if stat.S_ISDIR(mode):
        yield from _maildir(path)
    elif stat.S_ISREG(mode) or stat.S_ISFIFO(mode):
        try:
            with path.open("rb") as file:
                yield from piped(file, path.name)
        except OSError as error:
            raise NoMails("unreadable", path, os.strerror(error.errno or 0)) from None
    else:
        raise NoMails("not_a_box", path)


def piped(stream: BinaryIO, name: str) -> Iterator[Lying]:
    """The mail that a stream holds, or (it begins as an mbox does) each of its mails."""
    found = _split(stream)
    first = next(found, None)
    if first is None:
        return
    second = next(found, None)
    if second is None:
        yield Lying(name, first)
        return
    yield Lying(f"{name} 1", first)
    yield Lying(f"{name} 2", second)
    for number, raw in enumerate(found, 3):
        yield Lying(f"{name} {number}", raw)


def _split(stream: BinaryIO) -> Iterator[bytes]:
    kept, blank, whole, many = bytearray(), True, True, None
    while line := stream.readline(_LINE):
        if many is None and line.strip():
            many = _BETWEEN.match(line) is not None
        if many and blank and whole and _BETWEEN.match(line):
            if kept:
                yield bytes(kept)
            kept.clear()
        if len(kept) <= LARGEST:
            kept += line
        blank = whole and line in (b"\n", b"\r\n")
        whole = line.endswith(b"\n")
    if kept.strip():
        yield bytes(kept)


def _maildir(path: Path) -> Iterator[Lying]:
    fresh = path / "new"
    if not fresh.is_dir() or not (path / "cur").is_dir():
        raise NoMails("not_a_box", path)
    try:
        names = sorted(os.listdir(fresh))
    except OSError as error:
        raise NoMails("unreadable", fresh, os.strerror(error.errno or 0)) from None
    for name in names:
        file = fresh / name
        with contextlib.suppress(FileNotFoundError):  # another reader has moved it
            if name.startswith(".") or not stat.S_ISREG(file.lstat().st_mode):
                continue
            try:
                with file.open("rb") as mail:
                    raw = mail.read(LARGEST + 1)
            except PermissionError as error:
                raise NoMails("unreadable", file, os.strerror(error.errno or 0)) from None
            yield Lying(name, raw, file)


def put_away(mail: Lying, *, read: bool) -> bool:
    """Move a mail out of the new ones; ``read``: nobody needs to look at it. False if it cannot be
    moved: it is met again next time."""
    if mail.file is None:
        return True
    flags = ":2,S" if read else ":2,"
    base = mail.file.name.partition(":")[0]
    try:
        mail.file.rename(mail.file.parent.parent / "cur" / f"{base}{flags}")
    except FileNotFoundError:
        return not mail.file.exists()  # another reader was quicker
    except OSError:
        return False
    return True
