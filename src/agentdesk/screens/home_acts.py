"""What can be done at the end of a shift (C12): the same letters as on the case.

``m`` gives to a colleague who is asked, ``M`` to whoever is on duty and is not; ``A`` accepts and
``X`` sends back, as with a department's work; ``z`` takes a step back, ``W``: whose day.
"""

from __future__ import annotations

from agentdesk.screens.acts import Act
from agentdesk.screens.common_acts import COPY
from agentdesk.screens.department_acts import ACCEPT, REJECT

GOING_HOME = Act("home", "going_home", "E,f10", show=False)
"""The end of a shift: of the queue, by name from every screen."""

TAKE_OVER = Act("home", "take_over", "", show=False)
"""On a case: by the key with which a department accepts."""

END_OFFER = Act("home", "end_offer", "", show=False)
"""On a case: by the key with which a department sends back."""

HOME_ACTS = (
    Act("home", "give", "m,f6"),
    Act("home", "duty", "M,f7"),
    Act("home", "mark", "space,insert"),
    Act("home", "open", "enter"),
    Act("home", "accept", ACCEPT.keys),
    Act("home", "accept_all", "plus,f2"),
    Act("home", "decline", REJECT.keys),
    Act("home", "withdraw", "z,f4"),
    Act("home", "person", "W,f5"),
    Act("home", "mark_all", "asterisk,f3", show=False),
    COPY,
    Act("home", "down", "j,down", show=False, moves=True),
    Act("home", "up", "k,up", show=False, moves=True),
    Act("home", "page_down", "pagedown", show=False, moves=True),
    Act("home", "page_up", "pageup", show=False, moves=True),
    Act("home", "first", "g,home", show=False, moves=True),
    Act("home", "last", "G,end", show=False, moves=True),
    Act("frame", "back", "escape,q", right=True),
)

WHO_ACTS = (
    Act("home", "who_take", "enter", priority=True),
    Act("home", "who_leave", "escape", priority=True),
)
