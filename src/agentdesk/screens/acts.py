"""What can be done on a screen: one list that makes its keys, its footer, its help and the palette.

An act has a name; the screen carries it out in ``do_<name>`` and says in ``refusal(name)`` why it
cannot be done now. Catalogue keys: ``<area>.act.<name>`` (footer) and ``<area>.help.<name>``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import lookup

from textual.binding import Binding, BindingType

from agentdesk.i18n import t

_KEY_NAMES = {
    "enter": "⏎",
    "escape": "esc",
    "slash": "/",
    "backslash": "\\",
    "question_mark": "?",
    "colon": ":",
    "semicolon": ";",
    "full_stop": ".",
    "comma": ",",
    "exclamation_mark": "!",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "space": "space",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "pgup",
    "pagedown": "pgdn",
    "plus": "+",
    "insert": "ins",
    "delete": "del",
}


@dataclass(frozen=True, slots=True)
class Act:
    """Something a person can do. ``area.name`` is the id under which its key can be rebound."""

    area: str
    name: str
    keys: str
    """Keys, comma-separated, in Textual's spelling; the first is shown. Empty: by name only."""
    show: bool = True
    """In the footer."""
    right: bool = False
    """At the right end of the footer."""
    moves: bool = False
    """Only moves about: listed among the keys, not among the actions."""
    priority: bool = False
    """Also while a field has the focus."""

    @property
    def id(self) -> str:
        """The binding id, as the config file names it."""
        return f"{self.area}.{self.name}"

    @property
    def label(self) -> str:
        """One or two words for the footer."""
        return t(f"{self.area}.act.{self.name}")

    @property
    def help(self) -> str:
        """A sentence for help and palette."""
        return t(f"{self.area}.help.{self.name}")


def bindings(acts: Iterable[Act], *, at_once: bool = False) -> list[BindingType]:
    """The bindings of acts: each runs ``action_do(name)``.

    ``at_once`` (for a screen without fields to type in): each is done before the next key is
    looked at, so that what is typed behind it reaches the form it has opened.
    """
    return [
        Binding(
            act.keys, f"do('{act.name}')", act.name, id=act.id, priority=act.priority or at_once
        )
        for act in acts
        if act.keys
    ]


def key_text(key: str) -> str:
    """How a key reads: ``ctrl+p`` is ``^p``, ``enter`` ``⏎``."""
    if key.startswith("ctrl+"):
        return "^" + key_text(key.removeprefix("ctrl+"))
    if key.startswith("shift+"):
        return "⇧" + key_text(key.removeprefix("shift+"))
    if len(key) > 1 and key[0] == "f" and key[1:].isdigit():
        return key.upper()
    return _KEY_NAMES.get(key) or _sign(key) or key


def _sign(key: str) -> str:
    """The sign that a key is named after; "" where it is named otherwise."""
    try:
        sign = lookup(key.replace("_", " ").upper())
    except KeyError:
        return ""
    return sign if sign.isprintable() else ""
