"""What the form for updates says: how it goes out, and why it cannot go yet."""

from __future__ import annotations

from collections.abc import Mapping

from textual.widget import Widget

from agentdesk.desk.api import UpdateStart
from agentdesk.domain import templates
from agentdesk.domain.templates import Letter, Template
from agentdesk.i18n import format as form
from agentdesk.i18n import known, letter_times, t
from agentdesk.widgets.cells import plain
from agentdesk.widgets.when_input import WhenInput

_TIMES = {"next": "promised", "finish": "finish"}
"""The field of the form in which a field of a template is named."""


def told_times(
    widgets: Mapping[str, Widget], now: int, lang: str, asked: UpdateStart
) -> dict[str, str]:
    """The times named in the form, as the customer reads them."""
    said = {}
    for name, widget in widgets.items():
        assert isinstance(widget, WhenInput)
        if widget.at is not None:
            said[name] = letter_times.when(widget.at, now, lang, asked.zone, asked.desk_zone)
    return said


def way_words(
    asked: UpdateStart, way: str, channel: str, spoken: bool, typed: str
) -> tuple[str, str]:
    """How this goes to the customer, as a sentence with its role."""
    if way:
        on_file = asked.email if way == "email" else asked.phone
        if not typed and not on_file:
            return t(f"forms.reply.way.{way}.none"), "late"
        to = plain(typed) or on_file
        return t(f"forms.reply.way.{way}", to=to), "accent"
    if not spoken and channel in ("email", "sms"):
        return t(f"forms.reply.way.{channel}.elsewhere"), "soon"
    return t("forms.reply.way.spoken" if spoken else "forms.reply.way.written"), "quiet"


def lacks_own_words(asked: UpdateStart, template: Template | None, lang: str, text: str) -> bool:
    """Whether this must be put in words of one's own, and is not (C3)."""
    if template is None or not (asked.own_words or template.own_words):
        return False
    return templates.own_words(template.words[lang].body, text) < templates.OWN_ENOUGH


def blocked(
    asked: UpdateStart, letter: Letter, template: Template | None, lang: str, text: str
) -> tuple[str, ...]:
    """Why it cannot go yet, as sentences for the head of the preview."""
    why = []
    if letter.missing:
        names = form.joined([field_word(name) for name in letter.missing])
        why.append(t("forms.reply.missing", fields=names))
    if lacks_own_words(asked, template, lang, text):
        why.append(t("refused.own_words", count=templates.OWN_ENOUGH))
    return tuple(why)


def field_troubles(
    asked: UpdateStart, letter: Letter, template: Template | None, lang: str, text: str
) -> dict[str, str]:
    """The same, each at the field of the form that mends it."""
    found: dict[str, str] = {}
    others = [name for name in letter.missing if name not in _TIMES]
    if others:
        names = form.joined([field_word(name) for name in others])
        found["text"] = t("forms.reply.missing", fields=names)
    elif lacks_own_words(asked, template, lang, text):
        found["text"] = t("refused.own_words", count=templates.OWN_ENOUGH)
    for name, field in _TIMES.items():
        if name in letter.missing:
            found[field] = t("forms.reply.missing.time", field=field_word(name))
    return found


def field_word(name: str) -> str:
    """A field of a template, as the desk calls it: ``what (what is being done)``."""
    key = f"update.field.{name}"
    written = f"{{{name}}}"
    return t("update.field", name=written, word=t(key)) if known(key) else written
