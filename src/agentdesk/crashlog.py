"""A note of what went wrong, for whoever repairs it, without anything a customer said.

Only what our own code wrote down goes in: the kind of error and the places it passed through. An
error's message is kept where its kind cannot quote data; elsewhere only its length is.
"""

from __future__ import annotations

import os
import time
import traceback
import uuid
from pathlib import Path

FILE = "errors.log"
_QUOTES_NO_DATA = (
    AttributeError,
    TypeError,
    NameError,
    ImportError,
    RecursionError,
    NotImplementedError,
)


class CrashLog:
    """Writes notes into one file of a folder; without a folder it only hands out ids."""

    def __init__(self, folder: Path | None) -> None:
        self.path = folder / FILE if folder is not None else None

    def write(self, error: BaseException) -> tuple[str, bool]:
        """Note an error: its id, and whether the note could be written. Never raises."""
        note_id = uuid.uuid4().hex[:8]
        if self.path is None:
            return note_id, False
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(handle, "a", encoding="utf-8") as file:
                file.write(note(error, note_id))
        except OSError:
            return note_id, False
        return note_id, True


def note(error: BaseException, note_id: str) -> str:
    """The text of a note: id, time (UTC), then each error of the chain with its places."""
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    lines = [f"{stamp} {note_id}"]
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        lines.append(f"  {type(link).__module__}.{type(link).__qualname__}: {_message(link)}")
        for frame in traceback.extract_tb(link.__traceback__)[-40:]:
            place = "/".join(Path(frame.filename).parts[-3:])
            lines.append(f"    {place}:{frame.lineno} {frame.name}")
        link = link.__cause__ or link.__context__
    return "\n".join(lines) + "\n"


def _message(error: BaseException) -> str:
    if isinstance(error, OSError):
        return f"errno {error.errno}"
    code = getattr(error, "code", None)
    if isinstance(code, str) and code.isidentifier():
        return f"code {code}"
    if isinstance(error, _QUOTES_NO_DATA):
        return str(error).splitlines()[0][:200] if str(error) else "-"
    return f"(message of {len(str(error))} characters left out)"
