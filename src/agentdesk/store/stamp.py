"""Whether a file may have been written to, told by its times: a fifth of what asking SQLite costs.

What is written may be seen later than its time shows (a commit waits for the disk), or in the same
tick of the file system's clock as the look before. So the looks after a change say yes, too; and
one in ten does, whatever the times are.
"""

from __future__ import annotations

import os
from pathlib import Path

AFTER = 5
"""So many looks after a change say yes as well."""

ALWAYS = 10


class Stamp:
    """The times of a file, or of a folder (files in it that come, go and are replaced)."""

    def __init__(self, path: Path) -> None:
        self._path = os.fspath(path)
        self._last: tuple[int, int, int] | None = None
        self._quiet = 0
        """Looks since the last change."""

    def moved(self) -> bool:
        """Whether to look closer."""
        try:
            info = os.stat(self._path)
        except OSError:
            return True
        stamp = (info.st_mtime_ns, info.st_size, info.st_ino)
        self._quiet = self._quiet + 1 if stamp == self._last else 0
        self._last = stamp
        return self._quiet <= AFTER or self._quiet % ALWAYS == 0
