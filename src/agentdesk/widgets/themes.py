"""The colours of the desk: one accent, two colours of urgency, greys. Safe for colour-blind eyes.

Late is vermilion and soon amber, told apart by lightness as well as hue; nothing is red against
green. Each state wears a glyph besides.
"""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="agentdesk-dark",
    dark=True,
    primary="#7aa7e6",
    secondary="#7aa7e6",
    accent="#7aa7e6",
    foreground="#d4d7dd",
    background="#14171c",
    surface="#1a1e25",
    panel="#232933",
    boost="#232933",
    warning="#e3b54a",
    error="#f58562",
    success="#6fbfa6",
    variables={
        "late": "#f58562",
        "soon": "#e3b54a",
        "good": "#6fbfa6",
        "quiet": "#868e9c",
        "faint": "#3a424f",
        "off": "#616b7b",
        "strong": "#f2f4f8",
        "cursor": "#26344a",
        "cursor-blurred": "#20262f",
    },
)

LIGHT = Theme(
    name="agentdesk-light",
    dark=False,
    primary="#1f5fae",
    secondary="#1f5fae",
    accent="#1f5fae",
    foreground="#24292f",
    background="#fbfbf9",
    surface="#f1f1ed",
    panel="#e6e6e0",
    boost="#e6e6e0",
    warning="#8a5a00",
    error="#ae3510",
    success="#1c6e58",
    variables={
        "late": "#ae3510",
        "soon": "#8a5a00",
        "good": "#1c6e58",
        "quiet": "#68707c",
        "faint": "#c9cbc6",
        "off": "#979da5",
        "strong": "#0b0e12",
        "cursor": "#d5e3f6",
        "cursor-blurred": "#e6e9ee",
    },
)

CONTRAST = Theme(
    name="agentdesk-contrast",
    dark=True,
    primary="#8ec5ff",
    secondary="#8ec5ff",
    accent="#8ec5ff",
    foreground="#ffffff",
    background="#000000",
    surface="#161616",
    panel="#1c1c1c",
    boost="#1c1c1c",
    warning="#ffd23f",
    error="#ff8a5c",
    success="#7ee0c0",
    variables={
        "late": "#ff8a5c",
        "soon": "#ffd23f",
        "good": "#7ee0c0",
        "quiet": "#c4c4c4",
        "faint": "#6e6e6e",
        "off": "#8c8c8c",
        "strong": "#ffffff",
        "cursor": "#0b3a75",
        "cursor-blurred": "#2a2a2a",
    },
)

THEMES = (DARK, LIGHT, CONTRAST)
EXTRA_VARIABLES = dict(DARK.variables)
"""Defaults of our own variables, for themes that do not set them."""
