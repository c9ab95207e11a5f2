"""Walks the table of the mail settings once: what it says, and what is wrong with it, key by key
and line by line. A problem never holds the value of a secret."""

from __future__ import annotations

import ipaddress
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from agentdesk.domain.addresses import BadAddress, address
from agentdesk.domain.policy_lines import Lines
from agentdesk.domain.text import clean

_LARGEST_SECRET = 4096
_LEAST_PATIENCE = 0.05
_HOST = re.compile(r"[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,60}")

At = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the mail settings: ``code`` names ``mail.problem.<code>``."""

    key: str
    line: int | None
    code: str
    params: dict[str, Any] = field(default_factory=dict)


class MailReader:
    """Collects problems and warnings; a method gives what it could read, or something empty."""

    def __init__(self, lines: Lines, folder: Path, environ: Mapping[str, str]) -> None:
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self._lines = lines
        self._folder = folder
        self._environ = environ

    def problem(self, at: At, code: str, **params: Any) -> None:
        """Something that hinders sending."""
        self.problems.append(Problem(".".join(at), self._lines.of(at), code, params))

    def warn(self, at: At, code: str, **params: Any) -> None:
        """Something that ought to be put right."""
        self.warnings.append(Problem(".".join(at), self._lines.of(at), code, params))

    def unknown(self, at: At, table: dict[str, Any], allowed: tuple[str, ...]) -> None:
        """Keys that mean nothing here: often a misspelt one."""
        for key in table:
            if key not in allowed:
                # What stands there may be a password under a wrong name: only the key is told.
                self.problem((*at, clean(key)[:40]), "unknown_key", allowed=", ".join(allowed))

    def text(self, at: At, value: Any, *, required: bool = False) -> str:
        """One line of text."""
        if value is None:
            if required:
                self.problem(at, "missing")
            return ""
        if not isinstance(value, str) or not value.strip():
            self.problem(at, "not_text")
            return ""
        if clean(value) != value or "\t" in value:
            self.problem(at, "controls")
            return ""
        return value.strip()

    def one_of(self, at: At, value: Any, allowed: tuple[str, ...]) -> str:
        """One word of a list."""
        if value in allowed:
            return str(value)
        self.problem(at, "not_allowed", allowed=", ".join(f'"{word}"' for word in allowed))
        return ""

    def flag(self, at: At, value: Any) -> bool:
        """true or false."""
        if not isinstance(value, bool):
            self.problem(at, "not_bool")
        return value is True

    def port(self, at: At, value: Any) -> int:
        """A number of a port."""
        if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 65536:
            self.problem(at, "port")
            return 0
        return value

    def seconds(self, at: At, value: Any, most: float) -> float:
        """A time to wait."""
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not _LEAST_PATIENCE <= value <= most:
            self.problem(at, "seconds", least=_LEAST_PATIENCE, most=int(most))
            return most
        return float(value)

    def host(self, at: At, value: Any) -> str:
        """A name or an IP address of a machine."""
        text = self.text(at, value, required=True)
        if not text or _is_ip(text):
            return text
        try:
            plain = text if text.isascii() else text.encode("idna").decode("ascii")
        except UnicodeError:
            plain = ""
        if not _HOST.fullmatch(plain) or len(plain) > 253:
            self.problem(at, "host")
            return ""
        return plain

    def address(self, at: At, value: Any, *, required: bool = False) -> str:
        """An e-mail address."""
        text = self.text(at, value, required=required)
        try:
            found = address(text) if text else ""
        except BadAddress:
            found = ""
        if text and not (found and found.isascii()):
            self.problem(at, "address")
        return found

    def name(self, at: At, value: Any) -> str:
        """A name of a header or of a field."""
        if isinstance(value, str) and _NAME.fullmatch(value):
            return value
        self.problem(at, "name")
        return ""

    def url(self, at: At, value: Any) -> str:
        """Where to post: https, or http on this machine."""
        text = self.text(at, value, required=True)
        if not text:
            return ""
        try:
            parts = urlsplit(text)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            host, port, parts = "", None, urlsplit("")
        wrong = not host or port == 0 or " " in text or not text.isascii() or parts.username
        if wrong or parts.scheme not in ("https", "http"):
            self.problem(at, "url")
            return ""
        if parts.scheme == "http" and not self.is_loopback(host):
            self.problem(at, "not_https")
        return text

    def file(self, at: At, value: Any) -> Path | None:
        """A file, beside the settings unless it says where. It has to be there."""
        text = self.text(at, value)
        if not text:
            return None
        path = self._folder / Path(text).expanduser()
        if not path.is_file():
            self.problem(at, "no_file", path=str(path))
            return None
        return path

    def secret(self, at: At, table: dict[str, Any], key: str, variable: str) -> str:
        """A password or token: of the environment, else of a file, else of the settings."""
        inside, elsewhere = table.get(key), table.get(f"{key}_file")
        if inside is not None and elsewhere is not None:
            self.problem((*at, key), "twice", other=f"{key}_file")
            return ""
        given = self._environ.get(variable, "")
        if given:
            return self._usable((*at, key), given)
        if elsewhere is not None:
            return self._secret_file((*at, f"{key}_file"), elsewhere)
        if inside is None:
            return ""
        if not isinstance(inside, str) or not inside:
            self.problem((*at, key), "not_text")
            return ""
        return self._usable((*at, key), inside)

    def is_loopback(self, host: str) -> bool:
        """Whether a host is this machine itself, whatever a name server says."""
        if _is_ip(host):
            return ipaddress.ip_address(host).is_loopback
        return host.lower().rstrip(".") == "localhost"

    def _secret_file(self, at: At, value: Any) -> str:
        path = self.file(at, value)
        if path is None:
            return ""
        try:
            mode = path.stat().st_mode
            with path.open("rb") as file:
                text = file.read(_LARGEST_SECRET).decode("utf-8-sig").rstrip("\r\n")
        except (OSError, UnicodeDecodeError):
            self.problem(at, "secret_unreadable", path=str(path))
            return ""
        if mode & (stat.S_IRWXG | stat.S_IRWXO):
            told = f"{stat.S_IMODE(mode):04o}"
            self.warn(at, "open_to_others", path=str(path), mode=told)
        if not text:
            self.problem(at, "secret_empty", path=str(path))
        return self._usable(at, text)

    def _usable(self, at: At, secret: str) -> str:
        if not secret.isascii() or clean(secret) != secret:
            self.problem(at, "not_ascii")  # what the log-in of mail servers and headers can carry
            return ""
        return secret


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
