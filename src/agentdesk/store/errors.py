"""What can go wrong below the desk: one exception with a stable code for every trouble.

The sentence of a code stands in the catalogue as ``trouble.<code>``: what happened, what was kept,
what to do. Callers never see an exception of a database library.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

# Primary result codes of SQLite (the low byte of an extended code).
_BUSY, _LOCKED, _NOMEM, _READONLY, _INTERRUPT, _IOERR, _CORRUPT = 5, 6, 7, 8, 9, 10, 11
_FULL, _CANTOPEN, _CONSTRAINT, _NOTADB = 13, 14, 19, 26

_CODES = {
    _BUSY: "busy",
    _LOCKED: "busy",
    _NOMEM: "memory",
    _READONLY: "read_only",
    _INTERRUPT: "interrupted",
    _IOERR: "io",
    _CORRUPT: "corrupt",
    _FULL: "full",
    _CANTOPEN: "cannot_open",
    _CONSTRAINT: "conflict",
    _NOTADB: "corrupt",
}


class StoreTrouble(Exception):
    """The store or its surroundings fail. ``code`` names the sentence ``trouble.<code>``.

    ``params`` fill that sentence; they hold paths, codes and numbers, never a customer's data.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return f"{self.code} {self.params}" if self.params else self.code


class Conflict(StoreTrouble):
    """A constraint refused a row (unique, check, foreign key, or a trigger of the log).

    ``detail`` is SQLite's own words: names of tables and columns, or a trigger's text.
    """

    def __init__(self, detail: str) -> None:
        super().__init__("conflict", detail=detail)


def primary(error: BaseException) -> int:
    """SQLite's primary result code of a library's exception; 0 where it carries none."""
    return int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def is_busy(error: BaseException) -> bool:
    """Somebody else holds the lock: worth another try."""
    if isinstance(error, StoreTrouble):
        return error.code == "busy"
    return primary(error) in (_BUSY, _LOCKED)


def is_not_a_database(error: BaseException) -> bool:
    """Wrong key, or no store at all: SQLite cannot tell these two apart."""
    return primary(error) == _NOTADB


def translate(error: BaseException, path: Path) -> StoreTrouble:
    """The trouble that a library's exception stands for. ``path`` is the store's file."""
    if isinstance(error, StoreTrouble):
        return error
    code = _CODES.get(primary(error))
    if code == "conflict":
        return Conflict(str(error))
    if code == "io" and _no_room(path):
        # A quota or a size limit comes up as an I/O error: only a full device says "full".
        code = "full"
    if code == "cannot_open" and _folder_closed(path):
        code = "read_only"  # SQLite cannot make its journal beside the store
    return StoreTrouble(code or "store", path=str(path), detail=str(error))


def from_os(error: OSError, path: Path) -> StoreTrouble:
    """The trouble that an operating system's refusal stands for."""
    codes = {
        errno.ENOENT: "missing",
        errno.ENOSPC: "full",
        errno.EDQUOT: "full",
        errno.EFBIG: "full",
        errno.EROFS: "read_only",
        errno.EACCES: "no_access",
        errno.EPERM: "no_access",
        errno.ENOTDIR: "not_a_folder",
        errno.EISDIR: "cannot_open",
        errno.ENAMETOOLONG: "cannot_open",
        errno.ELOOP: "cannot_open",
        errno.EEXIST: "not_a_folder",  # asked only of folders: a link that leads nowhere
    }
    detail = os.strerror(error.errno) if error.errno else str(error)
    return StoreTrouble(codes.get(error.errno or 0, "io"), path=str(path), detail=detail)


def _no_room(path: Path) -> bool:
    """Whether a write of one page beside the store fails for want of room (quota, limit)."""
    probe = path.with_name(f"{path.name}-probe")
    try:
        size = max((part.stat().st_size for part in path.parent.glob(f"{path.name}*")), default=0)
        with probe.open("xb") as file:
            file.seek(size)
            file.write(bytes(65536))
        return False
    except OSError as error:
        return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    finally:
        with suppress(OSError):
            probe.unlink()


def _folder_closed(path: Path) -> bool:
    """Whether nothing can be made beside the store."""
    probe = path.with_name(f"{path.name}-probe")
    try:
        probe.touch(0o600, exist_ok=True)
        probe.unlink()
    except OSError:
        return True
    return False
