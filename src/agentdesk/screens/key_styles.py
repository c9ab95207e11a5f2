"""Whole sets of keys: the standard one stands with the acts, another one says what it changes.

A person's own keys (``[keys]`` in the settings) count before those of the style. In every style the
same letter means the same thing on every screen.
"""

from __future__ import annotations

from collections.abc import Mapping

STANDARD, VIM = "standard", "vim"

_VIM = {
    # h and l go to the left and to the right, so claiming and giving up are c and C; ctrl+d and
    # ctrl+u turn pages, so what they did elsewhere moves
    "frame": {"palette": "ctrl+p,colon"},
    "callbacks": {
        "callback": "b,ctrl+right_square_bracket",
        "callbacks": "B,f5",
        "page_down": "pagedown,ctrl+d",
        "page_up": "pageup,ctrl+u",
    },
    "home": {"page_down": "pagedown,ctrl+d", "page_up": "pageup,ctrl+u"},
    "handoff": {
        "handoff": "T,alt+1",
        "tab_back": "h,shift+tab,left",
        "tab_next": "l,tab,right",
        "page_down": "pagedown,ctrl+d",
        "page_up": "pageup,ctrl+u",
    },
    "queue": {
        "view_previous": "h,shift+tab",
        "view_next": "l,tab",
        "claim": "c,ctrl+l",
        "page_down": "pagedown,ctrl+d,space",
        "page_up": "pageup,ctrl+u",
    },
    "case": {
        "pane_back": "h,shift+tab",
        "pane": "l,tab",
        "claim": "c,ctrl+l",
        "release": "C,f10",
        "page_down": "pagedown,ctrl+d,space",
        "page_up": "pageup,ctrl+u",
        "reply": "u,ctrl+e",
        "customer_message": "U,ctrl+backslash",
        "plan": "d,ctrl+v",
    },
}


def _by_id(keys: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    return {f"{area}.{name}": text for area, acts in keys.items() for name, text in acts.items()}


STYLES: Mapping[str, Mapping[str, str]] = {STANDARD: {}, VIM: _by_id(_VIM)}
"""Style -> id of an act -> its keys, where they differ from those the act names itself."""


def following(style: str) -> str:
    """The style after this one, round and round."""
    names = list(STYLES)
    return names[(names.index(style) + 1) % len(names)]


def keymap(style: str, own: Mapping[str, str]) -> dict[str, str]:
    """Id of an act -> its keys: those of the style, and a person's own before them."""
    return {**STYLES[style], **own}
