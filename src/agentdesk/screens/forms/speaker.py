"""Who spoke, by what right, and how the talk was kept: the same fields in every form (A9).

They stand behind the words, filled for the usual call: the customer, nothing recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from agentdesk.domain.values import Authority, Caller, Speaker
from agentdesk.i18n import t
from agentdesk.screens.forms.channels import WRITTEN
from agentdesk.screens.forms.fields import Field, yes_no
from agentdesk.widgets.choice import Choice, Option
from agentdesk.widgets.text_box import LineBox

SPEAKER = ("caller", "authority", "recording", "notice")
"""The names of these fields, in tab order."""

CALL = ("recording", "notice")
"""Those of a call."""

RECORDING = 64
"""Characters of a recording's reference."""


def speaker_fields(speaker: Speaker | None = None) -> list[Field]:
    """Caller, authority, recording and notice, as they are for ``speaker`` (the customer)."""
    who = speaker or Speaker()
    callers = Choice([Option(c.value, t(f"case.caller.{c.value}")) for c in Caller], who.caller)
    rights = Choice(
        [Option(a.value, t(f"case.authority.{a.value}")) for a in Authority], who.authority
    )
    recording = LineBox(who.recording, placeholder=t("forms.recording.hint"), limit=RECORDING)
    return [
        Field("caller", "forms.caller", callers),
        Field("authority", "forms.authority", rights),
        Field("recording", "forms.recording", recording),
        Field("notice", "forms.notice", yes_no("yes" if who.notice else "no")),
    ]


def ask_what_matters(fields: Sequence[Field]) -> None:
    """The right to act is asked of somebody else than the customer only, the recording only of what
    was spoken: show them, or hide them."""
    named = {field.key: field for field in fields}
    named["authority"].display = named["caller"].control.words != Caller.CUSTOMER.value
    for name in CALL:
        named[name].display = named["channel"].control.words not in WRITTEN


def speaker_of(words: Callable[[str], str]) -> Speaker:
    """The speaker that the fields tell of; ``words`` gives what stands in a field by its name."""
    caller = Caller(words("caller") or Caller.CUSTOMER)
    right = Authority.NONE if caller is Caller.CUSTOMER else Authority(words("authority"))
    if words("channel") in WRITTEN:  # what stood there before another channel was chosen
        return Speaker(caller, right)
    return Speaker(caller, right, words("recording"), words("notice") == "yes")


def not_told(speaker: Speaker) -> str:
    """What a form says of somebody who may not be told anything; "" for who may be (A9)."""
    if speaker.may_be_told:
        return ""
    return t("speaker.shown" if speaker.authority is Authority.SHOWN else "speaker.none")
