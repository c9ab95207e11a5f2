"""The first run: one short page that makes a desk, and then the first case (G1, SCREENS).

Who you are, what the desk is called, its time zone and language, and whether to begin with the
sample. The language switches the page at once; nothing that was typed is lost by it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input

from agentdesk.desk.api import DeskTrouble, NewDesk
from agentdesk.domain.values import Refused, instant
from agentdesk.i18n import format as form
from agentdesk.i18n import known, language, say, set_language, t
from agentdesk.screens import zones
from agentdesk.screens.acts import Act, bindings, key_text
from agentdesk.screens.base import DeskWork
from agentdesk.screens.forms.fields import Field, FieldTrouble, yes_no
from agentdesk.widgets.choice import Choice, Option
from agentdesk.widgets.frame import DeskHeader, FrameState, KeyHint, KeysFooter
from agentdesk.widgets.lines import LOOKS
from agentdesk.widgets.says import Says, StartLine
from agentdesk.widgets.text_box import LineBox
from agentdesk.widgets.zone_picker import ZonePicker

Init = Callable[[NewDesk], Awaitable[None]]

FIRST_RUN_ACTS = (
    Act("firstrun", "start", "ctrl+s,f2", priority=True),
    Act("firstrun", "leave", "escape,ctrl+q", priority=True),
)
_BAR = 24


class FirstRunScreen(DeskWork, Screen[NewDesk]):
    """Asks five things, makes the desk with ``init``, and hands back the answers.

    ``init`` may raise Refused or DeskTrouble: the page stays, with what was typed, and says why.
    Without one the answers alone are handed back. Leaving hands back None. ``again`` says that
    an earlier first run was cut off.
    """

    ACTS: ClassVar[Sequence[Act]] = FIRST_RUN_ACTS
    BINDINGS = bindings(FIRST_RUN_ACTS)
    COMPONENT_CLASSES: ClassVar[set[str]] = LOOKS
    AUTO_FOCUS: ClassVar[str | None] = ""

    def __init__(
        self,
        init: Init | None = None,
        *,
        again: bool = False,
        tz: str | None = None,
        now: Callable[[], int] | None = None,
    ) -> None:
        super().__init__()
        self._init = init
        self._asked_again = again
        self._now = now or _system_now
        self._values = {"name": "", "desk": t("firstrun.desk.usual"), "sample": "yes"}
        self._values["tz"] = tz or zones.system_zone()
        self._names: tuple[str, ...] = ()
        self._busy = False
        self._step = 0
        self._timer: Timer | None = None

    # --- layout
    def compose(self) -> ComposeResult:
        """Header, the five questions, what will happen, footer."""
        yield DeskHeader()
        with VerticalScroll(id="first-run-page", can_focus=False), Vertical(id="first-run-form"):
            yield Says(t("firstrun.title"), "head")
            intro = t("firstrun.again" if self._asked_again else "firstrun.intro")
            yield Says(intro, "quiet", id="first-run-intro")
            yield from self._questions()
            yield Says(t("firstrun.kept"), "quiet", id="first-run-kept")
            yield StartLine(id="first-run-start")
            yield Says(id="first-run-says")
        yield KeysFooter()

    def _questions(self) -> ComposeResult:
        languages = (Option("en", "English", "e"), Option("zh", "中文", "中"))
        yield Field("lang", "firstrun.lang", Choice(languages, language(), id="lang"))
        yield Field("name", "firstrun.name", LineBox(self._values["name"], limit=60), needed=True)
        yield Field("desk", "firstrun.desk", LineBox(self._values["desk"], limit=60), needed=True)
        zone = ZonePicker(
            self._values["tz"],
            find=lambda typed: zones.find_zones(typed, self._names),
            exact=self._exact,
            near=lambda typed: zones.nearest_zone(typed, self._names),
            hour=self._hour,
        )
        yield Field("tz", "firstrun.tz", zone, needed=True)
        yield Field("sample", "firstrun.sample", yes_no(self._values["sample"], id="sample"))

    def _exact(self, typed: str) -> str | None:
        if self._names:
            return zones.exact_zone(typed, self._names)
        return typed if zones.is_zone(typed) else None

    def on_mount(self) -> None:
        """The keys go to the name; the list of zones is read meanwhile."""
        self._draw_frame()
        self._field("name").focus_control()
        self.run_worker(self._read_zones, thread=True, group="zones")

    def _read_zones(self) -> None:
        names = zones.zone_names()
        self.app.call_from_thread(self._know_zones, names)

    def _know_zones(self, names: tuple[str, ...]) -> None:
        self._names = names
        for picker in self.query(ZonePicker):
            picker.read()

    def _draw_frame(self) -> None:
        self.query_one(DeskHeader).show(FrameState())
        self.query_one(KeysFooter).show(self.hints())

    def on_keys_footer_pressed(self, message: KeysFooter.Pressed) -> None:
        """A key of the footer was clicked."""
        self.run_worker(self.do(message.name))

    def _hour(self, zone: str) -> str:
        """What time it is in a zone now: ``Mon 14:32``."""
        local = form.local(self._now(), form.zone(zone))
        return f"{t(f'frame.weekday.{local.weekday()}')} {local:%H:%M}"

    # --- values
    def _field(self, name: str) -> Field:
        return self.query_one(f"#field-{name}", Field)

    def _words(self, name: str) -> str:
        return self._field(name).control.words

    def _keep(self) -> None:
        self._values = {name: self._words(name) for name in ("name", "desk", "tz", "sample")}

    # --- language
    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Another language: the whole page, at once."""
        if event.choice.id == "lang" and event.choice.value != language():
            self._switch(event.choice.value, focus="lang")

    def _switch(self, lang: str, focus: str) -> None:
        self._keep()
        untouched = self._values["desk"] == t("firstrun.desk.usual")
        set_language(lang)
        if untouched:
            self._values["desk"] = t("firstrun.desk.usual")
        self.run_worker(self._again(focus), group="language", exclusive=True)

    async def _again(self, focus: str) -> None:
        await self.recompose()
        self._draw_frame()
        self._field(focus).focus_control()

    # --- from field to field
    def on_input_changed(self, event: Input.Changed) -> None:
        """What was said to be missing is being written."""
        for field in event.input.ancestors_with_self:
            if isinstance(field, Field) and field.key in ("name", "desk"):
                for trouble in field.query(FieldTrouble):  # none yet, with the first words
                    trouble.say("")

    @on(Input.Submitted)
    @on(Choice.Done)
    @on(ZonePicker.Done)
    def go_on(self, event: Message) -> None:
        """Enter goes on."""
        event.stop()
        self.focus_next()

    def key_enter(self) -> None:
        """Enter on the last line starts."""
        if isinstance(self.focused, StartLine):
            self.do_start()

    def on_click(self, event: events.Click) -> None:
        """A click on the last line starts."""
        if isinstance(event.widget, StartLine):
            self.do_start()

    def hints(self) -> list[KeyHint]:
        """The footer: enter first, which every field takes by itself."""
        return [KeyHint("onward", key_text("enter"), t("firstrun.act.onward")), *super().hints()]

    def do_onward(self) -> None:
        """The next question, or behind the last one: start."""
        if isinstance(self.focused, StartLine):
            self.do_start()
        else:
            self.focus_next()

    # --- start
    def do_leave(self) -> None:
        """Leave without a desk; while it is being made, wait for the end."""
        if not self._busy:
            self.dismiss(None)

    def do_start(self) -> None:
        """Make the desk, unless something is missing."""
        if self._busy:
            return
        troubles = self._troubles()
        for name in ("name", "desk", "tz"):
            self._field(name).say(troubles.get(name, ""))
        if troubles:
            self._field(next(iter(troubles))).focus_control()
            return
        zone = self._field("tz").query_one(ZonePicker).zone
        assert zone is not None  # _troubles() has seen to it
        answers = NewDesk(
            person=self._words("name"),
            desk=self._words("desk"),
            tz=zone,
            lang=language(),
            sample=self._words("sample") == "yes",
        )
        self.run_worker(self._start(answers), group="start", exclusive=True)

    def _troubles(self) -> dict[str, str]:
        found = {}
        for name in ("name", "desk"):
            if not self._words(name):
                found[name] = t(f"firstrun.{name}.missing")
        picker = self._field("tz").query_one(ZonePicker)
        if picker.zone is None:
            offers = zones.find_zones(picker.words, self._names)
            near = next(iter(offers), None) or zones.nearest_zone(picker.words, self._names)
            found["tz"] = (
                t("firstrun.tz.did_you_mean", zone=near) if near else t("firstrun.tz.unknown")
            )
        return found

    async def _start(self, answers: NewDesk) -> None:
        self._set_busy(True)
        try:
            if self._init is not None:
                await self._init(answers)
        except Refused as refusal:
            key = f"refused.{refusal.code}"
            words = t(key, **refusal.params) if known(key) else refusal.code
            self._failed(words)
        except DeskTrouble as trouble:
            self._failed(say.trouble(trouble.code, trouble.params))
        else:
            self.desk_app.toast(t("firstrun.welcome"), seconds=20)
            self.dismiss(answers)
        finally:
            self._set_busy(False)

    def _failed(self, words: str) -> None:
        self._set_busy(False)
        self.query_one("#first-run-kept").display = False  # room for what matters now
        says = self.query_one("#first-run-says", Says)
        says.say(f"▲ {words} {t('firstrun.still_here')}", "late")

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if busy:
            self._step = 0
            self._progress()
            self._timer = self.set_interval(0.2, self._progress)

    def _progress(self) -> None:
        """A moving bar: how far it is, nobody knows; that it goes on, everybody sees."""
        at = self._step % _BAR
        self._step += 1
        bar = "░" * at + "███" + "░" * (_BAR - at)
        sample = self._words("sample") == "yes"
        words = t("firstrun.making.sample" if sample else "firstrun.making")
        self.query_one("#first-run-says", Says).say(f"{bar}  {words}", "accent")


def _system_now() -> int:
    """The present instant: there is no desk yet whose clock could be asked."""
    return instant(datetime.now(UTC))
