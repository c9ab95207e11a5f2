"""The channel of a contact: all that the policy knows, the customer's own first."""

from __future__ import annotations

from agentdesk.desk.api import CaseView
from agentdesk.domain import events as k
from agentdesk.i18n import language
from agentdesk.widgets.choice import Choice, Option
from agentdesk.widgets.lens import Lens

ONE_WAY = frozenset({"regulator"})
"""Channels that name who sent a case on: nothing reaches the customer by them."""

WRITTEN = frozenset({"chat", "email", "sms", "app", "web", "social", "letter", "fax"})
"""Channels on which nobody speaks: there is no recording to name, and no notice of one."""

USUAL = "phone"


def channel_choice(lens: Lens, value: str, *, reply: bool = False) -> Choice:
    """The policy's channels that are in use, ``value`` chosen (kept even if retired since);
    for a ``reply`` only those that reach the customer."""
    labels = lens.labels.families.get("channel", ())
    zh = language() == "zh"
    options = [
        Option(label.code, label.zh if zh else label.en)
        for label in labels
        if (not label.retired or label.code == value) and not (reply and label.code in ONE_WAY)
    ]
    if value and value not in {option.code for option in options}:
        options.append(Option(value, value))
    return Choice(options, value)


def usual_channel(view: CaseView, lens: Lens) -> str:
    """How this customer is answered: as they prefer, else as they spoke last, else as the case
    came in; by phone where that is a channel that carries no reply."""
    carry = [
        label.code
        for label in lens.labels.families.get("channel", ())
        if not label.retired and label.code not in ONE_WAY
    ]
    wanted = (view.prefers, last_channel(view), view.channel, USUAL, *carry[:1])
    return next((code for code in wanted if code in carry), "")


def last_channel(view: CaseView) -> str:
    """The channel the customer used last."""
    for entry in reversed(view.timeline):
        if entry.event.kind == k.CUSTOMER_MESSAGE:
            return str(entry.event.body.get("channel", ""))
    return view.channel
