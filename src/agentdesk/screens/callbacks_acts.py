"""What can be done on the day of agreed calls."""

from __future__ import annotations

from dataclasses import replace

from agentdesk.screens.acts import Act
from agentdesk.screens.common_acts import COPY, INTAKE

CALLBACKS_ACTS = (
    Act("callbacks", "open", "enter"),
    Act("callbacks", "book", "b,c,insert"),
    Act("callbacks", "move", "m,f6"),
    Act("callbacks", "no_answer", "o,f4"),
    Act("callbacks", "cancel", "x,delete"),
    Act("callbacks", "case", "space"),
    Act("callbacks", "day_back", "less_than_sign,comma,ctrl+left"),
    Act("callbacks", "day_on", "greater_than_sign,full_stop,ctrl+right"),
    Act("callbacks", "today", "t,ctrl+t"),
    Act("callbacks", "side", "tab,shift+tab"),
    Act("callbacks", "mine", "1", show=False),
    Act("callbacks", "everybody", "2", show=False),
    Act("callbacks", "export", "e,f3", show=False),
    replace(INTAKE, show=False),
    COPY,
    Act("callbacks", "down", "j,down", show=False, moves=True),
    Act("callbacks", "up", "k,up", show=False, moves=True),
    Act("callbacks", "left", "h,left", show=False, moves=True),
    Act("callbacks", "right", "l,right", show=False, moves=True),
    Act("callbacks", "page_down", "pagedown", show=False, moves=True),
    Act("callbacks", "page_up", "pageup", show=False, moves=True),
    Act("callbacks", "first", "g,home", show=False, moves=True),
    Act("callbacks", "last", "G,end", show=False, moves=True),
    Act("frame", "back", "escape,q", right=True),
)

ON_CALL = frozenset({"move", "no_answer", "cancel", "case", "copy"})
"""These need a call under the cursor."""

TO_MAKE = frozenset({"move", "no_answer", "cancel"})
"""These need one that is still to be made."""
