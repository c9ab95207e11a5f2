"""The floor under the store: the same file through the bare library, statements written by hand.

It uses nothing of the program but the key files: the same library (SQLCipher for an encrypted
store), the same settings, the same chain, and it writes the same rows. So what is above the floor
is what the program adds.
"""

from __future__ import annotations

import hmac
import json
import random
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

_T = TypeVar("_T")

Raw = Any
"""A connection of sqlite3 or sqlcipher3."""

GENESIS = bytes(32)
_FIELDS = ("actor", "at", "body", "case_id", "key_id", "kind", "op_id", "recorded_at", "seq",
           "source", "v", "ver")  # fmt: skip
_dumps = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode

KEY = "band, rank, due, received, id"
OPEN = "owner IS NULL AND band < 9 AND status IN ('new', 'open')"


def connect(folder: Path) -> Raw:
    """A bare connection in autocommit mode to the store of a folder."""
    path, key = folder / "store.db", folder / "store.key"
    if key.exists():
        from sqlcipher3 import dbapi2

        raw = dbapi2.connect(str(path), isolation_level=None, timeout=0, cached_statements=512)
        raw.execute(f"PRAGMA key = \"x'{secret(key).hex()}'\"")
    else:
        raw = sqlite3.connect(str(path), isolation_level=None, timeout=0, cached_statements=512)
    # Several who open at once wait for one another here, too.
    _patiently(lambda: raw.execute("PRAGMA synchronous = FULL"))
    raw.execute("PRAGMA foreign_keys = ON")
    raw.execute("PRAGMA trusted_schema = OFF")
    return raw


def secret(path: Path) -> bytes:
    """The 32 bytes of a key file."""
    return bytes.fromhex(_key_file(path)[0])


def key_id(path: Path) -> str:
    """The id of a key, as events carry it."""
    return _key_file(path)[1]


def _key_file(path: Path) -> tuple[str, str]:
    said = dict(line.split(" ", 1) for line in path.read_text("ascii").splitlines() if " " in line)
    return said["key"], said["id"]


def write(raw: Raw, work: Callable[[Raw], _T]) -> _T:
    """One transaction under the write lock, waiting 0.2 to 1 ms at a time for it."""
    _patiently(lambda: raw.execute("BEGIN IMMEDIATE"))
    try:
        result = work(raw)
        _patiently(lambda: raw.execute("COMMIT"))
    except BaseException:
        raw.execute("ROLLBACK")
        raise
    return result


def _patiently(action: Callable[[], object]) -> None:
    until = time.monotonic() + 15
    while True:
        try:
            action()
            return
        except Exception as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
        time.sleep(random.uniform(0.0002, 0.001))


class Chain:
    """Appends events as the log has them: sealed, each to the one before."""

    def __init__(self, folder: Path) -> None:
        path = folder / "audit.key"
        self.key, self.key_id = secret(path), key_id(path)

    def append(self, raw: Raw, rows: Sequence[dict[str, Any]]) -> None:
        """Insert events; seq, prev and mac are put in here."""
        last = raw.execute("SELECT seq, mac FROM event ORDER BY seq DESC LIMIT 1").fetchone()
        seq, prev = last or (0, GENESIS)
        for row in rows:
            seq += 1
            row["seq"], row["prev"], row["key_id"] = seq, prev, self.key_id
            covered = _dumps({name: row[name] for name in _FIELDS})
            row["mac"] = prev = hmac.digest(self.key, prev + covered.encode("ascii"), "sha256")
        raw.executemany(insert_of("event", rows[0]), rows)


def insert_of(table: str, row: Mapping[str, Any]) -> str:
    """An INSERT with named parameters for the columns of a row."""
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(f':{c}' for c in row)})"


def rows(raw: Raw, table: str, where: str, *given: Any) -> list[dict[str, Any]]:
    """Whole rows as dictionaries."""
    cursor = raw.execute(f"SELECT * FROM {table} WHERE {where}", given)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
