"""What can be done about departments: the same act and the same key wherever a handoff is (C5).

The small letters are the desk's, the capitals the department's: ``o`` is our note and ``O`` their
report, ``m`` gives a case to somebody and ``M`` gives it back with the result, ``x`` ends it and
``X`` sends it back; ``A`` accepts. ``h`` hands over, ``H`` shows who has what, ``Z`` takes back.
"""

from __future__ import annotations

from agentdesk.screens.acts import Act
from agentdesk.widgets.alt_digits import ALT_SIGNS


def _alt(digit: int) -> str:
    """alt with a digit, also as a Mac's keyboard sends it."""
    return f"alt+{digit},{ALT_SIGNS[digit - 1]}"


HANDOFF = Act("handoff", "handoff", f"h,{_alt(1)}")
"""Of the owner's screens: the case, and the queue for the case under its cursor."""

ACCEPT = Act("handoff", "accept", f"A,{_alt(2)}", show=False)
REPORT = Act("handoff", "report", f"O,{_alt(3)}", show=False)
REJECT = Act("handoff", "reject", f"X,{_alt(4)}", show=False)
RETURN = Act("handoff", "return", f"M,{_alt(5)}", show=False)
RECALL = Act("handoff", "recall", f"Z,{_alt(6)}", show=False)

ANSWERS = (REPORT, RETURN, REJECT, ACCEPT)
"""What a department says to a handoff, most used first."""

DEPARTMENTS = Act("handoff", "departments", "H,f6", show=False)
