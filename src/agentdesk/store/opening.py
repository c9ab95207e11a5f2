"""Finding, making and checking a store before the first unit of work.

A folder holds ``store.db``, ``store.key`` (unless the store is plain) and ``audit.key``. Whether a
store is encrypted is decided by the key: with a key the file must be encrypted, without one it
must be plain. A new store is made under another name and moved into place when it is whole.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from agentdesk.domain.values import Clock
from agentdesk.store import errors, keys, schema
from agentdesk.store.errors import StoreTrouble
from agentdesk.store.factory import (
    STORE_FILE,
    Opener,
    RawConnection,
    cipher_available,
    file_kind,
    retry,
)
from agentdesk.store.keys import AUDIT_KEY, STORE_KEY, Key


@dataclass(frozen=True, slots=True)
class Location:
    """Where a store is and what opens it. ``file_id`` tells its file from a later one."""

    folder: Path
    opener: Opener
    audit: Key
    file_id: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read from a store when it was opened."""

    uid: str
    schema_version: int
    head: int


def find(folder: Path, plain: bool, keys_folder: Path | None, clock: Clock) -> Location:
    """The store in a folder, with its keys read. Raises StoreTrouble."""
    path = folder / STORE_FILE
    if file_kind(path) == "missing":
        raise StoreTrouble("missing", path=str(path), folder=str(folder))
    key = _store_key(path, plain, keys_folder or folder)
    audit = keys.read((keys_folder or folder) / AUDIT_KEY)
    return Location(folder, Opener(path, key), audit, _file_id(path))


def create(folder: Path, plain: bool, keys_folder: Path | None, clock: Clock) -> Location:
    """Make a new store, whole or not at all. Keys that are already there are kept and used.

    Raises StoreTrouble; ``exists`` if there is a store, also one that another program has made
    in the meantime.
    """
    path = folder / STORE_FILE
    if file_kind(path) != "missing":
        raise StoreTrouble("exists", path=str(path), folder=str(folder))
    _make_folder(folder)
    where = keys_folder or folder
    _make_folder(where)
    key = None if plain or not cipher_available() else _read_or_make(where / STORE_KEY)
    audit = _read_or_make(where / AUDIT_KEY)
    fresh = Opener(path.with_name(f"{STORE_FILE}.new-{secrets.token_hex(4)}"), key)
    try:
        fresh.create_file()
        _fill(fresh, audit, clock)
        _move_into_place(fresh.path, path)
    finally:
        for part in folder.glob(f"{fresh.path.name}*"):
            part.unlink(missing_ok=True)
    return Location(folder, Opener(path, key), audit, _file_id(path))


def check(raw: RawConnection, place: Location) -> Facts:
    """What an opened store says of itself, and that it can be written to.

    Raises StoreTrouble ``older``, ``newer``, ``not_a_desk``, ``audit_wrong``, ``corrupt``,
    ``read_only``.
    """
    path = place.opener.path

    def look() -> Facts:
        check_revision(raw, path)
        told = dict(raw.execute("SELECT key, value FROM meta").fetchall())
        if told.get("audit_key") != place.audit.id:
            raise StoreTrouble("audit_wrong", path=str(path), key=place.audit.id)
        # SQLite opens a write-protected file without a word and fails at the first write.
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("ROLLBACK")
        head = raw.execute("SELECT coalesce(max(seq), 0) FROM event").fetchone()[0]
        version = raw.execute("PRAGMA schema_version").fetchone()[0]
        return Facts(told["desk_uid"], version, head)

    try:
        return retry(look)
    except place.opener.module.Error as error:
        raise errors.translate(error, path) from error


def check_revision(raw: RawConnection, path: Path) -> None:
    """Compare the store's schema with this program's. Raises StoreTrouble."""
    known = raw.execute(
        "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'alembic_version'"
    ).fetchone()
    row = known and raw.execute("SELECT version_num FROM alembic_version").fetchone()
    if not row:
        raise StoreTrouble("not_a_desk", path=str(path))
    if row[0] not in schema.KNOWN:
        raise StoreTrouble("newer", path=str(path), found=row[0], known=schema.HEAD)
    if row[0] != schema.HEAD:
        raise StoreTrouble("older", path=str(path), found=row[0], known=schema.HEAD)


def still_there(place: Location) -> None:
    """A store whose file was moved away would take writes that nobody sees again."""
    try:
        same = _file_id(place.opener.path) == place.file_id
    except StoreTrouble:
        same = False
    if not same:
        raise StoreTrouble("gone", path=str(place.opener.path))


def _store_key(path: Path, plain: bool, where: Path) -> Key | None:
    key_file = where / STORE_KEY
    kind = file_kind(path)
    if kind == "empty":
        raise StoreTrouble("corrupt", path=str(path), detail="0 bytes")
    if plain or (kind == "plain" and not key_file.exists()):
        if kind != "plain":
            raise StoreTrouble("encrypted", path=str(path))
        return None
    key = keys.read(key_file)
    if not cipher_available():
        raise StoreTrouble("no_cipher", path=str(path))
    return key


def _read_or_make(path: Path) -> Key:
    if not path.exists():
        try:
            keys.write(path, keys.new())
        except StoreTrouble as trouble:
            if trouble.code != "key_exists":  # another program was quicker: its key counts
                raise
    return keys.read(path)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise errors.from_os(error, folder) from error


def _fill(fresh: Opener, audit: Key, clock: Clock) -> None:
    from agentdesk.store import migrate

    migrate.upgrade_file(fresh)
    raw = fresh.connect()
    told = {
        "desk_uid": secrets.token_hex(8),
        "audit_key": audit.id,
        "made_at": str(clock.now()),
    }
    try:
        raw.executemany("INSERT INTO meta (key, value) VALUES (?, ?)", told.items())
    except fresh.module.Error as error:
        raise errors.translate(error, fresh.path) from error
    finally:
        raw.close()


def _move_into_place(fresh: Path, path: Path) -> None:
    try:
        handle = os.open(fresh, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        os.link(fresh, path)  # unlike a rename this fails if the name is taken
    except FileExistsError as error:
        raise StoreTrouble("exists", path=str(path), folder=str(path.parent)) from error
    except OSError as error:
        raise errors.from_os(error, path) from error


def _file_id(path: Path) -> tuple[int, int]:
    try:
        info = path.stat()
    except OSError as error:
        raise errors.from_os(error, path) from error
    return (info.st_dev, info.st_ino)
