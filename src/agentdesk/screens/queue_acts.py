"""What can be done on the queue, most used first, and the view that each view key shows."""

from __future__ import annotations

from agentdesk.desk.api import View
from agentdesk.screens.acts import Act
from agentdesk.screens.common_acts import AGREE, CALLS, COPY, INTAKE
from agentdesk.screens.department_acts import DEPARTMENTS, HANDOFF
from agentdesk.screens.followup_acts import FOLLOW_UPS
from agentdesk.screens.home_acts import GOING_HOME

QUEUE_ACTS = (
    Act("queue", "next", "n,ctrl+n"),
    Act("queue", "open", "enter"),
    INTAKE,
    Act("queue", "filter", "slash,f3"),
    Act("queue", "clear", "escape"),
    Act("queue", "claim", "l,ctrl+l"),
    Act("queue", "why", "w,ctrl+w"),
    HANDOFF,
    AGREE,
    CALLS,
    FOLLOW_UPS,
    DEPARTMENTS,
    GOING_HOME,
    Act("queue", "undo", "z,f4", show=False),
    COPY,
    Act("queue", "view_next", "tab"),
    Act("queue", "view_previous", "shift+tab", show=False),
    *(
        Act("queue", f"view_{view.value}", str(number), show=False)
        for number, view in enumerate(View, 1)
    ),
    Act("queue", "down", "j,down", show=False, moves=True),
    Act("queue", "up", "k,up", show=False, moves=True),
    Act("queue", "page_down", "pagedown,space", show=False, moves=True),
    Act("queue", "page_up", "pageup", show=False, moves=True),
    Act("queue", "first", "g,home", show=False, moves=True),
    Act("queue", "last", "G,end", show=False, moves=True),
)

VIEW_OF = {f"view_{view.value}": view for view in View}
"""Name of an act -> the view it shows."""
