"""Every trouble as one sentence: what happened, what was kept, what to do. Never a traceback,
never a customer's data.

Exit codes: 0 done; 1 nothing to do or differences found (take, policy test, db verify, doctor);
2 it could not be done; 75 a mail server is to try it again later (sysexits.h); 130 interrupted;
141 nobody reads on.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from agentdesk.i18n import known, t

OK = 0
NOTHING = 1
FAILED = 2
LATER = 75
INTERRUPTED = 130
PIPE = 141

_PACKAGE = Path(__file__).resolve().parents[1]


class CliError(Exception):
    """A command that cannot be carried out. ``code`` names the sentence ``cli.error.<code>``."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def sentence(error: BaseException) -> str:
    """What to tell a person about an exception, in the language in force."""
    from agentdesk.desk.api import DeskTrouble
    from agentdesk.domain.values import Refused
    from agentdesk.store.errors import StoreTrouble

    if isinstance(error, CliError):
        return t(f"cli.error.{error.code}", **error.params)
    if isinstance(error, Refused):  # some are worded for screens, where there is a list
        own = known(f"people.refused.{error.code}")
        return _coded("people.refused" if own else "refused", error.code, error.params)
    if isinstance(error, (DeskTrouble, StoreTrouble)):
        return _coded("trouble", error.code, error.params)
    if isinstance(error, MemoryError):
        return t("cli.error.memory")
    if isinstance(error, OSError):
        return t("cli.error.os", detail=error.strerror or type(error).__name__)
    return t("cli.error.unexpected", kind=type(error).__name__, where=_where(error))


def note(error: BaseException, folder: Path) -> str:
    """Note what nobody expected in the desk's folder, if there is one; a line that says so."""
    from agentdesk.crashlog import CrashLog

    if _expected(error) or not folder.is_dir():
        return ""
    log = CrashLog(folder)
    number, written = log.write(error)
    return t("cli.noted", note=number, path=log.path) if written else ""


def _expected(error: BaseException) -> bool:
    from agentdesk.desk.api import DeskTrouble
    from agentdesk.domain.values import Refused
    from agentdesk.store.errors import StoreTrouble

    return isinstance(error, (CliError, Refused, DeskTrouble, StoreTrouble, OSError, MemoryError))


def _coded(area: str, code: str, params: Any) -> str:
    key = f"{area}.{code}"
    if not known(key):
        return t("cli.error.unknown_code", code=key)
    try:
        return t(key, **params)
    except (KeyError, IndexError, ValueError):
        return t("cli.error.unknown_code", code=key)


def _where(error: BaseException) -> str:
    """The innermost place in this program, for a report. No values: they may be a customer's."""
    import traceback

    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(_PACKAGE):
            return f"{path.relative_to(_PACKAGE)}:{frame.lineno}"
    return "-"
