"""Bringing a store's schema up to date: Alembic, in one transaction.

A store is upgraded by ``agentdesk db upgrade`` and never behind somebody's back: `Store.open`
refuses an older one. The whole upgrade is one IMMEDIATE transaction, so that a crash half-way
leaves the store as it was, and of two upgrades at once the second finds nothing left to do.
This module imports SQLAlchemy's engine and Alembic: import it where it is used.
"""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from agentdesk.domain.values import Clock, Event
from agentdesk.store import errors, log, opening
from agentdesk.store.engine import Store
from agentdesk.store.errors import StoreTrouble
from agentdesk.store.factory import Opener, retry
from agentdesk.store.tx import Tx

SCRIPTS = Path(__file__).parent / "migrations"
"""Where the steps stand."""


async def upgrade(
    folder: Path,
    *,
    clock: Clock,
    source: str,
    plain: bool = False,
    keys_folder: Path | None = None,
    scripts: Path = SCRIPTS,
) -> tuple[str | None, str]:
    """Bring the store in a folder up to date, and note it in its log; the revisions before and
    after (equal: there was nothing to do). Raises StoreTrouble."""
    place = await asyncio.to_thread(opening.find, folder, plain, keys_folder, clock)
    before, after = await asyncio.to_thread(upgrade_file, place.opener, scripts=scripts)
    if before != after:
        store = await Store.open(folder, clock=clock, plain=plain, keys_folder=keys_folder)
        try:
            await store.write(partial(_note, before=before, after=after, source=source))
        finally:
            await store.aclose()
    return before, after


def _note(tx: Tx, before: str | None, after: str, source: str) -> None:
    noted = Event("desk_upgraded", tx.now, body={"from": before, "to": after})
    log.append(tx, 0, [noted], now=tx.now, source=source)


def upgrade_file(opener: Opener, *, scripts: Path = SCRIPTS) -> tuple[str | None, str]:
    """Upgrade the store in a file; the revisions before and after.

    Raises StoreTrouble: ``newer`` if the store knows a revision that this program does not, and
    whatever hinders a write. Blocks: call it in a thread.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(opener.path)),
        module=opener.module,
        creator=opener.connect,
        poolclass=NullPool,
    )
    event.listen(engine, "begin", _begin)
    try:
        with engine.connect() as connection, connection.begin():
            before = _revision(connection)
            _refuse_newer(before, scripts, opener.path)
            command.upgrade(_config(connection, scripts), "head")
            after = _revision(connection)
            assert after is not None
            return before, after
    except StoreTrouble:
        raise
    except DBAPIError as error:
        raise errors.translate(error.orig or error, opener.path) from error
    except opener.module.Error as error:
        raise errors.translate(error, opener.path) from error
    except Exception as error:  # a step of our own failed: nothing of the upgrade stays
        detail = type(error).__name__
        raise StoreTrouble("upgrade_failed", path=str(opener.path), detail=detail) from error
    finally:
        engine.dispose()


def _begin(connection: Connection) -> None:
    raw: Any = connection.connection.dbapi_connection
    retry(lambda: raw.execute("BEGIN IMMEDIATE"))


def _revision(connection: Connection) -> str | None:
    names = connection.exec_driver_sql(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = 'alembic_version'"
    ).all()
    if not names:
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _refuse_newer(revision: str | None, scripts: Path, path: Path) -> None:
    known = {file.name.split("_")[0] for file in (scripts / "versions").glob("[0-9]*.py")}
    if revision is not None and revision not in known:
        raise StoreTrouble("newer", path=str(path), found=revision, known=max(known))


def _config(connection: Connection, scripts: Path) -> Config:
    config = Config()
    # A percent sign in a path would be read as an interpolation.
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
