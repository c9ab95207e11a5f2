"""Key files: ``store.key`` opens the store, ``audit.key`` seals its log. Two keys, two files.

A key file is text: a title, the key's id and 64 hexadecimal digits (32 random bytes). The id is
made from the key, so that a damaged file is noticed. Only its owner may read it (0600), or a group
as well (0640); anything looser is refused (STACK 4.4).
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from agentdesk.store.errors import StoreTrouble, from_os

STORE_KEY = "store.key"
AUDIT_KEY = "audit.key"
_TITLE = "agentdesk key"


@dataclass(frozen=True, slots=True)
class Key:
    """32 random bytes and their short name."""

    secret: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """Twelve hexadecimal digits made from the key; they tell nothing about it."""
        return hashlib.sha256(b"agentdesk key id" + self.secret).hexdigest()[:12]


def new() -> Key:
    """A fresh random key."""
    return Key(secrets.token_bytes(32))


def write(path: Path, key: Key) -> None:
    """Make a key file, readable by its owner alone, whole or not at all: a cut one would be taken
    for a damaged key for ever. Never overwrites one: raises StoreTrouble ``key_exists``."""
    text = f"{_TITLE}\nid {key.id}\nkey {key.secret.hex()}\n"
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        handle = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(fresh, path)  # unlike a rename this fails if the name is taken
    except FileExistsError as error:
        raise StoreTrouble("key_exists", path=str(path)) from error
    except OSError as error:
        raise from_os(error, path) from error
    finally:
        with suppress(OSError):
            fresh.unlink()


def read(path: Path) -> Key:
    """The key in a file.

    Raises StoreTrouble: ``key_missing``, ``key_open`` (others may read it), ``key_unreadable``,
    ``key_corrupt``; for the audit key ``audit_missing`` and ``audit_corrupt``, for there it is
    not the data that are lost.
    """
    where = str(path)
    family = "audit" if path.name == AUDIT_KEY else "key"
    try:
        info = path.stat()
        if not stat.S_ISREG(info.st_mode):
            raise StoreTrouble(f"{family}_corrupt", path=where)
        if os.name == "posix" and info.st_mode & 0o037:
            raise StoreTrouble("key_open", path=where, mode=f"{stat.S_IMODE(info.st_mode):04o}")
        text = path.read_text(encoding="ascii")
    except FileNotFoundError as error:
        raise StoreTrouble(f"{family}_missing", path=where) from error
    except OSError as error:
        detail = os.strerror(error.errno or 0)
        raise StoreTrouble("key_unreadable", path=where, detail=detail) from error
    except UnicodeDecodeError as error:
        raise StoreTrouble(f"{family}_corrupt", path=where) from error
    key = _parse(text)
    if key is None:
        raise StoreTrouble(f"{family}_corrupt", path=where)
    return key


def _parse(text: str) -> Key | None:
    lines = [line.strip() for line in text.split("\n")]
    try:
        title, named, given = lines[:3]
        key = Key(bytes.fromhex(given.removeprefix("key ")))
    except ValueError:
        return None
    fits = title == _TITLE and len(key.secret) == 32 and named == f"id {key.id}"
    return key if fits else None
