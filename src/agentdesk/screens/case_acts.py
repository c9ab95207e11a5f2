"""What can be done to a case: keys, and the form that each action opens.

The capital letter is the other side of the small one: l claims and L gives up, u is our word and U
the customer's, r resolves and R opens again, p is the priority and P the class, d plans the next
step and D ends it, s puts a note on the customer and S takes it off, v is how they wish to be
reached and V what did not reach them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from textual.binding import Binding

from agentdesk.screens.acts import Act, bindings
from agentdesk.screens.common_acts import AGREE, COPY, INTAKE
from agentdesk.screens.department_acts import ANSWERS, HANDOFF, RECALL
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.callback import CallbackForm
from agentdesk.screens.forms.change import ClassForm, PriorityForm
from agentdesk.screens.forms.confirm import CloseForm, UndoForm
from agentdesk.screens.forms.customer import CustomerForm
from agentdesk.screens.forms.department import RejectForm, ReturnForm
from agentdesk.screens.forms.end_offer import EndOfferForm
from agentdesk.screens.forms.follow_up import FollowUpForm
from agentdesk.screens.forms.handoff import HandoffForm
from agentdesk.screens.forms.note import NoteForm
from agentdesk.screens.forms.people import AssignForm, PersonForm, ReleaseForm
from agentdesk.screens.forms.plan import PlanForm
from agentdesk.screens.forms.recall import RecallForm
from agentdesk.screens.forms.reply import ReplyForm
from agentdesk.screens.forms.report import ReportForm
from agentdesk.screens.forms.resolve import ReopenForm, ResolveForm
from agentdesk.screens.forms.sticky import StickyForm, UnstickForm
from agentdesk.screens.forms.undelivered import UndeliveredForm
from agentdesk.screens.forms.wait import WaitForm
from agentdesk.screens.forms.wishes import WishesForm
from agentdesk.screens.home_acts import END_OFFER, TAKE_OVER
from agentdesk.widgets.alt_digits import ALT_SIGNS

ON_CASE = (
    Act("case", "claim", "l,ctrl+l"),
    Act("case", "reply", "u,ctrl+u"),
    AGREE,
    Act("case", "follow_up", "f,ctrl+f"),
    Act("case", "resolve", "r,ctrl+r"),
    HANDOFF,
    Act("case", "wait", "a,f5"),
    Act("case", "customer_message", "U,ctrl+e"),
    Act("case", "note", "o,ctrl+o"),
    Act("case", "plan", "d,ctrl+d"),
    Act("case", "priority", "p,f7"),
    Act("case", "close", "x,ctrl+x"),
    Act("case", "undo", "z,f4"),
    Act("case", "assign", "m,f6"),
    Act("case", "release", "L,f10"),
    Act("case", "class", "P,f3"),
    Act("case", "reopen", "R,f12"),
    Act("case", "end_plan", "D,f11", show=False),
    Act("case", "mail_seen", f"V,alt+7,{ALT_SIGNS[6]}", show=False),
    *ANSWERS,
    RECALL,
    TAKE_OVER,
    END_OFFER,
)
"""Actions on the case, most used first; each has its answer in ``CaseView.actions``."""

OTHER = Act("case", "other", "1,2,3,4,5,6,7,8,9", show=False)
"""The customer's other cases, each by its digit."""

CASE_ACTS = (
    Act("case", "next", "n,ctrl+n"),
    *ON_CASE,
    Act("case", "sticky", "s,insert"),
    Act("case", "wishes", "v,alt+8,bullet", show=False),
    Act("case", "unstick", "S,delete", show=False),
    OTHER,
    replace(INTAKE, show=False),
    Act("case", "timeline", "t,ctrl+t"),
    Act("case", "unfold", "enter"),
    Act("case", "pane", "tab", show=False, moves=True),
    Act("case", "pane_back", "shift+tab", show=False, moves=True),
    Act("case", "why", "w,ctrl+w"),
    Act("case", "copy_late", "y,ctrl+y", show=False),
    COPY,
    Act("case", "down", "j,down", show=False, moves=True),
    Act("case", "up", "k,up", show=False, moves=True),
    Act("case", "page_down", "pagedown,space", show=False, moves=True),
    Act("case", "page_up", "pageup", show=False, moves=True),
    Act("case", "top", "g,home", show=False, moves=True),
    Act("case", "bottom", "G,end", show=False, moves=True),
    Act("frame", "back", "escape,q", right=True),
)

CASE_BINDINGS = [
    *bindings((act for act in CASE_ACTS if act is not OTHER), at_once=True),
    *(
        Binding(digit, f"do('other_{digit}')", OTHER.name, priority=True)
        for digit in OTHER.keys.split(",")
    ),
]
"""Their keys; each digit is an action of its own."""

FORMS: Mapping[str, type[CaseForm]] = {
    "reply": ReplyForm,
    "callback": CallbackForm,
    "handoff": HandoffForm,
    "recall": RecallForm,
    "mail_seen": UndeliveredForm,
    "report": ReportForm,
    "return": ReturnForm,
    "reject": RejectForm,
    "customer_message": CustomerForm,
    "wait": WaitForm,
    "note": NoteForm,
    "plan": PlanForm,
    "sticky": StickyForm,
    "unstick": UnstickForm,
    "wishes": WishesForm,
    "priority": PriorityForm,
    "class": ClassForm,
    "resolve": ResolveForm,
    "reopen": ReopenForm,
    "follow_up": FollowUpForm,
    "close": CloseForm,
    "end_offer": EndOfferForm,
    "undo": UndoForm,
}
"""The form of an action that needs words or an answer."""

PEOPLE_FORMS: Mapping[str, type[PersonForm]] = {"assign": AssignForm, "release": ReleaseForm}
"""The form of an action that needs a person."""

UNDOABLE = frozenset(
    {
        "claim",
        "release",
        "assign",
        "note",
        "plan",
        "end_plan",
        "priority",
        "class",
        "close",
        "handoff",
    }
)
"""After these ``z`` takes the step back."""
