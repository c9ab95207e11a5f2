"""Screen pop: a softphone says who rings, and the running desk opens its intake (B1).

Each running desk listens on a Unix socket of its own in a folder that only its user may enter;
``agentdesk pop`` asks the newest first. One line of JSON each way. Systems without Unix sockets
for asyncio (Windows) have no screen pop.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import socket
import stat
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agentdesk.domain.text import one_line

LONGEST = 200
"""Characters of a number or a name: whatever is longer is cut."""

LARGEST = 4096
"""Bytes of a message."""

PATIENCE = 3.0
"""Seconds within which a desk answers."""


@dataclass(frozen=True, slots=True)
class Call:
    """Who rings: a number, and a name where the telephone system knows one. Clean, one line."""

    phone: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a desk made of it: ``opened``, ``waiting`` (shown when what is typed there is done),
    ``other_person``, ``not_open``."""

    outcome: str
    person: str = ""

    @property
    def taken(self) -> bool:
        """Somebody sees the call."""
        return self.outcome in ("opened", "waiting")


Take = Callable[[Call, str], Answer]
"""Show a call on this desk, if it is that person's (empty: anybody's)."""


class NoFolder(Exception):
    """The folder of sockets cannot be made, or belongs to somebody else."""


class Line:
    """A desk that listens; close it at the end."""

    def __init__(self, server: asyncio.AbstractServer, path: Path) -> None:
        self._server = server
        self._path = path

    async def aclose(self) -> None:
        """Listen no more, and take the socket away."""
        self._server.close()
        with contextlib.suppress(OSError):
            self._path.unlink()


def supported() -> bool:
    """Whether this system has what it takes."""
    return hasattr(asyncio, "start_unix_server") and hasattr(socket, "AF_UNIX")


def folder_of(data: Path, environ: Mapping[str, str] = os.environ) -> Path:
    """Where desks of a data folder listen: short, because a socket's path has 100 characters."""
    runtime = environ.get("XDG_RUNTIME_DIR", "")
    base = Path(runtime) if runtime and os.access(runtime, os.W_OK) else Path(tempfile.gettempdir())
    digest = hashlib.sha256(str(data.absolute()).encode("utf-8", "surrogateescape")).hexdigest()
    return base / f"agentdesk-{os.getuid()}" / digest[:16]


async def listen(data: Path, take: Take, environ: Mapping[str, str] = os.environ) -> Line | None:
    """Listen for calls to the desk of a folder; None where that is not possible here."""
    if not supported():
        return None
    try:
        folder = _own_folder(folder_of(data, environ))
        path = folder / f"{os.getpid()}.sock"
        path.unlink(missing_ok=True)

        async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with contextlib.suppress(OSError, ValueError, TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    said = _read(await reader.readline())
                    answer = take(*said)
                    writer.write(json.dumps([answer.outcome, answer.person]).encode() + b"\n")
                    await writer.drain()
            writer.close()

        return Line(await asyncio.start_unix_server(hear, path, limit=LARGEST), path)
    except (OSError, NoFolder):
        return None


def ring(
    data: Path, call: Call, person: str = "", environ: Mapping[str, str] = os.environ
) -> Answer | None:
    """Tell the running desks of a folder who rings, the newest first; None if none is running.

    Blocks for a few seconds at most. Raises NoFolder if the folder is not ours alone.
    """
    folder = folder_of(data, environ)
    if not supported() or not folder.is_dir():
        return None
    _own_folder(folder)
    heard: Answer | None = None
    for path in sorted(folder.glob("*.sock"), key=_age):
        answer = _ask(path, call, person)
        if answer is not None and answer.taken:
            return answer
        heard = answer or heard
    return heard


def tidy(phone: str, name: str = "") -> Call:
    """A call out of what a telephone system says."""
    return Call(one_line(phone)[:LONGEST], one_line(name)[:LONGEST])


def _ask(path: Path, call: Call, person: str) -> Answer | None:
    line = json.dumps({"phone": call.phone, "name": call.name, "person": person})
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as wire:
            wire.settimeout(PATIENCE)
            wire.connect(str(path))
            wire.sendall(line.encode() + b"\n")
            told = wire.makefile("rb").readline(LARGEST)
        outcome, who = json.loads(told)
        return Answer(str(outcome), str(who))
    except ConnectionRefusedError:  # its desk was killed: nobody listens there any more
        with contextlib.suppress(OSError):
            path.unlink()
        return None
    except (OSError, ValueError):
        return None


def _read(line: bytes) -> tuple[Call, str]:
    """What was said. Raises ValueError for what is no message."""
    said: Any = json.loads(line.decode("utf-8", "replace"))
    if not isinstance(said, dict):
        raise ValueError("not a message")
    phone, name, person = (str(said.get(key) or "") for key in ("phone", "name", "person"))
    return tidy(phone, name), one_line(person)[:LONGEST]


def _own_folder(folder: Path) -> Path:
    """The folder, made if need be. Raises NoFolder unless it is ours and closed to others."""
    for part in (folder.parent, folder):
        try:
            part.mkdir(mode=0o700, exist_ok=True)
            known = part.lstat()
        except OSError as error:
            raise NoFolder(str(part)) from error
        if not stat.S_ISDIR(known.st_mode) or known.st_uid != os.getuid() or known.st_mode & 0o077:
            raise NoFolder(str(part))
    return folder


def _age(path: Path) -> float:
    try:
        return -path.stat().st_mtime
    except OSError:
        return 0.0
