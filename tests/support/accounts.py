"""Being nobody for a while: root may write everywhere, so permissions are tried without it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534


def is_root() -> bool:
    """Whether permissions do not bind this process."""
    return os.name == "posix" and os.geteuid() == 0


@contextmanager
def open_folder() -> Iterator[Path]:
    """A fresh folder that an ordinary account can reach (pytest's own belong to root alone)."""
    with tempfile.TemporaryDirectory(prefix="agentdesk-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@contextmanager
def as_ordinary_account(*files: Path, account: int = NOBODY, group: int = NOBODY) -> Iterator[None]:
    """Run as an account that permissions bind; ``files`` are given to it first."""
    if not is_root():
        yield
        return
    for file in files:
        os.chown(file, account, group)
    more = os.getgroups()
    os.setgroups([])
    os.setegid(group)
    os.seteuid(account)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(more)
