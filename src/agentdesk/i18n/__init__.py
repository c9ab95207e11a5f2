"""Every string a person reads, in both languages, switched at run time.

A language is a package of modules (`en/queue.py`, `zh/queue.py`, …), each with one dict ``TEXTS``
of key -> sentence with ``{named}`` parameters. Both languages hold the same keys and parameters;
a test proves it. A key is ``area.name``; the area is the module's name.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Any

LANGUAGES = ("en", "zh")
_current = "en"


@cache
def catalogue(lang: str) -> dict[str, str]:
    """All texts of a language. Raises ValueError for a language that does not exist."""
    if lang not in LANGUAGES:
        raise ValueError(lang)
    package = importlib.import_module(f"agentdesk.i18n.{lang}")
    texts: dict[str, str] = {}
    for module in pkgutil.iter_modules(package.__path__):
        part = importlib.import_module(f"agentdesk.i18n.{lang}.{module.name}")
        texts.update({f"{module.name}.{key}": text for key, text in part.TEXTS.items()})
    return texts


def set_language(lang: str) -> None:
    """Switch the language of everything that is said from now on."""
    global _current
    catalogue(lang)
    _current = lang


def language() -> str:
    """The language in force: ``en`` or ``zh``."""
    return _current


def t(key: str, /, **params: Any) -> str:
    """The text of a key in the language in force. Raises KeyError for an unknown key."""
    text = catalogue(_current)[key]
    return text.format_map(params) if params else text


def known(key: str) -> bool:
    """Whether a key exists (for codes that come from elsewhere)."""
    return key in catalogue(_current)
