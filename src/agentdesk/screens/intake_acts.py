"""What can be done in the intake: on who was found, and in the form of a new case."""

from __future__ import annotations

from agentdesk.screens.acts import Act
from agentdesk.widgets.alt_digits import ALT_SIGNS, DIGITS

INTAKE_ACTS = (
    Act("intake", "choose", "enter"),
    Act("intake", "look", "o,ctrl+o"),
    Act("intake", "new", "ctrl+n", priority=True),
    Act("intake", "into", "down,j", show=False, moves=True),
    Act("intake", "up", "up,k", show=False, moves=True),
    Act("intake", "line", "slash,f3", show=False, moves=True),
    *(Act("intake", f"log_{n}", str(n), show=False, moves=True) for n in DIGITS),
    *(
        Act("intake", f"look_{n}", f"alt+{n},{sign}", show=False, moves=True, priority=True)
        for n, sign in zip(DIGITS, ALT_SIGNS, strict=True)
    ),
    Act("frame", "back", "escape", right=True, priority=True),
)
"""A digit writes a contact down on an open case, alt with it opens the case itself."""

NEW_ACTS = (
    Act("intake", "register", "ctrl+s,f2", priority=True),
    Act("intake", "solved", "f5", priority=True),
    Act("intake", "receipt", "f6", priority=True),
    Act("forms", "anew", "f4", priority=True),
    Act("forms", "back", "escape", right=True, priority=True),
    Act("forms", "onward", "tab", show=False, moves=True, priority=True),
    Act("forms", "backward", "shift+tab", show=False, moves=True, priority=True),
)
