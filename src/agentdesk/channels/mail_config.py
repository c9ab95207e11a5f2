"""The desk's mail settings: ``mail.toml`` beside the store, and what is wrong with it (C2).

    host = "smtp.example.com"       # the server that takes our letters
    security = "starttls"           # or "tls"; "none" on this machine only, or with insecure = true
    port = 587                      # 465 for tls, 25 for none
    username = "desk"
    password_file = "smtp.password" # or password, or AGENTDESK_SMTP_PASSWORD in the environment
    from_name = "Retail desk"
    from_address = "desk@example.com"
    reply_to = "care@example.com"
    bounces_to = "bounces@example.com"  # envelope sender: where what cannot be delivered comes back
    timeout = 30                    # seconds, for each step of the talk with the server
    ca_file = "ca.pem"              # where the server's certificate is not signed by a known one

    [sms]                           # each SMS is posted as JSON
    url = "https://sms.example.com/send"
    header = "Authorization"        # carries "Bearer " and the token; another header: the token
    token_file = "sms.token"        # or token, or AGENTDESK_SMS_TOKEN in the environment
    to_field = "to"
    text_field = "text"
    id_field = "id"
    ok_field = "code"               # what in the answer's JSON says that it was taken
    ok_value = "0"
    timeout = 30
    ca_file = "ca.pem"

Either half may be left out. Secrets are in no message, no ``repr`` and no problem.
"""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agentdesk.channels.mail_reader import MailReader, Problem
from agentdesk.domain.policy_lines import Lines
from agentdesk.domain.toml_text import read_toml

FILE = "mail.toml"
PASSWORD = "AGENTDESK_SMTP_PASSWORD"  # noqa: S105 - the name of a variable
TOKEN = "AGENTDESK_SMS_TOKEN"  # noqa: S105 - the name of a variable
PORTS = {"starttls": 587, "tls": 465, "none": 25}
PATIENCE = 30.0
MOST_PATIENCE = 60.0
"""Seconds. ``letters.HOLD`` is made for the most of it."""

_SMTP = (
    "host", "port", "security", "insecure", "username", "password", "password_file", "from_name",
    "from_address", "reply_to", "bounces_to", "timeout", "ca_file",
)  # fmt: skip
_SMS = (
    "url", "header", "token", "token_file", "to_field", "text_field", "id_field", "ok_field",
    "ok_value", "timeout", "ca_file",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Smtp:
    """The mail server, and who we are to it. Addresses are checked; ``timeout`` in seconds."""

    host: str
    port: int
    security: str
    from_address: str
    from_name: str = ""
    reply_to: str = ""
    bounces_to: str = ""
    """The envelope sender; empty: ``from_address``. `agentdesk bounces` reads what comes there."""
    username: str = ""
    password: str = field(default="", repr=False)
    timeout: float = PATIENCE
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class Sms:
    """The HTTP hook that takes our SMS. ``timeout`` in seconds."""

    url: str
    header: str = "Authorization"
    token: str = field(default="", repr=False)
    to_field: str = "to"
    text_field: str = "text"
    id_field: str = "id"
    timeout: float = PATIENCE
    ca_file: Path | None = None
    ok_field: str = ""
    """Which field of the answer says whether it was taken, and by which value; empty: the status
    of HTTP says it."""
    ok_value: str = ""


@dataclass(frozen=True, slots=True)
class MailConfig:
    """How letters leave this desk; None for a way that is not set up."""

    smtp: Smtp | None = None
    sms: Sms | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a folder: settings (None if there are none, or if they have problems),
    problems, and warnings, which hinder nothing. Sentences: ``mail.problem.<code>``."""

    path: Path
    there: bool = False
    config: MailConfig | None = None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


class BadMail(Exception):
    """Mail settings that cannot be used, with all of their problems."""

    def __init__(self, path: Path, problems: tuple[Problem, ...]) -> None:
        super().__init__(path.name)
        self.path = path
        self.problems = problems


def read_mail(folder: Path, environ: Mapping[str, str] = os.environ) -> MailConfig | None:
    """The mail settings of a desk's folder; None where there are none. Raises BadMail."""
    found = look(folder, environ)
    if found.problems:
        raise BadMail(found.path, found.problems)
    return found.config


def look(folder: Path, environ: Mapping[str, str] = os.environ) -> Found:
    """Read the mail settings of a folder, with everything that is wrong with them. Reads files."""
    path = folder / FILE
    try:
        text = path.read_text("utf-8-sig")
        mode = path.stat().st_mode
    except FileNotFoundError:
        return Found(path)
    except UnicodeDecodeError:
        return Found(path, True, problems=(Problem("", None, "encoding"),))
    except OSError as error:
        detail = {"path": str(path), "detail": os.strerror(error.errno or 0)}
        return Found(path, True, problems=(Problem("", None, "unreadable", detail),))
    try:
        table = read_toml(text)
    except tomllib.TOMLDecodeError as error:
        # The parser's own words may hold a piece of the file, and that may be the password.
        line = re.search(r"line (\d+)", str(error))
        problem = Problem("", int(line[1]) if line else None, "toml")
        return Found(path, True, problems=(problem,))
    reader = MailReader(Lines(text.replace("\r\n", "\n")), folder, environ)
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        reader.warn((), "open_to_others", path=str(path), mode=f"{stat.S_IMODE(mode):04o}")
    config = MailConfig(_smtp(reader, table), _sms(reader, table.get("sms")))
    problems, warnings = tuple(reader.problems), tuple(reader.warnings)
    empty = config.smtp is None and config.sms is None
    return Found(path, True, None if problems or empty else config, problems, warnings)


def _smtp(reader: MailReader, table: dict[str, Any]) -> Smtp | None:
    reader.unknown((), table, (*_SMTP, "sms"))
    if not any(key in table for key in _SMTP):
        return None
    security = reader.one_of(("security",), table.get("security", "starttls"), tuple(PORTS))
    host = reader.host(("host",), table.get("host"))
    insecure = reader.flag(("insecure",), table.get("insecure", False))
    if security == "none" and host and not (insecure or reader.is_loopback(host)):
        reader.problem(("security",), "insecure")
    username = reader.text(("username",), table.get("username"))
    secret = reader.secret((), table, "password", PASSWORD)
    if username and not secret:
        reader.problem(("username",), "no_password", variable=PASSWORD)
    if not username.isascii():
        reader.problem(("username",), "not_ascii")
    if secret and not username:
        reader.problem(("username",), "no_username")
    return Smtp(
        host=host,
        port=reader.port(("port",), table.get("port", PORTS.get(security, 587))),
        security=security,
        from_address=reader.address(("from_address",), table.get("from_address"), required=True),
        from_name=reader.text(("from_name",), table.get("from_name")),
        reply_to=reader.address(("reply_to",), table.get("reply_to")),
        bounces_to=reader.address(("bounces_to",), table.get("bounces_to")),
        username=username,
        password=secret,
        timeout=reader.seconds(("timeout",), table.get("timeout", PATIENCE), MOST_PATIENCE),
        ca_file=reader.file(("ca_file",), table.get("ca_file")),
    )


def _sms(reader: MailReader, value: Any) -> Sms | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        reader.problem(("sms",), "not_table")
        return None
    reader.unknown(("sms",), value, _SMS)
    names = {
        key: reader.name(("sms", key), value.get(key, default))
        for key, default in (("to_field", "to"), ("text_field", "text"), ("id_field", "id"))
    }
    if len(set(names.values())) < len(names):
        reader.problem(("sms",), "same_field")
    ok_value = reader.text(("sms", "ok_value"), value.get("ok_value"))
    if ("ok_field" in value) != bool(ok_value):
        reader.problem(("sms", "ok_value" if "ok_field" in value else "ok_field"), "missing")
    return Sms(
        url=reader.url(("sms", "url"), value.get("url")),
        header=reader.name(("sms", "header"), value.get("header", "Authorization")),
        token=reader.secret(("sms",), value, "token", TOKEN),
        timeout=reader.seconds(("sms", "timeout"), value.get("timeout", PATIENCE), MOST_PATIENCE),
        ca_file=reader.file(("sms", "ca_file"), value.get("ca_file")),
        ok_field=reader.name(("sms", "ok_field"), value["ok_field"]) if "ok_field" in value else "",
        ok_value=ok_value,
        **names,
    )
