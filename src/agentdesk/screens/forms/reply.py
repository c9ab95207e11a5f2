"""Tell the customer: the words, perhaps from a template, beside exactly what they get (C2, C3, C4).

From 100 cells the preview stands at the right; below it a key shows it in place of the fields.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input

from agentdesk.desk.api import Done, Update
from agentdesk.domain import templates
from agentdesk.i18n import LANGUAGES, language, t
from agentdesk.screens.acts import Act, bindings
from agentdesk.screens.forms.base import FORM_ACTS
from agentdesk.screens.forms.channels import channel_choice, usual_channel
from agentdesk.screens.forms.fields import Field, yes_no
from agentdesk.screens.forms.parts import FormHead, FormKeys, FormSays
from agentdesk.screens.forms.reply_template import WithTemplate
from agentdesk.screens.forms.reply_words import blocked, field_troubles, told_times, way_words
from agentdesk.widgets.cells import plain
from agentdesk.widgets.choice import Choice, Option
from agentdesk.widgets.letter_preview import LetterPreview
from agentdesk.widgets.pick_one import PickOne
from agentdesk.widgets.text_box import LineBox, TextBox
from agentdesk.widgets.when_input import WhenInput

SPOKEN = frozenset({"phone", "branch"})
"""Channels on which an update is spoken unless the person says otherwise."""

BESIDE = 100
"""Cells from which the preview stands beside the fields."""

OWN_ACTS = (
    Act("update", "template", "f3", priority=True),
    Act("update", "preview", "f6", priority=True),
)


class ReplyForm(WithTemplate):
    """Template, words, promises made; channel, spoken or written, address, language."""

    NAME = "reply"
    ACTS: ClassVar[Sequence[Act]] = (*FORM_ACTS, *OWN_ACTS)
    BINDINGS = bindings((*FORM_ACTS, *OWN_ACTS))

    _wanted = ""
    """The template of a draft, until the templates are there."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._there = asyncio.Event()

    # --- layout
    def compose(self) -> ComposeResult:
        """A panel: head, fields beside the preview, what it says, keys."""
        self._fields = list(self.fields())
        with Vertical(classes="panel update"):
            yield FormHead(self.heading(), f"{self.view.reference}  {plain(self.view.title)}")
            with Horizontal(classes="update-both"):
                with VerticalScroll(classes="form-fields", can_focus=False):
                    yield from self._fields
                with VerticalScroll(classes="update-preview", can_focus=False):
                    yield LetterPreview()
            yield FormSays()
            yield FormKeys(self.keys())

    def keys(self) -> Sequence[tuple[str, str]]:
        """Keys and their words: what is done here first; the preview's where it is hidden."""
        own = [OWN_ACTS[0], *([] if self._beside else [OWN_ACTS[1]])]
        acts = [*FORM_ACTS[:1], *own, *FORM_ACTS[1:]]
        sends = bool(self._way)
        return [
            (self.key_of(act), t("forms.act.send") if act.name == "save" and sends else act.label)
            for act in acts
            if act.show
        ]

    @property
    def _way(self) -> str:
        """By which way the desk itself sends it; "" where it is only recorded."""
        if self._asked is None or not self._fields:
            return ""
        return self._asked.way(self.words("channel"), self._spoken)

    def on_resize(self, event: events.Resize) -> None:
        """Side by side, or one of the two."""
        self._lay_out()

    @property
    def _beside(self) -> bool:
        return self.app.size.width >= BESIDE

    def _lay_out(self) -> None:
        both = self.query_one(".update-both")
        both.set_class(self._beside, "-beside")
        if self._beside:
            both.remove_class("-preview")

    # --- fields
    def fields(self) -> Sequence[Field]:
        """The fields, in tab order: the words first, what is usually right last."""
        channel = usual_channel(self.view, self.lens)
        spoken = "spoken" if channel in SPOKEN else "written"
        how = (
            Option("spoken", t("forms.reply.spoken"), "s"),
            Option("written", t("forms.reply.written"), "w"),
        )
        words = TextBox(placeholder=t("forms.reply.text.hint"))
        return [
            Field("channel", "forms.channel", channel_choice(self.lens, channel, reply=True)),
            Field("how", "forms.reply.how", Choice(how, spoken)),
            Field("to", "forms.reply.to", LineBox(limit=254)),
            Field("template", "forms.reply.template", self._pick()),
            Field("text", "forms.reply.text", words, needed=True),
            Field("promised", "forms.reply.promised", self._when()),
            Field("finish", "forms.reply.finish", self._when()),
            Field("findings", "forms.reply.findings", yes_no("no")),
            Field("new", "forms.reply.new", yes_no("yes")),
            *self._containment(),
            Field("lang", "forms.reply.lang", self._languages()),
        ]

    def _pick(self) -> PickOne:
        return PickOne((), none=t("forms.reply.template.none"))

    def _when(self) -> WhenInput:
        return WhenInput(self.desk.now, self.desk.info.tz, ends=True, hours=self.desk_hours)

    def _languages(self) -> Choice:
        theirs = self.view.language if self.view.language in LANGUAGES else language()
        options = [Option(lang, t(f"forms.reply.lang.{lang}")) for lang in LANGUAGES]
        return Choice(options, theirs)

    def _containment(self) -> Sequence[Field]:
        """Only where a loss is still running: that it was stopped lets the case leave band 1."""
        if not self.view.to_contain:
            return []
        return [Field("contained", "forms.reply.contained", yes_no("no"))]

    def first_field(self) -> Field:
        """The words come first; the channel is the usual one."""
        return self.field("text")

    # --- what the desk knows
    def begin(self) -> None:
        """Ask for templates and addresses."""
        super().begin()
        self._lay_out()
        self._show()
        self.start(self._ask(), group="update")

    def keys_wait_for(self) -> Collection[str]:
        """What the desk sends, too: it decides whether a tab goes to the address or past it."""
        return (*super().keys_wait_for(), "update")

    async def _ask(self) -> None:
        try:
            self._asked = await self.desk.update_start(self.view.id)
        finally:
            self._there.set()
        lang = language()
        options = [
            Option(one.code, f"{'● ' if fits else ''}{one.words[lang].name}")
            for one, fits in self._asked.templates
        ]
        self._picked.offer(options, t("forms.reply.template.none"))
        if self._wanted:
            self._picked.put(self._wanted)
            self._body = self._template_body()
            self._wanted = ""
        if self._asked.left_out:
            count = len(self._asked.left_out)
            self.says.say("left_out", t("forms.reply.left_out", count=count), "soon")
        self._show()

    def values(self) -> dict[str, str]:
        """Everything that stands in the form; a draft's template counts before it is there."""
        found = super().values()
        if self._wanted:
            found["template"] = self._wanted
        return found

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values back."""
        super().fill(values)
        if self._asked is None:
            self._wanted = values.get("template", "")
        else:
            self._body = self._template_body()
        if self.is_mounted:
            self._show()

    # --- the preview
    async def do_preview(self) -> None:
        """Show what the customer gets in place of the fields, or the fields again."""
        if not self._beside:
            self.query_one(".update-both").toggle_class("-preview")

    def _show_fields(self) -> None:
        self.query_one(".update-both").remove_class("-preview")

    def _letter(self) -> templates.Letter | None:
        if self._asked is None:
            return None
        times = told_times(
            {"next": self.field("promised").widget, "finish": self.field("finish").widget},
            self.desk.now(),
            self.words("lang"),
            self._asked,
        )
        return self._asked.preview(
            self._text.words,
            channel=self.words("channel"),
            spoken=self._spoken,
            lang=self.words("lang"),
            template=self._picked.value,
            times=times,
        )

    @property
    def _spoken(self) -> bool:
        return self.words("how") == "spoken"

    def _show(self) -> None:
        """Draw the preview anew, and the address field only where something is sent."""
        asked, letter = self._asked, self._letter()
        way = self._way
        self.field("to").display = bool(way)
        self.query_one(FormKeys).show(self.keys())
        if asked is None or letter is None:
            return
        template = self._template()
        why = blocked(asked, letter, template, self.words("lang"), self._text.words)
        on_file = asked.email if way == "email" else asked.phone
        box = self.field("to").widget
        assert isinstance(box, LineBox)
        box.placeholder = t("forms.reply.to.hint", to=on_file) if on_file else ""
        words = way_words(asked, way, self.words("channel"), self._spoken, self.words("to"))
        self.query_one(LetterPreview).show(letter, words, why)
        hidden = " ".join(why) if self._text.words and not self._beside else ""
        self.says.say("blocked", hidden and f"▲ {hidden}", "soon")

    def on_text_area_changed(self, event: TextBox.Changed) -> None:
        """Other words."""
        self._show()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another time or address."""
        self._show()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Another channel brings its usual way of speaking; another language its template."""
        if event.choice is self.field("channel").widget:
            spoken = "spoken" if event.choice.value in SPOKEN else "written"
            self.field("how").control.put(spoken)
        if event.choice is self.field("lang").widget and self._text.words == self._body:
            self._put_body()
        self._show()

    # --- sending
    def troubles(self) -> Mapping[str, str]:
        """The words and the channel must be there, and every field of the template."""
        found = {}
        if not self.words("channel"):
            found["channel"] = t("forms.channel.missing")
        if not self.words("text"):
            found["text"] = t("forms.reply.text.missing")
        asked, letter = self._asked, self._letter()
        if asked is not None and letter is not None and not found:
            text, lang = self._text.words, self.words("lang")
            found.update(field_troubles(asked, letter, self._template(), lang, text))
        if found:
            self._show_fields()
        return found

    async def send(self) -> Done:
        """Send it, or record what was said."""
        asked = Update(
            self.words("text"),
            self.words("channel"),
            spoken=self._spoken,
            template=self.values()["template"],
            lang=self.words("lang"),
            to=self.words("to") if self.field("to").display else "",
            promised_at=self.at("promised"),
            finish_at=self.at("finish"),
            findings=self.words("findings") == "yes",
            new=self.words("new") == "yes",
            contained=self.view.to_contain and self.words("contained") == "yes",
        )
        return await self.desk.update(self.view.id, asked, op=self.keeper.op)
