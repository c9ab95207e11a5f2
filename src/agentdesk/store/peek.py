"""Looking at a store's file without taking SQLite's locks away.

POSIX drops every lock that a process holds on a file as soon as the process closes *any* handle on
it (SQLite's "How To Corrupt", 2.2). So the first bytes of a store are read by ourselves only while
no connection of this process is open on it; meanwhile what was read before is remembered.
"""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

from agentdesk.store import errors
from agentdesk.store.errors import StoreTrouble

_PLAIN_HEAD = b"SQLite format 3\0"
_guard = threading.Lock()
_open: dict[tuple[int, int], list[Use]] = {}
"""Who in this process has a file open, by device and inode."""


class Use:
    """One connection's claim on a file; ``kind`` is what the file is, ``key_id`` what opens it."""

    def __init__(self, file: tuple[int, int], kind: str, key_id: str | None) -> None:
        self.kind = kind
        self.key_id = key_id
        self._file = file

    def end(self) -> None:
        """The connection is closed. Safe to call twice."""
        with _guard:
            users = _open.get(self._file, [])
            if self in users:
                users.remove(self)
            if not users:
                _open.pop(self._file, None)


def use(path: Path, key_id: str | None) -> Use:
    """Claim a file before a connection to it is opened, under a key or (None) in plain.

    Raises StoreTrouble: ``missing``, ``no_access``, and ``read_only``: SQLite would open a
    write-protected file without a word, and leave a write-protected journal beside it.
    """
    with _guard:
        try:
            info = path.stat()
            file = (info.st_dev, info.st_ino)
            users = _open.get(file, [])
            kind = users[0].kind if users else _kind(_read(path, os.O_RDWR))
        except OSError as error:
            trouble = errors.from_os(error, path)
            if trouble.code == "no_access" and os.access(path, os.R_OK, effective_ids=_EFFECTIVE):
                trouble = StoreTrouble("read_only", **trouble.params)
            raise trouble from error
        if kind == "empty":  # a new store is what is made of it
            kind = "plain" if key_id is None else "other"
        made = Use(file, kind, key_id)
        _open.setdefault(file, []).append(made)
        return made


def file_kind(path: Path) -> str:
    """``missing``, ``empty``, ``plain``, or ``other`` (encrypted, or no store at all)."""
    with _guard:
        try:
            info = path.stat()
            users = _open.get((info.st_dev, info.st_ino))
            return users[0].kind if users else _kind(_read(path, os.O_RDONLY))
        except OSError as error:
            if error.errno == errno.ENOENT:
                return "missing"
            raise errors.from_os(error, path) from error


def head(path: Path) -> bytes | str | None:
    """The first 16 bytes; while this process has the file open, the id of the key that did it."""
    with _guard:
        info = path.stat()
        users = _open.get((info.st_dev, info.st_ino))
        return users[0].key_id if users else _read(path, os.O_RDONLY)


_EFFECTIVE = os.access in os.supports_effective_ids


def _read(path: Path, how: int) -> bytes:
    handle = os.open(path, how | getattr(os, "O_BINARY", 0))
    try:
        return os.read(handle, 16)
    finally:
        os.close(handle)


def _kind(first: bytes) -> str:
    if not first:
        return "empty"
    return "plain" if first == _PLAIN_HEAD else "other"
