"""The colours of the desk: one accent, two colours of urgency, greys.

Late is vermilion and soon amber, and nothing is red against green; in ``SAFE`` every kind of colour
vision tells late, soon and kept apart, ``MONO`` has greys alone. Each state wears a glyph besides.
Text has a contrast of at least 4.5 on every ground it stands on (WCAG AA).
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
        "quiet": "#939cab",
        "faint": "#3a424f",
        "off": "#8b94a3",
        "strong": "#f2f4f8",
        "cursor": "#22304a",
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
    warning="#855600",
    error="#ae3510",
    success="#1c6e58",
    variables={
        "late": "#ae3510",
        "soon": "#855600",
        "good": "#1c6e58",
        "quiet": "#5b636e",
        "faint": "#c9cbc6",
        "off": "#5f6770",
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
        "off": "#a8a8a8",
        "strong": "#ffffff",
        "cursor": "#0b3a75",
        "cursor-blurred": "#2a2a2a",
    },
)

SAFE = Theme(
    name="agentdesk-safe",
    dark=True,
    primary="#8fc1ff",
    secondary="#8fc1ff",
    accent="#8fc1ff",
    foreground="#d3d8e2",
    background="#10141c",
    surface="#161b26",
    panel="#1f2633",
    boost="#1f2633",
    warning="#fff0a0",
    error="#ff8c2b",
    success="#6aa8ff",
    variables={
        "late": "#ff8c2b",
        "soon": "#fff0a0",
        "good": "#6aa8ff",
        "quiet": "#98a2b3",
        "faint": "#3a4456",
        "off": "#8f99aa",
        "strong": "#ffffff",
        "cursor": "#22304d",
        "cursor-blurred": "#1d2430",
    },
)

MONO = Theme(
    name="agentdesk-mono",
    dark=True,
    primary="#f0f0f0",
    secondary="#f0f0f0",
    accent="#f0f0f0",
    foreground="#d0d0d0",
    background="#121212",
    surface="#1a1a1a",
    panel="#242424",
    boost="#242424",
    warning="#e8e8e8",
    error="#ffffff",
    success="#b8b8b8",
    variables={
        "late": "#ffffff",
        "soon": "#e8e8e8",
        "good": "#b8b8b8",
        "quiet": "#a3a3a3",
        "faint": "#4a4a4a",
        "off": "#9c9c9c",
        "strong": "#ffffff",
        "cursor": "#333333",
        "cursor-blurred": "#262626",
    },
)

THEMES = (DARK, LIGHT, CONTRAST, SAFE, MONO)
EXTRA_VARIABLES = dict(DARK.variables)
"""Defaults of our own variables, for themes that do not set them."""
