"""Who speaks, by what right, and how the talk was kept: fields that every form of a call has.

A9: who is not the customer and has not proven their authority is written down and told nothing; a
form says so as soon as they are chosen (`not_told`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agentdesk.domain.values import THE_CUSTOMER, Authority, Caller, Speaker
from agentdesk.i18n import t
from agentdesk.screens.forms.fields import Field, yes_no
from agentdesk.widgets.choice import Choice, Option
from agentdesk.widgets.text_box import LineBox

LONGEST_RECORDING = 64
"""Characters of a recording's reference, as the desk keeps them."""


def caller_choice(value: str = Caller.CUSTOMER.value) -> Choice:
    """The customer, or somebody for them."""
    return Choice([Option(one.value, t(f"speaker.caller.{one.value}")) for one in Caller], value)


def authority_choice(value: str = Authority.NONE.value) -> Choice:
    """What somebody who is not the customer has shown of their right to act."""
    options = [Option(one.value, t(f"speaker.authority.{one.value}")) for one in Authority]
    return Choice(options, value)


def recording_box(value: str = "") -> LineBox:
    """The reference of the recording, as the telephone system names it."""
    return LineBox(value, placeholder=t("speaker.recording.hint"), limit=LONGEST_RECORDING)


def speaker_fields(speaker: Speaker = THE_CUSTOMER) -> Sequence[Field]:
    """Caller, authority, recording, notice; `show_authority` hides what does not apply."""
    return [
        Field("caller", "speaker.caller", caller_choice(speaker.caller.value)),
        Field("authority", "speaker.authority", authority_choice(speaker.authority.value)),
        Field("recording", "speaker.recording", recording_box(speaker.recording)),
        Field("notice", "speaker.notice", yes_no("yes" if speaker.notice else "no")),
    ]


def show_authority(fields: Sequence[Field]) -> None:
    """Ask for the authority only of somebody who is not the customer. The fields stand mounted."""
    by_name = {field.key: field for field in fields}
    caller = by_name["caller"].control.words
    by_name["authority"].display = caller != Caller.CUSTOMER.value


def speaker_of(values: Mapping[str, str]) -> Speaker:
    """The speaker that a form's values mean; the customer where they say nothing."""
    caller = Caller(values.get("caller") or Caller.CUSTOMER.value)
    customer = caller is Caller.CUSTOMER
    return Speaker(
        caller=caller,
        authority=Authority.NONE if customer else Authority(values.get("authority") or "none"),
        recording=values.get("recording", "").strip(),
        notice=values.get("notice") == "yes",
    )


def not_told(speaker: Speaker) -> str:
    """What a form says of somebody who may not be told anything; "" for who may (A9)."""
    if speaker.may_be_told:
        return ""
    shown = speaker.authority is Authority.SHOWN
    return t("speaker.not_told.shown" if shown else "speaker.not_told")
