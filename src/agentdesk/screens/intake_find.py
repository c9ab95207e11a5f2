"""The first half of the intake: one line takes whatever one has of the caller, and finds them.

The customer's open cases show while it is typed, off the key path: one look at a time, the last
line typed counts, and no answer to an earlier one is ever shown.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection
from contextlib import suppress
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input
from textual.worker import Worker, WorkerError

from agentdesk.desk.api import Done, Lookup
from agentdesk.domain.drafts import NEW
from agentdesk.i18n import t
from agentdesk.screens.ahead import TypedAhead
from agentdesk.screens.base import DeskScreen
from agentdesk.screens.forms.drafts import drafts_of
from agentdesk.screens.intake_contact import ContactForm
from agentdesk.screens.intake_line import LONGEST_LINE, Pasted, WhoBox
from agentdesk.screens.intake_start import LONGEST_TEXT, Start, guesses_of, line_for
from agentdesk.widgets.hits import Hits
from agentdesk.widgets.lens import lens_of
from agentdesk.widgets.lines import Lines, Row, wrap


class LineName(Lines):
    """The name of the line."""

    def build(self, width: int) -> list[Row]:
        """One word."""
        return [[(t("intake.who"), "head")]]


class Says(Lines):
    """A sentence under the line."""

    def __init__(self) -> None:
        super().__init__(id="intake-says")
        self.text, self.role = "", "quiet"

    def say(self, text: str, role: str = "quiet") -> None:
        """Say this from now on."""
        if (text, role) != (self.text, self.role):
            self.text, self.role = text, role
            self.refill()

    def build(self, width: int) -> list[Row]:
        """The words; always a line, so that nothing jumps."""
        return [[(line, self.role)] for line in wrap(self.text, width)] or [[]]


class IntakeFind(TypedAhead, DeskScreen[Done]):
    """Finds who is calling. ``typed``: what is known of the caller already (a screen pop)."""

    AUTO_FOCUS: ClassVar[str | None] = "WhoBox"

    def __init__(self, typed: str = "") -> None:
        super().__init__()
        self._typed = typed
        self._asked: str | None = None
        """The line that what is shown answers to; None: to nothing any more."""
        self._looking = False
        self._answer: Worker[Any] | None = None
        self._entered = False
        self.pasted: Start | None = None
        """What a pasted message has told, until it stands in a form."""

    # --- layout
    def compose_body(self) -> ComposeResult:
        """The line, a word about it, what was found."""
        with Horizontal(id="intake-line", classes="field"):
            yield LineName(id="intake-name")
            yield WhoBox(self._typed, placeholder=t("intake.who.hint"), limit=LONGEST_LINE)
        yield Says()
        with VerticalScroll(id="intake-found", can_focus=False):
            yield Hits()

    def on_mount(self) -> None:
        """Look for who is known already; offer what was left; the clocks run."""
        self.start(self._learn_drafts(), group="draft")
        self._show(Lookup(""))
        if self._typed:
            self.look()
        self.set_interval(1.0, self._tick)
        self.box.focus()
        self.begun()

    def _tick(self) -> None:
        if self.is_current:
            self.hits.tick(self.desk.now())

    async def _learn_drafts(self) -> None:
        """Another program of this person may have left something."""
        if drafts_of(self.app).learn(await self.desk.drafts()):
            self.offer_drafts()

    def offer_drafts(self) -> None:
        """Show what was typed and not sent, while nobody is looked for."""
        if self.is_mounted and not self.box.words:
            self._show(Lookup(""))

    @property
    def hits(self) -> Hits:
        """What was found."""
        return self.query_one(Hits)

    @property
    def box(self) -> WhoBox:
        """The line."""
        return self.query_one(WhoBox)

    @property
    def says(self) -> Says:
        """The word under the line."""
        return self.query_one(Says)

    def relabel(self) -> None:
        """Another language, in place: what was typed stays."""
        self.box.placeholder = t("intake.who.hint")
        for lines in self.query(Lines):
            lines.refill()
        self._show(self.hits.lookup)

    def keys_wait_for(self) -> Collection[str]:
        """After enter the answer to the line, and what a paste has told."""
        return (*super().keys_wait_for(), "paste", *(["look"] if self._entered else []))

    # --- looking
    def on_input_changed(self, event: Input.Changed) -> None:
        """Look anew; an enter that waited for an earlier answer is not meant any more."""
        event.stop()
        self._entered = False
        self.look()

    def look(self) -> None:
        """Find who the line means."""
        if not self._looking:
            self._looking = True
            self._answer = self.start(self._look(), group="look")

    async def looked(self) -> None:
        """Wait for the answer to what stands in the line."""
        self.look()
        if self._answer is not None:
            with suppress(WorkerError):  # it has said so itself
                await self._answer.wait()

    async def _look(self) -> None:
        try:
            while self._asked != self.box.words:
                asked = self.box.words
                found = await self.desk.lookup(asked) if asked else Lookup("")
                self._asked = asked
                if asked == self.box.words:
                    self._show(found)
        finally:
            self._looking = False
        if self._entered:
            self._entered = False
            self.enter()

    def _show(self, found: Lookup) -> None:
        unsent = () if found.asked else drafts_of(self.app).of(NEW)
        self.hits.show(found, lens_of(self.desk, self.desk_app.people), unsent)
        self._say_found(found)
        self.refresh_frame()

    def _say_found(self, found: Lookup) -> None:
        count = len(found.customers)
        if not found.asked:
            text, role = t("intake.read" if self.pasted else "intake.type"), "quiet"
        elif not count:
            text, role = t("intake.nobody"), "quiet"
        elif count == 1:
            text, role = t("intake.one"), "quiet"
        else:
            text = t("intake.many.more" if found.more else "intake.many", count=count)
            role = "soon"
        if self.pasted is not None and found.asked:
            text = f"{text} {t('intake.read')}"
        self.says.say(text, role)

    def store_changed(self, ids: frozenset[int]) -> None:
        """Look again; an open form on one of these cases hears of it."""
        self._asked = None
        self.look()
        for screen in self.app.screen_stack:
            if isinstance(screen, ContactForm) and (not ids or screen.view.id in ids):
                self.start(self._tell(screen), group="tell", exclusive=True)

    async def _tell(self, screen: ContactForm) -> None:
        view = await self.desk.case(screen.view.id)
        if screen.is_mounted:
            screen.case_changed(view, lens_of(self.desk, self.desk_app.people))

    # --- enter in the line
    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: wait for the answer to what stands there, then on."""
        event.stop()
        if self._looking or self._asked != self.box.words:
            self._entered = True
            self.look()
        else:
            self.enter()

    @abstractmethod
    def enter(self) -> None:
        """On, with what was found for the line."""

    # --- pasting
    def on_pasted(self, event: Pasted) -> None:
        """A message: what it tells fills the line and, later, the form."""
        event.stop()
        self.says.say(t("intake.reading"))
        self.start(self._read(event.text), group="paste", exclusive=True)

    async def _read(self, text: str) -> None:
        pasted = await self.desk.read_paste(text[:LONGEST_TEXT])
        self.pasted = Start(
            text=pasted.text.strip(),
            guesses=guesses_of(pasted, self.tz),
            secret=bool(pasted.secrets),
            length=len(text) if len(text) > LONGEST_TEXT else 0,
        )
        if pasted.secrets:
            self.say(t("intake.secret"), kind="warning")
        if len(text) > LONGEST_TEXT:
            self.say(t("intake.cut", kept=LONGEST_TEXT, count=len(text)), kind="warning")
        self.box.put(line_for(pasted))
        self._asked = None
        self.look()
