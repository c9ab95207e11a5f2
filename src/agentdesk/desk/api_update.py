"""Updates to customers as screens see them (C2, C3): templates, what is sent, what became of it.

Customers are masked here (G2): a preview reads word for word as what is sent, but for the name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from agentdesk.desk.api_values import Done
from agentdesk.domain import templates
from agentdesk.domain.templates import Frame, Letter, Template

EMAIL, SMS = "email", "sms"


@dataclass(frozen=True, slots=True)
class MailLine:
    """A letter or SMS of a case, and where it stands. Instants."""

    id: int
    kind: str
    """email, sms."""
    purpose: str
    """reply, receipt, question, result."""
    state: str
    """waiting, sending, handed, sent, bounced, dead, unsure, let_go."""
    address: str
    """Masked."""
    made_at: int
    tries: int = 0
    next_at: int | None = None
    ended_at: int | None = None
    code: str = ""
    """Names the sentence ``mail.code.<code>``: why the last try failed."""
    said: str = ""
    """What the server said, masked."""
    failed: bool = False
    """It did not arrive, and nobody has seen to it."""

    @property
    def under_way(self) -> bool:
        """It is still to be sent."""
        return self.state in ("waiting", "sending", "handed")


@dataclass(frozen=True, slots=True)
class UpdateStart:
    """What an update of a case begins with."""

    case_id: int
    lang: str
    """The customer's language, else the desk's."""
    email: str
    """Masked, as on file; empty: none is."""
    phone: str
    sends: frozenset[str]
    """What this desk sends by itself: email, sms. Anything else is recorded as made."""
    templates: tuple[tuple[Template, bool], ...]
    """Those that fit the case first, each with whether it fits."""
    frames: Mapping[str, Frame]
    """By language."""
    values: Mapping[str, Mapping[str, str]]
    """The fields that are known, by language; finish and next come from who writes."""
    own_words: bool = False
    """The reply takes words of one's own (C3): a complaint."""
    zone: str = ""
    """The zone in which times are told to this customer."""
    desk_zone: str = ""
    left_out: tuple[str, ...] = ()
    """Template files that cannot be used."""

    def template(self, code: str) -> Template | None:
        """A template by its code."""
        return next((one for one, _ in self.templates if one.code == code), None)

    def way(self, channel: str, spoken: bool) -> str:
        """How an update by this channel goes: email or sms (the desk sends it), or "" (it is
        recorded as made)."""
        return channel if not spoken and channel in self.sends else ""

    def preview(
        self,
        text: str,
        *,
        channel: str,
        spoken: bool,
        lang: str,
        template: str = "",
        subject: str = "",
        times: Mapping[str, str] | None = None,
    ) -> Letter:
        """What the customer gets, word for word, but for their name, which is masked."""
        values = {**self.values.get(lang, {}), **(times or {})}
        return written(
            self.frames[lang],
            text,
            values,
            way="" if spoken else channel,
            template=self.template(template),
            lang=lang,
            subject=subject,
        )


def written(
    frame: Frame,
    text: str,
    values: Mapping[str, str],
    *,
    way: str,
    template: Template | None,
    lang: str,
    subject: str = "",
) -> Letter:
    """What goes out by a way: a letter with greeting and signature, an SMS, or the bare words."""
    filled = template is not None
    if way == EMAIL:
        usual = template.words[lang].subject if template is not None else ""
        return templates.letter(frame, text, values, template=filled, subject=subject or usual)
    return templates.message(frame if way == SMS else None, text, values, template=filled)


@dataclass(frozen=True, slots=True)
class Update:
    """An update to a customer. Empty: as usual."""

    text: str
    """With a template, its fields still in it; they are filled when it is sent."""
    channel: str
    spoken: bool = False
    template: str = ""
    lang: str = ""
    to: str = ""
    """Another address (or number) than on file."""
    promised_at: int | None = None
    """When they hear from us next."""
    finish_at: int | None = None
    findings: bool = False
    new: bool = True
    contained: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    """Fields that whoever asks fills themselves."""


class UpdateApi(Protocol):
    """Telling customers. Every call may raise Refused or DeskTrouble; ``op`` makes a retry safe."""

    async def update_start(self, case_id: int) -> UpdateStart:
        """Templates, addresses and known values for an update of this case."""
        ...

    async def update(self, case_id: int, update: Update, *, op: str | None = None) -> Done:
        """Tell the customer: sent by the desk where it can, else recorded as made. Raises Refused
        ``fields_missing``, ``own_words``, ``no_address``, ``bad_address``, ``unknown_template``,
        and as `reply`."""
        ...

    async def see_to_mail(
        self,
        case_id: int,
        mail: int,
        to: str | None = None,
        *,
        keep: bool = False,
        op: str | None = None,
    ) -> Done:
        """See to a letter that did not arrive: sent once more ``to`` an address (empty: the one on
        file), or (None) the customer is told otherwise. ``keep``: that e-mail address is the
        customer's from now on, until it is taken back. Raises Refused ``unknown_mail``,
        ``bad_address``, ``no_address``, ``text_gone``."""
        ...
