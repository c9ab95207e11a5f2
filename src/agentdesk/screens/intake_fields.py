"""The fields of a new case, in the order of a conversation, and reading them.

Only the words are needed. What the text suggests and what a paste tells fill fields that nobody has
set, each with a mark; a person's own choice is never overwritten (`intake_suggest`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.widget import Widget

from agentdesk.desk.api import DeskApi, Labels, NewCase
from agentdesk.domain.text import one_line
from agentdesk.domain.values import CaseClass, Kind, Priority, Speaker
from agentdesk.i18n import language, t
from agentdesk.screens.forms.channels import USUAL, channel_choice
from agentdesk.screens.forms.fields import Field, yes_no
from agentdesk.screens.forms.marked import MarkedField
from agentdesk.screens.forms.speaker import speaker_fields
from agentdesk.screens.intake_line import WordsBox
from agentdesk.screens.intake_start import FACTS
from agentdesk.widgets.choice import Choice, Option
from agentdesk.widgets.lens import Lens
from agentdesk.widgets.pick_one import PickOne
from agentdesk.widgets.text_box import LineBox, TextBox
from agentdesk.widgets.when_input import WhenInput

LONGEST_TITLE = 80
WHO = ("name", "phone", "email")
SUGGESTED = ("kind", "line", "category", "class", "priority")
SOLVED = ("told", "wrapup")
"""Fields of a call that is solved at once."""

UNSOLVED = ("promised", "mine")
"""Fields that make no sense then."""


def _label(labels: Labels, family: str) -> list[Option]:
    zh = language() == "zh"
    return [
        Option(one.code, one.zh if zh else one.en)
        for one in labels.families.get(family, ())
        if not one.retired
    ]


def words_fields() -> Sequence[Field]:
    """Who it is and what they say: the left half."""
    told = TextBox(placeholder=t("intake.told.hint"))
    return [
        *(MarkedField(name, f"intake.field.{name}", LineBox(limit=100)) for name in WHO),
        Field(
            "text", "intake.field.text", WordsBox(placeholder=t("intake.text.hint")), needed=True
        ),
        *(MarkedField(name, f"intake.field.{name}", LineBox(limit=40)) for name in FACTS),
        Field("told", "intake.field.told", told, needed=True),
    ]


def choice_fields(desk: DeskApi, lens: Lens) -> Sequence[Field]:
    """How it came in, from whom, and what it is: the right half."""
    labels = desk.labels
    wrapups = [
        Option(one.code, f"{n} {one.label}") for n, one in enumerate(_label(labels, "wrapup"), 1)
    ]
    channels = PickOne(channel_choice(lens, USUAL).options, USUAL)
    line = Choice(_label(labels, "line"))
    promised = WhenInput(
        desk.now, desk.info.tz, ends=True, hours=lambda: desk.hours(line=line.value)
    )
    category = PickOne(_label(labels, "category"), none=t("intake.category.none"))
    return [
        Field("wrapup", "intake.field.wrapup", Choice(wrapups), needed=True),
        Field("channel", "intake.field.channel", channels),
        *speaker_fields(),
        _suggested("category", category),
        _suggested("kind", Choice(_label(labels, "kind"))),
        _suggested("line", line),
        _suggested("class", Choice(_classes())),
        _suggested("priority", Choice(_priorities())),
        Field("promised", "intake.field.promised", promised),
        Field("mine", "intake.field.mine", _owner()),
        Field("receipt", "intake.field.receipt", yes_no("")),
    ]


def _suggested(name: str, control: Widget) -> MarkedField:
    return MarkedField(name, f"intake.field.{name}", control, room="intake.mark.suggested")


def _classes() -> list[Option]:
    return [Option(c.value, t(f"case.class.{c.value}")) for c in CaseClass]


def _priorities() -> list[Option]:
    return [Option(p.value, t(f"forms.priority.{p.value}"), str(p.rank)) for p in Priority]


def _owner() -> Choice:
    options = (Option("yes", t("intake.mine.me"), "m"), Option("no", t("intake.mine.pool"), "p"))
    return Choice(options, "yes")


def say_like(control: Widget, other: Widget) -> None:
    """A control says what another one of its kind says: the words of another language."""
    if isinstance(control, Choice) and isinstance(other, Choice):
        control.options = other.options
    elif isinstance(control, PickOne) and isinstance(other, PickOne):
        control.offer(other.options, other.none)
    elif isinstance(control, WhenInput):
        control.read()
    elif isinstance(control, LineBox | TextBox) and isinstance(other, LineBox | TextBox):
        control.placeholder = other.placeholder


def title_of(text: str) -> str:
    """The first line with words in it, cut at a word."""
    first = next((line for line in map(one_line, text.splitlines()) if line), "")
    if len(first) <= LONGEST_TITLE:
        return first
    cut = first[: LONGEST_TITLE - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > LONGEST_TITLE // 2 else cut).rstrip() + "…"


def text_of(values: Mapping[str, str]) -> str:
    """What the caller says, and under it what a paste has told and the agent has looked at."""
    facts = [t(f"intake.fact.{name}", value=values[name]) for name in FACTS if values.get(name, "")]
    text = values["text"]
    return f"{text}\n\n{' · '.join(facts)}" if facts else text


def new_case(
    values: Mapping[str, str],
    speaker: Speaker,
    *,
    subject: int | None,
    prefers: str,
    promised_at: int | None,
) -> NewCase:
    """The request that the fields tell of."""
    known_already = subject is not None
    return NewCase(
        text_of(values),
        title=title_of(values["text"]),
        subject=subject,
        customer="" if known_already else values["name"],
        phone="" if known_already else values["phone"],
        email="" if known_already else values["email"],
        prefers=prefers,
        channel=values["channel"],
        category=values["category"],
        line=values["line"] or None,
        kind=Kind(values["kind"]) if values["kind"] else None,
        klass=CaseClass(values["class"]) if values["class"] else None,
        priority=Priority(values["priority"]) if values["priority"] else None,
        speaker=speaker,
        promised_at=promised_at,
        mine=values["mine"] == "yes",
        receipt={"yes": True, "no": False}.get(values["receipt"]),
    )
