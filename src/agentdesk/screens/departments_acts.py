"""What can be done on the departments' own screen, most used first."""

from __future__ import annotations

from dataclasses import replace

from agentdesk.screens.acts import Act
from agentdesk.screens.common_acts import COPY
from agentdesk.screens.department_acts import ANSWERS

DEPARTMENTS_ACTS = (
    Act("handoff", "open", "enter"),
    *(replace(act, show=True) for act in ANSWERS),
    Act("handoff", "mark", "space,insert"),
    Act("handoff", "mark_all", "asterisk,f3", show=False),
    Act("handoff", "tab_next", "tab,right", moves=True),
    Act("handoff", "tab_back", "shift+tab,left", show=False, moves=True),
    COPY,
    Act("handoff", "down", "j,down", show=False, moves=True),
    Act("handoff", "up", "k,up", show=False, moves=True),
    Act("handoff", "page_down", "pagedown", show=False, moves=True),
    Act("handoff", "page_up", "pageup", show=False, moves=True),
    Act("handoff", "first", "g,home", show=False, moves=True),
    Act("handoff", "last", "G,end", show=False, moves=True),
    Act("frame", "back", "escape,q", right=True),
)

ON_ROW = frozenset({"open", "accept", "report", "reject", "return", "mark", "copy"})
"""These need a handoff under the cursor."""
