"""The drafts of one person: a small database of their own beside the store (G2, ARCHITECTURE).

In the store they would wake every desk's change feed and take the write lock while somebody types.
The file is encrypted under the store's key (plain beside a plain store), for its owner alone; its
name is a keyed digest of the person's code. Everything here runs in any thread, one at a time.

A file that cannot be read is set aside under another name, never deleted, and a new one begun: a
damaged draft must not keep anybody from working.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias, TypeVar

from sqlalchemy import Column, Integer, MetaData, Table, Text, bindparam, delete, select
from sqlalchemy.dialects.sqlite import dialect, insert
from sqlalchemy.schema import CreateTable

from agentdesk.domain.drafts import Draft
from agentdesk.store import errors
from agentdesk.store.errors import StoreTrouble
from agentdesk.store.factory import Opener, RawConnection, retry
from agentdesk.store.keys import Key
from agentdesk.store.opening import Location
from agentdesk.store.presence import make_beside
from agentdesk.store.sql import compiled

FOLDER = "drafts"

Changes: TypeAlias = Mapping[tuple[str, str], Draft | None]
"""What is to be kept, by thing and form; None: nothing any more."""

_T = TypeVar("_T")

_table = Table(
    "draft",
    MetaData(),
    Column("thing", Text, primary_key=True),
    Column("form", Text, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("op", Text, nullable=False),
    Column("typing", Integer, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_strict=True,
)
_CREATE = str(CreateTable(_table, if_not_exists=True).compile(dialect=dialect()))
_new = insert(_table)
_KEEP = compiled(
    _new.on_conflict_do_update(
        index_elements=[_table.c.thing, _table.c.form],
        set_={name: _new.excluded[name] for name in ("at", "op", "typing", "body")},
    )
)
_DROP = compiled(
    delete(_table).where(_table.c.thing == bindparam("thing"), _table.c.form == bindparam("form"))
)
_ALL = compiled(select(_table).order_by(_table.c.at.desc(), _table.c.thing, _table.c.form))

_DAMAGED = frozenset({"corrupt", "key_wrong", "encrypted", "not_encrypted"})


class DraftFile:
    """The drafts of one person. Every call may raise StoreTrouble; closed, it opens again."""

    def __init__(self, place: Location, person: str) -> None:
        key = place.opener.key
        named_by: Key = key or place.audit
        digest = hmac.digest(
            named_by.secret, b"agentdesk drafts " + person.encode(), hashlib.sha256
        )
        self._opener = Opener(place.folder / FOLDER / f"{digest.hex()[:32]}.db", key)
        self._lock = threading.Lock()
        self._raw: RawConnection | None = None
        self._file_id: tuple[int, int] | None = None
        self._aside: Path | None = None

    @property
    def path(self) -> Path:
        """Its file."""
        return self._opener.path

    def all(self) -> list[Draft]:
        """Every draft, the newest first."""
        return self._use(lambda raw: [] if raw is None else _read(raw), make=False)

    def write(self, changes: Changes) -> None:
        """Carry changes out, all of them or none; they have reached the disk afterwards."""
        self._use(lambda raw: _write(raw, changes), make=any(changes.values()))

    def take_aside(self) -> Path | None:
        """Where a damaged file was set aside, told once."""
        with self._lock:
            told, self._aside = self._aside, None
            return told

    def close(self) -> None:
        """Close the file. Safe to call twice."""
        with self._lock:
            self._shut()

    # --- inside

    def _use(self, work: Callable[[RawConnection | None], _T], *, make: bool) -> _T:
        with self._lock:
            try:
                return self._once(work, make)
            except StoreTrouble as trouble:
                damaged = self._file_id
                self._shut()
                if trouble.code not in _DAMAGED or not self._put_aside(damaged):
                    raise
            return self._once(work, make)

    def _once(self, work: Callable[[RawConnection | None], _T], make: bool) -> _T:
        raw = self._opened(make)
        try:
            return work(raw)
        except self._opener.module.Error as error:
            if raw is not None and raw.in_transaction:
                with suppress(self._opener.module.Error):
                    raw.execute("ROLLBACK")
            raise errors.translate(error, self.path) from error

    def _opened(self, make: bool) -> RawConnection | None:
        """The connection; one to a file that was moved away would keep what nobody sees again."""
        present = _file_id(self.path)
        if self._raw is not None and present == self._file_id:
            return self._raw
        self._shut()
        if present is None:
            if not make:
                return None
            self._create()
            present = _file_id(self.path)
        self._file_id = present
        raw = self._opener.connect()
        try:
            retry(lambda: raw.execute(_CREATE))
        except self._opener.module.Error as error:
            raw.close()
            raise errors.translate(error, self.path) from error
        self._raw = raw
        return raw

    def _shut(self) -> None:
        raw, self._raw, self._file_id = self._raw, None, None
        if raw is not None:
            with suppress(self._opener.module.Error):
                raw.close()

    def _create(self) -> None:
        """Make the file whole under another name: two programs may begin it at once."""
        path = self.path
        fresh = Opener(path.with_name(f"{path.name}.new-{secrets.token_hex(4)}"), self._opener.key)
        try:
            make_beside(path.parent)
            fresh.create_file()
            raw = fresh.connect()
            try:
                raw.execute(_CREATE)
            finally:
                raw.close()
            with suppress(FileExistsError):
                os.link(fresh.path, path)
        except OSError as error:
            raise errors.from_os(error, path) from error
        except fresh.module.Error as error:
            raise errors.translate(error, path) from error
        finally:
            for part in path.parent.glob(f"{fresh.path.name}*"):
                part.unlink(missing_ok=True)

    def _put_aside(self, damaged: tuple[int, int] | None) -> bool:
        """Give the damaged file another name, unless another program has done so. False: there is
        nothing that could be done."""
        if damaged is None:
            return False
        if _file_id(self.path) != damaged:
            return True
        aside = self.path.with_name(f"{self.path.stem}.damaged-{secrets.token_hex(4)}")
        try:
            self.path.rename(aside)
            for tail in ("-wal", "-shm", "-journal"):
                with suppress(FileNotFoundError):
                    self.path.with_name(self.path.name + tail).rename(f"{aside}{tail}")
        except OSError as error:
            raise errors.from_os(error, self.path) from error
        self._aside = aside
        return True


def _read(raw: RawConnection) -> list[Draft]:
    return [
        Draft(row["thing"], row["form"], values, row["at"], row["op"], bool(row["typing"]))
        for row in retry(lambda: raw.execute(_ALL.text, _ALL.fixed).fetchall())
        if (values := _values(row["body"])) is not None
    ]


def _values(body: str) -> Mapping[str, str] | None:
    try:
        found = json.loads(body)
    except ValueError:
        return None
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else None


def _write(raw: RawConnection | None, changes: Changes) -> None:
    if raw is None:  # no file, and nothing to put into it
        return
    retry(lambda: raw.execute("BEGIN IMMEDIATE"))
    for (thing, form), draft in changes.items():
        if draft is None:
            raw.execute(_DROP.text, {**_DROP.fixed, "thing": thing, "form": form})
            continue
        values = {
            "thing": thing, "form": form, "at": draft.at, "op": draft.op,
            "typing": int(draft.typing), "body": json.dumps(dict(draft.values)),
        }  # fmt: skip
        raw.execute(_KEEP.text, {**_KEEP.fixed, **values})
    retry(lambda: raw.execute("COMMIT"))


def _file_id(path: Path) -> tuple[int, int] | None:
    try:
        info = path.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise errors.from_os(error, path) from error
    return (info.st_dev, info.st_ino)
