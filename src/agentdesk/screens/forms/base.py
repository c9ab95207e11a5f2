"""What every form has: fields, drafts, one way to send, and words for what went wrong.

``ctrl+s`` (or F2) sends, ``esc`` leaves and keeps what was typed, tab and the arrows go from field
to field. A refusal or a lost race leaves the form open, its words untouched.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input

from agentdesk.desk.api import CaseView, DeskTrouble, Done, Hours
from agentdesk.domain.drafts import of_case
from agentdesk.domain.values import Refused
from agentdesk.i18n import say, t
from agentdesk.screens.acts import Act, bindings
from agentdesk.screens.ahead import TypedAhead
from agentdesk.screens.base import DeskDialog
from agentdesk.screens.forms.drafts import SentBefore
from agentdesk.screens.forms.fields import Field
from agentdesk.screens.forms.keeping import KeepsTyped
from agentdesk.screens.forms.parts import FormHead, FormKeys, FormSays
from agentdesk.widgets.cells import plain
from agentdesk.widgets.choice import Choice
from agentdesk.widgets.lens import Lens
from agentdesk.widgets.story import headline
from agentdesk.widgets.text_box import TextBox
from agentdesk.widgets.timeline import since
from agentdesk.widgets.when_input import WhenInput

FORM_ACTS = (
    Act("forms", "save", "ctrl+s,f2", priority=True),
    Act("forms", "anew", "f4", priority=True),
    Act("forms", "back", "escape", priority=True),
    # Before the field sees them: letters typed right behind a tab belong to the next field.
    Act("forms", "onward", "tab", show=False, moves=True, priority=True),
    Act("forms", "backward", "shift+tab", show=False, moves=True, priority=True),
)

PATIENCE = 1.0
"""Seconds after which a form that is on its way says that it waits."""


class CaseForm(TypedAhead, KeepsTyped, DeskDialog[Done]):
    """A form over a case. Subclasses give ``NAME``, ``fields`` and ``send``."""

    NAME: ClassVar[str] = ""
    ACTS: ClassVar[Sequence[Act]] = FORM_ACTS
    BINDINGS = bindings(FORM_ACTS)
    AUTO_FOCUS: ClassVar[str | None] = ""  # begin() chooses: another field would flash up first

    def __init__(self, view: CaseView, lens: Lens) -> None:
        super().__init__(classes="case-form")
        self.view = view
        self.lens = lens
        self._seen = view.ver
        self._sending = False
        self._fields: list[Field] = []
        self.barred = ""
        """Why this cannot be sent now; it was opened for what was typed into it before."""

    # --- what a form is made of
    @abstractmethod
    def fields(self) -> Sequence[Field]:
        """The fields, in tab order."""

    @abstractmethod
    async def send(self) -> Done:
        """Hand it to the desk. Raises Refused or DeskTrouble."""

    def troubles(self) -> Mapping[str, str]:
        """What keeps it from being sent: field name -> sentence."""
        return {}

    def place(self) -> tuple[int, str]:
        """Something is done to this case."""
        return (self.view.id, self.NAME)

    def thing(self) -> str:
        """What is typed here is kept for this (`domain.drafts`)."""
        return of_case(self.view.id)

    def heading(self) -> str:
        """The form's name."""
        return t(f"forms.{self.NAME}.title")

    # --- layout
    def compose(self) -> ComposeResult:
        """A panel: head, fields, what it says, keys."""
        self._fields = list(self.fields())
        with Vertical(classes="panel"):
            yield FormHead(self.heading(), f"{self.view.reference}  {plain(self.view.title)}")
            with VerticalScroll(classes="form-fields", can_focus=False):
                yield from self._fields
            yield FormSays()
            yield FormKeys(self.keys())

    def keys(self) -> Sequence[tuple[str, str]]:
        """Keys and their words for the last line of the panel."""
        return [(self.key_of(act), act.label) for act in self.acts() if act.show]

    def on_mount(self) -> None:
        """Begin, once everything stands; what was typed meanwhile goes where the keys go first."""
        self.begin()
        self.begun()

    def begin(self) -> None:
        """Put back what was left here, and the keys into the first field."""
        self.keep_for(self.thing(), self.NAME)
        if self.barred:
            self.stays(self.barred)
        self.first_field().focus_control()

    def first_field(self) -> Field:
        """Where the keys go first."""
        return self._fields[0]

    # --- values
    @property
    def says(self) -> FormSays:
        """The form's own words."""
        return self.query_one(FormSays)

    def field(self, name: str) -> Field:
        """A field by its name."""
        return next(field for field in self._fields if field.key == name)

    def words(self, name: str) -> str:
        """What stands in a field."""
        return self.field(name).control.words

    def at(self, name: str) -> int | None:
        """The instant meant in a field for a time."""
        widget = self.field(name).widget
        assert isinstance(widget, WhenInput)
        widget.read()
        return widget.at

    def desk_hours(self) -> Hours:
        """The hours of work of the desk for this case."""
        return self.desk.hours(line=self.view.line)

    def values(self) -> dict[str, str]:
        """Everything that stands in the form."""
        return {field.key: field.control.words for field in self._fields}

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values into the fields that have them."""
        for field in self._fields:
            if field.key in values:
                field.control.put(values[field.key])

    # --- leaving, sending
    async def do_back(self) -> None:
        """Leave; what was typed is kept."""
        self.keeper.left()
        self.dismiss(None)

    def say_kept_from(self, at: int | None) -> None:
        """Say what this is, and from when."""
        words = t("forms.kept", at=self.lens.when(at)) if at is not None else ""
        self.says.say("kept", words, "accent")

    def say_kept(self, kept: bool, trouble: str) -> None:
        """A quiet word beside the keys; trouble in full."""
        for keys in self.query(FormKeys):  # none any more, if it has been sent and is gone
            keys.mark(t("drafts.kept") if kept else "")
            self.says.say("unkept", trouble and f"▲ {trouble}", "late")

    def do_anew(self) -> None:
        """Start with an untouched form; what was kept is forgotten."""
        self.fill(self.keeper.anew())
        self.say_kept_from(None)
        self.says.say("refused", "")
        self._point_out({})
        self.first_field().focus_control()

    def do_save(self) -> None:
        """Send it, once the field has taken what was typed before."""
        self.after_typing(self._save)

    def _save(self) -> None:
        """Send it, unless something is missing or it is on its way already."""
        if self._sending:
            return
        troubles = {**self._unclear_times(), **self.troubles()}
        self._point_out(troubles)
        if troubles:
            return
        self._sending = True
        self.says.say("refused", "")
        self._slow = self.set_timer(PATIENCE, self._say_it_waits)
        self.run_worker(self._send(), group="send")

    def _say_it_waits(self) -> None:
        """The store has not answered yet: somebody else writes, or its disk is slow."""
        if self._sending:
            self.says.say("waits", t("forms.waits"), "soon")

    async def _send(self) -> None:
        try:
            done = await self.keeper.before_sending() or await self.send()
        except Refused as refusal:
            self.on_refused(refusal)
        except DeskTrouble as trouble:
            self.on_trouble(trouble)
        except SentBefore:
            sentence = t("drafts.sent_before", key=self.key_of(FORM_ACTS[0]))
            self.says.say("refused", f"▲ {sentence}", "late")
        else:
            self.keeper.sent()
            self.dismiss(done)
        finally:
            self._sending = False
            self._slow.stop()
            if self.is_mounted:
                self.says.say("waits", "")

    def _unclear_times(self) -> dict[str, str]:
        """Times that are not understood stand in the way of sending."""
        found = {}
        for field in self._fields:
            if isinstance(field.widget, WhenInput):
                field.widget.read()
                if field.widget.trouble:
                    found[field.key] = field.widget.complaint
        return found

    def _point_out(self, troubles: Mapping[str, str]) -> None:
        """Say at each field what is wrong with it, and go to the first such field."""
        for field in self._fields:
            field.say(troubles.get(field.key, ""))
        for field in self._fields:
            if field.key in troubles:
                field.focus_control()
                return

    def on_refused(self, refusal: Refused) -> None:
        """Stay open, say why; the words are kept."""
        params: dict[str, Any] = dict(refusal.params)
        for name in ("owner", "to", "who"):
            if isinstance(params.get(name), str):
                params[name] = self.lens.who(params[name])
        self.stays(self.refusal_text(refusal.code, **params))

    def on_trouble(self, trouble: DeskTrouble) -> None:
        """Stay open, say what happened; the words are kept."""
        self.stays(say.trouble(trouble.code, trouble.params))

    def stays(self, sentence: str) -> None:
        """Say why it was not sent, and that the words are kept."""
        self.says.say("refused", f"▲ {sentence} {t('forms.still_here')}", "late")

    # --- the case moves on meanwhile
    def case_changed(self, view: CaseView, lens: Lens) -> None:
        """The case was changed while this was open: say by whom and what."""
        self.lens = lens
        news = since(view.timeline, self._seen)
        if news and not self._sending:
            latest = news[-1]
            words = f"{lens.clock(latest.event.at)} {headline(latest, lens.on(view))}"
            self.says.say("changed", t("forms.changed", what=words), "soon")
        self.view = view

    # --- from field to field
    def do_onward(self) -> None:
        """Tab: the next field."""
        self.focus_next()

    def do_backward(self) -> None:
        """Shift+tab: the field before."""
        self.focus_previous()

    def _onward(self) -> None:
        """Enter: on to the next field; from the last one it sends."""
        last = [field for field in self._fields if field.display][-1]
        focused = self.focused
        if focused is not None and last in focused.ancestors_with_self:
            self.do_save()
        else:
            self.focus_next()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in a line."""
        event.stop()
        self._onward()

    def on_choice_done(self, event: Choice.Done) -> None:
        """Enter on a choice."""
        event.stop()
        self._onward()

    def on_text_area_changed(self, event: TextBox.Changed) -> None:
        """A first word takes the complaint about a missing one away."""
        for field in self._fields:
            if field.widget is event.text_area and field.control.words:
                field.say("")

    def on_paste(self, event: events.Paste) -> None:
        """A paste that no field took goes nowhere."""
        event.stop()
