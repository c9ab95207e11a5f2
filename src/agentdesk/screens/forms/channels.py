"""The channel of a contact: all that the policy knows, the customer's own first."""

from __future__ import annotations

from agentdesk.desk.api import CaseView
from agentdesk.domain import events as k
from agentdesk.i18n import language
from agentdesk.widgets.choice import Choice, Option
from agentdesk.widgets.lens import Lens


def channel_choice(lens: Lens, value: str) -> Choice:
    """The policy's channels that are in use, ``value`` chosen (kept even if retired since)."""
    labels = lens.labels.families.get("channel", ())
    zh = language() == "zh"
    options = [
        Option(label.code, label.zh if zh else label.en)
        for label in labels
        if not label.retired or label.code == value
    ]
    if value and value not in {option.code for option in options}:
        options.append(Option(value, value))
    return Choice(options, value)


def usual_channel(view: CaseView, lens: Lens) -> str:
    """How this customer is answered: as they prefer, else as they spoke last."""
    known = {label.code for label in lens.labels.families.get("channel", ())}
    if view.prefers in known:
        return view.prefers
    return last_channel(view)


def last_channel(view: CaseView) -> str:
    """The channel the customer used last."""
    for entry in reversed(view.timeline):
        if entry.event.kind == k.CUSTOMER_MESSAGE:
            return str(entry.event.body.get("channel", ""))
    return view.channel
