"""What can be done where customers are asked how it was."""

from __future__ import annotations

from agentdesk.screens.acts import Act
from agentdesk.screens.common_acts import COPY

FOLLOW_UPS = Act("follow", "follow_ups", "F,f7")
"""Whom to ask: of the screens from which an agent works."""

FOLLOW_ACTS = (
    Act("follow", "answer", "", moves=True),
    Act("follow", "open", "enter"),
    Act("forms", "save", "ctrl+s,f2", priority=True),
    Act("follow", "missed", "o,ctrl+o"),
    Act("forms", "anew", "f4", priority=True),
    COPY,
    Act("follow", "down", "j,pagedown,down", show=False, moves=True),
    Act("follow", "up", "k,pageup,up", show=False, moves=True),
    Act("follow", "onward", "tab", show=False, moves=True, priority=True),
    Act("follow", "backward", "shift+tab", show=False, moves=True, priority=True),
    Act("frame", "back", "escape,q", right=True),
)

OFFER_ACTS = (
    Act("follow", "complain", "P,f3", priority=True),
    Act("follow", "reopen", "R,f12", priority=True),
    Act("follow", "leave", "escape,n", priority=True),
)
