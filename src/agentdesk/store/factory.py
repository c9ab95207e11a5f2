"""The one place that opens a connection to a store's file.

An encrypted store is a SQLCipher file under a raw 32-byte key; a plain one is SQLite of the
standard library. Which of the two a file is stands in its first bytes, and neither is ever opened
as the other. A missing file is never created here but by `create_file`.

SQLite before 3.51.3 can, rarely, corrupt a WAL store with several writers: there a plain store
uses the TRUNCATE journal (STACK 2.4).
"""

from __future__ import annotations

import hashlib
import hmac
import math
import os
import random
import secrets
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias, TypeVar

from agentdesk.store import errors, peek
from agentdesk.store.errors import StoreTrouble
from agentdesk.store.keys import Key
from agentdesk.store.peek import file_kind

try:
    from sqlcipher3 import dbapi2 as _cipher
except ImportError:  # no wheel for this machine
    _cipher = None

__all__ = [
    "BUSY_SECONDS", "STORE_FILE", "WAL_FIXED", "Opener", "RawConnection", "cipher_available",
    "file_kind", "retry",
]  # fmt: skip

STORE_FILE = "store.db"

WAL_FIXED = (3, 51, 3)
"""The first SQLite without the WAL-reset bug."""

BUSY_SECONDS = 15.0

_PAUSES = (
    (0.008, (0.0006, 0.002)),
    (0.03, (0.0003, 0.001)),
    (math.inf, (0.0001, 0.0003)),
)
"""Until so many seconds of waiting: the least and the longest pause between two tries."""

_T = TypeVar("_T")

RawConnection: TypeAlias = Any
"""sqlite3.Connection or sqlcipher3's, which has the same face and no types."""


class _RollbackOnClose:
    """A close that rolls back first: sqlite3 else keeps the write lock of an unfinished
    statement until the garbage collector runs (CPython 135117)."""

    in_use: peek.Use | None = None

    def close(self) -> None:
        try:
            if self.in_transaction:  # type: ignore[attr-defined]
                self.rollback()  # type: ignore[attr-defined]
        finally:
            super().close()  # type: ignore[misc]
            if self.in_use is not None:
                self.in_use.end()


class _PlainConnection(_RollbackOnClose, sqlite3.Connection):
    pass


_CIPHER_CONNECTION: Any = (
    type("_CipherConnection", (_RollbackOnClose, _cipher.Connection), {}) if _cipher else None
)


def cipher_available() -> bool:
    """Whether this machine has SQLCipher."""
    return _cipher is not None


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens connections to one store file. ``key`` None: a plain store."""

    path: Path
    key: Key | None

    @property
    def module(self) -> ModuleType:
        """The library that reads this file."""
        if self.key is None:
            return sqlite3
        if _cipher is None:
            raise StoreTrouble("no_cipher", path=str(self.path))
        module: ModuleType = _cipher
        return module

    @property
    def version(self) -> str:
        """The version of SQLite that reads this file."""
        return str(self.module.sqlite_version)

    @property
    def wal(self) -> bool:
        """Whether WAL is safe with this SQLite."""
        return self.key is not None or sqlite3.sqlite_version_info >= WAL_FIXED

    def connect(self, *, read_only: bool = False) -> RawConnection:
        """A connection in autocommit mode (transactions are begun by hand), rows by name.

        Raises StoreTrouble; a file that does not exist is ``missing``, never made.
        """
        module = self.module
        factory = _PlainConnection if self.key is None else _CIPHER_CONNECTION
        use = peek.use(self.path, None if self.key is None else self.key.id)
        try:
            self._check_kind(use.kind)
            raw = module.connect(
                f"{self.path.absolute().as_uri()}?mode=rw",
                uri=True,
                isolation_level=None,
                factory=factory,
                timeout=0,
                cached_statements=512,
                check_same_thread=False,
            )
        except module.Error as error:
            use.end()
            raise self._trouble(error) from error
        except BaseException:
            use.end()
            raise
        raw.in_use = use
        try:
            self._prepare(raw, read_only)
        except module.Error as error:
            raw.close()
            raise self._trouble(error) from error
        except BaseException:
            raw.close()
            raise
        return raw

    def create_file(self) -> None:
        """Make the empty file of a new store, for its owner alone. Raises StoreTrouble."""
        try:
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except FileExistsError as error:
            raise StoreTrouble("exists", path=str(self.path)) from error
        except OSError as error:
            raise errors.from_os(error, self.path) from error

    def _prepare(self, raw: RawConnection, read_only: bool) -> None:
        raw.row_factory = self.module.Row
        if self.key is not None:
            raw.execute("PRAGMA cipher_log_level = NONE")  # it would write on the screen
            raw.execute("PRAGMA temp_store = MEMORY")  # a temporary file would be in plain
            salt = "" if self.path.stat().st_size else _new_salt(self.key).hex()
            raw.execute(f"PRAGMA key = \"x'{self.key.secret.hex()}{salt}'\"")
        retry(lambda: raw.execute("SELECT count(*) FROM sqlite_schema").fetchone())
        wanted = "wal" if self.wal else "truncate"
        if retry(lambda: raw.execute("PRAGMA journal_mode").fetchone())[0] != wanted:
            retry(lambda: raw.execute(f"PRAGMA journal_mode = {wanted}").fetchone())
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("PRAGMA foreign_keys = ON")
        # Filled only as far as it is used; the default 2 MB decrypts the same pages again and
        # again once a store has grown (a filter at 100k cases: 10 times slower).
        raw.execute("PRAGMA cache_size = -32768")
        raw.execute("PRAGMA trusted_schema = OFF")
        if read_only:
            raw.execute("PRAGMA query_only = ON")

    def _check_kind(self, kind: str) -> None:
        where = str(self.path)
        if kind == "plain" and self.key is not None:
            raise StoreTrouble("not_encrypted", path=where)
        if kind == "other" and self.key is None:
            raise StoreTrouble("encrypted", path=where)

    def _trouble(self, error: BaseException) -> StoreTrouble:
        if errors.is_not_a_database(error) and self.key is not None and not self._key_fits():
            return StoreTrouble("key_wrong", path=str(self.path), key=self.key.id)
        return errors.translate(error, self.path)

    def _key_fits(self) -> bool:
        """Whether this file was made under this key (told by its first 16 bytes)."""
        assert self.key is not None
        head = peek.head(self.path)
        if not isinstance(head, bytes):
            return head == self.key.id
        if not any(head):  # overwritten with zeros: no key fits, and it is not the key's fault
            return True
        return hmac.compare_digest(head[8:], _mark(self.key, head[:8]))


def retry(
    action: Callable[[], _T],
    *,
    seconds: float | None = None,
    give_up: Callable[[], bool] = lambda: False,
) -> _T:
    """Repeat an action while another desk holds the lock: 0.1 to 2 ms apart, at random.

    SQLite's own busy handler backs off to 100 ms and starves writers (PERFORMANCE section 2).
    Raises the library's busy error after ``seconds`` (15), or as soon as ``give_up`` says so.
    """
    until: float | None = None
    limit = BUSY_SECONDS if seconds is None else seconds
    while True:
        try:
            return action()
        except Exception as error:
            if not errors.is_busy(error):
                raise
            present = time.monotonic()
            if until is None:
                until = present + limit
            if present >= until or give_up():
                raise
        time.sleep(_pause(present - until + limit))


def _pause(waited: float) -> float:
    """Seconds to the next try, shorter the longer one has waited: whoever came first is likely to
    be next, and those who just came leave the processor to the desk that holds the lock."""
    least, most = next(span for until, span in _PAUSES if waited < until)
    return random.uniform(least, most)  # noqa: S311


def _mark(key: Key, nonce: bytes) -> bytes:
    return hmac.digest(key.secret, b"agentdesk store " + nonce, hashlib.sha256)[:8]


def _new_salt(key: Key) -> bytes:
    """A salt for a new file: random, and a mark that tells a wrong key from a damaged store."""
    nonce = secrets.token_bytes(8)
    return nonce + _mark(key, nonce)
