"""``agentdesk doctor``: what this program stands on here, and what is wrong with it.

Works without a store, changes nothing, and shows neither keys nor customers.
"""

from __future__ import annotations

import locale
import os
import platform
import shutil
import sqlite3
import stat
import sys
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from agentdesk import __version__
from agentdesk.channels import mail_config
from agentdesk.channels.mail_words import problem_line
from agentdesk.cli import out
from agentdesk.cli.context import Context
from agentdesk.cli.doctor_page import show
from agentdesk.cli.errors import NOTHING, OK, sentence
from agentdesk.i18n import format as form
from agentdesk.i18n import language, t
from agentdesk.store import factory, keys, letters_left
from agentdesk.store.errors import StoreTrouble
from agentdesk.store.factory import RawConnection

_LIBRARIES = (
    "textual", "sqlalchemy", "alembic", "aiosqlite", "python-dateutil", "holidays", "tzdata",
    "sqlcipher3",
)  # fmt: skip
_SMALLEST = (80, 24)
_LITTLE_ROOM = 20_000_000
"""Bytes on a disk below which the next import may fail."""


def run(ctx: Context) -> int:
    """Print the findings; 1 if something needs a hand, else 0."""
    found: dict[str, Any] = {
        "program": _program(),
        "sqlite": _sqlite(),
        "store": _store(ctx),
        "keys": _keys(ctx.places.data),
        "mail": _mail(ctx),
        "settings": {"folder": str(ctx.places.config), "language": language()},
        "terminal": _terminal(ctx),
        "locale": _locale(),
    }
    problems, notes = _judge(found)
    found["problems"] = problems
    found["notes"] = notes
    if ctx.json:
        out.data(found)
    else:
        show(found)
    return NOTHING if problems else OK


def _program() -> dict[str, Any]:
    versions = {name: _version(name) for name in _LIBRARIES}
    return {
        "agentdesk": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "libraries": versions,
    }


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _sqlite() -> dict[str, Any]:
    found: dict[str, Any] = {
        "version": sqlite3.sqlite_version,
        "wal_reset_fix": sqlite3.sqlite_version_info >= factory.WAL_FIXED,
        "cipher": None,
    }
    if factory.cipher_available():
        from sqlcipher3 import dbapi2 as cipher

        found["cipher"] = {
            "sqlite": cipher.sqlite_version,
            "wal_reset_fix": tuple(cipher.sqlite_version_info) >= factory.WAL_FIXED,
        }
    return found


def _store(ctx: Context) -> dict[str, Any]:
    folder = ctx.places.data
    path = folder / factory.STORE_FILE
    found: dict[str, Any] = {
        "folder": str(folder),
        "file": str(path),
        "state": "missing",
        "folder_mode": _mode(folder),
        "mode": _mode(path),
        "bytes": None,
        "encrypted": None,
        "schema": None,
        "schema_known": _newest_schema(),
        "journal": None,
        "letters": None,
        "trouble": None,
        **_room(folder),
    }
    try:
        kind = factory.file_kind(path)
        if kind == "missing":
            return found
        if path.stat().st_size == 0:
            raise StoreTrouble("corrupt", path=str(path), detail="0 bytes")
        found["state"] = "found"
        found["bytes"] = path.stat().st_size
        found["encrypted"] = kind == "other"
        key = keys.read(folder / keys.STORE_KEY) if kind == "other" else None
        _look_inside(factory.Opener(path, key), found)
    except StoreTrouble as trouble:
        found["state"] = "trouble"
        found["trouble"] = sentence(trouble)
    except OSError as error:
        found["state"] = "trouble"
        found["trouble"] = sentence(error)
    return found


def _room(folder: Path) -> dict[str, Any]:
    """Whether something can be written where the store is, or would be, and how many bytes."""
    there = next(place for place in (folder, *folder.parents) if place.is_dir())
    try:
        free = shutil.disk_usage(there).free
    except OSError:
        free = None
    return {"writable": os.access(there, os.W_OK | os.X_OK), "free": free}


def _look_inside(opener: factory.Opener, found: dict[str, Any]) -> None:
    """Read the schema's version and the journal. Raises StoreTrouble."""
    raw: RawConnection = opener.connect(read_only=True)
    try:
        found["journal"] = raw.execute("PRAGMA journal_mode").fetchone()[0]
        found["schema"] = raw.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        found["sqlite"] = opener.version
        if found["schema"] >= letters_left.SINCE:
            found["letters"] = _letters(letters_left.left(raw))
        found["state"] = "open"
    except opener.module.Error:
        raise StoreTrouble("not_a_desk", path=str(opener.path)) from None
    finally:
        raw.close()


def _letters(left: letters_left.Left) -> dict[str, Any]:
    since = left.since
    return {
        "waiting": left.waiting,
        "since": out.iso(since),
        "since_here": None if since is None else form.iso_minute(since, form.zone(left.zone)),
        "undelivered": left.undelivered,
    }


def _newest_schema() -> str:
    """The newest migration this program brings, by its file's name: the schema itself is
    declared with SQLAlchemy, which takes longer to import than all of this."""
    folder = Path(factory.__file__).parent / "migrations" / "versions"
    return max(file.name.split("_")[0] for file in folder.glob("[0-9]*.py"))


def _keys(folder: Path) -> list[dict[str, Any]]:
    return [_key(folder / name) for name in (keys.STORE_KEY, keys.AUDIT_KEY)]


def _key(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = {
        "file": str(path),
        "mode": _mode(path),
        "state": "missing",
        "id": None,
        "trouble": None,
    }
    if found["mode"] is None:
        return found
    try:
        found["id"] = keys.read(path).id
        found["state"] = "ok"
    except StoreTrouble as trouble:
        found["state"] = trouble.code
        found["trouble"] = sentence(trouble)
    return found


def _mail(ctx: Context) -> dict[str, Any]:
    """Whether letters can leave this desk, and by which servers. No name and no secret."""
    found = mail_config.look(ctx.places.data, ctx.environ)
    smtp = found.config.smtp if found.config else None
    sms = found.config.sms if found.config else None
    return {
        "file": str(found.path),
        "state": "trouble" if found.problems else "found" if found.there else "missing",
        "mode": _mode(found.path),
        "smtp": f"{smtp.host}:{smtp.port}" if smtp else None,
        "security": smtp.security if smtp else None,
        "sms": urlsplit(sms.url).hostname if sms else None,
        "problems": [problem_line(one) for one in found.problems],
        "warnings": [problem_line(one) for one in found.warnings],
    }


def _mode(path: Path) -> str | None:
    try:
        return f"{stat.S_IMODE(path.stat().st_mode):04o}"
    except OSError:
        return None


def _terminal(ctx: Context) -> dict[str, Any]:
    env = ctx.environ
    size = shutil.get_terminal_size((0, 0))
    tty = all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    return {
        "tty": tty,
        "term": env.get("TERM"),
        "size": [size.columns, size.lines] if tty else None,
        "colours": _colours(env.get("COLORTERM", ""), env.get("TERM", ""), "NO_COLOR" in env),
        "multiplexer": "tmux" if env.get("TMUX") else "screen" if env.get("STY") else None,
    }


def _colours(colorterm: str, term: str, none: bool) -> str:
    if none or term in ("", "dumb"):
        return "none"
    if colorterm.lower() in ("truecolor", "24bit"):
        return "truecolor"
    return "256" if "256color" in term else "16"


def _locale() -> dict[str, Any]:
    return {
        "encoding": (sys.stdout.encoding or "").lower(),
        "preferred": locale.getpreferredencoding(False).lower(),
        "lang": os.environ.get("LC_ALL") or os.environ.get("LC_CTYPE") or os.environ.get("LANG"),
    }


def _judge(found: dict[str, Any]) -> tuple[list[str], list[str]]:
    """What needs a hand, and what is good to know."""
    problems: list[str] = []
    notes: list[str] = []
    store = found["store"]
    if store["trouble"]:
        problems.append(store["trouble"])
    problems.extend(key["trouble"] for key in found["keys"] if key["trouble"])
    if store["state"] == "open" and found["keys"][1]["state"] == "missing":
        problems.append(sentence(StoreTrouble("audit_missing", path=found["keys"][1]["file"])))
    if not store["writable"] and store["state"] in ("open", "missing"):
        problems.append(t("cli.doctor.closed", folder=store["folder"]))
    if store["free"] is not None and store["free"] < _LITTLE_ROOM:
        problems.append(t("cli.doctor.no_room", free=store["free"] // 1_000_000))
    problems.extend(found["mail"]["problems"])
    notes.extend(found["mail"]["warnings"])
    letters = store["letters"] or {"waiting": 0, "undelivered": 0}
    if letters["waiting"] and not (found["mail"]["smtp"] or found["mail"]["sms"]):
        waiting = {"count": letters["waiting"], "since": letters["since_here"]}
        problems.append(t("mail.doctor.held", **waiting))
    if letters["undelivered"]:
        notes.append(t("mail.doctor.undelivered", count=letters["undelivered"]))
    if store["schema"] and store["schema"] != store["schema_known"]:
        older = store["schema"] < store["schema_known"]
        params = {"found": store["schema"], "known": store["schema_known"]}
        if older:
            problems.append(t("cli.doctor.older", **params))
        else:
            problems.append(t("cli.doctor.newer", **params))
    if store["state"] == "missing":
        notes.append(t("cli.doctor.no_store"))
    elif store["encrypted"] is False:
        notes.append(t("cli.doctor.plain"))
    if found["sqlite"]["cipher"] is None:
        notes.append(t("cli.doctor.no_cipher"))
    if not found["sqlite"]["wal_reset_fix"] and store["encrypted"] is False:
        notes.append(t("cli.doctor.truncate", version=found["sqlite"]["version"]))
    size = found["terminal"]["size"]
    if size and (size[0] < _SMALLEST[0] or size[1] < _SMALLEST[1]):
        notes.append(t("cli.doctor.small", columns=size[0], lines=size[1]))
    if "utf" not in found["locale"]["encoding"]:
        notes.append(t("cli.doctor.encoding", encoding=found["locale"]["encoding"] or "-"))
    return list(dict.fromkeys(problems)), notes
