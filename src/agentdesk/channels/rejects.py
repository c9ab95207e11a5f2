"""The rejects file: every row that was not taken, its line and the reason, and the row itself.

It is written in the encoding and with the delimiter of the file it comes from, bytes that could
not be read included: put right, it can be imported with the same mapping. It holds customers'
data, so only its owner may read it.
"""

from __future__ import annotations

import codecs
import csv
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from agentdesk.channels.csv_import import Checked, Reject
from agentdesk.channels.csv_read import FileProblem

_HANDLER = "agentdesk.rejects"


def free_name(source: Path, folder: Path) -> Path:
    """A name for the rejects of a file that no file has yet: ``x.rejects.csv``, ``-2``, …"""
    number = 1
    while True:
        tail = "" if number == 1 else f"-{number}"
        path = folder / f"{source.stem}.rejects{tail}.csv"
        if not path.exists():
            return path
        number += 1


def write(path: Path, checked: Checked, why: Callable[[Reject], str]) -> None:
    """Write the rejects of a checked file, whole or not at all. ``why`` words a reason.

    Raises FileProblem ``rejects_same`` or ``rejects_unwritable``.
    """
    if path.exists() and path.samefile(checked.path):
        raise FileProblem("rejects_same", path=str(path))
    header = list(checked.header)
    fresh = ""
    try:
        handle, fresh = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(
            handle, "w", encoding=checked.mapping.encoding, errors=_HANDLER, newline=""
        ) as file:
            writer = csv.writer(file, delimiter=checked.mapping.delimiter, lineterminator="\n")
            writer.writerow([_free("line", header), _free("reason", header), *header])
            for reject in checked.rejects:
                writer.writerow([reject.line, why(reject), *reject.values])
        Path(fresh).replace(path)
    except OSError as error:
        if fresh:
            Path(fresh).unlink(missing_ok=True)
        detail = os.strerror(error.errno or 0)
        raise FileProblem("rejects_unwritable", path=str(path), detail=detail) from None


def _free(name: str, header: Sequence[str]) -> str:
    while name in header:
        name = f"reject_{name}"
    return name


def _as_it_was(error: UnicodeError) -> tuple[str | bytes, int]:
    """A byte that could not be read goes back as it was; what the encoding lacks becomes ``?``."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    part = error.object[error.start : error.end]
    if all("\udc80" <= sign <= "\udcff" for sign in part):
        return bytes(ord(sign) - 0xDC00 for sign in part), error.end
    return "?" * len(part), error.end


codecs.register_error(_HANDLER, _as_it_was)
