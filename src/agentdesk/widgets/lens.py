"""Through what a case is looked at: the time, the zone, who looks, and the words of the policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, tzinfo

from agentdesk.desk.api import CaseView, DeskApi, Labels, MailLine, Person
from agentdesk.domain.values import MINUTE
from agentdesk.i18n import format as form
from agentdesk.i18n import known, language, t
from agentdesk.widgets.cells import plain, safe


@dataclass(frozen=True, slots=True)
class Lens:
    """Everything beside the case that its picture depends on. ``now`` is an instant."""

    now: int = 0
    zone: tzinfo = UTC
    me: str = ""
    soon: int = 15 * MINUTE
    labels: Labels = field(default_factory=Labels)
    names: Mapping[str, str] = field(default_factory=dict)
    """Names of people by their code."""
    handed: Mapping[str, str] = field(default_factory=dict)
    """Departments by the handoffs of the case that is looked at."""
    mails: Mapping[int, MailLine] = field(default_factory=dict)
    """The letters of the case that is looked at."""

    def at(self, now: int) -> Lens:
        """The same view at another time."""
        return replace(self, now=now)

    def on(self, view: CaseView) -> Lens:
        """The same, on this case."""
        handed = {one.id: one.dept for one in view.handoffs}
        return replace(self, handed=handed, mails={one.id: one for one in view.mails})

    def names_of(self, view: CaseView) -> dict[str, str]:
        """Whom a refusal about a case may have to name: its owner, the department that has it."""
        depts = [one.dept for one in view.handoffs if one.ended_at is None]
        dept = form.joined([self.label("department", code) for code in depts])
        asked = self.who(view.offered_to)
        return {"owner": self.who(view.owner), "dept": dept, "person": asked}

    def when(self, at: int) -> str:
        """A point in time as the desk reads it: ``14:30``, ``tomorrow 09:00``, ``24 Nov 14:30``."""
        return form.when(at, self.now, self.zone)

    def clock(self, at: int) -> str:
        """``14:30``."""
        return form.time_of_day(at, self.zone)

    def day_of(self, at: int) -> date:
        """The day of an instant, as the desk counts days."""
        return form.local(at, self.zone).date()

    def label(self, family: str, code: str) -> str:
        """A coded choice in the language in force; Latin text in Chinese stays as it is."""
        return plain(self.labels.text(family, code, language())) if code else ""

    def channel(self, code: str) -> str:
        """A channel inside a sentence: ``by e-mail``, not ``by E-mail``; ``SMS`` stays."""
        word = self.label("channel", code)
        return word if word[1:2].isupper() else word[:1].lower() + word[1:]

    def who(self, code: str | None) -> str:
        """A person's name; the desk itself for what happened by itself."""
        if not code or code == "system":
            return t("case.timeline.desk")
        return plain(self.names.get(code, code))

    def who_or_me(self, code: str) -> str:
        """A person's name, marked where it is the person at the keys."""
        name = self.who(code)
        return t("case.who.me", name=name) if code == self.me else name


def lens_of(desk: DeskApi, people: Mapping[str, Person]) -> Lens:
    """The lens of the person who has opened a desk."""
    info = desk.info
    return Lens(
        now=desk.now(),
        zone=form.zone(info.tz),
        me=info.me.code,
        soon=info.soon,
        labels=desk.labels,
        names={**info.gone, **{code: person.name for code, person in people.items()}},
    )


def phrase(key: str, /, **params: object) -> str:
    """A catalogue's sentence whose parameters are words of ours: in Chinese no space stands
    between two characters (``应于明天 14:30 前``, ``应于 14:30 前``)."""
    text = t(key, **params)
    return form.unspaced(text) if language() == "zh" else text


def coded(prefix: str, code: str) -> str:
    """The catalogue's word for a code, or the code itself where the catalogue has none."""
    key = f"{prefix}.{code}"
    return t(key) if known(key) else plain(code)


def paragraphs(text: str) -> str:
    """A text as it may be drawn: safe, its lines kept, no blank lines at its ends."""
    return "\n".join(safe(line).rstrip() for line in text.splitlines()).strip("\n")
