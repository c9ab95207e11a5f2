"""What every command is handed: what was said, where the desk lives, who acts, in which language.

Settings count in this order: flag, environment, the person's file, the store, the locale.
"""

from __future__ import annotations

import argparse
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agentdesk.cli.errors import CliError
from agentdesk.cli.places import Places, places
from agentdesk.desk.settings import FILE, read_settings
from agentdesk.domain.values import Clock
from agentdesk.i18n import LANGUAGES, set_language

LANG_ENV = "AGENTDESK_LANG"
PERSON_ENV = "AGENTDESK_AS"


@dataclass(slots=True)
class Context:
    """One run of the program."""

    args: argparse.Namespace
    places: Places
    settings: Mapping[str, Any]
    clock: Clock
    lang_chosen: bool
    """Somebody chose the language: the store's own does not count."""
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)

    @property
    def json(self) -> bool:
        """Whether data go to stdout as JSON."""
        return bool(getattr(self.args, "json", False))

    @property
    def person(self) -> str | None:
        """Who acts: flag, environment, the person's file; None: the store says."""
        named = getattr(self.args, "person", None) or self.environ.get(PERSON_ENV)
        return named or _text(self.settings, "person")

    def store_language(self, lang: str | None) -> None:
        """Speak the store's language, unless somebody chose another."""
        if not self.lang_chosen and lang in LANGUAGES:
            set_language(lang)


def early_language(argv: Sequence[str], environ: Mapping[str, str] = os.environ) -> None:
    """Set the language before the command line is understood: its errors speak it, too."""
    lang = _flag(argv, "--lang") or environ.get(LANG_ENV) or locale_language(environ)
    set_language(lang if lang in LANGUAGES else "en")


def context(
    args: argparse.Namespace, clock: Clock, environ: Mapping[str, str] = os.environ
) -> Context:
    """The context of a run; sets the language. Raises CliError for a settings file that is
    not TOML."""
    where = places(getattr(args, "data_dir", None), environ)
    settings = _settings(where)
    said = environ.get(LANG_ENV)
    if said and said not in LANGUAGES:
        raise CliError("bad_lang_env", value=said, allowed=", ".join(LANGUAGES))
    own = _text(settings, "lang")
    if own and own not in LANGUAGES:
        path, allowed = where.config / FILE, ", ".join(LANGUAGES)
        raise CliError("bad_lang_setting", value=own[:40], path=str(path), allowed=allowed)
    chosen = getattr(args, "lang", None) or said or own
    lang = chosen if chosen in LANGUAGES else locale_language(environ)
    set_language(lang)
    return Context(args, where, settings, clock, chosen in LANGUAGES, environ)


def data_folder(argv: Sequence[str], environ: Mapping[str, str] = os.environ) -> Path:
    """The desk's folder, as far as it can be told from words that may make no command."""
    named = (_flag(argv, "--data-dir") or "").strip()
    return places(named or None, environ).data


def locale_language(environ: Mapping[str, str]) -> str:
    """``zh`` if the locale is Chinese, else ``en``."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def _settings(where: Places) -> Mapping[str, Any]:
    path = where.config / FILE
    try:
        return read_settings(where.config)
    except tomllib.TOMLDecodeError as error:
        raise CliError("bad_settings", path=str(path), detail=str(error)) from None
    except NotADirectoryError:
        return {}  # whoever opens the store says it better
    except (OSError, UnicodeDecodeError):
        if where.config == where.data and not os.access(where.config, os.X_OK):
            return {}  # the whole folder is closed to us: it is not the settings' fault
        raise CliError("unreadable_settings", path=str(path)) from None


def _text(settings: Mapping[str, Any], name: str) -> str | None:
    value = settings.get(name)
    return value if isinstance(value, str) and value else None


def _flag(argv: Sequence[str], name: str) -> str | None:
    for place, word in enumerate(argv):
        if word == name and place + 1 < len(argv):
            return argv[place + 1]
        if word.startswith(f"{name}="):
            return word[len(name) + 1 :]
    return None
